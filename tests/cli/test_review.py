"""Questions go out on sheets and pages, and answers come back as decisions."""

from __future__ import annotations

import csv
import io
import json
import shutil
import subprocess
from pathlib import Path

import pytest
import xlsxwriter
from workspaces import curation, rows_of_csv, tree, write_files

from curation.formats.review_sheet import SHEET_COLUMNS
from curation.formats.sources.sheet import sheet_cells

HEAD = "intent,decision,task,into,reviewer,date,note,fingerprint,tool_version"


@pytest.fixture
def folder(sample_data, tmp_path) -> Path:
    return Path(shutil.copytree(sample_data, tmp_path / "bot"))


@pytest.fixture
def slipped(folder) -> Path:
    """The sample with an utterance that is filed amiss in an upload file."""
    path = folder / "utterances" / "chat-log-2026-q3.json"
    rows = json.loads(path.read_text(encoding="utf-8"))
    rows.append({**rows[0], "intent": "BookRepair", "text": "what are your opening hours on Sunday"})
    path.write_text(json.dumps(rows), encoding="utf-8")
    return folder


@pytest.fixture
def sheet(folder, tmp_path) -> list[dict[str, str]]:
    path = tmp_path / "fresh.csv"
    assert curation("review", folder, "--csv", path).code == 0
    return rows_of_csv(path.read_text(encoding="utf-8-sig"))


def answered(rows, **answers):
    """The rows of a sheet with the answers to some intents, `intent=(decision, target, into, note)`."""
    out = [dict(row) for row in rows]
    for row in out:
        if row["kind"] == "link" and row["intent"] in answers:
            given = (*answers[row["intent"]], "", "", "")[:4]
            row |= dict(zip(("decision", "target", "into", "note"), given, strict=True))
    return out


def as_csv(path, rows, *, delimiter=",", encoding="utf-8-sig", end="\r\n"):
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, list(rows[0]), delimiter=delimiter, lineterminator=end)
    writer.writeheader()
    writer.writerows(rows)
    path.write_bytes(out.getvalue().encode(encoding, errors="replace"))
    return path


def as_xlsx(path, rows):
    with xlsxwriter.Workbook(path, {"strings_to_formulas": False}) as book:
        page = book.add_worksheet("review")
        for number, row in enumerate([{name: name for name in rows[0]}, *rows]):
            for column, cell in enumerate(row.values()):
                page.write_string(number, column, cell)
    return path


def decisions(folder):
    return rows_of_csv((folder / "decisions.csv").read_text(encoding="utf-8"))


def test_a_sheet_holds_every_open_question_and_nothing_that_is_decided(sheet):
    assert [row["intent"] for row in sheet if row["kind"] == "link"] == ["Complaint", "EndRental"]
    assert tuple(sheet[0]) == SHEET_COLUMNS
    assert {row["decision"] for row in sheet} == {""}
    end = next(row for row in sheet if row["intent"] == "EndRental")
    assert (end["proposed"], end["proposed_into"]) == ("BikeRental", "ReturnBike")


@pytest.mark.parametrize("form", ["csv", "semicolons", "windows", "xlsx", "lf"])
def test_answers_come_back_in_whatever_form_a_spreadsheet_saved_them(folder, sheet, tmp_path, form):
    rows = answered(sheet, EndRental=("accept", "", "", "für später"), Complaint=("keep",))
    path = {
        "csv": lambda: as_csv(tmp_path / "s.csv", rows),
        "lf": lambda: as_csv(tmp_path / "s.csv", rows, encoding="utf-8", end="\n"),
        "semicolons": lambda: as_csv(tmp_path / "s.csv", rows, delimiter=";"),
        "windows": lambda: as_csv(tmp_path / "s.csv", rows, encoding="cp1252"),
        "xlsx": lambda: as_xlsx(tmp_path / "s.xlsx", rows),
    }[form]()
    before = (folder / "decisions.csv").read_bytes()
    result = curation("decide", folder, path, "--reviewer", "mira", "--date", "2026-11-26")
    assert (result.code, result.err) == (0, "")
    assert result.out.startswith("2 answers added to the decisions\n")
    after = (folder / "decisions.csv").read_bytes()
    assert after.startswith(before)
    assert after[len(before) :].decode() == (
        "Complaint,keep,,,mira,2026-11-26,,{},0.1.0\n"
        "EndRental,accept,BikeRental,ReturnBike,mira,2026-11-26,für später,{},0.1.0\n"
    ).format(*(row["fingerprint"] for row in decisions(folder)[-2:]))
    assert curation("status", folder, "--strict").code == 0


