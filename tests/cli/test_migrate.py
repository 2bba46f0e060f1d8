"""migrate, as a person runs it: folders, files, archives in archives."""

from __future__ import annotations

import io
import json
import zipfile

import jsonschema
import pytest
from workspaces import curation, tree, write_files

from curation import api
from curation.formats.schemas import load_schema
from curation.rules._samples import clu, cqa, orchestration, sample_row, to_clu, to_cqa

RESULT = jsonschema.Draft7Validator(load_schema("findings"))
ROWS = [sample_row(f"book a table for {word}", "Reserve", language="en-us") for word in ("two", "three", "four")]
TABLES = clu(*ROWS, intents=("Reserve", "None"), name="Tables")
DESK = orchestration(intents={"Book": to_clu("Tables", "blue"), "None": None}, name="Desk")


def archive(**files):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        for name, value in files.items():
            made.writestr(name, value if isinstance(value, bytes) else json.dumps(value))
    return out.getvalue()


def test_exports_come_out_in_import_order_as_they_were(tmp_path):
    folder = write_files(tmp_path / "exports", {"a-desk.json": DESK, "b-faq.json": cqa("when?"), "c.json": TABLES})
    result = curation("migrate", folder, "-o", tmp_path / "out", "-f", "json")
    assert result.code == 0, result.err
    RESULT.validate(result.json)
    made = result.json["migration"]["projects"]
    assert [(p["project"], p["kind"], p["unchanged"]) for p in made] == [
        ("Tables", "Conversation", True), ("Answers", "QuestionAnswering", True), ("Desk", "Orchestration", True),
    ]  # fmt: skip
    for project in made:
        source = folder / project["file"].rpartition("/")[2]
        assert (tmp_path / "out" / project["path"]).read_bytes() == source.read_bytes()
    manifest = json.loads((tmp_path / "out/manifest.json").read_text())
    assert [step["path"] for step in manifest["import_order"]] == [p["path"] for p in made]
    assert manifest["required_deployments"] == [{"project": "Tables", "deployment": "blue"}]
    assert "| 3 |" in (tmp_path / "out/IMPORT.md").read_text()
    assert "deploy_project 'Conversation' 'Tables' 'blue'" in (tmp_path / "out/import.sh").read_text()


def test_archives_in_archives_are_opened_and_config_files_named_by_where_they_lie(tmp_path):
    inner = archive(**{"Tables/config.json": TABLES})
    data = archive(
        **{
            "clu.zip": inner,
            "Answers/config.json": {"assets": cqa("when?")["assets"]},
            "readme.txt": b"hello",
            "Desk/config.json": DESK,
        }
    )
    (tmp_path / "studio.zip").write_bytes(data)
    found = api.migrate(tmp_path / "studio.zip", output=tmp_path / "out")
    assert [(p.project, p.file.partition("studio.zip/")[2]) for p in found.projects] == [
        ("Tables", "clu.zip/Tables/config.json"), ("Answers", "Answers/config.json"), ("Desk", "Desk/config.json"),
    ]  # fmt: skip


def test_a_link_to_what_is_not_there_stops_it_unless_that_is_meant(tmp_path):
    desk = orchestration(intents={"Book": to_clu("Tables"), "Ask": to_cqa("Tables"), "None": None}, name="Desk")
    folder = write_files(tmp_path / "exports", {"desk.json": desk, "tables.json": TABLES})
    result = curation("migrate", folder, "-o", tmp_path / "out")
    assert result.code == 1
    assert "link: Desk / Ask leads to Tables (QuestionAnswering), which is not among the exports" in result.out
    assert "Nothing was written: 1 link would be lost by an import." in result.out
    assert not (tmp_path / "out").exists()
    assert curation("migrate", folder, "-o", tmp_path / "out", "--allow-missing").code == 0


def test_errors_stop_it_and_are_shown_with_their_places(tmp_path):
    broken = clu(sample_row("hello", "Nowhere"), intents=("Reserve",), name="Tables")
    folder = write_files(tmp_path / "exports", {"tables.json": broken})
    result = curation("migrate", folder, "-o", tmp_path / "out")
    assert result.code == 1
    assert "error" in result.out
    assert "Nothing was written: 1 error must be mended first." in result.out
    assert not (tmp_path / "out").exists()


