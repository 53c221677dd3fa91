"""The store of a sweep: chunks addressed by content, written beside and renamed, so that nothing can half-exist."""

from __future__ import annotations

import contextlib
import hashlib
import io
import json
import os
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.errors import SimError
from sim.views import view

if TYPE_CHECKING:
    import pandas as pd

Floats = NDArray[np.float64]
Rows = Callable[[Floats, Floats], dict[str, np.ndarray]]
HASH_DIGITS = 16
ABANDONED_SECONDS = 3600.0
DESCRIBED = {"name", "identity", "points", "chunks", "measures"}


class Chunk(NamedTuple):
    """Results of some points: float64[points, replicates, measures] of policy and baseline.

    NaN for failed points and for replicates that were not run; one row of the baseline where it is all points' own.
    `begins` is the number of the first replicate.
    """

    name: str
    first: int
    value: Floats
    baseline: Floats
    failures: dict[str, str]
    begins: int = 0


def digest(*parts: Any) -> str:
    """Return 16 hexadecimal digits of what is given, as canonical JSON."""
    text = json.dumps(parts, sort_keys=True, ensure_ascii=False, default=str)
    return hashlib.sha256(text.encode()).hexdigest()[:HASH_DIGITS]


class Store:
    """A folder with `study.json` (what, units, points) and `chunks/NAME-HASH.npz` (results)."""

    def __init__(self, folder: str | os.PathLike[str]) -> None:
        self.folder = Path(folder)
        self.chunks = self.folder / "chunks"

    def begin(self, description: dict[str, Any]) -> None:
        """Write what the store holds; an existing store is extended, never emptied.

        Raises:
            SimError: the folder cannot be written, or holds another sweep.
        """
        known = self.description() if (self.folder / "study.json").exists() else None
        if known and known["identity"] != description["identity"]:
            raise SimError(
                "{0}: holds another sweep ({1}). Choose another folder",
                "{0}:存有另一项扫描({1})。请另选文件夹",
                self.folder,
                known["name"],
            )
        try:
            self.chunks.mkdir(parents=True, exist_ok=True)
            self._sweep_up()
            self._replace(self.folder / "study.json", json.dumps(description, indent=1, ensure_ascii=False).encode())
        except OSError as error:
            raise SimError("{0}: cannot be written ({1})", "{0}:无法写入({1})", self.folder, error.strerror) from None

    def _sweep_up(self) -> None:
        """Delete what a killed run left half written, but nothing that another run may be writing just now."""
        for left in self.chunks.glob("*.part"):
            with contextlib.suppress(FileNotFoundError):
                if time.time() - left.stat().st_mtime > ABANDONED_SECONDS:
                    left.unlink()

    def _repr_html_(self) -> str:
        """Return the points and their means, for notebooks, in the language of the reader."""
        return view("sim.results.notebook", "frames")(str(self.description()["name"]), self.summary())

    def description(self) -> dict[str, Any]:
        """What the store holds.

        Raises:
            SimError: there is no store, or its description is damaged.
        """
        try:
            found: dict[str, Any] = json.loads((self.folder / "study.json").read_text(encoding="utf-8"))
        except (OSError, ValueError):
            raise SimError(
                "{0}: no store of a sweep. `sim sweep STUDY --store DIR` makes one",
                "{0}:不是扫描的存储。`sim sweep 研究 --store 文件夹` 可创建",
                self.folder,
            ) from None
        if not isinstance(found, dict) or not found.keys() >= DESCRIBED:
            raise SimError(
                "{0}: study.json is damaged or of another version. Choose another folder",
                "{0}:study.json 已损坏或属于其他版本。请另选文件夹",
                self.folder,
            )
        return found

    def names(self) -> dict[str, Path]:
        """Names of the chunks that are there, and their files."""
        return {path.name.partition("-")[0]: path for path in sorted(self.chunks.glob("*.npz"))}

    def write(self, chunk: Chunk) -> None:
        """Write a chunk under its content's hash; either it is there whole, or it is not."""
        stream = io.BytesIO()
        failures = np.frombuffer(json.dumps(chunk.failures, sort_keys=True).encode(), np.uint8)
        place = np.array([chunk.first, chunk.begins], np.int64)
        np.savez(stream, place=place, value=chunk.value, baseline=chunk.baseline, failures=failures)
        content = stream.getvalue()
        self._replace(self.chunks / f"{chunk.name}-{hashlib.sha256(content).hexdigest()[:HASH_DIGITS]}.npz", content)

    @staticmethod
    def _replace(path: Path, content: bytes) -> None:
        """Write beside and rename."""
        beside = path.with_name(f"{path.name}.{os.getpid()}.part")
        try:
            with beside.open("wb") as stream:
                stream.write(content)
                stream.flush()
                os.fsync(stream.fileno())
            beside.replace(path)
        finally:
            beside.unlink(missing_ok=True)

    @staticmethod
    def read(path: Path) -> Chunk | None:
        """Return a chunk, None where the file is not what its name promises."""
        name, _, rest = path.stem.partition("-")
        try:
            content = path.read_bytes()
            if hashlib.sha256(content).hexdigest()[:HASH_DIGITS] != rest:
                return None
            with np.load(io.BytesIO(content)) as arrays:
                failures = json.loads(arrays["failures"].tobytes().decode() or "{}")
                first, begins = arrays["place"].tolist()
                return Chunk(name, first, arrays["value"], arrays["baseline"], failures, begins)
        except (OSError, ValueError, KeyError):
            return None

    def damaged(self) -> list[Path]:
        """Files that are not what their names promise."""
        return [path for path in self.names().values() if self.read(path) is None]

    def discard(self, paths: Sequence[Path]) -> None:
        """Delete files, so that the next run computes them again."""
        for path in paths:
            path.unlink(missing_ok=True)

    def merge(self, other: Store) -> int:
        """Take over the whole chunks of another store of the same study that are not here yet; return how many.

        Raises:
            SimError: the other store is of another study, or this one cannot be written.
        """
        mine, theirs = self.description(), other.description()
        if mine["identity"] != theirs["identity"]:
            raise SimError(
                "{0}: holds another sweep ({1}), so there is nothing to merge",
                "{0}:存有另一项扫描({1}),没有可合并的内容",
                other.folder,
                theirs["name"],
            )
        if len(theirs["points"]) > len(mine["points"]):
            self.begin(theirs)
        there, taken = self.names(), 0
        for name, path in other.names().items():
            if name not in there and other.read(path) is not None:
                self._replace(self.chunks / path.name, path.read_bytes())
                taken += 1
        return taken

    def stored(self) -> Iterator[Chunk]:
        """Yield the whole chunks of the sweep one after the other, in the order of its points."""
        names = self.names()
        for name in self.description()["chunks"]:
            chunk = self.read(names[name]) if name in names else None
            if chunk is not None:
                yield chunk

    def frame(self, measures: Sequence[str] | None = None, policy: str | None = None) -> pd.DataFrame:
        """Tidy frame: one row per point, replicate and measure; levers, uncertainties, value, baseline, difference.

        Args:
            measures: which; default all.
            policy: one policy; default all.
        """
        return self._table(measures, policy, _every_replicate)

    def summary(self, measures: Sequence[str] | None = None, policy: str | None = None) -> pd.DataFrame:
        """Tidy frame: one row per point and measure with mean value, mean difference and its standard error."""
        return self._table(measures, policy, _means)

    def _table(self, measures: Sequence[str] | None, policy: str | None, rows: Rows) -> pd.DataFrame:
        """Return the rows of all chunks, which are read one after the other."""
        import pandas as pd

        known = self.description()
        unknown = [name for name in measures or () if name not in known["measures"]]
        if unknown:
            raise SimError(
                "{0}: holds no {1}; it holds {2}",
                "{0}:没有 {1};现有 {2}",
                self.folder,
                ", ".join(unknown),
                ", ".join(known["measures"]),
            )
        names = [(i, name) for i, name in enumerate(known["measures"]) if measures is None or name in measures]
        parts: list[dict[str, np.ndarray]] = []
        for chunk in self.stored():
            points = known["points"][chunk.first : chunk.first + len(chunk.value)]
            mine = np.array([policy is None or point["policy"] == policy for point in points])
            base = np.broadcast_to(chunk.baseline, chunk.value.shape)
            for column, name in names:
                numbers = rows(chunk.value[mine, :, column], base[mine, :, column])
                which = numbers.pop("row")
                if "replicate" in numbers:
                    numbers["replicate"] += chunk.begins
                parts.append(
                    {
                        "point": chunk.first + np.flatnonzero(mine)[which],
                        "measure": np.full(len(which), name),
                        **numbers,
                    }
                )
        if not parts:
            return pd.DataFrame()
        joined = {key: np.concatenate([part[key] for part in parts]) for key in parts[0]}
        what = pd.DataFrame(known["points"]).iloc[joined["point"]].reset_index(drop=True)
        units = pd.Series(joined["measure"]).map(known["measures"])
        rest = pd.DataFrame({key: column for key, column in joined.items() if key not in ("point", "measure")})
        return pd.concat(
            [
                pd.Series(joined["point"], name="point"),
                what,
                pd.Series(joined["measure"], name="measure"),
                units.rename("unit"),
                rest,
            ],
            axis=1,
        ).sort_values("point", kind="stable", ignore_index=True)


