"""What statistical rules share: the scopes that can be judged, and the rows shown as evidence."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any, NamedTuple

from curation.model.decision import Subject
from curation.model.words import listed
from curation.rules._rule import NotJudgedError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from curation.analysis.judgement import Judgement
    from curation.facts import Facts
    from curation.facts.scoped import ScopeFacts
    from curation.model.project import Utterance

__all__ = [
    "Doubted",
    "doubted_at",
    "doubted_rows",
    "judged_scopes",
    "nearest_likeness",
    "neighbours_filed",
    "none_too_small",
    "place_of",
    "settled_by_person",
    "shown_row",
    "words_of_others",
]

_LIKE, _SURE, _FAINTLY = 0.5, 0.85, 0.3
"""Cosine in the joint space from which a text counts as like another; chance of a wrong label from which a fainter
likeness will do. With 270 labels moved in four projects that names 16 more of them and nothing else."""
_NAMED = 3
_TOO_FEW = "no project has two intents of five texts that are not nearly the same, and twenty texts in all"


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


def none_too_small(passed_over: Iterable[tuple[str, str]], fewest: int, facts: Facts) -> None:
    """Called as a rule ends, with what it passed over for having fewer texts than it asks for: projects and intents.

    An intent may have words about its language behind it, which stand outside its quotation marks.

    Raises:
        NotJudgedError: there is something; it names the first three, with their project where there are several.
    """
    several = len(facts.scoped) > 1
    names = [f"{intent} of {scope}" if several else intent for scope, intent in sorted(set(passed_over))]
    if names:
        raise NotJudgedError(f"fewer than {fewest} different texts: {listed(names, _NAMED)}")


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
    """The samples most like one sample that are filed under a label: near-twins, then the nearest others.

    The likeness of others is their cosine (-1..1) in the joint space; near-twins have none, they are held out there.
    """
    twins = [{**shown_row(scope, other), "twin": True} for other in _twins_filed(scope, judgement, at, label)]
    found = judgement.most_like(at, label)
    return [*twins, *(shown_row(scope, other, similarity=round(like, 3)) for other, like in found)][:most]


class Doubted(NamedTuple):
    """A row that is likely filed amiss, the intent it reads like, the chance of that, and what speaks for it."""

    row: Utterance
    other: str
    chance: float
    evidence: dict[str, Any]

    @property
    def percent(self) -> str:
        """The chance in words of a hundred: 99 at most, since nothing that is read off texts is certain."""
        return f"{min(self.chance, 0.99):.0%}"


def doubted_rows(facts: Facts) -> Iterator[Doubted]:
    """The rows whose label is wrong with a chance of `thresholds.mislabelled`, where the texts beside them agree.

    Raises:
        NotJudgedError: nothing can be judged.
    """
    for scope, judged in judged_scopes(facts):
        for at in doubted_at(facts, scope, judged):
            row, given, other = scope.row_of(at), int(judged.given[at]), int(judged.other[at])
            chance, name = float(judged.doubt[at]), judged.labels[other]
            evidence = {
                "intents": [row.intent, name],
                "proposed": name,
                "chance": round(chance, 3),
                "probability_of_given": round(float(judged.probabilities[at, given]), 4),
                "probability_of_proposed": round(float(judged.probabilities[at, other]), 4),
                "like_given": neighbours_filed(scope, judged, at, given),
                "like_proposed": neighbours_filed(scope, judged, at, other),
            }
            yield Doubted(row, name, chance, evidence)


def doubted_at(facts: Facts, scope: ScopeFacts, judged: Judgement) -> list[int]:
    """The samples whose label is likely wrong, where the texts beside them agree and nobody has answered for them."""
    return [
        at
        for at in judged.doubtful(facts.settings.thresholds.mislabelled)
        if at not in scope.alone_in_language
        and _supported(scope, judged, at)
        and not settled_by_person(facts, scope, at)
    ]


def settled_by_person(facts: Facts, scope: ScopeFacts, at: int) -> bool:
    """Whether a person has answered for the text of a sample; what was settled is not asked again."""
    sample, row = scope.samples[at], scope.row_of(at)
    name = facts.workspace.scope_of_file.get(row.file, "")
    return Subject(name, sample.intent, sample.key) in facts.settled_texts


def _supported(scope: ScopeFacts, judgement: Judgement, at: int) -> bool:
    """Whether the texts beside a sample speak for another label, not only the models.

    Some text of the other label is like it (faintly, where the models are sure), and no more near-twins are filed under
    the given label than under that.
    """
    given, other = int(judgement.given[at]), int(judgement.other[at])
    bound = _FAINTLY if judgement.doubt[at] >= _SURE else _LIKE
    mine, theirs = (len(_twins_filed(scope, judgement, at, label)) for label in (given, other))
    return (theirs > 0 or nearest_likeness(judgement, at, other) >= bound) and mine <= max(theirs, 1)


def nearest_likeness(judgement: Judgement, at: int, label: int) -> float:
    """The cosine of the text of a label that is most like a sample; 0 where there is none."""
    return max((likeness for _, likeness in judgement.most_like(at, label)), default=0.0)


def _twins_filed(scope: ScopeFacts, judgement: Judgement, at: int, label: int) -> list[int]:
    return [other for other in scope.twins.get(at, ()) if judgement.given[other] == label]


def words_of_others(facts: Facts, scope: ScopeFacts, texts: Sequence[Sequence[str]]) -> tuple[Counter[str], int]:
    """The words of all other texts of the workspace in the languages of two intents, and how many texts those are.

    Of the whole workspace, because a small project has too few to tell "the" from what two intents are about.
    """
    from curation.analysis.overlap import document_counts

    own = set().union(*texts)
    rest: Counter[str] = Counter()
    others = -len(own)
    for language in set().union(*(scope.languages_of[text] for text in own)):
        counts, count = facts.words_by_language[language]
        rest, others = rest + counts, others + count
    return rest - document_counts(own), max(others, 0)
