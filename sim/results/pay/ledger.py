"""The ledger: what every claim of a person brought in a week, by the engine's own payroll run again claim by claim."""

from __future__ import annotations

from typing import Any, NamedTuple

from numpy.typing import NDArray

from sim.engine.itemised import pay_again, settle_again
from sim.engine.layout import as_numbers
from sim.engine.state import State
from sim.plan.records import Arrays, Plan

STAYS, QUITS, TRIES, RISES, BACK, NOBODY = "stays", "quits", "tries", "rises", "back", "nobody"
MOVEMENTS = ("bonus_earned_rmb", "bonus_paid_rmb", "bonus_forfeited_rmb")


class Before(NamedTuple):
    """What a week changes and an account of it needs: copies from its beginning.

    Attributes:
        staff: STAFF[S]; accounts: ACCOUNTS[S, slots]; contracts: CONTRACTS[C].
    """

    staff: NDArray[Any]
    accounts: NDArray[Any]
    contracts: NDArray[Any]


class Entry(NamedTuple):
    """What one claim of a person brought in a week, RMB.

    Attributes:
        contract: its number in the plan; stake: RMB a week at payout share 1 (linear: RMB per unit of the metric).
        earned: this week, corrections of earlier weeks of the period included; shadow contracts earn nothing.
        accrued: earned in the running period so far, this week included (before an ended period is set aside).
        awaiting: of ended periods, not paid yet, at the end of the week; owed: that and the running period.
        paid, forfeited: this week, settlement on leaving or on a change of the rules included.
        time_off: share of a week, where points buy leave.
    """

    contract: int
    stake: float
    earned: float
    accrued: float
    awaiting: float
    owed: float
    paid: float
    forfeited: float
    time_off: float


class Payslip(NamedTuple):
    """The pay of one person in a week.

    Attributes:
        base, overtime: RMB of the week; 0 for somebody who is only settled.
        person: STAFF record as it was when the week was paid.
        present: whether the person worked in this seat in this week; leaving: whether they left at its end.
        entries: by claim, settled claims of the rules before included.
    """

    base: float
    overtime: float
    person: Any
    present: bool
    leaving: bool
    entries: tuple[Entry, ...]


def before(state: State) -> Before:
    """Return copies of what the coming week changes."""
    return Before(state.staff.copy(), state.accounts.copy(), state.contracts.copy())


def payslip_of(plan: Plan, values: Any, t: int, was: Before, state: State, seat: int) -> Payslip | None:
    """Return the pay of whoever sat in a seat in simulated week t; None where nobody did.

    Args:
        plan: compiled scenario and policy.
        values: parameter record of the run.
        t: week, burn-in counted, through which the state has just been advanced.
        was: copies from the beginning of the week.
        state: after the week; not changed.
        seat: place of the seat in the plan.
    """
    own, arrays = _own(state, was), plan.arrays
    regime, earlier = (
        int(state.calendar[t].regime),
        int(state.calendar[t - 1].regime if t else state.calendar[t].regime),
    )
    there, after = was.staff[seat], state.staff[seat]
    entries: dict[int, Entry] = {}
    end = _ending(arrays, (regime, t), was, state, seat)
    if there.filled > 0.0 and (earlier != regime or end == BACK):
        open_one = arrays.placements[regime, seat].active == 1 and end != BACK
        if not open_one or after.terms != there.terms or earlier == regime:
            kept = regime if open_one else -1
            entries = _settled(arrays, own, (int(there.terms), kept), seat, False)
    present = end in (STAYS, QUITS, TRIES, RISES)
    base = overtime = 0.0
    if present:
        _rewind(own.staff[seat], end)
        terms = int(own.staff[seat].terms)
        base, overtime, paid = _paid(arrays, values, own, t, seat)
        entries |= paid
        if end != STAYS:
            for c, entry in _settled(arrays, own, (terms, -1), seat, end == QUITS).items():
                old = entries[c]
                earned, all_paid = old.earned + entry.earned, old.paid + entry.paid
                old = old._replace(awaiting=0.0, owed=0.0, forfeited=entry.forfeited)
                entries[c] = old._replace(earned=earned, paid=all_paid)
    if not (present or there.filled > 0.0):
        return None
    return Payslip(base, overtime, own.staff[seat], present, end == QUITS, tuple(entries.values()))


