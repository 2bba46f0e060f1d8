"""How far the work in a folder has come, and the step that comes next."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from curation.model.display import Displayed

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["BundleState", "Standing"]


class BundleState(StrEnum):
    """Whether there is a bundle, and whether it was made from the files as they are."""

    NONE = "none"
    CURRENT = "current"
    OUTDATED = "outdated"


@dataclass(frozen=True)
class Standing(Displayed):
    """What a folder holds, what stands against an upload, and what waits for a person.

    `settings` says whether a file names the parts, `bundle` how the bundle below `output` relates to the files.
    """

    folder: str
    files: int = 0
    utterances: int = 0
    intents: int = 0
    tasks: int = 0
    settings: bool = False
    errors: int = 0
    fixable: int = 0
    open_intents: int = 0
    output: str = "dist"
    bundle: BundleState = BundleState.NONE

    @property
    def steps(self) -> tuple[tuple[str, str], ...]:
        """What to do next, the most urgent first: the arguments of `curation`, and why."""
        if not self.files:
            return (
                ("convert FILE --to upload -o utterances.json", "takes LUIS, .lu, Rasa, spreadsheets and more"),
                ("check FILE", "says of one file what the service would refuse"),
            )
        found = []
        if self.errors:
            mends = ", and mends what is safe" if self.fixable else ""
            found.append(("check --fix" if self.fixable else "check", f"shows what the service would refuse{mends}"))
        if not self.settings:
            found.append(("init", "writes a curation.toml that names what is here"))
        if self.open_intents and not self.errors:
            found.append(("review", "asks you about the intents that lead to no task"))
        if not self.errors and not self.open_intents and self.bundle is not BundleState.CURRENT:
            found.append(("run", "writes the bundle to import"))
        if not self.errors:
            found.append(("report", "draws one page of all that is known about these utterances"))
        return tuple(found)

    def to_frame(self) -> pd.DataFrame:
        """One row a next step: command and why."""
        import pandas as pd

        return pd.DataFrame(self.to_dict()["steps"], columns=["command", "why"])

    def to_dict(self) -> dict[str, Any]:
        """All of it as plain values."""
        return {**asdict(self), "steps": [{"command": f"curation {words}", "why": why} for words, why in self.steps]}
