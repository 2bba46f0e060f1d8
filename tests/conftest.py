"""What the tests share: where things are, and a quiet terminal."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

import pytest
from hypothesis import settings

ROOT = Path(__file__).resolve().parent.parent

# Every run of the tests starts without a cache, and leaves the user's alone.
os.environ["CURATION_CACHE_DIR"] = tempfile.mkdtemp(prefix="curation-cache-")
os.environ |= {"_TYPER_FORCE_DISABLE_TERMINAL": "1", "TERM": "dumb", "COLUMNS": "100", "NO_COLOR": "1"}


# A slow machine is no reason to fail.
settings.register_profile("curation", deadline=None)
settings.load_profile("curation")


@pytest.fixture(scope="session")
def sample_data() -> Path:
    return ROOT / "sample_data"


@pytest.fixture(scope="session")
def realdata() -> Path:
    """The folder of real files; tests that use it are skipped with a reason where it is absent."""
    folder = Path(os.environ.get("CURATION_REALDATA", ROOT.parent / "shared" / "data"))
    if not folder.is_dir():
        pytest.skip("no real files here: set CURATION_REALDATA to a folder that holds them")
    return folder


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--accept", action="store_true", help="write the golden files anew instead of comparing")
