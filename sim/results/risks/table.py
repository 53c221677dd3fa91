"""The risks of the catalogue, the signs by which a comparison shows them, and what to try against each.

A risk counts as emerged when, in one of its ways, every sign goes where it must by as much as matters. What matters
(`least`) is a judgement, not a behavioural number: change it here.
"""

from __future__ import annotations

from dataclasses import dataclass

from sim.results.risks.signs import LEFT, UNFAIR, UNFAIR_SHARE, Sign

HALF_YEAR = 26


@dataclass(frozen=True)
class Risk:
    """A risk that a policy may bring.

    Attributes:
        id: row of the catalogue.
        en: what happens, in English.
        zh: the same in Chinese.
        remedy_en: what to try against it.
        remedy_zh: the same in Chinese.
        ways: each a set of signs that together show it, what is lost in the end last; empty where no policy brings it.
        unless: signs any of which tells that something else is the cause.
    """

    id: str
    en: str
    zh: str
    remedy_en: str
    remedy_zh: str
    ways: tuple[tuple[Sign, ...], ...] = ()
    unless: tuple[Sign, ...] = ()

    def name(self, lang: str = "en") -> str:
        """Return what happens, in `en` or `zh`."""
        return self.zh if lang == "zh" else self.en

    def remedy(self, lang: str = "en") -> str:
        """Return what to try against it, in `en` or `zh`."""
        return self.remedy_zh if lang == "zh" else self.remedy_en

    @property
    def measures(self) -> tuple[str, ...]:
        """Names of all its signs."""
        return tuple(dict.fromkeys(sign.measure for way in self.ways for sign in way))


_RETURNS = Sign("returns", "up", 0.3)
_LONG_CYCLE, _UNSOLVED = Sign("cycle_time", "up", 2.0), Sign("collaboration", "down", 1.0)
_SHORT_OF_PEOPLE = Sign("vacancy", "up", 5.0)
_FEWER_BORDERS = Sign("handoff_friction", "down", 2.0)
_MINDED = Sign(UNFAIR_SHARE, "up", 5.0)
_NOW = Sign("gmv", "up", 0.1, (0, HALF_YEAR))

RISKS: tuple[Risk, ...] = (
    Risk(
        "K1",
        "pages look alike and fewer people click",
        "页面同质化,点击率下降",
        "pay for the share of novel designs beside reuse",
        "在复用率之外考核原创设计占比",
        ((Sign("similarity", "up", 2.0), Sign("click_through", "down", 0.3)),),
    ),
    Risk(
        "K2",
        "technology drowns in favours and its own work stays undone",
        "技术被零散需求淹没,本职工作搁置",
        "grade requests (W7: `grading`), or pay for uptime",
        "需求分级(W7:`grading`),或考核系统稳定性",
        ((Sign("favours", "up", 0.5), Sign("uptime", "down", 0.2)),),
    ),
    Risk(
        "K3",
        "sold too hard: goods come back and customers complain",
        "前端强推销,退货与投诉滞后上升",
        "pay a part only after returns are in (I6), or pay for few returns",
        "部分奖金待退货期后兑现(I6),或考核退货率",
        (
            (Sign("push", "up", 0.0005, absolute=True), _RETURNS),
            (Sign("discount", "up", 0.005, absolute=True), _RETURNS),
        ),
    ),
    Risk(
        "K4",
        "departments serve their own goals and requests wait",
        "部门各自为政,协作需求积压",
        "campaign teams and groups (O4), squads (O5), or a shared goal",
        "项目组加常设小组(O4)、三人小队(O5)或共同目标",
        ((_LONG_CYCLE, _UNSOLVED),),
        (_SHORT_OF_PEOPLE, _FEWER_BORDERS),
    ),
    Risk(
        "K5",
        "people lack the skill that the new channel needs, and customers come back less",
        "缺新渠道技能,复购下降",
        "train for the new channel",
        "开展新渠道技能培训",
        ((Sign("new_skill", "down", 2.0), Sign("repurchase", "down", 0.3)),),
    ),
    Risk(
        "K6",
        "culture is weak at a site and parcels go wrong",
        "异地文化薄弱,发货差错增多",
        "culture ambassadors there (T9), or capacity for the peak",
        "在当地设文化大使(T9),或为高峰增配人手",
        ((Sign("culture", "down", 0.5), Sign("shipping_errors", "up", 3.0)),),
    ),
    Risk(
        "K7",
        "the company grows faster than its culture",
        "扩张快于文化传承,文化被稀释",
        "ambassadors (T9), onboarding with user stories, mentors",
        "文化大使(T9)、含用户故事的入职培训、导师制",
        ((Sign("heads", "up", 10.0), Sign("culture", "down", 1.0)),),
    ),
    Risk(
        "K8",
        "people leave because pay is unfair or too uncertain",
        "薪酬不公或过于不稳,人员流失",
        "pay the value of the post and contribution together (I2), or a mix",
        "岗位价值与贡献双维考核(I2),或固浮结合",
        (
            (Sign(UNFAIR, "up", 5.0), _MINDED, Sign("key_turnover", "up", 5.0)),
            (Sign(UNFAIR, "up", 5.0), _MINDED, Sign("turnover", "up", 2.0)),
        ),
    ),
    Risk(
        "K9",
        "more sales now, less of customers later",
        "短期销售上升,长期客户价值受损",
        "an award for loyal customers (I5), or stock that vests on repurchase (I7)",
        "客户终身价值奖(I5),或按复购归属的股权(I7)",
        (
            (_NOW, Sign("repurchase", "down", 0.1, (-HALF_YEAR, None))),
            (_NOW, Sign("customer_satisfaction", "down", 0.3, (-HALF_YEAR, None))),
            (_NOW, Sign(LEFT, "down", 0.5, (-HALF_YEAR, None))),
        ),
    ),
    Risk(
        "K10",
        "the company is hit from outside",
        "外部冲击",
        "cover, headcount, a second line",
        "人手储备、增员、第二产品线",
    ),
)


def risk(name: str) -> Risk:
    """Return the risk of an id.

    Raises:
        KeyError: there is none.
    """
    return {each.id: each for each in RISKS}[name]
