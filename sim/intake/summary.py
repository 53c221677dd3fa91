"""What intake found, in a few lines of text."""

from __future__ import annotations

from sim.intake.document import Intake


def summary(taken: Intake) -> list[str]:
    """Lines of text: orders, season, each selling line, staff, notes, reconciliation."""
    demand, facts = taken.demand, taken.facts
    peaks = ", ".join(dict.fromkeys(peak.name for peak in demand.season.peaks)) or "none"
    rows = [
        f"orders {facts['orders']:,.0f}, paid GMV {facts['gmv']:,.0f} RMB from {taken.sources.first_day} to "
        f"{taken.sources.last_day}",
        f"season: highest ISO week {facts['peak_iso_week']:.0f} at {facts['peak_to_mean']:.2f} of the mean; growth "
        f"{demand.season.growth:+.1%} a year; peaks: {peaks}",
    ]
    for line in demand.lines:
        rows.append(
            f"line {line.name}: {line.share:.1%} of value, basket {line.basket:,.0f} RMB, returns "
            f"{line.returns.rate:.1%}, repeat {line.repeat.repeat_weekly:.4f} and churn "
            f"{line.repeat.churn_weekly:.4f} a week"
        )
    notes = [f"note: {note}" for note in taken.notes]
    return (
        rows
        + _staff(taken)
        + notes
        + taken.reconciliation.lines()
        + (taken.headcount.lines() if taken.headcount else [])
    )


def _staff(taken: Intake) -> list[str]:
    staff = taken.staff
    if staff is None:
        return []
    turnover = "unknown"
    if staff.yearly_turnover is not None:
        turnover = f"{staff.yearly_turnover:.1%} (standard error {staff.turnover_error:.1%})"
    heads = sum(seat.heads for seat in staff.seats)
    return [f"staff: {heads} people in {len(staff.seats)} roles, yearly turnover {turnover}"]
