"""Results as plots, on matplotlib axes: labelled, and readable without colour."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from curation.errors import CurationError

if TYPE_CHECKING:
    from collections.abc import Callable

    from matplotlib.axes import Axes

    from curation.model.coverage import Coverage
    from curation.model.evaluation import Evaluation
    from curation.model.overview import Overview

__all__ = ["plot"]

_BLUE, _ORANGE, _GREEN, _GREY = "#0072b2", "#d55e00", "#009e73", "#777777"
"""Of the palette of Okabe and Ito, which most colour-blind people tell apart."""
_MARKERS = "os^Dv<>pPX*h"
_LONGEST = 28


def plot(kind: str, result: Any, ax: Axes | None, **options: Any) -> Axes:  # noqa: ANN401 - one entry for all plots
    """A result as a plot of a kind.

    Raises:
        CurationError: matplotlib is not installed, or there is nothing to draw.
    """
    try:
        from matplotlib import pyplot
    except ImportError:
        raise CurationError("plots need matplotlib: pip install 'clu-curation[plots]'") from None
    axes = ax if ax is not None else pyplot.subplots(layout="constrained")[1]
    _KINDS[kind](result, axes, **options)
    return axes


def _name(text: str) -> str:
    """A name as a label: short, and without the dollar that would begin a formula."""
    shown = text if text.isprintable() else ascii(text)[1:-1]
    shown = shown if len(shown) <= _LONGEST else shown[: _LONGEST - 1] + "…"
    return shown.replace("$", r"\$")


def _coverage(found: Coverage, ax: Axes, *, scope: str | None = None, most: int = 40) -> None:
    intents = [item for item in found.intents if scope is None or item.scope == scope]
    _need(intents, "no intent of that scope")
    intents = sorted(intents, key=lambda item: (item.phrasings, item.intent))[:most]
    colours = [_BLUE if item.phrasings >= found.enough else _ORANGE for item in intents]
    ax.barh(range(len(intents)), [item.phrasings for item in intents], color=colours)
    ax.axvline(found.enough, color=_GREY, linestyle="--", label=f"{found.enough} phrasings")
    ax.set_yticks(range(len(intents)), [_name(item.intent) for item in intents])
    ax.invert_yaxis()
    ax.set_xlabel("different phrasings")
    ax.set_title("Coverage by intent, the fewest first")
    ax.legend(loc="lower right")


def _confusion(found: Evaluation, ax: Axes, *, most: int = 20) -> None:
    import numpy as np

    wrong = found.confusion()
    missed: dict[str, int] = {}
    for (given, said), count in wrong.items():
        missed[given] = missed.get(given, 0) + count
        missed[said] = missed.get(said, 0) + count
    names = sorted(sorted(missed, key=lambda name: (-missed[name], name))[:most])
    _need(names, "nothing was taken for anything else")
    index = {name: at for at, name in enumerate(names)}
    table = np.zeros((len(names), len(names)))
    for verdict in found.verdicts:
        if verdict.given in index and verdict.said in index:
            table[index[verdict.given], index[verdict.said]] += 1
    shares = table / np.maximum(table.sum(axis=1, keepdims=True), 1)
    ax.imshow(shares, cmap="Blues", vmin=0, vmax=1)
    for (row, column), texts in np.ndenumerate(table):
        if texts:
            colour = "white" if shares[row, column] > 0.5 else "black"
            ax.text(column, row, f"{texts:.0f}", ha="center", va="center", fontsize=7, color=colour)
    labels = [_name(name) for name in names]
    ax.set_xticks(range(len(names)), labels, rotation=90, fontsize=7)
    ax.set_yticks(range(len(names)), labels, fontsize=7)
    ax.set_xlabel("taken for")
    ax.set_ylabel("filed under")
    ax.set_title(f"Confusion, {_name(found.scope)}, by {found.by}")


def _threshold(found: Evaluation, ax: Axes) -> None:
    if found.threshold is None:
        raise CurationError("there is no threshold to draw: nothing was judged")
    swept = found.threshold
    at = [step.threshold for step in swept.steps]
    ax.plot(at, [step.answered for step in swept.steps], color=_BLUE, label="answered")
    ax.plot(at, [step.precision for step in swept.steps], color=_GREEN, linestyle="--", label="right of answered")
    accepts = [step.false_accepts for step in swept.steps]
    if all(value is not None for value in accepts):
        ax.plot(at, [value or 0.0 for value in accepts], color=_ORANGE, linestyle=":", label="None answered")
    ax.axvspan(swept.low, swept.high, color=_GREY, alpha=0.2)
    ax.axvline(swept.recommended, color=_GREY, label=f"recommended {swept.recommended:.2f}")
    if swept.own is not None:
        ax.axvline(swept.own, color="black", linestyle="-.", label=f"the project's {swept.own:.2f}")
    ax.set_xlabel("confidence threshold (scale of the proxy router)")
    ax.set_ylabel("share of texts")
    ax.set_ylim(0, 1.02)
    ax.set_title(f"Thresholds, {_name(found.scope)}, by {found.by}")
    ax.legend(fontsize=8)


def _learning_curve(found: Evaluation, ax: Axes) -> None:
    points = sorted(found.curve.items())
    _need(points, "there is no learning curve: evaluate with growth, on a workspace with a Test side")
    shares, values = zip(*points, strict=True)
    ax.plot(shares, values, color=_BLUE, marker="o")
    bounds = [[max(values[-1] - found.macro_f1.low, 0.0)], [max(found.macro_f1.high - values[-1], 0.0)]]
    ax.errorbar(shares[-1:], values[-1:], yerr=bounds, color=_BLUE, capsize=3, label="95 %")
    ax.set_xlim(0, 1.05)
    ax.set_xlabel("share of Train that was learned from")
    ax.set_ylabel("macro F1 on Test")
    ax.set_title(f"Learning curve, {_name(found.scope)}")
    ax.legend(fontsize=8)


def _map(found: Overview, ax: Axes, *, scope: str | None = None, most: int = 12) -> None:
    placed = [point for point in found.points if point.x >= 0]
    chosen = scope if scope is not None else next((point.scope for point in placed), None)
    points = [point for point in placed if point.scope == chosen]
    _need(points, "no text of that scope has a place on the map")
    sizes: dict[str, int] = {}
    for point in points:
        sizes[point.intent] = sizes.get(point.intent, 0) + 1
    named = sorted(sizes, key=lambda name: (-sizes[name], name))[:most]
    others = [point for point in points if point.intent not in named]
    if others:
        ax.scatter([p.x for p in others], [p.y for p in others], s=8, color=_GREY, alpha=0.4, label="others")
    for number, name in enumerate(named):
        own = [point for point in points if point.intent == name]
        marker = _MARKERS[number % len(_MARKERS)]
        ax.scatter([p.x for p in own], [p.y for p in own], s=12, marker=marker, label=_name(name))
    doubtful = [point for point in points if point.doubtful]
    if doubtful:
        at = [p.x for p in doubtful], [p.y for p in doubtful]
        ax.scatter(*at, s=60, facecolors="none", edgecolors=_ORANGE, label="likely filed amiss")
    ax.set_xticks([])
    ax.set_yticks([])
    ax.set_title(f"Utterances, {_name(chosen or '')}")
    ax.legend(fontsize=7, loc="center left", bbox_to_anchor=(1, 0.5))


def _need(found: object, problem: str) -> None:
    if not found:
        raise CurationError(f"nothing to draw: {problem}")


_KINDS: dict[str, Callable[..., None]] = {
    "confusion": _confusion,
    "coverage": _coverage,
    "learning curve": _learning_curve,
    "map": _map,
    "threshold": _threshold,
}
