"""Standard patches of a pay plan: cap, claw-back, return window, team share, second metric, straight line, budgets.

A patch is a function of a whole policy and returns the patched one, or None where there is nothing to patch. Sizes are
the trade's usual ones and assumptions: they are tried, not fitted.
"""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from typing import Any, NamedTuple

from sim.documents.fields import covers
from sim.language.text import Text
from sim.studies.loopholes.document import Action
from sim.units import WEEKS_PER_MONTH, WEEKS_PER_PERIOD

Document = dict[str, Any]
#: Attainment at which a cap is set, and the most that a commission pays, relative to what it pays honest people.
CAP = 1.2
#: Part of the money that goes to a second metric.
SECOND = 0.3
#: Weeks in which returns come in before a sale counts.
WINDOW_WEEKS = 4
#: Share of decisions audited and fine, RMB, where loopholes are watched.
AUDIT, FINE = 0.3, 2000.0
#: Entries that a quota plan hands on to performance pay.
KEPT = ("roles", "scope", "target_rmb", "period", "curve", "pay_delay_weeks")
#: A metric, and what it is when returned goods come off.
NET = {"gmv": "gmv_net"}


class Case(NamedTuple):
    """What a patch is asked for.

    Attributes:
        action: the loophole.
        honest: name of an instrument -> what it pays, RMB a month and head of its roles, when nobody uses a loophole.
        margin: gross margin as a share of sales, all lines together.
    """

    action: Action
    honest: dict[str, float]
    margin: float


class Patch(NamedTuple):
    """One standard patch.

    Attributes:
        name: identifier in frames.
        words: what it is called.
        about: what it does.
        apply: (policy, case) -> patched policy, or None where it does not apply.
        against: names of the actions that it is a patch for; empty: any.
        priced: whether everything that it takes is simulated; the work of auditors and of approvals is not.
    """

    name: str
    words: Text
    about: Text
    apply: Callable[[Document, Case], Document | None]
    against: frozenset[str] = frozenset()
    priced: bool = True


def _instruments(policy: Document, case: Case, change: Callable[[str, Document], Document | None]) -> Document | None:
    """Return a policy in which every instrument that the action's roles are paid by is changed; None if none was."""
    found, touched = deepcopy(policy), False
    for name, instrument in policy["pay"].items():
        if instrument is None or not any(covers(tuple(instrument["roles"]), role) for role in case.action.roles):
            continue
        new = change(name, deepcopy(instrument))
        if new is not None and new != instrument:
            found["pay"][name], touched = new, True
    return found if touched else None


def _cap(policy: Document, case: Case) -> Document | None:
    def change(name: str, instrument: Document) -> Document | None:
        curve = instrument.get("curve")
        if instrument["kind"] == "commission" and instrument["metric"] != "served":
            months = WEEKS_PER_PERIOD[instrument["period"]] / WEEKS_PER_MONTH
            most = round(CAP * months * case.honest.get(name, 0.0), 0)
            return instrument | {"cap_rmb": most} if most and most < (instrument["cap_rmb"] or float("inf")) else None
        if not curve or (curve["cap"] is not None and curve["cap"] <= CAP):
            return None
        steps = [step for step in curve["accelerators"] if step["above"] < CAP]
        return instrument | {"curve": curve | {"cap": max(CAP, curve["threshold"]), "accelerators": steps}}

    return _instruments(policy, case, change)


def _renamed(instrument: Document, names: dict[str, str]) -> Document | None:
    """Return an instrument that pays for other metrics."""
    if instrument.get("metric") in names:
        return instrument | {"metric": names[instrument["metric"]]}
    if "weights" in instrument and set(instrument["weights"]) & set(names):
        weights: dict[str, float] = {}
        for metric, share in instrument["weights"].items():
            metric = names.get(metric, metric)
            weights[metric] = weights.get(metric, 0.0) + share
        return instrument | {"weights": weights}
    return None


def _claw_back(policy: Document, case: Case) -> Document | None:
    return _instruments(policy, case, lambda _, instrument: _renamed(instrument, NET))


def _window(policy: Document, case: Case) -> Document | None:
    def change(_: str, instrument: Document) -> Document | None:
        net = _renamed(instrument, NET)
        if net is None:
            return None
        if "counts_after_weeks" in net:  # the window takes the place of the usual delay
            return net | {"counts_after_weeks": max(WINDOW_WEEKS, net["counts_after_weeks"]), "pay_delay_weeks": 0}
        later = net.get("pay_delay_weeks", WINDOW_WEEKS) < WINDOW_WEEKS
        return net | {"pay_delay_weeks": WINDOW_WEEKS} if later else None

    return _instruments(policy, case, change)


def _fixed(instrument: Document) -> bool:
    """Return whether an instrument has marks in RMB of sales, which mean nothing for another metric."""
    return any(instrument.get(key) for key in ("goal", "goals", "steps"))


def _margin(policy: Document, case: Case) -> Document | None:
    def change(_: str, instrument: Document) -> Document | None:
        if _fixed(instrument):
            return None
        found = _renamed(instrument, {"gmv": "margin", "gmv_net": "margin"})
        if found is not None and "rate" in found:  # as much money for the same sales
            return found | {"rate": float(f"{found['rate'] / case.margin:.3g}")}
        return found

    return _instruments(policy, case, change)


