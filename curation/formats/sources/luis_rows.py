"""Rows of LUIS without their app: batch tests (`entity`, `startPos`), and labelled utterances (`intentName`)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from curation.formats.detect import has_luis_labels
from curation.formats.sources._gathering import Gathering
from curation.formats.sources._luis_entities import Entities
from curation.model.document import DocumentKind

if TYPE_CHECKING:
    from curation.formats.sources._content import Content, Options
    from curation.model.conversion import Imported

__all__ = ["read", "recognise"]

_KNOWN = ("text", "intent", "intentName", "entities", "entityLabels", "row", "ExampleId")


def _rows(value: Any) -> list[Any]:
    """The rows; the newer batch test has them under `LabeledTestSetUtterances`."""
    if isinstance(value, dict) and isinstance(value.get("LabeledTestSetUtterances"), list):
        return list(value["LabeledTestSetUtterances"])
    return value if isinstance(value, list) else []


def recognise(content: Content) -> str:
    """Why it is one; empty if it is not."""
    rows = [row for row in _rows(content.value) if isinstance(row, dict)]
    if any({"intentName", "entityLabels"} & row.keys() for row in rows):
        return "its rows have intentName and entityLabels, as labelled utterances of LUIS"
    if has_luis_labels(rows):
        return "its labels have startPos or startIndex, as test rows of LUIS"
    return "it has LabeledTestSetUtterances, as tests of LUIS" if rows and isinstance(content.value, dict) else ""


def read(content: Content, why: str, options: Options) -> tuple[Imported, ...]:
    """The rows, with their labels (ends inclusive)."""
    gathering = Gathering(content.file, "luis-rows", why, counting="utf-16")
    gathering.language = options.language
    entities = Entities(gathering, {})
    if isinstance(content.value, dict):
        gathering.lost_keys(content.value, ("LabeledTestSetUtterances",), "the test set", "")
    for index, item in enumerate(_rows(content.value)):
        row = item if isinstance(item, dict) else {}
        gathering.lost_keys(row, _KNOWN, "a row", f"/{index}")
        labels = _predicted(row.get("entities") or row.get("entityLabels"))
        intent = row.get("intent") or row.get("intentName")
        found = entities.labels(labels if isinstance(labels, list) else [], f"/{index}")
        gathering.row(row.get("text"), intent, f"/{index}", found)
    return (gathering.imported(DocumentKind.UTTERANCES),)


def _predicted(labels: Any) -> Any:
    """Labels as a prediction writes them, `type` with `startIndex` and `endIndex`, as labels of a test row."""
    return [
        {
            **{key: value for key, value in label.items() if key not in ("entity", "type", "startIndex", "endIndex")},
            "entity": label.get("type"),
            "startPos": label["startIndex"],
            "endPos": label.get("endIndex"),
        }
        if isinstance(label, dict) and "startIndex" in label
        else label
        for label in (labels if isinstance(labels, list) else ())
    ]
