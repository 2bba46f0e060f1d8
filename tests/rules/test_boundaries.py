"""At the limit silent, one past it loud; and the branches of rules that an example alone does not reach."""

from __future__ import annotations

import pytest
from workspaces import facts

from curation.rules import find_rule, judge
from curation.rules._samples import clu, cqa, orchestration, sample_row, sample_span, to_clu, to_cqa


def fires(code, files, settings=None, **more) -> list[str]:
    return [finding.pointer for finding in judge(facts(files, settings, **more), [find_rule(code)]).findings]


def rows(count):
    return [sample_row(f"t{n}", "A") for n in range(count)]


@pytest.mark.parametrize(
    ("code", "fine", "loud"),
    [
        ("UTT001", [sample_row("x" * 500, "A")], [sample_row("x" * 501, "A")]),
        ("UTT001", [sample_row("🚲" * 250, "A")], [sample_row("🚲" * 250 + "x", "A")]),
        ("UTT002", [sample_row("x", "A")], [sample_row("", "A")]),
        ("INT001", [sample_row("x", "A" * 50)], [sample_row("x", "A" * 51)]),
        *[("INT001", [sample_row("x", "A-B_C.D E")], [sample_row("x", f"A{char}B")]) for char in ":$&%*()+~#/?"],
        ("PRJ001", clu(name="T" * 50), clu(name="T" * 51)),
        ("PRJ002", clu(intents=tuple(f"I{n}" for n in range(500))), clu(intents=tuple(f"I{n}" for n in range(501)))),
        ("PRJ002", clu(entities=tuple(f"E{n}" for n in range(350))), clu(entities=tuple(f"E{n}" for n in range(351)))),
        ("PRJ002", orchestration(*rows(15_000), intents={"A": None}), orchestration(*rows(15_001), intents={"A": None})),
        ("PRJ002", clu(*rows(50_000), intents=("A",)), clu(*rows(50_001), intents=("A",))),
        ("PRJ004", orchestration(intents={}, language="EN-US"), orchestration(intents={}, language="en-gb")),
        ("SPL001", [sample_row("x", "A", dataset="Test")], [sample_row("x", "A", dataset="TEST")]),
        ("UTT003", [sample_row("x", "A", dataset="TEST")], [sample_row("x", "A", dataset="Tests")]),
    ],
)  # fmt: skip
def test_a_limit_is_met_but_not_passed(code, fine, loud):
    assert fires(code, {"f.json": fine}) == []
    assert len(fires(code, {"f.json": loud})) == 1


@pytest.mark.parametrize(("value", "count"), [(0, 0), (1, 0), (0.5, 0), (-0.01, 1), (1.01, 1)])
def test_a_threshold_is_from_0_to_1(value, count):
    project = clu()
    project["metadata"]["settings"] = {"confidenceThreshold": value}
    assert len(fires("PRJ005", {"f.json": project})) == count


TEXT = "two or three"


@pytest.mark.parametrize(
    ("code", "spans", "count"),
    [
        ("ENT003", [(0, 12)], 0),
        ("ENT003", [(0, 13)], 1),
        ("ENT003", [(-1, 3)], 1),
        ("ENT003", [(12, 1)], 1),
        ("ENT005", [(0, 3), (3, 4)], 0),
        ("ENT005", [(7, 5), (0, 8)], 1),
        ("ENT005", [(0, 12), (1, 3), (6, 2)], 2),
        ("ENT005", [(0, 3), (0, 3)], 0),
        ("ENT008", [(0, 3), (0, 3)], 1),
        ("ENT007", [(0, 3)], 0),
        ("ENT007", [(1, 2)], 1),
        ("ENT007", [(0, 2)], 1),
        ("ENT006", [(3, 3)], 1),
    ],
)
def test_spans_at_their_edges(code, spans, count):
    row = sample_row(TEXT, "Reserve", entities=[sample_span("Size", *span) for span in spans])
    assert len(fires(code, {"p.json": clu(row, entities=("Size",))})) == count


def test_both_faults_of_an_orchestration_project_are_named():
    project = orchestration(intents={"A": None}, language="nl")
    project["metadata"]["multilingual"] = True
    assert fires("PRJ004", {"o.json": project}) == ["/metadata/language", "/metadata/multilingual"]


