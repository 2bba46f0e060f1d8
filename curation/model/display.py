"""Results that show themselves: in a notebook as tables, as plots on matplotlib axes.

How they look is not known here. Whoever makes results provides it (`curation.api` does), so that a noun needs nothing
above it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

    from matplotlib.axes import Axes

__all__ = ["Displayed", "drawn", "provide"]

_as_html: list[Callable[[Any], str]] = []
_as_plot: list[Callable[..., Any]] = []


class Displayed:
    """A result that a notebook shows as a summary and a table instead of its fields."""

    __slots__ = ()

    def _repr_html_(self) -> str | None:
        """The result as a piece of markup without script; nothing where nobody provided it."""
        return _as_html[-1](self) if _as_html else None


def drawn(kind: str, result: object, ax: Axes | None, **options: object) -> Axes:
    """A result as a plot of a kind, on axes that are given or new ones.

    Raises:
        CurationError: matplotlib is not installed, or there is nothing to draw.
        RuntimeError: nobody provided plots.
    """
    if not _as_plot:
        raise RuntimeError("plots are provided by curation.api; import it first")
    made: Axes = _as_plot[-1](kind, result, ax, **options)
    return made


def provide(*, html: Callable[[Any], str], plot: Callable[..., Any]) -> None:
    """Say how results look from now on."""
    _as_html[:], _as_plot[:] = [html], [plot]
