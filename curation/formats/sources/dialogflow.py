"""Dialogflow ES agents: the folder or the ZIP archive of an export."""

from __future__ import annotations

import re
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any, NamedTuple

from curation.errors import UnreadableFileError
from curation.formats.json_text import parse
from curation.formats.sources._gathering import Gathering, Label
from curation.model.project import NONE_INTENT

if TYPE_CHECKING:
    from collections.abc import Iterator

    from curation.formats.sources._content import Content, Options
    from curation.model.conversion import Imported

__all__ = ["read", "recognise"]

_USERSAYS = re.compile(r"^(?P<name>.+)_usersays_(?P<language>[A-Za-z-]+)$")
_ENTRIES = re.compile(r"^(?P<name>.+)_entries_(?P<language>[A-Za-z-]+)$")
_IGNORED = ("id", "name", "auto", "priority", "isFallback", "fallbackIntent", "userSays", "templates")
_AGENT = ("language", "supportedLanguages", "description", "displayName", "shortDescription")
_PREBUILT = {
    "@sys.number": "Quantity.Number",
    "@sys.number-integer": "Quantity.Number",
    "@sys.cardinal": "Quantity.Number",
    "@sys.ordinal": "Quantity.Ordinal",
    "@sys.percentage": "Quantity.Percentage",
    "@sys.age": "Quantity.Age",
    "@sys.temperature": "Quantity.Temperature",
    "@sys.unit-currency": "Quantity.Currency",
    "@sys.unit-length": "Quantity.Dimension",
    "@sys.unit-weight": "Quantity.Dimension",
    "@sys.date": "DateTime",
    "@sys.time": "DateTime",
    "@sys.date-time": "DateTime",
    "@sys.date-period": "DateTime",
    "@sys.time-period": "DateTime",
    "@sys.duration": "DateTime",
    "@sys.person": "Person.Name",
    "@sys.given-name": "Person.Name",
    "@sys.last-name": "Person.Name",
    "@sys.location": "Geography.Location",
    "@sys.geo-city": "Geography.Location",
    "@sys.geo-country": "Geography.Location",
    "@sys.geo-state": "Geography.Location",
    "@sys.address": "Geography.Location",
    "@sys.email": "Email",
    "@sys.phone-number": "Phone Number",
    "@sys.url": "URL",
}
"""System entities and the nearest prebuilt component; our proposal, as neither vendor publishes one."""


class _Said(NamedTuple):
    """The training phrases of one intent in one language, and where they stand."""

    intent: str
    language: str | None
    phrases: list[Any]
    place: str


def _root(content: Content) -> PurePosixPath | None:
    """The folder of the agent inside an export."""
    found = sorted(PurePosixPath(name).parent for name in content.members if PurePosixPath(name).name == "agent.json")
    if len(found) > 1:
        raise UnreadableFileError(content.file, f"it holds {len(found)} agents (agent.json); name the folder of one")
    return found[0] if found else None


def recognise(content: Content) -> str:
    """Why it is one; empty if it is not."""
    root = _root(content)
    has_intents = root is not None and any(PurePosixPath(name).parent == root / "intents" for name in content.members)
    return "it holds agent.json and intents/, as an export of Dialogflow ES" if has_intents else ""


def read(content: Content, why: str, options: Options) -> tuple[Imported, ...]:
    """Training phrases in all languages with their labels; entries become lists; conversation logic is lost by name.

    A label is called as its parameter is, so that two of one type in a phrase stay apart. The fallback intent is None.
    """
    root = _root(content) or PurePosixPath()
    gathering = Gathering(content.file, "dialogflow", why)
    files = {
        PurePosixPath(name).relative_to(root): parse(data, f"{content.file}/{name}").value
        for name, data in sorted(content.members.items())
        if PurePosixPath(name).is_relative_to(root) and name.endswith(".json")
    }
    agent = files.get(PurePosixPath("agent.json")) or {}
    gathering.name = agent.get("displayName") or content.stem
    gathering.language = options.language or agent.get("language")
    gathering.lost_keys(agent, _AGENT, "agent.json", "agent.json")
    said_of = list(_said(gathering, files))
    _entities(gathering, files, _aliases(said_of))
    for said in said_of:
        gathering.intent(said.intent)
        for index, phrase in enumerate(said.phrases):
            _phrase(gathering, phrase, said, f"{said.place}/{index}")
    return (gathering.imported(),)


