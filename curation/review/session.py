"""The answers of one sitting, on their way to the decisions of a folder."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from curation import api
from curation.errors import ChangedMeanwhileError, CurationError
from curation.model.decision import Answer
from curation.model.review import ReviewAnswer

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

__all__ = ["Session"]

_LONGEST_NOTE = 4000


class Session:
    """Takes answers as the page and the terminal give them, and takes the last ones back."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._taken: list[tuple[bytes, str]] = []
        self.state()  # a folder that cannot be used is refused here

    def state(self) -> str:
        """A name for the decisions as they are now."""
        return api.decisions_state(self._folder)

    def take(self, answers: Sequence[dict[str, Any]], state: str) -> str:
        """Append answers, and return the state after them; `state` is the one they were given in.

        Raises:
            ChangedMeanwhileError: the decisions are in another state by now.
            CurationError: an answer cannot be applied, or nothing can be written.
        """
        before = api.decisions_bytes(self._folder)
        given = [one for answer in answers for one in _given(answer)]
        after = api.record(self._folder, given, expected=state).state
        self._taken.append((before, after))
        return after

    def undo(self, state: str) -> str:
        """Take back what was last taken in this sitting, and return the state after that.

        Raises:
            ChangedMeanwhileError: the decisions are in another state by now.
            CurationError: there is nothing to take back, or nothing can be written.
        """
        if state != self.state():
            raise ChangedMeanwhileError("the decisions were changed by another tab or program")
        if not self._taken or self._taken[-1][1] != state:
            raise CurationError("there is nothing of this sitting to take back")
        before, _ = self._taken[-1]
        api.restore_decisions(self._folder, before, expected=state)
        self._taken.pop()
        return self.state()


def _given(values: dict[str, Any]) -> list[ReviewAnswer]:
    """An answer of the page as it would stand on a sheet, with those about single rows behind it.

    Raises:
        KeyError, TypeError, ValueError: it is not what the page sends.
    """
    text = {name: str(values[name]) for name in ("id", "target", "into", "note", "reviewer", "date", "fingerprint")}
    if Answer(values["decision"]).names_a_target and not text["target"].strip():
        raise CurationError(f"{values['decision']} needs a target; choose one")
    if len(text["note"]) > _LONGEST_NOTE:
        raise CurationError(f"a note has at most {_LONGEST_NOTE:,} characters")
    first = ReviewAnswer(0, answer=Answer(values["decision"]), **text)
    rows = [
        first._replace(
            id=str(row["id"]),
            fingerprint=str(row["fingerprint"]),
            answer=Answer.RETARGET,
            into=str(row["into"]),
            note="",
        )
        for row in values["rows"]
    ]
    return [first, *rows]