def test_the_same_answers_are_written_once(folder, sheet, tmp_path):
    path = as_csv(tmp_path / "s.csv", answered(sheet, Complaint=("keep",)))
    for _ in range(2):
        assert curation("decide", folder, path, "--reviewer", "mira").code == 0
    assert sum(row["intent"] == "Complaint" for row in decisions(folder)) == 1


def test_a_target_of_ones_own_is_a_retarget_and_a_reject_is_not_proposed_again(folder, sheet, tmp_path):
    path = as_csv(
        tmp_path / "s.csv",
        answered(sheet, EndRental=("reject",), Complaint=("accept", "ShopFAQ", "", "all in the FAQ")),
    )
    assert curation("decide", folder, path, "--reviewer", "mira").code == 0
    last = decisions(folder)[-2:]
    assert [(row["intent"], row["decision"], row["task"], row["into"]) for row in last] == [
        ("Complaint", "retarget", "ShopFAQ", ""),
        ("EndRental", "reject", "BikeRental", ""),
    ]
    (left,) = curation("propose", folder, "-f", "json").json["proposals"]
    assert left["intent"] == "EndRental"
    assert "BikeRental" not in {candidate["task"] for candidate in left["candidates"]}


def test_what_was_changed_on_a_row_is_not_taken_over(folder, sheet, tmp_path):
    rows = answered(sheet, EndRental=("accept",), Complaint=("keep",))
    for row in rows:
        if row["intent"] == "EndRental":
            row |= {"proposed": "Workshop", "intent": "Something else", "utterance": "=cmd|' /C calc'!A0"}
    result = curation("decide", folder, as_csv(tmp_path / "s.csv", rows), "--reviewer", "mira")
    assert result.code == 1
    assert "the proposal on the row was changed; choose a target and write retarget" in result.out
    assert [row["intent"] for row in decisions(folder)[10:]] == ["Complaint"]


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"decision": "yes"}, "the decision must be one of accept, retarget, keep, reject, unsure"),
        ({"decision": "accept", "key": "q1.f2.c3"}, "the key of the row is missing or damaged"),
        ({"decision": "keep", "key": "q00000000000.f00.c00000000"}, "what it asks about is not there any more"),
        ({"decision": "", "target": "ShopFAQ"}, "a target but no decision; write retarget beside it"),
        ({"decision": "retarget"}, "retarget needs a target"),
        ({"decision": "reject"}, "reject needs a target, and none was proposed"),
    ],
)
def test_a_row_that_cannot_be_used_is_passed_over_with_its_line(folder, sheet, tmp_path, changes, words):
    rows = answered(sheet, EndRental=("keep",))
    at = next(n for n, row in enumerate(rows) if row["intent"] == "Complaint")
    rows[at] |= changes
    result = curation("decide", folder, as_csv(tmp_path / "s.csv", rows), "--reviewer", "mira")
    assert result.code == 1
    assert words in result.out
    assert f"s.csv:{at + 2}: " in result.out
    assert [row["intent"] for row in decisions(folder)[10:]] == ["EndRental"]


def test_a_row_that_stands_twice_counts_once(folder, sheet, tmp_path):
    rows = answered(sheet, Complaint=("keep",))
    again = next(row for row in rows if row["intent"] == "Complaint")
    path = as_csv(tmp_path / "s.csv", [*rows, {**again, "decision": "unsure"}])
    result = curation("decide", folder, path, "--reviewer", "mira")
    assert "again; the first one counts" in result.out
    assert decisions(folder)[-1]["decision"] == "keep"