def _said(gathering: Gathering, files: dict[PurePosixPath, Any]) -> Iterator[_Said]:
    names = {
        path.stem: value
        for path, value in files.items()
        if path.parent.name == "intents" and isinstance(value, dict) and "name" in value
    }
    with_files: set[str] = set()
    for path, value in files.items():
        match = _USERSAYS.match(path.stem) if path.parent.name == "intents" else None
        if match and isinstance(value, list):
            intent = names.get(match["name"], {})
            with_files.add(match["name"])
            language = match["language"] if match["language"] != gathering.language else None
            yield _Said(_name(intent, match["name"]), language, value, path.as_posix())
    for stem, intent in names.items():
        place = f"intents/{stem}.json"
        gathering.lost_keys(intent, _IGNORED, "an intent", place)
        inline = intent.get("userSays") or []
        if inline and stem in with_files:
            gathering.rewritten("phrases inside an intent that has a file of phrases are in that file", place)
            inline = []
        if intent.get("fallbackIntent") or intent.get("isFallback"):
            gathering.rewritten("the fallback intent is None", place)
        yield _Said(_name(intent, stem), None, inline, f"{place}/userSays")


def _name(intent: dict[str, Any], otherwise: str) -> str:
    if intent.get("fallbackIntent") or intent.get("isFallback"):
        return NONE_INTENT
    return str(intent.get("name") or otherwise)


def _phrase(gathering: Gathering, phrase: Any, said: _Said, place: str) -> None:
    pieces = phrase.get("data") if isinstance(phrase, dict) else None
    if not isinstance(pieces, list) or (isinstance(phrase, dict) and phrase.get("isTemplate")):
        what = "a template (@entity in place of words)" if isinstance(phrase, dict) else "a phrase without data"
        gathering.lost(what, place, "utterance")
        return
    text, labels = "", []
    for number, piece in enumerate(pieces):
        words = str(piece.get("text") or "") if isinstance(piece, dict) else ""
        meta = piece.get("meta") if isinstance(piece, dict) else None
        if meta and words.strip() and meta != "@sys.ignore":
            name = str(piece.get("alias") or meta.lstrip("@"))
            labels.append(Label(name, len(text), len(text) + len(words), f"{place}/data/{number}"))
            if meta.startswith("@sys.") and meta in _PREBUILT:
                gathering.prebuilt(name, _PREBUILT[meta])
                gathering.assumed(f"{meta} is the prebuilt component {_PREBUILT[meta]}", f"{place}/data/{number}")
        text += words
    gathering.row(text, said.intent, place, labels, language=said.language)


def _aliases(said_of: list[_Said]) -> dict[str, list[str]]:
    """What labels of each entity are called, by its name."""
    found: dict[str, dict[str, None]] = {}
    for said in said_of:
        for phrase in said.phrases:
            for piece in (phrase.get("data") or []) if isinstance(phrase, dict) else []:
                meta = piece.get("meta") if isinstance(piece, dict) else None
                if isinstance(meta, str):
                    found.setdefault(meta.lstrip("@"), {})[str(piece.get("alias") or meta.lstrip("@"))] = None
    return {entity: list(names) for entity, names in found.items()}


def _entities(gathering: Gathering, files: dict[PurePosixPath, Any], aliases: dict[str, list[str]]) -> None:
    names = {path.stem: value for path, value in files.items() if path.parent.name == "entities"}
    for path, value in files.items():
        match = _ENTRIES.match(path.stem) if path.parent.name == "entities" else None
        if not match or not isinstance(value, list):
            continue
        entity = names.get(match["name"]) or {}
        name = str(entity.get("name") or match["name"])
        for index, entry in enumerate(value):
            place = f"{path.as_posix()}/{index}"
            if entity.get("isRegexp"):
                for alias in aliases.get(name, [name]):
                    gathering.regex(alias, str(entry.get("value")))
            elif any(str(word).startswith("@") for word in entry.get("synonyms") or ()):
                gathering.lost("an entry that is made of other entities", place)
            else:
                words = [str(word) for word in entry.get("synonyms") or ()]
                for alias in aliases.get(name, [name]):
                    gathering.list_value(alias, str(entry.get("value")), words, match["language"])
    for stem, entity in names.items():
        if isinstance(entity, dict):
            known = ("id", "name", "isOverridable", "isEnum", "isRegexp", "entries")
            gathering.lost_keys(entity, known, "an entity", f"entities/{stem}.json")
