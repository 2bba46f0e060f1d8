"""`.lu` files of the Bot Framework, with the files they import."""

from __future__ import annotations

import posixpath
import re
from typing import TYPE_CHECKING

from curation.errors import UnreadableFileError
from curation.formats.json_text import decode
from curation.formats.lu.app import read_app
from curation.formats.lu.markup import BLANK, LuLine
from curation.formats.lu.model import App
from curation.formats.lu.questions import pairs_of
from curation.formats.lu.sections import Import, IntentSection, ModelInfo, Question, sections_of
from curation.formats.sources._gathering import Gathering
from curation.formats.sources.luis import gather_app
from curation.model.document import DocumentKind

if TYPE_CHECKING:
    from collections.abc import Iterable

    from curation.formats.lu.model import Linked
    from curation.formats.lu.sections import Section
    from curation.formats.sources._content import Content, Options
    from curation.model.conversion import Imported

__all__ = ["LuFiles", "read", "recognise"]

_APP_PARTS = ("intents", "entities", "closedLists", "regex_entities", "utterances", "prebuiltEntities")
_MARKS = re.compile(r"^[ \t\ufeff]*(#{1,3}[ \t]*\S|>[ \t]*!#)", re.MULTILINE)
_MOST_BROUGHT = 100_000
"""Lines that links may bring in; links that lead twice to the next file double them with every file."""

_WHAT = re.compile(r"(?P<intent>[^*?]*)(?:\*(?P<part>utterances|patterns|utterancesAndPatterns)\*)?$", re.IGNORECASE)


def recognise(content: Content) -> str:
    """Why it is one; empty if it is not."""
    return (
        "its name ends in .lu, and it has intents or entities"
        if (
            content.suffix == ".lu"
            and (_MARKS.search(content.text) or re.search(r"^\s*[@$\[]", content.text, re.MULTILINE))
        )
        else ""
    )


class LuFiles:
    """A file and all it imports, each read once, in order: the file first, then its imports as they are met."""

    def __init__(self, content: Content) -> None:
        self.content = content
        self.missing: list[tuple[str, str]] = []
        self._sections: dict[str, list[Section]] = {}
        self.order: list[str] = []
        self.brought = 0
        self._follow(posixpath.basename(content.file), content.text, content.file)

    def _follow(self, name: str, text: str, shown: str) -> None:
        waiting = [(name, text, shown)]
        while waiting:
            name, text, shown = waiting.pop(0)
            if name in self._sections:
                continue
            self._sections[name] = sections_of(text, shown)
            self.order.append(name)
            for section in self._sections[name]:
                if isinstance(section, Import):
                    waiting += self._imported(name, section)

    def _imported(self, name: str, section: Import) -> list[tuple[str, str, str]]:
        found = self.beside(name, section.path)
        if not found:
            self.missing.append((f'an import that is not there: "{section.path}"', f"{name} line {section.line}"))
        return [(path, decode(data, path)[0], path) for path, data in found.items()]

    def beside(self, name: str, path: str) -> dict[str, bytes]:
        """The files a path in the file `name` leads to, by their paths from the first file."""
        if re.match(r"[A-Za-z][A-Za-z0-9+.-]*://", path):
            return {}
        return dict(self.content.beside(posixpath.normpath(posixpath.join(posixpath.dirname(name), path))))

    def sections(self, name: str) -> list[Section]:
        """The sections of a file that has been read."""
        return self._sections[name]

    def sections_at(self, name: str, path: str) -> dict[str, list[Section]]:
        """The sections of the files a path leads to, read now if they were not."""
        found = {}
        for other, data in self.beside(name, path).items():
            if other not in self._sections:
                self._sections[other] = sections_of(decode(data, other)[0], other)
            found[other] = self._sections[other]
        return found


