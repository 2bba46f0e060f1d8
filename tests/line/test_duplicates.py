"""Near-duplicates of logs: as comparing all with all finds them, in pieces, on a cluster, and after a stop."""

from __future__ import annotations

import json
import random

import pytest
from killing import Killer

from curation import api
from curation.analysis.features import character_tfidf
from curation.analysis.neighbours import alike
from curation.analysis.normalise import normalised
from curation.engines import engine_named
from curation.errors import CurationError
from curation.formats.log_work import LogWork
from curation.line import _duplicates, _duplicates_steps, _logs

WORDS = [
    "rain",
    "snow",
    "wind",
    "jazz",
    "song",
    "music",
    "sunday",
    "volume",
    "bicycle",
    "taxes",
    "window",
    "kitchen",
    "light",
    "seven",
    "please",
    "now",
]


def said(count):
    chance = random.Random(5)
    lines = []
    for _ in range(count):
        text = chance.choices(WORDS, k=7)
        other = [*text, chance.choice("abc")]
        lines += [" ".join(text), " ".join(text).upper(), " ".join(other)]
    return lines


@pytest.fixture
def log(tmp_path):
    path = tmp_path / "log.txt"
    path.write_text("\n".join(said(300)), encoding="utf-8")
    return path


@pytest.fixture
def small_pieces(monkeypatch):
    monkeypatch.setattr(_logs, "part_size", lambda path: 5000)
    monkeypatch.setattr(_logs, "_BUCKET_BYTES", 4000)
    monkeypatch.setattr(_duplicates, "_KEYS_AT_ONCE", 200)
    monkeypatch.setattr(_duplicates_steps, "_AT_ONCE", 17)
    monkeypatch.setattr(_duplicates_steps, "_PAIRED_AT_ONCE", 50)
    monkeypatch.setattr(_duplicates_steps, "_VERIFIED_AT_ONCE", 20)


def table_of(log, path, **options):
    path.unlink(missing_ok=True)
    found = api.duplicates(log, table=path, **options)
    return found, path.read_bytes()


def test_groups_are_those_of_all_pairs_and_the_most_frequent_stands_for_the_rest(log, tmp_path):
    found, table = table_of(log, tmp_path / "t.jsonl")
    rows = [json.loads(line) for line in table.splitlines()]
    keys = [normalised(row["text"]) for row in rows]
    pairs = {frozenset((keys[a], keys[b])): alike_ for a, b, alike_ in alike(character_tfidf(keys), 0.9)}
    count = {row["text"]: row["count"] for row in rows}
    for row in rows:
        if row["text"] != row["group"]:
            assert row["similarity"] == pytest.approx(
                pairs[frozenset(map(normalised, (row["text"], row["group"])))], abs=2e-4
            )
            assert count[row["group"]] >= row["count"]
    leaders = {normalised(row["group"]) for row in rows}
    assert not [pair for pair in pairs if pair <= leaders]
    assert (found.read, found.texts) == (900, len(rows))
    assert found.grouped == sum(row["text"] != row["group"] for row in rows) > 200
    assert found.distinct == len(leaders)
    assert sum(row["count"] for row in rows) == found.read


def test_a_group_says_where_it_stands_how_often_and_what_else_it_holds(tmp_path):
    log = tmp_path / "log.txt"
    text = "please turn on the light in the kitchen tonight"
    log.write_text(f"jazz\n{text}s\n{text}\n{text.title()}\n\n", encoding="utf-8")
    found = api.duplicates(log)
    (group,) = found.groups
    assert (group.text, group.file, group.line, group.lines, group.texts) == (text, log.as_posix(), 3, 3, 2)
    assert group.examples == (f"{text}s",)
    assert 0.9 <= group.least_alike < 1
    assert (found.read, found.texts, found.distinct, found.passed_over) == (4, 3, 2, (("empty", 1),))
    assert api.duplicates(log, threshold=0.99).groups == ()
    assert found.to_frame()["lines"].tolist() == [3]


def contents(found):
    return {(g.text, g.file, g.line, g.lines, g.texts, g.least_alike, g.examples) for g in found.groups}


def test_pieces_and_buckets_change_no_group(log, tmp_path, monkeypatch, request):
    whole = api.duplicates(log)
    request.getfixturevalue("small_pieces")
    pieces, table = table_of(log, tmp_path / "t.jsonl")
    assert contents(pieces) == contents(whole)
    assert (pieces.read, pieces.texts, pieces.grouped) == (whole.read, whole.texts, whole.grouped)
    monkeypatch.setenv("CURATION_WORKERS", "1")
    assert table_of(log, tmp_path / "t.jsonl") == (pieces, table)


