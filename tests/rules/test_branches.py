"""The branches of rules that their examples do not reach: both sides of a condition in one small file."""

from __future__ import annotations

import pytest
from workspaces import asset, entity, facts, pairs, pattern, sized, spans

from curation.analysis.normalise import fingerprint
from curation.model.fix import Edit
from curation.rules import all_rules, find_rule, judge
from curation.rules._samples import clu, orchestration, sample_row, sample_span, to_clu, to_cqa


def findings(code, files, settings=None):
    named = isinstance(files, dict) and all(key.endswith(".json") for key in files)
    return judge(facts(files if named else {"f.json": files}, settings), [find_rule(code)]).findings


def row(text, intent="Reserve", dataset=None, language=None):
    return sample_row(
        text, intent, **({"dataset": dataset} if dataset else {}), **({"language": language} if language else {})
    )


TRAIN, TEST = row("a", "A", "Train"), row("b", "A", "Test")


def legacy():
    return {
        "api-version": "2021-11-01-preview",
        "metadata": {"name": "T", "type": "Conversation"},
        "assets": {"intents": [], "entities": [], "examples": []},
    }


LIST = [{"listKey": "Big", "synonyms": [{"language": "en-us"}, {"language": "en-us", "values": ["large"]}]}]

CASES = [
    ("CQA002", pairs({"dialog": {"prompts": [{"qnaId": 0}, {"qnaId": "0"}, {"qnaId": 7, "qna": {"id": 7}}, {"displayText": "x"}]}}), []),
    ("CQA003", pairs({"answer": "x" * 25_000}), []),
    ("CQA004", pairs({"questions": ["x" * 1000, "x" * 1001]}), ["/assets/qnas/0/questions/1"]),
    ("CQA005", pairs({"questions": ["x"] * 301}, {"questions": ["x"] * 302}), ["/assets/qnas/1/questions"]),
    ("CQA006", pairs({"metadata": {"topic": None, "k" * 100: "v" * 500}}, {"metadata": {"topic": "a:b"}}, {"metadata": {"opening hours": "x"}}), ["/assets/qnas/1/metadata topic", "/assets/qnas/2/metadata opening hours"]),
    ("CQA007", pairs({"questions": ["a"]}, {"questions": ["a"], "answer": " "}, {"questions": []}), ["/assets/qnas/1", "/assets/qnas/2"]),
    ("CQA008", pairs({"questions": ["When?", "when"]}, {"questions": ["now", "WHEN"]}), ["/assets/qnas/1/questions/1"]),
    ("ENT003", sized(spans("two", (0, 1), (2, 1), (0, 0))), ["/assets/utterances/0/entities/2/offset Size"]),
    ("ENT004", sized(spans("🍕 two", (-1, 3), (1, 1), (0, 2), (1, 9), (0, 1))), ["/assets/utterances/0/entities/1/offset Size", "/assets/utterances/0/entities/4/offset Size"]),
    ("ENT005", clu(sample_row("two or three", "Reserve", entities=[sample_span("B", 0, 8), sample_span("A", 7, 5)]), entities=("A", "B")), ["/assets/utterances/0/entities/1/offset A"]),
    ("ENT005", sized(spans("two or three", (0, 3), (2, 5), (5, 2))), ["/assets/utterances/0/entities/1/offset Size", "/assets/utterances/0/entities/2/offset Size"]),
    ("ENT006", sized(spans(" two ", (-1, 3), (0, 4), (1, 9), (1, 3), (1, 4))), ["/assets/utterances/0/entities/1/offset Size", "/assets/utterances/0/entities/4/offset Size"]),
    ("ENT007", sized(spans("two or three", (1, 0), (-1, 2), (1, 99), (4, 2), (5, 1), (4, 1))), ["/assets/utterances/0/entities/4/offset Size", "/assets/utterances/0/entities/5/offset Size"]),
    ("ENT012", entity(prebuilts=[{"category": "DateTime"}, {"category": "Datetime"}]), ["/assets/entities/0/prebuilts/1/category Size"]),
    ("ENT013", entity(prebuilts=[{"category": "DateTime"}] * 7), []),
    ("ENT014", pattern("//", "/ab", "ab/", "/a/"), ["/assets/entities/0/regex/expressions/3/regexPattern Size"]),
    ("ENT015", pattern(*["a"] * 20), []),
    ("ENT015", pattern(*["a"] * 22), ["/assets/entities/0/regex/expressions/20/regexPattern Size"]),
    ("ENT016", entity(entities={"sublists": LIST}), ["/assets/entities/0/entities/sublists/0 Size"]),
    ("ENT016", entity(list={"sublists": [{"listKey": "Big", "synonyms": []}, {"listKey": "Big", "synonyms": [{"values": ["BIG"]}]}]}), []),
    ("ENT017", asset(entities=[{"category": name, "list": {"sublists": LIST}} for name in ("A", "B")]), []),
    ("ENT018", entity(list={"sublists": [{"listKey": key, "synonyms": [{"values": values}]} for key, values in (("A", ["x", "x"]), ("B", ["y", "X"]))]}), ["/assets/entities/0/list/sublists/1 Size"]),
    ("ENT018", asset(entities=[{"category": name, "list": {"sublists": [{"listKey": name, "synonyms": [{"values": ["x"]}]}]}} for name in ("A", "B")]), []),
    ("ENT019", {**entity(requiredComponents=["learned"]), }, ["/assets/entities/0/requiredComponents Size"]),
    ("ENT019", asset(entities=[{"category": "Size", "requiredComponents": ["learned"]}], utterances=[spans("two", (0, 3))]), []),
    ("ENT020", sized(*[spans("two", (0, 3), dataset="Train")] * 14, spans("two", (0, 3), dataset="Test")), ["/assets/entities/0 Size"]),
    ("ENT020", sized(*[spans("two", (0, 3))] * 15), []),
    ("ENT020", asset(entities=[{"category": "Size", "prebuilts": [{"category": "DateTime"}]}, {"category": "Unused"}], utterances=[spans("two", (0, 3))]), []),
    ("ENT023", pattern("a)", "a\\", r"(?<x>a)\k<x>", "a{99999999999}", "a" * 1999 + "(", "a" * 2000 + "(", "(" + "a" * 2000 + ")"), ["/assets/entities/0/regex/expressions/0/regexPattern Size", "/assets/entities/0/regex/expressions/1/regexPattern Size", "/assets/entities/0/regex/expressions/4/regexPattern Size"]),
    ("ENT009", asset(entities=[{"category": "Size"}, {"category": "Time"}], utterances=[spans("two", (0, 3))]), ["/assets/entities/1 Time"]),
    ("ENT011", entity(compositionSetting="requireExactOverlap"), ["/assets/entities/0/compositionSetting Size"]),
    ("ENT011", entity(compositionSetting="combineComponents"), []),
    ("ENT002", {"a.json": {**orchestration(spans("a", (0, 1)), intents={"Reserve": None})}, "b.json": clu(spans("a", (0, 1)))}, ["b.json#/assets/utterances/0/entities/0/category Size"]),
    ("INT001", clu(row("a", "A:B"), row("b", "A:B"), row("c", "C:D"), intents=("C:D",)), ["/assets/intents/0/category C:D", "/assets/utterances/0/intent A:B"]),
    ("INT003", clu(row("a", "A"), intents=("A", "B", "none")), ["/assets/intents/1 B"]),
    ("INT004", clu(row("a", "A_b"), row("b", "ab"), row("c", "ab"), intents=("Ab", "A_B", "A_B")), ["/assets/intents/1/category A_B", "/assets/utterances/0/intent A_b", "/assets/utterances/1/intent ab"]),
    ("INT005", asset(intents=[{"category": "A"}, {"category": "A", "description": "x"}]), ["/assets/intents/1 A"]),
    ("INT006", [row("a", "Reserve"), row("b", " NONE "), row("c", " NONE ")], ["/1/intent  NONE"]),
    ("INT006", clu(row("b", "none"), intents=("None", "none")), ["/assets/intents/1/category none"]),
    ("INT007", clu(intents=("none",)), []),
    ("INT002", {"a.json": [row("a", "A")], "b.json": clu(row("a", "A"))}, ["b.json#/assets/utterances/0/intent A"]),
    ("INT003", {"o.json": orchestration(intents={"A": None, "B": None, "C": to_cqa("Q")}), "t.json": clu(intents=("A",)), "u.json": [row("a", "A")]}, ["o.json#/assets/intents/1 B", "t.json#/assets/intents/0 A"]),
    ("INT007", [row("a", "A")], []),
    ("INT008", clu(row("a", "A"), row("b", "None"), intents=("A", "None")), []),
    ("INT008", clu(intents=("None",)), []),
    ("INT008", clu(row("a")), []),
    ("INT009", [*[row("a", "A", "Train")] * 14, row("a", "A", "Test"), *[row("b", "B")] * 15, row("c", "None"), row("d", "D", "Test")], ["/0 A"]),
    ("INT010", clu(row("a", "Ä"), row("b", "Ö"), row("c", "Ö"), intents=("Ä",), entities=("Ü",)), ["/assets/entities/0/category Ü", "/assets/intents/0/category Ä", "/assets/utterances/1/intent Ö"]),
    ("INT011", clu(intents=tuple(f"I{n}" for n in range(50))), []),
    ("INT012", asset(intents=[{"category": "A", "description": "x"}, {"category": "None"}, {"category": "B"}]), ["/assets/intents/2 B"]),
    ("LBL001", [row("taxi", "A", language="de"), row("taxi", "B", language="fr"), row("taxi", "B"), row("taxi", "A")], ["/2 B", "/3 A"]),
    ("LBL002", [row("please book a table for two people tonight", "A"), row("please book a table for two people tonight", "B"), row("please book a table for two people tonigh", "A")], ["/2 A"]),
    ("LBL002", [row("please book a table for two people tonight", "A"), row("please book a table for two people tonigh", "A")], []),
    ("LBL003", [row("taxi", "A", language="de"), row("taxi", "A", language="fr"), row("taxi", "B", language="de"), row("Taxi!", "A", language="de")], ["/3 A"]),
    ("LBL005", sized(spans("for two2", (7, 1), (4, 3)), {**spans("for ten3", (4, 3), (7, 1)), "intent": "Pay"}), ["/assets/utterances/1 Pay"]),
    ("LBL005", sized(spans("two please", (0, 3)), {**spans("ten please", (0, 3)), "intent": "Pay"}), ["/assets/utterances/1 Pay"]),
    ("LBL005", sized(spans("two please", (0, 3)), {**spans("Two please!", (0, 3)), "intent": "Pay"}), []),
    ("LBL005", sized(spans("two ten", (0, 3), (4, 3)), {**spans("ten six", (0, 3), (4, 3)), "intent": "Pay"}), []),
    ("LBL005", sized(spans("for two", (4, 3), (5, 2)), {**spans("for ten", (4, 3), (5, 2)), "intent": "Pay"}), []),
    ("LBL005", sized(spans("for two", (4, 3)), spans("for ten", (4, 3))), []),
    ("LBL005", clu(sample_row("for two", "A", entities=[sample_span("B", 4, 3)]), sample_row("for ten", "C", entities=[sample_span("D", 4, 3)]), intents=("A", "C"), entities=("B", "D")), []),
    ("LBL005", clu(*(sample_row(text, intent, entities=[sample_span("B", 0, 3), sample_span("A", 8, 3)]) for text, intent in (("two for one", "A"), ("ten for six", "C"))), intents=("A", "C"), entities=("A", "B")), ["/assets/utterances/1 C"]),
    ("LNG001", clu(row("a", language="DE"), row("b", language="EN"), row("c", language="nl-be"), row("d", language="nl-be"), language="EN-US"), ["/assets/utterances/2/language nl-be"]),
    ("LNG002", clu(row("a", language="EN")), ["/assets/utterances/0/language EN"]),
    ("LNG003", clu(row("a", language="EN-US"), row("b", language="fr"), row("c", language="de"), row("d", language="de"), language="en-US"), ["/assets/utterances/1/language fr", "/assets/utterances/2/language de"]),
    ("LNG003", {**clu(row("b", language="fr")), "metadata": {**clu()["metadata"], "multilingual": True}}, []),
    ("LNG003", {"a.json": [row("a", language="de")], "b.json": clu(row("b", language="fr"))}, ["b.json#/assets/utterances/0/language fr"]),
    ("LNG004", clu(row("стол"), row("a table", language="en-us"), row("a table to book"), row("стол", language="EN-US"), language="RU"), ["/assets/utterances/3/text Reserve"]),
    ("LNG004", clu(row("стол")), ["/assets/utterances/0/text Reserve"]),
    ("LNK001", {"o.json": orchestration(intents={"A": to_clu("Tables")}), "t.json": clu(), "u.json": [row("a", "B"), row("b", "B")]}, ["u.json#/0 B"]),
    ("LNK002", orchestration(intents={"A": {**to_cqa("Q"), "conversationOrchestration": to_clu("T")["conversationOrchestration"]}, "B": {"targetProjectKind": "Conversation"}, "C": None, "D": to_cqa("Q")}), ["/assets/intents/0/orchestration/conversationOrchestration A", "/assets/intents/1/orchestration B"]),
    ("LNK004", orchestration(intents={"A": to_clu("<name>", "x"), "B": to_cqa("Q"), "C": None, "D": to_clu("T", "{{d}}")}), ["/assets/intents/0/orchestration/conversationOrchestration/projectName A", "/assets/intents/3/orchestration/conversationOrchestration/projectName D"]),
    ("LNK003", {"o.json": orchestration(intents={"A": to_clu("<name>"), "B": to_clu("tables"), "C": None}), "t.json": clu()}, ["o.json#/assets/intents/1/orchestration/conversationOrchestration/projectName B"]),
    ("LNK005", orchestration(intents={"A": to_cqa("Q"), "None": None}), []),
    ("LNK007", orchestration(row("a", "A"), row("b", "B", "Test"), row("c", "B"), row("d", "B"), row("e", "C", "Test"), intents={"A": None, "B": to_cqa("Q"), "C": to_cqa("Q")}), ["/assets/utterances/2 B"]),
    ("LNK008", {"t.json": clu()}, []),
    ("LNK009", orchestration(intents={"A": to_clu("T", "x"), "B": to_clu("T", "<deployment>"), "C": None, "D": to_cqa("Q"), "E": to_clu("T", "y"), "F": to_clu("U", "y")}), ["/assets/intents/4/orchestration/conversationOrchestration/deploymentName E"]),
    ("PRJ003", {**clu(), "assets": {"intents": []}}, []),
    ("PRJ006", {"a.json": orchestration(intents={}, name="Tables"), "b.json": clu(name="Tables")}, ["b.json#/metadata/projectName Tables"]),
    ("PRJ006", {"a.json": clu(name="Tables"), "b.json": clu(name="Tables")}, ["b.json#/metadata/projectName Tables"]),
    ("PRJ009", entity(prebuilts=[{"category": "DateTime"}] * 5), []),
    ("PRJ009", entity(prebuilts=[{"category": "DateTime"}] * 6), ["/assets/entities/0/prebuilts Size"]),
    ("PRJ009", entity(prebuilts=[{"category": "DateTime"}] * 7), ["/assets/entities/0/prebuilts Size"]),
    ("PRJ009", entity(prebuilts=[{"category": "DateTime"}] * 8), []),
    ("PRJ009", clu(intents=tuple(f"I{n}" for n in range(500))), ["/assets/intents intents"]),
    ("PRJ009", clu(intents=tuple(f"I{n}" for n in range(501))), []),
    ("PRJ009", clu(entities=tuple(f"E{n}" for n in range(280))), ["/assets/entities entities"]),
    ("SCH001", {"a.json": legacy(), "b.json": [{"text": 5, "intent": "A"}]}, ["b.json#/0/text"]),
    ("SCH002", {**asset(intents=[{"category": "A", "descriptin": 1}], entities=[{"category": "E", "a/b~c": 1}], utterances=[{**row("a"), "langauge": 1}, {**row("b"), "langauge": 1}], extra=1), "x-top": 1}, ["/assets/entities/0/a~1b~0c a/b~c", "/assets/extra extra", "/assets/intents/0/descriptin descriptin", "/assets/utterances/0/langauge langauge", "/x-top x-top"]),
    ("SCH002", {"assets": {"qnas": [], "extra": 1}}, []),
    ("SPL002", [row("a", "A", "Test"), row("b", "A"), row("A!", "A", "Train"), row("B", "A", "Test")], ["/0 A"]),
    ("SPL003", {"o.json": orchestration(row("a", "A", "Test"), row("b", "B", "Test"), row("c", "C", "Test"), row("d", "C"), intents={"A": to_cqa("Q"), "B": None, "C": None})}, ["o.json#/assets/utterances/1 B"]),
    ("SPL004", [row("a", "A", "Train"), row("b", "B")], []),
    ("SPL004", [TRAIN, TEST, row("c", "B"), row("d", "B", "Train")], ["/2 B"]),
    ("SPL005", sized(spans("two", (0, 3), dataset="Train")), []),
    ("SPL005", sized(spans("two", (0, 3)), row("b", "Reserve", "Test"), language="en-us"), ["/assets/utterances/0 Size"]),
    ("TXT001", [row("a\u00a0"), row(" "), row("a")], ["/0/text Reserve"]),
    ("TXT007", [row("a table  "), row("  a table"), row("a  table")], ["/2/text Reserve"]),
    ("SPL001", [row("a"), row("b", dataset="Test"), row("c", dataset="TEST")], ["/2/dataset Reserve"]),
    ("UTT003", [row("z"), row("a", dataset="Train"), row("b", dataset="Train2")], ["/2/dataset Reserve"]),
    ("UTT004", orchestration(row("a", "A"), {**row("b", "A"), "entities": []}, intents={"A": None}), []),
]  # fmt: skip


