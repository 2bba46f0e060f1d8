"""Packages that are installed for the files they carry: weights and models."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

from curation.errors import CurationError

__all__ = ["package_folder"]


def package_folder(package: str) -> Path:
    """Where a package that carries weights lies; it is not imported.

    Raises:
        CurationError: it is not installed.
    """
    spec = find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        raise CurationError(f"the package {package} is missing; install clu-curation again")
    return Path(next(iter(spec.submodule_search_locations)))
