"""Which rows are for training and which for testing, with every promise kept or the reason why not."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from curation.analysis.splitting import dealt, split_groups
from curation.errors import CurationError
from curation.model.project import Dataset
from curation.model.split import Split
from curation.stages.split.parts import SIDES, label_of, parts_of, places_said, text_name
from curation.stages.split.promises import promises
from curation.stages.split.tasks import task_facts

if TYPE_CHECKING:
    from curation.analysis.splitting import Group
    from curation.facts import Facts
    from curation.model.mapping import Mapping
    from curation.model.settings import SplitSettings
    from curation.stages.split.parts import Part

__all__ = ["split"]


def split(facts: Facts, mapping: Mapping | None = None, *, folds: int | None = None) -> Split:
    """Divide the rows the work is about; the same rows and seed give the same sides in any order.

    Near-duplicates stay together; the share is met to the row, by intent and language; every intent and entity that can
    be is on both sides. Rows that the files tag or `split.csv` records stay where they are and Test is topped up;
    `split.respect` says otherwise. Further test sets are taken out of Train after Test. `folds` deals the rows out for
    cross-validation as well. With `split.tasks` each CLU task of a routed workspace is split too, with the rows that
    go into it by the `mapping`.

    Raises:
        CurationError: fewer than two folds, or a test set with the name of a side.
    """
    _refuse(facts.settings.split, folds)
    made = _split(facts, folds)
    if mapping is None or not (facts.settings.split.tasks and facts.workspace.routes):
        return made
    return replace(made, tasks={name: _split(alone, None) for name, alone in task_facts(facts, mapping, made)})


def _split(facts: Facts, folds: int | None) -> Split:
    settings = facts.settings.split
    said = places_said(facts)
    parts = parts_of(facts, said)
    places = _places(parts, settings, len(facts.workspace.rows))
    place_of = {
        row.row: said[row.row].place if row.row in said else place
        for part, place in zip(parts, places, strict=True)
        for row in part.rows
    }
    ordered = [row.row for row in facts.workspace.rows]
    test_sets = {row: place_of[row] for row in ordered if place_of[row] not in SIDES}
    fold_of: dict[tuple[str, str], int] = {}
    if folds:
        if folds > len(parts):
            raise CurationError(f"{folds:,} folds: there are {len(parts):,} groups of near-duplicates only")
        numbers = dealt([part.group for part in parts], folds=folds, seed=settings.seed)
        fold_of = {row.row: number for part, number in zip(parts, numbers, strict=True) for row in part.rows}
    return Split(
        sides={row: Dataset(place_of[row]) if row not in test_sets else Dataset.TEST for row in ordered},
        groups={row.row: part.number for part in parts for row in part.rows},
        intents={row.row: label_of(facts, row) for row in facts.workspace.rows},
        pinned=frozenset(said),
        recorded=frozenset(row for row, held in said.items() if held.by == "recorded"),
        seed=settings.seed,
        test_share=settings.test_share,
        guarantees=promises(facts, parts, place_of, said),
        texts={row.row: text_name(facts, row) for row in facts.workspace.rows},
        test_sets=test_sets,
        folds={row: fold_of[row] for row in ordered} if folds else {},
    )


def _refuse(settings: SplitSettings, folds: int | None) -> None:
    if folds is not None and folds < 2:
        raise CurationError(f"--folds {folds}: cross-validation needs two or more")
    names = [name.casefold() for name in settings.test_sets]
    taken = sorted(name for name in settings.test_sets if name.title() in SIDES or names.count(name.casefold()) > 1)
    if taken:
        raise CurationError(
            f"split.test_sets: {taken[0]} is a side of every split, or there twice (case aside); choose another name"
        )
    whole = settings.test_share + sum(settings.test_sets.values())
    if whole >= 1.0:
        raise CurationError(f"split: Test and the test sets together take {whole:.0%}; nothing is left to train on")


def _places(parts: list[Part], settings: SplitSettings, whole: int) -> list[str]:
    """The place of the free rows of each part: Test first, then each further test set from what is left in Train."""
    places = [_fixed_place(part) for part in parts]
    shares = {str(Dataset.TEST): settings.test_share, **dict(sorted(settings.test_sets.items()))}
    for name, share in shares.items():
        left = [at for at, place in enumerate(places) if place in (Dataset.TRAIN, name)]
        rows = sum(len(parts[at].rows) for at in left)
        groups = [_for_place(parts[at], name) for at in left]
        wanted = min(share * whole / rows, 1.0) if rows else 0.0
        for at, taken in zip(left, split_groups(groups, share=wanted, seed=settings.seed), strict=True):
            places[at] = name if taken else str(Dataset.TRAIN)
    return places


def _fixed_place(part: Part) -> str:
    """Where all of a part is said to be; Train, from which places are filled, where that is nowhere or in several."""
    return next(iter(part.said)) if len(part.said) == 1 else str(Dataset.TRAIN)


def _for_place(part: Part, name: str) -> Group:
    """The group as it stands before a place is filled: fixed there, fixed in Train, or free.

    A group in several places cannot be whole: its free rows are kept out of what is filled, where they would leak.
    """
    return part.group if not part.said else part.group._replace(test=part.said == {name})
