"""What a mutation of a rule would change: places where one condition, one row or one file decides."""

from __future__ import annotations

import sys
from hashlib import sha256

import pytest
from workspaces import asset, entity, facts, pairs, pattern, sized, spans, write_files

import curation.rules
from curation.errors import CurationError
from curation.model.finding import Severity
from curation.model.fix import Edit
from curation.rules import Example, Hit, all_rules, find_rule, judge, rules_of
from curation.rules._fixes import declared_anew, rewritten
from curation.rules._policy import fingerprint_of
from curation.rules._rule import rule
from curation.rules._samples import clu, cqa, orchestration, sample_row, sample_span, to_clu, to_cqa


def asked(code, files, settings=None, **more):
    named = isinstance(files, dict) and all("." in key for key in files)
    return judge(facts(files if named else {"f.json": files}, settings, **more), [find_rule(code)])


def findings(code, files, settings=None, **more):
    return asked(code, files, settings, **more).findings


def places(code, files, settings=None, **more):
    found = findings(code, files, settings, **more)
    return [f"{f.file}#{f.pointer} {f.subject}".strip().removeprefix("f.json#") for f in found]


def filed(text, intent, *found):
    return sample_row(text, intent, entities=[sample_span(*span) for span in found])


def row(text, intent="Reserve", **more):
    return sample_row(text, intent, **more)


def circle(*targets):
    return pairs(*({"dialog": {"prompts": [{"qnaId": target}]}} for target in targets))


LUIS = {"targetProjectKind": "Luis", "luisOrchestration": {"appId": "no app"}}
EMPTY_LINK = {"targetProjectKind": "Conversation"}
REGEX = {"regex": {"expressions": [{"regexPattern": "T[0-9]"}]}}
OTHER_ROW = [row("a", "A")]
SHAPELESS = [{"text": 5, "intent": "A", "x-note": 1}]
BARE = {key: value for key, value in clu().items() if key != "assets"}
THAI = "\u0e01\u200b\u0e02"

