"""What a split promises, and every place where it could not be kept, with the reason."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from curation.model.split import Guarantee
from curation.model.words import plural
from curation.stages.split.parts import ENTITY, SIDES, label_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from curation.facts import Facts
    from curation.model.project import Utterance
    from curation.stages.split.parts import Part

__all__ = ["promises"]


def promises(
    facts: Facts, parts: list[Part], place_of: dict[tuple[str, str], str], said: dict[tuple[str, str], str]
) -> tuple[Guarantee, ...]:
    """The promises; `place_of` is where each row is, `said` where the files or the record put some."""
    one_sided = dict(_one_sided(facts, parts, place_of, said))
    return (
        Guarantee("near-duplicates are on one side", tuple(_torn(facts, parts, place_of))),
        Guarantee("every intent is on both sides", tuple(v for k, v in one_sided.items() if not k.startswith(ENTITY))),
        Guarantee("every entity is on both sides", tuple(v for k, v in one_sided.items() if k.startswith(ENTITY))),
        Guarantee("the shares are exact to the row", tuple(_inexact(facts, parts, place_of))),
        Guarantee("no intent is more than a row off its share", tuple(_off_share(facts, parts, place_of, said))),
    )


def _torn(facts: Facts, parts: list[Part], place_of: dict[tuple[str, str], str]) -> Iterator[str]:
    for part in parts:
        places = sorted({place_of[row.row] for row in part.rows}, key=lambda place: (place == "Test", place))
        if len(places) > 1:
            where = " and ".join(places)
            yield f'"{part.rows[0].intent}": rows that are nearly the same are tagged {where} in the files'
    place_of_key = {facts.key_of[row.text]: place_of[row.row] for part in parts for row in part.rows}
    cut = [
        pair
        for pair in (facts.near_pairs if facts.groups[1] else ())
        if pair.similarity >= facts.settings.split.similarity
        and place_of_key[facts.keys[pair.first]] != place_of_key[facts.keys[pair.second]]
    ]
    if cut:
        largest = max(len({facts.key_of[row.text] for row in part.rows}) for part in parts)
        yield f"{plural(len(cut), 'pair')} of texts are apart, to keep groups at {largest} texts or fewer"


def _inexact(facts: Facts, parts: list[Part], place_of: dict[tuple[str, str], str]) -> Iterator[str]:
    settings, rows = facts.settings.split, facts.workspace.rows
    if settings.respect == "only":
        return
    there = Counter(place_of[row.row] for row in rows)
    tight = sum(len(part.rows) for part in parts if not part.said)
    for name, share in (("Test", settings.test_share), *sorted(settings.test_sets.items())):
        wanted = round(share * len(rows))
        if there[name] != wanted:
            why = "groups and the promise of both sides allow no other number" if tight else "all rows are tagged"
            yield f"{name} has {plural(there[name], 'row')} where {share:.0%} of {len(rows):,} are {wanted:,}: {why}"


def _off_share(
    facts: Facts, parts: list[Part], place_of: dict[tuple[str, str], str], said: dict[tuple[str, str], str]
) -> Iterator[str]:
    settings = facts.settings.split
    if settings.respect == "only":
        return
    sizes: Counter[str] = Counter()
    there: Counter[str] = Counter()
    tagged: Counter[str] = Counter()
    largest: Counter[str] = Counter()
    for part in parts:
        for label, count in Counter(label_of(facts, row) for row in part.rows).items():
            sizes[label] += count
            largest[label] = max(largest[label], count)
        for row in part.rows:
            there[label_of(facts, row)] += place_of[row.row] == "Test"
            tagged[label_of(facts, row)] += row.row in said
    for label, size in sorted(sizes.items()):
        off = there[label] - settings.test_share * size
        if abs(off) > 1.0 and 0 < there[label] < size:
            why = f"{tagged[label]} of its rows are tagged" if tagged[label] else _why_off(largest[label])
            counted = f'"{label}" has {there[label]} of {size} rows in Test'
            yield f"{counted}, {abs(off):.1f} {_side(off)} than its share: {why}"


def _side(off: float) -> str:
    return "more" if off > 0 else "fewer"


def _why_off(largest: int) -> str:
    return f"up to {largest} rows are nearly the same" if largest > 1 else "texts of it are nearly those of others"


def _one_sided(
    facts: Facts, parts: list[Part], place_of: dict[tuple[str, str], str], said: dict[tuple[str, str], str]
) -> Iterator[tuple[str, str]]:
    """Each intent and entity that is in Train only or in Test only, with the reason."""
    groups: dict[str, set[int]] = defaultdict(set)
    texts: dict[str, set[str]] = defaultdict(set)
    free: Counter[str] = Counter()
    places: dict[str, set[str]] = defaultdict(set)
    for part in parts:
        for row in part.rows:
            for label in _labels(facts, row):
                groups[label].add(part.number)
                texts[label].add(row.text)
                places[label].add(place_of[row.row])
                free[label] += row.row not in said
    for label, found in sorted(places.items()):
        sides = sorted(found & SIDES)
        if len(sides) < 2:
            counts = (len(groups[label]), len(texts[label]))
            yield label, _why_one_sided(label, counts, free[label], sides[0] if sides else "test sets")


def _labels(facts: Facts, row: Utterance) -> Iterable[str]:
    return (label_of(facts, row), *{ENTITY + span.category for span in row.spans})


def _why_one_sided(label: str, count: tuple[int, int], free: int, side: str) -> str:
    groups, texts = count
    shown = f'"{label.removeprefix(ENTITY)}" is in {side} only: '
    if groups == 1:
        return shown + ("it has a single text" if texts == 1 else "its texts are all nearly the same")
    if not free:
        return shown + f"all its rows are tagged {side} in the files"
    return shown + "moving a row would take the last one of another label from the other side"
