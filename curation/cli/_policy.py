"""Options that say what is checked and by which rules."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from curation.cli._completion import codes
from curation.errors import CurationError
from curation.model.finding import Profile

if TYPE_CHECKING:
    from curation.api import CheckOptions

__all__ = [
    "Baseline", "Config", "ExtendSelect", "Ignore", "Isolated", "Paths", "ProfileOption", "Select", "options_of",
]  # fmt: skip

Paths = Annotated[
    list[str],
    typer.Argument(help="Files, folders or globs; a folder with a curation.toml counts as a whole."),
]
ProfileOption = Annotated[
    Profile | None,
    typer.Option("--profile", help="draft: one severity lower; upload: as the service; release: warnings are errors."),
]
_CODES = "by code, name or family, several with commas"
Select = Annotated[
    list[str],
    typer.Option("--select", metavar="RULES", autocompletion=codes, help=f"Ask these rules only, {_CODES}."),
]
ExtendSelect = Annotated[
    list[str],
    typer.Option("--extend-select", metavar="RULES", autocompletion=codes, help="Ask these rules as well."),
]
Ignore = Annotated[
    list[str], typer.Option("--ignore", metavar="RULES", autocompletion=codes, help="Do not ask these rules.")
]
Baseline = Annotated[
    Path | None, typer.Option("--baseline", help="Accepted findings, written by `curation baseline write`.")
]
Config = Annotated[Path | None, typer.Option("--config", help="Settings to use instead of the ones beside the files.")]
Isolated = Annotated[bool, typer.Option("--isolated", help="Use no settings file.")]


def options_of(
    profile: Profile | None,
    select: list[str],
    extend_select: list[str],
    ignore: list[str],
    baseline: Path | None,
    config: Path | None,
    isolated: bool,
) -> CheckOptions:
    """What was given on the command line, and only that."""
    given: dict[str, Any] = {
        "profile": profile.value if profile else None,
        "select": _words(select),
        "extend_select": _words(extend_select),
        "ignore": _words(ignore),
        "baseline": baseline,
        "config": config,
        "isolated": isolated,
    }
    return {key: value for key, value in given.items() if value}  # type: ignore[return-value]


def _words(values: list[str]) -> list[str]:
    words = [word.strip() for value in values for word in value.split(",")]
    if values and not all(words):
        raise CurationError("a rule is missing: name rules by code, name or family, with one comma between them")
    return words
