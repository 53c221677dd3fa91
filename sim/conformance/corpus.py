"""Spoiled files: thousands of mutations of good exports, rosters and pay plans, each read or refused, soon and plainly.

`python -m sim.conformance.corpus --count 3000` makes them from a seed, reads each, runs some of what was accepted, and
prints what broke. A file breaks the product when reading it raises anything but an error with a remedy, takes longer
than `SLOWEST` seconds of a core, or gives a company with a value that is not finite or a number of orders below 0.
"""

from __future__ import annotations

import argparse
import csv
import io
import math
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any, Literal

import numpy as np

from sim.conformance.exports import WRITERS, shop
from sim.conformance.pay_cases import scenario_of
from sim.errors import InputError, SimError

SLOWEST = 10.0
_MOST_CHANGES = 4
_WEEKS = 8
_CELLS = (
    "",
    "-",
    "nan",
    "NaN",
    "inf",
    "-inf",
    "1e308",
    "-1",
    "0",
    "1E+18",
    "9" * 400,
    "null",
    "=1/0",
    "=cmd|' /C calc'!A0",
    "<b>x</b>",
    "\u202e",
    "\ufeff",
    "😀" * 9,
    "2026-02-30",
    "0000-00-00",
    "9999-12-31",
    "05/06/07",
    "12:00",
    "1,23,4.5",
    "(5.00)",
    "¥",
    "€9",
    "退款",
    "closed",
    "合计",
    "total",
    "true",
    "***",
    "'",
    '"',
    ";",
    "\t",
    "\\",
    "None",
)

Lines = list[list[str]]
Random = np.random.Generator


@dataclass(frozen=True)
class Spoiled:
    """A spoiled file: what it was made from, what was done to it, and its bytes."""

    number: int
    origin: str
    kind: str
    changes: tuple[str, ...]
    content: bytes


@dataclass(frozen=True)
class Breach:
    """A file that broke the product, and how."""

    file: Spoiled
    how: str

    def __str__(self) -> str:
        return f"{self.file.number} ({self.file.origin}: {', '.join(self.file.changes)}): {self.how}"


def _some(random: Random, count: int) -> int:
    return int(random.integers(0, max(count, 1)))


def _cell(random: Random, rows: Lines) -> None:
    """One cell becomes something else."""
    row = rows[_some(random, len(rows))]
    if row:
        row[_some(random, len(row))] = str(random.choice(_CELLS))


def _column(random: Random, rows: Lines) -> None:
    """All cells of a column become something else, the heading stays."""
    at, value = _some(random, len(rows[0])), str(random.choice(_CELLS))
    for row in rows[1:]:
        if at < len(row):
            row[at] = value


def _drop_column(random: Random, rows: Lines) -> None:
    """A column goes."""
    at = _some(random, len(rows[0]))
    for row in rows:
        del row[at : at + 1]


def _swap_columns(random: Random, rows: Lines) -> None:
    """The cells of two columns change places, their headings stay."""
    one, other = _some(random, len(rows[0])), _some(random, len(rows[0]))
    for row in rows[1:]:
        if max(one, other) < len(row):
            row[one], row[other] = row[other], row[one]


def _heading(random: Random, rows: Lines) -> None:
    """A heading becomes that of another column, or nonsense."""
    rows[0][_some(random, len(rows[0]))] = str(random.choice([*rows[0], "", "x (y)", "金额(万元)", "date", "status"]))


def _drop_rows(random: Random, rows: Lines) -> None:
    """A stretch of rows goes, now and then with the headings."""
    begin = _some(random, len(rows))
    del rows[begin : begin + 1 + _some(random, len(rows))]


def _repeat_rows(random: Random, rows: Lines) -> None:
    """A stretch of rows comes twice."""
    begin = _some(random, len(rows))
    part = [list(row) for row in rows[begin : begin + 1 + _some(random, 40)]]
    rows[begin:begin] = part


def _shuffle(random: Random, rows: Lines) -> None:
    """The rows come in another order."""
    body = rows[1:]
    random.shuffle(body)
    rows[1:] = body