def test_words_that_a_word_processor_dressed_up_are_understood(folder, sheet, tmp_path):
    path = as_csv(tmp_path / "s.csv", answered(sheet, Complaint=(" “Keep” ",)))
    assert curation("decide", folder, path, "--reviewer", "mira").code == 0
    assert decisions(folder)[-1]["decision"] == "keep"


def test_an_answer_about_texts_that_changed_is_kept_and_stale(folder, sheet, tmp_path):
    for rows in (folder / "utterances").iterdir():
        rows.write_text(rows.read_text(encoding="utf-8").replace("Your toilets", "The toilets"), encoding="utf-8")
    path = as_csv(tmp_path / "s.csv", answered(sheet, Complaint=("keep",)))
    result = curation("decide", folder, path, "--reviewer", "mira")
    assert 'the texts of "Complaint" changed since the sheet was made; the answer is kept, and stale' in result.out
    found = curation("status", folder, "-f", "json").json["status"]
    assert [decision["intent"] for decision in found["stale"]] == ["Complaint"]
    assert "Complaint" in found["open"]


def test_somebody_has_to_have_answered(folder, sheet, tmp_path):
    empty, full = as_csv(tmp_path / "e.csv", sheet), as_csv(tmp_path / "f.csv", answered(sheet, Complaint=("keep",)))
    assert curation("decide", folder, empty, "--reviewer", "mira").err.startswith(
        f"error: {empty}: no row has a decision that can be used; fill the column decision"
    )
    assert curation("decide", folder, full).err == "error: say who answered: --reviewer NAME\n"
    assert curation("decide", folder, empty, full).err == "error: name one folder and one sheet with answers\n"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("intent;decision;task\nComplaint;keep;\n", "EndRental;accept;BikeRental;ReturnBike;"),
        ("decision,intent,task,mine\nkeep,Complaint,,x\n", "accept,EndRental,BikeRental,,ReturnBike,"),
        ("\ufeffintent,decision,task\r\nComplaint,keep,", "EndRental,accept,BikeRental,ReturnBike,"),
    ],
)
def test_rows_are_added_in_the_form_the_file_has(folder, sheet, tmp_path, before, after):
    (folder / "decisions.csv").write_bytes(before.encode())
    path = as_csv(tmp_path / "s.csv", answered(sheet, EndRental=("accept",)))
    assert curation("decide", folder, path, "--reviewer", "mira").code == 0
    text = (folder / "decisions.csv").read_bytes().decode()
    kept = before.splitlines()[1]
    assert kept in text.splitlines()
    assert text.splitlines()[-1].startswith(after)
    assert text.startswith(before.splitlines()[0])
    assert (
        "mine" not in before
        or text.splitlines()[0] == "decision,intent,task,mine,into,reviewer,fingerprint,tool_version"
    )
    states = {
        entry["intent"]: entry["state"] for entry in curation("decide", folder, "-f", "json").json["mapping"]["intents"]
    }
    assert (states["EndRental"], states["Complaint"]) == ("linked", "routing")


def test_a_file_in_another_encoding_is_not_mixed(folder, sheet, tmp_path):
    content = "intent,decision,task\nComplaint,keep,\n".encode("utf-16")
    (folder / "decisions.csv").write_bytes(content)
    path = as_csv(tmp_path / "s.csv", answered(sheet, EndRental=("accept",)))
    result = curation("decide", folder, path, "--reviewer", "mira")
    assert (result.code, "rows cannot be added, because it is not in UTF-8" in result.err) == (2, True)
    assert (folder / "decisions.csv").read_bytes() == content


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (
            f"{HEAD}\n<<<<<<< HEAD\nComplaint,keep,,,,,,,\n=======\n>>>>>>> other\n",
            "decisions.csv:2: a merge was not finished",
        ),
        ("intent,decision,decision\n", "the header has the column decision twice"),
        ("name,answer\nx,y\n", "the header has no column intent, decision; it needs intent, decision"),
        ('intent,decision\n"Complaint,keep\n', "not CSV"),
        ("intent,decision,text\nRentals,accept,hello\n", "accept needs an intent; name it in the column into"),
    ],
)
def test_a_decisions_file_that_cannot_be_read_says_where(folder, content, words):
    (folder / "decisions.csv").write_text(content, encoding="utf-8")
    before = tree(folder)
    for command in ("decide", "status", "propose", "review"):
        more = ("--tty", "--reviewer", "x") if command == "review" else ()
        result = curation(command, folder, *more)
        assert (result.code, words in result.err) == (2, True)
    assert tree(folder) == before


