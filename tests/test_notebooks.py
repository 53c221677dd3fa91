"""The notebooks run: here with few replicates and in this process, as they stand and in a kernel if asked for."""

import ast
import json
import re
import shutil
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
#: What a notebook reads.
READ = ("scenarios", "tests/data/online_retail_ii")
#: Runs enough for every cell to have something to show.
FEW = {"replicates": 8, "confirm": 8, "points": 16, "evaluations": 8, "draws": 100, "companies": 12}
#: Notebooks that ask for what needs more.
MORE = {"03_design_to_decision": {"replicates": 20}, "08_review": {"replicates": 20}}
COUNTS = re.compile(rf"""(\w*({"|".join(FEW)})"?\s*[=:]\s*)(\d+)""")


def smaller(code: str, notebook: str = "") -> str:
    """Return code of a notebook that asks for fewer runs, and is otherwise the same."""
    few = FEW | MORE.get(notebook, {})
    return COUNTS.sub(lambda found: f"{found[1]}{min(int(found[3]), few[found[2]])}", code)


def show(value: object) -> None:
    """Make what a cell would show of its last value, and of the figures that it has drawn."""
    import matplotlib.pyplot as plt

    html = getattr(value, "_repr_html_", None)
    assert (html() if html else None) or repr(value)
    for number in plt.get_fignums():
        plt.figure(number).draw_without_rendering()
    plt.close("all")


def play(notebook: Path) -> int:
    """Run the cells of a notebook one after another and return how many there are."""
    names: dict[str, object] = {"__name__": "__main__"}
    cells = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
    code = [smaller("".join(cell["source"]), notebook.stem) for cell in cells if cell["cell_type"] == "code"]
    for number, source in enumerate(code):
        tree, place = ast.parse(source), f"{notebook.name}[{number}]"
        last = tree.body.pop() if isinstance(tree.body[-1], ast.Expr) else None
        exec(compile(tree, place, "exec"), names)
        show(eval(compile(ast.Expression(last.value), place, "eval"), names) if last else None)  # noqa: S307
    return len(code)


@pytest.fixture
def bench(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of notebooks beside all that they read."""
    for name in READ:
        shutil.copytree(ROOT / name, tmp_path / name)
    folder = tmp_path / "notebooks"
    folder.mkdir()
    monkeypatch.chdir(folder)
    return folder


@pytest.mark.filterwarnings("ignore:FigureCanvasAgg is non-interactive")
@pytest.mark.parametrize("notebook", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_runs(notebook: Path, bench: Path) -> None:
    assert play(notebook) > 4


def test_a_mistake_in_a_cell_is_found(bench: Path) -> None:
    cells = [{"cell_type": "code", "source": ["shop = 1\n", "shop.replicates"]}]
    (bench / "wrong.ipynb").write_text(json.dumps({"cells": cells}), encoding="utf-8")
    with pytest.raises(AttributeError, match="replicates"):
        play(bench / "wrong.ipynb")


def test_only_counts_of_runs_are_made_smaller() -> None:
    asked = 'f(replicates=40, weeks=60, most_replicates=4); {"points": 64, "levels": 30}; neutral_replicates = 80'
    assert smaller(asked) == (
        'f(replicates=8, weeks=60, most_replicates=4); {"points": 16, "levels": 30}; neutral_replicates = 8'
    )


@pytest.mark.slow  # two minutes of the very counts that the notebooks state; what they call is run above and elsewhere
@pytest.mark.parametrize("notebook", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_runs_as_it_stands(notebook: Path, bench: Path) -> None:
    nbformat = pytest.importorskip("nbformat", reason="JupyterLab is not installed")
    client = pytest.importorskip("nbclient", reason="JupyterLab is not installed")
    client.execute(nbformat.read(notebook, as_version=4), timeout=300, kernel_name="python3")