CASES = [
    ("CQA001", {"assets": {"qnas": [{"answer": "x"}]}}, []),
    ("CQA002", pairs({"dialog": None}, {"dialog": {"prompts": None}}, {"dialog": {"prompts": [{"qnaId": 9}]}}), ["/assets/qnas/2/dialog/prompts/0/qnaId"]),
    ("CQA003", pairs({"answer": None}, {"answer": "x" * 25_001}), ["/assets/qnas/1/answer"]),
    ("CQA007", pairs({"questions": ["a"], "answer": None}, {"questions": ["a"], "answer": ""}, {"questions": ["a"]}), ["/assets/qnas/0", "/assets/qnas/1"]),
    ("CQA008", pairs({"questions": None}, {"questions": ["a"]}, {"questions": ["A"]}), ["/assets/qnas/2/questions/0"]),
    ("CQA009", pairs({"dialog": None}, {"dialog": {"prompts": None}}, {"dialog": {"prompts": [{"qnaId": 2}]}}), ["/assets/qnas/2 2"]),
    ("CQA009", pairs({"dialog": {"prompts": [{"qnaId": 1}, {"qnaId": 2}, {"qnaId": 9}]}}, {"dialog": {"prompts": [{"qnaId": 0}]}}, {"dialog": {"prompts": [{"qnaId": 0}]}}), ["/assets/qnas/0 0"]),
    ("CQA009", pairs({"dialog": {"prompts": [{"qnaId": 0}, {"qnaId": 0}]}}), ["/assets/qnas/0 0"]),
    ("ENT004", sized(spans("two 🍕", (5, 1))), ["/assets/utterances/0/entities/0/offset Size"]),
    ("ENT005", sized(spans("two or three", (7, 5), (0, 8))), ["/assets/utterances/0/entities/0/offset Size"]),
    ("ENT007", sized(spans(" two ", (0, 4), (1, 4))), []),
    ("ENT009", {"a.json": OTHER_ROW, "b.json": clu(entities=("Size",))}, ["b.json#/assets/entities/0 Size"]),
    ("ENT012", asset(entities=[{"category": "A"}, {"category": "B", "prebuilts": [{"category": "Time"}]}]), ["/assets/entities/1/prebuilts/0/category B"]),
    ("ENT014", pattern(None, "/a/"), ["/assets/entities/0/regex/expressions/1/regexPattern Size"]),
    ("ENT018", entity(list={"sublists": [{"listKey": "A", "synonyms": None}, {"listKey": "B", "synonyms": [{"values": None}]}]}), []),
    ("ENT019", entity(), []),
    ("ENT020", sized(spans("two", (0, 3))), ["/assets/entities/0 Size"]),
    ("ENT023", pattern("[[a]", "(?<=a", "(?<!a", "(?<=a)b(?<!c)d"), ["/assets/entities/0/regex/expressions/1/regexPattern Size", "/assets/entities/0/regex/expressions/2/regexPattern Size"]),
    ("ENT024", entity(**REGEX), []),
    ("ENT024", {**asset(entities=[{"category": "Size", **REGEX}, {"category": "Time"}], utterances=[filed("two now", "Reserve", ("Time", 4, 3), ("Size", 0, 3)), spans("ten", (0, 3))])}, ["/assets/utterances/0/entities/1 Size"]),
    ("ENT024", asset(entities=[{"category": "Size", **REGEX}], utterances=[spans("two", (0, 3))] * 5), []),
    ("ENT024", asset(entities=[{"category": "Size", **REGEX}], utterances=[spans("two", (0, 3))] * 4), ["/assets/utterances/0/entities/0 Size"]),
    ("ENT024", asset(entities=[{"category": "Size", **REGEX}], utterances=[spans("two", (0, 3), dataset="Test")]), []),
    ("ENT024", asset(entities=[{"category": "A", **REGEX}, {"category": "B", **REGEX}], utterances=[*[filed("two", "Reserve", ("A", 0, 3))] * 5, filed("two", "Reserve", ("B", 0, 3))]), ["/assets/utterances/5/entities/0 B"]),
    ("INT009", {"a.json": [row("a", "A")], "b.json": [row("b", "A")]}, ["a.json#/0 A"]),
    ("INT013", asset(intents=[{"category": "A"}, {"category": "B", "associatedEntities": [{"category": "Size"}]}]), ["/assets/intents/1/associatedEntities/0/category B"]),
    ("LBL001", [row("taxi", "A"), row("taxi", "B", language="de")], ["/1 B"]),
    ("LBL002", [row("please book a table for two people tonigh", "A"), row("please book a table for two people tonigh", "B"), row("please book a table for two people tonight", "A")], ["/1 B"]),
    ("LBL005", clu(row("a table", "A"), row("a chair", "B"), intents=("A", "B")), []),
    ("LBL005", clu(filed("two now", "A", ("Size", 0, 99), ("Size", 1, 1)), filed("ten now", "B", ("Size", -1, 4))), []),
    ("LBL005", clu(filed("two for one", "A", ("B", 0, 3), ("A", 8, 3)), filed("ten for six", "C", ("A", 0, 3), ("B", 8, 3))), []),
    ("LBL005", clu(filed("two for one", "A", ("B", 0, 3), ("A", 8, 3)), filed("ten for six", "C", ("B", 8, 3), ("A", 0, 3))), []),
    ("LNG003", clu(row("a"), row("b", language="de")), ["/assets/utterances/1/language de"]),
    ("LNG004", [row("стол")], []),
    ("LNG005", [row("a", language="de"), row("b"), row("c")], ["/1"]),
    ("LNK002", orchestration(intents={"A": None, "B": EMPTY_LINK}), ["/assets/intents/1/orchestration B"]),
    ("LNK003", {"o.json": orchestration(intents={"A": EMPTY_LINK, "B": to_clu("<x>Tables")}), "t.json": clu()}, ["o.json#/assets/intents/1/orchestration/conversationOrchestration/projectName B"]),
    ("LNK004", orchestration(intents={"A": to_clu("<x>Tables", "{y}z")}), []),
    ("LNK009", {"o.json": orchestration(intents={"A": to_clu("Q")}), "q.json": cqa("x", name="Q")}, []),
    ("LNK009", orchestration(intents={"A": to_clu("T", "<x>y"), "B": to_clu("T", "z")}), ["/assets/intents/1/orchestration/conversationOrchestration/deploymentName B"]),
    ("LNK010", orchestration(intents={"A": None, "B": LUIS, "C": to_clu("<x>y z")}), ["/assets/intents/2/orchestration/conversationOrchestration/projectName C"]),
    ("LNK001", {"o.json": orchestration(intents={}), "a.json": [row("a", "A")], "b.json": [row("b", "A")]}, ["a.json#/0 A"]),
    ("PRJ001", {"q.json": cqa("x", name="A B")}, ["q.json#/metadata/projectName A B"]),
    ("PRJ003", BARE, []),
    ("PRJ008", OTHER_ROW, []),
    ("PRJ009", OTHER_ROW, []),
    ("PRJ010", OTHER_ROW, []),
    ("SCH002", SHAPELESS, []),
    ("SCH002", {"a.json": SHAPELESS, "b.json": [row("a", langauge="de")]}, ["b.json#/0/langauge langauge"]),
    ("SCH002", {**BARE, "metadata": {**BARE["metadata"], "langauge": "de"}}, ["/metadata/langauge langauge"]),
    ("SCH002", {**BARE, "assets": {"projectKind": "Conversation", "intents": None, "entities": [{"category": "A", "x-note": 1}]}}, ["/assets/entities/0/x-note x-note"]),
    ("SCH002", orchestration(row("a", "A", langauge="de"), intents={"A": None}), ["/assets/utterances/0/langauge langauge"]),
    ("SPL005", {"a.json": sized(spans("two", (0, 3))), "b.json": clu(filed("two", "Reserve", ("A", 0, 3)), {**filed("two", "Reserve", ("B", 0, 3)), "dataset": "Test"}, entities=("A", "B"))}, ["b.json#/assets/utterances/0 A", "b.json#/assets/utterances/1 B"]),
    ("SPL006", [row("a", dataset="Train"), row("b"), row("c")], ["/1"]),
    ("SPL007", {"a.json": [row("a"), row("b", dataset="Train")], "b.json": [row("c", dataset="Train")]}, ["a.json#/1/dataset"]),
    ("TXT003", [row(THAI), row("\u0e01\u00ad\u0e02"), row("a\u200bb")], ["/1/text Reserve", "/2/text Reserve"]),
    ("LBL004", {"a.json": clu(row("a"), name="A"), "b.json": clu(row("a"), name="B")}, []),
]  # fmt: skip


