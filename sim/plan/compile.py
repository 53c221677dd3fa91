"""Compile a scenario and a policy into a plan of arrays."""

from collections.abc import Mapping
from datetime import timedelta

import numpy as np

from sim.calendar import season_path
from sim.documents.fields import ROLES
from sim.errors import SimError
from sim.parameters import ROLE_NAMES, Parameters, default, role_table
from sim.plan import contracts as pay
from sim.plan.arrangement import Arrangement, QueueFacts, arrange
from sim.plan.campaign_tables import campaign_spans, listed_weeks
from sim.plan.memo import Memo
from sim.plan.records import LINE, ROLE, SEAT, Plan
from sim.plan.regimes import PayRules, Timeline, regimes_of, week_of
from sim.plan.surrounding_tables import channel_of, channel_path
from sim.plan.workload import capacity, interdependence, line_sizes, made, own_work, requests, utilisation
from sim.scenario.models import Scenario, Seats
from sim.scenario.policy import Policy
from sim.vocabulary.metrics import LOYAL_ORDERS

TIERS = ("base", "middle", "senior")
PUSH_ROLES = ("operations", "marketing", "service")
LUCK_SHIFT = 20


def parameters_of(scenario: Scenario) -> Parameters:
    """Return the registry's parameters with the scenario's overrides."""
    overrides = {
        name: each.value if each.low is None or each.high is None else (each.value, each.low, each.high)
        for name, each in scenario.behaviour.items()
    }
    return default().with_overrides(overrides)


def heads_of(scenario: Scenario, policy: Policy) -> dict[str, int]:
    """Return seats by role under a policy.

    Raises:
        SimError: fewer than no seats in a role, or none at all.
    """
    heads: dict[str, int] = {role: seats.heads for role, seats in scenario.company.seats.items()}
    for role, change in policy.headcount.items():
        heads[role] = heads.get(role, 0) + change
        if role not in scenario.company.seats:
            raise SimError(f"headcount adds {role}, which has no seats and no pay in company.seats: add it there first")
    if any(n < 0 for n in heads.values()) or not sum(heads.values()):
        raise SimError(f"headcount leaves {heads}: every role needs at least 0 seats and the company at least one")
    return heads


def loyal_share(repeat_weekly: float) -> float:
    """Return the share of customers with five orders or more in a year, at a weekly rate of repeat orders (Poisson)."""
    from scipy.special import pdtrc

    return float(pdtrc(LOYAL_ORDERS - 1, 52.0 * repeat_weekly))