@pytest.mark.parametrize(("code", "files", "places"), CASES, ids=lambda value: value if isinstance(value, str) else "")
def test_a_rule_flags_these_places_and_no_others(code, files, places):
    """A place is a pointer and a subject; the file stands before it where there are several."""
    found = [f"{f.file}#{f.pointer} {f.subject}".strip().removeprefix("f.json#") for f in findings(code, files)]
    assert found == places


def test_compact_size_counts_and_white_space_does_not():
    def sized(text):
        return f'[{" " * 100}{{"text": "{text}", "intent": "A"}}]'

    fits = 10_000_000 - len('[{"text":"","intent":"A"}]')
    assert findings("PRJ011", sized("x" * fits)) == ()
    (found,) = findings("PRJ011", sized("\\ud800" + "x" * fits))
    assert (found.pointer, found.message.partition(" when")[0]) == ("", "the file has 10.0 MB")


@pytest.mark.parametrize(("count", "augmented"), [(25_000, True), (25_001, False)])
def test_the_limit_with_augmented_diacritics_is_met_but_not_passed(count, augmented):
    project = clu(*[row("a")] * count)
    project["metadata"]["settings"] = {"augmentDiacritics": augmented}
    assert findings("PRJ010", project) == ()


@pytest.mark.parametrize("code", ["LBL004", "LNK001", "LNK008", "PRJ006", "PRJ007", "SET001"])
def test_files_that_are_checked_one_by_one_are_not_held_against_each_other(code):
    found = find_rule(code)
    (example,) = found.bad
    assert judge(facts(example.files, example.settings, together=False), [found], all_rules()).findings == ()