def _ragged(random: Random, rows: Lines) -> None:
    """A row loses or gains cells."""
    row = rows[_some(random, len(rows))]
    if random.random() < 0.5:
        del row[_some(random, len(row)) :]
    else:
        row += [str(random.choice(_CELLS))] * (1 + _some(random, 3))


def _negative(random: Random, rows: Lines) -> None:
    """Numbers of a column change their sign in some rows."""
    at = _some(random, len(rows[0]))
    for row in rows[1:]:
        if at < len(row) and random.random() < 0.2:
            row[at] = f"-{row[at]}"


def _scale(random: Random, rows: Lines) -> None:
    """Numbers of a column become larger or smaller by powers of ten."""
    at, factor = _some(random, len(rows[0])), 10.0 ** int(random.integers(-6, 12))
    for row in rows[1:]:
        try:
            row[at] = repr(float(row[at]) * factor)
        except (ValueError, IndexError):
            continue


def _blank(random: Random, rows: Lines) -> None:
    """Half of the cells of a column become blank."""
    at = _some(random, len(rows[0]))
    for row in rows[1:]:
        if at < len(row) and random.random() < 0.5:
            row[at] = ""


def _footer(random: Random, rows: Lines) -> None:
    """A row of totals or of words stands at the end, or between rows."""
    row = [""] * len(rows[0])
    row[_some(random, len(row))] = str(
        random.choice(["合计", "Total", "共 99 条", "1 record(s) downloaded", "12345.6"])
    )
    rows.insert(_some(random, len(rows)) if random.random() < 0.5 else len(rows), row)


_OF_ROWS: tuple[Callable[[Random, Lines], None], ...] = (
    _cell,
    _cell,
    _cell,
    _column,
    _drop_column,
    _swap_columns,
    _heading,
    _drop_rows,
    _repeat_rows,
    _shuffle,
    _ragged,
    _negative,
    _scale,
    _blank,
    _footer,
)


def _joined(rows: Lines, separator: str, quoted: bool) -> str:
    """Rows as text, with or without quotation marks around cells that need them."""
    if not quoted:
        return "\n".join(separator.join(row) for row in rows)
    stream = io.StringIO()
    csv.writer(stream, delimiter=separator, lineterminator="\n").writerows(rows)
    return stream.getvalue()


def _spoiled_bytes(random: Random, content: bytes) -> tuple[str, bytes]:
    """The bytes after a change that knows nothing of rows, and its name."""
    if not content:
        return "nothing", content
    at = _some(random, len(content))
    kind = int(random.integers(0, 5))
    if kind == 0:
        return "cut off", content[:at]
    if kind == 1:
        return "a byte flipped", content[:at] + bytes([content[at] ^ (1 << _some(random, 8))]) + content[at + 1 :]
    if kind == 2:
        return "a quote put in", content[:at] + b'"' + content[at:]
    if kind == 3:
        return "zeros put in", content[:at] + b"\x00" * 3 + content[at:]
    return "line ends of another system", content.replace(b"\n", b"\r\n" if at % 2 else b"\r")


def staff_text(people: int = 60, seed: int = 1) -> str:
    """A good roster: employments of the last years with hire dates, exit dates, reasons and pay."""
    random = np.random.default_rng(seed)
    titles = ("运营专员", "客服专员", "美工", "Warehouse clerk", "Data analyst", "Marketing manager")
    rows = ["工号,岗位,入职日期,离职日期,离职原因,基本工资"]
    for number in range(people):
        hired = date(2020, 1, 6) + timedelta(days=int(random.integers(0, 1900)))
        left = hired + timedelta(days=int(random.integers(60, 900))) if random.random() < 0.3 else None
        gone = left is not None and left < date(2026, 1, 1)
        end, why = (left, "个人发展") if gone else ("", "")
        pay = int(random.integers(50, 120)) * 100
        rows.append(f"A{number:03d},{titles[number % len(titles)]},{hired},{end},{why},{pay}")
    return "\n".join(rows) + "\n"


