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
    parsed = parse(data, file)
    if parsed.repeated_keys:
        raise CurationError(f"{file}: {parsed.repeated_keys[0]} stands there twice, and one of them would be lost")
    value = parsed.value
    texts = tuple(_texts(value, file))
    confusion = Counter((given, said) for _, given, said in texts) or _matrix(value, file)
    if not confusion:
        raise CurationError(f"{file}: no evaluation of the service in it; what is read is {_KNOWN}")
    return ServiceResults(file, dict(confusion), texts)


def _texts(value: object, file: str) -> Iterator[tuple[str, str, str]]:
    """Text, expected and predicted intent of each row.

    Raises:
        CurationError: some rows have them and some have not: figures of the rest would be figures of something else.
    """
    rows = value.get("value", value.get("utterancesStats")) if isinstance(value, dict) else value
    found = list(map(_judged, rows)) if isinstance(rows, list) else []
    missing = [at for at, row in enumerate(found, start=1) if row is None]
    if missing and len(missing) < len(found):
        raise CurationError(f"{file}: row {missing[0]} has no expected and predicted intent, as other rows have")
    yield from filter(None, found)


def _judged(row: Any) -> tuple[str, str, str] | None:
    result = row.get("intentsResult") if isinstance(row, dict) else None
    result = result if isinstance(result, dict) else row
    if not isinstance(result, dict):
        return None
    given: Any = result.get("expectedIntent", result.get("labeledIntentName"))
    said: Any = result.get("predictedIntent", result.get("predictedIntentName"))
    whole = isinstance(given, str) and isinstance(said, str)
    return (str(row.get("text", "")), given, said) if whole else None


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
