"""Where utterances would go: the task by the orchestrator's part, then the intent inside it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from curation.analysis.normalise import LONGEST_JUDGED, normalised
from curation.errors import CurationError
from curation.facts.filed import filed
from curation.facts.stored import encoder_named, stored_pairs, stored_router, stored_vectors
from curation.model.project import NONE_INTENT
from curation.model.routing import Nearest, Routed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from curation.analysis.router import Router
    from curation.facts import Facts
    from curation.facts.filed import Filed
    from curation.model.mapping import Mapping

__all__ = ["route"]

_SHOWN = 3
_ASKED_AT_ONCE = 1024


def route(
    facts: Facts,
    links: Mapping,
    texts: Iterable[str],
    *,
    threshold: float | None = None,
    say: Callable[[str], None] = lambda _: None,
) -> Iterator[Routed]:
    """Each text with its route, intent, rival and nearest known texts, in order.

    One router knows all intents; the chance of a task is the sum of its intents', and the intent inside is judged among
    these alone, as the service does in two steps. `threshold` stands for those of the projects.

    Raises:
        CurationError: the workspace has fewer than two intents with texts.
    """
    known = filed(facts, links)
    if len(known.labels) < 2:
        raise CurationError("there are fewer than two intents with utterances here; nothing can be told apart")
    say("learning what the workspace knows")
    return _answered(facts, known, _learned(facts, known), texts, threshold)


def _learned(facts: Facts, known: Filed) -> Router:
    from curation.analysis.neighbours import groups_of

    settings = facts.settings
    distinct = sorted(set(known.keys))
    numbers, _ = groups_of(len(distinct), stored_pairs(facts.store, distinct, settings.split.similarity))
    group_of = dict(zip(distinct, numbers, strict=True))
    encoder = encoder_named(settings.analysis.encoder)
    router, _ = stored_router(
        facts.store,
        known.keys,
        known.given,
        [group_of[key] for key in known.keys],
        vectors=lambda: stored_vectors(facts.store, known.keys, encoder),
        width=len(known.labels),
        encoder=settings.analysis.encoder,
        seed=settings.split.seed,
    )
    return router


def _answered(
    facts: Facts, known: Filed, router: Router, texts: Iterable[str], threshold: float | None
) -> Iterator[Routed]:
    encoder = encoder_named(facts.settings.analysis.encoder)
    limits = _Limits(facts, threshold)
    part: list[str] = []
    for text in texts:
        part.append(text)
        if len(part) == _ASKED_AT_ONCE:
            yield from _part(known, router, part, encoder.encode, limits)
            part = []
    if part:
        yield from _part(known, router, part, encoder.encode, limits)


class _Limits:
    """The confidence below which each project answers None."""

    def __init__(self, facts: Facts, given: float | None) -> None:
        workspace = facts.workspace
        alone = workspace.own_projects[0] if len(workspace.own_projects) == 1 and not workspace.routes else None
        first = alone.confidence_threshold if alone else workspace.routing_threshold
        self.first = given if given is not None else first or 0.0
        self.of_task = {
            task.name: given if given is not None else task.project.confidence_threshold or 0.0
            for task in workspace.tasks
        }
        own = workspace.orchestration or alone
        self.router = own.name or "the router" if own else workspace.settings.project.name or "the router"


def _part(
    known: Filed,
    router: Router,
    texts: Sequence[str],
    encode: Callable[[Sequence[str]], NDArray[np.float32]],
    limits: _Limits,
) -> Iterator[Routed]:
    import numpy as np

    from curation.analysis.features import embed

    keys = [normalised(text[:LONGEST_JUDGED]) for text in texts]
    vectors = encode(keys), embed(keys)
    chances = np.exp(router.log_chances(*vectors))
    routes = np.asarray(known.routes)
    answering = _answering(known)
    by_route = np.stack([chances[:, routes == number].sum(axis=1) for number in range(int(routes.max()) + 1)], axis=1)
    near, like = router.nearest(*vectors, _SHOWN)
    for row, text in enumerate(texts):
        order = np.argsort(-by_route[row], kind="stable")
        inside = np.where((routes == order[0]) & answering, chances[row], -1.0)
        label = int(inside.argmax())
        nearest = [_nearest(known, int(at), float(value)) for at, value in zip(near[row], like[row], strict=True)]
        share = float(chances[row, label] / max(inside[inside >= 0.0].sum(), 1e-9))
        yield _routed(known, text, (label, share), (by_route[row], chances[row], order), limits, tuple(nearest))


def _answering(known: Filed) -> NDArray[np.bool_]:
    """Which labels a route may answer with: a task with intents of its own answers with one of these."""
    import numpy as np

    of_task = {route for route, _ in known.own}
    return np.array([label in known.own or label[0] not in of_task for label in known.labels])


def _nearest(known: Filed, at: int, similarity: float) -> Nearest:
    name, intent = known.labels[known.given[at]]
    return Nearest(known.texts[known.keys[at]], name, intent, round(max(similarity, 0.0), 4))


def _routed(
    known: Filed,
    text: str,
    answer: tuple[int, float],
    said: tuple[NDArray[np.float32], NDArray[np.float32], NDArray[np.int64]],
    limits: _Limits,
    nearest: tuple[Nearest, ...],
) -> Routed:
    by_route, chances, order = said
    label, inside = answer
    name, intent = known.labels[label]
    sure = float(by_route[order[0]])
    rival, rival_sure = "", 0.0
    if len(order) > 1:
        members = [at for at, parent in enumerate(known.routes) if parent == order[1]]
        best = max(members, key=lambda at: float(chances[at]))
        rival, rival_sure = "/".join(filter(None, known.labels[best])), float(by_route[order[1]])
    first = limits.first
    second = limits.of_task.get(name, 0.0) if name and name in limits.of_task else 0.0
    missed = limits.router if sure < first else name if intent and inside < second else ""
    return Routed(
        text=text,
        route=name,
        intent=intent,
        confidence=round(sure, 4),
        intent_confidence=round(min(inside, 1.0), 4),
        rival=rival,
        rival_confidence=round(rival_sure, 4),
        threshold=second if second and sure >= first else first,
        to_none="" if intent == NONE_INTENT else missed,
        nearest=nearest,
    )