@pytest.mark.parametrize(
    ("code", "files", "expected"), CASES, ids=lambda value: value if isinstance(value, str) else ""
)
def test_a_rule_flags_these_places_and_no_others(code, files, expected):
    assert places(code, files) == expected


FOUND_IN_LOOSE_FILES = [
    ("LNK003", {"o.json": orchestration(intents={"A": to_clu("Tabels")}), "t.json": clu()}, ["o.json#/assets/intents/0/orchestration/conversationOrchestration/projectName A"]),
    ("INT003", {"o.json": orchestration(intents={"A": None}), "u.json": [row("a", "A")]}, ["o.json#/assets/intents/0 A"]),
]  # fmt: skip


@pytest.mark.parametrize(("code", "files", "expected"), FOUND_IN_LOOSE_FILES, ids=["LNK003", "INT003"])
def test_files_that_are_checked_one_by_one_are_judged_by_what_lies_beside_them(code, files, expected):
    assert places(code, files, together=False) == expected


UNKNOWN_TASKS = "no task files of the kind were given, so nothing says which projects there are"


@pytest.mark.parametrize(
    ("code", "files", "together", "reasons"),
    [
        ("AMB001", [row(f"table {n}", "A") for n in range(9)], True, ["no project has two intents of five texts that are not nearly the same, and twenty texts in all"]),
        ("LNK003", orchestration(intents={"A": None}), True, []),
        ("LNK003", {"o.json": orchestration(intents={"A": to_clu("T")}), "q.json": cqa("x")}, False, [UNKNOWN_TASKS]),
    ],
)  # fmt: skip
def test_a_rule_says_when_it_cannot_be_judged_and_only_then(code, files, together, reasons):
    assert [item.reason for item in asked(code, files, together=together).not_checked] == reasons