def payroll_text(months: int = 4) -> str:
    """The roster as payrolls of several months, with a state and with headings in two rows."""
    head, *rows = staff_text(30).splitlines()
    groups = "工资表" + "," * (head.count(",") + 2)
    listed = [
        f"2025-{9 + month:02d},{row},{'离职' if row.split(',')[3] else '在职'}"
        for month in range(months)
        for row in rows
    ]
    return "\n".join([groups, f"月份,{head},员工状态", *listed]) + "\n"


_SEATS = {"operations": 2, "marketing": 1, "design": 1, "service": 1}
_PLAN: Mapping[str, Any] = {
    "operations_kpi": {
        "kind": "performance_pay",
        "roles": ["operations"],
        "scope": "own",
        "weights": {"gmv": 0.4, "repurchase": 0.3, "nps": 0.3},
        "target_rmb": 2000,
        "period": "month",
        "curve": {"threshold": 0.8, "cap": 1.5},
    },
    "gmv_quota": {
        "kind": "quota",
        "roles": ["operations", "marketing"],
        "metric": "gmv",
        "scope": "own",
        "target_rmb": 3000,
        "quota": 1.0,
        "period": "month",
        "ratchet": 0.3,
        "curve": {"threshold": 0.8, "accelerators": [{"above": 1.0, "multiple": 2.0}], "cap": 1.5},
    },
    "unit_pot": {
        "kind": "team_bonus",
        "roles": ["operations", "design", "service"],
        "metric": "gmv",
        "scope": "unit",
        "pot_rmb": 800,
        "period": "month",
        "curve": {"threshold": 0.9, "cap": 1.3},
    },
    "yearly_bonus": {"kind": "annual_bonus", "roles": "all", "months": 1, "month": 1, "forfeit": True},
}


def plan_text(lang: Literal["en", "zh"]) -> str:
    """A good pay plan of four instruments as a text file with English or Chinese headings."""
    from sim.spreadsheets import write_plan

    scenario = scenario_of({"case": "plan", "pay": _PLAN, "seats": _SEATS})
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "plan.csv"
        write_plan(path, scenario.policy("today").instruments, lang)
        return path.read_text(encoding="utf-8-sig")


def spoiled(count: int, seed: int = 1) -> Iterator[Spoiled]:
    """Spoiled files, the same for the same seed.

    Args:
        count: how many.
        seed: of what is done to them.
    """
    texts = {key: (writer(shop(80, seed=3)).text, "orders") for key, writer in WRITERS.items()}
    texts |= {"roster": (staff_text(), "staff"), "payroll": (payroll_text(), "staff")}
    texts |= {"plan": (plan_text("en"), "plan"), "plan_zh": (plan_text("zh"), "plan")}
    names = sorted(texts)
    for number in range(count):
        random = np.random.default_rng([seed, number])
        origin = names[number % len(names)]
        text, kind = texts[origin]
        separator = "\t" if origin == "amazon" else ","
        rows = list(csv.reader(io.StringIO(text), delimiter=separator))
        done = []
        for _ in range(1 + _some(random, _MOST_CHANGES)):
            change = _OF_ROWS[_some(random, len(_OF_ROWS))]
            if rows and rows[0]:
                change(random, rows)
                done.append((change.__doc__ or "").split(",")[0].rstrip("."))
        encoding = str(random.choice(["utf-8", "utf-8", "utf-8-sig", "gb18030", "utf-16"]))
        content = _joined(rows, separator, quoted=bool(random.random() < 0.8)).encode(encoding, "replace")
        if random.random() < 0.3:
            what, content = _spoiled_bytes(random, content)
            done.append(what)
        yield Spoiled(number, origin, kind, (*done, encoding), content)


