"""Rows that belong together, and where the files or the record put them."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING, NamedTuple

from curation.analysis.normalise import LONGEST_JUDGED, fingerprint
from curation.analysis.splitting import Group, Stratum
from curation.model.project import Dataset

if TYPE_CHECKING:
    from curation.facts import Facts
    from curation.model.project import Utterance

__all__ = ["ENTITY", "SIDES", "Held", "Part", "label_of", "parts_of", "places_said", "text_name"]

ENTITY = "\x1f"
"""Before the name of an entity, to keep it apart from an intent of the same name."""
SIDES = frozenset(map(str, Dataset))


class Held(NamedTuple):
    """Where a row is held, and by what: "tagged", "recorded" in `split.csv`, or "untagged" and so in Train."""

    place: str
    by: str


class Part(NamedTuple):
    """Rows that belong together, where the files or the record put some of them, and what the split goes by."""

    number: int
    rows: list[Utterance]
    said: frozenset[str]
    group: Group


def text_name(facts: Facts, row: Utterance) -> str:
    """The name of a text in the record; a letter first, so that no spreadsheet takes it for a number.

    The same text has a place of its own in each task that is split beside what is routed.
    """
    task = "" if facts.workspace.routes else facts.workspace.scope_of_file.get(row.file, "")
    return "t" + fingerprint([row.text[:LONGEST_JUDGED], *([task] if task else [])])[:15]


def places_said(facts: Facts) -> dict[tuple[str, str], Held]:
    """The place of each row that has one already: by its tag, else by the record."""
    settings, recorded = facts.settings.split, facts.workspace.recorded_sides
    known = SIDES | set(settings.test_sets)
    if settings.respect == "ignore":
        return {}
    if settings.respect == "only":
        return {
            row.row: Held(str(row.dataset), "tagged") if row.dataset in known else Held("Train", "untagged")
            for row in facts.workspace.rows
        }
    found: dict[tuple[str, str], Held] = {}
    for row in facts.workspace.rows:
        if row.dataset in known:
            found[row.row] = Held(str(row.dataset), "tagged")
        elif recorded and (place := recorded.get(text_name(facts, row))) in known:
            found[row.row] = Held(str(place), "recorded")
    return found


def _rows_by_group(facts: Facts) -> list[tuple[int, list[Utterance]]]:
    rows: dict[int, list[Utterance]] = defaultdict(list)
    for key, number in zip(facts.keys, facts.groups[0], strict=True):
        rows[number] += facts.rows_of_key[key]
    return sorted(rows.items())


def label_of(facts: Facts, row: Utterance) -> str:
    """The intent; with several CLU projects side by side the project too, as their intents do not compete."""
    if facts.workspace.routes or len(facts.workspace.own_projects) < 2 or facts.workspace.utterance_files:
        return row.intent
    project = next(project for project in facts.workspace.own_projects if project.file == row.file)
    return f"{project.name}/{row.intent}"


def parts_of(facts: Facts, said: dict[tuple[str, str], Held]) -> list[Part]:
    """The groups of near-duplicates of the rows the work is about, in order of their first text."""
    return [_part(facts, number, rows, said) for number, rows in _rows_by_group(facts)]


def _part(facts: Facts, number: int, rows: list[Utterance], said: dict[tuple[str, str], Held]) -> Part:
    places = frozenset(said[row.row].place for row in rows if row.row in said)
    group = Group(
        name=facts.keys[number],
        counts=Counter(Stratum(label_of(facts, row), facts.language_of_row[row.row]) for row in rows),
        wanted=Counter(ENTITY + name for row in rows for name in {span.category for span in row.spans}),
    )
    return Part(number, rows, places, group)
