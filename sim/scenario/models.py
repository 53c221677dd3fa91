"""The scenario document: a company, its lines, its calendar and its policies."""

from __future__ import annotations

from collections.abc import Mapping
from types import GenericAlias
from typing import Annotated, Any, Literal, Self, cast

from pydantic import BeforeValidator, Field, model_validator

from sim.documents.fields import (
    Day,
    Factor,
    Flag,
    Frozen,
    Money,
    Name,
    Note,
    Number,
    Role,
    RoleOrAll,
    Share,
    Whole,
    fault,
)
from sim.documents.inheritance import inherit
from sim.documents.kinds import any_of, union_of
from sim.habits.registry import PROGRAMMES
from sim.language.text import Text, in_both
from sim.pay.instruments.registry import INSTRUMENTS
from sim.scenario.campaigns import Campaign
from sim.scenario.checks import faults
from sim.scenario.decision import Decision
from sim.scenario.policy import Discretion, Policy
from sim.scenario.season import Calendar
from sim.scenario.surroundings import Channel, Shock
from sim.structures.registry import STRUCTURES
from sim.units import YEAR_WEEKS
from sim.views import view
from sim.vocabulary.roles import ROLE_NAMES
from sim.vocabulary.shocks import SHOCKS

#: What a line that sells what its people make has in place of orders.
OF_ORDERS = {"visits": 0.0, "conversion": 0.0, "repeat_weekly": 0.0, "churn_weekly": 1.0, "customers": 0.0}
TENURE_WEEKS = (15.0, 45.0, 90.0, 160.0, 260.0)


class Tiers(Frozen):
    """Seats of a role by tier."""

    base: Annotated[Whole, Field(ge=0)] = 0
    middle: Annotated[Whole, Field(ge=0)] = 0
    senior: Annotated[Whole, Field(ge=0)] = 0


class Seats(Frozen):
    """The seats of one role: how many, what they earn, how long people have been there."""

    heads: Annotated[Whole, Field(ge=0, le=10_000, description="Number of seats today.")]
    base_rmb: Annotated[Money, Field(le=1e6, description="Base pay per month, RMB, of a middle seat.")]
    market_rmb: Annotated[Money, Field(gt=0.0, le=1e6)] | None = Field(
        None, description="Pay per month elsewhere, RMB; absent: expected pay under the baseline policy."
    )
    tenure_weeks: tuple[Annotated[Number, Field(ge=0.0, le=2600.0)], ...] = Field(
        TENURE_WEEKS, min_length=1, max_length=200, description="Weeks of tenure, dealt out in turn."
    )
    tiers: Tiers | None = Field(None, description="Seats by tier, summing to heads; absent: all middle.")

    @model_validator(mode="after")
    def _tiers_sum_to_heads(self) -> Self:
        if self.tiers and sum(self.tier_counts) != self.heads:
            message = Text("the tiers sum to {0} but `heads` is {1}", "各职级之和为 {0},而 `heads` 为 {1}").format(
                sum(self.tier_counts), self.heads
            )
            raise fault(message, Text("make them agree", "请使二者一致"), "tiers", self.tiers.model_dump())
        return self

    @property
    def tier_counts(self) -> tuple[int, int, int]:
        """Seats in the base, middle and senior tier."""
        if self.tiers is None:
            return 0, self.heads, 0
        return self.tiers.base, self.tiers.middle, self.tiers.senior


class Site(Frozen):
    """A place away from the others, such as a remote warehouse: the roles that work there."""

    name: Name
    roles: tuple[Role, ...] = Field(min_length=1)
    reach: Share = Field(1.0, description="Share of the company's culture work (meetings, example) that gets there.")
    culture_start: Share | None = Field(None, description="Shared culture there today; absent: as everywhere.")


class HazardStep(Frozen):
    """Relative hazard of leaving up to a tenure."""

    until_week: Annotated[Number, Field(gt=0.0, le=5200.0)]
    factor: Factor


