"""Results kept between runs, by the content they were made from; the folder can be deleted at any time."""

from __future__ import annotations

import io
import os
import re
from functools import cache, cached_property
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING
from zipfile import BadZipFile

from curation import __version__
from curation.errors import CurationError
from curation.formats.files import write_atomically

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from numpy.typing import NDArray

__all__ = ["Store", "default_folder"]

_SCHEME = "2"
_PACKAGE = Path(__file__).parent.parent
_MOST_BYTES = 1024**3
_SEAL, _DIGITS, _SUFFIX = 32, 40, ".curation"
_OURS = re.compile(rf"[0-9a-f]{{{_DIGITS}}}{re.escape(_SUFFIX)}")


@cache
def _code() -> str:
    """What tells one state of this package from another: a checkout changes and keeps its version."""
    states = [(path, path.stat()) for path in sorted(_PACKAGE.rglob("*.py"))]
    told = [(path.relative_to(_PACKAGE).as_posix(), stat.st_size, stat.st_mtime_ns) for path, stat in states]
    return sha256(repr(told).encode()).hexdigest()


def default_folder() -> Path:
    """`$CURATION_CACHE_DIR`, else the place this system keeps caches in."""
    named = os.environ.get("CURATION_CACHE_DIR")
    if named:
        return Path(named)
    from platformdirs import user_cache_path

    return Path(user_cache_path("curation", appauthor=False))


class Store:
    """A folder of arrays, each file named by a hash of what it was made from and of the version that made it.

    Plain arrays, no pickles: reading a file cannot run anything. Only the owner may read them, because likeness says
    something about texts. Each file begins with the hash of the rest: what was damaged or put there by someone else
    counts as absent. What cannot be written is not kept, and only files of ours make room.
    """

    def __init__(self, folder: Path | None = None) -> None:
        self._given = folder

    @cached_property
    def folder(self) -> Path:
        """Where the arrays are kept; the place of this system is asked for when one is wanted."""
        return self._given or default_folder()

    def get(self, key: Iterable[str], names: Sequence[str]) -> Mapping[str, NDArray] | None:  # type: ignore[type-arg]
        """The arrays kept under a key, if all of `names` are there."""
        import numpy as np

        path = self._path(key)
        try:
            if not path.is_file():
                return None
            data = path.read_bytes()
            os.utime(path)
        except OSError:
            return None
        seal, made = data[:_SEAL], data[_SEAL:]
        if sha256(made).digest() != seal:
            return None
        try:
            with np.load(io.BytesIO(made), allow_pickle=False) as kept:
                return {name: kept[name] for name in names} if set(names) <= set(kept.files) else None
        except (ValueError, OSError, EOFError, BadZipFile):  # sealed by somebody else
            return None

    def put(self, key: Iterable[str], arrays: Mapping[str, NDArray]) -> None:  # type: ignore[type-arg]
        """Keep arrays under a key; the oldest go where the folder grows beyond a gigabyte."""
        import numpy as np

        made = io.BytesIO()
        np.savez(made, allow_pickle=False, **dict(arrays))
        try:
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            path = self._path(key)
            write_atomically(path, sha256(made.getvalue()).digest() + made.getvalue())
            path.chmod(0o600)
            self._make_room()
        except (OSError, CurationError):
            return

    def _path(self, key: Iterable[str]) -> Path:
        digest = sha256(f"{_SCHEME} {__version__} {_code()}".encode())
        for part in key:
            data = part.encode("utf-8", "surrogatepass")
            digest.update(len(data).to_bytes(8, "big") + data)
        return self.folder / f"{digest.hexdigest()[:_DIGITS]}{_SUFFIX}"

    def _make_room(self) -> None:
        ours = (path for path in self.folder.glob(f"*{_SUFFIX}") if _OURS.fullmatch(path.name))
        kept = sorted((path.stat().st_mtime_ns, path.stat().st_size, path) for path in ours)
        over = sum(size for _, size, _ in kept) - _MOST_BYTES
        for _, size, path in kept:
            if over <= 0:
                return
            path.unlink(missing_ok=True)
            over -= size
