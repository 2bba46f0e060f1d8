"""inspect, coverage and triage as a person runs them."""

from __future__ import annotations

import json

import jsonschema
import pytest
from workspaces import curation, rows_of_csv, write_files

from curation import api
from curation.errors import CurationError
from curation.formats.schemas import load_schema
from curation.rules._samples import clu, sample_row, sample_span, weather_and_music

RESULT = jsonschema.Draft7Validator(load_schema("findings"))
ASTRAY = sample_row("will it rain or snow on sunday", "Music")
HOSTILE = "=cmd|' /c calc'!A0 ##vso[task.complete] <script>alert(1)</script> \u202e"


@pytest.fixture
def folder(tmp_path):
    return write_files(tmp_path / "bot", {"u.json": [*weather_and_music()["u.json"], ASTRAY]})


@pytest.mark.parametrize(
    "arguments",
    [
        ("inspect", "."),
        ("inspect", ".", "--what-if", "merge:Music,Weather"),
        ("coverage", "."),
        ("triage", "log.txt", "."),
        ("duplicates", "log.txt"),
    ],
)
def test_json_output_is_one_document_of_the_published_schema(folder, monkeypatch, arguments):
    more = [sample_row(f"open the {thing}", "Door") for thing in ("door", "gate", "window", "hatch", "lid")]
    write_files(folder, {"more.json": more, "log.txt": "will it rain in June\nwill it rain in  Junes\nqwx\n"})
    monkeypatch.chdir(folder)
    result = curation(*arguments, "-f", "json")
    assert result.code == 0, result.err
    RESULT.validate(result.json)


def test_a_row_astray_is_named_with_its_neighbours_and_what_moving_it_brings(folder):
    result = curation("inspect", folder)
    assert result.code == 0
    assert 'filed under "Music"' in result.out
    assert "like will it rain tomorrow (Weather)" in result.out
    (found,) = (f for f in api.inspect(folder).findings if f.code == "AMB002")
    assert f"[{found.fingerprint[:8]}]" in result.out
    (change,) = api.what_if(folder, [f"relabel:{found.fingerprint[:8]}"]).changes
    assert (change.rows, change.judged, change.read_as_merged) == (1, 32, None)
    assert change.low <= change.gain <= change.high
    assert "macro F1" in curation("inspect", folder, "--what-if", f"drop:{found.fingerprint}").out


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ("merge", r'"merge" is not a change; write merge:A,B'),
        ("split:A,B", "is not a change"),
        ("merge:Music,Wether", r'of "Wether": did you mean "Weather"\?'),
        ("merge:Music,Music", "no project that is meant has both intents"),
        ("drop:ffffffff", "no finding has that fingerprint"),
        ("relabel:12", "give 4 digits of a fingerprint or more"),
        ("merge:Music,None", "None is built in"),
        ("merge:Music,Weather", "fewer than two intents are left"),
    ],
)
def test_a_change_that_cannot_be_asked_about_says_why(folder, change, problem):
    with pytest.raises(CurationError, match=problem):
        api.what_if(folder, [change])
    assert curation("inspect", folder, "--what-if", change).code == 2


def test_a_merge_can_name_its_project_and_a_slash_may_be_part_of_a_name(tmp_path):
    rows = weather_and_music()["u.json"]
    renamed = [{**row, "intent": row["intent"].replace("Music", "Home/Music")} for row in rows]
    doors = [sample_row(f"open the {thing}", "Door") for thing in ("door", "gate", "window", "hatch", "lid")]
    folder = write_files(
        tmp_path / "bot",
        {
            "a.json": clu(*renamed, *doors, intents=("Home/Music", "Weather", "Door", "None"), name="Home"),
            "b.json": clu(*rows, *doors, intents=("Music", "Weather", "Door", "None"), name="Away"),
        },
    )
    asked = {
        "merge:Home/Home/Music,Weather": "a.json",
        "merge:Home/Music,Weather": "a.json",
        "merge:Door,Weather": "a.json",
        "merge:b.json/Door,Weather": "b.json",
        "merge:Away/Weather,Music": "b.json",
    }
    assert {change.change: change.scope for change in api.what_if(folder, asked).changes} == asked
    with pytest.raises(CurationError, match="no project that is meant has both intents"):
        api.what_if(folder, ["merge:Away/Home/Music,Weather"])


