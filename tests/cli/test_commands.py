"""Every command as a person runs it."""

from __future__ import annotations

import json
import shutil

import jsonschema
import pytest
from workspaces import curation, tree, write_files

from curation import api
from curation.formats.schemas import load_schema
from curation.rules._samples import clu, cqa, orchestration, sample_row, to_clu

RESULT = jsonschema.Draft7Validator(load_schema("findings"))

FILES = {
    "orchestration.json": orchestration(
        sample_row("good day", "Greet"), intents={"Book": to_clu("Tables"), "Greet": None}
    ),
    "tasks/tables.json": clu(sample_row("book a table", "Reserve"), intents=("Reserve",), name="Tables"),
    "tasks/faq.json": cqa("when do you open", "what are your opening hours", name="ShopFAQ"),
    "utterances.json": [sample_row("a table please", "Book"), sample_row("are you open now", "Hours")],
}


@pytest.fixture
def folder(tmp_path):
    return write_files(tmp_path / "bot", FILES)


@pytest.mark.parametrize("command", ["run", "build", "check", "inspect", "propose", "decide", "split", "rules"])
def test_json_output_is_one_document_of_the_published_schema(folder, command):
    extra = ["--output", folder.parent / "out"] if command in ("run", "build") else []
    arguments = [command] if command == "rules" else [command, folder, *extra]
    result = curation(*arguments, "--output-format", "json")
    assert result.code in (0, 1), result.err
    RESULT.validate(result.json)
    assert result.json["tool"]["name"] == "curation"


@pytest.mark.parametrize("command", ["explain", "init"])
def test_the_other_results_are_of_the_schema_too(folder, command):
    result = curation(command, "ENT003" if command == "explain" else folder, "-f", "json")
    assert result.code == 0
    RESULT.validate(result.json)


@pytest.mark.parametrize("command", ["run", "check", "baseline", "inspect", "propose", "decide", "split", "build", "rules", "explain", "schema", "init"])  # fmt: skip
def test_help_has_an_example_and_the_api_has_the_verb(command):
    result = curation(command, "--help")
    assert result.code == 0
    assert f"Example: curation {command}" in result.out
    assert callable(getattr(api, command))


def test_version_and_no_arguments():
    assert curation("--version").out.startswith("curation 0.")
    assert curation().code == 2


def test_an_unknown_option_or_command_is_a_usage_error(folder):
    assert curation("check", folder, "--nope").code == 2
    assert curation("chekc", folder).code == 2


def test_a_run_writes_the_bundle_and_fails_on_open_intents_unless_allowed(folder, tmp_path):
    out = tmp_path / "dist"
    result = curation("run", folder, "-o", out)
    assert result.code == 1
    assert "2 intents still open:" in result.out
    assert sorted(tree(out)) == [
        "01-clu/Tables.clu.json", "02-cqa/ShopFAQ.cqa.json", "03-orchestration/Desk.orchestration.json",
        "IMPORT.md", "import.ps1", "import.sh", "import_sdk.py", "ledger.jsonl", "manifest.json", "report.html", "report.md",
        "train-config.json", "upload/mapping.csv", "upload/utterances.json",
    ]  # fmt: skip
    assert json.loads((out / "manifest.json").read_text())["open_intents"] == ["Greet", "Hours"]
    assert curation("run", folder, "-o", out, "--allow-open").code == 0


def test_fail_on_decides_what_fails(folder):
    assert curation("inspect", folder).code == 0
    assert curation("inspect", folder, "--fail-on", "warning").code == 1


def test_the_output_of_the_settings_is_used(folder):
    (folder / "curation.toml").write_text(
        'utterances = ["utterances.json"]\norchestration = "orchestration.json"\noutput = "made"\n'
        '[[tasks]]\nfile = "tasks/tables.json"\n[[tasks]]\nfile = "tasks/faq.json"\n'
    )
    assert curation("run", folder, "--allow-open").code == 0
    assert (folder / "made/manifest.json").exists()


