"""Several projects as one: what is united, what is kept twice, what is listed, and that nothing goes in silence."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curation.errors import CurationError
from curation.formats.read import read_document, to_project
from curation.rules._samples import clu, cqa, orchestration, sample_row, sample_span, to_clu
from curation.stages.merge import merge


def project(file, value):
    return to_project(read_document(json.dumps(value).encode(), file))


def told(merged):
    return [(one.what, one.subject, one.files, one.pointers, one.done) for one in merged.disagreements]


def test_equal_rows_become_one_and_every_other_stays_with_what_they_disagree_in():
    one = project(
        "a.json", [sample_row("hi", "Greet"), sample_row("to Rome", "Go", dataset="Train"), sample_row("bye", "Go")]
    )
    two = project("b.json", [sample_row("hi", "Greet"), sample_row("hi", "Go"), sample_row("to Rome", "Go", dataset="Test"),
                             sample_row("bye", "Go", entities=[sample_span("X", 0, 3)])])  # fmt: skip
    merged = merge([two, one])
    assert [(row.text, row.intent, row.dataset) for row in merged.project.utterances] == [
        ("hi", "Greet", None), ("to Rome", "Go", "Train"), ("bye", "Go", None), ("hi", "Go", None), ("to Rome", "Go", "Test"), ("bye", "Go", None)]  # fmt: skip
    assert [one.to_dict() for one in merged.dropped] == [
        {
            "action": "dropped",
            "rule": "merge-equal-rows",
            "file": "b.json",
            "pointer": "/0",
            "text": "hi",
            "intent": "Greet",
            "kept": "a.json#/0",
        }
    ]
    assert told(merged) == [
        ("intent of a text", "Go", ("a.json", "b.json"), ("/0", "/1"), "kept both rows"),
        ("dataset of a text", "Go", ("a.json", "b.json"), ("/1", "/2"), "kept both rows"),
        ("labels of a text", "Go", ("a.json", "b.json"), ("/2", "/3"), "kept both rows"),
    ]
    assert (merged.rows_in, len(merge([one, two], keep_equal=True).project.utterances)) == (7, 7)


def sized(name, *values, language="en-us", **metadata):
    value = clu(sample_row("big", "Reserve", entities=[sample_span("Size", 0, 3)]), name=name, language=language)
    value["assets"]["entities"] = [
        {
            "category": "Size",
            "list": {
                "sublists": [
                    {"listKey": key, "synonyms": [{"language": "en-us", "values": list(found)}]}
                    for key, found in values
                ]
            },
        }
    ]
    value["metadata"] |= metadata
    return value


def test_definitions_of_one_name_are_united_part_by_part():
    one = project("a.json", sized("A", ("big", ["big", "large"])))
    two = project(
        "b.json",
        sized(
            "B", ("big", ["big", "huge"]), ("small", ["small"]), language="de", settings={"confidenceThreshold": 0.5}
        ),
    )
    merged = merge([one, two])
    raw = merged.project.raw["assets"]["entities"][0]
    assert raw == {"category": "Size", "list": {"sublists": [
        {"listKey": "big", "synonyms": [{"language": "en-us", "values": ["big", "large", "huge"]}]}, {"listKey": "small", "synonyms": [{"language": "en-us", "values": ["small"]}]}]}}  # fmt: skip
    assert merged.project.raw["metadata"] == {
        "projectKind": "Conversation",
        "projectName": "A",
        "language": "en-us",
        "settings": {"confidenceThreshold": 0.5},
        "multilingual": True,
    }
    assert [one[0] for one in told(merged)] == ["metadata", "metadata", "definition of an entity"]
    assert merge([one, two], collision="first").project.raw["assets"]["entities"][0] == one.raw["assets"]["entities"][0]
    with pytest.raises(CurationError, match=r'b\.json define "Size" differently'):
        merge([one, two], collision="refuse")


def test_links_that_differ_are_listed_and_a_link_wins_over_none():
    one = project("a.json", orchestration(intents={"Go": to_clu("A"), "Stay": None}))
    two = project("b.json", orchestration(intents={"Go": to_clu("B"), "Stay": to_clu("C")}))
    merged = merge([one, two])
    assert {intent.name: intent.link.project for intent in merged.project.intents} == {"Go": "A", "Stay": "C"}
    assert told(merged) == [
        (
            "definition of an intent's link",
            "Go",
            ("a.json", "b.json"),
            ("/assets/intents/0", "/assets/intents/0"),
            "kept that of the first file",
        )
    ]


def test_pairs_keep_their_ids_unless_they_are_taken_and_prompts_follow():
    one = project("a.json", cqa("when?"))
    second = cqa("where?")
    second["assets"]["qnas"][0]["dialog"] = {"isContextOnly": False, "prompts": [{"qnaId": 1}]}
    merged = merge([one, project("b.json", second)])
    assert [pair["id"] for pair in merged.project.raw["assets"]["qnas"]] == [1, 2]
    assert merged.project.raw["assets"]["qnas"][1]["dialog"]["prompts"] == [{"qnaId": 2}]
    assert told(merged) == [
        ("id of a pair", "1", ("a.json", "b.json"), ("", "/assets/qnas/0/id"), "it has the id 2 now")
    ]


def test_projects_of_different_kinds_are_not_merged():
    with pytest.raises(
        CurationError, match=r"a.json is a utterance file, b.json is a custom question answering project"
    ):
        merge([project("a.json", [sample_row("hi", "Greet")]), project("b.json", cqa("hi"))])
    with pytest.raises(CurationError, match="nothing was named"):
        merge([])


rows = st.lists(st.builds(sample_row, st.sampled_from(["hi", "bye", "go"]), st.sampled_from(["A", "B"])), max_size=5)


@given(st.lists(rows, min_size=1, max_size=3), st.randoms())
def test_rows_in_are_rows_out_and_rows_left_out_whatever_the_order(files, random):
    projects = [project(f"{number}.json", found) for number, found in enumerate(files)]
    merged = merge(projects)
    assert merged.rows_in == len(merged.project.utterances) + len(merged.dropped)
    shuffled = random.sample(projects, len(projects))
    assert merge(shuffled) == merged
    assert merge([merged.project]).project.utterances == merged.project.utterances
