"""What was read from any format, as a file of another: one target, and a note for all that has no place in it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from curation.errors import CurationError
from curation.formats.targets.lu import lu_bytes
from curation.formats.targets.pairs import pair_rows
from curation.formats.targets.projects import as_clu, as_cqa, as_orchestration, named_value
from curation.formats.targets.rows import COLUMNS, ROW_WRITERS, cells_of, csv_bytes, with_source, written_rows
from curation.formats.targets.sheet import workbook_bytes
from curation.formats.write import has_lone_surrogate, json_bytes
from curation.model.contract import PROJECT_NAME
from curation.model.conversion import Converted, Notes, counts_of
from curation.model.document import DocumentKind
from curation.model.project import NONE_INTENT
from curation.model.words import did_you_mean
from curation.stages.merge import merge

if TYPE_CHECKING:
    from collections.abc import Sequence

    from curation.model.conversion import Imported, Unit
    from curation.model.project import Project, Utterance

__all__ = ["TARGETS", "ToOptions", "converted", "rows_for"]

_SHAPE = frozenset({"projectFileVersion", "stringIndexType", "assets"})
_ASSETS = frozenset({"projectKind", "intents", "entities", "utterances", "qnas"})
TARGETS = ("upload", "clu", "orchestration", "cqa", "csv", "xlsx", "jsonl", "chat", "evals", "lu")
_PROJECTS = ("clu", "orchestration", "lu")


@dataclass(frozen=True, slots=True)
class ToOptions:
    """What a person may say about the result: its name and language, and whether rows say where they came from."""

    name: str | None = None
    language: str | None = None
    source: bool = False


def converted(sources: Sequence[Imported], to: str, options: ToOptions) -> Converted:
    """The sources in the format `to`.

    What was counted in the sources is in the result or lost by name; anything else is a bug, and said so.

    Raises:
        CurationError: there is no such format, or the sources hold nothing that it takes.
    """
    if to not in TARGETS:
        raise CurationError(f'there is no format "{to}" to write; {did_you_mean(to, TARGETS)} ({", ".join(TARGETS)})')
    sources = sorted(sources, key=lambda source: source.file)
    notes = Notes()
    if options.name is not None and PROJECT_NAME.fullmatch(options.name) is None:
        raise CurationError(f'"{options.name}" is no name of a project: up to 50 of A-Z a-z 0-9 _ . -')
    for source in sources:
        _note_surrogates(source.project, to, notes)
    if to == "cqa" or (to in ("csv", "xlsx") and all(s.project.kind is DocumentKind.CQA for s in sources)):
        made, written = _answers(sources, to, options, notes)
    elif to in _PROJECTS:
        made, written = _project(sources, to, options, notes)
    else:
        made, written = _rows(sources, to, options, notes)
    return Converted(to, tuple(sources), written, notes.all(), made).accounted()


def _answers(sources: Sequence[Imported], to: str, options: ToOptions, notes: Notes) -> tuple[bytes, dict[Unit, int]]:
    projects = [source.project for source in sources if source.project.kind is DocumentKind.CQA]
    for source in sources:
        if source.project.kind is not DocumentKind.CQA:
            _left_out(source.project, "without an answer", notes)
    if not projects:
        raise CurationError("nothing to write: no answers in it, only utterances; question answering needs both")
    project = _merged(projects, notes)
    if to == "cqa":
        return json_bytes(as_cqa(project, options.name, options.language)), counts_of(project)
    rows = pair_rows(project, notes)
    if to == "xlsx":
        return workbook_bytes("QnAs", rows), counts_of(project)
    return csv_bytes(rows), counts_of(project)


def _left_out(project: Project, why: str, notes: Notes) -> None:
    counts = counts_of(project)
    words: dict[Unit, str] = {"utterance": "a row", "label": "a label of a row", "answer": "a pair"}
    for unit, count in counts.items():
        if count:
            notes.add("lost", f"{words[unit]} {why}", project.file, unit, count)


def _merged(projects: Sequence[Project], notes: Notes) -> Project:
    merged = merge(projects, keep_equal=True)
    for one in merged.disagreements:
        if one.what in ("metadata", "id of a pair") or one.what.startswith("definition"):
            places = f"{one.files[0]}#{one.pointers[0]} and {one.files[1]}#{one.pointers[1]}"
            notes.add("assumed", f'{one.what} "{one.subject}": the files differ, {one.done}', places)
    return merged.project


def _project(sources: Sequence[Imported], to: str, options: ToOptions, notes: Notes) -> tuple[bytes, dict[Unit, int]]:
    projects = []
    language = options.language or "en-us"
    for source in sources:
        if source.project.kind is DocumentKind.CQA:
            _left_out(source.project, f"of question answering, which {to} has no place for", notes)
        elif to == "orchestration":
            projects.append(as_orchestration(source.project, options.name, language, notes))
        else:
            projects.append(as_clu(source.project, options.name, language, notes))
    if not projects:
        raise CurationError("nothing to write: only questions and answers in it; convert them --to cqa")
    if options.name is None and all(source.project.name is None for source in sources):
        notes.add("assumed", 'the project is called "untitled"; say --name', sources[0].file)
    if options.language is None and any(p.kind is DocumentKind.UTTERANCES for p in (s.project for s in sources)):
        notes.add("assumed", "the language of the project is en-us; say --language", sources[0].file)
    project = _merged(projects, notes)
    if to == "lu":
        named = replace(project, name=options.name or project.name, language=options.language or project.language)
        return lu_bytes(named, notes)
    return named_value(project, options.name, options.language), counts_of(project)


def _note_project(project: Project, rows: list[Utterance], notes: Notes) -> None:
    """Note what a project says beside its rows."""
    used = Counter(row.intent for row in rows)
    for intent in project.intents:
        if not used[intent.name] and intent.name != NONE_INTENT:
            notes.add("lost", "an intent without rows", intent.pointer)
        for key in sorted((intent.raw or {}).keys() - {"category"}):
            what = "the link" if key == "orchestration" else f'"{key}"'
            notes.add("lost", f"{what} of an intent, which rows have no place for", intent.pointer)
    for entity in project.entities:
        if entity.components:
            notes.add("lost", "the components of an entity, which rows have no place for", entity.pointer)
    raw = project.raw if isinstance(project.raw, dict) else {}
    around = {f"/{key}": raw[key] for key in sorted(raw.keys() - _SHAPE) if raw[key]}
    around |= {f"/assets/{key}": 1 for key in sorted((raw.get("assets") or {}).keys() - _ASSETS)}
    for pointer in around:
        notes.add("lost", f'"{pointer[1:]}" of a project, which rows have no place for', pointer)


def _note_surrogates(project: Project, to: str, notes: Notes) -> None:
    """Half of a surrogate pair can be written in JSON only; elsewhere its escape stands for it."""
    for row in project.utterances if to in ("csv", "xlsx", "lu") else ():
        if has_lone_surrogate(row.text):
            notes.add("lost", "half of a character (a lone surrogate), which only JSON can hold", row.pointer)


def _rows(sources: Sequence[Imported], to: str, options: ToOptions, notes: Notes) -> tuple[bytes, dict[Unit, int]]:
    several = len({source.project.language for source in sources if source.project.language}) > 1
    rows = [row for source in sources for row in rows_for(source.project, notes, source=options.source)]
    if several:
        language_of = {source.project.file: source.project.language for source in sources}
        rows = [row if row.language else row._replace(language=language_of.get(row.file)) for row in rows]
    extra = list(dict.fromkeys(key for row in rows for key in row.extra or () if key not in COLUMNS))
    if to == "xlsx":
        columns, holds_labels = (*COLUMNS, *extra), True
        data = workbook_bytes("utterances", [columns, *(cells_of(row, columns, notes) for row in rows)])
    else:
        writer = ROW_WRITERS[to]()
        holds_labels = writer.holds_labels
        head = writer.head((row.intent for row in rows), extra)
        data = b"".join((head, *written_rows(writer, rows, notes)))
    labels = sum(len(row.spans) for row in rows) if holds_labels else 0
    return data, {"utterance": len(rows), "label": labels, "answer": 0}


def rows_for(project: Project, notes: Notes, *, source: bool = False) -> list[Utterance]:
    """The utterances of a project as rows without it; what only a project can say is lost by name."""
    rows = list(project.utterances)
    if project.kind is DocumentKind.CQA:
        name = project.name or "QuestionAnswering"
        notes.add("assumed", f'questions are filed under the name of their project, "{name}"', project.file)
        answers = counts_of(project)["answer"]
        if answers:
            notes.add("lost", "an answer, which rows have no place for", "/assets/qnas", "answer", answers)
        rows = [row._replace(intent=name) for row in rows]
    _note_project(project, rows, notes)
    if source:
        rows = [with_source(row) for row in rows]
    return rows
