"""LUIS apps in JSON, versions 1.3 to 7.0, and apps of the Dispatch tool.

An app of the Dispatch tool is an orchestration project. The mapping of the others is that of Microsoft's own import
(contract 5.2): leaf children as `Parent.Child`, roles as entities of their own, lists, expressions and prebuilts as
components of what uses them; patterns, phrase lists and features are lost.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from curation.errors import UnreadableFileError
from curation.formats.detect import DISPATCHED, is_dispatch, is_luis_app, slip_of
from curation.formats.projects import link_block
from curation.formats.sources._gathering import Gathering, project_name
from curation.formats.sources._luis_entities import Entities
from curation.model.document import DocumentKind
from curation.model.project import NONE_INTENT, TaskKind

if TYPE_CHECKING:
    from collections.abc import Mapping

    from curation.formats.sources._content import Content, Options
    from curation.model.conversion import Imported

__all__ = ["gather_app", "read", "recognise"]

_TOKEN = re.compile(r"\w+|[^\w\s]")
_READ = frozenset(
    [
        "intents", "entities", "utterances", "closedLists", "composites", "hierarchicals", "prebuiltEntities",
        "bing_entities", "regex_entities", "patternAnyEntities", "luis_schema_version", "name", "desc", "culture",
    ]
)  # fmt: skip
_WITHOUT_PLACE = {
    "patterns": "a pattern",
    "patternAnyEntities": "an entity of patterns (Pattern.any)",
    "phraselists": "a phrase list",
    "model_features": "a phrase list",
    "regex_features": "a regular expression used as a feature",
    "actions": "an action",
}


def recognise(content: Content) -> str:
    """Why it is one; empty if it is not."""
    value = content.value
    if not isinstance(value, dict):
        return ""
    dispatch = "; its intents are called l_ and q_, as those of the Dispatch tool" if is_dispatch(value) else ""
    if isinstance(value.get("luis_schema_version"), str):
        return f"it is a LUIS app (luis_schema_version {value['luis_schema_version']}){dispatch}"
    return (
        f"it has intents, entities, utterances and a culture, as LUIS apps do{dispatch}" if is_luis_app(value) else ""
    )


def read(content: Content, why: str, options: Options) -> tuple[Imported, ...]:
    """The app as a CLU project, or as an orchestration project if it is one of the Dispatch tool."""
    value = content.value
    if slip := slip_of(value, ("intents", "entities", "utterances")):
        raise UnreadableFileError(content.file, f"this looks like a LUIS app, but {slip}; correct it first")
    gathering = Gathering(content.file, "luis", why, counting="utf-16")
    gather_app(gathering, value, {}, options.language)
    return (gathering.imported(DocumentKind.ORCHESTRATION if is_dispatch(value) else DocumentKind.CLU),)


def gather_app(
    gathering: Gathering, value: Mapping[str, Any], places: Mapping[str, str], language: str | None = None
) -> None:
    """Gather an app; `places` says where a pointer was said, in files that are not JSON."""
    gathering.name = value.get("name") or None
    gathering.description = value.get("desc") or ""
    culture = value.get("culture")
    gathering.language = language or (culture.lower() if isinstance(culture, str) and culture else None)
    dispatch = is_dispatch(value)
    for index, intent in enumerate(value.get("intents") or ()):
        _intent(gathering, intent, f"/intents/{index}", dispatch=dispatch)
    entities = Entities(gathering, value)
    entities.gather()
    for key, what in _WITHOUT_PLACE.items():
        for index, _ in enumerate(value.get(key) or ()):
            pointer = f"/{key}/{index}"
            gathering.lost(what, places.get(pointer, pointer))
    gathering.lost_keys(value, _READ | _WITHOUT_PLACE.keys(), "the app", "")
    tokens = str(value.get("luis_schema_version", "")).startswith("1.")
    if tokens:
        gathering.rewritten("labels that count words now count UTF-16 units", "/luis_schema_version")
    for index, row in enumerate(value.get("utterances") or ()):
        pointer = f"/utterances/{index}"
        if not isinstance(row, dict):
            gathering.lost("a row that is no object", pointer, "utterance")
            continue
        place = places.get(pointer, pointer)
        gathering.lost_keys(row, ("text", "intent", "entities"), "a row", place)
        found = row.get("entities")
        labels = _in_units(row.get("text"), found) if tokens else found
        if found and not isinstance(found, list):
            gathering.lost("labels that are no list", place)
        spans = entities.labels(labels if isinstance(labels, list) else [], place)
        intent = row.get("intent")
        gathering.row(row.get("text"), _none(intent) if isinstance(intent, str) else intent, place, spans)


def _none(name: str) -> str:
    return NONE_INTENT if name.casefold() == "none" else name


def _intent(gathering: Gathering, intent: Any, pointer: str, *, dispatch: bool) -> None:
    name = intent.get("name") if isinstance(intent, dict) else None
    if not isinstance(name, str) or not name:
        gathering.lost("an intent without a name", pointer)
        return
    if name != _none(name):
        gathering.rewritten(f'the intent "{name}" is None', pointer)
    service = intent.get("serviceConnections") if isinstance(intent.get("serviceConnections"), dict) else {}
    if dispatch and name[:2] in DISPATCHED:
        target = project_name(str((service or {}).get("appName") or name[2:]))
        kind = DISPATCHED[name[:2]]
        gathering.intent(name, orchestration=link_block(kind, target, "production"))
        if kind is TaskKind.CONVERSATION:
            gathering.assumed('the deployment of a linked project is called "production"', pointer)
        gathering.rewritten("an intent of Dispatch is linked to the project it is called after", pointer)
    else:
        gathering.intent(_none(name))
    for key, what in (("features", "a feature of an intent"), ("children", "a part of a hierarchical intent")):
        for index, _ in enumerate(intent.get(key) or ()):
            gathering.lost(what, f"{pointer}/{key}/{index}")
    known = ("name", "features", "children", *(("serviceConnections",) if dispatch else ()))
    gathering.lost_keys(intent, known, "an intent", pointer)


def _in_units(text: Any, labels: Any) -> Any:
    """Labels whose ends are words, counted from 0 and inclusive, as labels of characters."""
    if not isinstance(text, str) or not isinstance(labels, list):
        return labels
    tokens = list(_TOKEN.finditer(text))
    found = []
    for label in labels:
        first, last = (label.get("startPos"), label.get("endPos")) if isinstance(label, dict) else (None, None)
        if isinstance(first, int) and isinstance(last, int) and 0 <= first <= last < len(tokens):
            found.append({**label, "startPos": tokens[first].start(), "endPos": tokens[last].end() - 1})
        else:
            found.append(label)
    return found
