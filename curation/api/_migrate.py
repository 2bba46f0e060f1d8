"""Downloaded exports to a bundle for another resource."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from curation.api._convert import Contents
from curation.errors import CurationError, UnknownFormatError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from curation.formats.sources import Content
    from curation.model.conversion import Imported
    from curation.model.migration import Migration

    Say = Callable[[str], None]

__all__ = ["migrate"]

_DEEPEST = 3
"""Archives in archives that are opened."""


def migrate(
    *exports: str | Path,
    output: str | Path,
    names: Sequence[str] = (),
    environment: str | Path | None = None,
    allow_missing: bool = False,
    allow_unread: bool = False,
    force: bool = False,
    say: Say = lambda _: None,
) -> Migration:
    """Put downloaded exports of projects in import order, check them and their links, and write a bundle.

    `exports` are folders, files or archives, with archives in them as well: CLU, orchestration and question answering
    of any generation, LUIS apps, QnA Maker. What is as the service takes it stays byte for byte; older shapes are
    rewritten, with a note for all of it. No row is moved, tagged or left out. A link to a project that is not among
    the exports stops it, unless `allow_missing` says that the project is in the resource already; so does a file
    that cannot be read though it may be an export, unless `allow_unread` says that it is none. `names` and
    `environment` are as for `run`; an existing folder is replaced with `force` only, unless it is a bundle nobody
    edited.

    Raises:
        CurationError: nothing to migrate, two different exports of one project, or the output cannot be written.
    """
    from curation.formats.bundle_files import refuse_foreign_folder, refuse_input
    from curation.formats.overlay import read_overlay
    from curation.line import migrate_line

    say("reading")
    contents = Contents(exports)
    passed_over: list[tuple[str, str]] = []
    unread: list[tuple[str, str]] = []
    imported = [item for content, _ in contents for item in _projects(content, passed_over, unread)]
    target = Path(output)
    refuse_input(target, [Path(name) for name in contents.files])
    if not force:
        refuse_foreign_folder(target)
    say("checking and writing")
    return migrate_line(
        imported,
        passed_over,
        unread,
        target,
        read_overlay(environment, names),
        allow_missing=allow_missing,
        allow_unread=allow_unread,
    )


def _projects(
    content: Content, passed_over: list[tuple[str, str]], unread: list[tuple[str, str]], depth: int = _DEEPEST
) -> Iterator[Imported]:
    """What is in a file, and in the files of an archive that is not one export itself."""
    from curation.formats.sources import SUFFIXES, Content, Options, read_source

    try:
        yield from read_source(content, Options(), None)
        return
    except UnknownFormatError as error:
        reason, left = str(error), passed_over
    except CurationError as error:
        reason, left = str(error), unread
    members: Iterable[tuple[str, bytes]] = ()
    try:
        members = content.members.items()
    except CurationError as error:
        reason, left = str(error), unread
    inner = [(name, data) for name, data in members if Path(name).suffix.lower() in (*SUFFIXES, ".zip")]
    if inner and not depth:
        inner, reason, left = [], f"archives in archives are opened {_DEEPEST} deep; unpack it first", unread
    if not inner:
        left.append((content.file, reason.removeprefix(f"{content.file}: ")))
    for name, data in inner:
        yield from _projects(Content(f"{content.file}/{name}", data), passed_over, unread, depth - 1)
