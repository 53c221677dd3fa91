"""Every variable of the running company, declared once: name, unit, meaning."""

from collections.abc import Iterable
from typing import NamedTuple

import numpy as np

from sim.parameters import ROLE_NAMES
from sim.scenario.plan import METRICS, Plan

STAFF = {
    "filled": ("0/1", "somebody sits in the seat"),
    "occupant": ("count", "n-th occupant of the seat"),
    "tenure": ("weeks", "time in the job"),
    "decided": ("0/1", "has decided to leave"),
    "forward": ("0/1", "looks ahead: announced plans and ratchets count"),
    "vacancy": ("weeks", "time the seat has been empty"),
    "arriving": ("weeks", "until an accepted applicant starts; -1 none"),
    "pending": ("0/1", "a leaver of this week, removed when the week closes"),
    "ability": ("ratio", "talent, mean 1"),
    "conscience": ("share of pay", "what an exploit must pay before the person starts"),
    "risk_aversion": ("ratio", "dislike of uncertain pay"),
    "match": ("log pay", "fit of job and person"),
    "mood": ("log pay", "slow private ups and downs"),
    "skill": ("0..1.15", "firm-specific skill"),
    "fatigue": ("0..1.2", "accumulated strain"),
    "motivation": ("ratio", "1 = norm"),
    "culture": ("0..1", "shared culture"),
    "effort_volume": ("effort", "selling, producing"),
    "effort_care": ("effort", "care"),
    "effort_asset": ("effort", "lasting assets"),
    "effort_help": ("effort", "helping colleagues"),
    "effort_cost": ("share of pay", "cost of effort away from the norm"),
    "strain": ("ratio", "all effort relative to the norm"),
    "price_cut": ("share of price", "extra discount granted"),
    "hurry": ("0..1", "closing early, skipping checks"),
    "push": ("0..1", "hard selling"),
    "hours": ("weeks of 40 h", "hours that count"),
    "overtime": ("weeks of 40 h", "hours beyond the contract"),
    "output": ("pw", "volume of the week, person-weeks of a reference person"),
    "care": ("ratio", "quality of the work, 1 = reference"),
    "pay": ("RMB a week", "this week's pay on an accrual basis"),
    "bonus": ("RMB a week", "variable part of pay"),
    "expected_pay": ("RMB a week", "slow average of pay"),
    "pay_variance": ("RMB2", "variance of a quarter's pay under the plan"),
    "unpaid": ("RMB", "bonus that leaving would forfeit"),
    "value": ("log pay", "value of staying"),
    "satisfied": ("0..1", "satisfaction with the job"),
    "want": ("0..1", "intention to leave"),
    "received": ("effort", "help received"),
    "ties": ("count", "colleagues one would turn to"),
    "support": ("sum of 0..1", "strength of all ties"),
    "connected": ("0/1", "has had five ties or more"),
    "exposure": ("share", "recent exits among colleagues"),
    "decide_luck": ("0..1", "uniform of this week's decision to leave"),
    "reason_pay": ("log pay", "pay against outside offers, when deciding"),
    "reason_risk": ("log pay", "uncertain pay, when deciding"),
    "reason_fairness": ("log pay", "unfairness, when deciding"),
    "reason_effort": ("log pay", "cost of effort, when deciding"),
    "reason_conditions": ("log pay", "fatigue, culture, motivation, when deciding"),
    "reason_private": ("log pay", "match and mood, when deciding"),
}
LINES = {
    "shock": ("log", "market shock of the line, company part included"),
    "own_shock": ("log", "market shock of the line alone"),
    "noise": ("sd", "measurement noise of this week's survey"),
    "visits": ("visits", "this week"),
    "orders": ("orders", "this week"),
    "new_orders": ("orders", "from new customers"),
    "repeat_orders": ("orders", "from known customers"),
    "customers": ("customers", "active"),
    "satisfaction": ("0..1", "slow"),
    "rating": ("0..1", "public rating"),
    "placed_rmb": ("RMB", "ordered"),
    "paid_rmb": ("RMB", "after cancellation"),
    "net_rmb": ("RMB", "after refunds booked this week"),
    "margin_rmb": ("RMB", "gross margin less ads and returns handling"),
    "refund_rmb": ("RMB", "booked this week"),
    "return_share": ("share", "of this week's orders that will come back"),
    "refund_rmb_1": ("RMB", "to be booked next week"),
    "refund_rmb_2": ("RMB", "to be booked in two weeks"),
    "returned": ("orders", "arriving back this week"),
    "returned_1": ("orders", "next week"),
    "returned_2": ("orders", "in two weeks"),
    "late_orders": ("orders", "this week"),
    "cancelled_orders": ("orders", "this week"),
    "wrong_orders": ("orders", "shipped with an error this week"),
    "reply": ("weeks", "delay of replies"),
    "care": ("ratio", "work-weighted care, 1 = start"),
    "push": ("0..1", "work-weighted hard selling"),
    "price_cut": ("share", "work-weighted extra discount"),
    "reopened": ("share", "of contacts closed early"),
    "orders_ratio": ("ratio", "orders of last week / usual orders"),
    "returned_ratio": ("ratio", "orders arriving back / usual orders"),
    "late_ratio": ("ratio", "late orders / usual orders"),
    "visit_pull": ("1", "slope of ln visits in marketing's level"),
    "reply_pull": ("1/week", "slope of ln conversion in reply delay"),
}
CELLS = {
    "level": ("ratio", "how well the role's work is done, 1 = need"),
    "pull": ("1", "slope of ln conversion in level"),
    "backlog": ("pw", "own work waiting"),
    "asked": ("pw", "requests waiting"),
    "arrivals": ("pw", "own work arrived this week"),
    "requested": ("pw", "requests arrived this week"),
    "done": ("pw", "own work served this week"),
    "causing": ("pw", "last week's work that makes the role ask others"),
    "answered": ("pw", "requests served this week"),
    "dropped": ("pw", "own work given up this week"),
    "unanswered": ("pw", "requests given up this week"),
    "unmet": ("share", "of requests to the cell left unanswered, smoothed"),
    "held": ("share", "of what the cell asked of others left unanswered"),
}
ACCOUNTS = {
    "accrued": ("RMB", "earned in the running period"),
    "awaiting": ("RMB", "of ended periods, not paid yet"),
}
QUEUES = {
    "members": ("count", "seats filled"),
    "capacity": ("pw", "this week"),
    "own": ("pw", "own work to serve"),
    "asked": ("pw", "requests to serve"),
    "need": ("pw", "own work and requests"),
    "served": ("pw", "this week"),
    "load": ("ratio", "need / capacity"),
    "shortage": ("0..1", "probability that more capacity would serve more"),
    "reply": ("weeks", "backlog or waiting delay"),
    "breadth": ("ratio", "output factor of serving many lines"),
    "care": ("ratio", "output-weighted care"),
    "culture": ("0..1", "mean"),
    "push": ("0..1", "output-weighted"),
    "price_cut": ("share", "output-weighted"),
    "hurry": ("0..1", "output-weighted"),
    "asset": ("ratio", "shared tools and templates"),
    "asset_effort": ("effort", "mean asset output"),
    "borrowed": ("pw", "capacity lent by cover partners (negative: lent)"),
    "rework": ("share", "requests that come back"),
    "repeats": ("ratio", "requests arriving per request raised, rework included"),
    "cycle": ("weeks", "mean time of a request"),
    "in_time": ("share", "requests answered in time"),
    "friction": ("0..1", "border between askers and asked, ties counted, mean of about eight weeks"),
    "crossing": ("share", "of requests that come from another unit and need approval, likewise"),
    "met": ("count", "requests of this week's contacts"),
    "rubbed": ("sum of 0..1", "their friction"),
    "crossed": ("count", "those that need approval"),
    "request_need": ("pw", "requests waiting and arriving"),
    "request_served": ("pw", "requests served"),
    "stake": ("RMB per pw", "members' marginal pay of own volume, per reference pay"),
}
UNITS = {
    "members": ("count", "seats filled"),
    "help": ("effort", "mean help offered"),
    "culture": ("0..1", "mean"),
    "productivity": ("pw", "mean output per hour"),
    "leavers": ("count", "people who left this week"),
    "carriers": ("share", "culture ambassadors there, up to one in ten counts"),
    "approvals": ("pw", "approval work this week"),
    "approval_wait": ("weeks", "mean wait for an approval"),
}
CONTRACTS = {
    "result": ("metric", "this period so far"),
    "target": ("metric", "part of the target so far"),
    "scale": ("ratio", "quota after ratcheting, 1 = start"),
    "pace": ("ratio", "recent result / target"),
    "slope": ("per metric unit", "marginal payout share, myopic"),
    "slope_ahead": ("per metric unit", "the same for people who look ahead"),
    "payout": ("share", "payout share at the projected attainment"),
    "spread": ("share", "sd of the period's payout share"),
    "reference": ("ratio", "attainment people compare with"),
    "value": ("metric", "this week's result"),
    "peers": ("ratio", "peer pressure factor of a pot"),
}
OUTLOOKS = {
    "spread": ("share x weeks", "sd of the attainment still open, times the weeks of the period"),
    "later": ("ratio", "worth now of money paid when the period is paid out"),
}
CONTACTS = {
    "partner": ("seat", "whom the person turned to this week; -1 nobody"),
    "slot": ("slot", "where the person remembers them; -1 no tie yet"),
    "request": ("0/1", "for a request, else by chance"),
    "strength": ("0..1", "of the tie before"),
    "inside": ("0/1", "same unit"),
    "culture": ("0..1", "of the partner"),
    "weight": ("share", "of an offered hour of help that would reach the person alone"),
    "load": ("share", "asked of the person by all who came"),
    "fresh": ("0/1", "no tie before"),
}
JOBS = {
    "arrived": ("pw", "handed on so far"),
    "waiting": ("pw", "handed on, not done right yet"),
    "done": ("pw", "done right"),
}
FIRM = {
    "season": ("index", "demand this week, preparation counted"),
    "team_open": ("0/1", "a campaign team is at work"),
    "help_share": ("share", "usual share of offered help that reaches the one who comes"),
    "support": ("sum of 0..1", "usual strength of a person's ties"),
    "shock": ("log", "company market shock"),
    "curvature": ("share of pay", "see effort costs"),
    "scarcity": ("share of pay", "see effort costs"),
    "response_range": ("ratio", "1 - e^(-response_curve)"),
    "care_start": ("ratio", "care of the staff at the start"),
    "exits": ("count", "people who left; rows used in the exit log up to its size"),
}
ROLES = {
    "members": ("count", "seats filled"),
    "pay": ("RMB a week", "mean pay"),
    "output": ("pw", "mean output"),
    "talent": ("ratio", "mean of ability x skill"),
    "square": ("ratio", "mean of its square"),
    "capacity": ("pw", "this week, campaign jobs included"),
    "delay": ("weeks", "from raising a job to its reaching the role"),
    "rework": ("share", "of campaign jobs that come back"),
    "reserved": ("pw", "set aside by members of the campaign team"),
    "taken": ("share", "of capacity that campaigns took this week"),
    "key": ("ratio", "ability x skill from which people count as key: the top fifth"),
}
SERIES: tuple[str, ...] = (
    "gmv_placed", "gmv_paid", "gmv_net", "orders", "new_orders", "repeat_orders", "visits", "customers", "refunds",
    "margin_rmb", "cancelled_orders", "late_orders", "returns_orders", "satisfaction", "rating", "discount", "ads_rmb",
    "heads", "seats", "quits", "key_quits", "layoffs", "hires", "requests", "requests_good", "requests_reworked",
    "cycle_weeks", "reply_weeks", "skill", "fatigue", "staff_satisfaction", "want", "effort_volume", "effort_care",
    "effort_help", "push", "output", "base_rmb", "overtime_rmb", "bonus_earned_rmb", "bonus_paid_rmb",
    "bonus_forfeited_rmb", "bonus_owed_rmb", "bonus_shadow_rmb", "hiring_rmb", "severance_rmb",
    "people_cost_rmb", "backlog", "friction", "ties", "tie_strength", "ties_seen", "cross_ties", "connected",
    "connect_weeks", "campaigns", "readiness", "windows_met", "wrong_orders",
)  # fmt: skip
#: Pay, people and output by role.
ROLE_PAY, ROLE_HEADS, ROLE_OUTPUT = (len(SERIES) + k * len(ROLE_NAMES) for k in range(3))
SERIES += tuple(f"{name}@{role}" for name in ("pay_rmb", "heads", "output") for role in ROLE_NAMES)
EXIT_FIELDS = (
    "week", "seat", "role", "occupant", "tenure", "voluntary", "ability", "skill", "reason_pay", "reason_risk",
    "reason_fairness", "reason_effort", "reason_conditions", "reason_private",
)  # fmt: skip
CHANNELS = 5  # volume, care, push, price, hurry