def read(content: Content, why: str, options: Options) -> tuple[Imported, ...]:
    """The app of a file with its imports as a CLU project, and its questions as one of question answering."""
    files = LuFiles(content)
    app = App()
    for number, name in enumerate(files.order):
        shown = name if number else content.file
        read_app(files.sections(name), shown, _Links(files, name).linked, app)
    sections = [section for name in files.order for section in files.sections(name)]
    pairs, lost = pairs_of(sections)
    unfollowed = [*files.missing, *app.unfollowed]
    made = []
    if not pairs or any(app.value[part] for part in _APP_PARTS):
        made.append(_app(content, why, options, app, unfollowed))
    if pairs:
        gathering = Gathering(content.file, "lu", why)
        said = (info.value for info in sections if isinstance(info, ModelInfo) and info.key == "kb.name")
        gathering.name, gathering.language = next(said, content.stem), options.language
        for pair in pairs:
            place = f"line {pair.pop('line')}"
            gathering.answer(pair.pop("answer"), pair.pop("questions"), place, **pair)
        for what, place in (*lost, *([] if made else unfollowed)):
            gathering.lost(what, place)
        for words in app.alterations:
            gathering.alterations(words)
        made.append(gathering.imported(DocumentKind.CQA))
    return tuple(made)


def _app(content: Content, why: str, options: Options, app: App, unfollowed: Iterable[tuple[str, str]]) -> Imported:
    gathering = Gathering(content.file, "lu", why, counting="utf-16")
    value = {key: item for key, item in app.value.items() if key != "versionId"}
    value["name"] = value["name"] or content.stem.partition(".")[0]
    if "culture" not in app.said:
        del value["culture"]
    gather_app(gathering, value, app.lines, options.language)
    for what, place in unfollowed:
        gathering.lost(what, place)
    return gathering.imported()


class _Links:
    """What links inside the intents of one file bring in: utterances of other files, or questions."""

    def __init__(self, files: LuFiles, name: str, above: frozenset[tuple[str, str]] = frozenset()) -> None:
        self.files, self.name, self.above = files, name, above

    def linked(self, path: str, line: int) -> Linked | None:
        """The utterances that `path#fragment` means; `None` where it leads nowhere or in a circle."""
        file, mark, fragment = path.partition("#")
        sections = self.files.sections_at(self.name, file) if mark else {}
        wanted = fragment.strip(BLANK).casefold()
        keys = {other: (other, wanted) for other in sections}
        if not sections or self.above & set(keys.values()):
            return None
        found: Linked = []
        for other, parts in sections.items():
            if wanted.startswith("?"):
                found += _questions(parts, fragment[1:], line)
            else:
                inner = _Links(self.files, other, self.above | {keys[other]})
                found += inner.utterances(parts, fragment, line)
            self.files.brought += len(found)
            if self.files.brought > _MOST_BROUGHT:
                raise UnreadableFileError(self.name, "links bring in more than 100,000 lines; import the files instead")
        return found

    def utterances(self, parts: list[Section], fragment: str, line: int) -> Linked:
        """The utterances and patterns of an intent, or of all."""
        match = _WHAT.match(fragment.strip(BLANK))
        if match is None:
            return []
        wanted = match["intent"].strip(BLANK).casefold()
        app = read_app(_only(parts, wanted), self.name, self.linked, App())
        return app.as_lines((match["part"] or "utterancesandpatterns").casefold(), line)


def _only(parts: list[Section], wanted: str) -> list[Section]:
    """The sections without the intents that are not wanted."""
    return [
        section
        for section in parts
        if not isinstance(section, IntentSection)
        or wanted in ("", section.name.casefold(), section.name.casefold().replace(" ", "-"))
    ]


def _questions(parts: list[Section], wanted: str, line: int) -> Linked:
    name = wanted.strip(BLANK).rstrip("?").casefold().replace("-", " ")
    return [
        (question, LuLine(question), line)
        for section in parts
        if isinstance(section, Question)
        for question in section.questions
        if name in ("", question.rstrip("?").casefold())
    ]
