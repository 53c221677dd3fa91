"""A sample of the corpus of spoiled exports; `python -m sim.conformance.corpus` reads all of it."""

from pathlib import Path

import pytest

from sim.conformance import corpus
from sim.conformance.corpus import breach, main, spoiled


def test_spoiled_files_are_read_or_refused(tmp_path: Path) -> None:
    became = []
    for file in spoiled(44, seed=7):
        what, found = breach(file, tmp_path)
        assert found is None, str(found)
        became.append(what)
    assert 5 < became.count("read") < 39


def test_an_accepted_company_runs(tmp_path: Path) -> None:
    accepted = next(file for file in spoiled(24, seed=7) if breach(file, tmp_path)[0] == "read")
    assert breach(accepted, tmp_path, run=True) == ("read", None)


def test_the_same_seed_spoils_the_same_files() -> None:
    assert list(spoiled(12, seed=2)) == list(spoiled(12, seed=2))
    assert [file.content for file in spoiled(12, seed=2)] != [file.content for file in spoiled(12, seed=3)]


def test_what_breaks_the_product_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken(*files: Path) -> None:
        raise ValueError("no such thing")

    monkeypatch.setattr("sim.intake.intake", broken)
    (first,) = spoiled(1)
    _, found = breach(first, tmp_path)
    assert found is not None and "ValueError: no such thing" in str(found) and first.origin in str(found)
    assert main(["--count", "2", "--run-every", "0"]) == 1
    assert "2 broke the product" in capsys.readouterr().out
    monkeypatch.setattr(corpus, "breach", lambda *_: ("refused", None))
    assert main(["--count", "2"]) == 0
