"""What is found in real files: no fuss with any of them, and what a curator would want to know in Microsoft's sample."""

from __future__ import annotations

import csv
import shutil

import numpy as np
import pytest

from curation import api
from curation.analysis.features import character_tfidf
from curation.analysis.neighbours import near_pairs
from curation.errors import CurationError

EMAIL = "clu/Azure-Samples__cognitive-services-sample-data-files__EmailAppDemo.json"


def alone(folder, path):
    folder.mkdir()
    shutil.copy(path, folder / "project.json")
    return folder


def test_the_row_of_the_email_sample_that_is_filed_amiss_is_named(realdata, tmp_path):
    report = api.inspect(alone(tmp_path / "email", realdata / EMAIL))
    amiss = [(f.excerpt, f.subject, f.evidence["proposed"]) for f in report.findings if f.code == "AMB002"]
    assert ("of course, just delete the mail", "Confirm", "Delete") in amiss
    assert len(amiss) <= 3
    assert [
        f.excerpt for f in report.findings if f.code == "AMB005"
    ] == []  # the one row in German has nothing beside it


def test_every_project_can_be_looked_at(realdata, tmp_path):
    """Those of an older shape are refused with what to do, as everywhere."""
    looked = 0
    for number, path in enumerate(sorted((realdata / "clu").glob("*.json"))):
        try:
            report = api.inspect(alone(tmp_path / str(number), path))
        except CurationError as problem:
            if not any(remedy in str(problem) for remedy in ("curation upgrade", "curation check")):
                raise
            continue
        looked += 1
        assert all(0 <= f.evidence.get("chance", 0) <= 1 for f in report.findings)
    assert looked >= 6


def test_a_dispatch_app_becomes_a_workspace_that_can_be_looked_at(realdata, tmp_path):
    path = next(path for path in sorted((realdata / "dispatch").iterdir()) if path.suffix == ".json")
    target = tmp_path / "dispatch" / "utterances.json"
    target.parent.mkdir()
    api.convert(path, to="upload", output=target)
    report = api.inspect(target.parent)
    assert report.rows > 20


@pytest.mark.parametrize("threshold", [0.8, 0.9])
def test_near_duplicates_of_a_corpus_are_those_of_all_pairs(realdata, threshold):
    path = realdata / "corpora/banking77/banking_data/test.csv"
    texts = sorted({row["text"].strip().casefold() for row in csv.DictReader(path.read_text("utf-8").splitlines())})
    rows = character_tfidf(texts)
    square = np.triu((rows @ rows.T).toarray(), 1)
    found = {(pair.first, pair.second) for pair in near_pairs(texts, threshold)}
    assert found == set(zip(*np.nonzero(square >= threshold - 1e-6), strict=True))
