"""What statistical rules share: the scopes that can be judged, and the rows shown as evidence."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from curation.rules._rule import NotJudgedError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from curation.analysis.judgement import Judgement
    from curation.facts import Facts
    from curation.facts.scoped import ScopeFacts
    from curation.model.project import Utterance

__all__ = ["judged_scopes", "neighbours_filed", "place_of", "shown_row"]

_TOO_FEW = "fewer than two intents of one project have five or more distinct texts"


def judged_scopes(facts: Facts) -> Iterator[tuple[ScopeFacts, Judgement]]:
    """The scopes with enough rows to judge, with what the models say.

    Raises:
        NotJudgedError: there is none.
    """
    found = [(scope, scope.judgement) for scope in facts.scoped]
    if all(judgement is None for _, judgement in found):
        raise NotJudgedError(_TOO_FEW)
    for scope, judgement in found:
        if judgement is not None:
            yield scope, judgement


def place_of(row: Utterance) -> str:
    """File and pointer of a row, as messages name them."""
    return f"{row.file}#{row.pointer}"


def shown_row(scope: ScopeFacts, at: int, **more: float) -> dict[str, Any]:
    """A sample as evidence: text, intent, place."""
    row = scope.row_of(at)
    return {"text": row.text, "intent": row.intent, "place": place_of(row), **more}


def neighbours_filed(
    scope: ScopeFacts, judgement: Judgement, at: int, label: int, most: int = 2
) -> list[dict[str, Any]]:
    """The samples most like one sample that are filed under a label, with their likeness (cosine, -1..1)."""
    near = zip(judgement.nearest[at].tolist(), judgement.likeness[at].tolist(), strict=True)
    found = [(int(other), like) for other, like in near if other >= 0 and judgement.given[other] == label]
    return [shown_row(scope, other, similarity=round(like, 3)) for other, like in found[:most]]
