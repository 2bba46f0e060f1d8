"""A forecast beside what the service itself said."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from curation.analysis.evaluating import f1_by_label, rank_correlation
from curation.analysis.normalise import text_key
from curation.errors import CurationError
from curation.model.service import Agreement, IntentAgreement

if TYPE_CHECKING:
    from collections.abc import Sequence

    from curation.model.evaluation import Evaluation, Evaluations
    from curation.model.service import ServiceResults

__all__ = ["agreement"]


def agreement(found: Evaluations, results: ServiceResults) -> Agreement:
    """The forecast that knows most of the service's intents, beside its results; one on Test before others.

    Raises:
        CurationError: no project here has an intent of the results.
    """
    known = [(len(results.intents & {i.name for i in item.intents}), item.by == "test", item) for item in found]
    shared, _, best = max(known, key=lambda part: part[:2], default=(0, False, None))
    if not shared or best is None:
        raise CurationError(f"{results.file}: none of its intents is in a project here that can be judged")
    service = f1_by_label(results.confusion)
    rows = {name: sum(n for (given, _), n in results.confusion.items() if given == name) for name in results.intents}
    both = tuple(
        IntentAgreement(item.name, item.f1.value, service[item.name], item.rows, rows[item.name])
        for item in best.intents
        if item.name in results.intents and item.rows
    )
    right = sum(count for (given, said), count in results.confusion.items() if given == said)
    made = Agreement(
        file=results.file,
        scope=f"{best.scope}, {best.by}",
        accuracy=best.accuracy.value,
        service_accuracy=right / sum(results.confusion.values()),
        intents=both,
        rank=rank_correlation([item.forecast for item in both], [item.service for item in both]),
    )
    return _on_texts(made, [item for item in found if item.scope == best.scope], results)


def _on_texts(made: Agreement, found: Sequence[Evaluation], results: ServiceResults) -> Agreement:
    """With how far single answers are the same, over the texts that both judged; those on Test before others."""
    ours = {
        (text_key(verdict.text), verdict.given): verdict.said
        for item in sorted(found, key=lambda item: item.by == "test")
        for verdict in item.verdicts
    }
    pairs = [
        (given, ours[text_key(text), given], said)
        for text, given, said in results.texts
        if (text_key(text), given) in ours
    ]
    if not pairs:
        return made
    mine_right, theirs_right = (sum(pair[0] == pair[at] for pair in pairs) / len(pairs) for at in (1, 2))
    same = sum(mine == theirs for _, mine, theirs in pairs) / len(pairs)
    verdict = sum((mine == given) == (theirs == given) for given, mine, theirs in pairs) / len(pairs)
    return replace(
        made,
        common=len(pairs),
        common_accuracy=mine_right,
        common_service_accuracy=theirs_right,
        same_answer=same,
        same_verdict=verdict,
    )