def _every_replicate(value: Floats, baseline: Floats) -> dict[str, np.ndarray]:
    """Return a row for every replicate that was run; a failed point has one without a value."""
    run = np.isfinite(value)
    run[:, 0] |= ~run.any(axis=1)
    row, replicate = np.nonzero(run)
    gap = value - baseline
    return {"row": row, "replicate": replicate, "value": value[run], "baseline": baseline[run], "difference": gap[run]}


def _means(value: Floats, baseline: Floats) -> dict[str, np.ndarray]:
    """Return a row for every point: means over replicates, and the standard error of the mean difference."""
    gap = value - baseline
    count = np.isfinite(gap).sum(axis=1)
    some = np.maximum(count, 1)
    mean = np.nansum(gap, axis=1) / some
    square = np.nansum((gap - mean[:, None]) ** 2, axis=1) / np.maximum(count - 1, 1)
    failed = np.where(count > 0, 0.0, np.nan)
    return {
        "row": np.arange(len(gap)),
        "value": np.nansum(value, axis=1) / some + failed,
        "baseline": np.nansum(np.where(np.isfinite(gap), baseline, np.nan), axis=1) / some + failed,
        "difference": mean + failed,
        "error": np.where(count > 1, np.sqrt(square / some), np.nan),
        "replicates": count,
    }
