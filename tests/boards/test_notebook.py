"""The board in a cell of JupyterLab: the same object, nothing asked of anybody else."""

import re
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import browser
import pytest
import shop

pytestmark = [browser.MISSING, *browser.without("panel", "playwright", "jupyterlab"), pytest.mark.slow]
CODE = "import sim\nboard = sim.board('shop.yaml', ['today', 'quota'])\nboard"
PATIENCE = 60_000


@pytest.fixture
def lab(tmp_path: Path, unused_port: int):
    import nbformat

    (tmp_path / "shop.yaml").write_text(shop.TEXT, encoding="utf-8")
    cells = [nbformat.v4.new_code_cell(CODE)]
    kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    nbformat.write(nbformat.v4.new_notebook(cells=cells, metadata=kernel), tmp_path / "board.ipynb")
    settings = {
        "ip": "127.0.0.1",
        "port": unused_port,
        "IdentityProvider.token": "test",
        "ServerApp.root_dir": tmp_path,
    }
    command = [sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root"]
    command += [f"--{name}={value}" for name, value in settings.items()]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    address = f"http://127.0.0.1:{unused_port}"
    for _ in range(240):
        try:
            urllib.request.urlopen(f"{address}/api?token=test", timeout=5)
            break
        except OSError:
            time.sleep(0.5)
    yield address
    server.terminate()
    server.wait(30)


@pytest.fixture
def unused_port() -> int:
    import socket

    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))
        return int(bound.getsockname()[1])


def test_a_cell_shows_the_board_and_its_knobs_move_the_figures(lab: str) -> None:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        chromium = play.chromium.launch(executable_path=browser.CHROMIUM, args=browser.ARGUMENTS)
        page, asked = chromium.new_page(), list[str]()
        page.on("request", lambda request: asked.append(request.url))
        page.goto(f"{lab}/lab/tree/board.ipynb?token=test&reset")
        page.locator(".jp-Notebook .jp-Cell .cm-content").first.click(timeout=PATIENCE)
        page.get_by_text("Kernel status: Idle").first.wait_for(state="attached", timeout=PATIENCE)
        page.keyboard.press("Control+Enter")
        row = page.locator("tr[data-measure='gmv']").first
        row.wait_for(timeout=PATIENCE)
        before = row.get_attribute("data-estimate")
        knob = page.locator("[data-knob='pay/kpi/weights/gmv']").first
        knob.focus()
        for _ in range(5):
            knob.press("ArrowLeft")
        page.locator("tr[data-policy='quota_2']").first.wait_for(timeout=PATIENCE)
        assert row.get_attribute("data-estimate") != before
        outside = [url for url in asked if not re.match(browser.INSIDE, url)]
        assert not outside, outside
        chromium.close()
