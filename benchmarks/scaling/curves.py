"""`python -m benchmarks.scaling.curves`: the growth that three tables measured, as a picture for the docs."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from matplotlib.axes import Axes

ROOT = Path(__file__).resolve().parents[2]
PICTURE = ROOT / "docs" / "images" / "growth.png"
CURVES = (
    ("scale", "triage, local", "triage", "lines of log"),
    ("duplicates", "duplicates, local", "duplicates", "lines of log"),
    ("scale", "check, whole", "check", "utterances"),
    ("runs", "run", "run", "utterances"),
)
"""Table, measure, what is asked and of what; the memory stands beside as a measure of its own."""


def main() -> None:
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    figure = Figure(figsize=(9, 12.4), layout="constrained")
    FigureCanvasAgg(figure)
    for (seconds, memory), (table, measure, title, of) in zip(figure.subplots(4, 2), CURVES, strict=True):
        draw(seconds, points(table, measure), f"{title}, seconds", "seconds", of)
        draw(memory, points(table, f"{measure}, memory"), f"{title}, MB", "MB", of)
    figure.savefig(PICTURE, dpi=110, metadata={"Software": None})


def points(table: str, measure: str) -> list[tuple[int, float]]:
    """Lines or utterances, and what was measured."""
    rows = json.loads((ROOT / "benchmarks" / "results" / f"{table}.json").read_text(encoding="utf-8"))
    found = [row for row in rows if row["measure"] == measure]
    return [(int(row["data"].split()[0].replace(",", "")), row["value"]) for row in found]


def draw(axes: Axes, found: list[tuple[int, float]], title: str, unit: str, of: str) -> None:
    if not found:  # the table has not been measured since this curve was added
        axes.set_axis_off()
        return
    axes.plot(*zip(*found, strict=True), marker="o")
    axes.set(xscale="log", xlabel=of, ylabel=unit, title=title)
    axes.set_ylim(0, 1.1 * max(value for _, value in found))
    for lines, value in found:
        axes.annotate(
            f"{value:,.0f}" if value >= 10 else f"{value:.1f}",
            (lines, value),
            textcoords="offset points",
            xytext=(0, 7),
            ha="center",
        )
    axes.grid(alpha=0.3)
    axes.margins(x=0.1)


if __name__ == "__main__":
    main()
