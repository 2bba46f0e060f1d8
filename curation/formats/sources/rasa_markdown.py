"""Rasa training data in Markdown (version 1): sections `## intent:name` with a list below."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from curation.formats.sources._rasa import RasaGathering

if TYPE_CHECKING:
    from curation.formats.sources._content import Content, Options
    from curation.model.conversion import Imported

__all__ = ["read", "recognise"]

_HEAD = re.compile(r"^##[ \t]*(?P<kind>intent|synonym|regex|lookup):[ \t]*(?P<name>[^\r\n]*)", re.MULTILINE)
_ITEM = re.compile(r"[-*+]\s+(?P<text>.*)$")


def recognise(content: Content) -> str:
    """Why it is one; empty if it is not."""
    found = _HEAD.search(content.text) if content.suffix in (".md", ".markdown") else None
    return f'it is Markdown with a section "{found[0].strip()}"' if found else ""


def read(content: Content, why: str, options: Options) -> tuple[Imported, ...]:
    """Intents with their examples, synonyms, regular expressions and lookups."""
    gathering = RasaGathering(content.file, "rasa", why)
    gathering.name, gathering.language = content.stem, options.language
    kind = name = ""
    for number, line in enumerate(re.split(r"\r?\n", content.text), start=1):
        place = f"line {number}"
        head = _HEAD.match(line)
        item = _ITEM.match(line.strip())
        if head:
            kind, name = head["kind"], head["name"].strip()
            if kind == "intent":
                gathering.intent_section(name, place)
        elif line.startswith("#"):
            kind = ""
        elif item and kind == "intent":
            gathering.example(item["text"], name, place)
        elif item and kind == "synonym":
            gathering.synonym(name, [item["text"]], place)
        elif item and kind == "regex":
            gathering.pattern(name, item["text"], place)
        elif item and kind == "lookup":
            gathering.lookup(name, [item["text"]], place)
        elif line.strip() and not line.lstrip().startswith("<!--"):
            gathering.lost("a line outside of any section", place)
    gathering.attach()
    return (gathering.imported(),)