def test_every_stale_decision_is_found_whatever_stands_before_it():
    answers = f"intent,decision,fingerprint\nA,keep,{fingerprint(['a'])}\nB,keep,{'0' * 16}\n"
    made = facts({"u.json": [row("a", "A"), row("b", "B")]}, decisions=answers)
    assert [(f.subject, f.line, f.column) for f in judge(made, [find_rule("REV001")]).findings] == [("B", 3, 1)]


def test_near_duplicates_are_as_near_as_the_settings_say():
    rows = [
        row("please book a table for two people tonight", "A"),
        row("please book a table for two people tonigh", "B"),
    ]
    assert [f.pointer for f in findings("LBL002", rows, {"thresholds": {"near_duplicate": 0.9}})] == ["/1"]
    assert findings("LBL002", rows, {"thresholds": {"near_duplicate": 0.95}}) == ()


def test_what_crosses_over_is_named_with_its_place():
    (example,) = find_rule("AMB001").bad
    (found,) = findings("AMB001", dict(example.files))
    rows = example.files["u.json"]
    assert found.evidence.keys() == {
        "intents",
        "share",
        "confused",
        "leak",
        "neighbours",
        "advice",
        "cluster",
        "crossing",
        "terms",
    }
    assert (len(found.evidence["crossing"]), found.evidence["cluster"]) == (17, [])
    assert rows[int(found.pointer.removeprefix("/"))]["text"] == found.evidence["crossing"][0]["text"]
    for crossing in found.evidence["crossing"]:
        assert crossing.keys() == {"text", "intent", "place", "share_of_other"}
        at = int(crossing["place"].removeprefix("u.json#/"))
        assert rows[at] == sample_row(crossing["text"], crossing["intent"])