def test_zeros_that_a_spreadsheet_took_from_a_fingerprint_are_put_back(folder):
    from curation.formats.decisions import read_decisions

    (one,) = read_decisions(b"intent,decision,fingerprint\nA,keep,12345678901234\n", "d.csv")
    assert one.fingerprint == "0012345678901234"


def test_preselected_answers_stand_on_the_sheet_only_where_they_are_sure(folder, tmp_path):
    path = tmp_path / "s.csv"
    assert curation("review", folder, "--csv", path, "--accept-above", "0.9").code == 0
    given = {
        row["intent"]: row["decision"] for row in rows_of_csv(path.read_text("utf-8-sig")) if row["kind"] == "link"
    }
    assert given == {"Complaint": "", "EndRental": "accept"}
    assert curation("status", folder, "-f", "json").json["status"]["counts"]["open"] == 2


def test_the_workbook_is_locked_has_drop_downs_and_is_the_same_every_time(slipped, tmp_path):
    import zipfile

    first, second = tmp_path / "a.xlsx", tmp_path / "b.xlsx"
    for path in (first, second):
        assert curation("review", slipped, "--xlsx", path).code == 0
    assert first.read_bytes() == second.read_bytes()
    with zipfile.ZipFile(first) as book:
        page = book.read("xl/worksheets/sheet1.xml").decode()
        names = book.read("xl/workbook.xml").decode()
    assert "<sheetProtection" in page
    assert page.count("<dataValidation ") == 4
    assert '"accept,retarget,keep,reject,unsure"' in page.replace("&quot;", '"')
    assert [name in names for name in ('name="review"', 'name="how to"', 'name="lists"', 'name="meta"')] == [True] * 4
    rows = sheet_cells(first.read_bytes(), "a.xlsx", "review")
    assert tuple(rows[0]) == SHEET_COLUMNS


def test_a_file_with_answers_in_it_is_not_replaced(folder, tmp_path):
    path = tmp_path / "s.csv"
    path.write_text("mine")
    for option in ("--csv", "--xlsx", "--html"):
        assert "is there already, perhaps with answers in it" in curation("review", folder, option, path).err
    assert path.read_text() == "mine"


def test_an_utterance_is_moved_by_a_sheet_and_the_bundle_says_so(slipped, tmp_path):
    folder, path = slipped, tmp_path / "fresh.csv"
    assert curation("review", folder, "--csv", path).code == 0
    rows = rows_of_csv(path.read_text(encoding="utf-8-sig"))
    row = next(row for row in rows if row["kind"] == "utterance" and not row["project"] and row["intent"] != "Greeting")
    astray, before = row["utterance"], row["intent"]
    row |= {"decision": "retarget", "target": "Greeting"}
    assert curation("decide", folder, as_csv(tmp_path / "s.csv", rows), "--reviewer", "mira").code == 0
    last = decisions(folder)[-1]
    found = [last.get(name, "") for name in ("intent", "text", "into", "task", "scope")]
    assert found == [before, astray, "Greeting", "", ""]
    assert astray not in {row["utterance"] for row in fresh_sheet(folder, tmp_path)}
    assert curation("run", folder, "-o", tmp_path / "dist", "--allow-open").code in (0, 1)
    ledger = (tmp_path / "dist" / "ledger.jsonl").read_text(encoding="utf-8")
    assert '"rule": "decision"' in ledger
    uploaded = (tmp_path / "dist" / "upload" / "utterances.json").read_text(encoding="utf-8")
    moved = next(line for line in uploaded.splitlines() if astray in line)
    assert '"intent": "Greeting"' in moved


def fresh_sheet(folder, tmp_path):
    path = tmp_path / "again.csv"
    assert curation("review", folder, "--csv", path).code == 0
    return rows_of_csv(path.read_text(encoding="utf-8-sig"))


