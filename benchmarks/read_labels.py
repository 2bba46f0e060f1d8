"""Which labels of the public corpora two readers would not leave as they are.

385 texts whose label some replay doubted (0.35 or more, though it had not been moved) and 300 drawn from the others
were mixed, and read by two sessions of a language model, each alone, told neither how they were chosen nor what the
method says. They agreed on 89 of 100 doubted texts and 99 of 100 others. `read_labels.json` has the fingerprints of
texts, by corpus: `wrong` for both, `doubtful` where neither says right. Of the doubted 122 are wrong for both and 107
right; of the others 5 and 279. All else was not read: this says how often our doubts were right, and neither how many
labels of a corpus are wrong nor how other methods would fare.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from curation.analysis.normalise import fingerprint

if TYPE_CHECKING:
    from collections.abc import Sequence

HERE = Path(__file__).parent


@cache
def _read(corpus: str) -> dict[str, frozenset[str]]:
    value = json.loads((HERE / "read_labels.json").read_text(encoding="utf-8"))
    return {verdict: frozenset(found) for verdict, found in value[corpus].items()}


def misfiled(corpus: str, texts: Sequence[str], *, doubtful: bool = False) -> np.ndarray:
    """Which texts of a corpus both readers call wrongly filed; with `doubtful` also those that neither calls right."""
    found = _read(corpus)
    known = found["wrong"] | found["doubtful"] if doubtful else found["wrong"]
    return np.array([fingerprint([text]) in known for text in texts])
