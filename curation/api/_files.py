"""Files as files: their form, and what changed between two of them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from curation.errors import CurationError

if TYPE_CHECKING:
    from curation.model.difference import Difference
    from curation.model.fix import Rewritten
    from curation.model.project import Project

__all__ = ["diff", "format", "project_of"]


def format(*paths: str | Path, write: bool = True, sort: bool = False) -> Rewritten:  # noqa: A001 - named like its command
    """Write files in their canonical form: documented key order, one row a line, UTF-8, LF.

    What a file says stays what it was; rows keep their order unless `sort` is asked for. Files that a folder or glob
    brings up and that are of no known kind are passed over. Nothing is written unless every file can be.

    Raises:
        CurationError: nothing matches, or a file cannot be read, is of no known kind, or holds a key twice.
    """
    from curation.formats.canonical import canonical_bytes
    from curation.formats.files import expand, read_bytes, shown_path, write_all
    from curation.formats.read import read_document
    from curation.model.document import DocumentKind
    from curation.model.fix import Rewritten

    root = Path.cwd()
    named = {root / path for path in paths}
    if not paths:
        raise CurationError("name a file, a folder or a glob to format")
    before: dict[str, bytes] = {}
    after: dict[str, bytes] = {}
    for path in expand([str(path) for path in paths], root):
        shown = shown_path(path, root)
        document = read_document(read_bytes(path, shown), shown)
        if document.kind is DocumentKind.UNKNOWN and path not in named:
            continue
        before[shown], after[shown] = document.data, canonical_bytes(document, sort=sort)
        if not sort and read_document(after[shown], shown).value != document.value:
            raise RuntimeError("a formatted file says something else")
    made = Rewritten(before, after)
    if write:
        write_all({root / file: after[file] for file in made.changed})
    return made


def diff(old: str | Path, new: str | Path) -> Difference:
    """What importing `new` over `old` would change, in intents, entities, links, settings and utterances.

    An import replaces a whole project; this says what that means. Rows are known by text and language, not by place.

    Raises:
        CurationError: a file cannot be read or has not its shape, or the two are not of one kind.
    """
    from curation.stages.diff import difference

    before, after = project_of(old), project_of(new)
    if before.kind is not after.kind:
        kinds = f"{old} is a {before.kind.words}, {new} a {after.kind.words}"
        raise CurationError(f"{kinds}; compare two of one kind")
    return difference(before, after)


def project_of(path: str | Path) -> Project:
    """The project in a file, to be compared.

    Raises:
        CurationError: it cannot be read or has not its shape.
    """
    from curation.formats.files import read_bytes
    from curation.formats.read import read_document, to_project

    document = read_document(read_bytes(Path(path), str(path)), str(path))
    if not document.has_shape:
        problem = f"it is {document.legacy}; `curation upgrade` rewrites it" if document.legacy else document.why
        problem = document.violations[0].message if document.violations and not document.legacy else problem
        raise CurationError(f"{path}: cannot be compared: {problem}")
    return to_project(document)
