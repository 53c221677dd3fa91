"""The plan: everything the engine needs to know of a scenario and a policy, as arrays.

A *regime* is a stretch of weeks with one structure, one headcount and one set of pay rules. A plan holds the regimes
of a run (at least the one before a policy starts and the one after). Axes: R regimes, S seats, L lines, Q queues,
U units, C contracts, K contracts of one seat, E request edges, T simulated weeks (burn-in first), 9 roles.
"""

import hashlib
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np


def _record(ints: str, floats: str) -> np.dtype:
    """Return a record type whose elements give their fields as attributes."""
    fields = [(name, np.int64) for name in ints.split()] + [(name, np.float64) for name in floats.split()]
    return np.dtype((np.record, fields))


#: One selling line at season 1 under the baseline; RMB are weekly, rates weekly; week in which it opens and week in
#: which it is dropped, burn-in counted (0 and NEVER: neither); shares of customers in communities and of loyal ones;
#: rank in its category today; units that a person-week makes where the line sells what its people make (0: it takes
#: orders).
LINE = _record(
    "",
    "visits conversion basket gross_margin return_rate repeat_weekly churn_weekly customers organic ad_visits ads_rmb "
    "orders new_orders gmv discount reply_penalty opens closes community loyal rank made",
)
#: One role: how its work arises and acts (see the registry); how far its people need each other, 1 as usual.
ROLE = _record(
    "perishable priority exists",
    "elasticity speed block_weeks drop_weeks care_weight push_weight mix_constant mix_season mix_orders mix_returns "
    "mix_late request_work observability channel interdependence",
)
#: One seat; `luck` names it in the random numbers (role and ordinal, never the team); `talent` multiplies its output;
#: `reach` is the share of the company's culture work that reaches its site; `new_skill` its mastery of new ways today,
#: -1 as newcomers.
SEAT = _record("role luck tier site", "market_rmb tenure_weeks skill_start talent reach culture_start new_skill")
#: One queue of a regime; `paid` where its members have money or appraisal riding on a metric; `direct` where work never
#: runs out and all output counts, without a market behind it.
QUEUE = _record(
    "role unit first last first_seat last_seat paid direct",
    "lines reference_lines duty handoff cover_share members gate_levels",
)
#: One unit of a regime: lead is a seat or -1; its places in the seats by unit.
UNIT = _record("lead first_seat last_seat", "headcount meeting")
#: One pay contract: a metric in a scope, paid by a curve, in force from one regime to another; it reads the log of
#: `queues` neighbouring queues from `queue` on (0: whole lines). See `sim.rules.pay`.
CONTRACT = _record(
    "kind metric since until queue queues seat first last delay forfeits shadow pot group_first group_last ranks "
    "streak levels shown leave title group review reviewed",
    "ratchet members scope_lines own_noise rank_at rises hours",
)

#: One week: regime in force, regime announced (or the one in force), week in which that is to begin, running month, 1
#: where the company is as it has been (before week 0), which sets what is usual among colleagues; demand index (1 =
#: normal), log of relative readiness to leave, relative number of applicants, share of the work in the new channel.
WEEK = _record("regime coming begins month usual", "season exit_push applicants channel")
#: Regime in force, regime announced and the week in which it is to begin, kept in the state, since triggers move them.
CALENDAR = _record("regime coming begins", "")
#: A shock: what it acts on, first week and the week after its last, role (-1: all), its number; size, 1 where it
#: fades to nothing, probability that it happens in a run.
SHOCK = _record("kind first last role number", "size fades chance")
#: Factor on visits, on possible sales and on output of a role; share of sales taken; log of outside offers.
DEMAND, OPEN, STRENGTH, FEE, OFFERS = range(5)
#: A change to the next stage (or back) by a measured quantity. Regimes of a staged policy stand in rows of `steps`
#: dated ones each, the first row from regime `first` on; a change goes to the same step of the next row. Which quantity
#: (see TRIGGERS), weeks that it must hold and weeks from there to the change; level from which it goes on, and level
#: below which it goes back (0: never).
TRIGGER = _record("row first steps measure hold delay", "above below")
TRIGGERS = ("gmv_rmb", "customers", "repurchase", "heads")
#: A rule that moves the weight of one metric of an instrument at reviews: contracts concerned are marked by its number.
REVIEW = _record("since every", "gain low high weight goal")
#: A seat in a regime: whether it exists, unit, queue, size of the campaign team it belongs to (0 none), 1 for a culture
#: ambassador; number of the contest in which it takes part (0 none) and of its side in it; first prize as a share of
#: pay; base pay and pay at attainment 1, RMB a week; extra discount; 1 for a desk of another
#: role; weeks for which a newcomer has a mentor, and share of the mentor's week that it takes; share of the week in
#: training; 1 with flexible hours; shares of days at home and without messages; benefits, RMB a week, and how many to
#: choose from; fees, RMB a week; 1 for who may propose trials; weeks of trial of who moves in from another role; weeks
#: of onboarding, share of a newcomer's week in it, share of a week that colleagues spend on each newcomer, 1 with
#: stories of users; shares of the week in competitor teardowns, in stories of users and complaints, at events for all,
#: and as keeper of the library; share of the week in training for new ways; 1 with new tools; fee for a newcomer, RMB;
#: factor on the ability of who sits there.
CHAIR = _record(
    "active unit queue team ambassador contest contestant",
    "base_pay planned discount rotating mentored_weeks mentor_time training "
    "flexible home silent benefit items fees proposes tried_weeks onboarding_weeks onboarding trainer welcome teardown "
    "prize stories gathering keeping retraining tools entry_fee ability",
)
#: A seat's claim on a contract (-1 none): slot of its bonus account, RMB a week at payout share 1 (linear: RMB per unit
#: of the metric), and the share of the contract's lines that the seat's queue serves.
CLAIM = _record("contract slot", "stake reach")
#: A regime: most overtime, expected fine for an exploit (RMB a month), hours covered by one shift, how far a tie spares
#: a request the approval (1: strangers alone are checked), share of working days away from the
#: office, 1 where requests are graded, share of favours that the grading refuses, 1 where a long wait for an
#: approval goes to the director, 1 where people keep the pay rules they had,
#: how far they choose when an order is closed; money for trials in a quarter and for one, share of a week, weeks of a
#: trial, tolerance of failure; number of the stage, 0 before the first.
REGIME = _record(
    "",
    "overtime_cap expected_fine shift familiar remote graded refused escalates keeps timing "
    "fund_rmb grant_rmb trial_time trial_weeks tolerance stage",
)
#: A role's work on a line: queue that serves it (-1 none), own work in pw a week at season 1 under the baseline, pw per
#: event (work done more than once included), weight in the care the line receives (sums to 1 over roles), pw of favours
#: asked in passing a week at the usual wait.
CELL = _record("queue", "work per_event care casual")
#: A campaign: week in which work on it begins, week of its gate, first week of its peak and the week after its last; or
#: the line that opens or is dropped in the first week (-1: a peak), 1 where it is dropped.
CAMPAIGN = _record("begin gate first last line drops", "")
#: A role's work for a campaign, pw, and its weight in the campaign's readiness (sums to 1).
JOB = _record("", "work weight")
#: Requests between roles: pw asked per pw of the asking role's work.
EDGE = _record("asking asked", "share")
#: A contract in a week: weeks of the period after this one, weeks in all, 1 where ended periods are paid out; the
#: week's part of the target and the target of the period, in the metric's unit; factor on stakes (0: not in force);
#: part of a grant that vests in later periods.
TERM = _record("left length pays", "target total weight ahead")

