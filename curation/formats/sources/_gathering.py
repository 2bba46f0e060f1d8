"""What the readers of foreign formats put together: rows, names, components, and a note for all that has no place."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from curation.formats.legacy import CURRENT_VERSION
from curation.formats.offsets import index_of_unit, utf16_length
from curation.formats.projects import read_project, with_rows
from curation.formats.read import to_project
from curation.formats.utterances import read_rows
from curation.model.contract import LANGUAGES, LONGEST_NAME, ORCHESTRATION_LANGUAGES
from curation.model.conversion import Imported, Notes
from curation.model.document import Document, DocumentKind
from curation.model.project import NONE_INTENT, Project, Span, Utterance

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from curation.model.conversion import Unit

__all__ = ["Gathering", "Label", "project_name"]

Counting = Literal["characters", "utf-16"]
_UNNAMED = re.compile(r"[^A-Za-z0-9_.-]")


class Label(NamedTuple):
    """An entity on a text: where it begins and the place after its end, and where the file says so."""

    name: str
    start: int
    end: int
    pointer: str


def project_name(name: str) -> str:
    """A name the service takes: special characters removed, cut at 50, `untitled` if nothing is left (contract 5.2)."""
    return _UNNAMED.sub("", name)[:LONGEST_NAME] or "untitled"


class Gathering:
    """Collects what a file holds, in the words of CLU; `imported` makes a project of it.

    Every row and label that is handed in is counted as read, and one that has no place is noted as lost, so that the
    two sides of a conversion agree. `counting` says in what the file counts its labels.
    """

    def __init__(self, file: str, format_name: str, why: str, *, counting: Counting = "characters") -> None:
        self.file, self.format, self.why, self.counting = file, format_name, why, counting
        self.notes = Notes()
        self.read: Counter[Unit] = Counter()
        self.name: str | None = None
        self.language: str | None = None
        self.settings: dict[str, Any] = {}
        self.description = ""
        self._intents: dict[str, dict[str, Any]] = {}
        self._entities: dict[str, dict[str, Any]] = {}
        self._values: dict[tuple[str, str], dict[str, Any]] = {}
        self._rows: list[Utterance] = []
        self._answers: list[dict[str, Any]] = []
        self._alterations: list[dict[str, Any]] = []

    # ---- what is lost, assumed, said in other words

    def lost(self, what: str, pointer: str, unit: Unit = "value", count: int = 1) -> None:
        """Something had no place; rows, labels and pairs that were not handed in are counted as read here."""
        if count:
            self.notes.add("lost", what, pointer, unit, count)
            self.read[unit] += count

    def lost_keys(self, value: Mapping[str, Any], known: Iterable[str], where: str, pointer: str) -> None:
        """Every key that is not known and says something is lost."""
        for key, item in value.items():
            if key not in known and item not in (None, "", [], {}, False):
                self.lost(f'"{key}" of {where}', f"{pointer}/{key}")

    def assumed(self, what: str, pointer: str) -> None:
        """The file left something open."""
        self.notes.add("assumed", what, pointer)

    def rewritten(self, what: str, pointer: str) -> None:
        """The same in other words."""
        self.notes.add("rewritten", what, pointer)

    # ---- names and components

    def intent(self, name: str, **link: Any) -> None:
        """Declare an intent; `orchestration` may be its link."""
        self._intents.setdefault(name, {"category": name}).update(link)

    def entity(self, name: str) -> dict[str, Any]:
        """Declare an entity, and give the object its components go to; without any it is a learned one."""
        return self._entities.setdefault(name, {"category": name, "compositionSetting": "combineComponents"})

    def list_value(self, entity: str, key: str, values: Iterable[str], language: str | None = None) -> None:
        """Add a value of a list; the key is added to its own synonyms, since it is not matched itself."""
        sublists = self.entity(entity).setdefault("list", {"sublists": []})["sublists"]
        spoken = list(dict.fromkeys([*values, key]))
        synonyms = {"language": language or self.language or "en-us", "values": spoken}
        known = self._values.get((entity, key))
        if known is None:
            self._values[entity, key] = {"listKey": key, "synonyms": [synonyms]}
            sublists.append(self._values[entity, key])
            return
        same = next((item for item in known["synonyms"] if item["language"] == synonyms["language"]), None)
        if same is None:
            known["synonyms"].append(synonyms)
        else:
            same["values"] = list(dict.fromkeys([*same["values"], *spoken]))

    def regex(self, entity: str, pattern: str) -> None:
        """Add a regular expression."""
        expressions = self.entity(entity).setdefault("regex", {"expressions": []})["expressions"]
        key = f"{entity} {len(expressions) + 1}" if expressions else entity
        expressions.append({"regexKey": key, "language": self.language or "en-us", "regexPattern": pattern})

    def prebuilt(self, entity: str, category: str) -> None:
        """Add a prebuilt component."""
        prebuilts = self.entity(entity).setdefault("prebuilts", [])
        if {"category": category} not in prebuilts:
            prebuilts.append({"category": category})

    # ---- rows

    def row(
        self,
        text: Any,
        intent: Any,
        pointer: str,
        labels: Iterable[Label] = (),
        *,
        language: str | None = None,
        dataset: str | None = None,
        extra: Mapping[str, Any] | None = None,
    ) -> None:
        """Add an utterance; one without a text or an intent is lost, with its labels."""
        labels = list(labels)
        self.read["utterance"] += 1
        self.read["label"] += len(labels)
        problem = "a row without a text" if not isinstance(text, str) or not text else ""
        problem = problem or ("a row without an intent" if not isinstance(intent, str) or not intent else "")
        if problem:
            self.notes.add("lost", problem, pointer, "utterance")
            if labels:
                self.notes.add("lost", f"a label of {problem}", pointer, "label", len(labels))
            return
        spans = self._spans(text, labels)
        self._rows.append(Utterance(text, intent, self.file, pointer, language, dataset, spans, extra or None))

    def spanned(
        self, text: Any, intent: Any, pointer: str, spans: Iterable[Mapping[str, Any]], more: Mapping[str, Any]
    ) -> None:
        """Add an utterance whose labels are spans as in an upload array; they are kept as they are, sound or not.

        `more` holds its other keys: language, dataset, and any that have no place.
        """
        found = [dict(span) for span in spans]
        self.read["label"] += len(found)
        if not isinstance(text, str) or not text or not isinstance(intent, str) or not intent:
            self.read["label"] -= len(found)
            self.row(text, intent, pointer, [Label("", 0, 0, pointer)] * len(found))
            return
        self.read["utterance"] += 1
        values = {"text": text, "intent": intent, **more, **({"entities": found} if found else {})}
        self._rows += [row._replace(pointer=pointer) for row in read_rows([values], self.file, pointer)]

    def _spans(self, text: str, labels: list[Label]) -> tuple[Span, ...]:
        """The labels that have a place, in UTF-16 units; of two that overlap the longer is kept (contract 5.2)."""
        kept: list[Span] = []
        for label in sorted(labels, key=lambda label: (label.start - label.end, label.start)):
            bounds = (label.start, label.end)
            if self.counting == "utf-16":
                found = tuple(index_of_unit(text, max(unit, -1)) for unit in bounds)
                inside = None not in found
            else:
                inside = label.start >= 0 and label.end <= len(text)
                bounds = (utf16_length(text[: label.start]), utf16_length(text[: label.end])) if inside else bounds
            if not inside or bounds[0] >= bounds[1]:
                self.notes.add("lost", "a label outside its text", label.pointer, "label")
            elif any(bounds[0] < span.end and span.offset < bounds[1] for span in kept):
                self.notes.add("lost", "a label that overlaps a longer one", label.pointer, "label")
            else:
                self.entity(label.name)
                kept.append(Span(label.name, bounds[0], bounds[1] - bounds[0], label.pointer))
        return tuple(sorted(kept, key=lambda span: span.offset))

    def taken(self) -> list[Utterance]:
        """The rows so far, which are then forgotten, for files that are too long to be held."""
        rows, self._rows = self._rows, []
        return rows

    # ---- questions and answers

    def answer(self, answer: str, questions: Iterable[str], pointer: str, **more: Any) -> None:
        """Add a question and answer pair; `more` holds its further keys in the shape of an import (contract 4.1)."""
        self.read["answer"] += 1
        asked = list(questions)
        self.read["utterance"] += len(asked)
        found = {key: value for key, value in more.items() if value not in (None, "", {}, [])}
        self._answers.append({"answer": answer, "questions": asked, **found})

    def alterations(self, words: list[str]) -> None:
        """Add words that question answering takes for the same."""
        self._alterations.append({"alterations": words})

    # ---- the project

    def imported(self, kind: DocumentKind = DocumentKind.CLU) -> Imported:
        """The project of what was gathered, of `kind`."""
        made = {DocumentKind.UTTERANCES: self._array, DocumentKind.CQA: self._questions}.get(kind)
        project = made() if made else self._project(kind)
        return Imported(self.file, self.format, self.why, project, dict(self.read), self.notes.all())

    def _array(self) -> Project:
        return Project(self.file, DocumentKind.UTTERANCES, tuple(self._rows), raw=[])

    def _project(self, kind: DocumentKind) -> Project:
        word = "Conversation" if kind is DocumentKind.CLU else "Orchestration"
        for row in self._rows:
            self.intent(row.intent)
        if NONE_INTENT not in self._intents:
            self._intents = {NONE_INTENT: {"category": NONE_INTENT}, **self._intents}
        known = LANGUAGES if kind is DocumentKind.CLU else ORCHESTRATION_LANGUAGES
        self._rows = [self._in_known_language(row, known) for row in self._rows]
        languages = {row.language for row in self._rows if row.language}
        if self.language is None:
            self.assumed("the language is en-us, as the file does not say it; --language says another", "")
        language = self._known_language(self.language or "en-us", known)
        for part in _spoken(self._entities.values()):
            part["language"] = self._known_language(part["language"], known)
        assets: dict[str, Any] = {"projectKind": word, "intents": list(self._intents.values())}
        if kind is DocumentKind.CLU:
            assets["entities"] = list(self._entities.values())
        named = self._named()
        value = {
            "projectFileVersion": CURRENT_VERSION,
            "stringIndexType": "Utf16CodeUnit",
            "metadata": {
                "projectKind": word,
                **({"settings": self.settings} if self.settings else {}),
                "projectName": named,
                "multilingual": kind is DocumentKind.CLU and len(languages | {language}) > 1,
                "description": self.description,
                "language": language,
            },
            "assets": {**assets, "utterances": []},
        }
        empty = read_project(Document(self.file, b"", value, kind, self.why))
        return replace(with_rows(empty, self._rows), original=None)

    def _named(self) -> str:
        """The name of the project as the service takes it, with a note where that is another."""
        name = project_name(self.name or "untitled")
        if not self.name:
            self.assumed(f'the project is called "{name}"; --name says another', "")
        elif name != self.name:
            self.rewritten(f'the name "{self.name}" is "{name}", as the service takes it', "")
        return name

    def _in_known_language(self, row: Utterance, known: frozenset[str]) -> Utterance:
        code = row.language and self._known_language(row.language, known)
        return row if code == row.language else row._replace(language=code)

    def _known_language(self, code: str, known: frozenset[str]) -> str:
        """The code as the service has it: without the region where it has the language only in general."""
        spelt = code.casefold().replace("_", "-")
        stem = spelt.partition("-")[0]
        found = spelt if spelt in known else (stem if stem in known else {"en": "en-us"}.get(stem, spelt))
        if found != spelt:
            self.rewritten(f'the language "{code}" is "{found}"', "")
        return found

    def _questions(self) -> Project:
        used = {str(pair["id"]) for pair in self._answers if "id" in pair}
        free = (number for number in range(1, len(self._answers) * 2 + 2) if str(number) not in used)
        pairs = [{"id": pair.get("id", next(free) if "id" not in pair else 0), **pair} for pair in self._answers]
        metadata = {"projectName": self._named()} if self.name else {}
        language = {"language": self.language} if self.language else {}
        value = {
            **({"metadata": {**metadata, **language, **self.settings}} if metadata or language else {}),
            "assets": {"synonyms": self._alterations, "qnas": pairs},
        }
        return replace(to_project(Document(self.file, b"", value, DocumentKind.CQA, self.why)), original=None)


def _spoken(entities: Iterable[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """The synonyms and expressions of entities, which each have a language."""
    for entity in entities:
        for sublist in entity.get("list", {}).get("sublists", ()):
            yield from sublist["synonyms"]
        yield from entity.get("regex", {}).get("expressions", ())
