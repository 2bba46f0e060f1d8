"""What a split promises, and every place where it could not be kept, with the reason."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from curation.model.split import Guarantee
from curation.model.words import are, plural
from curation.stages.split.parts import ENTITY, SIDES, label_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from curation.facts import Facts
    from curation.model.project import Utterance
    from curation.stages.split.parts import Held, Part

__all__ = ["promises"]


def promises(
    facts: Facts, parts: list[Part], place_of: dict[tuple[str, str], str], said: dict[tuple[str, str], Held]
) -> tuple[Guarantee, ...]:
    """The promises; `place_of` is where each row is, `said` where the files or the record put some.

    Where only tags count no share is promised, and where there is no row nothing is.
    """
    if not parts:
        return ()
    one_sided = dict(_one_sided(facts, parts, place_of, said))
    sides = (
        Guarantee("near-duplicates are on one side", tuple(_torn(facts, parts, place_of, said))),
        Guarantee("every intent is on both sides", tuple(v for k, v in one_sided.items() if not k.startswith(ENTITY))),
        Guarantee("every entity is on both sides", tuple(v for k, v in one_sided.items() if k.startswith(ENTITY))),
    )
    if facts.settings.split.respect == "only":
        return sides
    return (
        *sides,
        Guarantee("the shares are exact to the row", tuple(_inexact(facts, parts, place_of, said))),
        Guarantee("no intent is more than a row off its share", tuple(_off_share(facts, parts, place_of, said))),
    )


def _held_by(held: Iterable[Held]) -> str:
    """By what rows are held, to follow "are"."""
    kinds = {item.by for item in held}
    if kinds == {"recorded"}:
        return "recorded in split.csv"
    if kinds == {"untagged"}:
        return "untagged"
    return "tagged in the files" if kinds == {"tagged"} else f"{' or '.join(sorted(kinds, reverse=True))}"


def _torn(
    facts: Facts, parts: list[Part], place_of: dict[tuple[str, str], str], said: dict[tuple[str, str], Held]
) -> Iterator[str]:
    for part in parts:
        places = sorted({place_of[row.row] for row in part.rows}, key=lambda place: (place == "Test", place))
        if len(places) > 1:
            where = " and ".join(places)
            by = _held_by(said[row.row] for row in part.rows if row.row in said)
            yield f'"{part.rows[0].intent}": rows that are nearly the same are in {where}, where they are {by}'
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


def _inexact(
    facts: Facts, parts: list[Part], place_of: dict[tuple[str, str], str], said: dict[tuple[str, str], Held]
) -> Iterator[str]:
    settings, rows = facts.settings.split, facts.workspace.rows
    there = Counter(place_of[row.row] for row in rows)
    tight = sum(len(part.rows) for part in parts if not part.said)
    for name, share in (("Test", settings.test_share), *sorted(settings.test_sets.items())):
        wanted = round(share * len(rows))
        if there[name] != wanted:
            why = f"all rows are {_held_by(said.values())}"
            if tight:
                why = "groups and the promise of both sides allow no other number"
            yield f"{name} has {plural(there[name], 'row')} where {share:.0%} of {len(rows):,} are {wanted:,}: {why}"


def _off_share(
    facts: Facts, parts: list[Part], place_of: dict[tuple[str, str], str], said: dict[tuple[str, str], Held]
) -> Iterator[str]:
    share = facts.settings.split.test_share
    sizes: Counter[str] = Counter()
    there: Counter[str] = Counter()
    held: dict[str, list[Held]] = defaultdict(list)
    largest: Counter[str] = Counter()
    for part in parts:
        for label, count in Counter(label_of(facts, row) for row in part.rows).items():
            sizes[label] += count
            largest[label] = max(largest[label], count)
        for row in part.rows:
            there[label_of(facts, row)] += place_of[row.row] == "Test"
            if row.row in said:
                held[label_of(facts, row)].append(said[row.row])
    for label, size in sorted(sizes.items()):
        off = there[label] - share * size
        if abs(off) > 1.0:
            why = _why_off(largest[label])
            if held[label]:
                why = f"{plural(len(held[label]), 'row')} of it {are(len(held[label]))} {_held_by(held[label])}"
            counted = f'"{label}" has {there[label]} of {size} rows in Test'
            yield f"{counted}, {abs(off):.1f} {_side(off)} than its share: {why}"


def _side(off: float) -> str:
    return "more" if off > 0 else "fewer"


def _why_off(largest: int) -> str:
    return f"up to {largest} rows are nearly the same" if largest > 1 else "texts of it are nearly those of others"


def _one_sided(
    facts: Facts, parts: list[Part], place_of: dict[tuple[str, str], str], said: dict[tuple[str, str], Held]
) -> Iterator[tuple[str, str]]:
    """Each intent and entity that is in Train only or in Test only, with the reason."""
    groups: dict[str, set[int]] = defaultdict(set)
    texts: dict[str, set[str]] = defaultdict(set)
    held: dict[str, list[Held]] = defaultdict(list)
    free: Counter[str] = Counter()
    places: dict[str, set[str]] = defaultdict(set)
    for part in parts:
        for row in part.rows:
            for label in _labels(facts, row):
                groups[label].add(part.number)
                texts[label].add(row.text)
                places[label].add(place_of[row.row])
                free[label] += row.row not in said
                if row.row in said:
                    held[label].append(said[row.row])
    for label, found in sorted(places.items()):
        sides = sorted(found & SIDES)
        if len(sides) < 2:
            counts = (len(groups[label]), len(texts[label]))
            by = "" if free[label] else _held_by(held[label])
            yield label, _why_one_sided(label, counts, by, sides[0] if sides else "test sets")


def _labels(facts: Facts, row: Utterance) -> Iterable[str]:
    return (label_of(facts, row), *{ENTITY + span.category for span in row.spans})


def _why_one_sided(label: str, count: tuple[int, int], held_by: str, side: str) -> str:
    groups, texts = count
    shown = f'"{label.removeprefix(ENTITY)}" is in {side} only: '
    if groups == 1:
        return shown + ("it has a single text" if texts == 1 else "its texts are all nearly the same")
    if held_by:
        return shown + f"all its rows are {held_by}"
    return shown + "moving a row would take the last one of another label from the other side"