def _record(names: Iterable[str]) -> np.dtype:
    return np.dtype((np.record, [(name, np.float64) for name in names]))


STAFF_DTYPE, LINE_DTYPE, QUEUE_DTYPE = _record(STAFF), _record(LINES), _record(QUEUES)
UNIT_DTYPE, CONTRACT_DTYPE, FIRM_DTYPE = _record(UNITS), _record(CONTRACTS), _record(FIRM)
ROLE_DTYPE, WEEK_DTYPE, EXIT_DTYPE = _record(ROLES), _record(SERIES), _record(EXIT_FIELDS)
CELL_DTYPE, ACCOUNT_DTYPE, OUTLOOK_DTYPE = _record(CELLS), _record(ACCOUNTS), _record(OUTLOOKS)
CONTACT_DTYPE, JOB_DTYPE = _record(CONTACTS), _record(JOBS)


class State(NamedTuple):
    """The whole state of one company in one week."""

    staff: np.ndarray  #: STAFF[S]
    accounts: np.ndarray  #: ACCOUNTS[S, slots] bonus accounts
    partners: np.ndarray  #: int64[S, slots] seats of the colleagues one would turn to, -1 none
    identities: np.ndarray  #: int64[S, slots] n-th occupant of that seat
    strengths: np.ndarray  #: float64[S, slots] how readily, 0..1
    contacts: np.ndarray  #: CONTACTS[S]
    lines: np.ndarray  #: LINES[L]
    cells: np.ndarray  #: CELLS[9, L]
    queues: np.ndarray  #: QUEUES[Q]
    units: np.ndarray  #: UNITS[U]
    contracts: np.ndarray  #: CONTRACTS[C]
    outlooks: np.ndarray  #: OUTLOOKS[C, W] what the rest of a period may bring, by weeks of it after this one
    hazards: np.ndarray  #: float64[521] log weekly exit hazard by weeks of tenure, of somebody who does not think of it
    gradient: np.ndarray  #: float64[metrics, Q, 5] d metric / d (volume pw, ln care, push, price cut, hurry)
    jobs: np.ndarray  #: JOBS[campaigns, 9]
    readiness: np.ndarray  #: float64[campaigns] share of jobs done at the gate
    roles: np.ndarray  #: ROLES[9]
    firm: np.ndarray  #: FIRM[1]
    week: np.ndarray  #: SERIES[1] this week's totals
    totals: np.ndarray  #: float64[series] the same memory as a row of numbers
    exits: np.ndarray  #: EXIT_FIELDS[*] log of people who left