def test_settings_in_pyproject_count_and_the_toml_counts_more(folder):
    (folder / "pyproject.toml").write_text('[tool.curation]\nutterances = ["utterances.json"]\n')
    assert curation("check", folder, "-f", "json").json["summary"]["files"] == 1
    (folder / "curation.toml").write_text('utterances = ["utterances.json"]\norchestration = "orchestration.json"\n')
    assert curation("check", folder, "-f", "json").json["summary"]["files"] == 2


def test_errors_write_nothing_and_exit_1(folder, tmp_path):
    write_files(folder, {"utterances.json": [sample_row("a", "B:C"), {"text": "no intent"}]})
    result = curation("run", folder, "-o", tmp_path / "dist")
    assert result.code == 1
    assert "Nothing was written: 1 error must be mended first." in result.out
    assert not (tmp_path / "dist").exists()


def test_a_placeholder_link_is_settled_by_a_decision(folder, tmp_path):
    files = {"orchestration.json": orchestration(intents={"Book": to_clu("<project-name>", "<deployment-name>")})}
    write_files(folder, files)
    assert curation("run", folder, "-o", tmp_path / "dist").code == 1
    assert not (tmp_path / "dist").exists()
    (folder / "curation.toml").write_text(
        'utterances = ["utterances.json"]\norchestration = "orchestration.json"\n'
        '[[tasks]]\nfile = "tasks/tables.json"\ndeployment = "live"\n[[tasks]]\nfile = "tasks/faq.json"\n'
    )
    (folder / "decisions.csv").write_text("intent,decision,task\nBook,accept,Tables\n")
    result = curation("run", folder, "-o", tmp_path / "dist", "-f", "json", "--allow-open")
    assert result.code == 0
    assert result.json["summary"]["settled"] == 3  # the placeholder, and two files without a dataset
    project = json.loads((tmp_path / "dist/03-orchestration/Desk.orchestration.json").read_text())
    assert project["assets"]["intents"][0]["orchestration"] == to_clu("Tables", "live")


def test_the_report_leaves_out_what_is_settled_as_a_run_does(sample_data, tmp_path):
    made = api.run(sample_data, output=tmp_path / "dist")
    told = curation("report", sample_data, "-o", tmp_path / "r.html")
    found = api.report(sample_data)
    assert (found.settled, len(found.report.findings)) == (made.settled, len(made.report.findings))
    assert found.settled > 0
    assert f"; {found.settled} more settled by decisions and the split" in told.out
    assert f"{found.settled} findings settled by decisions and the split are not counted" in (
        tmp_path / "r.html"
    ).read_text(encoding="utf-8")


@pytest.mark.parametrize(("intents", "offered"), [(("A", "A", "None"), True), (("A:B", "None"), False)])
def test_a_verdict_offers_to_mend_only_what_can_be_mended(tmp_path, intents, offered):
    folder = write_files(tmp_path / "bot", {"p.json": clu(intents=intents)})
    assert curation("report", folder, "-o", tmp_path / "r.html").code == 0
    page = (tmp_path / "r.html").read_text(encoding="utf-8")
    verdict = page.partition("must be mended before an upload")[2].partition("</section>")[0]
    assert "curation check " in verdict
    assert ("--fix" in verdict) is offered


def test_an_ignore_needs_a_reason_and_is_counted(folder):
    toml = 'utterances = ["utterances.json"]\n[[ignore]]\ncode = "INT001"\nreason = "renamed next week"\n'
    write_files(folder, {"utterances.json": [sample_row("a", "B:C")]})
    (folder / "curation.toml").write_text(toml)
    result = curation("check", folder)
    assert result.code == 0
    assert result.out.endswith("3 notes in 1 file, 1 utterance; 1 suppressed by the settings\n")
    (folder / "curation.toml").write_text(toml.replace("renamed next week", ""))
    assert curation("check", folder).code == 2


def test_init_names_what_is_there_and_the_run_follows_it(folder, tmp_path):
    assert curation("init", folder).code == 0
    assert curation("init", folder).code == 2
    by_toml, by_files = tmp_path / "a", tmp_path / "b"
    assert curation("run", folder, "-o", by_toml, "--allow-open").code == 0
    (folder / "curation.toml").unlink()
    assert curation("run", folder, "-o", by_files, "--allow-open").code == 0
    assert tree(by_toml) == tree(by_files)


