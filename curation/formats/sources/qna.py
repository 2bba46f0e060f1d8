"""`.qna` files of the Bot Framework, which have one grammar with `.lu` files."""

from __future__ import annotations

from typing import TYPE_CHECKING

from curation.formats.sources import lu

if TYPE_CHECKING:
    from curation.formats.sources._content import Content, Options
    from curation.model.conversion import Imported

__all__ = ["read", "recognise"]


def recognise(content: Content) -> str:
    """Why it is one; empty if it is not."""
    return "its name ends in .qna" if content.suffix == ".qna" and content.text.strip() else ""


def read(content: Content, why: str, options: Options) -> tuple[Imported, ...]:
    """The questions and answers of a file with its imports, and its intents if it has some."""
    return lu.read(content, why, options)
