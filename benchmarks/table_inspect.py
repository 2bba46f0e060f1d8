"""`curation inspect`: labels moved on purpose, intents that overlap, near-duplicates, and one pass over 25,000 rows.

Three public corpora, each text once. Doubt is scored by cards learned in this run from the other two corpora, under
other seeds; the shipped cards, which have seen all three, have rows of their own. Peers see the same noise, and folds
that keep near-duplicates together: cleanlab's default ranking on each of three single models, the best of which counts;
centroid cosines and Watson's overlap of the ten terms with the highest chi-squared.
"""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING

from benchmarks.inspecting.ceiling import ceilings
from benchmarks.inspecting.labels import mislabelled
from benchmarks.inspecting.large import whole_pass
from benchmarks.inspecting.outliers import outliers
from benchmarks.inspecting.pairs import confusions, leaks
from benchmarks.inspecting.strong import mislabelled_by_strong
from benchmarks.inspecting.twins import near_duplicates
from benchmarks.inspecting.unseen import mislabelled_elsewhere
from benchmarks.measure import apart

if TYPE_CHECKING:
    from benchmarks.measure import Row


def rows() -> list[Row]:
    from threadpoolctl import threadpool_limits

    with threadpool_limits(limits=1), warnings.catch_warnings():
        warnings.filterwarnings("ignore", message=".*least populated class.*")
        warnings.filterwarnings("ignore", message="Number of classes in training fold")
        found = [*mislabelled(), *mislabelled_by_strong(), *mislabelled_elsewhere(), *ceilings()]
        found += [*leaks(), *confusions(), *near_duplicates(), *outliers()]
    return [*found, *apart(whole_pass)]
