"""Results in a notebook: a sentence and a table, without script, in whatever colours the notebook has."""

from __future__ import annotations

from importlib.resources import files
from numbers import Integral, Real
from typing import TYPE_CHECKING, Any

from curation.model.comparison import Comparison
from curation.model.coverage import Coverage
from curation.model.evaluation import Evaluation, Evaluations
from curation.model.leakage import LeakageReport
from curation.model.mapping import Mapping, MappingState
from curation.model.overview import Overview
from curation.model.proposal import Proposals
from curation.model.report import Report
from curation.model.routing import Routes
from curation.model.run import RunResult
from curation.model.split import Split
from curation.model.status import Status
from curation.model.words import plural
from curation.model.workspace import Workspace
from curation.render.findings import summary_line
from curation.render.report_parts import bar, table
from curation.render.web import escaped

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

__all__ = ["notebook_html"]

_ROWS, _LONGEST = 25, 120


def notebook_html(result: Any) -> str:  # noqa: ANN401 - every noun that is displayed
    """The markup of a result: what it is in a sentence, and its first rows as `to_frame` has them."""
    style = files("curation.render").joinpath("web_parts", "notebook.css").read_text(encoding="utf-8")
    said = _SENTENCES.get(type(result), lambda found: type(found).__name__)(result)
    body = _coverage(result) if isinstance(result, Coverage) else _frame(result)
    return f'<div class="curation-result"><style>{style}</style><p>{escaped(said)}</p>{body}</div>'


def _frame(result: Any) -> str:  # noqa: ANN401
    frame = result.to_frame()
    if not len(frame):
        return ""
    columns = [(str(name), "number" if _is_number(frame[name].iloc[0]) else "") for name in frame.columns]
    rows = ([_cell(value) for value in row] for row in frame.head(_ROWS).itertuples(index=False))
    return table(type(result).__name__, _caption(len(frame)), columns, rows)


def _caption(count: int) -> str:
    left = count - _ROWS
    return plural(count, "row") + (f"; {left:,} more are in to_frame()" if left > 0 else "")


def _is_number(value: object) -> bool:
    return isinstance(value, Real) and not isinstance(value, bool)


def _cell(value: object) -> str:
    if value is None or value != value:  # noqa: PLR0124 - what is not a number is not itself
        return ""
    if isinstance(value, Real) and not isinstance(value, Integral | bool):
        return f"{float(value):.3g}"
    text = str(value)
    return escaped(text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…")


def _coverage(found: Coverage) -> str:
    most = max((item.phrasings for item in found.intents), default=1)
    heads = (("scope", ""), ("intent", ""), ("rows", "number"), ("phrasings", "number"), ("against the line", ""),
             ("outside", "number"), ("F1", "number"))  # fmt: skip
    order = sorted(found.intents, key=lambda item: (item.phrasings, item.scope, item.intent))
    return table("Coverage", _caption(len(order)), heads, _coverage_rows(order[:_ROWS], found.enough, most))


def _coverage_rows(intents: Iterable[Any], enough: int, most: int) -> Iterator[list[str]]:
    for item in intents:
        share = "" if item.outside is None else f"{item.outside:.0%}"
        f1 = "not judged" if item.f1 is None else f"{item.f1:.2f}"
        drawn = bar(item.phrasings, enough, most)
        yield [escaped(item.scope), escaped(item.intent), f"{item.rows:,}", f"{item.phrasings:,}", drawn, share, f1]


def _split_sentence(found: Split) -> str:
    counts = ", ".join(f"{count:,} {place}" for place, count in found.counts().items())
    broken = sum(not guarantee.kept for guarantee in found.guarantees)
    return f"{counts}; {len(found.guarantees) - broken} of {len(found.guarantees)} promises kept"


def _evaluation_sentence(found: Evaluation) -> str:
    value = found.macro_f1
    bounds = f"{value.value:.3f} ({value.low:.3f} to {value.high:.3f})"
    return f"{found.scope}, by {found.by}: macro F1 {bounds} over {plural(found.rows, 'text')}"


def _evaluations_sentence(found: Evaluations) -> str:
    return "; ".join(map(_evaluation_sentence, found)) or "nothing could be judged"


def _mapping_sentence(found: Mapping) -> str:
    states = ", ".join(f"{len(part)} {state}" for state in MappingState if (part := found.in_state(state)))
    return f"{plural(len(found.entries), 'intent')}: {states or 'nothing is routed'}"


def _coverage_sentence(found: Coverage) -> str:
    return f"{found.share:.0%} of {plural(len(found.intents), 'intent')} have {found.enough} phrasings or more"


def _comparison_sentence(found: Comparison) -> str:
    flips = sum(len(item.flips) for item in found)
    return f"{plural(flips, 'text')} routed otherwise; {'; '.join(found.past) or 'no gate was passed'}"


def _leakage_sentence(found: LeakageReport) -> str:
    shares = (f"{item.scope}: {item.share:.0%} of Test has a twin in Train" for item in found)
    return "; ".join(shares) or "nothing could be judged"


def _run_sentence(found: RunResult) -> str:
    if found.blocked:
        return f"nothing was written: {found.blocked}"
    return f"{plural(len(found.bundle.files) if found.bundle else 0, 'file')} in {found.output}"


def _overview_sentence(found: Overview) -> str:
    return f"{found.title}: {plural(found.blocking, 'error')} against an upload; {summary_line(found.report)}"


def _workspace_sentence(found: Workspace) -> str:
    held = f"{plural(len(found.rows), 'utterance')}, {plural(len(found.tasks), 'task')}"
    return f"{plural(len(found.documents), 'file')}: {held}"


_SENTENCES: dict[type, Callable[[Any], str]] = {
    Comparison: _comparison_sentence,
    Coverage: _coverage_sentence,
    Evaluation: _evaluation_sentence,
    Evaluations: _evaluations_sentence,
    LeakageReport: _leakage_sentence,
    Mapping: _mapping_sentence,
    Overview: _overview_sentence,
    Proposals: lambda found: f"{plural(len(found), 'proposal')}; {found.grounds or found.nothing}",
    Report: summary_line,
    Routes: lambda found: plural(len(found.found), "text"),
    RunResult: _run_sentence,
    Split: _split_sentence,
    Status: lambda found: f"{_mapping_sentence(found.mapping)}; {plural(found.decisions, 'decision')}",
    Workspace: _workspace_sentence,
}
