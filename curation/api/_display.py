"""How results look in a notebook; what draws them is loaded when something is drawn."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["as_html", "as_plot"]


def as_html(result: Any) -> str:  # noqa: ANN401 - every noun that is displayed
    """The markup of a result."""
    from curation.render.notebook import notebook_html

    return notebook_html(result)


def as_plot(kind: str, result: Any, ax: Axes | None, **options: Any) -> Axes:  # noqa: ANN401
    """A result as a plot."""
    from curation.render.plots import plot

    return plot(kind, result, ax, **options)
