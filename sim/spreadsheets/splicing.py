"""Replacing pay and adding policies in the text of a scenario, with every other line and remark kept as it is."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

_REST_OF_LINE = re.compile(r"[ \t]*(#[^\r\n]*)?(?=\r?\n|$)")


def with_pay(text: str, policy: str, block: Callable[[int], str], flow: str) -> str:
    """The text with another pay section in a policy.

    Args:
        text: a valid scenario.
        policy: one of its policies.
        block: gives the section, with its key, indented by so many spaces.
        flow: the instruments on one line, for a policy that is written in braces.

    Returns:
        The new text, which the caller has to read again: aliases are not followed.
    """
    from ruamel.yaml import YAML

    root = YAML(typ="safe", pure=True).compose(text)
    key, value = _entry(_entry(root, "policies")[1], policy)
    newline = "\r\n" if "\r\n" in text else "\n"
    if value.id != "mapping" or not value.value:
        return _filled(text, key, value, block, newline)
    found = next(((each, inner) for each, inner in value.value if each.value == "pay"), None)
    if value.flow_style:
        if found:
            return text[: found[1].start_mark.index] + flow + text[found[1].end_mark.index :]
        end = _end(value.value[-1][1])
        return f"{text[:end]}, pay: {flow}{text[end:]}"
    indent = value.start_mark.column
    section = block(indent).replace("\n", newline)
    if found is None:
        end = _line_end(text, _trimmed(text, _end(value)))
        return text[:end] + newline + section + text[end:]
    end = _line_end(text, _trimmed(text, max(_end(found[1]), found[0].end_mark.index + 1)))
    return text[: found[0].start_mark.index] + section.lstrip(" ") + text[end:]


def with_policies(text: str, blocks: Mapping[str, str]) -> str:
    """The text with further policies after its last, each of them a block of YAML that begins with its name.

    Args:
        text: a valid scenario.
        blocks: name and block, not indented.

    Returns:
        The new text, which the caller has to read again: a file in braces cannot be added to.
    """
    from ruamel.yaml import YAML

    policies = _entry(YAML(typ="safe", pure=True).compose(text), "policies")[1]
    newline = "\r\n" if "\r\n" in text else "\n"
    margin = " " * policies.start_mark.column
    rows = [row for block in blocks.values() for row in ("", *block.splitlines())]
    end = _line_end(text, _trimmed(text, _end(policies)))
    return text[:end] + newline + newline.join(margin + row if row else "" for row in rows) + text[end:]


def _entry(mapping: Any, name: str) -> tuple[Any, Any]:
    """Key and value of a mapping's entry."""
    return next(pair for pair in mapping.value if pair[0].value == name)


def _filled(text: str, key: Any, value: Any, block: Callable[[int], str], newline: str) -> str:
    """A policy that says nothing yet, with its pay."""
    section = newline + block(key.start_mark.column + 2).replace("\n", newline)
    colon = text.index(":", key.end_mark.index) + 1
    end = max(colon, value.end_mark.index if value.value or value.id == "mapping" else colon)
    return text[:colon] + section + text[_line_end(text, end) :]


def _end(node: Any) -> int:
    """Where what is written of a node ends: remarks and blank lines after it do not belong to it."""
    if node.id == "scalar" or node.flow_style or not node.value:
        return node.end_mark.index
    last = node.value[-1]
    if node.id == "mapping":
        name, value = last
        return max(_end(value), name.end_mark.index + 1)
    return _end(last)


def _trimmed(text: str, end: int) -> int:
    """A position without the blank space before it."""
    return len(text[:end].rstrip())


def _line_end(text: str, at: int) -> int:
    """The end of the line, where only a remark follows."""
    rest = _REST_OF_LINE.match(text, at)
    return rest.end() if rest else at
