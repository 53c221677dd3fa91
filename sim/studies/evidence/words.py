"""What verdicts, mechanisms and measures of published experiments are called in either language."""

from __future__ import annotations

from sim.language.text import Text

VERDICTS = {
    "inside": Text("inside", "落在区间内"),
    "right direction": Text("right direction", "方向正确"),
    "wrong direction": Text("wrong direction", "方向错误"),
    "no effect": Text("no effect", "预测为无作用"),
    "null met": Text("null met", "无作用,一致"),
    "null missed": Text("null missed", "无作用,不一致"),
    "cannot say": Text("cannot say", "无法判断"),
}
MECHANISMS = {
    "award": Text("award", "荣誉"),
    "equity": Text("equity", "股权"),
    "knowledge_collab": Text("knowledge_collab", "知识与协作"),
    "meta": Text("meta", "元分析"),
    "multitask_crowding": Text("multitask_crowding", "多任务与挤出"),
    "nonlinear_timing": Text("nonlinear_timing", "非线性与时点"),
    "org_practice": Text("org_practice", "组织做法"),
    "pay_turnover": Text("pay_turnover", "薪酬与离职"),
    "pfp_strength": Text("pfp_strength", "绩效薪酬强度"),
    "retention_flex": Text("retention_flex", "留任与弹性"),
    "team": Text("team", "团队"),
    "tournament_rank": Text("tournament_rank", "排名与竞赛"),
}
#: Two ways to predict without a model.
WITHOUT = {
    "no effect": Text("no effect", "一律预测无作用"),
    "mean of the mechanism": Text("mean of the mechanism", "取同类机制的均值"),
}
MEASURES = {
    "output": Text("output", "人均产出"),
    "pay": Text("pay", "人均薪酬"),
    "quits": Text("quits", "人均主动离职"),
    "sales": Text("sales", "支付成交额"),
    "orders": Text("orders", "订单数"),
    "returns": Text("returns", "退货"),
    "discount": Text("discount", "折扣"),
    "contribution": Text("contribution", "毛利减人力成本"),
    "people_cost": Text("people_cost", "人力成本"),
    "help": Text("help", "协助同事"),
    "care": Text("care", "细心程度"),
    "satisfaction": Text("satisfaction", "员工满意度"),
    "customer_satisfaction": Text("customer_satisfaction", "客户满意度"),
    "repeat": Text("repeat", "复购"),
    "absence": Text("absence", "缺勤"),
    "push": Text("push", "强推销售"),
    "selection_share": Text("selection_share", "人员选择的占比"),
}
UNITS = {"pp": Text("pp", "百分点"), "% of the effect": Text("% of the effect", "% (占作用)")}


def word(words: dict[str, Text], name: str) -> Text:
    """A name in either language; as it is where nobody has put it into words."""
    return words.get(name, Text.same(name))
