"""What the tests share: where things are, and a quiet terminal."""

from __future__ import annotations

import json
import os
import shutil
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


SLIPS = {
    "tasks/bike-rental.clu.json": [("can I extend the rental until Sunday", "RentBike")],
    "tasks/mitgliedschaft.clu.json": [
        ("Wie hoch ist der Mitgliedsbeitrag", "MitgliedschaftKuendigen"),
        ("Was kostet der Mitgliedsbeitrag im Jahr", "MitgliedWerden"),
        ("Wann wird der Beitrag abgebucht", "MitgliedschaftKuendigen"),
        ("Ich will meine Mitgliedschaft kündigen", "MitgliedWerden"),
        ("bitte die Mitgliedschaft kündigen", "BeitragFragen"),
    ],
}


@pytest.fixture(scope="session")
def slipped_sample(sample_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample with rows that are filed amiss, so that a person has utterances to decide about and not only links."""
    folder = Path(shutil.copytree(sample_data, tmp_path_factory.mktemp("slipped") / "bot"))
    for name, slips in SLIPS.items():
        path = folder / name
        value = json.loads(path.read_text(encoding="utf-8"))
        rows = value["assets"]["utterances"]
        rows += [{**rows[0], "intent": intent, "text": text, "entities": []} for text, intent in slips]
        path.write_text(json.dumps(value, ensure_ascii=False, indent=2), encoding="utf-8")
    return folder


@pytest.fixture(scope="session")
def realdata() -> Path:
    """The folder of real files; tests that use it are skipped with a reason where it is absent."""
    folder = Path(os.environ.get("CURATION_REALDATA", ROOT.parent / "shared" / "data"))
    if not folder.is_dir():
        pytest.skip("no real files here: set CURATION_REALDATA to a folder that holds them")
    return folder


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--accept", action="store_true", help="write the golden files anew instead of comparing")