def test_schemas_are_listed_and_printed():
    names = curation("schema").out.split()
    assert {"utterances", "clu-project", "orchestration-project", "cqa-project", "curation-toml", "findings", "decisions", "manifest", "baseline"} == set(names)  # fmt: skip
    assert curation("schema", "utterances").json["title"] == "Utterance file"
    assert curation("schema", "nope").code == 2


def test_an_edited_bundle_is_not_replaced_without_force(folder, tmp_path):
    out = tmp_path / "dist"
    curation("run", folder, "-o", out)
    (out / "report.md").write_text("my notes")
    assert "report.md was edited since it was written" in curation("run", folder, "-o", out).err
    (out / "report.md").unlink()
    (out / "notes.txt").write_text("mine")
    assert "notes.txt is not of the bundle" in curation("run", folder, "-o", out).err
    assert (out / "notes.txt").read_text() == "mine"
    assert curation("run", folder, "-o", out, "--force", "--allow-open").code == 0
    assert not (out / "notes.txt").exists()


def test_a_folder_of_other_things_is_never_the_output(folder, tmp_path):
    (tmp_path / "thesis").mkdir()
    (tmp_path / "thesis/chapter1.txt").write_text("important")
    for target in (tmp_path / "thesis", folder, tmp_path, "/", tmp_path / "thesis/chapter1.txt"):
        result = curation("run", folder, "-o", target)
        assert result.code == 2, target
    assert (tmp_path / "thesis/chapter1.txt").read_text() == "important"
    assert curation("run", folder, "-o", folder, "--force").code == 2


def test_a_bug_is_3_and_says_nothing_of_the_data(folder, monkeypatch):
    def fail(*_args, **_kwargs):
        raise KeyError("a secret utterance")

    monkeypatch.setattr(api, "check", fail)
    result = curation("check", folder)
    assert result.code == 3
    assert "secret" not in result.err + result.out
    assert "KeyError in fail" in result.err


def test_an_interrupt_is_130(folder, monkeypatch):
    def interrupt(*_args, **_kwargs):
        raise KeyboardInterrupt

    monkeypatch.setattr(api, "check", interrupt)
    assert curation("check", folder).code == 130


def test_a_run_is_the_same_through_the_api_and_the_command_line(folder, tmp_path):
    result = api.run(folder, output=tmp_path / "api", allow_open=True)
    printed = curation("run", folder, "-o", tmp_path / "cli", "--allow-open", "-f", "json").json
    assert tree(tmp_path / "api") == tree(tmp_path / "cli")
    assert printed["findings"] == result.report.to_dict()["findings"]
    assert printed["bundle"] == json.loads((tmp_path / "api/manifest.json").read_text())


def test_a_single_clu_project_is_a_workspace(tmp_path):
    rows = [sample_row(f"text number {n} {'abcdefgh'[n]}", "A") for n in range(8)]
    folder = write_files(tmp_path / "one", {"p.json": clu(*rows, intents=("A", "None"))})
    result = curation("run", folder, "-o", tmp_path / "dist")
    assert result.code == 0
    assert sorted(tree(tmp_path / "dist")) == [
        "01-clu/Tables.clu.json", "IMPORT.md", "import.ps1", "import.sh", "import_sdk.py", "ledger.jsonl",
        "manifest.json", "report.html", "report.md", "train-config.json",
    ]  # fmt: skip
    made = json.loads((tmp_path / "dist/01-clu/Tables.clu.json").read_text())
    assert {row["dataset"] for row in made["assets"]["utterances"]} == {"Train", "Test"}


def test_a_single_upload_array_is_a_workspace(tmp_path):
    folder = write_files(tmp_path / "one", {"u.json": [sample_row("hello", "Greet"), sample_row("bye", "Leave")]})
    assert curation("run", folder, "-o", tmp_path / "dist").code == 0
    assert sorted(tree(tmp_path / "dist")) == [
        "IMPORT.md", "ledger.jsonl", "manifest.json", "report.html", "report.md", "upload/utterances.json",
    ]  # fmt: skip


