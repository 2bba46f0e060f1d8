"""A .lu or .qna file as sections: intents, entities, imports, questions, and statements about the file."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import NamedTuple

from curation.errors import UnreadableFileError
from curation.formats.lu.markup import BLANK

__all__ = ["EntitySection", "Import", "IntentSection", "Item", "ModelInfo", "Question", "Section", "sections_of"]

_QUESTION = re.compile(r"#+[ \t\u00a0\ufeff]*\?(?P<rest>.*)")
_INTENT = re.compile(r"(?P<marks>##?)(?P<name>.*)")
_ITEM = re.compile(r"[-*+](?P<rest>.*)")
_IMPORT = re.compile(r"\[(?P<text>[^\[\]]*)\]\((?P<path>[^()]*)\)\s*$")
_NUMBERED = re.compile(r"\[(?P<text>[^\[\]]*)\]\[(?P<number>[^\[\]]*)\]\s*$")
_REFERENCE = re.compile(r"\[(?P<number>[^\[\]]*)\][ \t]*:(?P<path>.*)")
_ANCHOR = re.compile(r"<a\s+(?:id|name)\s*=\s*[\"']?(?P<id>[^\"'>]*)[\"']?\s*>\s*</a>", re.IGNORECASE)
_INFO = re.compile(r">[ \t]*!#(?P<rest>.*)")
_STATEMENT = re.compile(r"[ \t]*@[ \t]*(?P<key>[\w.]+)[ \t]*=[ \t]*(?P<value>.*)")
_PART = re.compile(r"\*\*[ \t]*(?P<part>filters|prompts)[ \t]*:[ \t]*\*\*", re.IGNORECASE)


class Item(NamedTuple):
    """A line of a list: its number, how far in it stands (a tab counts four), and what it says."""

    line: int
    indent: int
    text: str


@dataclass(slots=True)
class IntentSection:
    """`# name` with its utterances; `nested` is `## name` below another."""

    name: str
    line: int
    nested: bool
    items: list[Item] = field(default_factory=list)


@dataclass(slots=True)
class EntitySection:
    """`@ ...` or `$...` with the lines below; `old` for the second."""

    definition: str
    line: int
    old: bool
    items: list[Item] = field(default_factory=list)


@dataclass(slots=True)
class Question:
    """`# ? question` with other questions, filters, answer, prompts, and its id."""

    questions: list[str]
    line: int
    source: str = ""
    id: str = ""
    answer: str | None = None
    filters: list[Item] = field(default_factory=list)
    prompts: list[Item] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Import:
    """`[text](path)`: another file belongs to this one."""

    path: str
    line: int


@dataclass(frozen=True, slots=True)
class ModelInfo:
    """`> !# @key = value`: a statement about the file."""

    key: str
    value: str
    line: int


Section = IntentSection | EntitySection | Question | Import | ModelInfo


def sections_of(text: str, file: str) -> list[Section]:
    """The sections of a file, in order.

    Blank lines and comments mean nothing, so a list goes on behind them. A mark that opens a comment, a heading or an
    entity does so only at the start of a line.

    Raises:
        UnreadableFileError: a line that is none of these; it names the line.
    """
    return _Reader(file).read(re.split(r"\r\n|\r|\n", text))


class _Reader:
    def __init__(self, file: str) -> None:
        self.file = file
        self.sections: list[Section] = []
        self.references: dict[str, str] = {}
        self.numbered: list[tuple[str, int, int]] = []
        self.source = self.anchor = ""
        self.part = ""
        self.fence: list[str] | None = None

    def read(self, lines: list[str]) -> list[Section]:
        for number, line in enumerate(lines, start=1):
            if self.fence is not None:
                self._answer_line(line)
            else:
                self._line(line.strip(BLANK), line, number)
        if self.fence is not None:
            raise UnreadableFileError(self.file, "an answer is not closed: its last ``` is missing", line=len(lines))
        for name, number, place in reversed(self.numbered):
            if name not in self.references:
                raise UnreadableFileError(self.file, f"[{name}] leads nowhere; write [{name}]:path", line=number)
            self.sections.insert(place, Import(self.references[name], number))
        return self.sections

    def _line(self, stripped: str, line: str, number: int) -> None:
        current = self.sections[-1] if self.sections else None
        if not stripped:
            return
        if info := _INFO.match(stripped):
            self._info(info["rest"], number)
        elif stripped.startswith(">"):
            return
        elif question := _QUESTION.match(stripped):
            made = Question([question["rest"].strip(BLANK)], number, self.source, self.anchor)
            self.source = self.anchor = self.part = ""
            self.sections.append(made)
        elif intent := _INTENT.match(stripped):
            self.sections.append(IntentSection(intent["name"].strip(BLANK), number, intent["marks"] == "##"))
        elif stripped[0] in "@$":
            self.sections.append(EntitySection(stripped[1:].strip(BLANK), number, stripped[0] == "$"))
        elif (part := _PART.match(stripped)) and isinstance(current, Question):
            self.part = part["part"].casefold()
        elif item := _ITEM.match(stripped):
            self._item(item["rest"], line, number)
        elif stripped.startswith("```") and isinstance(current, Question):
            self._fence(stripped, number)
        else:
            self._rest(stripped, number)

    def _info(self, rest: str, number: int) -> None:
        statement = _STATEMENT.match(rest)
        if statement and statement["key"] == "qna.pair.source":
            self.source = statement["value"].strip(BLANK)
        elif statement and statement["key"] == "qna.pair.id":
            self.anchor = statement["value"].strip(BLANK)
        elif statement:
            self.sections.append(ModelInfo(statement["key"], statement["value"].strip(BLANK), number))

    def _item(self, rest: str, line: str, number: int) -> None:
        current = self.sections[-1] if self.sections else None
        before = line[: len(line) - len(line.lstrip(BLANK))]
        item = Item(number, sum(4 if char == "\t" else 1 for char in before), rest.strip(BLANK))
        match current:
            case IntentSection() | EntitySection():
                current.items.append(item)
            case Question() if self.part == "prompts":
                current.prompts.append(item)
            case Question() if self.part == "filters":
                current.filters.append(item)
            case Question():
                current.questions.append(item.text)
            case _:
                raise UnreadableFileError(self.file, "a line of a list before any # intent or @ entity", line=number)

    def _fence(self, stripped: str, number: int) -> None:
        current = self.sections[-1]
        if isinstance(current, Question) and current.answer is None:
            one_line = re.fullmatch(r"```(?:markdown|md)?[ \t]*(?P<answer>.*?)```", stripped)
            if one_line:
                current.answer = one_line["answer"].strip(BLANK)
            else:
                self.fence = []
            self.part = ""
            return
        raise UnreadableFileError(self.file, "a second answer of one question; write it as another # ?", line=number)

    def _answer_line(self, line: str) -> None:
        lines, current = self.fence or [], self.sections[-1]
        ended = line.rstrip(BLANK).endswith("```")
        self.fence = None if ended else lines
        lines.append(line.rstrip(BLANK)[:-3] if ended else line)
        if ended and isinstance(current, Question):
            current.answer = "\n".join(lines).strip(BLANK)

    def _rest(self, stripped: str, number: int) -> None:
        if anchor := _ANCHOR.match(stripped):
            self.anchor = anchor["id"].strip(BLANK)
        elif reference := _REFERENCE.match(stripped):
            self.references[reference["number"].strip(BLANK)] = reference["path"].strip(BLANK)
        elif imported := _IMPORT.match(stripped):
            self.sections.append(Import(imported["path"].strip(BLANK), number))
        elif numbered := _NUMBERED.match(stripped):
            self.numbered.append((numbered["number"].strip(BLANK), number, len(self.sections)))
        else:
            remedy = "an utterance begins with -, an intent with #, an entity with @, a comment with >"
            raise UnreadableFileError(self.file, f"this line is nothing that .lu has: {remedy}", line=number)
