"""Stages in a row: what goes from a workspace to a bundle, or round until nothing is left to mend."""

from curation.line._convert import TARGETS, ToOptions, converted
from curation.line._mend import mended
from curation.line._migrate import migrate_line
from curation.line._overview import overview
from curation.line._place import placed
from curation.line._run import run_line
from curation.line._standing import standing

__all__ = ["TARGETS", "ToOptions", "converted", "mended", "migrate_line", "overview", "placed", "run_line", "standing"]