def test_the_name_of_the_folder_leaves_no_trace(folder, tmp_path):
    shutil.copytree(folder, tmp_path / "elsewhere/deep")
    curation("run", folder, "-o", tmp_path / "a", "--allow-open")
    curation("run", tmp_path / "elsewhere/deep", "-o", tmp_path / "b", "--allow-open")
    assert tree(tmp_path / "a") == tree(tmp_path / "b")


def test_force_never_replaces_an_input(folder):
    before = tree(folder)
    for target in ("tasks", "orchestration.json", "tasks/tables.json", "."):
        result = curation("run", folder, "-o", folder / target, "--force", "--allow-open")
        assert result.code == 2, target
        assert "this holds the input or the work at hand" in result.err
    assert tree(folder) == before


def test_a_bundle_below_the_input_is_not_read_again(folder):
    first = curation("run", folder, "-o", folder / "made", "--allow-open", "-f", "json").json
    second = curation("run", folder, "-o", folder / "made", "--allow-open", "-f", "json").json
    assert first == second
    assert first["summary"]["utterances"] == 4


def test_one_file_by_several_names_is_read_once(folder):
    (folder / "link.json").symlink_to(folder / "utterances.json")
    (folder / "curation.toml").write_text(
        'utterances = ["utterances.json", "./utterances.json", "link.json", "*.json"]\n'
    )
    (folder / "orchestration.json").unlink()
    assert curation("check", folder, "-f", "json").json["summary"]["files"] == 1


def test_a_circle_of_links_has_an_end(folder):
    (folder / "a").symlink_to(folder)
    (folder / "b").symlink_to(folder)
    (folder / "curation.toml").write_text('utterances = ["**/utterances.json"]\n')
    assert curation("check", folder, "-f", "json").json["summary"]["files"] == 1


def test_good_files_that_are_too_much_together_are_not_written(folder, tmp_path):
    first, second = ([sample_row(f"{w} number {n}", f"{w}{n}") for n in range(300)] for w in ("one", "two"))
    write_files(folder, {"utterances.json": first, "more.json": second})
    assert curation("check", folder / "utterances.json", folder / "more.json").code == 0
    result = curation("build", folder, "-o", tmp_path / "dist", "--allow-open")
    assert result.code == 1
    assert "1 error must be mended first, in what would be written" in result.out
    assert "PRJ002" in result.out
    assert not (tmp_path / "dist").exists()


def test_a_usage_error_quotes_no_command_to_an_agent(folder):
    result = curation("check", folder, "--fail-on", "##vso[task.complete]")
    assert result.code == 2
    assert "##vso[" not in result.err


def test_init_in_a_hostile_folder_is_inert(tmp_path):
    folder = write_files(tmp_path / "##vso[x]\x1b[31m\n::error::z", FILES)
    result = curation("init", folder)
    assert result.code == 0
    assert "##vso[" not in result.out
    assert "\x1b" not in result.out
    assert len(result.out.splitlines()) == 1


def test_a_bundle_says_what_importing_it_over_an_export_would_change(folder):
    before = clu(
        sample_row("book a table", "Other"), sample_row("gone", "Reserve"), intents=("Reserve", "Other"), name="Tables"
    )
    write_files(
        folder.parent,
        {
            "export.json": before,
            "strange.json": {**before, "metadata": {**before["metadata"], "projectName": "Strange"}},
        },
    )
    export = folder.parent / "export.json"
    result = curation(
        "build", folder, "--output", folder.parent / "out", "--previous", export, "--allow-open", "-f", "json"
    )
    assert result.code == 0, result.err
    RESULT.validate(result.json)
    assert [found["counts"] for found in result.json["differences"]] == [
        {"intent removed": 1, "utterance moved": 1, "utterance removed": 1}
    ]
    text = (folder.parent / "out" / "difference.md").read_text(encoding="utf-8")
    assert "Moved to another intent (1)" in text
    assert "difference.md" in (folder.parent / "out" / "manifest.json").read_text(encoding="utf-8")
    strange = curation("build", folder, "--output", folder.parent / "out", "--previous", folder.parent / "strange.json")
    assert strange.code == 2
    assert 'an export of "Strange", which is not in the bundle' in strange.err
    inside = folder.parent / "out" / "01-clu" / "Tables.clu.json"
    assert "holds the input" in curation("run", folder, "--output", folder.parent / "out", "--previous", inside).err
