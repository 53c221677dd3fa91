"""The site: it builds without a warning, asks nothing of the network, and every link inside it leads somewhere."""

import re
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlparse

import pytest

import sim

ROOT = Path(__file__).resolve().parent.parent
#: What a browser fetches by itself, by tag.
FETCHED = {"link": "href", "script": "src", "img": "src", "iframe": "src", "source": "src"}


class Page(HTMLParser):
    """The links, anchors and fetched files of a page."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.links: list[str] = []
        self.anchors: set[str] = set()
        self.fetched: list[str] = []
        self.feed(path.read_text(encoding="utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        if found.get("id"):
            self.anchors.add(str(found["id"]))
        if tag == "a" and found.get("href"):
            self.links.append(str(found["href"]))
        if found.get(FETCHED.get(tag, "")):
            self.fetched.append(str(found[FETCHED[tag]]))


@pytest.fixture(scope="module")
def site(tmp_path_factory) -> dict[Path, Page]:
    target = tmp_path_factory.mktemp("site")
    command = [sys.executable, "-m", "sphinx", "-q", "-W", "--keep-going", "-b", "html", "docs", str(target)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return {path.relative_to(target): Page(path) for path in target.rglob("*.html")}


def test_nothing_is_fetched_from_outside(site) -> None:
    assert not [each for page in site.values() for each in page.fetched if urlparse(each).netloc]


def test_every_link_inside_leads_somewhere(site) -> None:
    lost = []
    for path, page in site.items():
        for link in page.links:
            to = urlparse(link)
            if to.scheme or link == "#":
                continue
            target = Path(re.sub(r"[^/]+/\.\./", "", (path.parent / unquote(to.path)).as_posix())) if to.path else path
            if target.suffix == ".html" and (
                target not in site or (to.fragment and to.fragment not in site[target].anchors)
            ):
                lost.append((path.as_posix(), link))
    assert not lost


def test_every_function_and_every_key_has_its_place(site) -> None:
    named = site[Path("made/python.html")].anchors
    assert {f"sim.{name}" for name in sim.__all__ if not name.startswith("_")} <= named
    assert {"scenario", "company", "line", "policy"} <= site[Path("made/keys.html")].anchors
