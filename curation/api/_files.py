"""Files as files: their form, and what changed between two of them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from curation.errors import CurationError

if TYPE_CHECKING:
    from curation.model.fix import Rewritten

__all__ = ["format"]


def format(*paths: str | Path, write: bool = True, sort: bool = False) -> Rewritten:  # noqa: A001 - named like its command
    """Write files in their canonical form: documented key order, one row a line, UTF-8, LF.

    What a file says stays what it was; rows keep their order unless `sort` is asked for. Files that a folder or glob
    brings up and that are of no known kind are passed over. Nothing is written unless every file can be.

    Raises:
        CurationError: nothing matches, or a file cannot be read, is of no known kind, or holds a key twice.
    """
    from curation.formats.canonical import canonical_bytes
    from curation.formats.files import expand, read_bytes, shown_path, write_atomically
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
        if read_document(after[shown], shown).value != document.value and not sort:
            raise RuntimeError("a formatted file says something else")
    made = Rewritten(before, after)
    for file in made.changed if write else ():
        write_atomically(root / file, after[file])
    return made