def test_a_cluster_gives_the_same_bytes_though_workers_are_killed_in_every_step(log, tmp_path, small_pieces):
    pytest.importorskip("distributed")
    local = table_of(log, tmp_path / "t.jsonl")
    with engine_named("dask", workers=2) as engine:
        kill = Killer(engine)
        there = {"engine": "dask", "scheduler": engine.client.scheduler.address, "say": kill}
        assert table_of(log, tmp_path / "t.jsonl", **there) == local
    assert set(kill.killed) == {
        "reading",
        "putting together",
        "counting n-grams",
        "signing",
        "sorting signatures",
        "comparing",
    }


def test_a_run_that_was_stopped_goes_on_where_it_was(log, tmp_path, small_pieces, monkeypatch):
    expected = table_of(log, tmp_path / "t.jsonl")
    work, compared = tmp_path / "work", []

    def stop(banded):
        compared.append(banded.number)
        if len(compared) == 5:
            raise KeyboardInterrupt
        return _duplicates_steps.pair(banded)

    with monkeypatch.context() as patched:
        patched.setattr(_duplicates, "pair", stop)
        with pytest.raises(KeyboardInterrupt):
            api.duplicates(log, work=work)
    assert compared == [0, 1, 2, 3, 4]
    with pytest.raises(CurationError, match="another log, workspace or version"):
        api.duplicates(log, work=work, threshold=0.8)
    with monkeypatch.context() as patched:
        patched.setattr(_duplicates_steps, "grams_of", None)  # nothing is counted or signed again
        patched.setattr(_duplicates_steps, "signed", None)
        assert table_of(log, tmp_path / "t.jsonl", work=work) == expected
    assert not work.exists()


def test_no_pair_is_compared_twice_though_thousands_come_from_one_template(tmp_path, monkeypatch):
    log, work = tmp_path / "log.txt", tmp_path / "work"
    lines = {f"the status of order {number} is not known to any of us yet, please wait" for number in range(300)}
    log.write_text("\n".join(sorted(lines)), encoding="utf-8")
    kept = []
    load = LogWork.get_arrays

    def noted(self, target, **options):
        found = load(self, target, **options)
        if target.parent.name == "pairs":
            kept.extend(zip(found["first"].tolist(), found["second"].tolist(), strict=True))
        return found

    monkeypatch.setattr(LogWork, "get_arrays", noted)
    found = api.duplicates(log, threshold=0.5, work=work)
    assert len(kept) == len(set(kept)) > 10_000
    (group,) = (group for group in found.groups if group.texts > 100)
    assert group.least_alike < 0.9
    assert len(group.examples) == 5


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        ("log.txt", "", "it is empty"),
        ("log.txt", "\n\n", "2 lines empty"),
        ("log.jsonl", "no json\n{\n", "2 lines not JSON"),
    ],
)
def test_a_log_of_which_nothing_can_be_read_is_no_success(tmp_path, name, content, why):
    log = tmp_path / name
    log.write_text(content, encoding="utf-8")
    with pytest.raises(CurationError, match=f"no text was read .{why}"):
        api.duplicates(log, work=tmp_path / "work")
    assert not (tmp_path / "work").exists()
    log.write_text('{"text": "hello"}' if name.endswith("jsonl") else "hello", encoding="utf-8")
    assert api.duplicates(log, work=tmp_path / "work").texts == 1


def test_fifty_thousand_lines_of_one_text_are_one_text(tmp_path):
    log = tmp_path / "log.txt"
    log.write_text("turn on the light\n" * 50_000, encoding="utf-8")
    assert (api.duplicates(log).texts, api.duplicates(log).groups) == (1, ())


def test_only_the_groups_of_most_lines_are_listed(log, monkeypatch):
    whole = api.duplicates(log)
    monkeypatch.setattr(_duplicates, "_LISTED", 7)
    assert api.duplicates(log).groups == whole.groups[:7]
    assert [group.lines for group in whole.groups] == sorted((group.lines for group in whole.groups), reverse=True)


@pytest.mark.parametrize("threshold", [0.49, 1.01, -1.0, float("nan")])
def test_a_threshold_that_says_nothing_is_refused(log, threshold):
    with pytest.raises(CurationError, match=r"give one from 0\.5 to 1"):
        api.duplicates(log, threshold=threshold)


def test_a_table_that_is_there_is_not_replaced(log, tmp_path):
    (tmp_path / "t.jsonl").write_text("mine")
    with pytest.raises(CurationError, match=r"t\.jsonl"):
        api.duplicates(log, table=tmp_path / "t.jsonl")
