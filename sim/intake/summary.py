"""What intake found, in a few lines of text in the reader's language."""

from __future__ import annotations

from sim.bilingual import Text, spoken
from sim.intake.document import Intake
from sim.intake.told import both

ORDERS = Text(
    "orders {0:,.0f}, paid GMV {1:,.0f} RMB from {2} to {3}", "订单 {0:,.0f} 个,支付成交总额 {1:,.0f} 元,自 {2} 至 {3}"
)
SEASON = Text(
    "season: highest ISO week {0:.0f} at {1:.2f} of the mean; growth {2:+.1%} a year; peaks: {3}",
    "季节:最高为 ISO 第 {0:.0f} 周,是均值的 {1:.2f} 倍;年增长 {2:+.1%};高峰:{3}",
)
LINE = Text(
    "line {0}: {1:.1%} of value, basket {2:,.0f} RMB, returns {3:.1%}, repeat {4:.4f} and churn {5:.4f} a week",
    "品线 {0}:占金额 {1:.1%},客单价 {2:,.0f} 元,退货 {3:.1%},每周复购 {4:.4f}、流失 {5:.4f}",
)
NOTE = Text("note: {0}", "说明:{0}")
NO_PEAKS, UNKNOWN = Text("none", "无"), Text("unknown", "未知")
TURNOVER = Text("{0:.1%} (standard error {1:.1%})", "{0:.1%}(标准误 {1:.1%})")
STAFF = Text("staff: {0} people in {1} roles, yearly turnover {2}", "员工:{1} 个岗位共 {0} 人,年离职率 {2}")


def summary(taken: Intake) -> list[str]:
    """Lines of text: orders, season, each selling line, staff, notes, reconciliation."""
    demand, facts = taken.demand, taken.facts
    season = demand.season
    peaks = ", ".join(dict.fromkeys(peak.name for peak in season.peaks)) or NO_PEAKS
    rows = [
        ORDERS.format(facts["orders"], facts["gmv"], taken.sources.first_day, taken.sources.last_day),
        SEASON.format(facts["peak_iso_week"], facts["peak_to_mean"], season.growth, peaks),
        *(
            LINE.format(
                line.name,
                line.share,
                line.basket,
                line.returns.rate,
                line.repeat.repeat_weekly,
                line.repeat.churn_weekly,
            )
            for line in demand.lines
        ),
        *_staff(taken),
        *(NOTE.format(both(each)) for each in taken.notes),
    ]
    rows += taken.reconciliation.told()
    rows += taken.headcount.told() if taken.headcount else []
    return [spoken(row) for row in rows]


def _staff(taken: Intake) -> list[Text]:
    staff = taken.staff
    if staff is None:
        return []
    told = UNKNOWN
    if staff.yearly_turnover is not None:
        told = TURNOVER.format(staff.yearly_turnover, staff.turnover_error)
    return [STAFF.format(sum(seat.heads for seat in staff.seats), len(staff.seats), told)]