@pytest.mark.parametrize("char", "\u200e\u200f\u061c\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
def test_every_direction_control_is_taken_out_txt004(char):
    (found,) = findings("TXT004", [row(f"a {char}table")])
    assert (found.mark, found.fix.edits) == ((2, 3), (Edit("replace", "/0/text", "a table"),))


@pytest.mark.parametrize("char", "\u00ad\u200b\u2060\ufeff")
def test_every_character_without_width_is_taken_out_txt003(char):
    (found,) = findings("TXT003", [row(f"a {char}table")])
    assert (found.mark, found.fix.edits) == ((2, 3), (Edit("replace", "/0/text", "a table"),))


@pytest.mark.parametrize("char", "\u0e00\u0e01\u0eff\u1000\u109f\u1780\u17ff")
def test_scripts_without_spaces_keep_their_zero_width_space_txt003(char):
    assert findings("TXT003", [row(f"{char}\u200b{char}")]) == ()


@pytest.mark.parametrize("char", "\n\v\f\r\x85\u2028\u2029")
def test_every_line_break_becomes_a_space_and_is_looked_at_first_txt005(char):
    inside, edge = findings("TXT005", [row(f"a{char}table"), row(f"a\x07 table{char}")])
    assert (inside.mark, inside.fix.edits, inside.fix.safe) == ((1, 2), (Edit("replace", "/0/text", "a table"),), False)
    assert (edge.fix.edits, edge.fix.safe) == ((Edit("replace", "/1/text", "a table "),), True)


@pytest.mark.parametrize("char", "\x00\x01\x1f\x7f\x80\x9f")
def test_every_other_control_is_taken_out_txt005(char):
    (found,) = findings("TXT005", [row(f"a {char}table")])
    assert (found.mark, found.fix.edits, found.fix.safe) == ((2, 3), (Edit("replace", "/0/text", "a table"),), True)


@pytest.mark.parametrize(
    ("garbled", "mark", "meant"),
    [("7 Â°C", (2, 4), "7 °C"), ("cafÃ©", (3, 5), "café"), ("itâ€™s", (2, 5), "it’s"), ("a â€“ b", (2, 5), "a – b"), ("â€¢ a", (0, 3), "• a")],
)  # fmt: skip
def test_utf8_read_as_windows_1252_is_read_again_txt006(garbled, mark, meant):
    (found,) = findings("TXT006", [row(garbled)])
    assert (found.mark, found.fix.edits) == (mark, (Edit("replace", "/0/text", meant),))


EDITS = [
    ("LNG001", clu(row("a", language="fr-ca"), row("b", language="ca-fr")), [[Edit("replace", "/assets/utterances/0/language", "fr")], [Edit("replace", "/assets/utterances/1/language", "ca")]]),
    ("LNG001", entity(regex={"expressions": [{"regexPattern": "a", "language": "de-de"}]}), [None]),
    ("TXT001", [row(" " * 9), row("a" * 2000 + " "), row("a" * 1999 + " ")], [None, [Edit("replace", "/2/text", "a" * 1999)]]),
    ("TXT001", sized(spans(" two", (1, 0))), [None]),
    ("TXT003", [row("\u200b ")], [None]),
]  # fmt: skip


@pytest.mark.parametrize(("code", "files", "edits"), EDITS, ids=lambda value: value if isinstance(value, str) else "")
def test_a_fix_makes_these_edits_and_no_others(code, files, edits):
    assert [list(finding.fix.edits) if finding.fix else None for finding in findings(code, files)] == edits


def unheaded(project):
    return {key: value for key, value in project.items() if key != "stringIndexType"}


def without_language(project):
    return {**project, "metadata": {key: value for key, value in project["metadata"].items() if key != "language"}}


STATED = [Edit("add", "/stringIndexType", "Utf16CodeUnit")]


@pytest.mark.parametrize(
    ("project", "edits"),
    [
        (unheaded(orchestration(row("a", "A"), intents={"A": None})), [STATED]),
        (unheaded(BARE), [STATED]),
        (unheaded(asset(utterances=None)), [STATED]),
        (unheaded(sized(spans("two or three", (1, 1)))), [STATED]),
        (unheaded(sized(spans("🚲 two", (3, 3)), spans("🚲 two", (2, 3)))), [None]),
        (unheaded(without_language(clu())), [None, None]),
        (without_language(clu()), [None]),
    ],
)
def test_the_unit_of_offsets_is_stated_where_nothing_else_is_wrong_and_the_spans_prove_it(project, edits):
    assert [list(found.fix.edits) if found.fix else None for found in findings("SCH001", project)] == edits


def missing(*words):
    return f'{words[0]} in "de" from here on, but the project is in "en-us" and not multilingual; {words[1]}'


SAID = [
    ("CQA009", circle(1, 2, 3, 0), "the prompts of this pair lead back to it (0 > 1 > 2 > 3 > 0); leave it so only if it is a menu"),
    ("CQA009", circle(1, 2, 3, 4, 0), "the prompts of this pair lead back to it (0 > 1 > 2 > 3 > ... > 0); leave it so only if it is a menu"),
    ("LNG003", orchestration(row("a", "A", language="de"), intents={"A": None}), missing("1 row", "move them to a project of their language")),
    ("LNG003", clu(row("a", language="de"), row("b", language="de")), missing("2 rows", "set multilingual, or move them")),
    ("ENT005", clu(filed("two or three", "Reserve", ("A", 0, 6), ("B", 4, 2), ("C", 5, 7))), 'the spans of "A" and "C" overlap; keep one'),
    ("LNK001", {"o.json": orchestration(intents={}), "a.json": [row("a", "A")], "b.json": [row("b", "A")]}, '"A" (2 rows) leads to no task; link it, or keep it as a routing intent'),
]  # fmt: skip


@pytest.mark.parametrize(("code", "files", "message"), SAID, ids=lambda value: value if isinstance(value, str) else "")
def test_the_other_wording_of_a_rule(code, files, message):
    assert findings(code, files)[-1].message == message


@pytest.mark.parametrize(
    ("code", "files", "excerpt"),
    [
        ("LNG003", clu(row("a", language="de"), row("b", language="de")), "a"),
        ("LNK007", orchestration(row("a", "A"), row("b", "A"), intents={"A": to_cqa("Q")}), "a"),
        ("ENT024", asset(entities=[{"category": "Size", **REGEX}], utterances=[spans("two", (0, 3)), spans("ten", (0, 3))]), "two"),
        ("INT004", clu(intents=("A_b", "Ab")), ""),
    ],
)  # fmt: skip
def test_the_excerpt_is_the_first_text_that_is_meant(code, files, excerpt):
    assert [found.excerpt for found in findings(code, files)] == [excerpt]


def test_near_duplicates_name_the_first_row_of_each_text_in_order_of_intent_lbl002():
    text = "please book a table for two people tonight"
    rows = [row(text[:-1], "C"), row(text[:-1], "C"), row(text, "A"), row(text, "A")]
    (found,) = findings("LBL002", rows)
    assert found.pointer == "/0"
    assert found.message == (
        f'filed under "C", and almost the same text, "{text}", under "A" at f.json#/2; check which is right'
    )
    assert (found.evidence["intents"], found.evidence["other_text"]) == (["A", "C"], text)


def test_a_copy_under_another_intent_is_held_against_the_first_row_of_the_other_text_lbl002():
    text = "please book a table for two people tonight"
    rows = [row(text[:-1], "A"), row(text[:-1], "B"), row(text, "A"), row(text, "A")]
    (found,) = findings("LBL002", rows)
    assert found.message == (
        f'filed under "B", and almost the same text, "{text}", under "A" at f.json#/2; check which is right'
    )


def test_a_pair_that_is_less_alike_does_not_hide_the_next_lbl002():
    rows = [
        row("a table for two people this evening please", "A"),
        row("a table for ten people this morning please", "B"),
        row("please book a table for two people tonigh", "A"),
        row("please book a table for two people tonight", "B"),
    ]
    assert places("LBL002", rows, {"thresholds": {"near_duplicate": 0.6}}) == ["/1 B", "/2 A"]
    assert places("LBL002", rows, {"thresholds": {"near_duplicate": 0.85}, "split": {"similarity": 0.6}}) == ["/2 A"]


def test_a_text_of_two_tasks_names_both_in_order_lbl004():
    files = {
        "o.json": orchestration(intents={"Z": to_clu("Z"), "B": to_clu("B")}),
        "a.json": clu(row("a"), name="Z"),
        "b.json": clu(row("A!"), name="B"),
    }
    (found,) = findings("LBL004", files)
    assert (found.file, found.subject, found.evidence) == ("a.json", "Z", {"tasks": ["B", "Z"]})


def test_ten_megabytes_are_counted_in_utf8_and_in_files_that_have_a_shape_prj011():
    fits = [row("é" * 3_000_000, "A")]
    assert findings("PRJ011", fits) == ()
    files = {"a.json": [row("a", "A")], "b.json": [{"text": "x" * 10_000_001}], "c.json": [row("x" * 10_000_001, "A")]}
    assert places("PRJ011", files) == ["c.json#"]


def test_every_miscounted_file_is_found_ent021():
    words = ("two", "three", "four", "five", "six")
    wrong = sized(*[spans(f"table for {word}", (10, len(word) - 1)) for word in words])
    assert places("ENT021", {"a.json": [row("a")], "b.json": wrong}) == [
        "b.json#/assets/utterances/0/entities/0/offset"
    ]


@pytest.mark.parametrize(
    ("ignore", "today", "count"),
    [
        ({"expires": "2026-01-31"}, "2026-02-01", 1),
        ({"expires": "2026-01-31"}, None, 0),
        ({}, "2026-02-01", 0),
    ],
)
def test_an_ignore_expires_where_it_has_a_last_day_and_the_day_is_known_set002(ignore, today, count):
    settings = {"ignore": [{"code": "UTT002", "reason": "r", **ignore}]}
    report = judge(facts({"u.json": [row(" ")]}, settings, today=today), [find_rule("SET002"), find_rule("UTT002")])
    assert [finding.code for finding in report.findings] == ["SET002", "UTT002"][: 2 * count]


def test_findings_about_settings_stand_in_order_with_the_others():
    settings = {"ignore": [{"code": "UTT001", "reason": "r"}]}
    report = judge(facts({"a.json": [row(" ")], "u.json": [row(" ")]}, settings), [find_rule("UTT002"), find_rule("SET001"), find_rule("UTT001")])  # fmt: skip
    assert [(found.file, found.code, found.line, found.column) for found in report.findings] == [
        ("a.json", "UTT002", None, None),
        ("settings", "SET001", None, 1),
        ("u.json", "UTT002", None, None),
    ]


@pytest.mark.parametrize(
    ("names", "name", "declared"),
    [
        (("Booking",), "Bookings", False),
        (("Book",), "Booking", True),
        (("Pay",), "Cancel", True),
        ((), "Cancel", False),
        (("Pay",), "A:B", False),
    ],
)
def test_a_name_is_declared_where_it_is_no_slip_of_another(names, name, declared):
    fix = declared_anew(names, name, "/assets/intents")
    assert (fix and (list(fix.edits), fix.safe)) == (
        ([Edit("add", "/assets/intents/-", {"category": name})], False) if declared else None
    )


COUNTED = " ".join(map(str, range(1, 100)))


@pytest.mark.parametrize(
    ("old", "span", "new", "moved"),
    [
        ("ab", (1, 1), "a-b", (2, 1)),
        ("ab", (0, 1), "a-b", (0, 1)),
        ("a xx b", (3, 0), "a yy b", None),
        ("a \u200b", (0, 1), " ", None),
        (f"0  {COUNTED}", (4 + len(COUNTED) - 3, 2), f"0 {COUNTED}", (3 + len(COUNTED) - 3, 2)),
    ],
)
def test_a_span_takes_in_nothing_that_is_written_beside_it(old, span, new, moved):
    (project,) = facts({"p.json": sized(spans(old, span))}).projects
    fix = rewritten(project.utterances[0], new, "what")
    parts = zip(("offset", "length"), span, moved or (), strict=False)
    at = "/assets/utterances/0"
    edits = [Edit("replace", f"{at}/entities/0/{key}", value) for key, before, value in parts if before != value]
    assert (fix and fix.edits) == (moved and (Edit("replace", f"{at}/text", new), *edits))


def test_a_mark_that_ends_with_the_excerpt_is_shown_from_the_start():
    (found,) = findings("ENT007", sized(spans("a b" + "x" * 97, (50, 10))))
    assert (found.excerpt, found.mark) == ("a b" + "x" * 57 + "…", (50, 60))


def test_what_cannot_be_written_back_has_no_fix():
    files = {"u.csv": "text,intent\na table ,Reserve\n", "v.json": [row("a table ")]}
    assert [(found.file, found.fix is None) for found in findings("TXT001", files)] == [
        ("u.csv", True),
        ("v.json", False),
    ]


def test_the_terms_that_two_intents_share_are_evidence_amb001():
    (example,) = find_rule("AMB001").bad
    rows = example.files["u.json"]
    (found,) = findings("AMB001", {"u.json": rows})
    assert found.evidence["intents"] == ["End", "Stop"]
    assert found.evidence["terms"] == ["finish"]
    other = [row(f"please stop the {word}", "Weather") for word in ("rain", "snow", "wind", "hail", "fog", "sun")]
    more = [*rows, *other, row("stop now", "Stop"), row("stop today", "End"), row("stop it please", "End")]
    shared = {f.subject: f.evidence["terms"] for f in findings("AMB001", more)}
    assert shared["End"] == ["finish"]  # "stop" is in so many that it tells nothing, "this" means nothing


def test_a_text_that_crosses_over_is_shown_where_it_stands_under_its_own_intent_amb001():
    (example,) = find_rule("AMB001").bad
    rows = [*example.files["u.json"], row("stop it", "End")]
    (found,) = findings("AMB001", rows)
    assert [rows[int(item["place"].partition("#/")[2])] for item in found.evidence["crossing"]] == [
        row(item["text"], item["intent"]) for item in found.evidence["crossing"]
    ]
    assert {item["intent"] for item in found.evidence["crossing"]} == {"End", "Stop"}


IMPORTED = "from curation.rules.{0} import {0}\n"


def test_a_word_that_is_near_no_rule_is_answered_with_the_command_that_lists_them():
    with pytest.raises(CurationError) as refused:
        find_rule("xyzzy")
    assert str(refused.value) == 'there is no rule "xyzzy"; `curation rules` lists them all'


def test_the_nearest_name_is_found_in_capitals_too():
    with pytest.raises(CurationError, match=r"did you mean text-edge-space\?"):
        find_rule("TEXT-EDGE-SPICE")


@pytest.mark.parametrize(
    ("modules", "said"),
    [
        ({"mut_none.py": ""}, "rules/mut_none.py holds 0 rules; a module holds exactly one"),
        ({"mut_two.py": IMPORTED.format("empty_text") + IMPORTED.format("text_too_long")}, "rules/mut_two.py holds 2 rules; a module holds exactly one"),
        ({name: IMPORTED.format("empty_text") for name in ("mut_a.py", "mut_b.py")}, "rules/mut_b.py: the code UTT002 is taken"),
    ],
)  # fmt: skip
def test_a_module_that_holds_not_one_rule_or_a_taken_code_is_refused_by_name(modules, said, tmp_path, monkeypatch):
    write_files(tmp_path, {name: text.encode() for name, text in modules.items()})
    monkeypatch.setattr(curation.rules, "__path__", [str(tmp_path)])
    for name in modules:
        monkeypatch.setattr(curation.rules, name.removesuffix(".py"), None, raising=False)
        monkeypatch.setitem(sys.modules, f"curation.rules.{name.removesuffix('.py')}", None)
        del sys.modules[f"curation.rules.{name.removesuffix('.py')}"]
    all_rules.cache_clear()
    try:
        with pytest.raises(CurationError) as refused:
            all_rules()
    finally:
        all_rules.cache_clear()
    assert str(refused.value) == said


def test_a_stage_asks_its_own_rules_only():
    assert [found.code for found in rules_of("validate")] == [r.code for r in all_rules() if "validate" in r.stages]
    assert "LBL002" not in [found.code for found in rules_of("validate")]


def with_both(facts):
    """A summary.

    And a why.
    """


def with_summary(facts):
    """A summary."""


def with_nothing(facts):
    pass


ONE = (Example({}),)


@pytest.mark.parametrize(
    ("check", "good", "bad"), [(with_both, (), ONE), (with_both, ONE, ()), (with_summary, ONE, ONE), (with_nothing, ONE, ONE)]
)  # fmt: skip
def test_a_rule_without_a_why_or_one_of_its_examples_is_refused(check, good, bad):
    with pytest.raises(CurationError, match="rule XXX001: a rule has a summary, a why"):
        rule("XXX001", "x", severity=Severity.NOTE, good=good, bad=bad, evidence="ours", source="")(check)


def test_a_rule_as_plain_values():
    made = rule("XXX001", "x", severity=Severity.NOTE, good=ONE, bad=ONE, evidence="ours", source="here")(with_both)
    assert made.to_dict() == {
        "code": "XXX001", "name": "x", "severity": "note", "summary": "A summary.", "why": "And a why.",
        "evidence": "ours", "source": "here", "stages": ["validate"], "fix": None,
    }  # fmt: skip


def test_a_file_of_an_earlier_version_cannot_be_ignored_green():
    (example,) = find_rule("SCH003").bad[:1]
    settings = {"ignore": [{"code": "SCH003", "reason": "r"}], "check": {"per_file_ignores": {"*": ["SCH003"]}}}
    assert [found.code for found in findings("SCH003", example.files, settings)] == ["SCH003"]


@pytest.mark.parametrize(
    ("check", "where"),
    [
        ({"select": ["LBL001"]}, "; those that are named are asked by inspect and validate"),
        ({"select": ["LBL002"]}, "; those that are named are asked by inspect"),
        ({"select": ["UTT002"], "ignore": ["UTT"]}, ""),
    ],
)
def test_a_check_that_asks_nothing_says_which_stage_would_ask(check, where):
    with pytest.raises(CurationError) as refused:
        judge(facts({"u.json": [row("a")]}, {"check": check}), [find_rule("UTT002")], all_rules())
    assert str(refused.value) == f"no rule is left to ask here{where}; change what is selected or ignored"


@pytest.mark.parametrize("word", ["Empty-Text", " utt002 ", "utt", "All"])
def test_a_selector_is_read_in_any_case_and_with_space_around_it(word):
    rules = [find_rule("UTT002"), find_rule("INT001")]
    report = judge(facts({"u.json": [row("a")]}, {"check": {"select": [word]}}), rules, all_rules())
    assert report.asked == (("UTT002", "INT001") if word == "All" else ("UTT002",))


def test_a_fingerprint_names_rule_subject_and_text_or_the_pointer_without_its_numbers():
    def named(said):
        return sha256(said.encode()).hexdigest()[:16]

    assert fingerprint_of("A", Hit("f", "/a/10/b/2", "m", "S")) == named("A\x1fS\x1f/a/*/b/*")
    assert fingerprint_of("A", Hit("f", "/a2/b", "m")) == named("A\x1f\x1f/a2/b")
    assert fingerprint_of("A", Hit("f", "/a/10", "m", "S", "Two  words!")) == named("A\x1fS\x1ftwo words")


def test_what_is_kept_out_is_listed_in_order_of_place():
    settings = {"ignore": [{"code": code, "reason": "r"} for code in ("UTT002", "TXT001")]}
    made = facts({"a.json": [row("a ")], "b.json": [row(" ")]}, settings)
    report = judge(made, [find_rule("UTT002"), find_rule("TXT001")])
    assert [(one.finding.file, one.finding.code) for one in report.suppressed] == [
        ("a.json", "TXT001"),
        ("b.json", "UTT002"),
    ]


def test_a_label_stays_on_its_own_mention_where_a_word_stands_several_times_txt007():
    text = "no no  no no no"
    found = findings("TXT007", sized(spans(text, (0, 2), (3, 2), (7, 2), (10, 2), (13, 2))))
    edits = {edit.pointer.removeprefix("/assets/utterances/0/"): edit.value for edit in found[0].fix.edits}
    assert edits == {"text": "no no no no no", "entities/2/offset": 6, "entities/3/offset": 9, "entities/4/offset": 12}


def test_a_list_value_without_a_key_says_nothing_about_keys():
    value = entity(list={"sublists": [{"synonyms": [{"language": "en-us", "values": ["big"]}]}] * 2})
    assert findings("ENT016", value) == findings("ENT017", value) == ()


def test_a_label_is_missed_where_its_intent_has_it_somewhere_only_ent025():
    fly = [
        row(f"fly to Paris on {day}", "Fly", entities=[sample_span("City", 7, 5)])
        for day in ("Monday", "Tuesday", "Friday")
    ]
    elsewhere = row("what is Paris", "Ask")
    assert findings("ENT025", asset(entities=[{"category": "City"}], utterances=[*fly, elsewhere])) == ()
    asks = row("tell me of Rome", "Ask", entities=[sample_span("City", 11, 4)])
    (found,) = findings("ENT025", asset(entities=[{"category": "City"}], utterances=[*fly, elsewhere, asks]))
    assert found.excerpt == "what is Paris"


def test_two_languages_are_not_two_clusters_of_an_intent_int014():
    (example,) = find_rule("INT014").bad
    rows = example.files["u.json"]
    assert len(findings("INT014", rows)) == 1
    told = [{**r, "language": "de" if r["text"].startswith("play") else "en-us"} for r in rows]
    assert findings("INT014", told) == ()


def test_two_clusters_are_shown_by_the_texts_with_most_of_their_words_int014():
    (example,) = find_rule("INT014").bad
    (found,) = findings("INT014", example.files["u.json"])
    assert found.message == (
        'of the 24 texts of "Everything" 12 (loud, album, jazz, list) and 12 (soon, today, hail, rain) are two '
        "clusters; split it if they lead to different answers, else an entity may hold it"
    )
    shown = {side: [(told["text"], told["place"]) for told in found.evidence[side]] for side in ("first", "second")}
    assert shown == {
        "first": [
            ("play my list loud", "f.json#/22"),
            ("play some jazz loud", "f.json#/16"),
            ("play the album loud", "f.json#/19"),
        ],
        "second": [
            ("will it hail soon", "f.json#/7"),
            ("will it hail today", "f.json#/6"),
            ("will it rain soon", "f.json#/1"),
        ],
    }
    assert (found.evidence["cut"], found.evidence["language"]) == (0.0, "")


def test_an_intent_of_23_texts_is_named_as_too_small_for_two_clusters_int014():
    (example,) = find_rule("INT014").bad
    report = asked("INT014", example.files["u.json"][1:])
    assert report.findings == ()
    assert [item.reason for item in report.not_checked] == ['fewer than 24 different texts: "Door", "Everything"']
    (whole,) = asked("INT014", example.files["u.json"]).not_checked
    assert whole.reason == 'fewer than 24 different texts: "Door"'


@pytest.mark.parametrize("crossing", [0.0400001, 0.04])
def test_two_parts_are_two_clusters_up_to_a_twenty_fifth_of_a_cut_at_random_int014(monkeypatch, crossing):
    from curation.analysis import structure

    cut = structure.halves_of
    moved = lambda *args: (found := cut(*args)) and found._replace(crossing=crossing)  # noqa: E731
    monkeypatch.setattr(structure, "halves_of", moved)
    (example,) = find_rule("INT014").bad
    assert len(findings("INT014", example.files["u.json"])) == (crossing <= 0.04)


def test_marks_are_compared_within_a_language_utt007():
    words = ("table", "room", "car", "boat", "bike", "seat", "court", "desk", "hall", "tent")
    english = [row(f"find me some {word} today?", "Find", language="en-us") for word in words]
    german = [row(f"suche {word} für heute", "Suche", language="de") for word in words]
    assert findings("UTT007", [*english, *german]) == ()
    more = [row(f"get me the {word} now", "Get", language="en-us") for word in words]
    assert {f.subject for f in findings("UTT007", [*english, *german, *more])} == {"Find"}


def test_rows_without_words_are_no_conflict_lbl001():
    assert findings("LBL001", [row("", "A"), row(" ", "B"), row("", "B")]) == ()


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("LBL004", "Please book a table for two people tonight!"),
        ("LBL006", "please book a table for two people tonigh"),
    ],
)
def test_tasks_that_the_settings_name_compete_though_nothing_is_routed_to_them(code, text):
    files = {
        "a.json": clu(row("please book a table for two people tonight", "Book"), intents=("Book",), name="A"),
        "b.json": clu(row(text, "Ask"), intents=("Ask",), name="B"),
    }
    assert findings(code, files) == ()
    named = {"tasks": [{"file": "a.json"}, {"file": "b.json"}]}
    assert [f.code for f in findings(code, files, named)] == [code]