class Company(Frozen):
    """The company: its clock, its seats and what is measured about its work and its leavers."""

    start: Day = Field(description="First week reported; a Monday.")
    weeks: Annotated[Whole, Field(ge=4, le=520, description="Weeks reported.")]
    founded: Day | None = Field(None, description="Day the company was founded; stages by age count from it.")
    burn_in_weeks: Annotated[Whole, Field(ge=0, le=156, description="Weeks run under the baseline before.")] = (
        YEAR_WEEKS
    )
    seats: dict[Role, Seats] = Field(min_length=1, description="Role and its seats.")
    utilisation: dict[Role, Annotated[Number, Field(ge=0.2, le=1.3)]] = Field(
        default_factory=dict, description="Measured load of a role at season 1; absent: the registry's."
    )
    requests: dict[Role, dict[Role, Share]] = Field(
        default_factory=dict, description="Share of a role's work that asks another role; absent: the registry's."
    )
    yearly_turnover: Annotated[Number, Field(ge=0.0, le=1.5)] | None = Field(
        None, description="Voluntary exits per seat and year today; absent: the registry's hazard."
    )
    turnover_by_role: dict[Role, Annotated[Number, Field(ge=0.0, le=1.5)]] = Field(
        default_factory=dict, description="Role and its own voluntary exits per seat and year; absent: yearly_turnover."
    )
    tightness: dict[RoleOrAll, Annotated[Number, Field(ge=0.1, le=10.0)]] = Field(
        default_factory=dict,
        description="Role or all, and open posts elsewhere per person who looks for one, relative to when turnover and "
        "pay elsewhere were measured; absent: 1, as then.",
    )
    absence: dict[RoleOrAll, Annotated[Number, Field(ge=0.0, le=0.3)]] = Field(
        default_factory=dict,
        description="Role or all, and the share of working days that its people are away as things are, ill or "
        "otherwise, holidays apart; measured output and load contain it. Absent: days away are no choice of anybody.",
    )
    hazard_by_tenure: tuple[HazardStep, ...] = Field((), max_length=60, description="Relative hazard by tenure.")
    exit_season: tuple[Factor, ...] = Field(
        (),
        description="Relative hazard by calendar month through the outside market, 12 numbers; what the own bonus adds "
        "around its payment comes by itself.",
    )
    casual_requests: dict[Role, Share] = Field(
        default_factory=dict,
        description="Role and the favours asked of it in passing, as a share of its own work at the usual wait.",
    )
    sites: tuple[Site, ...] = Field((), max_length=20, description="Places away from the others.")
    observability: dict[Role, Share] = Field(
        default_factory=dict,
        description="Role and how well others see what one of its people does, 0 to 1; absent: the registry's.",
    )
    interdependence: Share | None = Field(
        None, description="Share of a week that goes to what colleagues ask for; absent: as in an office, a fifth."
    )
    ties: Flag = Field(True, description="Whether people remember whom they turn to; false: everybody is a stranger.")
    shift: Share = Field(0.55, description="Demand-weighted share of hours that one shift covers.")

    @model_validator(mode="after")
    def _tables_are_complete(self) -> Self:
        if len(self.exit_season) not in (0, 12):
            raise fault(
                Text("needs 12 numbers, has {0}", "需要 12 个数字,现有 {0} 个").format(len(self.exit_season)),
                Text("one for each month", "每月一个"),
                "exit_season",
            )
        placed = [role for site in self.sites for role in site.roles]
        if len(placed) != len(set(placed)):
            raise fault(
                Text("a role works at two sites", "同一岗位出现在两个地点"),
                Text("name every role once", "每个岗位只写一次"),
                "sites",
                placed,
            )
        weeks = [step.until_week for step in self.hazard_by_tenure]
        if weeks != sorted(set(weeks)):
            raise fault(
                Text("`until_week` must rise", "`until_week` 须递增"),
                Text("order the steps", "请按顺序排列"),
                "hazard_by_tenure",
                weeks,
            )
        return self

    def away(self, role: str) -> float:
        """Share of working days that people of a role are away as things are."""
        return self.absence.get(role, self.absence.get("all", 0.0))

    @property
    def heads(self) -> int:
        """Number of seats today."""
        return sum(seats.heads for seats in self.seats.values())

    @property
    def roles(self) -> tuple[Role, ...]:
        """Roles with at least one seat, in the fixed order of roles."""
        return tuple(role for role in ROLE_NAMES if role in self.seats and self.seats[role].heads)


