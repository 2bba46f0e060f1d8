"""SLURP and other JSON Lines whose labels are spans of tokens."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from curation.formats.lines import LINES_SUFFIXES, read_lines
from curation.formats.sources._gathering import Gathering, Label
from curation.model.document import DocumentKind

if TYPE_CHECKING:
    from curation.formats.sources._content import Content, Options
    from curation.model.conversion import Imported

__all__ = ["read", "recognise"]

_KNOWN = ("sentence", "sentence_annotation", "intent", "scenario", "action", "tokens", "entities")


def recognise(content: Content) -> str:
    """Why it is one; empty if it is not."""
    first = content.text[:20_000] if content.suffix in LINES_SUFFIXES else ""
    found = all(f'"{key}"' in first for key in ("sentence", "tokens", "scenario"))
    return "its lines have sentence, tokens and scenario, as those of SLURP" if found else ""


def read(content: Content, why: str, options: Options) -> tuple[Imported, ...]:
    """Sentences under `scenario_action` (the `intent` of some rows lacks the scenario), labels by their tokens."""
    gathering = Gathering(content.file, "slurp", why)
    gathering.language = options.language
    for index, item in enumerate(read_lines(content.text, content.file)[0]):
        pointer = f"/{index}"
        row = item if isinstance(item, dict) else {}
        intent = "_".join(str(row[key]) for key in ("scenario", "action") if row.get(key)) or row.get("intent")
        gathering.lost_keys(row, _KNOWN, "a row", pointer)
        found = row.get("entities")
        labels = found if isinstance(found, list) else []
        places = _places(str(row.get("sentence")), row.get("tokens"))
        if places is None:
            gathering.lost("a label of a row whose tokens are not its text", pointer, "label", len(labels))
            labels = []
        spans = []
        for number, label in enumerate(labels):
            tokens = label.get("span") if isinstance(label, dict) else None
            place = f"{pointer}/entities/{number}"
            numbers = tokens if isinstance(tokens, list) else []
            known = numbers and places and all(t in range(len(places)) for t in numbers)
            if known and places and isinstance(label.get("type"), str):
                spans.append(Label(label["type"], places[min(numbers)][0], places[max(numbers)][1], place))
            else:
                gathering.lost("a label without type and tokens", place, "label")
        gathering.row(row.get("sentence"), intent, pointer, spans)
    return (gathering.imported(DocumentKind.UTTERANCES),)


def _places(sentence: str, tokens: Any) -> list[tuple[int, int]] | None:
    """Where each token stands in the sentence, whose spaces and case may be others; `None` where one does not."""
    places: list[tuple[int, int]] = []
    at = 0
    for token in tokens if isinstance(tokens, list) else ():
        surface = str(token.get("surface")) if isinstance(token, dict) else str(token)
        start = sentence.casefold().find(surface.casefold(), at) if len(sentence.casefold()) == len(sentence) else -1
        if start < 0:
            return None
        at = start + len(surface)
        places.append((start, at))
    return places
