"""Stages in a row: what goes from a workspace to a bundle, or round until nothing is left to mend."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from curation.line._check_log import check_log
    from curation.line._convert import TARGETS, ToOptions, converted
    from curation.line._duplicates import duplicates
    from curation.line._mend import mended
    from curation.line._migrate import migrate_line
    from curation.line._overview import overview
    from curation.line._place import placed
    from curation.line._run import run_line
    from curation.line._settled import decided
    from curation.line._standing import standing
    from curation.line._triage import triage

__all__ = [
    "TARGETS", "ToOptions", "check_log", "converted", "decided", "duplicates", "mended", "migrate_line", "overview",
    "placed", "run_line", "standing", "triage",
]  # fmt: skip

_HOMES = {
    "_check_log": "check_log",
    "_convert": "TARGETS ToOptions converted",
    "_duplicates": "duplicates",
    "_mend": "mended",
    "_migrate": "migrate_line",
    "_overview": "overview",
    "_place": "placed",
    "_run": "run_line",
    "_settled": "decided",
    "_standing": "standing",
    "_triage": "triage",
}
"""Where each name lives: a check loads neither converters nor bundles."""
_home_of = {name: module for module, names in _HOMES.items() for name in names.split()}


def __getattr__(name: str) -> Any:  # noqa: ANN401 - functions and types alike
    """What is public, from its module, when it is first asked for."""
    if name not in _home_of:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    found = getattr(import_module(f"curation.line.{_home_of[name]}"), name)
    globals()[name] = found
    return found
