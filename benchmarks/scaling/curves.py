"""`python -m benchmarks.scaling.curves`: the growth that the table `scale` measured, as a picture for the docs."""

from __future__ import annotations

import json
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PICTURE = ROOT / "docs" / "images" / "growth.png"


def main() -> None:
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    rows = json.loads((ROOT / "benchmarks" / "results" / "scale.json").read_text(encoding="utf-8"))
    figure = Figure(figsize=(9, 3.4), layout="constrained")
    FigureCanvasAgg(figure)
    for axes, measure, unit in zip(
        figure.subplots(1, 2), ("triage, local", "triage, local, memory"), ("seconds", "MB"), strict=True
    ):
        found = [
            (int(row["data"].split()[0].replace(",", "")), row["value"]) for row in rows if row["measure"] == measure
        ]
        axes.plot(*zip(*found, strict=True), marker="o")
        axes.set(xscale="log", xlabel="lines of log", ylabel=unit, title=f"triage, {unit}")
        axes.set_ylim(0, 1.1 * max(value for _, value in found))
        for lines, value in found:
            axes.annotate(f"{value:,.0f}", (lines, value), textcoords="offset points", xytext=(0, 7), ha="center")
        axes.grid(alpha=0.3)
        axes.margins(x=0.1)
    figure.savefig(PICTURE, dpi=110, metadata={"Software": None})


if __name__ == "__main__":
    main()
