"""What an import would change: by noun, whatever the order of the file."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from workspaces import curation, write_files

from curation.formats.read import read_document, to_project
from curation.model.difference import NameChange
from curation.rules._samples import clu, cqa, orchestration, sample_row, sample_span, to_clu, to_cqa
from curation.stages.diff import difference


def project(value):
    return to_project(read_document(json.dumps(value).encode(), "p.json"))


def compare(old, new):
    return difference(project(old), project(new))


def rows(old, new):
    found = difference(project(old), project(new)).rows
    return [
        (c.kind, c.before and (c.before.text, c.before.intent), c.after and (c.after.text, c.after.intent))
        for c in found
    ]


some_rows = st.lists(
    st.builds(sample_row, st.sampled_from(["a", "b", "a table", "a table for two", "the bill"]), st.sampled_from(["X", "Y"]),
              dataset=st.sampled_from(["Train", "Test"])), max_size=6,
)  # fmt: skip


@given(some_rows, st.randoms())
def test_another_order_is_no_change(found, chance):
    shuffled = list(found)
    chance.shuffle(shuffled)
    assert compare(found, shuffled).is_empty


@settings(max_examples=200)
@given(some_rows, some_rows)
def test_the_changes_account_for_every_row(old, new):
    found = compare(old, new)
    gone = sum(change.before is not None and change.after is None for change in found.rows)
    come = sum(change.before is None and change.after is not None for change in found.rows)
    assert len(old) - gone + come == len(new)
    forth, back = found, compare(new, old)
    assert sorted(c.kind for c in back.rows if c.kind not in ("added", "removed", "reworded")) == sorted(
        c.kind for c in forth.rows if c.kind not in ("added", "removed", "reworded")
    )


def test_each_kind_of_change_is_told_apart():
    label = {"entities": [sample_span("Size", 0, 1)]}
    old = [
        sample_row("1 table", "A", dataset="Train", **label),
        sample_row("stay", "A"),
        sample_row("book a table for two", "A"),
        sample_row("gone", "A"),
    ]
    new = [
        sample_row("stay", "B"),
        sample_row("1 table", "A", dataset="Train"),
        sample_row("book a table for three", "A"),
        sample_row("x", "A"),
    ]
    assert rows(old, new) == [
        ("moved", ("stay", "A"), ("stay", "B")),
        ("relabelled", ("1 table", "A"), ("1 table", "A")),
        ("reworded", ("book a table for two", "A"), ("book a table for three", "A")),
        ("added", None, ("x", "A")),
        ("removed", ("gone", "A"), None),
    ]
    assert rows([sample_row("a", "A", dataset="Train")], [sample_row("a", "A", dataset="Test")]) == [
        ("resplit", ("a", "A"), ("a", "A"))
    ]
    assert rows([sample_row("a", "A")], [sample_row("a", "A", x=1)]) == [("changed", ("a", "A"), ("a", "A"))]


def test_a_text_that_stands_twice_is_matched_as_often():
    old = [sample_row("a", "A"), sample_row("a", "A"), sample_row("a", "B")]
    assert rows(old, [sample_row("a", "B"), sample_row("a", "A")]) == [("removed", ("a", "A"), None)]


def test_intents_entities_links_and_settings_are_compared_by_name():
    old = orchestration(sample_row("a", "Help"), intents={"Help": None, "Book": to_clu("Tables"), "Gone": None})
    new = orchestration(sample_row("a", "Help"), intents={"Book": to_cqa("Answers"), "Help": None, "New": None})
    new["metadata"]["settings"] = {"confidenceThreshold": 0.7}
    found = compare(old, new)
    assert found.names == (NameChange("intent", "removed", "Gone", 0), NameChange("intent", "added", "New", 0))
    assert [(c.subject, c.before, c.after) for c in found.links] == [("Book", to_clu("Tables"), to_cqa("Answers"))]
    assert [(c.pointer, c.before, c.after) for c in found.settings] == [
        ("/metadata/settings", None, {"confidenceThreshold": 0.7})
    ]
    assert found.counts() == {"intent added": 1, "intent removed": 1, "link changed": 1, "setting changed": 1}


def test_components_of_entities_and_answers_are_declarations():
    old, new = clu(entities=("Size", "Old")), clu(entities=("Size",))
    new["assets"]["entities"][0]["compositionSetting"] = "combineComponents"
    found = compare(old, new)
    assert [(c.subject, c.pointer, c.after) for c in found.declarations] == [
        ("Size", "/assets/entities/0/compositionSetting", "combineComponents")
    ]
    assert found.names == (NameChange("entity", "removed", "Old", 0),)
    answers = cqa("when")
    answers["assets"]["qnas"][0]["answer"] = "Never."
    assert [(c.subject, c.after) for c in compare(cqa("when"), answers).declarations] == [("answer 1", "Never.")]


@pytest.fixture(autouse=True)
def here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_the_command_marks_words_and_speaks_three_forms(here):
    write_files(
        here,
        {
            "old.json": clu(sample_row("book a table for two", "Reserve")),
            "new.json": clu(sample_row("book a table for three now", "Reserve")),
        },
    )
    result = curation("diff", "old.json", "new.json")
    assert result.code == 0
    assert result.out == (
        "old.json -> new.json: 1 utterance reworded; 1 utterance before, 1 after\n\nReworded\n"
        "  Reserve: book a table for [-two-]{+three now+}\n"
    )
    assert (
        "- Reserve: book a table for <del>two</del><ins>three now</ins>"
        in curation("diff", "old.json", "new.json", "-f", "markdown").out
    )
    assert curation("diff", "old.json", "new.json", "--exit-code").code == 1
    assert (
        curation("diff", "old.json", "old.json", "--exit-code").out
        == "old.json -> old.json: nothing changes (1 utterance)\n"
    )
    found = curation("diff", "old.json", "new.json", "-f", "json").json["difference"]
    assert found["counts"] == {"utterance reworded": 1}
    assert found["rows"][0]["after"]["text"] == "book a table for three now"


def test_what_cannot_be_compared_says_why(here):
    write_files(here, {"a.json": clu(), "b.json": cqa("x"), "c.json": [{"text": 5, "intent": "A"}], "d.json": {"a": 1}})
    for other, problem in (
        ("b.json", "compare two of one kind"),
        ("c.json", "must be text"),
        ("d.json", "cannot be compared"),
    ):
        result = curation("diff", "a.json", other)
        assert result.code == 2
        assert problem in result.err


@settings(max_examples=50)
@given(st.text(), st.text(), st.text())
def test_a_difference_is_inert(text, other, name):
    from curation.render.difference import difference_markdown, difference_text

    found = compare(
        [sample_row(f"{text}##vso[x]", "A"), sample_row(f"::error {text}", name)], [sample_row(f"{other}<b>", "A")]
    )
    for line in difference_text(found).splitlines() + difference_markdown(found).splitlines():
        assert "##vso[" not in line
        assert not line.lstrip().startswith("::")
    assert "<b>" not in difference_markdown(found)