def test_the_terminal_asks_one_by_one_and_takes_back(folder, monkeypatch):
    monkeypatch.setattr("sys.stdin", io.StringIO("k\nz\nk\nwhat\n= Workshop / RepairQuote\nq\n"))
    result = curation("review", folder, "--tty", "--reviewer", "tom", "--date", "today")
    assert result.code == 0
    assert "that is no answer here" in result.out
    wanted = int(result.out.split("[1/")[1].split("]")[0])
    assert result.out.endswith(f"2 answered, {wanted - 2} left; curation status says where it stands\n")
    assert [(row["intent"], row["decision"], row["task"], row["into"]) for row in decisions(folder)[10:]] == [
        ("Complaint", "keep", "", ""),
        ("EndRental", "retarget", "Workshop", "RepairQuote"),
    ]


def test_the_terminal_wants_a_name_and_only_one_way_is_chosen(folder):
    assert curation("review", folder, "--tty").err == "error: say who answers: --reviewer NAME\n"
    assert curation("review", folder, "--tty", "--csv", "x.csv").err == (
        "error: choose one of --html, --xlsx, --csv and --tty\n"
    )


def test_status_says_what_is_open_and_in_dispute_and_what_to_do_next(folder):
    said = "Complaint,{},{},,{},,,,\n"
    with (folder / "decisions.csv").open("a", encoding="utf-8") as file:
        file.write(said.format("accept", "ShopFAQ", "mira") + said.format("keep", "", "tom"))
    result = curation("status", folder)
    assert result.out.splitlines()[:6] == [
        "15 intents: 11 linked, 2 routing, 1 exempt, 1 open",
        "12 decisions: 0 stale, 1 in dispute, 0 utterances moved",
        "open:",
        "  EndRental (somebody was unsure)",
        "in dispute; the last answer counts until they agree:",
        "  Complaint: mira accept ShopFAQ; tom keep",
    ]
    assert result.out.splitlines()[-2] == f"Next: curation review {folder}"
    assert curation("status", folder, "--strict").code == 1


def test_a_mapping_table_names_people_files_and_proposals(folder, tmp_path):
    with (folder / "decisions.csv").open("a", encoding="utf-8") as file:
        file.write("Complaint,reject,Workshop,,mira,,,,\n")
    path = tmp_path / "m.sssom.tsv"
    assert curation("decide", folder, "--sssom", path).code == 0
    text = path.read_text(encoding="utf-8")
    body = [line for line in text.splitlines() if not line.startswith("#")]
    rows = list(csv.DictReader(body, delimiter="\t"))
    no = next(row for row in rows if row["predicate_modifier"])
    assert (no["subject_id"], no["predicate_modifier"], no["object_id"], no["author_label"]) == (
        "intent:Complaint", "Not", "task:Workshop", "mira")  # fmt: skip
    kinds = {row["mapping_justification"] for row in rows}
    assert kinds == {
        "semapv:ManualMappingCuration",
        "semapv:UnspecifiedMatching",
        "semapv:SemanticSimilarityThresholdMatching",
    }
    assert all(0 <= float(row["confidence"]) <= 1 for row in rows if row["confidence"])


def test_a_sheet_without_its_keys_is_no_decisions_file(folder, sheet, tmp_path):
    rows = answered(sheet, Complaint=("keep",))
    before = (folder / "decisions.csv").read_bytes()
    bare = [{name: cell for name, cell in row.items() if name != "key"} for row in rows]
    result = curation("decide", folder, as_csv(tmp_path / "s.csv", bare), "--reviewer", "mira")
    assert (result.code, "the key of the row is missing or damaged" in result.err) == (2, True)
    assert (folder / "decisions.csv").read_bytes() == before
    louder = [{(name.upper() if name == "key" else name): cell for name, cell in row.items()} for row in rows]
    assert curation("decide", folder, as_csv(tmp_path / "t.csv", louder), "--reviewer", "mira").code == 0


