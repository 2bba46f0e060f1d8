"""Older shapes are named and rewritten, and nothing in them goes missing in silence."""

from __future__ import annotations

import json

import pytest
from workspaces import curation, write_files

from curation import api
from curation.errors import CurationError
from curation.formats.legacy import generation, upgraded
from curation.formats.read import read_document
from curation.model.document import DocumentKind
from curation.rules._samples import clu, cqa, orchestration, sample_row, sample_span, to_clu

OLDEST = {
    "api-version": "2021-11-01-preview",
    "metadata": {"name": "Tables", "type": "Conversation", "language": "en-us", "x-team": "desk"},
    "assets": {
        "intents": [{"name": "Reserve"}, {"name": "None"}],
        "entities": [{"name": "Size", "compositionSetting": "RequireExactOverlap", "list": None, "prebuiltEntities": [
                {"displayName": "Age", "semanticType": "Quantity", "semanticSubtype": "Age"}, "DateTime",
            ]}],
        "examples": [
            {"text": "for two", "intent": "Reserve", "entities": [{"entityName": "Size", "offset": 4, "length": 3}], "x": 1}
        ],
    },
}  # fmt: skip


def notes(value):
    return [(note.kind, note.what, note.count, note.pointer) for note in upgraded(value)[1]]


def test_the_preview_of_2021_becomes_a_project_of_today():
    assert generation(OLDEST) == "a project in the shape of 2021-11-01-preview"
    before = json.dumps(OLDEST)
    value, _ = upgraded(OLDEST)
    assert json.dumps(OLDEST) == before
    assert value == {
        "projectFileVersion": "2023-04-01",
        "stringIndexType": "Utf16CodeUnit",
        "metadata": {"language": "en-us", "x-team": "desk", "projectName": "Tables", "projectKind": "Conversation"},
        "assets": {
            "projectKind": "Conversation",
            "intents": [{"category": "Reserve"}, {"category": "None"}],
            "entities": [{"category": "Size", "compositionSetting": "requireExactOverlap", "prebuilts": [{"category": "Quantity.Age"}, {"category": "DateTime"}]}],
            "utterances": [{"text": "for two", "intent": "Reserve", "entities": [sample_span("Size", 4, 3)], "x": 1}],
        },
    }  # fmt: skip
    assert notes(OLDEST) == [
        ("assumed", "stringIndexType was not said: Utf16CodeUnit", 1, "/stringIndexType"),
        ("rewritten", "api-version 2021-11-01-preview: projectFileVersion 2023-04-01", 1, "/api-version"),
        ("rewritten", "metadata.name: projectName", 1, "/metadata/name"),
        ("rewritten", "metadata.type: projectKind", 1, "/metadata/type"),
        ("rewritten", "assets.projectKind: added", 1, "/assets"),
        ("rewritten", "assets.examples: utterances", 1, "/assets/examples"),
        ("rewritten", "name of intents: category", 2, "/assets/intents/0/name"),
        ("rewritten", "name of entities: category", 1, "/assets/entities/0/name"),
        ("rewritten", "compositionSetting RequireExactOverlap: requireExactOverlap", 1, "/assets/entities/0/compositionSetting"),
        ("rewritten", "prebuiltEntities: prebuilts", 1, "/assets/entities/0/prebuiltEntities"),
        ("rewritten", "components that are null: left out", 1, "/assets/entities/0/list"),
        ("rewritten", "entityName of labels: category", 1, "/assets/examples/0/entities/0/entityName"),
    ]  # fmt: skip


def test_a_file_of_2022_gets_its_kind_and_its_version():
    old = clu(sample_row("for two", "Reserve"))
    del old["projectFileVersion"], old["assets"]["projectKind"]
    old = {"api-version": "2022-05-01", **old, "metadata": {**old["metadata"], "projectKind": "conversation"}}
    assert generation(old) == "a project in the shape of 2022-05-01"
    assert upgraded(old)[0] == clu(sample_row("for two", "Reserve"))


@pytest.mark.parametrize(
    ("kind", "target", "payload"),
    [
        ("luis", "Luis", "luisOrchestration"),
        ("clu", "Conversation", "conversationOrchestration"),
        ("qna", "QuestionAnswering", "questionAnsweringOrchestration"),
    ],
)
def test_an_old_link_keeps_its_own_payload_and_names_the_others(kind, target, payload):
    block = {
        "kind": kind, "luisOrchestration": {"appId": "a"}, "cluOrchestration": {"projectName": "b", "deploymentName": "c"},
        "qnaOrchestration": {"projectName": "d"},
    }  # fmt: skip
    old = orchestration(intents={"Ask": block})
    assert generation(old) == "an orchestration project with links in the shape of 2022"
    value, _ = upgraded(old)
    link = value["assets"]["intents"][0]["orchestration"]
    assert set(link) == {"targetProjectKind", payload}
    assert link["targetProjectKind"] == target
    assert [note[:3] for note in notes(old) if note[0] == "lost"] == [
        ("lost", f"{key} of a link of kind {kind}", 1)
        for key in ("luisOrchestration", "cluOrchestration", "qnaOrchestration")
        if not key.startswith(kind)
    ]