class Line(Frozen):
    """A selling line: product group, category or channel; or what people make, which is sold as it is made."""

    name: Name
    made_per_week: Annotated[Number, Field(gt=0.0, le=1e9)] | None = Field(
        None,
        description="Units that a person makes in a week. Given: work never runs out, and all that is made is sold; "
        "visits, customers and rates of buying are left out then, and the company has no other line.",
    )
    visits: Annotated[Number, Field(ge=0.0, le=1e9, description="Visits per week at season 1.")]
    conversion: Share = Field(description="New orders per visit.")
    basket_rmb: Annotated[Money, Field(gt=0.0, le=1e7, description="Paid value of an order, RMB.")]
    gross_margin: Share = Field(description="Gross margin as a share of list price.")
    return_rate: Annotated[Share, Field(le=0.9, description="Share of orders sent back.")]
    repeat_weekly: Annotated[Number, Field(ge=0.0, le=1.0, description="Orders per active customer and week.")]
    churn_weekly: Annotated[Number, Field(gt=0.0, le=1.0, description="Share of customers lost per week.")]
    customers: Annotated[Number, Field(ge=0.0, le=1e9)] | None = Field(
        None, description="Active customers at the start; absent: new orders / churn."
    )
    skus: Annotated[Number, Field(ge=1.0, le=1e6, description="Articles; sets the size of page and set-up work.")] = 40
    rank: Annotated[Whole, Field(ge=1, le=1_000_000, description="Rank in its category today.")] = 100
    community: Share = Field(0.2, description="Share of customers in communities of the private domain today.")
    pushable: Annotated[
        Number, Field(ge=0.0, le=5.0, description="How far customers can be talked into orders; 1: as usual.")
    ] = 1.0
    returnable: Annotated[
        Number, Field(ge=0.0, le=5.0, description="How far what they were talked into comes back; 1: as usual.")
    ] = 1.0
    demand_index: Annotated[Number, Field(gt=0.0, le=100.0, description="Multiplier found by the demand fit.")] = 1.0

    @model_validator(mode="before")
    @classmethod
    def _made_to_be_sold(cls, line: Any) -> Any:
        if isinstance(line, Mapping) and line.get("made_per_week") is not None:
            given = [name for name in OF_ORDERS if line.get(name) not in (None, OF_ORDERS[name])]
            if given:
                raise fault(
                    Text("a line that sells what people make knows no orders", "销售自产产品的品线没有订单数"),
                    Text("leave it out", "请去掉"),
                    given[0],
                    line[given[0]],
                )
            return {**line, **OF_ORDERS}
        return line

    @property
    def active_customers(self) -> float:
        """Customers at the start: as given, or the steady state `visits * conversion / churn_weekly`."""
        return self.visits * self.conversion / self.churn_weekly if self.customers is None else self.customers

    @property
    def weekly_gmv_rmb(self) -> float:
        """Paid GMV per week at season 1, RMB: `(visits * conversion + customers * repeat_weekly) * basket_rmb`."""
        return (self.visits * self.conversion + self.active_customers * self.repeat_weekly) * self.basket_rmb


class Budgets(Frozen):
    """Money spent on visits."""

    ads_rmb: Annotated[Money, Field(description="Advertising per week for all lines, RMB.")] = 0.0
    ads_share_of_visits: Share = Field(0.0, description="Share of the visits that advertising brings.")


class Override(Frozen):
    """A behavioural parameter of the registry, changed for this company; without a range it is fixed."""

    value: Number
    low: Number | None = None
    high: Number | None = None

    @model_validator(mode="after")
    def _in_range(self) -> Self:
        low, high = self.low, self.high
        if (low is None) != (high is None):
            raise fault(
                Text("a range needs both `low` and `high`", "范围需要同时有 `low` 和 `high`"),
                Text("give both, or neither to fix the value", "请两个都给,或都不给以固定取值"),
            )
        if low is not None and high is not None and not low <= self.value <= high:
            raise fault(
                Text("the value lies outside low..high", "取值在 low..high 之外"),
                Text("correct the range", "请改正范围"),
                "value",
                self.value,
            )
        return self