MOST_TIES = 12
NEVER = 1e9


class Arrays(NamedTuple):
    """The arrays of a plan, in the form the compiled engine takes."""

    weeks: np.ndarray  #: WEEK[T] calendar
    tenure_push: np.ndarray  #: float64[521] log of relative exit hazard by weeks of tenure
    lines: np.ndarray  #: LINE[L]
    roles: np.ndarray  #: ROLE[9]
    seats: np.ndarray  #: SEAT[S]
    chairs: np.ndarray  #: CHAIR[R, S] where a seat is in a regime
    claims: np.ndarray  #: CLAIM[R, S, K] what a seat is paid by, in a regime
    regimes: np.ndarray  #: REGIME[R]
    queues: np.ndarray  #: QUEUE[R, Q]
    queue_lines: np.ndarray  #: int64[R, 9 L] lines in queue order
    cells: np.ndarray  #: CELL[R, 9, L] a role's work on a line
    units: np.ndarray  #: UNIT[R, U]
    edges: np.ndarray  #: EDGE[E]
    campaigns: np.ndarray  #: CAMPAIGN[K] by date
    jobs: np.ndarray  #: JOB[K, 9]
    team_seats: np.ndarray  #: int64[R, S] seats of the campaign team, -1 behind the last
    asks: np.ndarray  #: float64[9, 9] cumulative shares of a role's requests by asked role; 0 where it asks nobody
    role_seats: np.ndarray  #: int64[9, 2] first seat of a role and the one after its last
    open_seats: np.ndarray  #: int64[R, S] seats that exist in a regime, by role
    open_roles: np.ndarray  #: int64[R, 9, 2] first and last place of a role in `open_seats`
    unit_seats: np.ndarray  #: int64[R, S] seats by unit and role
    unit_roles: np.ndarray  #: int64[R, U, 9, 2] first and last place of a role of a unit in `unit_seats`
    queue_seats: np.ndarray  #: int64[R, S] seats by queue
    tie_slots: np.ndarray  #: int64[1] colleagues a person remembers; 0 where ties are left out
    contracts: np.ndarray  #: CONTRACT[C]
    contract_lines: np.ndarray  #: int64[*] lines in scope, contract after contract
    kinks: np.ndarray  #: float64[C, k, 2] attainment, change of slope
    lumps: np.ndarray  #: float64[C, l, 2] attainment, share paid from there on
    terms: np.ndarray  #: TERM[C, T] periods and targets
    triggers: np.ndarray  #: TRIGGER[*] changes of regime by a measured quantity
    reviews: np.ndarray  #: REVIEW[*] rules that move weights
    shocks: np.ndarray  #: SHOCK[K] what hits the company from outside
    shock_lines: np.ndarray  #: int64[K, L] 1 for the lines a shock hits


@dataclass(frozen=True)
class Plan:
    """A compiled scenario and policy.

    Attributes:
        name: the policy.
        arrays: what the engine sees.
        burn_in: simulated weeks before week 0.
        start_week: week, counted from 0, in which the policy starts.
        announce_week: week in which it is announced.
    """

    name: str
    arrays: Arrays
    burn_in: int
    start_week: int
    announce_week: int
    fingerprint: str = field(default="", compare=False)

    def __post_init__(self) -> None:
        """Freeze the arrays and name their content."""
        digest = hashlib.sha256()
        for name, array in zip(Arrays._fields, self.arrays, strict=True):
            array.setflags(write=False)
            digest.update(f"{name}{array.shape}{array.dtype.descr}".encode())
            digest.update(np.ascontiguousarray(array).tobytes())
        digest.update(f"{self.burn_in}|{self.start_week}|{self.announce_week}".encode())
        object.__setattr__(self, "fingerprint", digest.hexdigest()[:16])

    @property
    def weeks(self) -> int:
        """Weeks recorded, burn-in excluded."""
        return len(self.arrays.weeks) - self.burn_in
