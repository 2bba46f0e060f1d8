"""The whole line on Microsoft's own files: found at ../shared/data or $CURATION_REALDATA, else skipped."""

from __future__ import annotations

import json
import shutil

import pytest
from workspaces import curation, rows_of_csv, tree

from curation import api
from curation.errors import CurationError
from curation.formats.read import read_document
from curation.model.finding import Severity

SAMPLES = "Azure-Samples__"
ACCELERATOR = f"{SAMPLES}Azure-Language-OpenAI-Conversational-Agent-Accelerator__"
FILES = {
    "utterances.json": f"utterance-arrays/{SAMPLES}cognitive-services-sample-data-files__clu_utterances.json",
    "email.json": f"clu/{SAMPLES}cognitive-services-sample-data-files__EmailAppDemo.json",
    "home.json": f"clu/{SAMPLES}cognitive-services-sample-data-files__HomeAutomationDemo.json",
    "outdoors.json": f"clu/{ACCELERATOR}clu_import.json",
    "faq.json": f"cqa/{ACCELERATOR}cqa_import.json",
    "orchestration.json": f"orchestration/{ACCELERATOR}orchestration_import.json",
}
TOML = """
utterances = ["utterances.json"]
orchestration = "orchestration.json"
[[tasks]]
file = "email.json"
deployment = "production"
[[tasks]]
file = "home.json"
deployment = "production"
[[tasks]]
file = "outdoors.json"
deployment = "production"
[[tasks]]
file = "faq.json"
name = "contoso-outdoors-cqa"
"""
LINKS = "CLU,accept,contoso-outdoors-clu\nCQA,accept,contoso-outdoors-cqa\n"


@pytest.fixture
def microsoft(realdata, tmp_path):
    folder = tmp_path / "microsoft"
    folder.mkdir()
    for name, source in FILES.items():
        shutil.copy(realdata / source, folder / name)
    (folder / "curation.toml").write_text(TOML)
    return folder


def test_unfilled_placeholders_stop_the_run(microsoft, tmp_path):
    result = curation("run", microsoft, "-o", tmp_path / "dist", "-f", "json")
    assert result.code == 1
    errors = [(f["code"], f["subject"], f["line"]) for f in result.json["findings"] if f["severity"] == "error"]
    assert errors == [("LNK004", "CLU", 20), ("LNK004", "CQA", 30)]
    assert not (tmp_path / "dist").exists()


def test_the_whole_line_loses_nothing_and_writes_what_the_schemas_take(microsoft, tmp_path):
    (microsoft / "decisions.csv").write_text("intent,decision,task\n" + LINKS)
    result = curation("run", microsoft, "-o", tmp_path / "dist", "-f", "json", "--allow-open")
    assert result.code == 0
    manifest = result.json["bundle"]
    assert {i["file"]: i["rows"] for i in manifest["inputs"]} == {
        "email.json": 607, "faq.json": 14, "home.json": 491, "orchestration.json": 0, "outdoors.json": 20,
        "utterances.json": 50,
    }  # fmt: skip
    assert manifest["open_intents"] == [
        "CheckBill",
        "ReportOutage",
        "SpeakToAgent",
        "TroubleshootDevice",
        "UpgradePlan",
    ]
    assert [step["project"] for step in manifest["import_order"]] == [
        "EmailAppDemo", "HomeAutomationAppDemo", "contoso-outdoors-clu", "contoso-outdoors-cqa", "contoso-outdoors-orch",
    ]  # fmt: skip
    assert all(b["before"] + b["added"] - b["left_out"] == b["after"] for b in manifest["balances"])
    original = json.loads((microsoft / "utterances.json").read_text())
    upload = json.loads((tmp_path / "dist/upload/utterances.json").read_text())
    assert [(row["text"], row["intent"]) for row in upload] == [(row["text"], row["intent"]) for row in original]
    for name, data in tree(tmp_path / "dist").items():
        if name.startswith(("0", "upload")) and name.endswith(".json"):
            assert read_document(data, name).has_shape, name
    assert (tmp_path / "dist/01-clu/EmailAppDemo.clu.json").read_bytes() == (microsoft / "email.json").read_bytes()
    mapping = rows_of_csv((tmp_path / "dist/upload/mapping.csv").read_text())
    assert {row["intent"]: row["task"] for row in mapping if row["task"]} == {
        "CLU": "contoso-outdoors-clu", "CQA": "contoso-outdoors-cqa"}  # fmt: skip


def test_no_task_of_microsofts_samples_serves_a_telephone_company(microsoft):
    proposals = api.propose(microsoft)
    assert {p.intent: p.task for p in proposals if p.rows} == dict.fromkeys(
        ["CheckBill", "ReportOutage", "SpeakToAgent", "TroubleshootDevice", "UpgradePlan"]
    )
    faq = proposals.get("CQA")
    assert [candidate.task for candidate in faq.candidates] == ["contoso-outdoors-cqa"]
    assert faq.task is None


