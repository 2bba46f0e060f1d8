"""Files of lines that belong together: texts in `seq.in`, intents in `label`, and tags in `seq.out` if there are."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from curation.errors import UnreadableFileError
from curation.formats.json_text import decode
from curation.formats.sources._gathering import Gathering, Label
from curation.model.document import DocumentKind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from curation.formats.sources._content import Content, Options
    from curation.model.conversion import Imported

__all__ = ["read", "recognise"]


def _folders(content: Content) -> list[str]:
    names = {PurePosixPath(name) for name in content.members}
    return sorted(str(name.parent) for name in names if name.name == "seq.in" and name.parent / "label" in names)


def recognise(content: Content) -> str:
    """Why it is one; empty if it is not."""
    return "it holds texts (seq.in) beside their intents (label)" if _folders(content) else ""


def read(content: Content, why: str, options: Options) -> tuple[Imported, ...]:
    """The rows of every such folder, tagged by its name: train, and test; a folder named otherwise gives no dataset.

    Raises:
        UnreadableFileError: the files are not of one length.
    """
    gathering = Gathering(content.file, "paired-lines", why)
    gathering.language = options.language
    for folder in _folders(content):
        where = PurePosixPath(folder)
        texts, intents = (_lines(content, where / name) for name in ("seq.in", "label"))
        tags = _lines(content, where / "seq.out") if str(where / "seq.out") in content.members else []
        if len(texts) != len(intents) or (tags and len(tags) != len(texts)):
            problem = f"seq.in has {len(texts):,} lines and label {len(intents):,}; they must agree"
            raise UnreadableFileError(str(PurePosixPath(content.file) / where), problem)
        dataset = {"train": "Train", "test": "Test"}.get(where.name)
        for number, (text, intent) in enumerate(zip(texts, intents, strict=True)):
            place = f"{where / 'seq.in'} line {number + 1}"
            labels = list(_labels(text, tags[number], place)) if tags else []
            gathering.row(text, intent, place, labels, dataset=dataset)
    return (gathering.imported(DocumentKind.UTTERANCES),)


def _lines(content: Content, name: PurePosixPath) -> list[str]:
    text = decode(content.members[str(name)], f"{content.file}/{name}")[0]
    return [line.removesuffix("\r") for line in text.removesuffix("\n").split("\n")]


def _labels(text: str, tags: str, place: str) -> Iterator[Label]:
    """Labels from B-, I- and O tags, one for each word."""
    at, name, start, end = 0, "", 0, 0
    for word, tag in zip(text.split(" "), [*tags.split(), "O"], strict=False):
        kind, _, entity = tag.partition("-")
        if name and (kind != "I" or entity != name):
            yield Label(name, start, end, place)
            name = ""
        if kind in ("B", "I") and entity:
            name, start = name or entity, start if name else at
            end = at + len(word)
        at += len(word) + 1
    if name:
        yield Label(name, start, end, place)
