"""Results kept between runs, by the content they were made from; the folder can be deleted at any time."""

from __future__ import annotations

import io
import os
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

_SCHEME = "1"
_MOST_BYTES = 1024**3


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
    something about texts. What cannot be read counts as absent, what cannot be written is not kept.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def get(self, key: Iterable[str], names: Sequence[str]) -> Mapping[str, NDArray] | None:  # type: ignore[type-arg]
        """The arrays kept under a key, if all of `names` are there."""
        import numpy as np

        path = self._path(key)
        try:
            with path.open("rb") as file, np.load(file, allow_pickle=False) as kept:
                found = {name: kept[name] for name in names}
            os.utime(path)
        except (OSError, ValueError, KeyError, EOFError, BadZipFile):
            return None
        return found

    def put(self, key: Iterable[str], arrays: Mapping[str, NDArray]) -> None:  # type: ignore[type-arg]
        """Keep arrays under a key; the oldest go where the folder grows beyond a gigabyte."""
        import numpy as np

        made = io.BytesIO()
        np.savez(made, allow_pickle=False, **dict(arrays))
        try:
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            path = self._path(key)
            write_atomically(path, made.getvalue())
            path.chmod(0o600)
            self._make_room()
        except (OSError, CurationError):
            return

    def _path(self, key: Iterable[str]) -> Path:
        digest = sha256(f"{_SCHEME} {__version__}".encode())
        for part in key:
            digest.update(b"\x1e" + part.encode("utf-8", "backslashreplace"))
        return self.folder / f"{digest.hexdigest()[:40]}.npz"

    def _make_room(self) -> None:
        kept = sorted((path.stat().st_mtime_ns, path.stat().st_size, path) for path in self.folder.glob("*.npz"))
        over = sum(size for _, size, _ in kept) - _MOST_BYTES
        for _, size, path in kept:
            if over <= 0:
                return
            path.unlink(missing_ok=True)
            over -= size
