"""What was observed week by week, in the form the baseline fit compares with, and its summary figures."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np

from sim.intake.dates import NO_DAY, monday, week_of
from sim.intake.flow import Flow
from sim.intake.privacy import LEAST_PEOPLE, spread_out
from sim.intake.staff_file import Staff
from sim.units import DAYS_PER_WEEK, QUARTER_WEEKS, YEAR_WEEKS

if TYPE_CHECKING:
    import pandas as pd


def observed_weeks(whole: Flow, old: np.ndarray, staff: Staff | None) -> pd.DataFrame:
    """Weekly aggregates of complete weeks.

    Every week with fewer than five orders, returns or exits is merged with its neighbours (`privacy.spread_out`). Exits
    and heads are blank before the first exit on file; heads are means of 13 weeks.

    Args:
        whole: all lines together.
        old: float64[T] first orders that come from customers of the time before the data; counted as repeat orders.
        staff: employments, if there are any.

    Returns:
        Columns week_start, gmv_placed, gmv_paid, gmv_net, refunds (RMB), orders, new_orders, repeat_orders,
        cancelled_orders, returned_orders and, with staff, exits, exits_first_year (in the first year of service) and
        heads.
    """
    import pandas as pd

    orders, new, again, paid = spread_out(whole.orders, whole.first_orders - old, whole.repeat_orders + old, whole.paid)
    cancelled, unpaid = spread_out(whole.cancelled, whole.placed - whole.paid)
    many = whole.returned.sum() >= LEAST_PEOPLE or whole.returned.sum() == 0
    returned, refunds = (
        spread_out(whole.returned, whole.refunds) if whole.returned.any() else (whole.returned, whole.refunds)
    )
    refunds = refunds if whole.refunds_known and many else np.full(whole.weeks, np.nan)
    frame = pd.DataFrame(
        {
            "week_start": [monday(whole.first_week + at).isoformat() for at in range(whole.weeks)],
            "gmv_placed": paid + np.nan_to_num(unpaid),
            "gmv_paid": paid,
            "gmv_net": paid - refunds,
            "refunds": refunds,
            "orders": orders,
            "new_orders": new,
            "repeat_orders": again,
            "cancelled_orders": cancelled,
            "returned_orders": returned,
        }
    )
    if not whole.repeat_known:
        frame[["new_orders", "repeat_orders"]] = np.nan
    if staff is not None and staff.until != NO_DAY:
        frame["exits"], frame["exits_first_year"], frame["heads"] = _staff_weeks(staff, whole.first_week, whole.weeks)
    return frame


def _staff_weeks(staff: Staff, first_week: int, weeks: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Voluntary exits, those in the first year of service, and heads of each week; blank where nothing is known."""
    week = week_of(staff.left[staff.voluntary]) - first_week
    inside = (week >= 0) & (week < weeks)
    early = inside & ((staff.left - staff.hired)[staff.voluntary] < YEAR_WEEKS * DAYS_PER_WEEK)
    exits, first = (np.bincount(week[some], minlength=weeks).astype(float) for some in (inside, early))
    ends = (first_week + np.arange(weeks)) * 7 + 3
    last = np.where(staff.gone, staff.left, 2**30)
    heads = np.array([((staff.hired <= end) & (last > end)).sum() for end in ends], dtype=float)
    blocks = np.arange(weeks) // QUARTER_WEEKS
    heads = (np.bincount(blocks, weights=heads) / np.bincount(blocks))[blocks]
    covered = ends <= staff.until
    if staff.gone.any():
        covered &= ends > staff.left[staff.gone].min()
    smooth, smooth_first = np.full(weeks, np.nan), np.full(weeks, np.nan)
    if covered.any():
        smooth[covered], smooth_first[covered] = spread_out(exits[covered])[0], spread_out(first[covered])[0]
    heads[~covered] = np.nan
    return smooth, smooth_first, heads


def facts(everything: Flow, complete: Flow) -> Mapping[str, float]:
    """Summary figures: what one checks against one's own reports.

    Args:
        everything: all lines together, all weeks.
        complete: the same, complete weeks only.

    Returns:
        Over all weeks: orders, gmv (paid), average_order, refund_share (refunds over paid), repeat_order_share (NaN
        where unknown). Over complete weeks with sales: weekly_gmv_cv (sd over mean) and, of means by ISO week over
        their own mean, peak_to_mean, trough_to_mean and peak_iso_week.
    """
    import pandas as pd

    gmv, orders = float(everything.paid.sum()), float(everything.orders.sum())
    sold = np.flatnonzero(complete.paid > 0)
    weeks = pd.Series(
        complete.paid[sold], index=[monday(complete.first_week + int(at)).isocalendar().week for at in sold]
    )
    season = weeks.groupby(level=0).mean()
    return {
        "orders": orders,
        "gmv": gmv,
        "average_order": gmv / orders,
        "refund_share": float(everything.refunds.sum()) / gmv if everything.refunds_known else float("nan"),
        "repeat_order_share": float(everything.repeat_orders.sum()) / orders
        if everything.repeat_known
        else float("nan"),
        "weekly_gmv_cv": float(weeks.std(ddof=1) / weeks.mean()),
        "peak_to_mean": float(season.max() / season.mean()),
        "trough_to_mean": float(season.min() / season.mean()),
        "peak_iso_week": float(season.idxmax()),
    }