def counted(shift):
    words = ("two", "three", "four", "five", "six")
    found = [spans(f"table for {word}", (10, len(word) + shift)) for word in words]
    return sized(spans("two", (0, 3 + shift)), *found)


EDITS = [
    ("ENT021", counted(-1), [[Edit("replace", f"/assets/utterances/{n}/entities/0/length", size) for n, size in enumerate((3, 3, 5, 4, 4, 3))]]),
    ("LNG001", clu(row("a", language="de-de"), row("b", language="de"), row("c", language="de-de"), language="de-de"), [[Edit("replace", place, "de") for place in ("/metadata/language", "/assets/utterances/0/language", "/assets/utterances/2/language")]]),
    ("LNG001", clu(row("a", language="en_US")), [[Edit("replace", "/assets/utterances/0/language", "en-us")]]),
    ("ENT016", entity(entities={"sublists": LIST}), [[Edit("add", "/assets/entities/0/entities/sublists/0/synonyms/1/values/-", "Big")]]),
    ("ENT006", sized(spans("a  two b", (1, 6), (1, 2))), [[Edit("replace", "/assets/utterances/0/entities/0/offset", 3), Edit("replace", "/assets/utterances/0/entities/0/length", 3)], None]),
    ("ENT007", sized(spans("two or three", (1, 1), (7, 4))), [[Edit("replace", "/assets/utterances/0/entities/0/offset", 0), Edit("replace", "/assets/utterances/0/entities/0/length", 3)], [Edit("replace", "/assets/utterances/0/entities/1/length", 5)]]),
    ("ENT010", asset(entities=[{"category": "A"}, {"category": "A", "list": {}}, {"category": "A"}]), [None, [Edit("remove", "/assets/entities/2")]]),
    ("LBL003", [row("a"), {**row("a"), "x-note": 1}, row("A"), row("a", dataset="Train"), row("a")], [None, None, None, [Edit("remove", "/4")]]),
    ("TXT001", sized(spans(" two x ", (1, 3), (0, 4), (4, 3))), [[Edit("replace", "/assets/utterances/0/text", "two x"), *[Edit("replace", f"/assets/utterances/0/entities/{place}", value) for place, value in (("0/offset", 0), ("1/length", 3), ("2/offset", 3), ("2/length", 2))]]]),
    ("TXT001", sized(spans(" two", (0, 1))), [None]),
    ("TXT001", sized(spans(" 🚲 two", (2, 1))), [None]),
    ("TXT001", [row(" " + "x" * 1999), row(" " + "x" * 2000)], [[Edit("replace", "/0/text", "x" * 1999)], None]),
    ("TXT005", [row("\x07\x08")], [None]),
    ("INT002", clu(row("a", "Pay"), row("b", "Reserves"), row("c", "A:B"), row("d", "Pay")), [[Edit("add", "/assets/intents/-", {"category": "Pay"})], None, None, [Edit("add", "/assets/intents/-", {"category": "Pay"})]]),
    ("INT002", clu(row("a", "Pay"), intents=()), [None]),
    ("ENT002", sized(sample_row("now", "Reserve", entities=[sample_span("Time", 0, 3)])), [[Edit("add", "/assets/entities/-", {"category": "Time"})]]),
    ("SPL001", [row("a", dataset="tEST")], [[Edit("replace", "/0/dataset", "Test")]]),
]  # fmt: skip


