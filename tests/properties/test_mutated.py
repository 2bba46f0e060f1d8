"""Mutated files, ours and real ones: a report or a refusal, never a traceback, never a hang, never a live command."""

from __future__ import annotations

import copy
import json
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from curation.cli._reports import FORMATS, rendered
from curation.errors import CurationError
from curation.facts import Facts
from curation.formats.assemble import loose
from curation.formats.legacy import generation, upgraded
from curation.formats.read import read_document
from curation.line import mended, placed
from curation.stages.validate import validate

SAMPLES = Path(__file__).resolve().parent.parent.parent / "sample_data"
SECONDS = 20.0

odd = st.sampled_from(
    [
        None,
        True,
        -1,
        0,
        10**30,
        1.5,
        "",
        " ",
        "None",
        "a" * 600,
        "##vso[task.complete]",
        "::error::x",
        "<script>",
        "\x1b[31m",
        "\ud800",
        "🚲 e\u0301",
        "test",
        "de-de",
        "{x}",
        "a:b",
        [],
        {},
        [[]],
        {"": {}},
        "\u202e",
        "\n\t",
        "Ã¼",
    ]
)
steps = st.lists(
    st.tuples(st.lists(st.integers(0, 10**6), min_size=1, max_size=6), st.integers(0, 3), odd), min_size=1, max_size=4
)


def changed(value, path, action, new):
    """One change at a place that the numbers of `path` lead to."""
    for step in path:
        if not isinstance(value, (list, dict)) or not value:
            return
        key = list(value)[step % len(value)] if isinstance(value, dict) else step % len(value)
        inner = value[key]
        if step is not path[-1] and isinstance(inner, (list, dict)) and inner:
            value = inner
            continue
        if action == 0:
            del value[key]
        elif action == 1 and isinstance(value, list):
            value.insert(key, copy.deepcopy(inner))
        elif action == 2 and isinstance(value, dict):
            value[str(new)[:20]] = value.pop(key)
        else:
            value[key] = copy.deepcopy(new)
        return


def survives(data: bytes, name: str = "f.json") -> None:
    start = time.monotonic()
    try:
        document = read_document(data, name)
        if generation(document.value):
            upgraded(document.value)
        facts = Facts(loose([document]))
        placed(validate(facts), facts.workspace)
        made = mended(lambda after: Facts(loose([read_document(after.get(name, data), name)])), unsafe=True)
        for format_name in FORMATS:
            for line in rendered(format_name, made.report).splitlines():
                own = {"azure": "##vso[task.logissue ", "github": "::"}.get(format_name, "")
                rest = line.removeprefix(own) if own else line
                assert "##vso[" not in rest.casefold()
                assert "\x1b" not in rest
                assert own or not rest.lstrip().startswith("::")
    except CurationError:
        pass
    assert time.monotonic() - start < SECONDS


@pytest.mark.parametrize("path", sorted(SAMPLES.rglob("*.json")), ids=lambda path: path.name)
@settings(max_examples=12)
@given(steps=steps)
def test_a_changed_sample_is_reported_or_refused(path, steps):
    try:
        value = json.loads(path.read_text(encoding="utf-8"))
    except ValueError:
        value = [path.read_text(encoding="utf-8")]
    for step in steps:
        changed(value, *step)
    survives(json.dumps(value).encode())


@settings(max_examples=200)
@given(st.binary(max_size=200), st.sampled_from(["f.json", "f.csv", "f.jsonl", "f.tsv"]))
def test_bytes_of_any_kind_are_reported_or_refused(data, name):
    survives(data, name)


@settings(max_examples=200)
@given(
    st.lists(
        st.sampled_from(["text", "intent", ",", ";", "\t", '"', "\n", "\r", "a", "🚲", "##vso[x]", "=cmd", " "]),
        max_size=40,
    ).map("".join)
)
def test_tables_of_any_kind_are_reported_or_refused(text):
    survives(f"text,intent{text}".encode(), "f.csv")


@settings(max_examples=60)
@given(data=st.data())
def test_a_changed_real_file_is_reported_or_refused(realdata, data):
    folders = ("clu", "cqa", "orchestration", "utterance-arrays", "docs-json", "azure-sdk-js")
    paths = sorted(path for folder in folders for path in (realdata / folder).glob("*.json"))
    path = data.draw(st.sampled_from(paths))
    try:
        value = json.loads(path.read_bytes().decode("utf-8-sig"))
    except ValueError:
        return
    for step in data.draw(steps):
        changed(value, *step)
    survives(json.dumps(value).encode())