def _team(policy: Document, case: Case) -> Document | None:
    def change(_: str, instrument: Document) -> Document | None:
        return instrument | {"scope": "unit"} if instrument.get("scope") == "own" else None

    return _instruments(policy, case, change)


def _second(policy: Document, case: Case) -> Document | None:
    guard, found, touched = case.action.guard, deepcopy(policy), False
    for name, instrument in policy["pay"].items():
        if instrument is None or not any(covers(tuple(instrument["roles"]), role) for role in case.action.roles):
            continue
        kind, weights = instrument["kind"], instrument.get("weights", {})
        if kind == "performance_pay" and guard not in weights:
            shares = {metric: (1.0 - SECOND) * share for metric, share in weights.items()}
            found["pay"][name], touched = instrument | {"weights": shares | {guard: SECOND}}, True
        elif (
            kind == "quota" and instrument["metric"] != guard and instrument["quota"] == 1.0 and not _fixed(instrument)
        ):
            kept = {key: instrument[key] for key in KEPT}
            shares = {instrument["metric"]: 1.0 - SECOND, guard: SECOND}
            found["pay"][name], touched = kept | {"kind": "performance_pay", "weights": shares}, True
        elif kind == "commission" and case.honest.get(name):
            money = round(SECOND * case.honest[name], 0)
            found["pay"][name] = instrument | {"rate": (1.0 - SECOND) * instrument["rate"]}
            found["pay"][f"{name} ({guard})"] = {
                "kind": "performance_pay",
                "roles": instrument["roles"],
                "weights": {guard: 1.0},
                "target_rmb": money,
            }  # a second part in place of the share that the commission gave up
            touched = True
    return found if touched else None


def _straight(policy: Document, case: Case) -> Document | None:
    def change(_: str, instrument: Document) -> Document | None:
        curve = instrument.get("curve")
        if not curve or not curve["linear"] or not (curve["threshold"] or curve["lumps"] or curve["accelerators"]):
            return None
        return instrument | {"curve": curve | {"threshold": 0.0, "lumps": [], "accelerators": [], "excess_only": False}}

    return _instruments(policy, case, change)


def _approval(policy: Document, _: Case) -> Document | None:
    if not policy["discretion"]["discount_limit"]:
        return None
    return policy | {"discretion": policy["discretion"] | {"discount_limit": 0.0}}


def _audit(policy: Document, _: Case) -> Document | None:
    rules = policy["discretion"]
    if rules["audit_share"] * rules["fine_rmb"] >= AUDIT * FINE:
        return None
    return policy | {"discretion": rules | {"audit_share": AUDIT, "fine_rmb": FINE}}


def _dated(policy: Document, _: Case) -> Document | None:
    if not policy["discretion"]["timing"]:
        return None
    return policy | {"discretion": policy["discretion"] | {"timing": 0.0}}


SELLING = frozenset({"push", "discount", "timing"})
WATCHED = frozenset({"push", "close_early", "skip_checks"})
PATCHES = (
    Patch(
        "cap",
        Text("cap", "封顶"),
        Text("the payout stays flat above 120 % of what is expected", "超过预期 120% 的部分不再增加"),
        _cap,
    ),
    Patch(
        "claw_back",
        Text("claw-back", "退货扣回"),
        Text("returned orders come off", "退货订单从业绩中扣回"),
        _claw_back,
        SELLING,
    ),
    Patch(
        "window",
        Text("return window", "退货窗口"),
        Text("sales count four weeks later, less what was returned", "业绩四周后按扣除退货的实际留存计入"),
        _window,
        SELLING,
    ),
    Patch(
        "margin",
        Text("margin as the base", "改按毛利"),
        Text("margin is paid for in place of sales", "以毛利代替销售额计发"),
        _margin,
        SELLING,
    ),
    Patch(
        "team",
        Text("team share", "团队共享"),
        Text("the result of the unit counts in place of one's own", "按本组业绩代替本人业绩计发"),
        _team,
    ),
    Patch(
        "second_metric",
        Text("second metric", "第二指标"),
        Text("30 % of the money goes to a metric that shows the exploit", "30% 的奖金改按能反映该漏洞的指标发放"),
        _second,
    ),
    Patch(
        "straight",
        Text("straight line", "取消阶梯"),
        Text("no threshold, no lump, no accelerator", "取消起付线、阶梯与加速"),
        _straight,
    ),
    Patch(
        "approval",
        Text("discounts need approval", "让价须审批"),
        Text("nobody grants a discount alone", "任何人不得自行让价"),
        _approval,
        frozenset({"discount"}),
        priced=False,
    ),
    Patch(
        "audit",
        Text("audits", "抽查"),
        Text("30 % of decisions are audited, a breach costs RMB 2,000", "抽查 30% 的决定,违规罚 2000 元"),
        _audit,
        WATCHED,
        priced=False,
    ),
    Patch(
        "dated",
        Text("orders dated by the system", "系统记单"),
        Text("nobody chooses when an order counts", "订单归属期由系统决定"),
        _dated,
        frozenset({"timing"}),
    ),
)
BY_NAME = {patch.name: patch for patch in PATCHES}


def patches_for(action: Action) -> tuple[Patch, ...]:
    """Return the patches that can be tried against an action."""
    return tuple(patch for patch in PATCHES if not patch.against or action.name in patch.against)
