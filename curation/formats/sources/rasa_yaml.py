"""Rasa training data in YAML (versions 2 and 3): `nlu:` with intents, synonyms, regular expressions and lookups."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from curation.errors import UnreadableFileError
from curation.formats.sources._rasa import RasaGathering

if TYPE_CHECKING:
    from collections.abc import Iterator

    from curation.formats.sources._content import Content, Options
    from curation.model.conversion import Imported

__all__ = ["read", "recognise"]

_NLU = re.compile(r"^nlu\s*:", re.MULTILINE)
_SECTIONS = ("intent", "synonym", "regex", "lookup")
_DEEPEST = 100


def recognise(content: Content) -> str:
    """Why it is one; empty if it is not."""
    return 'it is YAML with the key "nlu"' if content.suffix in (".yml", ".yaml") and _NLU.search(content.text) else ""


def read(content: Content, why: str, options: Options) -> tuple[Imported, ...]:
    """Intents with their examples; stories, rules, responses and settings are lost by name.

    Raises:
        UnreadableFileError: not YAML, or with aliases, which training data never has and attacks do.
    """
    value = _yaml(content)
    gathering = RasaGathering(content.file, "rasa", why)
    gathering.name, gathering.language = content.stem, options.language
    if not isinstance(value, dict) or not isinstance(value.get("nlu"), list):
        raise UnreadableFileError(content.file, '"nlu" is not a list of sections')
    for key in value:
        if key not in ("version", "nlu"):
            gathering.lost(f'"{key}"', f"/{key}", count=max(1, len(value[key] or ())))
    for index, section in enumerate(value["nlu"]):
        _section(gathering, section, f"/nlu/{index}")
    gathering.attach()
    return (gathering.imported(),)


def _section(gathering: RasaGathering, section: Any, pointer: str) -> None:
    kind = next((key for key in _SECTIONS if isinstance(section, dict) and key in section), None)
    if kind is None:
        gathering.lost("a section that is no intent, synonym, regex or lookup", pointer)
        return
    name = str(section[kind])
    gathering.lost_keys(section, (kind, "examples"), f"a section of {kind}", pointer)
    examples = list(_examples(gathering, section.get("examples"), f"{pointer}/examples"))
    match kind:
        case "intent":
            gathering.intent_section(name, pointer)
            for text, place in examples:
                gathering.example(text, name, place)
        case "synonym":
            gathering.synonym(name, [text for text, _ in examples], pointer)
        case "regex":
            for text, place in examples:
                gathering.pattern(name, text, place)
        case _:
            gathering.lookup(name, [text for text, _ in examples], pointer)


def _examples(gathering: RasaGathering, examples: Any, pointer: str) -> Iterator[tuple[str, str]]:
    """Each example with its place: lines that begin with a hyphen, or a list of texts or of objects with `text`."""
    if isinstance(examples, str):
        for number, line in enumerate(re.split(r"\r?\n", examples)):
            if line.lstrip().startswith("-") and line.strip(" -\t"):
                yield line.lstrip()[1:].strip(), f"{pointer}/{number}"
            elif line.strip(" -\t"):
                gathering.lost("a line of examples without a hyphen", f"{pointer}/{number}")
    elif isinstance(examples, list):
        for number, item in enumerate(examples):
            text = item.get("text") if isinstance(item, dict) else item
            if isinstance(item, dict):
                gathering.lost_keys(item, ("text",), "an example", f"{pointer}/{number}")
            if isinstance(text, str) and text.strip():
                yield text.strip().removeprefix("- "), f"{pointer}/{number}"
            else:
                gathering.lost("an example that is no text", f"{pointer}/{number}", "utterance")


def _yaml(content: Content) -> Any:
    """The value with every scalar as text, as `intent: no` is a name and not false."""
    from ruamel.yaml import YAML
    from ruamel.yaml.error import YAMLError
    from ruamel.yaml.events import AliasEvent, CollectionEndEvent, CollectionStartEvent

    depth = 0
    try:
        for event in YAML(typ="safe", pure=True).parse(content.text):
            if isinstance(event, AliasEvent):
                problem = "it holds YAML aliases (*name), which training data does not have; write the text out"
                raise UnreadableFileError(content.file, problem, line=event.start_mark.line + 1, column=1)
            depth += isinstance(event, CollectionStartEvent) - isinstance(event, CollectionEndEvent)
            if depth > _DEEPEST:
                raise UnreadableFileError(content.file, "it is nested too deeply for training data")
        reader = YAML(typ="base", pure=True)
        return reader.load(content.text)
    except (YAMLError, ValueError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        problem = f"not YAML: {getattr(error, 'problem', None) or 'it cannot be parsed'}"
        line = {"line": mark.line + 1, "column": mark.column + 1} if mark else {}
        raise UnreadableFileError(content.file, problem, **line) from None
