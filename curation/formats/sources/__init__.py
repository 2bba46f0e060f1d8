"""What other tools write, read into our nouns: one module a format, each with `recognise` and `read`.

A format is recognised by what the file says, and by its name only where that says nothing; the reason is kept. Every
reader counts what it read and names what had no place.
"""

from __future__ import annotations

from dataclasses import replace
from importlib import import_module
from typing import TYPE_CHECKING, NamedTuple

from curation.errors import CurationError, UnknownFormatError, UnreadableFileError
from curation.formats.detect import detect
from curation.formats.sources._content import Content, Options
from curation.model.conversion import Notes
from curation.model.words import did_you_mean

if TYPE_CHECKING:
    from pathlib import Path
    from types import ModuleType

    from curation.model.conversion import Imported, Note

__all__ = [
    "FORMATS",
    "SUFFIXES",
    "Content",
    "Options",
    "Source",
    "opens_like_lines",
    "read_source",
    "recognised",
]


class Source(NamedTuple):
    """A format: the name `--from` takes, what it is called, its module, and whether it is JSON."""

    name: str
    words: str
    module: str
    json: bool = False

    def load(self) -> ModuleType:
        """The module of the format, which is loaded only when it is asked."""
        return import_module(f"{__name__}.{self.module}")


FORMATS = (
    Source("dialogflow", "Dialogflow ES export", "dialogflow"),
    Source("paired-lines", "texts and intents line by line (seq.in, label)", "paired_lines"),
    Source("xlsx", "Excel workbook", "sheet"),
    Source("qna-zip", "export of question answering as an archive", "qna_zip"),
    Source("parquet", "Parquet file", "parquet"),
    Source("lu", ".lu file", "lu"),
    Source("qna", ".qna file", "qna"),
    Source("rasa-yaml", "Rasa training data in YAML", "rasa_yaml"),
    Source("rasa-markdown", "Rasa training data in Markdown", "rasa_markdown"),
    Source("slurp", "SLURP data set", "slurp"),
    Source("jsonl", "JSON Lines", "jsonl"),
    Source("table", "table of comma- or tab-separated values", "table"),
    Source("luis", "LUIS app", "luis", json=True),
    Source("luis-rows", "LUIS test rows or labelled utterances", "luis_rows", json=True),
    Source("nlu-devops", "NLU.DevOps test rows", "nlu_devops", json=True),
    Source("rasa-json", "Rasa training data in JSON", "rasa_json", json=True),
    Source("qna-maker", "QnA Maker knowledge base", "qna_maker", json=True),
    Source("wit", "wit.ai export", "wit", json=True),
    Source("snips", "Snips data set", "snips", json=True),
    Source("azure", "upload array, CLU, orchestration or question answering project", "own", json=True),
)
"""The formats, in the order in which a file is asked: the more telling first."""


_STUMBLES = (KeyError, TypeError, AttributeError, IndexError, ValueError)
"""What a reader raises on a value of another shape: foreign files have no schema they are held against first."""

SUFFIXES = frozenset(
    [
        ".json", ".luis", ".csv", ".tsv", ".jsonl", ".ndjson", ".yml", ".yaml", ".md", ".lu", ".qna", ".xlsx",
        ".parquet", ".zip",
    ]
)  # fmt: skip
"""Ends of names that a folder is searched for."""


def recognised(content: Content) -> tuple[Source, str]:
    """The format of a file, and why it is believed to be one.

    Raises:
        UnreadableFileError: it is in none; the message says what it looks like.
    """
    if not content.folder and not content.files and not content.data.strip():
        raise UnreadableFileError(content.file, "the file is empty")
    for source in FORMATS:
        if source.json and not _looks_like_json(content):
            continue
        if why := _recognises(source, content):
            return source, why
    raise UnknownFormatError(content.file, f"not a file that can be read: {_why_not(content)}")


def _recognises(source: Source, content: Content) -> str:
    """Why a file is of a format; one that begins like it and goes on like nothing is not."""
    if not (source.json or content.data or content.members):
        return ""
    try:
        return str(source.load().recognise(content))
    except _STUMBLES:
        return ""


def _looks_like_json(content: Content) -> bool:
    """Whether it is a single JSON value by its first character, or by its name."""
    if not content.data or content.data.startswith(b"PK\x03\x04"):
        return False
    head = content.data[:200].decode("utf-8", errors="replace").lstrip("\ufeff \t\r\n")
    return content.suffix in (".json", ".luis") or (content.suffix not in _TEXTS and head[:1] in ("{", "["))


_TEXTS = (".csv", ".tsv", ".jsonl", ".ndjson", ".yml", ".yaml", ".md", ".lu", ".qna")


def _why_not(content: Content) -> str:
    if content.folder:
        return "nothing in this folder says what it is"
    if _looks_like_json(content):
        items = content.value
        if isinstance(items, list) and not any(isinstance(item, dict) for item in items):
            return "it is an array, but its items are no rows"
        return detect(items).why
    _ = content.text  # says so itself if it is none
    return "neither its name nor its first lines say what it is; name it with --from"


def opens_like_lines(path: Path) -> bool:
    """Whether a file of any length opens like JSON Lines in UTF-8, and like no data set that is read otherwise."""
    with path.open("rb") as file:
        head = file.read(200_000)
    head = head[: head.rfind(b"\n") + 1] or head
    try:
        return recognised(Content(path.name, head))[0].name == "jsonl" and b"\0" not in head
    except UnreadableFileError:
        return False


def read_source(content: Content, options: Options, format_name: str | None = None) -> tuple[Imported, ...]:
    """The projects of a file, read as `format_name` or as what it is recognised to be.

    Raises:
        UnreadableFileError: it is in no known format, or not what it was named as.
        CurationError: there is no such format, or the file lacks what the reader needs.
    """
    if format_name is None:
        source, why = recognised(content)
    else:
        found = {source.name: source for source in FORMATS}
        if format_name not in found:
            raise CurationError(
                f'there is no format "{format_name}"; {did_you_mean(format_name, found)} (all: {", ".join(found)})'
            )
        source, why = found[format_name], "named with --from"
    try:
        made = tuple(source.load().read(content, why, options))
    except _STUMBLES as error:
        problem = f"it begins like a {source.words}, but is not one throughout ({type(error).__name__})"
        raise UnreadableFileError(content.file, f"{problem}; export it again, or name the format with --from") from None
    if format_name is not None and not any(one.project.entities or sum(one.read.values()) for one in made):
        raise UnknownFormatError(content.file, f"there is nothing of a {source.words} in it; leave --from out")
    if source.name != "azure":
        made = tuple(replace(one, format=source.name) for one in made)
    notes = _about_bytes(content, json=source.json)
    return tuple(replace(one, notes=(*one.notes, *notes)) for one in made[:1]) + made[1:]


def _about_bytes(content: Content, *, json: bool) -> tuple[Note, ...]:
    """What the parsers of all formats pass over: how characters were written, and members that others hide."""
    notes = Notes()
    if content.repaired:
        notes.add("rewritten", "characters written as two surrogates (CESU-8) are read as they were meant", "")
    for pointer in content.parsed.repeated_keys if json else ():
        notes.add("lost", "a member that a later one of the same name hides", pointer)
    return notes.all()
