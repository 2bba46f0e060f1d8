"""A forecast of routing for a terminal, beside what the service said where that is known."""

from __future__ import annotations

from typing import TYPE_CHECKING

from curation.model.words import plural
from curation.render.inert import inert, shortened

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from curation.model.evaluation import Evaluation, Evaluations, Figure, LabelResult, Step, Threshold
    from curation.model.leakage import LeakageReport, ScopeLeakage
    from curation.model.service import Agreement

__all__ = ["agreement_text", "evaluations_text", "leakage_text"]

_SHOWN, _SHOWN_PAIRS = 10, 5
_STEPS = (0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9)
_NAME, _RIVAL, _TEXT = 18, 11, 66


def evaluations_text(found: Evaluations) -> str:
    """Each evaluation in a dozen lines, the weakest intents first; what could not be judged at the end."""
    lines = [line for item in found for line in (*_evaluation(item), "")]
    lines += [f"not judged: {inert(what)}: {inert(reason)}" for what, reason in found.not_judged]
    return "\n".join(lines).rstrip("\n") + "\n"


def _evaluation(item: Evaluation) -> Iterator[str]:
    how = "learned from Train, judged on Test" if item.by == "test" else "cross-validated by groups of near-duplicates"
    yield f"{inert(item.scope)}: {plural(item.rows, 'text')}, {how}"
    yield f"  accuracy {_figure(item.accuracy)}   macro F1 {_figure(item.macro_f1)}"
    if item.tasks:
        yield from _table("task", item.tasks, learned=item.by == "test")
    weakest = sorted((r for r in item.intents if r.rows), key=lambda r: (round(r.f1.value, 6), r.name))[:_SHOWN]
    title = "weakest intents" if len(weakest) < len(item.intents) else "intents"
    yield from _table(title, weakest, learned=item.by == "test")
    pairs = list(item.confusion().items())[:_SHOWN_PAIRS]
    if pairs:
        yield "  most confused"
    for (given, said), count in pairs:
        yield f"    {plural(count, 'text')} of {inert(given)} taken for {inert(said)}"
        example = item.example(given, said)
        if example:
            yield f'      "{shortened(example.text, _TEXT)}"'
    yield from _threshold(item)
    yield from _more(item)
    for name, reason in item.not_judged:
        yield f"  not judged: {inert(name)}: {inert(reason)}"


def _figure(figure: Figure) -> str:
    return f"{figure.value:.3f} ({figure.low:.3f} to {figure.high:.3f})"


def _table(title: str, results: Iterable[LabelResult], *, learned: bool) -> Iterator[str]:
    """A line a label, within 80 columns; `learned` shows from how many texts, in cross-validation all but one fold."""
    yield f"  {title:<{_NAME}}  texts{'  train' if learned else ''}  prec  rec.  F1 (95 %)         lost to"
    for r in results:
        rival = f"{shortened(r.rival, _RIVAL)} {r.lost}" if r.rival else ""
        f1 = f"{r.f1.value:.2f} ({r.f1.low:.2f}-{r.f1.high:.2f})"
        shares = f"{r.precision.value:.2f}  {r.recall.value:.2f}  {f1:<16}"
        from_how_many = f"  {r.learned:>5}" if learned else ""
        yield f"  {shortened(r.name, _NAME):<{_NAME}}  {r.rows:>5}{from_how_many}  {shares}  {rival}".rstrip()


def _threshold(item: Evaluation) -> Iterator[str]:
    if item.threshold is None:
        return
    found = item.threshold
    bounds = f"{found.low:.2f} to {found.high:.2f}"
    yield f"  threshold {found.recommended:.2f} ({bounds}) costs at most one right answer in 200,"
    yield "  on the scale of this router, not of the service"
    yield f"  {_none_answered(found)}"
    marks = {found.recommended: "<- recommended"}
    if found.own is not None:
        marks[found.own] = "<- both" if found.own == found.recommended else "<- set in project"
    yield "    threshold  answered  right  right of them  None answered"
    for value in sorted({*_STEPS, *marks}):
        step = found.at(value)
        if step:
            yield f"{_step(step, value)}  {marks.get(value, '')}".rstrip()


def _none_answered(found: Threshold) -> str:
    step = found.at(found.recommended)
    if step is None or step.false_accepts is None:
        return "no text of None shows what it keeps out"
    return f"{step.false_accepts:.0%} of None's texts are answered at it"