@pytest.mark.parametrize("answer", ["reject", "accept"])
def test_an_answer_that_leans_on_a_proposal_wants_the_one_the_row_was_made_with(folder, sheet, tmp_path, answer):
    rows = answered(sheet, EndRental=(answer,))
    for row in rows:
        row["proposed"] = "(no task fits)" if answer == "accept" and row["intent"] == "EndRental" else row["proposed"]
        row["proposed"] = "Workshop" if answer == "reject" and row["intent"] == "EndRental" else row["proposed"]
    result = curation("decide", folder, as_csv(tmp_path / "s.csv", rows), "--reviewer", "mira")
    assert (result.code, "the proposal on the row was changed" in result.err) == (2, True)


def test_a_copy_of_the_decisions_brings_no_old_answer_back(folder, tmp_path):
    path = folder / "decisions.csv"
    with path.open("a", encoding="utf-8") as file:
        file.write("Complaint,accept,ShopFAQ,,mira,,,,0.1.0\nComplaint,keep,,,mira,,,,0.1.0\n")
    copy, before = tmp_path / "copy.csv", path.read_bytes()
    copy.write_bytes(before)
    assert curation("decide", folder, copy, "--reviewer", "mira").code == 0
    assert path.read_bytes() == before


def test_who_was_overruled_can_say_it_again(folder, sheet, tmp_path):
    path = as_csv(tmp_path / "s.csv", answered(sheet, Complaint=("keep",)))
    other = as_csv(tmp_path / "t.csv", answered(sheet, Complaint=("retarget", "ShopFAQ")))
    for reviewer, given in (("mira", path), ("tom", other), ("mira", path)):
        assert curation("decide", folder, given, "--reviewer", reviewer).code == 0
    assert [row["decision"] for row in decisions(folder)[10:]] == ["keep", "retarget", "keep"]


def test_a_mapping_table_replaces_nothing_but_a_mapping_table(folder, tmp_path):
    before = tree(folder)
    for name in ("decisions.csv", "curation.toml"):
        assert curation("decide", folder, "--sssom", folder / name).code == 2
    assert tree(folder) == before
    path = tmp_path / "m.tsv"
    assert [curation("decide", folder, "--sssom", path).code for _ in range(2)] == [0, 0]


def test_a_workbook_without_what_is_needed_is_refused(folder, tmp_path):
    path = tmp_path / "s.xlsx"
    for columns in (["a", "b"], ["decision", "Decision", "key"]):
        as_xlsx(path, [dict.fromkeys(columns, "keep")])
        assert curation("decide", folder, path, "--reviewer", "mira").code == 2
    assert curation("decide", folder, tmp_path / "none.csv").err == (
        f"error: {tmp_path / 'none.csv'}: there is no such file or folder\n"
    )


def test_a_folder_without_tasks_says_so(tmp_path):
    folder = write_files(tmp_path / "bare", {"u.json": '[{"text": "hello", "intent": "Greet", "language": "en-us"}]'})
    words = "there is no orchestration project, and no task beside utterance files"
    assert curation("propose", folder).out == f"{words}: nothing to propose\n"
    assert "there is no orchestration project" in curation("status", folder).out


@pytest.mark.parametrize("form", ["xlsx", "csv"])
def test_a_sheet_comes_back_through_libreoffice(folder, tmp_path, form):
    office = shutil.which("soffice")
    if not office:
        pytest.skip("no LibreOffice on this machine (soffice)")
    assert curation("review", folder, "--xlsx", tmp_path / "out.xlsx", "--accept-above", "0.5").code == 0
    home = f"-env:UserInstallation=file://{tmp_path}/office"
    command = [office, home, "--headless", "--convert-to", form, "--outdir", tmp_path / "back", tmp_path / "out.xlsx"]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    result = curation("decide", folder, tmp_path / "back" / f"out.{form}", "--reviewer", "mira")
    assert (result.code, result.err) == (0, "")
    found = {
        row["intent"]: (row["decision"], row["task"], row["into"])
        for row in decisions(folder)[10:]
        if not row.get("text")
    }
    assert found == {"Complaint": ("keep", "", ""), "EndRental": ("accept", "BikeRental", "ReturnBike")}
