"""The texts of a workspace with their places on a map."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING

from curation.facts.sided import sided
from curation.model.overview import Point

if TYPE_CHECKING:
    from collections.abc import Iterator

    from curation.facts import Facts
    from curation.facts.sided import Sided
    from curation.model.split import Split

__all__ = ["plot"]


def plot(facts: Facts, split: Split, *, most: int) -> tuple[tuple[Point, ...], int]:
    """Each text once an intent and scope, and how many were left out.

    Beyond `most` texts those stay whose hash is smallest, of every scope and intent the same share, so that the sample
    is the same whatever the order of rows.
    """
    everything = [point for scope in sided(facts, split) for point in _points(scope, split)]
    if len(everything) <= most:
        return tuple(everything), 0
    share = most / len(everything)
    by_intent: dict[tuple[str, str], list[Point]] = {}
    for point in everything:
        by_intent.setdefault((point.scope, point.intent), []).append(point)
    kept: set[Point] = set()
    for points in by_intent.values():
        kept.update(sorted(points, key=_hash)[: max(1, int(len(points) * share))])
    return tuple(point for point in everything if point in kept), len(everything) - len(kept)


def _hash(point: Point) -> str:
    return sha256(point.text.encode("utf-8", "backslashreplace")).hexdigest()


def _points(scope: Sided, split: Split) -> Iterator[Point]:
    place_of = dict(_placed(scope)) if scope.samples else {}
    position = scope.scope.position
    judgement = scope.scope.judgement
    for key in scope.scope.keys:
        # Rows that say the same under one intent are one text; the first stands for all.
        for row in {row.intent: row for row in reversed(scope.scope.rows_of_key[key])}.values():
            side = split.get(row.row) or row.dataset or ""
            plain = Point(
                scope.name, row.text, row.intent, scope.scope.language_of_row(row), side, row.file, row.pointer
            )
            at = position.get((key, row.intent))
            if at is None:
                yield plain
                continue
            said, sure, x, y = place_of[at]
            doubt = float(judgement.doubt[at]) if judgement is not None else 0.0
            yield plain._replace(said=said, confidence=sure, doubt=round(doubt, 3), x=x, y=y)


def _placed(scope: Sided) -> Iterator[tuple[int, tuple[str, float, float, float]]]:
    import numpy as np

    from curation.analysis.features import embed
    from curation.analysis.layout import places

    answers = scope.by_judgement
    if answers is None:
        return
    # Static vectors are quick; where a text stands is mostly said by the chances.
    vectors = embed([scope.samples[at].key for at in answers.at])
    found = places(vectors, answers.log_chances, np.array([scope.given[at] for at in answers.at], dtype=np.int64))
    best = answers.log_chances.argmax(axis=1)
    for row, at in enumerate(answers.at):
        sure = round(float(np.exp(answers.log_chances[row, best[row]])), 3)
        yield at, (scope.labels[int(best[row])], sure, float(found[row, 0]), float(found[row, 1]))