def test_older_shapes_are_rewritten_with_notes_and_other_files_named(tmp_path):
    luis = {"luis_schema_version": "7.0.0", "name": "Lamps", "culture": "en-us", "intents": [{"name": "On"}, {"name": "None"}],
            "entities": [], "utterances": [{"text": "lights on", "intent": "On", "entities": []}], "patterns": [{"pattern": "on {x}", "intent": "On"}]}  # fmt: skip
    folder = write_files(tmp_path / "exports", {"lamps.json": luis, "rows.json": ROWS, "odd.json": {"a": 1}})
    found = api.migrate(folder, output=tmp_path / "out")
    (lamps,) = found.projects
    assert (lamps.project, lamps.kind, lamps.format, lamps.rows, lamps.unchanged) == (
        "Lamps",
        "Conversation",
        "luis",
        1,
        False,
    )
    assert {note.what for note in lamps.notes if note.kind == "lost"} >= {"a pattern"}
    reasons = {file.rpartition("/")[2]: reason for file, reason in found.passed_over}
    assert reasons["rows.json"] == "utterances without a project; `curation run` makes one"
    assert "odd.json" in reasons


def test_the_same_export_twice_is_one_and_two_different_ones_are_refused(tmp_path):
    folder = write_files(tmp_path / "exports", {"a/tables.json": TABLES, "b/tables.json": TABLES})
    assert len(api.migrate(folder, output=tmp_path / "out").projects) == 1
    write_files(folder, {"b/tables.json": {**TABLES, "assets": {**TABLES["assets"], "utterances": []}}})
    result = curation("migrate", folder, "-o", tmp_path / "other")
    assert (result.code, "different exports under one name" in result.err) == (2, True)


def test_names_of_another_environment_reach_every_file(tmp_path):
    folder = write_files(tmp_path / "exports", {"desk.json": DESK, "tables.json": TABLES})
    api.migrate(folder, output=tmp_path / "out", names=["projects.Tables=Tables-prod", "deployments.Tables=green"])
    desk = json.loads((tmp_path / "out/03-orchestration/Desk.orchestration.json").read_text())
    assert desk["assets"]["intents"][0]["orchestration"]["conversationOrchestration"] == {
        "projectName": "Tables-prod", "deploymentName": "green",
    }  # fmt: skip
    assert (
        json.loads((tmp_path / "out/01-clu/Tables-prod.clu.json").read_text())["metadata"]["projectName"]
        == "Tables-prod"
    )


@pytest.mark.parametrize("data", [b"PK\x03\x04 broken", b"", b"\x00\x01"])
def test_files_that_cannot_be_read_are_named_and_no_crash(tmp_path, data):
    folder = write_files(tmp_path / "exports", {"tables.json": TABLES})
    (folder / "broken.zip").write_bytes(data)
    (folder / "broken.json").write_bytes(data)
    result = curation("migrate", folder, "-o", tmp_path / "out")
    assert result.code == 1, result.err
    assert "broken.json" in result.out
    assert not (tmp_path / "out").exists()
    result = curation("migrate", folder, "-o", tmp_path / "out", "--allow-unread")
    assert result.code == 0, result.err
    assert (tmp_path / "out/01-clu/Tables.clu.json").exists()


def test_nothing_to_migrate_is_said(tmp_path):
    folder = write_files(tmp_path / "exports", {"rows.json": ROWS})
    result = curation("migrate", folder, "-o", tmp_path / "out")
    assert (result.code, "no project among the files" in result.err) == (2, True)


def test_a_folder_of_someone_else_is_not_replaced_and_an_input_never(tmp_path):
    folder = write_files(tmp_path / "exports", {"tables.json": TABLES})
    write_files(tmp_path / "mine", {"keep.json": {}})
    assert curation("migrate", folder, "-o", tmp_path / "mine").code == 2
    assert tree(tmp_path / "mine") == {"keep.json": b"{}"}
    assert curation("migrate", folder, "-o", tmp_path, "--force").code == 2
    assert (folder / "tables.json").exists()


def test_a_name_with_a_line_break_is_shown_as_one_line_and_never_written_down(tmp_path):
    folder = write_files(tmp_path / "exports", {"a\nb.json": TABLES})
    result = curation("migrate", folder, "-o", tmp_path / "out")
    assert result.code == 0, result.err
    assert "a\\u000ab.json" in result.out
    assert curation("check", folder).code == 0
    assert (curation("init", folder).code, (folder / "curation.toml").exists()) == (2, False)
