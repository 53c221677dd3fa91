"""How the site is built: `sphinx-build -W docs site`. Pages that the product can write are written anew each time."""

import json
import re
import shutil
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent))
import gallery

import sim
from sim.scenario.models import Scenario
from sim.scenario.schema import explained

HERE = Path(__file__).resolve().parent
ROOT, MADE = HERE.parent, HERE / "made"

project = "Staff Policy Sim"
author = "Staff Policy Sim authors"
release = sim.__version__
extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.napoleon"]
exclude_patterns = ["README.md"]
html_theme = "furo"
html_title = f"{project} {release}"
html_show_copyright = False
myst_enable_extensions = ["colon_fence"]
myst_heading_anchors = 3
autodoc_typehints = "description"
autodoc_typehints_format = "short"
#: Links to other files of the project, and the page of the site that shows each.
SHOWN = {
    "sim/ODD.md": "made/odd.md", "sim/CATALOGUE.md": "made/catalogue.md", "sim/RISKS.md": "made/risks.md",
    "sim/ROWS.md": "made/rows.md",
}  # fmt: skip


def links_within(text: str, depth: str) -> str:
    """Return a page with links to other files of the project led to the pages that show them, or left as plain words.

    Args:
        text: in Markdown.
        depth: from the page to the root of the site, such as `../`.
    """

    def led(match: re.Match[str]) -> str:
        words, target = match["words"], match["target"].removeprefix("../")
        if target.startswith("docs/"):
            return f"[{words}]({depth}{target.removeprefix('docs/')})"
        if target in SHOWN:
            return f"[{words}]({depth}{SHOWN[target]})"
        if target.startswith("scenarios/cases/") and target.endswith(".md"):
            return f"[{words}]({depth}made/{Path(target).name})"
        return words if match["target"].startswith("../") else match[0]

    return re.sub(r"(?<!!)\[(?P<words>[^\]]*)\]\((?P<target>[^)\s]+)\)", led, text)


def tutorial(path: Path) -> str:
    """Return a notebook as a page: its text, and its code to read and copy."""
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    parts = []
    for cell in cells:
        text = "".join(cell["source"])
        parts.append(text if cell["cell_type"] == "markdown" else f"```python\n{text}\n```")
    return "\n\n".join(parts) + "\n"


def keys(schema: Mapping[str, Any]) -> Iterator[str]:
    """Yield the page of every key of a scenario, from the schema that editors use."""
    yield "# Every key of a scenario\n"
    yield "Written from the schema that `sim schema` gives to editors. A part is named as the errors name it.\n"
    for name, part in {"Scenario": schema, **schema["$defs"]}.items():
        if "properties" not in part:
            continue
        yield f"## {name}\n"
        yield (part.get("description") or "").partition("\n\n")[0] + "\n"
        yield "| key | what it is | kind | otherwise |\n| --- | --- | --- | --- |"
        for key, entry in part["properties"].items():
            part_of = schema["$defs"].get(str(entry.get("$ref", "")).rpartition("/")[2], {})
            told = entry.get("description") or part_of.get("description", "").partition("\n\n")[0]
            default = json.dumps(entry["default"], ensure_ascii=False) if "default" in entry else ""
            default = "required" if key in part.get("required", ()) else default
            cells = (f"`{key}`", told, kind_of(entry), f"`{default}`" if default else "")
            yield "| " + " | ".join(str(each).replace("|", "\\|").replace("\n", " ") for each in cells) + " |"
        yield ""


def kind_of(entry: Mapping[str, Any]) -> str:
    """Return what may stand in an entry, in few words."""
    if "$ref" in entry:
        return entry["$ref"].rpartition("/")[2]
    if "anyOf" in entry or "oneOf" in entry:
        found = [kind_of(each) for each in (*entry.get("anyOf", ()), *entry.get("oneOf", ()))]
        return " or ".join(dict.fromkeys(found))
    if "const" in entry:
        return f"`{entry['const']}`"
    if "enum" in entry:
        return ", ".join(f"`{each}`" for each in entry["enum"])
    if entry.get("type") == "array" and isinstance(entry.get("items"), Mapping):
        return f"list of {kind_of(entry['items'])}"
    return str(entry.get("type", "any"))


def reference() -> str:
    """Return the page of everything that `sim` offers in Python."""
    found = ["# In Python\n", "```{eval-rst}\n.. currentmodule:: sim\n"]
    for name in sim.__all__:
        if not name.startswith("_"):
            what = "autoclass" if isinstance(getattr(sim, name), type) else "autofunction"
            found.append(f".. {what}:: sim.{name}" + ("\n   :members:\n" if what == "autoclass" else "\n"))
    return "\n".join([*found, "```\n"])


def write_pages() -> None:
    """Write the pages that come from the product: model, catalogue, cases, tutorials, keys, reference."""
    shutil.rmtree(MADE, ignore_errors=True)
    MADE.mkdir()
    pages = {Path(page).name: (ROOT / source).read_text(encoding="utf-8") for source, page in SHOWN.items()}
    pages |= {path.name: path.read_text(encoding="utf-8") for path in sorted((ROOT / "scenarios/cases").glob("*.md"))}
    pages |= {f"{path.stem}.md": tutorial(path) for path in sorted((ROOT / "notebooks").glob("*.ipynb"))}
    pages["keys.md"] = "\n".join(keys(explained(Scenario.model_json_schema())))
    pages["python.md"] = reference()
    pages |= gallery.pages(MADE)
    for name, text in pages.items():
        (MADE / name).write_text(links_within(text, "../"), encoding="utf-8")


def setup(app: Any) -> None:
    """Write the pages before they are read, and lead the links of the others."""

    def lead(app: Any, name: str, source: list[str]) -> None:  # noqa: ARG001
        if not name.startswith("made/"):
            source[0] = links_within(source[0], "../" * name.count("/"))

    app.connect("source-read", lead)


write_pages()