def _step(step: Step, value: float) -> str:
    accepts = "-" if step.false_accepts is None else f"{step.false_accepts:.3f}"
    shares = f"{step.answered:>8.3f}  {step.right:>5.3f}  {step.precision:>13.3f}  {accepts:>13}"
    return f"    {value:>9.2f}  {shares}"


def _more(item: Evaluation) -> Iterator[str]:
    if item.curve:
        parts = ", ".join(f"{share:.0%} of Train {value:.3f}" for share, value in sorted(item.curve.items()))
        yield f"  macro F1 as Train grows: {parts}"
    gains = [g for g in item.growth if g.low > 0][:_SHOWN_PAIRS]
    if gains:
        yield "  ten more examples would add about"
        for g in gains:
            bounds = f"{g.low:+.3f} to {g.high:+.3f}"
            yield f"    {g.gain:+.3f} ({bounds}) to the recall of {inert(g.name)}, now {g.recall:.2f}"
    elif item.growth:
        yield "  ten more examples of any one intent: no gain that stands out from chance"
    notable = [d for d in item.drift if d.notable]
    for d in notable:
        chance = f"{d.distance:.3f}, by chance up to {d.usual:.3f}"
        yield f"  Test differs from Train in {d.what}: {chance} ({inert(d.words)})"
    alike = [f"{d.what} ({d.distance:.3f}, by chance up to {d.usual:.3f})" for d in item.drift if not d.notable]
    if alike:
        yield "  Test differs from Train no more than by chance in"
        yield from (f"    {part}" for part in alike)


def agreement_text(found: Agreement) -> str:
    """How far the forecast and the service agree."""
    return "\n".join(_agreement(found)) + "\n"


def _agreement(found: Agreement) -> Iterator[str]:
    yield f"beside {inert(found.file)} ({inert(found.scope)})"
    yield f"  accuracy {found.accuracy:.3f} here, {found.service_accuracy:.3f} by the service"
    if found.rank is not None:
        yield f"  the order of intents by F1 agrees by {found.rank:+.2f} (Spearman; 1 is the same order)"
    if found.same_answer is not None and found.same_verdict is not None:
        answers = f"{found.same_answer:.0%} with the same answer, {found.same_verdict:.0%} right or wrong alike"
        yield f"  {plural(found.common, 'text')} judged by both: {answers}"
        both = f"{found.common_accuracy:.3f} here, {found.common_service_accuracy:.3f} by the service"
        yield f"    accuracy on these: {both}"
    elif not found.common:
        yield "  no text was judged by both, so that the two accuracies are of different texts"
    far = sorted(found.intents, key=lambda i: (-round(abs(i.forecast - i.service), 6), i.intent))[:_SHOWN_PAIRS]
    if far:
        yield "  largest differences"
    for item in far:
        figures = f"F1 {item.forecast:.3f} here, {item.service:.3f} by the service"
        yield f"    {shortened(item.intent, _NAME):<{_NAME}}  {figures}"


def leakage_text(found: LeakageReport) -> str:
    """How much of Test stands in Train nearly in the same words, and what that does to a score."""
    lines = [line for item in found for line in _leak(item)]
    lines += [f"not judged: {inert(what)}: {inert(reason)}" for what, reason in found.not_judged]
    return "\n".join(lines) + "\n"


def _leak(item: ScopeLeakage) -> Iterator[str]:
    of_all = f"{len(item.rows)} of {plural(item.test, 'text')} of Test ({item.share:.0%})"
    yield f"{inert(item.scope)}: {of_all} stand in Train in nearly the same words"
    for row in item.rows[:_SHOWN_PAIRS]:
        other = "" if row.intent == row.twin_intent else f" under {inert(row.twin_intent)}"
        pair = f'"{shortened(row.text, 40)}" ~ "{shortened(row.twin, 40)}"'
        yield f"  {row.similarity:.2f}  {inert(row.intent)}: {pair}{other}"
    if len(item.rows) > _SHOWN_PAIRS:
        yield f"  and {len(item.rows) - _SHOWN_PAIRS:,} more"
    if item.accuracy is not None:
        clean = "" if item.accuracy_clean is None else f", {item.accuracy_clean:.3f} on what has no twin"
        yield f"  accuracy of a router learned from Train: {item.accuracy:.3f} on all of Test{clean}"
    if item.random is not None and item.grouped is not None and item.inflation is not None:
        both = f"{item.random:.3f} with rows dealt out one by one, {item.grouped:.3f} with near-duplicates together"
        yield f"  cross-validated: {both}: a random split adds {item.inflation:+.3f}"