def test_the_split_keeps_every_promise(microsoft):
    made = api.split(microsoft)
    assert made.counts() == {"Train": 40, "Test": 10}
    assert all(sides == {"Train": 8, "Test": 2} for sides in made.by_intent().values())
    assert all(guarantee.kept for guarantee in made.guarantees)


@pytest.mark.parametrize("name", ["email.json", "home.json", "outdoors.json", "utterances.json", "faq.json"])
def test_check_does_not_accuse_microsofts_current_samples(microsoft, name):
    assert api.check(str(microsoft / name)).at_least(Severity.ERROR) == ()


def test_a_project_alone_is_split_and_written(microsoft, tmp_path):
    folder = tmp_path / "alone"
    folder.mkdir()
    shutil.copy(microsoft / "email.json", folder)
    result = api.run(folder, output=tmp_path / "dist")
    assert result.split.counts() == {"Train": 486, "Test": 121}
    original = json.loads((folder / "email.json").read_text(encoding="utf-8"))
    made = json.loads((tmp_path / "dist/01-clu/EmailAppDemo.clu.json").read_text(encoding="utf-8"))
    for row in (*original["assets"]["utterances"], *made["assets"]["utterances"]):
        row.pop("dataset", None)
        row.setdefault("entities", [])
    assert made == original


def every_file(realdata):
    return sorted(path for path in realdata.rglob("*") if path.is_file() and "weird" not in path.parts)


def test_every_real_file_gets_a_verdict_and_none_a_crash(realdata):
    verdicts = {"checked": 0, "refused": 0}
    for path in every_file(realdata):
        try:
            api.check(str(path))
            verdicts["checked"] += 1
        except CurationError:
            verdicts["refused"] += 1
    assert verdicts["checked"] > 100


def test_json_test_suite_is_parsed_and_refused_as_it_says(realdata):
    from curation.errors import UnreadableFileError
    from curation.formats.json_text import parse

    wrong = []
    paths = sorted((realdata / "weird/JSONTestSuite/test_parsing").glob("*.json"))
    for path in paths:
        try:
            parse(path.read_bytes(), path.name)
            accepted = True
        except UnreadableFileError:
            accepted = False
        if (path.name[0] == "y" and not accepted) or (path.name[0] == "n" and accepted):
            wrong.append(path.name)
    assert len(paths) > 200
    assert wrong == []


def test_naughty_strings_go_through_the_whole_line(realdata, tmp_path):
    strings = (realdata / "weird/blns").glob("*.json")
    texts = json.loads(next(strings).read_text(encoding="utf-8"))
    rows = [{"text": text[:500], "intent": f"Intent{index % 7}"} for index, text in enumerate(texts) if text.strip()]
    folder = tmp_path / "naughty"
    folder.mkdir()
    (folder / "u.json").write_text(json.dumps(rows))
    result = curation("run", folder, "-o", tmp_path / "dist")
    assert result.code in (0, 1)
    assert "Traceback" not in result.err
    if result.code == 0:
        upload = json.loads((tmp_path / "dist/upload/utterances.json").read_text(encoding="utf-8"))
        assert [row["text"] for row in upload] == [row["text"] for row in rows]


def test_every_public_project_of_an_older_shape_is_upgraded_with_all_its_rows(realdata, tmp_path):
    found = {}
    for path in every_file(realdata):
        try:
            document = read_document(path.read_bytes(), path.name)
        except CurationError:
            continue
        if not document.legacy:
            continue
        made = api.upgrade(path, tmp_path / "new.json", force=True)
        project = json.loads((tmp_path / "new.json").read_text(encoding="utf-8"))
        body = document.value if "assets" in document.value else document.value["parameters"]["body"]
        old = body["assets"].get("examples", body["assets"].get("utterances", []))
        new = project["assets"]["utterances"]
        assert [(row["text"], row["intent"]) for row in new] == [(row["text"], row["intent"]) for row in old], path.name
        assert [len(row.get("entities", ())) for row in new] == [len(row.get("entities", ())) for row in old]
        found.setdefault(document.legacy, []).append(made.lost)
    assert {shape: len(lost) for shape, lost in found.items()} == {
        "a project in the shape of 2021-11-01-preview": 3,
        "a project in the shape of 2022-03-01-preview": 2,
        "a project in the shape of 2022-05-15-preview": 1,
        "a project in the shape of 2022-05-01": 1,
        "an orchestration project with links in the shape of 2022": 1,
        "a request to the API with a project in its body": 2,
    }
