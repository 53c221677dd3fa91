"""The store of a sweep: chunks addressed by content, written beside and renamed, so that nothing can half-exist."""

from __future__ import annotations

import hashlib
import io
import json
import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.errors import SimError

if TYPE_CHECKING:
    import pandas as pd

Floats = NDArray[np.float64]
HASH_DIGITS = 16


class Chunk(NamedTuple):
    """Results of some points: float64[points, replicates, measures] of policy and baseline, NaN for failed points."""

    name: str
    first: int
    value: Floats
    baseline: Floats
    failures: dict[str, str]


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
            raise SimError(f"{self.folder}: holds another sweep ({known['name']}). Choose another folder")
        try:
            self.chunks.mkdir(parents=True, exist_ok=True)
            for left in self.chunks.glob("*.part"):
                left.unlink(missing_ok=True)
            self._replace(self.folder / "study.json", json.dumps(description, indent=1, ensure_ascii=False).encode())
        except OSError as error:
            raise SimError(f"{self.folder}: cannot be written ({error.strerror})") from None

    def description(self) -> dict[str, Any]:
        """What the store holds.

        Raises:
            SimError: there is no store.
        """
        try:
            found: dict[str, Any] = json.loads((self.folder / "study.json").read_text(encoding="utf-8"))
        except (OSError, ValueError):
            raise SimError(f"{self.folder}: no store of a sweep. `sim sweep STUDY --store DIR` makes one") from None
        return found

    def names(self) -> dict[str, Path]:
        """Names of the chunks that are there, and their files."""
        return {path.name.partition("-")[0]: path for path in sorted(self.chunks.glob("*.npz"))}

    def write(self, chunk: Chunk) -> None:
        """Write a chunk under its content's hash; either it is there whole, or it is not."""
        stream = io.BytesIO()
        failures = np.frombuffer(json.dumps(chunk.failures, sort_keys=True).encode(), np.uint8)
        np.savez(stream, first=np.int64(chunk.first), value=chunk.value, baseline=chunk.baseline, failures=failures)
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
                return Chunk(name, int(arrays["first"]), arrays["value"], arrays["baseline"], failures)
        except (OSError, ValueError, KeyError):
            return None

    def damaged(self) -> list[Path]:
        """Files that are not what their names promise."""
        return [path for path in self.names().values() if self.read(path) is None]

    def discard(self, paths: Sequence[Path]) -> None:
        """Delete files, so that the next run computes them again."""
        for path in paths:
            path.unlink(missing_ok=True)

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
        import pandas as pd

        return pd.concat(list(self._parts(measures, policy, False)) or [pd.DataFrame()], ignore_index=True)

    def summary(self, measures: Sequence[str] | None = None, policy: str | None = None) -> pd.DataFrame:
        """Tidy frame: one row per point and measure with mean value, mean difference and its standard error."""
        import pandas as pd

        return pd.concat(list(self._parts(measures, policy, True)) or [pd.DataFrame()], ignore_index=True)

    def _parts(self, measures: Sequence[str] | None, policy: str | None, means: bool) -> Iterator[pd.DataFrame]:
        """Yield the rows of one chunk after the other."""
        import pandas as pd

        known = self.description()
        names = [name for name in known["measures"] if measures is None or name in measures]
        unknown = [name for name in measures or () if name not in known["measures"]]
        if unknown:
            raise SimError(f"{self.folder}: holds no {', '.join(unknown)}; it holds {', '.join(known['measures'])}")
        for chunk in self.stored():
            for row in range(len(chunk.value)):
                point = known["points"][chunk.first + row]
                if policy is not None and point["policy"] != policy:
                    continue
                for name in names:
                    column = list(known["measures"]).index(name)
                    value, base = chunk.value[row, :, column], chunk.baseline[row, :, column]
                    common = {"point": chunk.first + row, **point, "measure": name, "unit": known["measures"][name]}
                    if means:
                        gap = value - base
                        error = float(gap.std(ddof=1) / np.sqrt(len(gap))) if len(gap) > 1 else np.nan
                        numbers = dict(value=value.mean(), baseline=base.mean(), difference=gap.mean(), error=error)
                        yield pd.DataFrame([{**common, **numbers, "replicates": len(gap)}])
                    else:
                        yield pd.DataFrame({**common, "replicate": np.arange(len(value)), "value": value,
                                            "baseline": base, "difference": value - base})  # fmt: skip
