"""Real files of every format: nothing is lost in silence, and Microsoft's own conversions are ours."""

from __future__ import annotations

import json
from collections import Counter

import pytest

from curation import api
from curation.errors import CurationError
from curation.formats.sources import Content, Options, read_source
from curation.formats.sources._content import file_content, folder_content
from curation.model.conversion import COUNTED, counts_of

FOLDERS = (
    "luis", "luis-old-api", "luis-multilingual", "dispatch", "lu", "corpora", "cqa", "utterance-arrays", "clu",
)  # fmt: skip


def imported(path):
    content = folder_content(path, path.name) if path.is_dir() else file_content(path, path.name)
    return read_source(content, Options())


@pytest.mark.parametrize("folder", FOLDERS)
def test_what_is_read_is_in_the_project_or_lost_by_name(realdata, folder):
    read = 0
    for path in sorted(path for path in (realdata / folder).rglob("*") if path.is_file()):
        try:
            found = imported(path)
        except CurationError:
            continue
        for one in found:
            lost = Counter()
            for note in one.notes:
                lost[note.unit] += note.count if note.kind == "lost" else 0
            counts = counts_of(one.project)
            assert {unit: one.read.get(unit, 0) for unit in COUNTED} == {u: counts[u] + lost[u] for u in COUNTED}, path
            read += counts["utterance"]
    assert read > 0


@pytest.mark.parametrize("folder", ["luis", "luis-old-api", "luis-multilingual", "dispatch", "utterance-arrays"])
def test_every_file_of_luis_is_read(realdata, folder):
    for path in (path for path in (realdata / folder).iterdir() if path.is_file()):
        assert all(one.project.utterances for one in imported(path)), path


@pytest.mark.parametrize("target", ["upload", "csv", "jsonl", "chat", "evals", "xlsx", "clu", "orchestration", "lu"])
def test_real_files_of_several_formats_are_written_in_every_one(realdata, tmp_path, target, monkeypatch):
    monkeypatch.chdir(tmp_path)
    names = (
        "luis/Azure-Samples__cognitive-services-language-understanding__FoodTruck.json",
        "lu/botframework-cli-fixtures/examples/all.lu",
        "corpora/rasa-helpdesk/data/nlu.yml",
    )
    for number, name in enumerate(names):
        made = api.convert(realdata / name, to=target, output=tmp_path / f"{number}.out")
        assert made.unaccounted() == {}
        assert made.written["utterance"] > 10


def test_the_pizza_app_becomes_what_microsoft_made_of_it(realdata, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    luis = next((realdata / "luis").glob("*MicrosoftPizza_-_LUIS.json"))
    oracle = json.loads(next((realdata / "clu").glob("*MicrosoftPizzaSmallSpans_-_CLU.json")).read_text("utf-8-sig"))
    made = json.loads(api.convert(luis, to="clu").data)
    assert made["assets"]["intents"] == oracle["assets"]["intents"]
    assert made["assets"]["entities"] == oracle["assets"]["entities"]
    theirs = [{k: v for k, v in row.items() if k != "entities" or v} for row in oracle["assets"]["utterances"]]
    assert made["assets"]["utterances"] == theirs
    assert made["metadata"] == {key: value for key, value in oracle["metadata"].items() if key != "settings"}


def test_email_app_demo_is_written_back_as_it_was_with_every_unknown_key(realdata, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    source = next((realdata / "clu").glob("*__EmailAppDemo.json"))
    made = api.convert(source, to="clu", output=tmp_path / "out.json")
    assert made.lost == 0
    assert json.loads((tmp_path / "out.json").read_text("utf-8-sig")) == json.loads(source.read_text("utf-8-sig"))


def test_the_goldens_of_rasa_are_met(realdata):
    folder = realdata / "corpora" / "rasa-nlu-chi" / "data"
    rows = {}
    for name in ("examples/luis/demo-restaurants.json", "test/luis_converted_to_rasa.json"):
        project = imported(folder / name)[0].project
        rows[name] = sorted(
            (r.text, r.intent, [(s.category, s.offset, s.length) for s in r.spans]) for r in project.utterances
        )
    assert rows["examples/luis/demo-restaurants.json"] == rows["test/luis_converted_to_rasa.json"]


def test_a_dialogflow_export_is_read_as_a_whole(realdata):
    folder = realdata / "corpora" / "rasa-nlu-chi" / "data" / "examples" / "dialogflow"
    [found] = imported(folder)
    assert found.format == "dialogflow"
    assert Counter(row.language for row in found.project.utterances) == {None: 24, "es": 24}
    golden = json.loads((folder.parents[1] / "test" / "dialogflow_en_converted_to_rasa.json").read_text())
    wanted = sorted(
        (row["text"].strip(), row["intent"], [(e["entity"], e["start"], e["end"]) for e in row["entities"]])
        for row in golden["rasa_nlu_data"]["common_examples"]
    )
    ours = sorted(
        (row.text.strip(), row.intent, [(s.category, s.offset, s.end) for s in row.spans])
        for row in found.project.utterances
        if row.language is None
    )
    assert ours == wanted


def test_hwu64_is_read_from_its_folders(realdata):
    [found] = imported(realdata / "corpora" / "hwu64")
    assert len(found.project.utterances) == 8954 + 1076 + 1076
    assert Counter(row.dataset for row in found.project.utterances) == {"Train": 8954, "Test": 1076, None: 1076}


def test_a_file_in_cesu_8_is_read_as_it_was_meant(realdata):
    path = next((realdata / "corpora" / "snips2017").rglob("train_PlayMusic_full.json"))
    [found] = imported(path)
    row = next(row for row in found.project.utterances if "\N{SLICE OF PIZZA}" in row.text)
    assert [
        (s.category, row.text.encode("utf-16-le")[2 * s.offset : 2 * s.end].decode("utf-16-le")) for s in row.spans
    ] == [
        ("playlist", "Pop Punk Perfection \N{SLICE OF PIZZA}"),
        ("service", "Deezer"),
    ]
    assert any("CESU-8" in note.what for note in found.notes)


def test_a_project_of_another_service_is_refused_by_name(realdata):
    path = next((realdata / "other-language-projects").glob("*Labels.json"))
    with pytest.raises(CurationError, match='projectKind is "CustomHealthcare"'):
        read_source(Content(path.name, path.read_bytes()), Options())


QNA = [
    ("testcases/root.lu", "verified/root.json"),
    ("testcases/root2.lu", "verified/root2.json"),
    ("testcases/multiturn.qna", "verified/multiturn.qna.json"),
]


@pytest.mark.parametrize(("source", "oracle"), QNA)
def test_questions_of_the_bot_framework_are_read_as_its_own_tool_reads_them(realdata, source, oracle):
    folder = realdata / "lu" / "botframework-cli-fixtures"
    found = next(one for one in imported(folder / source) if one.read["answer"])
    theirs = json.loads((folder / oracle).read_text("utf-8-sig"))
    ours = {(pair["answer"].strip(), tuple(pair["questions"])) for pair in found.project.raw["assets"]["qnas"]}
    assert ours == {
        (pair["answer"].replace("\r\n", "\n").strip(), tuple(pair["questions"])) for pair in theirs["qnaList"]
    }
