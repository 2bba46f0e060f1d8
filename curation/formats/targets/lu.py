"""A CLU project as a .lu file, which the Bot Framework's tools read."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from curation.errors import CurationError
from curation.formats.lu.definitions import PREBUILTS
from curation.formats.lu.markup import BLANK, link_of, read_line
from curation.formats.offsets import index_of_unit, slice_units
from curation.formats.write import encode_text
from curation.model.contract import LUIS_PREBUILTS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from curation.model.conversion import Notes, Unit
    from curation.model.project import Entity, Project, Span, Utterance

__all__ = ["lu_bytes"]

_BRACES = re.compile(r"([{}])")
_MARKUP = re.compile(r"([{}\[\]()])")
_LISTED = re.compile(r"[,;\r\n]|:\s*$")
_PREBUILT_OF = {category: name for name, category in reversed(LUIS_PREBUILTS.items())}


def lu_bytes(project: Project, notes: Notes) -> tuple[bytes, dict[Unit, int]]:
    """The file, and what was written of rows and labels.

    Names are put in quotes where the grammar needs it. What .lu has no place for (line breaks in a text, languages and
    datasets of rows, several components of one entity) is lost by name.
    """
    writer = _Writer(project, notes)
    text = "\n".join([*writer.head(), *writer.entities(), *writer.intents()]) + "\n"
    return encode_text(text), {"utterance": writer.rows, "label": writer.labels, "answer": 0}


class _Writer:
    def __init__(self, project: Project, notes: Notes) -> None:
        self.project, self.notes = project, notes
        self.rows = self.labels = 0

    def head(self) -> Iterator[str]:
        name, language = (re.sub(r"[\r\n]", " ", value or "") for value in (self.project.name, self.project.language))
        yield f"> !# @app.name = {name}"
        yield f"> !# @app.culture = {language}"
        yield "> !# @app.luis_schema_version = 7.0.0"
        for intent in self.project.intents:
            for key in sorted((intent.raw or {}).keys() - {"category"}):
                self.notes.add("lost", f'"{key}" of an intent', intent.pointer)
        for key in ("description", "settings", "multilingual"):
            if self.project.raw["metadata"].get(key):
                self.notes.add("lost", f'"{key}" of a project', f"/metadata/{key}")

    def entities(self) -> Iterator[str]:
        for entity in self.project.entities:
            raw = entity.raw or {}
            if re.search(r"[\"\r\n]", entity.name):
                self.notes.add("lost", "an entity whose name .lu cannot write", entity.pointer)
                continue
            sublists = ((raw.get("list") or raw.get("entities") or {}).get("sublists")) or []
            expressions = ((raw.get("regex") or {}).get("expressions")) or []
            prebuilts = raw.get("prebuilts") or []
            kinds = [
                kind for kind, found in (("list", sublists), ("regex", expressions), ("prebuilt", prebuilts)) if found
            ]
            for kind in kinds[1:]:
                self.notes.add("lost", f"a {kind} component beside another", f"{entity.pointer}/{kind}")
            yield ""
            match kinds[:1]:
                case ["list"]:
                    yield from self._list(entity, sublists)
                case ["regex"]:
                    yield from self._regex(entity, expressions)
                case ["prebuilt"]:
                    yield from self._prebuilt(entity, prebuilts)
                case _:
                    yield f"@ ml {_name(entity.name)}"
            for key in raw:
                if key not in ("category", "list", "entities", "regex", "prebuilts") and _says_something(key, raw[key]):
                    self.notes.add("lost", f'"{key}" of an entity', f"{entity.pointer}/{key}")

    def _list(self, entity: Entity, sublists: list[Any]) -> Iterator[str]:
        yield f"@ list {_name(entity.name)} ="
        for index, item in enumerate(sublists):
            place = f"{entity.pointer}/list/sublists/{index}"
            key = str(item.get("listKey") or "")
            if not key.strip() or re.search(r"[\r\n]", key):
                self.notes.add("lost", "a list value whose key .lu cannot hold", place)
                continue
            yield f"\t- {key} :"
            for at, synonym in enumerate(item.get("synonyms") or ()):
                if synonym.get("language", self.project.language) != self.project.language:
                    self.notes.add("lost", "the language of synonyms", f"{place}/synonyms/{at}/language")
                for word in synonym.get("values") or ():
                    if _LISTED.search(word) or not word.strip(BLANK):
                        self.notes.add("lost", "a synonym that .lu would take apart", f"{place}/synonyms/{at}")
                    elif word != key:
                        yield f"\t\t- {word}"

    def _regex(self, entity: Entity, expressions: list[Any]) -> Iterator[str]:
        for index in range(1, len(expressions)):
            self.notes.add("lost", "a second expression of an entity", f"{entity.pointer}/regex/expressions/{index}")
        yield f"@ regex {_name(entity.name)} = /{expressions[0].get('regexPattern') or ''}/"

    def _prebuilt(self, entity: Entity, prebuilts: list[Any]) -> Iterator[str]:
        name = _PREBUILT_OF.get(str(prebuilts[0].get("category")))
        if entity.name in PREBUILTS:
            yield f"@ prebuilt {entity.name}"
        else:
            what = f'the prebuilt component "{prebuilts[0].get("category")}", which LUIS has under its own name only'
            self.notes.add("lost", what if name else "a prebuilt component that LUIS does not have", entity.pointer)
            yield f"@ ml {_name(entity.name)}"
        for _ in prebuilts[1:]:
            self.notes.add("lost", "a prebuilt component beside another", entity.pointer)

    def intents(self) -> Iterator[str]:
        by_intent: dict[str, list[Utterance]] = {name: [] for name in self.project.intent_names}
        for row in self.project.utterances:
            by_intent[row.intent].append(row)
        for name, rows in by_intent.items():
            if name != name.strip(BLANK) or not name or re.search(r"[\r\n]|^[#?]", name):
                for row in rows:
                    self._lost(row, "a row of an intent whose name .lu cannot write")
                continue
            yield ""
            yield f"# {name}"
            yield from (line for row in rows if (line := self._row(row)))

    def _lost(self, row: Utterance, what: str) -> None:
        self.notes.add("lost", what, row.pointer, "utterance")
        if row.spans:
            self.notes.add("lost", f"a label of {what}", row.pointer, "label", len(row.spans))

    def _row(self, row: Utterance) -> str:
        spans = [span for span in sorted(row.spans, key=lambda span: span.offset) if self._has_place(row, span)]
        marked = _marked(row.text, spans)
        if re.search(r"[\r\n]", row.text) or not _reads_as(marked, row.text, spans):
            self._lost(row, "a text that .lu cannot hold in one line")
            return ""
        self._note_losses(row, spans)
        self.rows += 1
        self.labels += len(spans)
        return f"- {marked}"

    def _note_losses(self, row: Utterance, spans: list[Span]) -> None:
        for span in row.spans:
            if span not in spans:
                what = "a label that is not on words of its text, or whose entity has a name that .lu cannot write"
                self.notes.add("lost", what, span.pointer, "label")
        for key in ("language", "dataset"):
            if getattr(row, key) is not None and getattr(row, key) != self.project.language:
                self.notes.add("lost", f"the {key} of a row", row.pointer)
        for span in spans:
            if span.extra:
                self.notes.add("lost", "further keys of a label", span.pointer)
        for key, value in (row.extra or {}).items():
            if value:
                self.notes.add("lost", f'"{key}" of a row', row.pointer)
        if row.text != row.text.strip(BLANK):
            self.notes.add("lost", "white space at the edge of a text", row.pointer)

    def _has_place(self, row: Utterance, span: Span) -> bool:
        words = slice_units(row.text, span.offset, span.length) or ""
        return (
            bool(words.strip(BLANK)) and words == words.strip(BLANK) and not re.search(r"[:={}\"\r\n]", span.category)
        )


def _marked(text: str, spans: list[Span]) -> str:
    """The text with its labels in braces, and with a backslash before what would be read as markup."""
    parts, at = [], 0
    for span in spans:
        start, end = index_of_unit(text, span.offset), index_of_unit(text, span.end)
        if start is None or end is None or start < at:
            return ""
        parts += [_escaped(_BRACES, text[at:start]), f"{{@{span.category}={_escaped(_BRACES, text[start:end])}}}"]
        at = end
    return "".join([*parts, _escaped(_BRACES if spans else _MARKUP, text[at:])])


def _escaped(marks: re.Pattern[str], text: str) -> str:
    return marks.sub(r"\\\1", text)


def _reads_as(marked: str, text: str, spans: list[Span]) -> bool:
    """Whether a line is read again as the text with its labels."""
    if not marked.strip(BLANK) or link_of(marked):
        return False
    try:
        found = read_line(marked)
    except CurationError:
        return False
    cut = len(text) - len(text.lstrip(BLANK))
    wanted = [
        (span.category, (index_of_unit(text, span.offset) or 0) - cut, (index_of_unit(text, span.end) or 0) - cut)
        for span in spans
    ]
    labels = [(label.name, label.start, label.end) for label in found.labels]
    return not found.pattern and found.text == text.strip(BLANK) and labels == wanted


def _says_something(key: str, value: object) -> bool:
    return bool(value) and (key, value) != ("compositionSetting", "combineComponents")


def _name(name: str) -> str:
    return f'"{name}"' if re.search(r"[\s=,;'(]", name) else name
