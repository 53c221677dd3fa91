"""Why somebody left, in words, from the terms of the value of staying at the moment of the decision."""

from __future__ import annotations

from typing import Any, Protocol

REASONS = {
    "reason_pay": ("pay against what others offer", "与外部机会相比的收入"),
    "reason_risk": ("uncertain pay", "收入不稳定"),
    "reason_fairness": ("paid less than peers for what was contributed", "与同岗相比的公平感"),
    "reason_effort": ("effort beyond what comes naturally", "超出常态的付出"),
    "reason_conditions": ("tiredness, culture and motivation", "疲劳、文化与动机"),
    "reason_private": ("fit with the job and private circumstances", "岗位匹配与个人状况"),
}


class Decider(Protocol):
    """Whoever may decide to leave: an employee with the variables of the engine's staff as attributes."""

    seat: str
    left_week: int | None

    def __getattr__(self, name: str) -> Any: ...


def why(employee: Decider, lang: str = "en") -> str:
    """Return the reasons of a decision to leave, the heaviest first.

    Terms are logarithms of pay: -0.10 weighs like pay that is 10 % lower.
    """
    place = 1 if lang == "zh" else 0
    if employee.left_week is None and not employee.decided:
        return "尚未决定离职。" if lang == "zh" else f"{employee.seat} has not decided to leave."
    terms = sorted((float(getattr(employee, name)), labels[place]) for name, labels in REASONS.items())
    against = [f"{label} ({value:+.2f})" for value, label in terms if value < 0.0]
    weeks = int(employee.tenure)
    if lang == "zh":
        listed = "、".join(against) or "没有明显的不利因素,属于偶然"
        return f"{employee.seat} 在职 {weeks} 周后决定离职。主要原因:{listed}(单位:对数收入)。"
    listed = "; ".join(against) or "nothing weighed against staying, so it was chance"
    return f"{employee.seat} decided to leave after {weeks} weeks in the job: {listed} (in log pay)."
