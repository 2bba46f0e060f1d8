"""The `.lu` and `.qna` files of the Bot Framework: their grammar, which no library for Python reads."""

from curation.formats.lu.app import read_app
from curation.formats.lu.sections import sections_of

__all__ = ["read_app", "sections_of"]
