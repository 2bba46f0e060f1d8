"""The one place that knows the column names of the frames."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    import pandas as pd

    from curation.model.project import Utterance

__all__ = ["UTTERANCE_COLUMNS", "utterance_frame"]

UTTERANCE_COLUMNS = {
    "text": "the words",
    "intent": "the intent the row is filed under",
    "language": "language code of the row; missing where the row does not say",
    "dataset": "Train or Test; missing where the row does not say",
    "entities": "how many entity spans the row carries",
    "file": "the file the row was read from",
    "pointer": "JSON pointer of the row in that file",
}


def utterance_frame(utterances: Iterable[Utterance]) -> pd.DataFrame:
    """One row an utterance, in the order given, with the columns of `UTTERANCE_COLUMNS`."""
    import pandas as pd

    rows = [(u.text, u.intent, u.language, u.dataset, len(u.spans), u.file, u.pointer) for u in utterances]
    return pd.DataFrame(rows, columns=list(UTTERANCE_COLUMNS))
