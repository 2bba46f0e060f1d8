"""`IMPORT.md`: what to do with this very bundle, step by step."""

from __future__ import annotations

from typing import TYPE_CHECKING

from curation.model.words import plural
from curation.render.inert import inert

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from curation.model.importing import ImportPlan, ImportStep

__all__ = ["import_guide"]

_KINDS = {"Conversation": "CLU", "QuestionAnswering": "question answering", "Orchestration": "orchestration workflow"}
_MANY_REQUESTS = 10
_QUOTES = str.maketrans("`|", "'/")


def import_guide(plan: ImportPlan, *, open_intents: Sequence[str], upload: bool, test_sets: bool = False) -> str:
    """The guide; `upload` says whether there are utterances to upload, `open_intents` which intents are unlinked.

    `test_sets` says whether further test sets lie beside the projects.
    """
    after = _after(plan, open_intents, test_sets=test_sets)
    parts = (_head(plan, upload=upload), _before(plan), _order(plan), _training(plan), after)
    return "\n".join(line for part in parts for line in part).rstrip("\n") + "\n"


def _head(plan: ImportPlan, *, upload: bool) -> Iterator[str]:
    yield "# Importing this bundle"
    yield ""
    yield "Written by curation for the files beside it; `manifest.json` has their hashes."
    yield ""
    if not plan.steps:
        yield "There is no project to import: upload `upload/utterances.json` in the portal, into your own project."
        yield ""
    elif upload and any(step.kind == "Orchestration" for step in plan.steps):
        yield "There are two ways to the orchestration project. Import it with the others below, its links made"
        yield "already; or upload `upload/utterances.json` into yours in the portal, and map its intents as"
        yield "`upload/mapping.csv` says. Do not do both. The tasks it leads to are needed either way."
        yield ""
    elif upload:
        yield "`upload/utterances.json` is for uploading into a project of your own in the portal; the projects"
        yield "below are imported as they are."
        yield ""


def _before(plan: ImportPlan) -> Iterator[str]:
    if not plan.steps:
        return
    yield "## Before"
    yield ""
    where = f"{_code(plan.endpoint)}" if plan.endpoint else "one Language (Foundry) resource"
    yield f"- All of it goes into {where}: an orchestration project reaches projects of its own resource only."
    yield "- An import **replaces** the project of that name, with everything in it. Export it first; the scripts stop"
    yield "  at a project that exists unless they are told to replace it."
    yield "- Project names are unique in a resource, over all kinds of custom projects."
    if 2 * len(plan.steps) > _MANY_REQUESTS:
        yield f"- The service takes {_MANY_REQUESTS} authoring requests a minute; with more projects, some wait."
    yield ""
    yield "```bash"
    yield "bash import.sh                                  # shows what would be sent, sends nothing"
    yield "bash import.sh --endpoint URL --run             # imports, in order, and waits for every job"
    yield "bash import.sh --endpoint URL --run --train     # trains and deploys as well"
    yield "```"
    yield ""
    yield "`import.ps1` does the same in PowerShell (`-Endpoint URL -Run -Train`), `python import_sdk.py` with the"
    yield "official SDK. A 202 is not success: an import, a training and a deployment are jobs, and each is followed to"
    yield "its end."
    yield ""


def _order(plan: ImportPlan) -> Iterator[str]:
    if not plan.steps:
        return
    yield "## In this order"
    yield ""
    yield "| | file | project | kind | rows | deployment |"
    yield "|---|---|---|---|---|---|"
    for number, step in enumerate(plan.steps, start=1):
        rows = "" if step.kind == "QuestionAnswering" else f"{step.train:,} Train, {step.test:,} Test"
        deployment = f"{_code(step.deployment)}" if step.deployment else "yours to name (`--env`)"
        cells = (f"{_code(step.path)}", f"{_code(step.project)}", _KINDS.get(step.kind, step.kind), rows, deployment)
        yield f"| {number} | " + " | ".join(cells) + " |"
    yield ""
    desks = [step for step in plan.steps if step.kind == "Orchestration"]
    if desks:
        yield "The orchestration project comes last: imported before the projects it links to, it loses its links."
        yield ""
    if plan.needed:
        names = ", ".join(_code(name) for _, name in plan.needed)
        yield f"There are links to {names}, not in this bundle: the scripts stop where that is not in the resource."
        yield ""


def _training(plan: ImportPlan) -> Iterator[str]:
    trained = [step for step in plan.steps if step.training]
    if not trained:
        return
    yield "## Training"
    yield ""
    yield "`train-config.json` holds the training request of each project."
    yield ""
    for step in trained:
        yield f"- {_how(step)}"
    yield ""
    yield "With `manual` the sides in the file are used, and two trainings can be compared. With `percentage` the"
    yield "service draws its own Test from the Train rows, anew at every training; rows tagged Test are left out then."
    yield "Near-duplicates then stand on both sides, and scores of two trainings cannot be compared."
    if any(step.kind == "Conversation" and not step.manual for step in trained) and len(trained) > 1:
        yield "To have `manual` everywhere, set `split.tasks = true` in `curation.toml` and make the bundle again."
    yield ""
    if any(step.kind == "Orchestration" for step in trained):
        yield "Train and deploy the tasks first. The orchestration project has to be trained and deployed again"
        yield "whenever one of its tasks was: it does not see a new model or deployment by itself. It is told at its"
        yield "deployment which deployment of each task it calls."
        yield ""


def _how(step: ImportStep) -> str:
    kind = "`manual`" if step.manual else "`percentage` (no row of it is for Test, which `manual` needs)"
    return f"{_code(step.project)}: model `{step.model}`, mode `{step.mode}`, split {kind}"


def _after(plan: ImportPlan, open_intents: Sequence[str], *, test_sets: bool) -> Iterator[str]:
    if not plan.steps:
        return
    yield "## Afterwards"
    yield ""
    answers = [step.project for step in plan.steps if step.kind == "QuestionAnswering"]
    if answers:
        names = ", ".join(f"{_code(name)}" for name in answers)
        yield f"- Question answering ({names}) has to be deployed as `production` before it is reached."
    yield "- Look at each project in the portal: it has as many utterances as in the table above."
    if test_sets:
        yield "- `test-sets/` holds rows that are in no project: ask the deployed project about them, and compare."
    yield "- Export the evaluation and put it beside the forecast: `curation evaluate FOLDER --service FILE`."
    if open_intents:
        shown = ", ".join(f"{_code(name)}" for name in open_intents[:20])
        more = f" and {plural(len(open_intents) - 20, 'other')}" if len(open_intents) > 20 else ""
        yield f"- Left unlinked, because nobody has decided yet: {shown}{more}."


def _code(text: str) -> str:
    """A name in a code span, where nothing but a backtick or a bar means something."""
    return f"`{inert(text).translate(_QUOTES)}`"