@pytest.mark.parametrize(("code", "files", "edits"), EDITS, ids=lambda value: value if isinstance(value, str) else "")
def test_a_fix_makes_these_edits_and_no_others(code, files, edits):
    assert [list(finding.fix.edits) if finding.fix else None for finding in findings(code, files)] == edits


BOTH = {**orchestration(intents={}), "metadata": {**orchestration(intents={})["metadata"], "multilingual": True}}

SAID = [
    ("CQA007", pairs({"questions": ["a"], "answer": " "}), "the pair 0 has no answer; write one, or remove the pair", ""),
    ("ENT023", pattern("a)"), 'the pattern of "Size" cannot be read: a parenthesis is closed that was not opened; correct it', "Size"),
    ("ENT023", pattern("a\\"), 'the pattern of "Size" cannot be read: it ends in a backslash; correct it', "Size"),
    ("LNK002", orchestration(intents={"A": {"targetProjectKind": "Conversation"}}), 'the link of "A" says Conversation but has no payload; keep conversationOrchestration only', "A"),
    ("PRJ004", BOTH, "an orchestration project cannot be multilingual; set multilingual to false", "Desk"),
    ("PRJ009", entity(prebuilts=[{"category": "DateTime"}] * 6), '"Size" has 6 of 7 prebuilts; divide it before it is full', "Size"),
]  # fmt: skip


@pytest.mark.parametrize(("code", "files", "message", "subject"), SAID)
def test_the_other_wording_of_a_rule(code, files, message, subject):
    assert [(found.message, found.subject) for found in findings(code, files)] == [(message, subject)]
