"""A person's answer about an intent or about one utterance."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256
from typing import Any, NamedTuple

__all__ = ["Answer", "Decision", "Subject"]


class Answer(StrEnum):
    """What a person can say about an unlinked intent, or about an utterance that may be filed amiss."""

    ACCEPT = "accept"
    RETARGET = "retarget"
    KEEP = "keep"
    REJECT = "reject"
    UNSURE = "unsure"

    @property
    def names_a_target(self) -> bool:
        """Whether the answer says nothing without a target: a task, or an intent for an utterance."""
        return self in (Answer.ACCEPT, Answer.RETARGET, Answer.REJECT)

    @property
    def applies(self) -> bool:
        """Whether the answer links an intent or moves an utterance."""
        return self in (Answer.ACCEPT, Answer.RETARGET)


class Subject(NamedTuple):
    """What a decision is about: an intent to be routed, or one text of an intent.

    `scope` is empty for what is routed, else the name of the CLU project that holds the text.
    """

    scope: str
    intent: str
    text: str

    @property
    def id(self) -> str:
        """A short name that no spreadsheet takes for a number; the text counts as it stands here, so normalise it."""
        name = "\x1f".join(self).encode("utf-8", errors="backslashreplace")
        return f"q{sha256(name).hexdigest()[:11]}"


@dataclass(frozen=True, slots=True)
class Decision:
    """One row of `decisions.csv`.

    Without a `text` it is about an intent: `task` is what it leads to, `into` an intent inside the task that its rows
    go to as well. With a `text` it is about one utterance of the intent: `into` is the intent it is filed under from
    now on; where `task` is named, it is the intent inside that task.
    `fingerprint` names the state of the texts the answer was given for; the decision is stale when
    they have changed since. An empty one cannot go stale, and says so in a finding.
    """

    intent: str
    answer: Answer
    task: str = ""
    into: str = ""
    reviewer: str = ""
    date: str = ""
    note: str = ""
    fingerprint: str = ""
    tool_version: str = ""
    text: str = ""
    scope: str = ""
    file: str = ""
    line: int = 0

    @property
    def subject(self) -> Subject:
        """What the answer is about."""
        return Subject(self.scope, self.intent, self.text)

    @property
    def topic(self) -> tuple[Subject, bool]:
        """What a later answer replaces: where a text is filed, and where it goes inside a task, are two things."""
        return self.subject, bool(self.text and self.task)

    @property
    def outcome(self) -> tuple[str, str, str]:
        """What the answer comes to, whether a proposal was accepted or the target was named by hand."""
        verb = "link" if self.answer.applies else str(self.answer)
        return (verb, self.task, self.into) if self.answer.names_a_target else (verb, "", "")

    def contradicts(self, other: Decision) -> bool:
        """Whether the two cannot both be right; that a task is wrong goes with every other answer than that task.

        Who rejects a task without an intent inside it rejects it whole, whatever intent inside another one chose.
        """
        mine, theirs = self.outcome, other.outcome
        if Answer.REJECT not in (self.answer, other.answer):
            return mine != theirs
        whole = not (self if self.answer is Answer.REJECT else other).into
        same = mine[1] == theirs[1] and (whole or mine[2] == theirs[2])
        return {mine[0], theirs[0]} == {"link", "reject"} and same

    def repeats(self, other: Decision | None) -> bool:
        """Whether `other` is the same answer by the same reviewer about the same texts."""
        compared = ("intent", "answer", "task", "into", "reviewer", "note", "fingerprint", "text", "scope")
        return other is not None and all(getattr(self, name) == getattr(other, name) for name in compared)

    def to_dict(self) -> dict[str, Any]:
        """The decision as in `schemas/decisions.schema.json`."""
        return {
            "intent": self.intent,
            "decision": str(self.answer),
            "task": self.task,
            "into": self.into,
            "reviewer": self.reviewer,
            "date": self.date,
            "note": self.note,
            "fingerprint": self.fingerprint,
            "tool_version": self.tool_version,
            "text": self.text,
            "scope": self.scope,
        }