class Compiler:
    """Holds what the parts of a plan share while it is being compiled."""

    def __init__(
        self, scenario: Scenario, policy_name: str, base_factor: Mapping[str, float], shadow: str | None, memo: Memo
    ) -> None:
        self.scenario, self.name, self.base_factor = scenario, policy_name, base_factor
        company = scenario.company
        self.burn_in, self.weeks = company.burn_in_weeks, company.burn_in_weeks + company.weeks
        self.first_day = company.start - timedelta(weeks=self.burn_in)
        baseline, policy = scenario.policy(scenario.baseline_name), scenario.policy(policy_name)
        same = policy_name == scenario.baseline_name
        timeline = Timeline(company.start, company.founded, scenario.policy)
        self.regimes, self.first = regimes_of(baseline, None if same else policy, timeline)
        self.policies = [regime.policy for regime in self.regimes]
        self.starts = [min(max(self.burn_in + regime.week, 0), self.weeks) for regime in self.regimes]
        self.shadow = scenario.policy(shadow) if shadow else None
        self.start_week = 0 if same else week_of(policy.start, company.start)
        self.announce_week = min(week_of(policy.announce, company.start), self.start_week)
        self.once = memo.parts_of(self._layout_key()).once
        self.parameters = self.once("parameters", lambda: parameters_of(scenario))
        self.season = self.once(
            "season", lambda: np.asarray(season_path(self.first_day, self.weeks, scenario.calendar), float)
        )
        self.work = self.once("work", lambda: own_work(scenario, self.parameters, requests(scenario), self._mastered()))
        self.expected = self.once("expected", self._expected)
        self.arrangements = self.once("arrangements", self._arrangements)
        self.seats = self.once("seats", self._union_of_seats)

    def _layout_key(self) -> tuple[object, ...]:
        """Return all that decides on the parts of a plan that neither pay nor discretion touches."""
        scenario = self.scenario
        return (
            scenario.company, scenario.lines, scenario.calendar, scenario.campaigns, scenario.budgets,
            scenario.discretion, scenario.behaviour, scenario.channel, self.starts, self.first, self.announce_week,
            [(each.policy.structure, each.policy.headcount, each.away, each.trigger) for each in self.regimes],
        )  # fmt: skip

    def _arrangements(self) -> list[Arrangement]:
        """Return who sits where, regime by regime."""
        sizes = np.where(self.work > 0.0, self.work, line_sizes(self.scenario))
        return [
            arrange(policy, heads_of(self.scenario, policy), sizes).rotated(regime.away)
            for policy, regime in zip(self.policies, self.regimes, strict=True)
        ]

    def _expected(self) -> pay.Expected:
        """Return expected results by line and week: new orders follow the season, repeat orders its root."""
        lines = self.scenario.lines
        new = np.array([line.visits * line.conversion for line in lines])
        repeat = np.array([line.active_customers * line.repeat_weekly for line in lines])
        power = self.parameters.value("season_repeat_power")
        path = new[:, None] * self.season + repeat[:, None] * self.season**power
        opens, closes = listed_weeks(self)[:, :, None]
        path *= (np.arange(self.weeks) >= opens) & (np.arange(self.weeks) < closes)
        basket = np.array([line.basket_rmb for line in lines])[:, None]
        keep = 1.0 - np.array([line.return_rate for line in lines])[:, None]
        margin = np.array([line.gross_margin for line in lines])[:, None]
        fresh = new[:, None] * self.season * (path > 0.0)
        if made(self.scenario):
            path = fresh = np.full((1, self.weeks), self.units_made())
            new = path[:, 0]
        visits = np.array([line.visits for line in lines])[:, None] * self.season * (path > 0.0)
        weekly = {"orders": path, "new_customers": fresh, "visits": visits, "gmv": path * basket}
        weekly["gmv_net"] = weekly["gmv"] * keep
        weekly["margin"] = np.maximum(weekly["gmv_net"] * margin - self.ads()[:, None], 1.0)
        rates, ranks = ([getattr(line, name) for line in lines] for name in ("repeat_weekly", "rank"))
        return pay.Expected(weekly, new + repeat, utilisation(self.scenario), np.array(rates), np.array(ranks, float))

    def units_made(self) -> float:
        """Return the units a week that today's staff make where the company sells what its people make, else 0."""
        each = self.scenario.lines[0].made_per_week or 0.0
        return float(each * capacity(self.scenario, self.parameters).sum())

    def _mastered(self) -> np.ndarray:
        """Return float64[9], share of output that is left to a role where it does not master the new channel yet."""
        weight, mastery = channel_of(self).T
        mastery = np.where(mastery < 0.0, self.parameters.value("new_skill_newcomer"), mastery)
        return np.asarray(1.0 - channel_path(self)[0] * weight * (1.0 - mastery))

    def ads(self) -> np.ndarray:
        """Return float64[L], advertising RMB a week by line, in proportion to visits."""
        visits = np.array([line.visits for line in self.scenario.lines])
        return self.scenario.budgets.ads_rmb * visits / max(visits.sum(), 1e-12)

    def _union_of_seats(self) -> list[tuple[int, int]]:
        """Return (role, ordinal) of every seat of any regime, by role and ordinal."""
        return sorted({(s.role, s.ordinal) for a in self.arrangements for s in a.seats})

    def line_records(self) -> np.ndarray:
        """Return LINE[L]."""
        records = np.zeros(len(self.scenario.lines), LINE)
        par, discount = self.parameters, self.scenario.discretion.discount_now
        ceiling, share = par.value("visit_ceiling"), self.scenario.budgets.ads_share_of_visits
        served_first, (opens, closes) = self.arrangements[0], listed_weeks(self)
        for i, line in enumerate(self.scenario.lines):
            raw = -ceiling * line.visits * np.log(1.0 - 1.0 / ceiling)
            new = line.visits * line.conversion
            orders = new + line.active_customers * line.repeat_weekly + self.units_made()
            penalty = self._reply_penalty(served_first, i)
            records[i] = (
                line.visits, line.conversion, line.basket_rmb, line.gross_margin, line.return_rate, line.repeat_weekly,
                line.churn_weekly, line.active_customers, raw * (1.0 - share) * line.demand_index, raw * share,
                self.ads()[i], orders, new, orders * line.basket_rmb, discount, penalty, opens[i], closes[i],
                line.community, loyal_share(line.repeat_weekly), line.rank, line.made_per_week or 0.0,
            )  # fmt: skip
        return records

    def _reply_penalty(self, arrangement: Arrangement, line: int) -> float:
        """Return the log conversion lost to slow replies under the baseline, which observed conversion contains."""
        q = arrangement.queue_of(ROLE_NAMES.index("service"), line)
        if q < 0:
            return 0.0
        par, queue = self.parameters, arrangement.queues[q]
        row = role_table()[ROLE_NAMES.index("service")]
        load, duty, calm = min(self.expected.load[5], 0.9), _duty(queue), 0.0
        if queue.members:  # without people there is no work measured that could wait
            patience = np.sqrt(2.0 * (queue.members + 1.0)) - 1.0
            calm = row["block_weeks"] * load**patience / (queue.members * (1.0 - load))
        delay = calm + par.value("off_hours_share") * max(0.0, 1.0 - self.scenario.company.shift * duty)
        return float(row["elasticity"] * (1.0 - np.exp(-par.value("reply_curve") * delay)))

    def role_records(self) -> np.ndarray:
        """Return ROLE[9]."""
        records, table, asked = np.zeros(len(ROLE_NAMES), ROLE), role_table(), requests(self.scenario)
        seated = [role in self.scenario.company.roles for role in ROLE_NAMES]
        seen: dict[str, float] = dict(self.scenario.company.observability.items())
        records["channel"] = channel_of(self)[:, 0]
        records["interdependence"] = interdependence(self.scenario)
        pushing = sum(seated[ROLE_NAMES.index(role)] for role in PUSH_ROLES)
        for r, role in enumerate(ROLE_NAMES):
            for name in set(records.dtype.names or ()) & set(table.dtype.names or ()):
                records[name][r] = table[name][r]
            records["observability"][r] = seen.get(role, table["observability"][r])
            records["exists"][r] = seated[r]
            records["push_weight"][r] = 1.0 / pushing if role in PUSH_ROLES and seated[r] else 0.0
            records["request_work"][r] = max(asked[r].sum(), 1e-12)
        return records

    def seat_records(self) -> np.ndarray:
        """Return SEAT[S]; reference pay is filled in later."""
        records, skill, mastery = np.zeros(len(self.seats), SEAT), self.parameters, channel_of(self)[:, 1]
        for i, (role, ordinal) in enumerate(self.seats):
            seats = self.seats_of(role)
            tier = self.tier(role, ordinal)
            tenure = seats.tenure_weeks[ordinal % len(seats.tenure_weeks)]
            records[i] = (
                role,
                (role << LUCK_SHIFT) + ordinal,
                tier,
                0,
                0.0,
                tenure,
                skill.value(f"tier_skill_{TIERS[tier]}"),
                1.0,
                1.0,
                skill.value("culture_start"),
                mastery[role],
            )
            for number, site in enumerate(self.scenario.company.sites):
                if ROLES[role] in site.roles:
                    records["site"][i], records["reach"][i] = number + 1, site.reach
                    if site.culture_start is not None:
                        records["culture_start"][i] = site.culture_start
        return records

    def seats_of(self, role: int) -> Seats:
        """Return what the scenario says of the seats of a role."""
        return self.scenario.company.seats[ROLES[role]]

    def tier(self, role: int, ordinal: int) -> int:
        """Return 0, 1 or 2 (base, middle, senior); seniors hold the first seats, so that they lead units."""
        base, middle, senior = self.seats_of(role).tier_counts
        return 2 if ordinal < senior else 1 if ordinal < senior + middle or base == 0 else 0

    def base_pay(self, regime: int) -> np.ndarray:
        """Return float64[S], monthly base pay under a regime."""
        policy, last = self.policies[regime], regime >= self.first
        today, roles = self.once("base_today", self._base_today)
        factors = [policy.base_factor(name) * (self.base_factor.get(name, 1.0) if last else 1.0) for name in ROLE_NAMES]
        return np.asarray(today * np.array(factors)[roles])

    def _base_today(self) -> tuple[np.ndarray, np.ndarray]:
        """Return float64[S] monthly base pay before any change, and int64[S] roles."""
        tiers = [self.parameters.value(f"tier_pay_{tier}") for tier in TIERS]
        pay = [self.seats_of(role).base_rmb * tiers[self.tier(role, ordinal)] for role, ordinal in self.seats]
        return np.array(pay, float), np.array([role for role, _ in self.seats], np.int64)

    def setting(self, regime: int, rules: PayRules, shadow: bool) -> pay.Setting:
        """Return what the contracts of a policy are made from in a regime; seats as in the regime's arrangement."""
        policy, who = rules.policy, rules.who
        place = self.place(regime)
        tiers = [TIERS[self.tier(*self.seats[i])] for i in place]
        return pay.Setting(
            policy, self.arrangements[regime], regime, self.base_pay(regime)[place],
            np.array([self.parameters.value(f"tier_pay_{tier}") for tier in tiers]), tiers, self.expected,
            lambda name: campaign_spans(self, name), self.starts[self.first if regime >= self.first else 0], shadow,
            self._pilot(who, place),
        )  # fmt: skip

    def _pilot(self, who: str, place: np.ndarray) -> np.ndarray:
        """Return bool[seats], who is paid by some rules: every n-th seat of a role in a pilot, the rest, or all."""
        pilot = self.scenario.policy(self.name).pilot
        if who not in ("pilot", "rest") or pilot is None:
            return np.ones(len(place), bool)
        step = max(round(1.0 / pilot.share), 1)
        chosen = np.array([self.seats[i][1] % step == 0 for i in place])
        return chosen if who == "pilot" else ~chosen

    def place(self, regime: int) -> np.ndarray:
        """Return int64[seats of the regime's arrangement], the place of each in the union of seats."""
        index = {seat: i for i, seat in enumerate(self.seats)}
        return np.array([index[(s.role, s.ordinal)] for s in self.arrangements[regime].seats], np.int64)

    def span(self, since: int, until: int) -> tuple[int, int]:
        """Return first week and week after the last of some regimes, burn-in counted; rows of triggers overlap."""
        ends = [*self.starts[1:], self.weeks]
        rows = [*(each.row for each in self.regimes), -1]
        last = [ends[r] if rows[r + 1] == rows[r] else self.weeks for r in range(since, until + 1)]
        return min(self.starts[since : until + 1]), max(last)


def _duty(queue: QueueFacts) -> float:
    """Return how many people cover a queue's hours: its members, and partners where the structure provides cover."""
    return queue.members + 2.0 * queue.cover


def compile_plan(
    scenario: Scenario, policy: str, *, base_factor: Mapping[str, float] | None = None, shadow: str | None = None,
    memo: Memo | None = None,
) -> Plan:  # fmt: skip
    """Return the plan of a policy.

    Args:
        scenario: the document.
        policy: name of the policy; weeks before its start run under the baseline.
        base_factor: role -> factor on base pay under the policy (for a pay-neutral twin).
        shadow: name of another policy whose instruments are accounted, but neither paid nor known to anybody.
        memo: parts of earlier plans; what no lever has moved is taken from there. Never changes a bit of the plan.

    Raises:
        SimError: the policy does not exist or cannot be arranged.
    """
    from sim.plan.tables import arrays

    compiler = Compiler(scenario, policy, base_factor or {}, shadow, memo or Memo())
    return Plan(policy, arrays(compiler), compiler.burn_in, compiler.start_week, compiler.announce_week)
