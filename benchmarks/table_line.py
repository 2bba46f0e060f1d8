"""The whole line: seconds and peak memory of `curation run`, beside a process that only imports what it needs.

The peer is `python -c "import pandas, sklearn..."`: no tool does the same work, and importing the libraries is the
least any tool with them pays. Microsoft's files are looked for at ../shared/data or $CURATION_REALDATA.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from pathlib import Path

from benchmarks.measure import Row, timed

ROOT = Path(__file__).resolve().parent.parent
REAL = Path(os.environ.get("CURATION_REALDATA", ROOT.parent / "shared" / "data"))
IMPORTS = "import sklearn.linear_model, sklearn.feature_extraction.text, sklearn.decomposition, tokenizers"
CURATION = [sys.executable, "-m", "curation"]
SMALL = ROOT / "sample_data" / "tasks" / "workshop.clu.json"
BAR_START = 0.6


def rows() -> list[Row]:
    found = [*start_up()]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        found += line("sample data", ROOT / "sample_data", folder / "sample")
        microsoft = microsoft_workspace(folder)
        if microsoft is not None:
            found += line("Microsoft's samples", microsoft, folder / "microsoft-dist")
    return found


def start_up() -> list[Row]:
    bare, _ = timed([sys.executable, "-c", "pass"], repeats=5)
    made = []
    for measure, arguments in (("--help", ["--help"]), ("check", ["check", str(SMALL)])):
        seconds, _ = timed([*CURATION, *arguments], repeats=5)
        holds = seconds < BAR_START
        made.append(Row(measure, "60 utterances", seconds, "s", "python -c pass", bare, f"< {BAR_START} s", holds))
    return made


def line(data: str, folder: Path, output: Path) -> list[Row]:
    imports, imports_memory = timed([sys.executable, "-c", IMPORTS])
    seconds, memory = timed([*CURATION, "run", str(folder), "-o", str(output), "--allow-open"], ok=(0,))
    return [
        Row("run", data, seconds, "s", "imports alone", imports),
        Row("run, peak memory", data, memory, "MB", "imports alone", imports_memory),
    ]


def microsoft_workspace(folder: Path) -> Path | None:
    """The workspace of tests/realdata, with the two placeholder links decided."""
    samples = "Azure-Samples__"
    accelerator = f"{samples}Azure-Language-OpenAI-Conversational-Agent-Accelerator__"
    files = {
        "utterances.json": f"utterance-arrays/{samples}cognitive-services-sample-data-files__clu_utterances.json",
        "email.json": f"clu/{samples}cognitive-services-sample-data-files__EmailAppDemo.json",
        "home.json": f"clu/{samples}cognitive-services-sample-data-files__HomeAutomationDemo.json",
        "outdoors.json": f"clu/{accelerator}clu_import.json",
        "faq.json": f"cqa/{accelerator}cqa_import.json",
        "orchestration.json": f"orchestration/{accelerator}orchestration_import.json",
    }
    if not all((REAL / source).is_file() for source in files.values()):
        return None
    target = folder / "microsoft"
    target.mkdir()
    for name, source in files.items():
        shutil.copy(REAL / source, target / name)
    tasks = ["email", "home", "outdoors"]
    toml = 'utterances = ["utterances.json"]\norchestration = "orchestration.json"\n'
    toml += "".join(f'[[tasks]]\nfile = "{task}.json"\ndeployment = "production"\n' for task in tasks)
    toml += '[[tasks]]\nfile = "faq.json"\nname = "contoso-outdoors-cqa"\n'
    (target / "curation.toml").write_text(toml, encoding="utf-8")
    decisions = "intent,decision,task\nCLU,accept,contoso-outdoors-clu\nCQA,accept,contoso-outdoors-cqa\n"
    (target / "decisions.csv").write_text(decisions, encoding="utf-8")
    return target
