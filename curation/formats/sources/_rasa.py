"""What the three shapes of Rasa training data have in common: labels in brackets, synonyms, regular expressions."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from curation.formats.sources._gathering import Gathering, Label

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["RasaGathering", "without_markup"]

_MARKUP = re.compile(
    r"\[(?P<text>[^\[\]]{1,1000})\](?:\((?P<name>[^():]{1,200})(?::(?P<value>[^)]{0,500}))?\)|(?P<object>\{[^{}]{0,1000}\}))"
)
"""A label as Rasa writes it: `[words](entity)`, `[words](entity:value)` or `[words]{"entity": ..., "role": ...}`."""

_SEVERAL = re.compile(r"\[[^\[\]]{1,1000}\]\[\{")
_LABEL_KEYS = ("entity", "role", "group", "value", "start", "end")
_OUT_OF_SCOPE = ("out_of_scope", "nlu_fallback")


def without_markup(example: str) -> tuple[str, list[tuple[dict[str, Any], int, int]], int]:
    """The text of an example, its labels with character offsets in it, and how many labels could not be read."""
    parts: list[str] = []
    labels: list[tuple[dict[str, Any], int, int]] = []
    at = size = broken = 0
    for match in _MARKUP.finditer(example):
        label = _label(match)
        if label is None:
            broken += 1
            continue
        before = example[at : match.start()]
        parts += [before, match["text"]]
        start = size + len(before)
        size = start + len(match["text"])
        labels.append((label, start, size))
        at = match.end()
    parts.append(example[at:])
    return "".join(parts), labels, broken + len(_SEVERAL.findall(example))


def _label(match: re.Match[str]) -> dict[str, Any] | None:
    if match["name"]:
        return {"entity": match["name"].strip(), **({"value": match["value"]} if match["value"] else {})}
    try:
        found = json.loads(match["object"])
    except ValueError:
        return None
    return found if isinstance(found, dict) and isinstance(found.get("entity"), str) and found["entity"] else None


class RasaGathering(Gathering):
    """Rows with Rasa's labels; roles become entities of their own, values and synonyms become lists.

    Rasa's synonyms name no entity, so they go to the entities whose labels they explain.
    """

    def __init__(self, file: str, format_name: str, why: str) -> None:
        super().__init__(file, format_name, why)
        self._surfaces: dict[str, set[str]] = {}
        self._synonyms: list[tuple[str, list[str], str]] = []
        self._patterns: list[tuple[str, str, str]] = []
        self._lookups: list[tuple[str, list[str], str]] = []

    def example(self, example: str, intent: str, pointer: str) -> None:
        """A row from its markup."""
        text, found, broken = without_markup(example)
        self.lost("a label that cannot be read", pointer, "label", broken)
        self.labelled(text, intent, pointer, [(label, start, end, pointer) for label, start, end in found])

    def labelled(
        self, text: Any, intent: Any, pointer: str, labels: Iterable[tuple[dict[str, Any], int, int, str]]
    ) -> None:
        """A row with labels as objects of `entity`, `role`, `group` and `value`."""
        found = []
        for label, start, end, place in labels:
            name = label["entity"]
            self.lost_keys(label, _LABEL_KEYS, "a label", place)
            if label.get("role"):
                name = f"{name}.{label['role']}"
                self.rewritten("an entity with a role is an entity of its own, entity.role", place)
            if label.get("group"):
                self.lost("the group of a label", place)
            self._value(name, label.get("value"), text[start:end] if isinstance(text, str) else "", place)
            found.append(Label(name, start, end, place))
        self.row(text, intent, pointer, found)
        if intent in _OUT_OF_SCOPE:
            self.assumed(f'"{intent}" is kept as an intent; it may be what CLU calls None', pointer)

    def _value(self, name: str, value: Any, surface: str, place: str) -> None:
        self._surfaces.setdefault(name, set()).add(surface.casefold())
        if isinstance(value, str) and value and value.casefold() != surface.casefold():
            self._surfaces[name].add(value.casefold())
            if value.lower() != "nil":
                self.list_value(name, value, [surface])
                self.rewritten("the value of a label is a list value with the words as its synonym", place)

    def intent_section(self, name: str, pointer: str) -> None:
        """Declare an intent; one with a slash is what Rasa calls a retrieval intent."""
        self.intent(name)
        if "/" in name:
            self.assumed("a retrieval intent keeps its name, which has a / that CLU does not allow", pointer)

    def synonym(self, value: str, examples: list[str], pointer: str) -> None:
        """Words that mean `value`."""
        self._synonyms.append((value, examples, pointer))

    def pattern(self, name: str, pattern: str, pointer: str) -> None:
        """A regular expression under the name of an entity, or of anything."""
        self._patterns.append((name, pattern, pointer))

    def lookup(self, name: str, values: list[str], pointer: str) -> None:
        """The values of an entity."""
        self._lookups.append((name, values, pointer))

    def attach(self) -> None:
        """Give synonyms, expressions and lookups to the entities they are about; those of none are lost."""
        for value, examples, pointer in self._synonyms:
            words = {word.casefold() for word in (value, *examples)}
            owners = [name for name, surfaces in self._surfaces.items() if words & surfaces]
            for name in owners:
                self.list_value(name, value, examples)
            if not owners:
                self.lost("a synonym that no labelled entity has", pointer)
        for name, pattern, pointer in self._patterns:
            if name in self._entities:
                self.regex(name, pattern)
            else:
                self.lost("a regular expression that is not about an entity", pointer)
        for name, values, pointer in self._lookups:
            for value in values:
                self.list_value(name, value, ())
            self.rewritten("a lookup table is a list", pointer)