def test_findings_beyond_the_budget_are_counted_and_can_still_be_named(folder):
    rows = [*weather_and_music()["u.json"], ASTRAY, sample_row("play the next song by the choir", "Weather")]
    write_files(folder, {"u.json": rows, "curation.toml": "[analysis]\nmost_findings = 1\n"})
    report = api.inspect(folder)
    shown = [f for f in report.findings if f.code == "AMB002"]
    assert (len(shown), dict(report.beyond)["AMB002"]) == (1, 1)
    assert "AMB002: 1 more that matter less" in curation("inspect", folder).out
    write_files(folder, {"curation.toml": "[analysis]\nmost_findings = 9\n"})
    hidden = next(
        f for f in api.inspect(folder).findings if f.code == "AMB002" and f.fingerprint != shown[0].fingerprint
    )
    assert shown[0].value >= hidden.value
    write_files(folder, {"curation.toml": "[analysis]\nmost_findings = 1\n"})
    assert len(api.what_if(folder, [f"drop:{hidden.fingerprint}"]).changes) == 1


LONE = (
    "open the door",
    "where is my bag",
    "sing a song",
    "it rains",
    "buy some bread",
    "call my mother",
    "what is new",
)


def test_too_little_to_judge_is_said_and_no_number_made_up(tmp_path):
    folder = write_files(
        tmp_path / "small", {"u.json": [sample_row(f"table {word}", "A") for word in ["one", "two", "three"]]}
    )
    report = api.inspect(folder)
    reasons = {item.what.split()[0]: item.reason for item in report.not_checked}
    assert (
        reasons["AMB002"]
        == "no project has two intents of five texts that are not nearly the same, and twenty texts in all"
    )
    (intent,) = api.coverage(folder).intents
    assert (intent.f1, intent.outside, intent.phrasings) == (None, None, 3)
    assert intent.not_judged == "fewer than 5 different phrasings"
    shown = curation("coverage", folder).out
    assert "        -   -\n  - not judged, fewer than 5 different phrasings: A\n" in shown
    assert dict(api.coverage(folder).to_frame().iloc[0])["not_judged"] == "fewer than 5 different phrasings"


def test_a_report_gives_no_figure_where_nothing_could_be_judged(tmp_path):
    small = write_files(tmp_path / "small", {"u.json": [sample_row(f"table {n}", "A") for n in ("one", "two")]})
    large = write_files(tmp_path / "large", weather_and_music())
    pages = []
    for folder in (small, large):
        page = tmp_path / f"{folder.name}.html"
        assert curation("report", folder, "-o", page).code == 0
        pages.append(page.read_text(encoding="utf-8"))
    assert ["texts likelier filed amiss than not" in page for page in pages] == [False, True]
    assert ["No two intents overlap enough to matter" in page for page in pages] == [False, True]
    assert "Not judged: no project has two intents of five texts" in pages[0]


def test_an_intent_without_another_to_compare_it_with_is_not_judged_and_the_reason_is_given(tmp_path):
    folder = write_files(tmp_path, {"u.json": [sample_row(text, "A") for text in LONE]})
    (intent,) = api.coverage(folder).intents
    assert intent.not_judged == "nothing to compare it with: two intents of 5 phrasings and 20 texts are needed"


def test_intents_and_projects_that_one_rule_passes_over_are_named_by_it(tmp_path):
    small = clu(*weather_and_music()["u.json"], intents=("Weather", "Music"), name="Small")
    colours = ("red", "blue", "green", "grey", "black", "white", "brown", "pink")
    rows = [
        sample_row(f"{verb} the {colour} {thing}", intent)
        for intent, verb, things in (
            ("Paint", "paint", "wall door bed"),
            ("Wash", "please wash", "shirt sock hat coat"),
        )
        for colour in colours
        for thing in things.split()
    ]
    large = clu(*rows, sample_row("hello", "Greet"), intents=("Paint", "Wash", "Greet"), name="Large")
    report = api.inspect(write_files(tmp_path, {"small.json": small, "large.json": large}))
    reasons = {item.what: item.reason for item in report.not_checked if not item.what.startswith("intents")}
    assert reasons == {
        "AMB005 stands-alone": "fewer than 50 different texts: small.json",
        "INT014 two-in-one-intent": 'fewer than 24 different texts: "Music" of small.json, "Weather" of small.json',
        "UTT006 same-opening": 'fewer than 10 different texts: "Greet" of large.json',
        "UTT007 outer-mark": 'fewer than 10 different texts: "Greet" of large.json',
    }
    assert [f.subject for f in report.findings if f.code == "UTT006"] == ["Wash"]


