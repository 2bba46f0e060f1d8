"""Shape problems in the user's words, and agreement of the two validators."""

from __future__ import annotations

import copy
import json

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from curation.formats.read import read_document, to_project
from curation.formats.schemas import load_schema, schema_names
from curation.formats.shape import SCHEMA_OF_KIND, violations
from curation.model.document import DocumentKind
from curation.rules._samples import clu, cqa, orchestration, sample_row, sample_span, to_clu

GOOD = {
    DocumentKind.UTTERANCES: [
        sample_row("a", "B", language="en-us", dataset="Test", entities=[sample_span("E", 0, 1)])
    ],
    DocumentKind.CLU: clu(sample_row("a", "Reserve"), entities=("E",)),
    DocumentKind.ORCHESTRATION: orchestration(sample_row("a", "Book"), intents={"Book": to_clu("T"), "None": None}),
    DocumentKind.CQA: cqa("when do you open"),
}


def found(kind, value):
    return [(violation.pointer, violation.message) for violation in violations(kind, value)[0]]


@pytest.mark.parametrize("name", schema_names())
def test_a_schema_is_one_of_draft_07_and_its_examples_fit(name):
    schema = load_schema(name)
    jsonschema.Draft7Validator.check_schema(schema)
    assert schema["$schema"] == "http://json-schema.org/draft-07/schema#"
    assert schema["$id"] == f"urn:clu-curation:schema:{name}:v1"
    assert schema["title"]
    for example in schema.get("examples", ()):
        jsonschema.Draft7Validator(schema).validate(example)


@pytest.mark.parametrize("kind", GOOD)
def test_a_good_file_has_no_violation_and_unknown_keys_are_none(kind):
    value = copy.deepcopy(GOOD[kind])
    (value[0] if isinstance(value, list) else value["assets"])["x-note"] = {"anything": [1]}
    assert found(kind, value) == []


def test_what_is_wrong_is_said_in_the_users_words():
    rows = [
        {"intent": "B"},
        {"text": 42, "intent": None},
        {"Text": "a", "intent": "B"},
        "not a row",
        {"text": "a", "intent": "B", "entities": [{"category": "E", "offset": "0", "length": 1.5}]},
    ]
    assert found(DocumentKind.UTTERANCES, rows) == [
        ("/0", 'this item has no "text"; it is required'),
        ("/1/text", '"text" must be text, but is the number 42'),
        ("/1/intent", '"intent" must be text, but is null'),
        ("/2", 'this item has no "text"; it is required, did you mean it by "Text"?'),
        ("/3", 'this item must be an object, but is the text "not a row"'),
        ("/4/entities/0/offset", '"offset" must be a whole number, but is the text "0"'),
        ("/4/entities/0/length", '"length" must be a whole number, but is the number 1.5'),
    ]


def test_a_project_is_judged_by_its_own_kind_and_not_by_a_union():
    project = copy.deepcopy(GOOD[DocumentKind.ORCHESTRATION])
    del project["stringIndexType"]
    project["metadata"]["projectKind"] = "orchestration"
    del project["assets"]["intents"][0]["orchestration"]["conversationOrchestration"]["deploymentName"]
    assert found(DocumentKind.ORCHESTRATION, project) == [
        ("", 'the file has no "stringIndexType"; it is required'),
        ("/metadata/projectKind", '"projectKind" is the text "orchestration"; allowed: Orchestration'),
        ("/assets/intents/0/orchestration/conversationOrchestration",
         '"conversationOrchestration" has no "deploymentName"; it is required'),
    ]  # fmt: skip


def test_limits_are_left_to_the_rules_that_look_after_them():
    rows = [sample_row("x" * 600, "a:b", dataset="Dev", entities=[sample_span("E", -1, 0)])]
    assert not jsonschema.Draft7Validator(load_schema("utterances")).is_valid(rows)
    assert found(DocumentKind.UTTERANCES, rows) == []


def test_a_thousand_rows_are_explained_and_the_rest_counted():
    explained, more = violations(DocumentKind.UTTERANCES, [{"text": "a"}] * 1500)
    assert (len(explained), more) == (1000, 500)


def test_lone_surrogates_and_huge_numbers_do_not_stop_the_check():
    assert found(DocumentKind.UTTERANCES, [sample_row("\ud800", "B", note=10**400)]) == []


paths = st.sampled_from(list(GOOD)).flatmap(
    lambda kind: st.tuples(st.just(kind), st.lists(st.integers(0, 50), min_size=1, max_size=6), st.sampled_from(
        [None, True, 0, -1, 1.5, 3.0, "", "x", "Test", [], {}, [{}], {"a": 1}]), st.booleans())
)  # fmt: skip


def mutated(value, steps, new, remove):
    """`value` with something put in or taken out at a place that the steps choose."""
    here = value
    for step in steps[:-1]:
        if isinstance(here, dict) and here:
            nxt = here[sorted(here)[step % len(here)]]
        elif isinstance(here, list) and here:
            nxt = here[step % len(here)]
        else:
            break
        if not isinstance(nxt, dict | list) or not nxt:
            break
        here = nxt
    if isinstance(here, dict) and here:
        key = sorted(here)[steps[-1] % len(here)]
        if remove:
            del here[key]
        else:
            here[key] = new
    elif isinstance(here, list) and here:
        here[steps[-1] % len(here)] = new
    return value


@settings(max_examples=400)
@given(paths)
def test_both_validators_agree_and_nouns_can_be_built_exactly_where_the_shape_is_right(case):
    kind, steps, new, remove = case
    value = mutated(copy.deepcopy(GOOD[kind]), steps, new, remove)
    oracle = jsonschema.Draft7Validator(load_schema(SCHEMA_OF_KIND[kind]))
    unexplained = [
        e for e in oracle.iter_errors(value) if "x-rule" not in e.schema or e.validator in ("type", "required")
    ]
    assert bool(found(kind, value)) == bool(unexplained)
    document = read_document(json.dumps(value).encode(), "f.json")
    if document.has_shape:
        to_project(document)


def properties(node, at=""):
    if isinstance(node, dict):
        for name, schema in (node.get("properties") or {}).items():
            yield f"{at}/{name}", schema
        for key, value in node.items():
            yield from properties(value, f"{at}/{key}")
    elif isinstance(node, list):
        for value in node:
            yield from properties(value, at)


@pytest.mark.parametrize("name", schema_names())
def test_an_editor_can_say_what_every_property_is_for(name):
    schema = load_schema(name)
    assert schema["examples"]
    for place, found in properties(schema):
        if "$ref" not in found and "allOf" not in found:
            assert found.get("title"), place
            assert found.get("description"), place
        for example in found.get("examples", ()):
            alone = {**found, "definitions": schema.get("definitions", {})}
            jsonschema.Draft7Validator(alone).validate(example)
