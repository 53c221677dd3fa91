"""What entries of a policy other than pay are called, and what they mean in Chinese; in English their model says it."""

from __future__ import annotations

from typing import NamedTuple

from sim.language.text import Text


class EntryWords(NamedTuple):
    """The words of one entry: what stands beside a knob, and its meaning in Chinese."""

    label: Text
    means: str


def _words(en: str, zh: str, means: str) -> EntryWords:
    return EntryWords(Text(en, zh), means)


#: Entry, after its kind and a dot where it means something of its own there.
ENTRY_WORDS = {
    "start": _words("starts on", "推行日", "方案开始执行的周一。"),
    "announce": _words("announced on", "宣布日", "员工得知方案的日期。"),
    "lead_weeks": _words("announced before, weeks", "提前宣布(周)", "员工在推行前多少周得知方案。"),
    "transition_weeks": _words("transition, weeks", "过渡期(周)", "旧薪酬逐步退出、新薪酬逐步生效的周数。"),
    "keep_old_pay": _words("staff keep old pay", "老员工保留原薪酬规则", "推行时在职的员工是否保留原薪酬规则。"),
    "structure": _words("who sits with whom", "组织架构", "谁与谁坐在一起、归谁管。"),
    "approval": _words("needs approval", "需审批比例", "来自其他小组的需求中须由主管审批的比例;不写按该架构惯例。"),
    "escalate": _words("escalates", "逾期上报", "审批等待过久是否上报总监;不写按该架构惯例。"),
    "climb": _words("climbs a level more", "逐级上报比例", "审批中再上报一级的比例;不写按该架构惯例。"),
    "cover": _words("slack lent to neighbours", "借给相邻小组的空闲人力", "相邻小组借出的空闲人力比例。"),
    "on_paper": _words("department on paper", "编制名称", "各岗位在架构图上所属部门的名称;座位、主管与薪酬不变。"),
    "floating": _words("floating seats", "机动席位", "各岗位有多少席位不归任何小组,哪里忙就去哪里。"),
    "groups": _words("groups of lines", "品类组数", "产品线分成多少组。"),
    "span": _words("people under one lead", "管理幅度", "一名主管带多少人。"),
    "lead": _words("role of the leads", "班组长岗位", "由哪个岗位的人带班;不写则无班组长。"),
    "size": _words("people in a team", "班组人数", "一个班组多少人。"),
    "base_change": _words("base pay", "基本工资调整", "各岗位基本工资的相对变化;-0.1 即降低 10 %。"),
    "headcount": _words("headcount", "人数增减", "各岗位席位数的增减。"),
    "ability_change": _words(
        "ability of who is there", "在岗者能力调整", "各岗位在岗者能力的相对变化,例如改变选人标准。"
    ),
    "overtime_cap": _words("most overtime", "加班上限", "加班最多占工时的比例。"),
    "sick_pay": _words("pay for days off", "缺勤日工资比例", "病假等缺勤日发放基本工资的比例。"),
    "remote_days": _words("days away from the office", "远程办公", "全部岗位在办公室以外工作的天数比例。"),
    "ambassadors": _words("culture ambassadors", "文化大使", "各岗位有多少人负责向他人传递文化。"),
    "refused": _words("favours refused", "拒绝的随手需求", "需求分级后,随手需求被拒绝的比例。"),
    "discount_now": _words("discount today", "现行折扣", "顾客目前得到的折扣比例。"),
    "discount_limit": _words("further discount staff may give", "员工可再让利", "员工可自行再给的折扣比例。"),
    "timing": _words("freedom of when to close", "结单时间自主", "员工可以多大程度自行决定何时结单。"),
    "audit_share": _words("decisions audited", "抽查比例", "被抽查的自主决定比例。"),
    "fine_rmb": _words("fine for a breach", "违规罚款", "每发现一次违规的罚款,元。"),
    "roles": _words("roles", "岗位", "适用的岗位;all 为全体。"),
    "tiers": _words("tiers", "职级", "适用的职级;不写为全部。"),
    "hours_share": _words("share of the week", "占每周工时", "每周投入的工时比例。"),
    "fee_rmb": _words("fee", "费用", "每人的费用,元。"),
    "budget_rmb": _words("budget", "预算", "预算,元。"),
    "grant_rmb": _words("grant per trial", "每个项目的拨款", "每个试验项目的拨款,元。"),
    "weeks": _words("weeks", "周数", "持续多少周。"),
    "items": _words("benefits to choose from", "可选福利项数", "可供选择的福利项数;1 表示人人相同。"),
    "home_share": _words("days at home", "居家天数比例", "居家办公的天数比例。"),
    "tolerance": _words(
        "tolerance of failed trials", "对失败试验的包容", "失败的试验得到多大包容:0 不包容,1 完全包容。"
    ),
    "trial_weeks": _words("weeks on trial", "试岗周数", "内部竞聘者试岗多少周。"),
    "trainer_share": _words(
        "colleagues' share of the week", "同事带教占工时", "本组同事每周花在每位新人身上的工时比例。"
    ),
    "stories": _words("stories of users", "用户故事", "新人是否体验用户故事。"),
    "seats": _words("people at a time", "每轮人数", "每轮多少人轮岗。"),
    "rounds": _words("rounds", "轮数", "依次进行多少轮,每轮换人。"),
    "begin": _words("first day", "首轮开始日", "第一轮的第一天,须为周一。"),
    "from": _words("role that goes", "派出岗位", "派出人员的岗位。"),
    "to": _words("role where they work", "接收岗位", "他们去哪个岗位工作。"),
    "days_per_month": _words("days a month", "每月天数", "每月多少天。"),
    "subject": _words("what is taught", "培训内容", "培训的内容:本职(job)或新渠道(new_channel)。"),
    "first_weeks": _words("first weeks only", "仅入职初期(周)", "只在入职后的前多少周;不写表示一直。"),
    "general": _words("of use elsewhere", "通用技能比例", "所学在别处也有用的比例;不写按默认值。"),
    "skill_pay": _words("paid for what is learned", "技能加薪", "学到的技能在多大程度上换来加薪。"),
}


def entry_words(name: str) -> EntryWords:
    """The words of an entry; its own name where nothing says more."""
    return ENTRY_WORDS.get(name) or EntryWords(Text.same(name.replace("_", " ")), "")