def _ending(arrays: Arrays, now: tuple[int, int], was: Before, state: State, seat: int) -> str:
    """Return how a week ended for a seat: somebody stays, quits, tries or has another post, is back, or nobody.

    `now` are the regime and the week.
    """
    regime, t = now
    there, after = was.staff[seat], state.staff[seat]
    if after.filled > 0.0 and after.risen == t:  # came at the end of the week, paid in the old seat
        return NOBODY
    if there.filled > 0.0 and ((state.staff["risen"] == t) & (state.staff["risen_from"] == seat)).any():
        return RISES
    if after.filled > 0.0:
        tried = there.filled == 0.0 and after.home >= 0.0  # came at the end of the week, paid in the old seat
        return NOBODY if tried else STAYS
    if there.filled == 0.0 or not arrays.placements[regime, seat].active:
        return NOBODY
    if after.held > there.held:
        return TRIES
    home = int(there.home)
    back = home >= 0 and state.staff[home].filled > 0.0 and was.staff[home].held > 0.0
    return BACK if back else QUITS


def _own(state: State, was: Before) -> State:
    """Return a state of whom only copies are changed: people after the week, accounts and totals before it."""
    week = state.week.copy()
    return state._replace(staff=state.staff.copy(), accounts=was.accounts.copy(), week=week, totals=as_numbers(week)[0])


def _rewind(person: Any, end: str) -> None:
    """Set a record from the end of a week back to when it was paid."""
    if end != STAYS:
        person.filled = 1.0
    if end in (QUITS, RISES):
        person.occupant -= 1.0
    person.tenure -= 1.0


def _alone(arrays: Arrays, regime: int, seat: int, k: int) -> Arrays:
    """Return a plan in which a seat holds one claim alone under the rules of a regime, and all under other rules."""
    claims = arrays.claims.copy()
    claims["contract"][regime, seat] = -1
    claims[regime, seat, 0] = arrays.claims[regime, seat, k]
    return arrays._replace(claims=claims)


def _claims(arrays: Arrays, regime: int, seat: int) -> list[tuple[int, int, int, float]]:
    """Return place, contract, slot and stake of every claim of a seat."""
    held = arrays.claims[regime, seat]
    found = zip(held["contract"], held["slot"], held["stake"], strict=True)
    return [(k, int(c), int(slot), float(stake)) for k, (c, slot, stake) in enumerate(found) if c >= 0]


def _paid(arrays: Arrays, values: Any, own: State, t: int, seat: int) -> tuple[float, float, dict[int, Entry]]:
    """Return base pay and overtime, and the entry of every claim."""
    terms, person, found = int(own.staff[seat].terms), own.staff[seat].copy(), {}
    for k, c, slot, stake in _claims(arrays, terms, seat):
        account = own.accounts[seat, slot]
        accrued = float(account.accrued)
        own.staff[seat] = person
        pay_again(_alone(arrays, terms, seat, k), values, own, t, seat)
        earned, paid, _ = (float(own.week[name][0]) for name in MOVEMENTS)
        time_off = float(own.staff[seat].leave) if arrays.contracts[c].leave else 0.0
        awaiting, owed = float(account.awaiting), float(account.accrued - account.drawn + account.awaiting)
        found[c] = Entry(c, stake, earned, accrued + earned, awaiting, owed, paid, 0.0, time_off)
    own.staff[seat] = person
    accounts = own.accounts.copy()
    nothing = arrays.claims.copy()
    nothing["contract"][terms, seat] = -1
    pay_again(arrays._replace(claims=nothing), values, own, t, seat)
    own.accounts[:] = accounts
    return float(own.week["base_rmb"][0]), float(own.week["overtime_rmb"][0]), found


def _settled(arrays: Arrays, own: State, regimes: tuple[int, int], seat: int, leaving: bool) -> dict[int, Entry]:
    """Return an entry for every claim that is settled."""
    found = {}
    for k, c, slot, stake in _claims(arrays, regimes[0], seat):
        account = own.accounts[seat, slot]
        owed = float(account.accrued - account.drawn), float(account.awaiting)
        settle_again(_alone(arrays, regimes[0], seat, k), own, regimes, seat, leaving)
        earned, paid, forfeited = (float(own.week[name][0]) for name in MOVEMENTS)
        if sum(owed) and not account.accrued and not account.awaiting:
            found[c] = Entry(c, stake, earned, owed[0], 0.0, 0.0, paid, forfeited, 0.0)
    return found
