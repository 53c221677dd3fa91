"""What the board says beside what results, knobs and checks say themselves."""

from __future__ import annotations

from sim.language.text import Text

WORDS = {
    "title": Text("{0}: what if?", "{0}:如果……会怎样?"),
    "against": Text("Everything is compared with {0}, with the same luck.", "全部与 {0} 对比,运气相同。"),
    "begin": Text("begin from", "以此方案为起点"),
    "version": Text("version", "版本"),
    "add": Text("Add a version", "增加版本"),
    "remove": Text("Remove this version", "删除此版本"),
    "undo": Text("Undo", "撤销"),
    "reset": Text("Back to the file", "恢复文件原值"),
    "guess": Text("Guess first", "先猜后看"),
    "your_guess": Text("Your guess: GMV against today, %", "您的猜测:成交总额与现状相差,%"),
    "show": Text("Show", "看结果"),
    "guess_now": Text(
        "Move the knobs, say what you expect, then press Show.", "先调整参数,说出您的预期,再点“看结果”。"
    ),
    "guessed": Text("You guessed {0} %; the estimate is {1} % ({2} to {3}).", "您猜 {0} %;估计为 {1} %({2} 至 {3})。"),
    "look": Text("look", "外观"),
    "auto": Text("as the machine", "跟随系统"),
    "light": Text("light", "浅色"),
    "dark": Text("dark", "深色"),
    "language": Text("language", "语言"),
    "measure": Text("weekly path of", "每周走势"),
    "verdict": Text("Verdict", "结论"),
    "differences": Text("Difference from {0}, with 95 % intervals", "与 {0} 的差值及 95% 区间"),
    "weekly": Text("Week by week", "每周走势"),
    "same": Text("Nothing has been moved yet: this is {0} itself.", "尚未调整:即 {0} 本身。"),
    "first": Text("{0} replicates so far, the intervals are still tightening …", "已重复模拟 {0} 次,区间仍在收窄……"),
    "working": Text("working …", "计算中……"),
    "compiling": Text(
        "The model is being compiled for this machine, once; that takes {0}. Meanwhile: the scenario, the checks and "
        "what the pay costs.",
        "正在为本机编译模型(仅此一次),约需 {0}。此间可先看情景、检查结果与薪酬成本。",
    ),
    "compile_time": Text("about a minute on two cores", "双核机器约一分钟"),
    "differs": Text("What differs", "有何不同"),
    "checks": Text("Checks", "检查"),
    "clean": Text("Nothing found.", "未发现问题。"),
    "cost": Text("What it pays, RMB a month, at 80, 100 and 150 % of target", "达成率 80、100、150 % 时的月奖金,元"),
    "total": Text("total", "合计"),
    "who": Text("Who gains, who loses", "谁得谁失"),
    "marginal": Text("One more hour", "多做一小时"),
    "payslip": Text("Payslip", "工资条"),
    "network": Text("Who turns to whom", "求助网络"),
    "file": Text("Take it along", "带走"),
    "reckon": Text("Reckon", "计算"),
    "stale": Text("Reckoned before the last move.", "此结果为上次调整之前所算。"),
    "seat": Text("seat", "席位"),
    "week": Text("week", "周"),
    "policy_yaml": Text("The policy as YAML", "方案(YAML)"),
    "file_yaml": Text("The scenario file with it", "含此方案的情景文件"),
    "workbook": Text("Its pay plan as a workbook", "薪酬方案工作簿"),
    "page": Text("Page for the meeting", "评审页"),
    "link": Text("The address of this page holds everything that you moved.", "本页网址已包含您的全部调整。"),
    "command": Text("The same numbers from the command line:", "在命令行得到同样的数字:"),
    "picture": Text(
        "{0} week by week: mean and 80 % of single outcomes under {1}; below, the difference from {2} with its 95 % "
        "interval.",
        "{0}的每周走势:{1} 的均值与 80% 的单次结果;下图为与 {2} 的差值及 95% 区间。",
    ),
    "today": Text("today", "现状"),
    "scenario": Text("The shop", "店铺概况"),
    "knobs": Text("Knobs", "参数"),
    "problem": Text("This cannot be: the picture shows what was before.", "此设置不成立:图中仍为之前的结果。"),
}
