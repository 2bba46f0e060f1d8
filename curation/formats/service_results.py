"""Evaluation results as the service hands them out: of conversational language understanding, and of LUIS batch tests.

Three shapes are read. A list of texts, bare or below `value`, each with `intentsResult.expectedIntent` and
`predictedIntent`; a summary with `intentsEvaluation.confusionMatrix` (both contract 9); and the result of a LUIS batch
test with `utterancesStats`.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from curation.errors import CurationError
from curation.formats.json_text import parse
from curation.model.service import ServiceResults

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["read_service_results"]

_MOST = 10**9
_KNOWN = "a list with intentsResult, a summary with intentsEvaluation, or a LUIS batch test with utterancesStats"


def read_service_results(data: bytes, file: str) -> ServiceResults:
    """The results in a file.

    Raises:
        UnreadableFileError: it is not JSON.
        CurationError: it has none of the known shapes, a cell without a count, or no text in it was judged.
    """
    value = parse(data, file).value
    texts = tuple(_texts(value))
    confusion = Counter((given, said) for _, given, said in texts) or _matrix(value, file)
    if not confusion:
        raise CurationError(f"{file}: no evaluation of the service in it; what is read is {_KNOWN}")
    return ServiceResults(file, dict(confusion), texts)


def _texts(value: object) -> Iterator[tuple[str, str, str]]:
    rows = value.get("value", value.get("utterancesStats")) if isinstance(value, dict) else value
    for row in rows if isinstance(rows, list) else ():
        if not isinstance(row, dict):
            continue
        result = row.get("intentsResult")
        result = result if isinstance(result, dict) else row
        given = result.get("expectedIntent", result.get("labeledIntentName"))
        said = result.get("predictedIntent", result.get("predictedIntentName"))
        if isinstance(given, str) and isinstance(said, str):
            yield str(row.get("text", "")), given, said


def _matrix(value: object, file: str) -> Counter[tuple[str, str]]:
    """The counts of a confusion matrix; `rawValue` of each cell, wherever the summary stands."""
    found: Counter[tuple[str, str]] = Counter()
    evaluation: Any = value
    for name in ("evaluation", "intentsEvaluation", "confusionMatrix"):
        evaluation = evaluation.get(name, evaluation) if isinstance(evaluation, dict) else None
    for given, cells in evaluation.items() if isinstance(evaluation, dict) else ():
        for said, cell in cells.items() if isinstance(cells, dict) else ():
            raw = cell.get("rawValue") if isinstance(cell, dict) else None
            if not isinstance(raw, int | float) or isinstance(raw, bool) or not 0 <= raw <= _MOST or raw != int(raw):
                raise CurationError(f'{file}: the cell "{given}", "{said}" of the confusion matrix holds no count')
            if raw:
                found[given, said] += int(raw)
    return found
