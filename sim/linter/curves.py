"""What a curve does: cliffs, targets out of reach or sure, caps, ratchets, cost of success, pay before returns."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from sim.language.terms import MONTHS, percent, pick
from sim.linter.amounts import is_grant
from sim.linter.case import Case, share_words
from sim.linter.chances import Attainment, attainment
from sim.linter.changes import is_yearly
from sim.linter.design import metric_words
from sim.linter.marks import first_mark, full_mark, is_gate
from sim.linter.rulebook import Hit
from sim.pay.kinds import ATTAINMENT, FIXED, PAYS
from sim.pay.parts import Part
from sim.plan.contracts import Contract
from sim.units import MONTHS_PER_YEAR, WEEKS_PER_MONTH, WEEKS_PER_PERIOD

GROSS = ("gmv", "orders")


def _with_curve(case: Case) -> Iterator[tuple[str, list[Contract]]]:
    """Parts of instruments with their contracts on a target; gates on slow levels are for `sim.linter.gates`."""
    return case.each(lambda each: each.kind == ATTAINMENT and not is_gate(each) and _stands_alone(each.part))


def _stands_alone(part: Part) -> bool:
    """Whether a part is paid by one result of its own, not by the sum of several or through another part."""
    return part.counts == PAYS and not part.score


def _likely(case: Case, contracts: list[Contract]) -> Iterator[tuple[Contract, Attainment]]:
    """Each contract with what its holders may expect to attain."""
    for contract in contracts:
        yield contract, attainment(contract, case.staffing.expected, case.staffing.parameters)


def chance_words(case: Case, chance: float) -> str:
    """A probability in words; nothing is certain."""
    if chance > 0.99:
        return pick(("over 99 %", "99 % 以上"), case.setting.lang)
    if chance < 0.01:
        return pick(("under 1 %", "不到 1 %"), case.setting.lang)
    return share_words(chance)


def _where(case: Case, name: str, contract: Contract) -> str:
    """Path of the entry that sets the mark of a contract."""
    return case.path("pay", name, contract.part.entry)


def _has_curve(case: Case, name: str) -> bool:
    """Whether an instrument has a curve of its own; else its parts say which entry sets their marks."""
    return hasattr(case.policy.instruments[name], "curve")


def _mark_words(
    case: Case, name: str, metric: str, mark: float, likely: Attainment, chance: float
) -> dict[str, object]:
    """The fields that all findings on chances share."""
    return {
        "name": name,
        "metric": metric_words(case, metric),
        "mark": percent(round(mark, 3)),
        "chance": chance_words(case, chance),
        "mean": share_words(likely.mean),
        "sd": share_words(likely.sd),
    }


def cliff(case: Case) -> Iterator[Hit]:
    """A step of a curve that is worth a large part of a month's pay; stock is meant to come in steps."""
    limit = case.limit("cliff", "share")
    for name, contracts in case.each(lambda each: each.kind == ATTAINMENT and not is_grant(each.part)):
        for at, (share, amount) in _steps(case, contracts).items():
            if share > limit:
                words = {
                    "name": name,
                    "metric": metric_words(case, contracts[0].metric),
                    "at": percent(round(at, 3)),
                    "amount": case.money(amount),
                    "share": share_words(share),
                    "limit": share_words(limit),
                }
                where = contracts[0].part.entry
                if contracts[0].part.curve is getattr(case.policy.instruments[name], "curve", None):
                    lump = any(at == each.at for each in contracts[0].curve.lumps)
                    where = "curve.lumps" if lump else "curve.threshold"
                yield Hit(case.path("pay", name, where), case.money(amount), words)


def _steps(case: Case, contracts: list[Contract]) -> dict[float, tuple[float, float]]:
    """Attainment of each step -> (share of a month's pay, RMB) of the seat for which it is the largest."""
    staffing, worst = case.staffing, dict[float, tuple[float, float]]()
    for contract in contracts:
        part = contract.part
        for place, stake in zip(contract.seats, contract.stakes, strict=True):
            month = float(staffing.base[place] + staffing.bonus[place])
            months = WEEKS_PER_PERIOD[part.period] / WEEKS_PER_MONTH
            due = stake * part.windows[0][2] if part.windows else staffing.terms.full(contract, stake) * months
            for at, share in contract.curve.steps:
                worst[at] = max(worst.get(at, (0.0, 0.0)), (share * due / max(month, 1.0), share * due))
    return worst


def target_unreachable(case: Case) -> Iterator[Hit]:
    """A target that hardly anybody reaches by working as today."""
    limit = case.limit("target_unreachable", "chance")
    for name, contracts in _with_curve(case):
        contract, likely = min(_likely(case, contracts), key=lambda pair: pair[1].chance(full_mark(pair[0])))
        mark = full_mark(contract)
        chance = likely.chance(mark)
        if chance < limit:
            words = _mark_words(case, name, contract.metric, mark, likely, chance)
            yield Hit(_where(case, name, contract), chance_words(case, chance), words)


def target_sure(case: Case) -> Iterator[Hit]:
    """A target that everybody reaches by working as today."""
    limit = case.limit("target_sure", "chance")
    for name, contracts in _with_curve(case):
        contract, likely = min(_likely(case, contracts), key=lambda pair: pair[1].chance(full_mark(pair[0])))
        chance = likely.chance(full_mark(contract))
        if chance > limit:
            words = _mark_words(case, name, contract.metric, full_mark(contract), likely, chance)
            yield Hit(_where(case, name, contract), chance_words(case, chance), words)


