"""Rows that a project over the service's limits can best do without."""

from __future__ import annotations

from typing import TYPE_CHECKING

from curation.facts.stored import encoder_named, stored_vectors
from curation.model.project import Dataset

if TYPE_CHECKING:
    from collections.abc import Sequence

    from curation.facts import Facts
    from curation.model.project import Utterance

__all__ = ["trim"]


def trim(facts: Facts, rows: Sequence[Utterance], most: int) -> frozenset[tuple[str, str]]:
    """The rows to leave out so that `most` stay: Train rows that other rows of their intent say as well.

    The largest intents are cut level; Test is left as it is. Fewer rows go where Test alone is more than `most`.
    """
    import numpy as np

    from curation.analysis.encoder import unit_rows
    from curation.analysis.redundancy import most_redundant

    ordered = sorted(rows, key=lambda row: (facts.key_of[row.text], row.intent, row.row))
    keys = sorted({facts.key_of[row.text] for row in ordered})
    place = {key: at for at, key in enumerate(keys)}
    sentence, static = stored_vectors(facts.store, keys, encoder_named(facts.settings.analysis.encoder))
    vectors = unit_rows(np.hstack([sentence, static]).astype(np.float32))
    intents = sorted({row.intent for row in ordered})
    gone = most_redundant(
        vectors[[place[facts.key_of[row.text]] for row in ordered]],
        [intents.index(row.intent) for row in ordered],
        [row.dataset == Dataset.TEST for row in ordered],
        most,
    )
    return frozenset(ordered[at].row for at in gone)