def test_an_intent_of_few_texts_beside_judged_ones_is_named_as_not_checked(folder):
    write_files(folder, {"u.json": [*weather_and_music()["u.json"], sample_row("hello", "Greet")]})
    (note,) = (item for item in api.inspect(folder).not_checked if "Greet" in item.what)
    assert (note.what, note.reason) == (
        'intents of routing: "Greet"',
        "fewer than 5 texts that are not nearly the same: not judged",
    )


def test_a_project_too_small_beside_one_that_is_judged_is_named_as_not_checked(tmp_path):
    other = clu(*(sample_row(f"a text {n}", "AB"[n % 2]) for n in range(9)), intents=("A", "B"), name="Small")
    large = clu(*weather_and_music()["u.json"], intents=("Weather", "Music"), name="Large")
    found = api.inspect(write_files(tmp_path / "two", {"s.json": other, "l.json": large})).not_checked
    assert ("intents of s.json", "fewer than two of 5 texts that are not nearly the same, or than 20 in all") in {
        (item.what, item.reason) for item in found
    }
    assert not any("l.json" in item.what for item in found)


def test_a_row_moves_to_the_only_other_intent_that_a_finding_names(tmp_path):
    twin = sample_row("will it rain tomorrow then", "Music")
    folder = write_files(tmp_path / "bot", {"u.json": [*weather_and_music()["u.json"], twin]})
    (found,) = (f for f in api.inspect(folder).findings if f.code == "LBL002")
    (change,) = api.what_if(folder, [f"relabel:{found.fingerprint}"]).changes
    assert (found.evidence.get("proposed"), sorted(found.evidence["intents"])) == (None, ["Music", "Weather"])
    assert (change.scope, change.rows) == ("routing", 1)


