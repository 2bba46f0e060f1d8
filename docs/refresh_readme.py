"""Writes the output below every `$ curation ...` of the README anew; a test compares it with what is printed."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def main() -> None:
    """Run every command of the README and put its output below it."""
    path = ROOT / "README.md"
    text = path.read_text(encoding="utf-8")
    environment = {**os.environ, "COLUMNS": "100", "NO_COLOR": "1", "TERM": "dumb"}

    def printed(match: re.Match[str]) -> str:
        with tempfile.TemporaryDirectory() as folder:
            target = str(Path(folder) / "dist")
            words = [target if word == "dist" else word for word in match[1].split()]
            command = [sys.executable, "-m", "curation", *words]
            result = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, env=environment, check=False)  # noqa: S603
        return f"```console\n$ curation {match[1]}\n{result.stdout.replace(target, 'dist').rstrip()}\n```"

    path.write_text(re.sub(r"```console\n\$ curation (.*)\n[\s\S]*?```", printed, text), encoding="utf-8")


if __name__ == "__main__":
    main()
