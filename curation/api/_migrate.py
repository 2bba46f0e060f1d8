"""Downloaded exports to a bundle for another resource."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from curation.api._convert import Contents
from curation.errors import CurationError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from curation.formats.sources import Content
    from curation.model.conversion import Imported
    from curation.model.migration import Migration

    Say = Callable[[str], None]

__all__ = ["migrate"]


def migrate(
    *exports: str | Path,
    output: str | Path,
    names: Sequence[str] = (),
    environment: str | Path | None = None,
    allow_missing: bool = False,
    force: bool = False,
    say: Say = lambda _: None,
) -> Migration:
    """Put downloaded exports of projects in import order, check them and their links, and write a bundle.

    `exports` are folders, files or archives, with archives in them as well: CLU, orchestration and question answering
    of any generation, LUIS apps, QnA Maker. What is as the service takes it stays byte for byte; older shapes are
    rewritten, with a note for all of it. No row is moved, tagged or left out. A link to a project that is not among
    the exports stops it, unless `allow_missing` says that the project is in the resource already. `names` and
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
    imported = [item for content, _ in contents for item in _projects(content, passed_over)]
    target = Path(output)
    refuse_input(target, [Path(name) for name in contents.files])
    if not force:
        refuse_foreign_folder(target)
    say("checking and writing")
    return migrate_line(imported, passed_over, target, read_overlay(environment, names), allow_missing=allow_missing)


def _projects(content: Content, passed_over: list[tuple[str, str]], depth: int = 3) -> Iterator[Imported]:
    """What is in a file, and in the files of an archive that is not one export itself."""
    from curation.formats.sources import SUFFIXES, Content, Options, read_source

    try:
        yield from read_source(content, Options(), None)
        return
    except CurationError as error:
        reason = str(error).removeprefix(f"{content.file}: ")
    try:
        members = content.members.items() if depth else ()
    except CurationError as error:
        members, reason = (), str(error).removeprefix(f"{content.file}: ")
    inner = [(name, data) for name, data in members if Path(name).suffix.lower() in (*SUFFIXES, ".zip")]
    if not inner:
        passed_over.append((content.file, reason))
    for name, data in inner:
        yield from _projects(Content(f"{content.file}/{name}", data), passed_over, depth - 1)
