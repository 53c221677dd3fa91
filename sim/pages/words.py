"""Words of the review page in both languages."""

from __future__ import annotations

WORDS: dict[str, dict[str, str]] = {
    "en": {
        "title": "Review of {policies}: {scenario}",
        "question": "What would happen at {scenario} under {policies} instead of {baseline}?",
        "answer": "The answer",
        "answer_to": "{policy}, against {baseline}",
        "policies": "What is compared",
        "baseline": "today's policy",
        "fit": "Does the model know this company?",
        "no_fit": (
            "No observations lie beside the scenario, so nothing is known of how well the model reproduces today. "
            "`sim fit` compares it with your own last year."
        ),
        "table": "All measures",
        "worth": "What it is worth, and what it leaves behind",
        "charts": "Week by week",
        "differences": "All differences and their intervals",
        "reading": "How to read this",
        "assumptions": "Assumptions and their sources",
        "overrides": "Changed for this company: {list}.",
        "no_overrides": "No behavioural number is changed for this company; all are those of the registry.",
        "grades": "{total} behavioural numbers: {verified} from a source that was read, {secondary} from a summary by "
        "others, {memory} from memory, {assumption} assumptions.",
        "all_parameters": "All behavioural numbers",
        "parameter": "number", "value": "value", "unit": "unit", "prior": "prior", "meaning": "meaning",
        "source": "source", "grade": "grade",
        "provenance": "How these numbers came about",
        "command": "The command that makes this page again",
        "version": "version", "model": "model", "scenario_hash": "scenario", "python": "Python",
        "libraries": "libraries", "seeds": "replicates (seeds)", "experiment": "experiment", "plans": "plans",
        "made": "made on",
        "synthetic": "People in the simulation are synthetic; nothing here says anything about a real person.",
        "font": "Chinese characters are set in Noto Sans SC, SIL Open Font License 1.1.",
        "chart_alt": "Weekly paths of {measure} with 80 % bands, and differences from {baseline}",
        "fit_alt": "Observed and simulated GMV by week, and yearly figures with the range of luck",
        "differences_alt": "Differences of all measures with 95 % intervals",
    },
    "zh": {
        "title": "{policies} 推行前评审:{scenario}",
        "question": "如果 {scenario} 用 {policies} 取代 {baseline},会发生什么?",
        "answer": "结论",
        "answer_to": "{policy} 对比 {baseline}",
        "policies": "比较的方案",
        "baseline": "现行方案",
        "fit": "模型了解这家公司吗?",
        "no_fit": "场景文件旁没有实际数据,无法知道模型对现状的重现程度。可用 `sim fit` 与去年的数据比较。",
        "table": "全部指标",
        "worth": "累计价值与期末留存",
        "charts": "逐周变化",
        "differences": "全部差值及其区间",
        "reading": "如何阅读",
        "assumptions": "假设及其来源",
        "overrides": "本公司改动的行为参数:{list}。",
        "no_overrides": "本公司没有改动任何行为参数,全部采用登记表的数值。",
        "grades": "共 {total} 个行为参数:{verified} 个来自已读文献,{secondary} 个来自他人转述,{memory} 个凭记忆,"
        "{assumption} 个为假设。",
        "all_parameters": "全部行为参数(英文)",
        "parameter": "参数", "value": "数值", "unit": "单位", "prior": "先验", "meaning": "含义", "source": "来源",
        "grade": "核实程度",
        "provenance": "数字如何得出",
        "command": "重新生成本页的命令",
        "version": "版本", "model": "模型", "scenario_hash": "场景", "python": "Python", "libraries": "程序库",
        "seeds": "重复次数(种子)", "experiment": "实验编号", "plans": "方案编译", "made": "生成日期",
        "synthetic": "模拟中的人员均为虚构,本页不评价任何真实个人。",
        "font": "中文字体为 Noto Sans SC,采用 SIL 开放字体许可证 1.1。",
        "chart_alt": "{measure}逐周变化及 80% 区间,与 {baseline} 的差值",
        "fit_alt": "实际与模拟的逐周成交额,及各项年度数值与运气范围",
        "differences_alt": "全部指标的差值与 95% 区间",
    },
}  # fmt: skip
GRADES = {
    "verified": ("read", "已读"), "secondary": ("by others", "转述"), "memory": ("memory", "记忆"),
    "assumption": ("assumption", "假设"),
}  # fmt: skip