def allocate(plan: Plan, exit_rows: int = 0) -> State:
    """Return an empty state of the plan's size; `exit_rows` bounds the log of exits (0: none kept)."""
    a = plan.arrays
    queues, week, slots = a.queues.shape[1], np.zeros(1, WEEK_DTYPE), (len(a.seats), int(a.tie_slots[0]))
    return State(
        staff=np.zeros(len(a.seats), STAFF_DTYPE),
        accounts=np.zeros((len(a.seats), int(a.claims["slot"].max()) + 1), ACCOUNT_DTYPE),
        partners=np.full(slots, -1, np.int64),
        identities=np.zeros(slots, np.int64),
        strengths=np.zeros(slots),
        contacts=np.zeros(len(a.seats), CONTACT_DTYPE),
        lines=np.zeros(len(a.lines), LINE_DTYPE),
        cells=np.zeros(a.cells.shape[1:], CELL_DTYPE),
        queues=np.zeros(queues, QUEUE_DTYPE),
        units=np.zeros(a.units.shape[1], UNIT_DTYPE),
        contracts=np.zeros(len(a.contracts), CONTRACT_DTYPE),
        outlooks=np.zeros((len(a.contracts), int(a.terms["length"].max(initial=1))), OUTLOOK_DTYPE),
        hazards=np.zeros(len(a.tenure_push)),
        gradient=np.zeros((len(METRICS), queues, CHANNELS)),
        jobs=np.zeros(a.jobs.shape, JOB_DTYPE),
        readiness=np.zeros(len(a.jobs)),
        roles=np.zeros(len(a.roles), ROLE_DTYPE),
        firm=np.zeros(1, FIRM_DTYPE),
        week=week,
        totals=week.view(np.float64),
        exits=np.zeros(exit_rows, EXIT_DTYPE),
    )
