"""A file of an older shape, written anew."""

from __future__ import annotations

from typing import TYPE_CHECKING

from curation.errors import CurationError
from curation.formats.legacy import upgraded
from curation.formats.read import read_document
from curation.formats.write import json_bytes
from curation.model.conversion import Conversion

if TYPE_CHECKING:
    from curation.model.document import Document

__all__ = ["upgraded_file"]


def upgraded_file(document: Document) -> Conversion:
    """The bytes of the file in its current shape, in UTF-8 with LF, read back before they are handed on.

    Raises:
        CurationError: the file has no older shape, or something in it would be wrong in any shape.
    """
    if not document.legacy:
        state = "has its current shape already" if document.has_shape else f"cannot be upgraded: {document.why}"
        raise CurationError(f"{document.file}: {state}; `curation check` says what is wrong in it, if anything is")
    if document.repeated_keys:
        raise CurationError(f"{document.file}: the key {document.repeated_keys[0]} stands twice; keep one first")
    value, notes = upgraded(document.value)
    data = json_bytes(value)
    written = read_document(data, document.file)
    if not written.has_shape:
        first = written.violations[0] if written.violations else None
        problem = f"{first.pointer}: {first.message}" if first else written.why
        raise CurationError(
            f"{document.file}: it is {document.legacy}, and wrong in any shape: {problem}; correct it first"
        )
    return Conversion(document.file, document.legacy, data, notes)