def test_what_inspect_finds_is_accepted_by_a_baseline_too(folder, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    before = api.inspect(folder)
    assert before.findings
    assert curation("baseline", "write", folder, "--inspect", "-o", "b.json").code == 0
    after = api.inspect(folder, baseline="b.json")
    assert (after.findings, len(after.suppressed)) == ((), len(before.findings))
    assert api.check(folder, baseline="b.json").findings == ()
    shown = curation("inspect", folder, "--baseline", "b.json").out
    assert "nothing found" in shown.splitlines()[-1]
    (folder / "curation.toml").write_text('[check]\nbaseline = "../b.json"\n')
    assert api.inspect(folder).findings == ()
    curation("baseline", "prune", folder, "-o", "b.json")  # of what check asks only
    assert api.inspect(folder).findings == ()


def test_half_a_folder_is_no_baseline_of_what_inspect_finds(folder, tmp_path):
    write_files(folder, {"broken.json": b"{"})
    refused = curation("baseline", "write", folder, "--inspect", "-o", tmp_path / "b.json")
    assert (refused.code, "broken.json: cannot be read" in refused.err) == (2, True)
    assert not (tmp_path / "b.json").exists()


def test_coverage_has_frames_of_tasks_lists_and_languages(folder):
    found = api.coverage(folder)
    assert found.to_frame("languages").to_dict("records") == [
        {"language": "", "rows": sum(i.rows for i in found.intents)}
    ]
    assert list(found.to_frame("tasks").columns) == ["task", "rows", "linked_rows", "share"]
    assert list(found.to_frame("lists").columns) == ["file", "entity", "values", "seen", "unseen"]
    assert len(found.to_frame()) == len(found.intents)
    with pytest.raises(CurationError, match='no coverage of "task"; did you mean "tasks"'):
        found.to_frame("task")


def test_coverage_counts_what_there_is(tmp_path):
    project = clu(
        sample_row("fly to Paris", "Fly", language="en-us", dataset="Train", entities=[sample_span("City", 7, 5)]),
        sample_row("nach Köln", "Fly", language="de", dataset="Test"),
        sample_row("Nach Köln!", "Fly", language="de"),
        intents=("Fly", "Stay"),
        entities=(),
    )
    values = [
        {"listKey": "Paris", "synonyms": []},
        {"listKey": "CGN", "synonyms": [{"language": "de", "values": ["Köln"]}]},
        {"listKey": "Oslo", "synonyms": []},
    ]
    project["assets"]["entities"] = [{"category": "City", "list": {"sublists": values}}]
    found = api.coverage(write_files(tmp_path / "fly", {"p.json": project}), enough=2)
    fly, stay = found.intents
    assert (fly.rows, fly.texts, fly.phrasings, fly.train, fly.test) == (3, 2, 2, 1, 1)
    assert (dict(fly.languages), dict(fly.entities), fly.words) == ({"de": 2, "en-us": 1}, {"City": 1}, (2, 2.0, 3))
    assert (dict(fly.values), dict(stay.values)) == ({"City": 2}, {})
    assert (stay.rows, stay.phrasings, stay.words) == (0, 0, (0, 0.0, 0))
    assert [(item.entity, item.values, item.seen, item.unseen) for item in found.lists] == [("City", 3, 2, ("Oslo",))]
    assert (found.share, found.languages) == (0.5, {"de": 2, "en-us": 1})
    assert found.to_frame().columns.tolist()[-3:] == ["words_least", "words_median", "words_most"]


def test_coverage_can_fail(folder):
    assert curation("coverage", folder, "--enough", "16", "--fail-under", "1").code == 0
    assert curation("coverage", folder, "--enough", "17", "--fail-under", "0.51").code == 1
    assert "1 of 2 intents have 17 phrasings or more" in curation("coverage", folder, "--enough", "17").out


LOG = (
    "Will it rain tomorrow?\nwill it rain tomorrow\n\nplay the next song\nthe cat sat on my new laptop\n"
    + HOSTILE
    + "\n"
)


def test_a_log_is_told_apart_counted_once_and_what_is_new_is_grouped(folder, tmp_path):
    log = tmp_path / "log.txt"
    log.write_text(LOG, encoding="utf-8")
    found = api.triage(log, folder)
    first = found.lines[0]
    assert (first.text, first.count, first.line, first.intent, first.covered) == (
        "Will it rain tomorrow?",
        2,
        1,
        "Weather",
        True,
    )
    by_text = {line.text: line for line in found.lines}
    assert by_text["play the next song"].intent == "Music"
    cat = by_text["the cat sat on my new laptop"]
    assert not cat.covered
    assert cat.theme
    assert (found.read, found.passed_over, found.covered) == (5, (("empty", 1),), 3)
    assert sum(theme.lines for theme in found.themes) == found.read - found.covered
    assert found.by_intent() == {("", "Weather"): 2, ("", "Music"): 1}
    assert found.to_frame()["text"].tolist() == [line.text for line in found.lines]


@pytest.mark.parametrize(
    ("name", "content", "texts", "passed"),
    [
        ("l.csv", 'id;Query\n1;"play; a song"\n2;\n', ["play; a song"], {"without a text": 1}),
        ("l.tsv", "text\twho\nrain\tme\n", ["rain"], {}),
        (
            "l.jsonl",
            '{"text": "rain"}\nnope\n"snow"\n{"a": 1}\n[1]\n\n',
            ["rain", "snow"],
            {"not JSON": 1, "without a text": 2, "empty": 1},
        ),
        ("l.txt", "\ufeffrain\r\n \r\nsnow", ["rain", "snow"], {"empty": 1}),
    ],
)
def test_logs_are_read_in_these_forms(folder, tmp_path, name, content, texts, passed):
    path = tmp_path / name
    path.write_bytes(content.encode("utf-8"))
    found = api.triage(path, folder)
    assert sorted(line.text for line in found.lines) == sorted(texts)
    assert dict(found.passed_over) == passed


def test_bytes_that_are_no_utf_8_are_counted_and_read_as_well_as_can_be(folder, tmp_path):
    path = tmp_path / "l.txt"
    path.write_bytes(b"rain \xff\nsnow\n")
    found = api.triage(path, folder)
    assert dict(found.passed_over) == {"read with bytes that are not UTF-8": 1}
    assert {line.text for line in found.lines} == {"rain \ufffd", "snow"}


def test_a_column_can_be_named_and_one_that_is_not_there_is_an_error(folder, tmp_path):
    path = tmp_path / "l.csv"
    path.write_text("Said,Who\nplay jazz,me\n", encoding="utf-8")
    assert curation("triage", path, folder).code == 2
    assert "no column is called text" in curation("triage", path, folder).err
    assert api.triage(path, folder, columns={"text": "Said"}).lines[0].text == "play jazz"
    assert curation("triage", path, folder, "--columns", "text=Sad").code == 2
    assert curation("triage", tmp_path / "none.txt", folder).code == 2


def test_a_sheet_is_inert_and_not_written_over(folder, tmp_path):
    log, sheet = tmp_path / "log.txt", tmp_path / "sheet.csv"
    log.write_text(LOG, encoding="utf-8")
    result = curation("triage", log, folder, "--sheet", sheet)
    assert result.code == 0
    assert "##vso[" not in result.out
    rows = rows_of_csv(sheet.read_text(encoding="utf-8"))
    assert len(rows) == 4
    assert all(row["text"][0] not in "=+-@" for row in rows)
    assert curation("triage", log, folder, "--sheet", sheet).code == 2
    refused = curation("triage", log, folder, "--sheet", sheet.with_suffix(".xlsx"))
    assert (refused.code, "a name that ends in .csv" in refused.err) == (2, True)


def test_a_workspace_without_two_intents_cannot_be_asked(tmp_path):
    folder = write_files(tmp_path / "one", {"u.json": [sample_row("a", "A")]})
    (tmp_path / "log.txt").write_text("a\n")
    result = curation("triage", tmp_path / "log.txt", folder)
    assert (result.code, "fewer than two intents" in result.err) == (2, True)


def test_every_format_of_check_is_one_of_inspect(folder, tmp_path):
    out = tmp_path / "found.sarif"
    result = curation("inspect", folder, "-f", "github", "-f", f"sarif={out}")
    assert "::warning" in result.out
    assert any(item["ruleId"] == "AMB002" for item in json.loads(out.read_text())["runs"][0]["results"])


def test_duplicates_are_shown_inertly_with_what_is_left(tmp_path):
    text = "please turn on all of the lights in the kitchen tonight"
    write_files(tmp_path, {"log.txt": f"{text}\n{text} {HOSTILE}\n{text}!\n{text} x\n"})
    result = curation("duplicates", tmp_path / "log.txt", "--threshold", "0.85")
    assert result.code == 0
    assert "4 lines read, 3 different texts; 2 when near-duplicates count once (alike are 0.85 or more)" in result.out
    assert f'3  "{text}", and 1 text like it' in result.out
    assert "no two are that alike" in curation("duplicates", tmp_path / "log.txt", "--threshold", "1").out
    hostile = curation("duplicates", tmp_path / "log.txt", "--threshold", "0.5").out
    assert "\u202e" not in hostile
    assert "\n##vso[" not in hostile


def test_groups_beyond_fifteen_are_counted(tmp_path):
    names = "abcdefghijklmnopqr"
    lines = [f"{name * 5} please order {name * 3}{end} now" for name in names for end in ("", "s")]
    write_files(tmp_path, {"log.txt": "\n".join(lines)})
    result = curation("duplicates", tmp_path / "log.txt", "--threshold", "0.7")
    assert "and 3 groups more; --table FILE writes all texts" in result.out
    assert curation("duplicates", tmp_path / "log.txt", "--threshold", "2").code == 2
    assert curation("duplicates", tmp_path / "none.txt").code == 2