def _fixed(value: Any) -> Any:
    """Let a bare number stand for a fixed value."""
    return {"value": value} if isinstance(value, int | float) and not isinstance(value, bool) else value


class Scenario(Frozen):
    """A whole scenario document, version 1."""

    version: Literal[1] = Field(description="Version of the document format.")
    name: Name
    note: Note = ""
    company: Company
    lines: tuple[Line, ...] = Field(min_length=1, max_length=60)
    calendar: Calendar = Calendar()
    campaigns: tuple[Campaign, ...] = Field((), max_length=50)
    budgets: Budgets = Budgets()
    channel: Channel | None = None
    shocks: dict[Name, Shock] = Field(default_factory=dict, max_length=50, description="Name and what happens.")
    discretion: Discretion = Discretion()
    behaviour: dict[Name, Annotated[Override, BeforeValidator(_fixed, json_schema_input_type=Override | float)]] = (
        Field(default_factory=dict, description="Parameters of the registry changed for this company.")
    )
    beliefs: Literal["calibrated", "prior"] = Field(
        "calibrated", description="Behavioural numbers as published experiments leave them, or by their priors alone."
    )
    baseline: Name | None = Field(None, description="Policy that runs today; absent: the first one.")
    precision: dict[Name, Annotated[Number, Field(gt=0.0)]] = Field(
        default_factory=dict, description="Half-width of the 95 % interval wanted, in the measure's unit."
    )
    decision: Decision | None = Field(None, description="Objective and guardrails that decide between policies.")
    policies: dict[Name, Policy] = Field(min_length=1)

    @model_validator(mode="before")
    @classmethod
    def _fill_in_inherited(cls, document: Any) -> Any:
        return inherit(document)

    @model_validator(mode="after")
    def _parts_agree(self) -> Self:
        found = faults(self.model_dump(by_alias=True))
        if found:
            raise fault(
                in_both((each.words for each in found), "; "),
                Text("correct the parts named", "请改正所列的各项"),
                value=found,
            )
        return self

    def _repr_html_(self) -> str:
        """Return the company and its policies in words, for notebooks, in the language of the reader."""
        return view("sim.results.notebook", "scenario")(self)

    @property
    def baseline_name(self) -> str:
        """Name of the policy that runs today."""
        return self.baseline or next(iter(self.policies))

    def policy(self, name: str) -> Policy:
        """The policy of that name, complete and without the instruments it removes.

        Raises:
            SimError: no policy has that name.
        """
        from sim.documents.remedies import did_you_mean
        from sim.errors import SimError

        if name not in self.policies:
            raise SimError(
                "{0}: no policy is called {1!r}. {2}",
                "{0}:没有名为 {1!r} 的方案。{2}",
                self.name,
                name,
                did_you_mean(name, self.policies),
            )
        policy = self.policies[name]
        return policy.model_copy(update={"pay": policy.instruments})

    def with_policies(self, changes: Mapping[str, Mapping[str, Any]]) -> Scenario:
        """The scenario with policies added or replaced, each given as a document would give it.

        Raises:
            pydantic.ValidationError: a policy is wrong.
        """
        document = self.model_dump(by_alias=True)
        return Scenario.model_validate({**document, "policies": {**document["policies"], **changes}})


def _read_every_kind() -> None:
    """Let documents state every kind of instrument, programme, structure and shock that is registered now."""
    for key, kinds in (("pay", any_of(INSTRUMENTS)), ("programmes", any_of(PROGRAMMES))):
        Policy.model_fields[key].annotation = cast(Any, GenericAlias(dict, (Name, kinds | None)))
    Policy.model_fields["structure"].annotation = union_of(STRUCTURES)
    Policy.model_rebuild(force=True)
    Shock.model_fields["kind"].annotation = cast(Any, Literal)[tuple(shock.name for shock in SHOCKS)]
    Shock.model_rebuild(force=True)
    Scenario.model_rebuild(force=True)


for _open in (INSTRUMENTS, PROGRAMMES, STRUCTURES, SHOCKS):
    _open.follow(_read_every_kind)
