"""`python -m benchmarks.scaling.flames STACKS PICTURE`: a flame graph of samples that py-spy took.

    py-spy record -f raw -r 40 -o STACKS -- python -m curation run FOLDER

The width of a box is the time of a function and all that it calls, over all threads; frames of other packages that call
each other are one box. The seconds of the functions named in `HOT` are printed."""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path

RATE = 40
HOT = (
    "nearest_outside",
    "nearest_in_both",
    "_nearest",
    "_Discriminant.__init__",
    "SentenceEncoder.encode",
    "_directions",
)
LABELLED = 0.02
DEPTH = 22


def stacks(path: Path) -> list[tuple[tuple[str, ...], float]]:
    """The functions of each stack, outermost first, and its seconds."""
    found = []
    for line in path.read_text(encoding="utf-8").splitlines():
        frames, _, count = line.rpartition(" ")
        names = []
        for frame in frames.split(";"):
            name, _, place = frame.partition(" (")
            package = place.split("/")[0].split(":")[0]
            names.append(name.replace(".<locals>", "") if package == "curation" else f"[{package}]")
        kept = [name for at, name in enumerate(names) if name.startswith("[") is False or name != names[at - 1]]
        found.append((tuple(kept), int(count) / RATE))
    return found


def main() -> None:
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    source, picture = map(Path, sys.argv[1:])
    found = sorted(stacks(source))
    whole = sum(seconds for _, seconds in found)
    figure = Figure(figsize=(11, 5.2), layout="constrained")
    FigureCanvasAgg(figure)
    axes = figure.subplots()
    boxes: list[tuple[str, int, float, float]] = []
    open_boxes: list[tuple[str, float]] = []
    at = 0.0
    for stack, seconds in [*found, ((), 0.0)]:
        common = 0
        while common < min(len(stack), len(open_boxes)) and stack[common] == open_boxes[common][0]:
            common += 1
        while len(open_boxes) > common:
            name, start = open_boxes.pop()
            boxes.append((name, len(open_boxes), start, at))
        open_boxes += [(name, at) for name in stack[common:]]
        at += seconds
    for name, level, start, end in boxes:
        if level < DEPTH:
            colour = "#d9dde3" if name.startswith("[") else "#f2a65a"
            axes.barh(level, end - start, 0.92, start, color=colour, edgecolor="white", linewidth=0.4)
            if end - start > LABELLED * whole:
                room = int((end - start) / whole * 150)
                axes.text(start + whole / 500, level, name[:room], va="center", fontsize=6, clip_on=True)
    axes.set(xlabel="seconds, all threads", yticks=[], xlim=(0, whole), ylim=(-0.6, DEPTH))
    axes.set_frame_on(False)
    figure.savefig(picture, dpi=110, metadata={"Software": None})
    seconds = Counter[str]()
    for stack, taken in found:
        seconds.update({name: taken for name in HOT if any(part.startswith(name) for part in stack)})
    print(f"{whole:.1f} s in all", *(f"{name} {taken:.1f}" for name, taken in seconds.items()), sep="; ")


if __name__ == "__main__":
    main()
