"""Project files of CLU and orchestration in their current shape, both ways (contract 2 and 3)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from curation.formats.legacy import CURRENT_VERSION
from curation.formats.utterances import read_rows, row_value
from curation.model.document import DocumentKind
from curation.model.project import Entity, Intent, Link, Project, TaskKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from curation.model.document import Document
    from curation.model.project import Utterance

__all__ = ["PAYLOAD_KEYS", "link_block", "new_project", "project_value", "read_project", "with_rows"]

PAYLOAD_KEYS: Mapping[str, str] = {
    TaskKind.CONVERSATION: "conversationOrchestration",
    TaskKind.QUESTION_ANSWERING: "questionAnsweringOrchestration",
    TaskKind.LUIS: "luisOrchestration",
}
"""The payload key that goes with each `targetProjectKind` (contract 3.2)."""

_COMPONENTS = {"list": "list", "entities": "list", "prebuilts": "prebuilts", "regex": "regex"}


def read_project(document: Document) -> Project:
    """The nouns of a CLU or orchestration project whose shape is right."""
    value = document.value
    metadata, assets = value["metadata"], value.get("assets") or {}
    return Project(
        file=document.file,
        kind=document.kind,
        utterances=read_rows(assets.get("utterances") or (), document.file, "/assets/utterances"),
        name=metadata["projectName"],
        language=metadata["language"],
        multilingual=bool(metadata.get("multilingual")),
        intents=tuple(_read_intent(raw, f"/assets/intents/{i}") for i, raw in enumerate(assets.get("intents") or ())),
        entities=tuple(
            _read_entity(raw, f"/assets/entities/{i}") for i, raw in enumerate(assets.get("entities") or ())
        ),
        raw=value,
        original=document.reusable_bytes,
    )


def _read_intent(raw: dict[str, Any], pointer: str) -> Intent:
    block = raw.get("orchestration")
    link = _read_link(block, f"{pointer}/orchestration") if block else None
    return Intent(raw["category"], pointer, link, raw)


def _read_link(block: dict[str, Any], pointer: str) -> Link:
    kind = block["targetProjectKind"]
    payloads = tuple(key for key in PAYLOAD_KEYS.values() if block.get(key) is not None)
    payload = block.get(PAYLOAD_KEYS.get(kind, "")) or {}
    name = payload.get("appId") if kind == TaskKind.LUIS else payload.get("projectName")
    return Link(kind, name, payload.get("deploymentName"), pointer, payloads)


def _read_entity(raw: dict[str, Any], pointer: str) -> Entity:
    components = frozenset(word for key, word in _COMPONENTS.items() if raw.get(key))
    return Entity(raw["category"], pointer, components, raw)


def link_block(kind: str, project: str, deployment: str | None) -> dict[str, Any]:
    """The `orchestration` block of an intent that is linked to `project`."""
    payload = {"projectName": project}
    if kind == TaskKind.CONVERSATION:
        payload["deploymentName"] = deployment or ""
    return {"targetProjectKind": str(kind), str(PAYLOAD_KEYS[kind]): payload}


def project_value(project: Project) -> dict[str, Any]:
    """The JSON object of a project: as it was read, with the intents and rows that `project` now has.

    Unknown keys stay where they were. An intent is written from its `raw` object, with the link block of
    its `link` where that was set by us (a link without payload names).
    """
    assets = {
        **(project.raw.get("assets") or {}),
        "intents": [_intent_value(intent) for intent in project.intents],
        "utterances": [row_value(row) for row in project.utterances],
    }
    return {**project.raw, "assets": assets}


def _intent_value(intent: Intent) -> dict[str, Any]:
    value = {"category": intent.name, **(intent.raw or {})}
    if intent.link is not None and not intent.link.payloads and intent.link.project is not None:
        value["orchestration"] = link_block(intent.link.kind, intent.link.project, intent.link.deployment)
    return value


def with_rows(project: Project, rows: Iterable[Utterance]) -> Project:
    """The same project with other utterances; if they are the ones it has, it keeps its original bytes."""
    rows = tuple(rows)
    return project if rows == project.utterances else replace(project, utterances=rows, original=None)


def new_project(
    *, kind: DocumentKind, name: str, language: str, threshold: float | None, rows: tuple[Utterance, ...]
) -> Project:
    """A project for rows that came without one: it declares what the rows use, and None.

    An entity without components is a learned one (contract 2.3).
    """
    used = dict.fromkeys(row.intent for row in rows)
    intents = tuple(Intent(name, "") for name in dict.fromkeys([*sorted(used), "None"]))
    project_kind = "Conversation" if kind is DocumentKind.CLU else "Orchestration"
    assets: dict[str, Any] = {"projectKind": project_kind, "intents": []}
    if kind is DocumentKind.CLU:
        assets["entities"] = [{"category": name} for name in sorted({s.category for row in rows for s in row.spans})]
    raw: dict[str, Any] = {
        "projectFileVersion": CURRENT_VERSION,
        "stringIndexType": "Utf16CodeUnit",
        "metadata": {
            "projectKind": project_kind,
            "projectName": name,
            "language": language,
            "multilingual": kind is DocumentKind.CLU and len({row.language or language for row in rows}) > 1,
            "description": "",
            # An empty `settings` lacks its threshold, which the service's own model asks for (contract 2.2).
            **({} if threshold is None else {"settings": {"confidenceThreshold": threshold}}),
        },
        "assets": assets,
    }
    return Project("", kind, rows, name, language, raw["metadata"]["multilingual"], intents, (), raw)