def threshold_idle(case: Case) -> Iterator[Hit]:
    """A threshold that is always passed."""
    limit = case.limit("threshold_idle", "chance")
    for name, contracts in _with_curve(case):
        contract, likely = min(_likely(case, contracts), key=lambda pair: pair[1].chance(first_mark(pair[0])))
        mark = first_mark(contract)
        chance = likely.chance(mark)
        if 0.0 < mark < full_mark(contract) and chance > limit:
            words = _mark_words(case, name, contract.metric, mark, likely, chance)
            where = (
                case.path("pay", name, "curve", "threshold") if _has_curve(case, name) else _where(case, name, contract)
            )
            yield Hit(where, f"{mark:g}", words)


def cap_binds(case: Case) -> Iterator[Hit]:
    """A cap that is reached more often than not by working as today."""
    limit = case.limit("cap_binds", "chance")
    for name, contracts in _with_curve(case):
        capped = [pair for pair in _likely(case, contracts) if pair[0].curve.cap is not None]
        chances = [(likely.chance(each.curve.cap or 0.0), each.curve.cap or 0.0, likely) for each, likely in capped]
        chance, cap, likely = max(chances, key=lambda each: each[0], default=(0.0, 0.0, Attainment(1.0, 1.0)))
        if chance > limit:
            key = "cap_rmb" if hasattr(case.policy.instruments[name], "cap_rmb") else "curve.cap"
            words = _mark_words(case, name, contracts[0].metric, cap, likely, chance)
            yield Hit(case.path("pay", name, key), f"{cap:g}", words)


def no_cap(case: Case) -> Iterator[Hit]:
    """An instrument that pays on and on."""
    far = case.limit("no_cap", "attainment")
    for name in case.staffing.contracts:
        normal, high, beyond = (float(case.staffing.pay(name, x).sum()) for x in (1.0, far, 2.0 * far))
        if beyond > high + 0.5:
            words = {"name": name, "high": case.money(high), "attainment": percent(far), "normal": case.money(normal)}
            yield Hit(case.path("pay", name), case.money(high), words)


def cost_runs_away(case: Case) -> Iterator[Hit]:
    """An instrument whose cost grows much faster than the result."""
    limit = case.limit("cost_runs_away", "multiple")
    for name in case.staffing.contracts:
        normal, high = (float(case.staffing.pay(name, x).sum()) for x in (1.0, 1.5))
        if normal > 0.0 and high >= limit * normal - 1e-6:
            words = {
                "name": name,
                "high": case.money(high),
                "normal": case.money(normal),
                "multiple": f"{high / normal:.2g}",
            }
            where = "curve" if _has_curve(case, name) else case.staffing.contracts[name][0].part.entry
            yield Hit(case.path("pay", name, where), case.money(high), words)


def ratchet(case: Case) -> Iterator[Hit]:
    """A quota that rises with what was attained."""
    limit = case.limit("ratchet", "share")
    for name, contracts in _with_curve(case):
        moved = max(contract.part.ratchet for contract in contracts)
        if moved > limit:
            words = {"name": name, "ratchet": share_words(moved), "raised": share_words(0.2 * moved)}
            yield Hit(case.path("pay", name, "ratchet"), f"{moved:g}", words)


def before_returns(case: Case) -> Iterator[Hit]:
    """Pay on sales before it is known what comes back."""
    limit, expected = case.limit("before_returns", "weeks"), case.staffing.expected
    gross, net = (expected.weekly[metric].sum(axis=1) for metric in ("gmv", "gmv_net"))
    for name, contracts in case.each(lambda each: each.kind != FIXED and each.metric in GROSS):
        held_back = getattr(case.policy.instruments[name], "aftersales_share", 0.0) > 0.0
        if held_back or is_grant(contracts[0].part) or not case.staffing.pay(name).any():
            continue
        lines = sorted({line for contract in contracts for line in contract.lines})
        returned = 1.0 - float(np.sum(net[lines])) / max(float(np.sum(gross[lines])), 1e-9)
        delay = min(contract.part.delay + contract.part.lag for contract in contracts)
        if returned > 0.0:
            metric = contracts[0].metric
            words = {
                "name": name,
                "metric": metric_words(case, metric),
                "delay": delay,
                "returned": share_words(returned),
                "limit": f"{limit:g}",
            }
            yield Hit(case.path("pay", name), metric, words, None if delay < limit else "note")


def bonus_keeps_nobody(case: Case) -> Iterator[Hit]:
    """A yearly bonus that leavers get too."""
    for name, contracts in case.each(lambda each: is_yearly(each) and not each.part.forfeits):
        months = float(getattr(case.policy.instruments[name], "months", 0.0))
        month = pick((MONTHS[contracts[0].part.pay_month - 1], f"{contracts[0].part.pay_month} 月"), case.setting.lang)
        yearly = float(case.staffing.pay(name).sum()) * MONTHS_PER_YEAR
        words = {"name": name, "months": f"{months:g}", "month": month, "amount": case.money(yearly)}
        yield Hit(case.path("pay", name, "forfeit"), "false", words)