def test_project_names_clash_letter_by_letter_and_only_in_one_workspace():
    two = {"a.json": clu(name="Tables"), "b.json": cqa("x", name="Tables")}
    assert fires("PRJ006", two) == ["/metadata/projectName"]
    assert fires("PRJ006", {**two, "b.json": cqa("x", name="TABLES")}) == []
    assert fires("PRJ006", two, together=False) == []


@pytest.mark.parametrize(
    ("link", "count"),
    [
        (to_clu("<name>"), 1),
        (to_clu("Tables", "<deployment>"), 1),
        (to_clu("${PROJECT}"), 1),
        (to_clu("{{project}}"), 1),
        (to_clu("Tables"), 0),
    ],
)
def test_every_kind_of_placeholder_is_seen(link, count):
    assert len(fires("LNK004", {"o.json": orchestration(intents={"A": link})})) == count


def test_a_link_without_a_payload_is_a_mismatch():
    assert fires("LNK002", {"o.json": orchestration(intents={"A": {"targetProjectKind": "Conversation"}})})


def test_a_dangling_link_is_not_judged_without_tasks_nor_for_luis():
    luis = {"targetProjectKind": "Luis", "luisOrchestration": {"appId": "x"}}
    alone = facts({"o.json": orchestration(intents={"A": to_clu("Tables")})})
    report = judge(alone, [find_rule("LNK003")])
    assert [item.reason for item in report.not_checked] == [
        "no task files of the kind were given, so nothing says which projects there are"
    ]
    answers = {"o.json": orchestration(intents={"A": to_clu("Tables")}), "q.json": cqa("x")}
    assert fires("LNK003", answers, together=False) == []
    assert fires("LNK003", answers) == ["/assets/intents/0/orchestration/conversationOrchestration/projectName"]
    assert fires("LNK003", {"o.json": orchestration(intents={"A": luis}), "t.json": clu()}) == []


def test_names_that_only_an_intent_list_holds_are_looked_at():
    assert fires("INT001", {"p.json": clu(intents=("A:B",))}) == ["/assets/intents/0/category"]


def test_rows_of_an_orchestration_project_keep_to_its_intents():
    assert fires("INT002", {"o.json": orchestration(sample_row("x", "B"), intents={"A": None})}) == [
        "/assets/utterances/0/intent"
    ]


def test_a_routing_only_intent_is_not_unlinked():
    files = {"o.json": orchestration(intents={"A": None, "B": to_cqa("Answers")}), "q.json": cqa("x")}
    assert fires("LNK001", files) == ["/assets/intents/0"]
    assert fires("LNK001", files, {"links": {"routing_only": ["A"]}}) == []


def test_only_the_last_answer_can_be_stale():
    head = "intent,decision,fingerprint\n"
    files = {"u.json": [sample_row("hello", "A")]}
    from curation.analysis.normalise import fingerprint

    fresh = fingerprint(["hello"])
    assert fires("REV001", files, decisions=head + f"A,keep,{fresh}\nA,keep,0123456789abcdef\n") == [""]
    assert fires("REV001", files, decisions=head + f"A,keep,0123456789abcdef\nA,keep,{fresh}\n") == []
    assert fires("REV001", files, decisions=head + "Gone,keep,0123456789abcdef\n") == []


def test_rows_that_fail_beyond_the_explained_ones_are_counted():
    made = judge(facts({"u.json": [{"text": "a"}] * 1001}), [find_rule("SCH001")])
    assert len(made.findings) == 1001
    assert made.findings[0].message == "1 more rows have not the shape of a row; the first ones are listed"


def test_languages_of_synonyms_and_patterns_are_looked_at():
    project = clu()
    synonyms = {"sublists": [{"listKey": "L", "synonyms": [{"language": "xx", "values": ["l"]}]}]}
    pattern = {"expressions": [{"regexPattern": "a", "language": "yy"}]}
    project["assets"]["entities"] = [{"category": "Size", "list": synonyms, "regex": pattern}]
    assert fires("LNG001", {"p.json": project}) == [
        "/assets/entities/0/list/sublists/0/synonyms/0/language",
        "/assets/entities/0/regex/expressions/0/language",
    ]
