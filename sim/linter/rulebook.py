"""Rules as data: what a finding says, how bad it is, where it comes from, in English and Chinese."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from importlib import resources
from typing import Annotated, Literal, NamedTuple

from pydantic import Field

from sim.documents.fields import Frozen
from sim.documents.remedies import did_you_mean
from sim.errors import SimError
from sim.language.terms import Language, pick
from sim.language.text import Text

Severity = Literal["note", "warning", "forbidden"]
SEVERITIES: tuple[Severity, ...] = ("forbidden", "warning", "note")
SEVERITY_TEXTS = {
    "forbidden": Text("FORBIDDEN", "违规"),
    "warning": Text("warning", "警告"),
    "note": Text("note", "提示"),
}
Grade = Literal["verified", "secondary", "memory", "assumption"]
JURISDICTIONS = ("cn", "none")
UNREAD = {
    "assumption": (", assumption: check locally", ",假设值,请核对"),
    "memory": (", from memory: check locally", ",凭记忆,请核对"),
}


class Words(Frozen):
    """One wording in both languages; finding and remedy hold `{fields}` that a check fills in."""

    en: Annotated[str, Field(min_length=1)]
    zh: Annotated[str, Field(min_length=1)]

    def say(self, lang: Language, filled: Mapping[str, object]) -> str:
        """The wording in a language with its fields filled in."""
        return pick((self.en, self.zh), lang).format_map(filled)


class Rule(Frozen):
    """One rule: severity where it is broken, words, source with its grade and where it was read, and limits."""

    severity: Severity
    finding: Words
    remedy: Words
    source: Words
    verified: Grade = "assumption"
    read: str = ""
    limits: dict[str, float] = Field(default_factory=dict)


class MinimumWage(Frozen):
    """Monthly minimum wage of full-time staff in a place, RMB, since a day; with its source."""

    place: Words
    rmb: Annotated[float, Field(gt=0.0)]
    since: date
    source: str
    verified: Grade
    read: str = ""


class Rulebook(Frozen):
    """The rules of a jurisdiction, or those of policy design."""

    name: Words
    note: Words
    rules: dict[str, Rule]
    minimum_wages: dict[str, MinimumWage] = Field(default_factory=dict)


class Floor(NamedTuple):
    """The minimum wage to compare with, RMB a month; place in words; whether it is known to be the company's own."""

    rmb: float
    place: Words
    own: bool


@dataclass(frozen=True)
class Finding:
    """One thing that a check found.

    Attributes:
        policy: name of the policy.
        rule: name of the rule.
        severity: forbidden, warning or note.
        where: dotted path of the entry that causes it.
        value: the value in question as text.
        finding: a sentence that says what it means for the decision.
        remedy: what to do.
        source: law, study or assumption behind the rule.
    """

    policy: str
    rule: str
    severity: Severity
    where: str
    value: str
    finding: str
    remedy: str
    source: str


class Hit(NamedTuple):
    """What a check hands over: path below the scenario, value as text, fields of the words, another severity if any."""

    where: str
    value: str
    words: Mapping[str, object]
    severity: Severity | None = None


@dataclass(frozen=True)
class Setting:
    """What the checks compare with.

    Attributes:
        rules: name -> rule, of policy design and of the jurisdiction.
        lang: language of the findings.
        floor: the minimum wage; None where the jurisdiction has none.
        lowest: the lowest minimum wage on file, RMB a month; 0 where there is none.
        notes: what a reader should know about the rulebooks.
    """

    rules: Mapping[str, Rule]
    lang: Language = "en"
    floor: Floor | None = None
    lowest: float = 0.0
    notes: tuple[str, ...] = field(default=())


@cache
def rulebook(name: str) -> Rulebook:
    """The packaged rulebook of that name: `policy`, or a jurisdiction such as `cn`."""
    from ruamel.yaml import YAML

    text = resources.files("sim.linter").joinpath(f"{name}.yaml").read_text(encoding="utf-8")
    return Rulebook.model_validate(YAML(typ="safe").load(text))


def setting_of(
    jurisdiction: str = "cn", lang: Language = "en", region: str | None = None, minimum_wage: float | None = None
) -> Setting:
    """What the checks compare with under a jurisdiction.

    Args:
        jurisdiction: `cn`, or `none` to leave labour rules out.
        lang: language of the findings.
        region: place of the jurisdiction's table of minimum wages; absent: the highest of the table, as a warning.
        minimum_wage: the company's own figure, RMB a month, instead of a region.

    Raises:
        SimError: an unknown jurisdiction, region or language, both region and figure, or a figure that is not above 0.
    """
    if jurisdiction not in JURISDICTIONS:
        raise SimError(
            "no rules for jurisdiction {0!r}. {1}",
            "没有地区 {0!r} 的法规。{1}",
            jurisdiction,
            did_you_mean(jurisdiction, JURISDICTIONS),
        )
    if lang not in ("en", "zh"):
        raise SimError("no words in language {0!r}: en or zh", "没有 {0!r} 语言的文字:只有 en 或 zh", lang)
    design = rulebook("policy")
    if jurisdiction == "none":
        if region or minimum_wage is not None:
            raise SimError(
                "a region or minimum wage has no effect without labour rules: leave out jurisdiction none",
                "不适用劳动法规时,地区与最低工资无效:请去掉 jurisdiction none",
            )
        return Setting(design.rules, lang, notes=(design.note.say(lang, {}),))
    law = rulebook(jurisdiction)
    floor = _floor(law, region, minimum_wage)
    lowest = min(each.rmb for each in law.minimum_wages.values())
    notes = (design.note.say(lang, {}), law.note.say(lang, {}))
    return Setting({**design.rules, **law.rules}, lang, floor, lowest, notes)


def _floor(law: Rulebook, region: str | None, minimum_wage: float | None) -> Floor:
    """The minimum wage to compare with."""
    if minimum_wage is not None:
        if region:
            raise SimError("give a region or a minimum wage, not both", "地区与最低工资只能给一个")
        if not 0.0 < minimum_wage < float("inf"):
            raise SimError(
                "a minimum wage of {0:g} is no amount: RMB a month, above 0",
                "最低工资 {0:g} 不是合理金额:应为元/月,大于 0",
                minimum_wage,
            )
        return Floor(minimum_wage, Words(en="the figure you gave", zh="您给出的标准"), own=True)
    known = law.minimum_wages
    if region is None:
        top = max(known.values(), key=lambda each: each.rmb)
        en = f"{top.place.en}, the highest on file: name yours with --region or --minimum-wage"
        zh = f"{top.place.zh},库中最高;请用 --region 或 --minimum-wage 指定当地标准"
        return Floor(top.rmb, Words(en=en, zh=zh), own=False)
    if region not in known:
        raise SimError(
            "no minimum wage on file for region {0!r}. {1}",
            "没有地区 {0!r} 的最低工资记录。{1}",
            region,
            did_you_mean(region, known),
        )
    entry = known[region]
    assumed = UNREAD.get(entry.verified, ("", ""))
    en, zh = (
        f"{word} since {entry.since}{more}"
        for word, more in zip((entry.place.en, entry.place.zh), assumed, strict=True)
    )
    return Floor(entry.rmb, Words(en=en, zh=zh.replace(" since ", " 自 ")), own=True)
