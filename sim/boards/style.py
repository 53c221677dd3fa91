"""How the board looks: one sheet for pictures and knobs, light and dark by the reader's choice or the machine's."""

from __future__ import annotations

from functools import cache
from pathlib import Path

DARK = (
    "{ color-scheme: dark; --ink: #ececec; --soft: #b0b0b0; --line: #4a4d50; --paper: #16181a; --quiet: #24272a; "
    "--good: #6fcf8a; --bad: #ff8f8f; --try: #7cc0f0; --open: #e3c65a; --warn: #3a1f21; --base: #a5a5a5; "
    "--v0: #5fb4f0; --v1: #ff9650; --v2: #3fcfa3; --v3: #e58ec0; }"
)
LOOKS = ("auto", "light", "dark")
_PLACE = "/* dark */"


@cache
def sheet(look: str) -> str:
    """Return the style sheet; `auto` follows the machine."""
    text = Path(__file__).with_name("style.css").read_text(encoding="utf-8")
    dark = f".policy-board {DARK}"
    found = {"auto": f"@media (prefers-color-scheme: dark) {{ {dark} }}", "light": "", "dark": dark}
    return text.replace(_PLACE, found[look])


def page(look: str) -> str:
    """Return what the page behind the board needs: its ground and its margins."""
    plain = "html, body { background: #fff; margin: 0; }"
    dark = "html, body { background: #16181a; }"
    media = f"@media (prefers-color-scheme: dark) {{ {dark} }}"
    return plain + {"auto": media, "light": "", "dark": dark}[look]
