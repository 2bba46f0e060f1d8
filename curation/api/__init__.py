"""One function a command, with the same name and defaults; the only place where files meet stages.

Every function takes a folder (with or without a `curation.toml`) or a `Workspace` that was loaded before, and
returns a noun of `curation.model`. Problems in the data are findings; mistakes of the user raise
`CurationError`.

>>> from curation import api
>>> api.explain("ENT003").name
'span-out-of-range'
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from curation.api._display import as_html, as_plot
from curation.model.display import provide

if TYPE_CHECKING:
    from curation.analysis.blocks import watched
    from curation.analysis.fair_folds import FairFolds
    from curation.api._answers import answer, decisions_bytes, decisions_state, record, restore_decisions
    from curation.api._check import baseline, check, explain, fix, rules, schema, schemas, upgrade
    from curation.api._convert import convert, merge, read
    from curation.api._files import diff, format  # noqa: A004 - named like its command
    from curation.api._forecast import agreement, compare, evaluate, leakage, route
    from curation.api._gather import CheckOptions, load
    from curation.api._insight import coverage, inspect, report, what_if
    from curation.api._line import BundleOptions, build, init, run, split
    from curation.api._logs import duplicates, triage
    from curation.api._migrate import migrate
    from curation.api._review import (
        decide,
        propose,
        refuse_existing,
        review_page,
        review_queue,
        review_sheet,
        sssom,
        standing,
        status,
        with_answers,
    )

__all__ = [
    "BundleOptions", "CheckOptions", "FairFolds", "agreement", "answer", "baseline", "build", "check", "compare",
    "convert", "coverage", "decide", "decisions_bytes", "decisions_state", "diff", "duplicates", "evaluate", "explain",
    "fix", "format", "init", "inspect", "leakage", "load", "merge", "migrate", "propose", "read", "record",
    "refuse_existing", "report", "restore_decisions", "review_page", "review_queue", "review_sheet", "route", "rules",
    "run", "schema", "schemas", "split", "sssom", "standing", "status", "triage", "upgrade", "watched", "what_if",
    "with_answers",
]  # fmt: skip

_HOMES = {
    "analysis.blocks": "watched",
    "analysis.fair_folds": "FairFolds",
    "api._answers": "answer decisions_bytes decisions_state record restore_decisions",
    "api._check": "baseline check explain fix rules schema schemas upgrade",
    "api._convert": "convert merge read",
    "api._files": "diff format",
    "api._forecast": "agreement compare evaluate leakage route",
    "api._gather": "CheckOptions load",
    "api._insight": "coverage inspect report what_if",
    "api._line": "BundleOptions build init run split",
    "api._logs": "duplicates triage",
    "api._migrate": "migrate",
    "api._review": (
        "decide propose refuse_existing review_page review_queue review_sheet sssom standing status with_answers"
    ),
}
"""Where each name lives: a command loads what it needs, and nothing else; a test holds this to `__all__`."""
_home_of = {name: module for module, names in _HOMES.items() for name in names.split()}

provide(html=as_html, plot=as_plot)


def __getattr__(name: str) -> Any:  # noqa: ANN401 - functions, classes and types alike
    """What is public, from its module, when it is first asked for."""
    if name not in _home_of:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    found = getattr(import_module(f"curation.{_home_of[name]}"), name)
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    return sorted(__all__)
