"""A wheel that answers without compiling: machine code for any processor of this architecture is put into it.

    python -m pip wheel --no-deps --wheel-dir dist .
    python -m sim.engine.shipping dist/staff_policy_sim-*.whl

The second command needs the package `wheel`. It compiles from the sources in the wheel, in a process of its own that
sees nothing else of this package, and names the wheel after the Python, the compiler and the platform it is for.
"""

import os
import subprocess
import sys
import sysconfig
import tempfile
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path

#: What is run so that all code that users wait for is compiled.
ERRANDS = (
    ("new", "shop", "--out", "shop.yaml"),
    ("compare", "shop.yaml", "--replicates", "2"),
    ("payslip", "shop.yaml", "today", "--seat", "operations 1", "--week", "9"),
    ("marginal", "shop.yaml", "today", "--out", "marginal.png"),
)


def ship(wheel: Path) -> Path:
    """Put machine code into a wheel, and return the wheel for this platform that takes its place.

    Args:
        wheel: built from the sources, for any platform.

    Raises:
        subprocess.CalledProcessError: the sources in the wheel do not run, or it cannot be packed.
    """
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        _run("wheel", "unpack", str(wheel.resolve()), "--dest", "unpacked", cwd=place)
        (root,) = (place / "unpacked").iterdir()
        env = {**os.environ, "SIM_CODE": "generic", "SIM_CACHE_DIR": str(place / "cache"), "PYTHONPATH": str(root)}
        for errand in ERRANDS:
            _run("sim", *errand, cwd=place, env=env)
        (made,) = (place / "cache").glob("code-*-generic")
        shipped = root / "sim" / "machine_code"
        shipped.mkdir()
        made.rename(shipped / made.name.removesuffix("-generic"))
        _pin(next(root.glob("*.dist-info")) / "METADATA")
        _run("wheel", "pack", str(root), "--dest-dir", str(place), cwd=place)
        python, platform = f"cp{sys.version_info[0]}{sys.version_info[1]}", sysconfig.get_platform()
        tags = [
            "--python-tag",
            python,
            "--abi-tag",
            python,
            "--platform-tag",
            platform.replace("-", "_").replace(".", "_"),
        ]
        _run("wheel", "tags", "--remove", *tags, str(place / wheel.name), cwd=place)
        (found,) = place.glob("*.whl")
        return found.rename(wheel.with_name(found.name))


def _pin(metadata: Path) -> None:
    """Ask for the very compiler that has made the code: another would not read it."""
    lines = metadata.read_text(encoding="utf-8").splitlines(keepends=True)
    wanted = f"Requires-Dist: numba=={version('numba')}\n"
    metadata.write_text(
        "".join(wanted if line.startswith("Requires-Dist: numba") else line for line in lines), encoding="utf-8"
    )


def _run(module: str, *arguments: str, cwd: Path, env: dict[str, str] | None = None) -> None:
    """Run a module as a command."""
    subprocess.run([sys.executable, "-m", module, *arguments], cwd=cwd, env=env, check=True, stdout=subprocess.DEVNULL)


def main(arguments: Sequence[str]) -> None:
    """Ship code in every wheel that is named."""
    for name in arguments:
        sys.stdout.write(f"{ship(Path(name))}\n")


if __name__ == "__main__":
    main(sys.argv[1:])
