"""Feed mutated files to the reader, every rule and every output format: `make fuzz`, or `python tests/fuzz/fuzz_check.py SEEDS...`.

atheris mutates the bytes of the seeds, guided by what the code does with them. Whatever comes in, a check ends with a
report or a `CurationError` within a bounded time, and no output holds a live command, a tag or a terminal sequence.
A finding is written to `crash-*` by atheris; put what it shows into a test.
"""

from __future__ import annotations

import copy
import json
import random
import sys
import time
from typing import TYPE_CHECKING, Any

import atheris

if TYPE_CHECKING:
    from curation.model.fix import Mended

with atheris.instrument_imports(include=["curation"]):
    from pathlib import Path

    from curation.errors import CurationError
    from curation.facts import Facts
    from curation.formats.assemble import loose
    from curation.formats.legacy import generation, upgraded
    from curation.formats.read import read_document
    from curation.line import mended, placed
    from curation.render.annotations import azure_lines, concise_lines, github_lines, json_lines
    from curation.render.as_json import result_json
    from curation.render.diff import diff_text
    from curation.render.findings import report_text
    from curation.render.findings_markdown import report_markdown
    from curation.render.junit import junit_text
    from curation.render.sarif import sarif_text
    from curation.rules import all_rules
    from curation.stages.validate import validate

    all_rules()

ODD: list[Any] = [
    "", " ", "None", "none", "a" * 600, "##vso[task.complete]", "::error::x", "<script>", "\x1b[31m", "\ud800", "🚲 e\u0301", "Train", "test",
    "en", "de-de", "Luis", "{x}", "a:b", -1, 0, 1, 10**30, 1.5, True, None, [], {}, [[]], {"": {}}, "\u202e", "\n\t", "Ã¼",
]  # fmt: skip

LONGEST = 20.0
NAMES = ("f.json", "f.csv", "f.jsonl")
COMMANDS = {azure_lines: "##vso[task.logissue ", github_lines: "::"}


def mutate(data: bytes, max_size: int, seed: int) -> bytes:
    """Change a value of a JSON file now and then, or bytes would seldom get past the reader."""
    chance = random.Random(seed)
    body = data[1:] if data[:1] in (b"\x00", b"\x01", b"\x02") else data
    try:
        value = json.loads(body) if chance.random() < 0.7 else None
    except (ValueError, RecursionError):
        value = None
    if not isinstance(value, (list, dict)):
        return atheris.Mutate(data, max_size)
    for _ in range(chance.randint(1, 4)):
        change(value, chance)
    return json.dumps(value, ensure_ascii=chance.random() < 0.5).encode("utf-8", "replace")[:max_size]


def change(value: Any, chance: random.Random) -> None:
    """One change at a random place: another value, one less, one twice, or a key under another name."""
    while isinstance(value, (list, dict)) and value:
        key = chance.choice(list(value) if isinstance(value, dict) else range(len(value)))
        inner = value[key]
        if isinstance(inner, (list, dict)) and inner and chance.random() < 0.85:
            value = inner
            continue
        match chance.randrange(4):
            case 0:
                del value[key]
            case 1 if isinstance(value, list):
                value.insert(key, json.loads(json.dumps(inner)))
            case 2 if isinstance(value, dict):
                value[chance.choice(["text", "intent", "entities", "category", key.upper(), "name"])] = value.pop(key)
            case _:
                value[key] = inner + chance.randint(-3, 3) if type(inner) is int else copy.deepcopy(chance.choice(ODD))
        return


def live(line: str, own: str) -> bool:
    rest = line.removeprefix(own) if own and line.startswith(own) else line
    return (
        "##vso[" in rest.casefold() or "##[" in rest or (not own and rest.lstrip().startswith("::")) or "\x1b" in rest
    )


def read(data: bytes, name: str) -> Facts:
    return Facts(loose([read_document(data, name)]))


def outputs(made: Mended) -> None:
    report = made.report
    for render in (report_text, report_markdown, junit_text, sarif_text, result_json, diff_text):
        text = render(made.before, made.after) if render is diff_text else render(report)
        assert not any(live(line, "") for line in text.splitlines()), render.__name__
        assert "<script" not in text or render in (report_text, sarif_text, result_json, diff_text), render.__name__
    for lines in (azure_lines, github_lines, concise_lines, json_lines):
        assert not any(live(line, COMMANDS.get(lines, "")) for line in lines(report)), lines.__name__


def check(data: bytes) -> None:
    start = time.monotonic()
    name = NAMES[data[0] % 3 if data[:1] in (b"\x00", b"\x01", b"\x02") else 0]
    body = data[1:] if data[:1] in (b"\x00", b"\x01", b"\x02") else data
    try:
        facts = read(body, name)
        placed(validate(facts), facts.workspace)
        value = facts.workspace.documents[0].value
        if generation(value):
            upgraded(value)
        made = mended(lambda after: read(after.get(name, body), name), unsafe=True)
        outputs(made)
        again = mended(lambda after: read(after.get(name, made.after.get(name, body)), name), unsafe=True)
        assert again.changes == (), "mended twice"
    except CurationError:
        pass
    assert time.monotonic() - start < LONGEST, "too slow"


def main() -> None:
    seeds = [path for argument in sys.argv[1:] if not argument.startswith("-") for path in [Path(argument)]]
    flags = [argument for argument in sys.argv[1:] if argument.startswith("-")]
    atheris.Setup([sys.argv[0], *flags, *map(str, seeds)], check, custom_mutator=mutate)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