def test_opposites_under_two_intents_are_no_near_duplicates_lbl002():
    texts = {word: f"please turn {word} all of the lights in the big kitchen" for word in ("on", "off")}
    assert findings("LBL002", [row(texts["on"], "On"), row(texts["off"], "Off")]) == ()
    assert len(findings("LBL002", [row(texts["on"], "On"), row(f"{texts['on']}s", "Off")])) == 1


def test_two_roles_of_the_same_words_are_neither_left_out_nor_disputed_ent025_ent026():
    cities = ("Paris", "Rome", "Oslo")

    def rows(pair):
        """Each city twice as either, in texts of one label; with `pair`, a text in which both stand."""
        single = [
            row(f"{city} it is, day {n}", "Fly", entities=[sample_span(label, 0, len(city))])
            for city in cities
            for n, label in enumerate(("From", "To", "From", "To", "From"))
        ]
        both = [row("Rome Oslo", "Fly", entities=[sample_span("From", 0, 4), sample_span("To", 5, 4)])] if pair else []
        return asset(entities=[{"category": "From"}, {"category": "To"}], utterances=[*single, *both])

    assert findings("ENT026", rows(pair=True)) == ()
    assert len(findings("ENT026", rows(pair=False))) == 3
    usual = [row(f"Rome now {n}", "Fly", entities=[sample_span("From", 0, 4)]) for n in range(9)]
    assert [f.code for f in findings("ENT025", {"p.json": rows(pair=True) | {}})] == []
    more = rows(pair=False)
    more["assets"]["utterances"] += usual
    assert {f.subject for f in findings("ENT025", more)} == {"From"}
    more["assets"]["utterances"] += rows(pair=True)["assets"]["utterances"][-1:]
    assert findings("ENT025", more) == ()


