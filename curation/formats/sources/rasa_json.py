"""Rasa training data in JSON: `rasa_nlu_data` with examples whose labels have character offsets."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from curation.formats.sources._rasa import RasaGathering

if TYPE_CHECKING:
    from collections.abc import Iterator

    from curation.formats.sources._content import Content, Options
    from curation.model.conversion import Imported

__all__ = ["read", "recognise"]

_EXAMPLES = ("common_examples", "intent_examples", "entity_examples")
_PARTS = (*_EXAMPLES, "regex_features", "lookup_tables", "entity_synonyms")


def recognise(content: Content) -> str:
    """Why it is one; empty if it is not."""
    value = content.value
    found = isinstance(value, dict) and isinstance(value.get("rasa_nlu_data"), dict)
    return 'it has the key "rasa_nlu_data"' if found else ""


def read(content: Content, why: str, options: Options) -> tuple[Imported, ...]:
    """Examples with their labels (end exclusive, in characters), synonyms, regular expressions and lookups.

    A text that stands among the intent examples and the entity examples of old files is one row.
    """
    data = content.value["rasa_nlu_data"]
    gathering = RasaGathering(content.file, "rasa", why)
    gathering.name, gathering.language = content.stem, options.language
    gathering.lost_keys(data, _PARTS, "rasa_nlu_data", "/rasa_nlu_data")
    gathering.lost_keys(content.value, ("rasa_nlu_data",), "the file", "")
    twice = {item.get("text") for item in data.get("intent_examples") or () if isinstance(item, dict)}
    for part in _EXAMPLES:
        for item, pointer in _items(gathering, data, part):
            if part == "entity_examples" and not item.get("intent") and item.get("text") in twice:
                gathering.rewritten("a row that stands under intent_examples and entity_examples is one", pointer)
                continue
            gathering.lost_keys(item, ("text", "intent", "entities"), "an example", pointer)
            if isinstance(item.get("intent"), str) and item["intent"]:
                gathering.intent_section(item["intent"], pointer)
            gathering.labelled(item.get("text"), item.get("intent"), pointer, list(_labels(gathering, item, pointer)))
    for item, pointer in _items(gathering, data, "entity_synonyms"):
        gathering.lost_keys(item, ("value", "synonyms"), "a synonym", pointer)
        gathering.synonym(str(item.get("value")), [str(word) for word in item.get("synonyms") or ()], pointer)
    for item, pointer in _items(gathering, data, "regex_features"):
        gathering.lost_keys(item, ("name", "pattern"), "a regular expression", pointer)
        gathering.pattern(str(item.get("name")), str(item.get("pattern")), pointer)
    for item, pointer in _items(gathering, data, "lookup_tables"):
        gathering.lost_keys(item, ("name", "elements"), "a lookup table", pointer)
        if isinstance(item.get("elements"), list):
            gathering.lookup(str(item.get("name")), [str(word) for word in item["elements"]], pointer)
        else:
            gathering.lost("a lookup table in another file", pointer)
    gathering.attach()
    return (gathering.imported(),)


def _items(gathering: RasaGathering, data: dict[str, Any], part: str) -> Iterator[tuple[dict[str, Any], str]]:
    found = data.get(part)
    for index, item in enumerate(found if isinstance(found, list) else ()):
        pointer = f"/rasa_nlu_data/{part}/{index}"
        if isinstance(item, dict):
            yield item, pointer
        else:
            gathering.lost("an item that is no object", pointer, "utterance" if part in _EXAMPLES else "value")


def _labels(
    gathering: RasaGathering, item: dict[str, Any], pointer: str
) -> Iterator[tuple[dict[str, Any], int, int, str]]:
    found = item.get("entities")
    for index, label in enumerate(found if isinstance(found, list) else ()):
        place = f"{pointer}/entities/{index}"
        ends = (label.get("start"), label.get("end")) if isinstance(label, dict) else (None, None)
        if isinstance(ends[0], int) and isinstance(ends[1], int) and isinstance(label.get("entity"), str):
            yield label, ends[0], ends[1], place
        else:
            gathering.lost("a label without entity, start and end", place, "label")
