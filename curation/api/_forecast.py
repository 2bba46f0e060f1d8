"""What a training will bring, before there is one: evaluate, route, compare, and what a split leaks."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from curation.api._gather import facts_of, usable, with_split_settings
from curation.errors import CurationError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from curation.api._gather import Source
    from curation.facts import Facts
    from curation.model.comparison import Comparison
    from curation.model.evaluation import Evaluations
    from curation.model.leakage import LeakageReport
    from curation.model.routing import Routes
    from curation.model.service import Agreement

    Say = Callable[[str], None]

__all__ = ["agreement", "compare", "evaluate", "leakage", "route"]


def evaluate(folder: Source, *, growth: bool = True, say: Say = lambda _: None) -> Evaluations:
    """How well intents and tasks are told apart by a router that has not seen what it is asked, with intervals.

    Each project is judged on Test after learning from Train (the sides of `split`), and by cross-validation. The router
    stands in for the service's: it orders intents and data alike, its scores are its own. `growth` asks as well what
    more examples would buy.
    """
    from curation.stages.decide import decide
    from curation.stages.evaluate import evaluate as stage
    from curation.stages.split import split

    say("reading")
    facts = facts_of(usable(folder), {})
    mapping = decide(facts)
    return stage(facts, mapping, split(facts, mapping), growth=growth, say=say)


def agreement(found: Evaluations, results: str | Path) -> Agreement:
    """A forecast beside an evaluation by the service: its list of texts, its summary, or a LUIS batch test.

    Raises:
        CurationError: the file holds no such results, or none of its intents was judged.
    """
    from curation.formats.files import read_bytes
    from curation.formats.service_results import read_service_results
    from curation.stages.evaluate.agreeing import agreement as stage

    path = Path(results)
    return stage(found, read_service_results(read_bytes(path, path.as_posix()), path.as_posix()))


def leakage(folder: Source, *, say: Say = lambda _: None) -> LeakageReport:
    """The texts that the tags in the files put in Test though Train has nearly the same, and what that adds to a score.

    Untagged rows count as Train, as they do for the service.
    """
    from curation.stages.leakage import leakage as stage
    from curation.stages.split import split

    say("reading")
    facts = facts_of(with_split_settings(usable(folder), respect="only"), {})
    return stage(facts, split(facts), say=say)


def route(
    texts: str | Path | Iterable[str],
    folder: Source,
    *,
    threshold: float | None = None,
    columns: Mapping[str, str] | None = None,
    say: Say = lambda _: None,
) -> Routes:
    """Where utterances would go: the task, then the intent inside, with rivals and the known texts they are like.

    `texts` is one utterance, the path of a log (as for `triage`), or several utterances. `threshold` (0..1) stands for
    the confidence thresholds of the projects.

    Raises:
        CurationError: the threshold is not from 0 to 1, the log cannot be read, or there are fewer than two intents.
    """
    from curation.formats.log import log_texts
    from curation.model.routing import Routes
    from curation.stages.decide import decide
    from curation.stages.route import route as stage

    if threshold is not None and not 0.0 <= threshold <= 1.0:
        raise CurationError(f"threshold {threshold:g}: a confidence is from 0 to 1")
    facts = facts_of(usable(folder), {})
    passed_over: tuple[tuple[str, int], ...] = ()
    asked = [texts] if isinstance(texts, str) else texts
    if isinstance(asked, Path):
        asked, passed_over = log_texts(asked, columns or facts.settings.columns.named())
    return Routes(tuple(stage(facts, decide(facts), asked, threshold=threshold, say=say)), passed_over)


def compare(
    old: Source,
    new: Source,
    *,
    gates: Mapping[str, float] | Sequence[str] = (),
    say: Say = lambda _: None,
) -> Comparison:
    """Which utterances of the new Test are routed otherwise than by the old data, why, and whether a gate is passed.

    `gates` are limits by name, or words such as `macro-f1=0.01`: accuracy, macro-f1, intent-f1, broken, gone.

    Raises:
        CurationError: a gate that is not there, or a workspace that cannot be used.
    """
    from curation.model.comparison import gates_of
    from curation.stages.compare import compare as stage
    from curation.stages.decide import decide
    from curation.stages.split import split

    limits = gates_of(gates if hasattr(gates, "items") else list(gates))  # type: ignore[arg-type]
    say("reading")
    before, after = (_facts(source) for source in (old, new))
    splits = (split(after, decide(after)), split(before, decide(before)))
    return stage(before, after, *splits, gates=limits, say=say)


def _facts(source: Source) -> Facts:
    return facts_of(usable(source), {})