def test_another_mark_is_another_finding_utt007():
    words = ("table", "room", "car", "boat", "bike", "seat", "court", "desk", "hall", "tent")
    plain = [row(f"get me the {word} now", "Get") for word in words]
    named = [findings("UTT007", [*plain, *(row(f"find some {w} today{m}", "Find") for w in words)])[0] for m in "?!"]
    assert len({found.fingerprint for found in named}) == 2


def test_a_finding_about_a_text_with_a_hyphen_keeps_its_name_in_baselines():
    named = [fingerprint_of("X", Hit("f.json", "/0", "m", "A", text)) for text in ("Top-up!", "top-up", "top up")]
    assert named[0] == named[1] != named[2]


def test_empty_rows_of_two_tasks_are_no_conflict_lbl004():
    files = {
        "a.json": clu(row("", "Book"), intents=("Book",), name="A"),
        "b.json": clu(row(" ", "Ask"), intents=("Ask",), name="B"),
        "o.json": orchestration(intents={"None": None}),
    }
    assert findings("LBL004", files) == ()


def test_a_mark_in_one_language_is_said_of_that_language_utt007():
    words = ("table", "room", "car", "boat", "bike", "seat", "court", "desk", "hall", "tent")
    rows = [
        *(row(f"find me some {word} today?", "Find", language="en-us") for word in words),
        *(row(f"get me the {word} now", "Get", language="en-us") for word in words),
        *(row(f"suche {word} für heute", "Find", language="de") for word in words),
    ]
    (found,) = findings("UTT007", rows)
    assert found.message.startswith('100% of the texts of "Find" in en end with a question mark')


@pytest.mark.parametrize(("city", "person", "said"), [(3, 2, 1), (2, 2, 1), (3, 1, 0), (6, 2, 0), (5, 2, 1)])
def test_two_rows_of_each_label_dispute_it_where_neither_has_three_in_four_ent026(city, person, said):
    labels = ["City"] * city + ["Person"] * person
    rows = [row(f"Paris, day {n}", "Fly", entities=[sample_span(label, 0, 5)]) for n, label in enumerate(labels)]
    project = asset(entities=[{"category": "City"}, {"category": "Person"}], utterances=rows)
    assert len(findings("ENT026", project)) == said