def breach(file: Spoiled, folder: Path, run: bool = False) -> tuple[str, Breach | None]:
    """Read a spoiled file.

    Args:
        file: the file.
        folder: where it may be written.
        run: whether two replicates of an accepted company are run.

    Returns:
        What became of it (`read` or `refused`), and how it broke the product, None where it did not.
    """
    path = folder / f"{file.kind}.csv"
    path.write_bytes(file.content)
    began, what, how = time.process_time(), "read", ""
    try:
        how = _plan_wrong(path, run) if file.kind == "plan" else _export_wrong(path, file.kind, run)
    except SimError as error:
        what, how = "refused", _unclear(error)
    except Exception as error:
        how = f"{type(error).__name__}: {error}"
    spent = time.process_time() - began
    if not how and spent > SLOWEST and not run:
        how = f"took {spent:.0f} s of a core"
    return what, Breach(file, how) if how else None


def _unclear(error: SimError) -> str:
    """What a refusal lacks."""
    if not isinstance(error, InputError):
        return ""
    return "" if any(problem.remedy for problem in error.problems) else f"a refusal without a remedy: {error}"


def _plan_wrong(path: Path, run: bool) -> str:
    """What is wrong with an accepted pay plan, empty where nothing is."""
    from sim.spreadsheets import read_plan

    pay = {name: each.model_dump(mode="json", by_alias=True) for name, each in read_plan(path).pay.items()}
    if not _finite(pay):
        return "a value that is not finite"
    return _run(scenario_of({"case": "plan", "pay": pay, "seats": _SEATS})) if run else ""


def _finite(value: Any) -> bool:
    """Whether no number in a document is infinite or none."""
    if isinstance(value, dict):
        return all(map(_finite, value.values()))
    if isinstance(value, list):
        return all(map(_finite, value))
    return not isinstance(value, float) or math.isfinite(value)


def _export_wrong(path: Path, kind: str, run: bool) -> str:
    """What is wrong with a company read from an export, empty where nothing is."""
    from sim.intake import intake
    from sim.scenario import loads

    good = path.with_name("good.csv")
    if kind == "staff" and not good.exists():
        good.write_text(WRITERS["youzan"](shop(80, seed=3)).text, encoding="utf-8")
    taken = intake(path) if kind == "orders" else intake(good, path)
    found = taken.reconciliation
    if not math.isfinite(found.paid) or found.paid <= 0 or found.paid_orders <= 0:
        return f"paid {found.paid} of {found.paid_orders} orders"
    if found.refunded > found.paid * 1.01:
        return f"more went back ({found.refunded}) than was paid ({found.paid})"
    counts = taken.observed[["orders", "gmv_paid"]].to_numpy()
    if (counts < 0).any():
        return "a week with negative orders"
    scenario = loads(taken.to_yaml())
    return _run(scenario) if run else ""


def _run(scenario: object) -> str:
    """What is wrong with two replicates of a company, empty where nothing is."""
    import sim

    result = sim.compare(scenario, ["today"], replicates=2, weeks=_WEEKS, neutral=False, progress=False)  # type: ignore[arg-type]
    for measure in ("orders", "gmv"):
        values = result.weekly(measure).select_dtypes("number").to_numpy()
        if not np.isfinite(values).all() or (values < 0).any():
            return f"{measure} of a run are negative or not finite"
    return ""


def main(arguments: Sequence[str] | None = None) -> int:
    """Make the corpus, read it, and print what broke; exit code 1 when something did."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=3000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--first", type=int, default=0, help="number of the first file that is read")
    parser.add_argument("--run-every", type=int, default=25, help="run two replicates of every so many accepted files")
    given = parser.parse_args(arguments)
    tally: Counter[str] = Counter()
    broken = []
    with tempfile.TemporaryDirectory() as folder:
        for file in spoiled(given.count, given.seed):
            if file.number < given.first:
                continue
            run = bool(given.run_every) and tally["read"] % given.run_every == 0
            what, found = breach(file, Path(folder), run)
            tally[what] += 1
            if found:
                broken.append(found)
                sys.stdout.write(f"{found}\n")
    sys.stdout.write(f"{sum(tally.values())} files: {dict(tally)}, {len(broken)} broke the product\n")
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
