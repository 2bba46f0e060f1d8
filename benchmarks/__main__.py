"""`python -m benchmarks [TABLE]`: run one table or all, print it, write `benchmarks/results/TABLE.json`.

A table is a module `benchmarks/table_NAME.py` with a function `rows()` that returns `Row`s.
"""

from __future__ import annotations

import json
import os
import platform
import sys
from dataclasses import asdict
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

HERE = Path(__file__).parent
COLUMNS = ("measure", "data", "value", "unit", "peer", "peer_value", "bar", "holds")


def tables() -> list[str]:
    names = (module.name for module in iter_modules([str(HERE)]))
    return sorted(name.removeprefix("table_") for name in names if name.startswith("table_"))


def shown(value: object) -> str:
    return f"{value:.3g}" if isinstance(value, float) else "-" if value is None else str(value)


def machine() -> str:
    """What the tables were measured on: processor, cores, memory, Python."""
    words = Path("/proc/cpuinfo").read_text(encoding="utf-8") if Path("/proc/cpuinfo").exists() else ""
    names = [line.partition(":")[2].strip() for line in words.splitlines() if line.startswith("model name")]
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1024**3
    processor = names[0] if names else platform.machine()
    return f"{processor}, {os.cpu_count()} cores, {memory:.0f} GiB, Python {platform.python_version()}"


def run(name: str) -> None:
    rows = [asdict(row) for row in import_module(f"benchmarks.table_{name}").rows()]
    target = HERE / "results" / f"{name}.json"
    target.parent.mkdir(exist_ok=True)
    target.write_text(json.dumps(rows, indent=2) + "\n", encoding="utf-8")
    (target.parent / "machine.txt").write_text(f"{machine()}\n", encoding="utf-8")
    if name in ("duplicates", "runs", "scale"):
        import_module("benchmarks.scaling.curves").main()
    cells = [COLUMNS, *[tuple(shown(row[column]) for column in COLUMNS) for row in rows]]
    widths = [max(len(line[index]) for line in cells) for index in range(len(COLUMNS))]
    for line in cells:
        print("  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip())


def main() -> int:
    wanted = sys.argv[1:] or tables()
    unknown = set(wanted) - set(tables())
    if unknown:
        print(f"no table {', '.join(sorted(unknown))}; there are {', '.join(tables())}", file=sys.stderr)
        return 2
    for name in wanted:
        print(f"\n{name}")
        run(name)
    return 0


if __name__ == "__main__":
    sys.exit(main())
