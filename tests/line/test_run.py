"""Bundles within the limits of the service."""

from __future__ import annotations

import json

from workspaces import curation, write_files

from curation import api
from curation.formats import bundle_files, write
from curation.model import contract
from curation.model.document import DocumentKind
from curation.rules._samples import clu, sample_row, weather_and_music
from curation.stages.bundle import fitting


def test_a_project_over_its_limit_is_trimmed_with_a_ledger_line_for_every_row(tmp_path, monkeypatch):
    monkeypatch.setitem(contract.LIMITS[DocumentKind.CLU], "utterances", 20)
    rows = [
        *weather_and_music()["u.json"],
        *(sample_row(f"{row['text']}!", row["intent"]) for row in weather_and_music()["u.json"][:6]),
    ]
    folder = write_files(tmp_path / "bot", {"p.json": clu(*rows, intents=("Music", "Weather", "None"))})
    assert curation("run", folder, "-o", tmp_path / "dist").code == 1
    result = curation("run", folder, "-o", tmp_path / "dist", "--trim")
    assert result.code == 0, result.out
    made = json.loads((tmp_path / "dist/01-clu/Tables.clu.json").read_text())["assets"]["utterances"]
    ledger = [json.loads(line) for line in (tmp_path / "dist/ledger.jsonl").read_text().splitlines()]
    left_out = [entry for entry in ledger if entry["rule"] == "trim"]
    assert (len(made), len(left_out)) == (20, 18)
    by_intent = [sum(row["intent"] == name for row in made) for name in ("Music", "Weather")]
    assert max(by_intent) - min(by_intent) <= 1
    assert sum(row["dataset"] == "Test" for row in made) == round(0.2 * 38)


def test_a_project_over_the_size_of_a_request_is_written_compactly_and_then_trimmed(tmp_path, monkeypatch):
    rows = weather_and_music()["u.json"]
    folder = write_files(tmp_path / "bot", {"p.json": clu(*rows, intents=("Music", "Weather", "None"))})
    api.run(folder, output=tmp_path / "whole")
    whole = (tmp_path / "whole/01-clu/Tables.clu.json").read_bytes()
    compact = len(json.dumps(json.loads(whole), separators=(",", ":"), ensure_ascii=False).encode())
    for limit, count in ((compact + 1, 32), (compact - 1, 31)):
        for module in (bundle_files, write, fitting):
            monkeypatch.setattr(module, "LARGEST_PAYLOAD", limit)
        api.run(folder, output=tmp_path / "cut", trim=True, force=True)
        data = (tmp_path / "cut/01-clu/Tables.clu.json").read_bytes()
        assert len(data) <= limit < len(whole)
        assert len(json.loads(data)["assets"]["utterances"]) == count