def test_a_project_is_taken_out_of_a_request():
    wrapped = {"title": "Import", "parameters": {"api-version": "x", "body": clu()}, "responses": {}}
    assert generation(wrapped) == "a request to the API with a project in its body"
    assert upgraded(wrapped)[0] == clu()
    assert notes(wrapped) == [("lost", "what stood around the project in the request", 3, "/title")]


def test_what_a_request_or_a_file_says_besides_is_named():
    wrapped = {"request": {"uri": "x", "headers": {}, "body": clu()}}
    assert notes(wrapped) == [("lost", "what stood around the project in the request", 2, "/request/uri")]
    both = {**OLDEST, "projectFileVersion": "2022-05-01"}
    assert ("lost", "api-version 2021-11-01-preview: projectFileVersion is there as well", 1, "/api-version") in notes(
        both
    )
    shown = {"displayName": "When", "semanticType": "DateTime", "semanticSubtype": None}
    named = {**OLDEST, "assets": {**OLDEST["assets"], "entities": [{"name": "Date", "prebuiltEntities": [shown]}]}}
    assert ("lost", "displayName When of a prebuilt", 1, "/assets/entities/0/prebuiltEntities") in notes(named)


def test_a_kind_in_lower_case_is_old_and_a_missing_kind_alone_is_not():
    lower = clu()
    lower["metadata"]["projectKind"] = "conversation"
    assert generation(lower) == "a project in the shape of 2022"
    missing = clu()
    del missing["assets"]["projectKind"]
    assert generation(missing) == ""


def test_an_unknown_key_of_an_old_link_is_kept():
    old = orchestration(intents={"Ask": {"kind": "qna", "qnaOrchestration": {"projectName": "d"}, "note": "x"}})
    assert upgraded(old)[0]["assets"]["intents"][0]["orchestration"]["note"] == "x"


@pytest.mark.parametrize(
    "value", [clu(), cqa("when"), orchestration(intents={"A": to_clu("T")}), [], {}, {"metadata": 1}, 5]
)
def test_what_is_current_or_something_else_is_not_legacy(value):
    assert generation(value) == ""


def test_unions_are_an_assumption_that_is_said():
    old = {
        **OLDEST,
        "assets": {**OLDEST["assets"], "entities": [{"name": "Size", "compositionSetting": "returnUnion"}]},
    }
    assert (
        "assumed",
        "compositionSetting returnUnion: combineComponents",
        1,
        "/assets/entities/0/compositionSetting",
    ) in notes(old)


@pytest.fixture
def file(tmp_path):
    return write_files(tmp_path, {"old.json": OLDEST}) / "old.json"


def test_check_names_the_shape_once_and_upgrade_mends_it(file, tmp_path):
    result = curation("check", file, "-f", "json", "--profile", "draft")
    assert [(f["code"], f["severity"]) for f in result.json["findings"]] == [("SCH003", "error")]
    made = curation("upgrade", file, "-o", tmp_path / "new.json")
    assert made.code == 0
    assert made.out.endswith("new.json; nothing was lost\n")
    assert read_document((tmp_path / "new.json").read_bytes(), "new.json").kind is DocumentKind.CLU
    assert curation("upgrade", file, "-o", tmp_path / "new.json").code == 2
    assert curation("upgrade", file, "-o", tmp_path / "new.json", "--force").code == 0
    with pytest.raises(CurationError, match="has its current shape already"):
        api.upgrade(tmp_path / "new.json", tmp_path / "newer.json")


def test_what_is_wrong_in_any_shape_is_not_written(tmp_path):
    broken = {**OLDEST, "assets": {**OLDEST["assets"], "examples": [{"text": 5, "intent": "Reserve"}]}}
    write_files(tmp_path, {"old.json": broken, "other.json": {"a": 1}, "twice.json": '{"api-version": 1, "api-version": 2, "metadata": {"type": "Conversation"}, "assets": {"examples": []}}'})  # fmt: skip
    for name, problem in (
        ("old", "/assets/utterances/0/text: "),
        ("other", "cannot be upgraded"),
        ("twice", "stands twice"),
    ):
        with pytest.raises(CurationError, match=problem):
            api.upgrade(tmp_path / f"{name}.json", tmp_path / "new.json")
    assert not (tmp_path / "new.json").exists()
