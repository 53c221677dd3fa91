"""Text with labels before it, as `sim explain` prints it, in English or Chinese."""

from __future__ import annotations

import textwrap
import unicodedata
from collections.abc import Iterable

WIDTH, INDENT = 100, 17
LABELS = {
    "value": "取值",
    "unit": "单位",
    "prior": "先验分布",
    "meaning": "含义",
    "group": "分组",
    "source": "来源",
    "grade": "来源等级",
    "address": "网址",
    "identified by": "识别数据",
    "matters for": "相关条目",
    "what": "内容",
    "scenario key": "情景键",
    "may weight": "可考核指标",
    "reported as": "报告为",
    "rule": "规则",
    "parameter": "参数",
    "test": "测试",
    "remedy": "对策",
    "moves": "影响的决策",
    "too large": "过大剂量",
    "nothing": "无作用的情形",
    "harm": "有害的情形",
    "measured": "测量结果",
    "file": "文件",
    "kind": "类型",
    "reads": "读取参数",
    "calls": "调用",
    "called by": "被调用",
    "carries": "支撑条目",
    "not yet": "尚未建模",
    "better": "优劣方向",
    "formula": "公式",
    "dimension": "维度",
    "weighed by": "考核岗位",
}


def labelled(title: str, lines: Iterable[tuple[str, str]], lang: str = "en") -> str:
    """Return a title and under it lines of (label, text); a label that repeats is written once.

    Chinese, which has no spaces to break at, and addresses and code, which must stay whole, are not wrapped.
    """
    written, last = [title], ""
    for label, text in lines:
        shown = "" if label == last else (LABELS[label] if lang == "zh" else label)
        wide = sum(unicodedata.east_asian_width(sign) in "WF" for sign in shown)
        first = f"  {shown}{' ' * max(INDENT - 2 - len(shown) - wide, 1)}"
        whole = lang == "zh" or label == "address"
        written.append(
            f"{first}{text}"
            if whole
            else textwrap.fill(
                text,
                WIDTH,
                initial_indent=first,
                subsequent_indent=" " * INDENT,
                break_long_words=False,
                break_on_hyphens=False,
            )
        )
        last = label
    return "\n".join(written)
