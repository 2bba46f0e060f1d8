"""Where the work in a folder stands, for a person who typed `curation` and nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from curation.model.standing import BundleState
from curation.model.words import plural
from curation.render.text import shell_word

if TYPE_CHECKING:
    from collections.abc import Iterator

    from curation.model.standing import Standing

__all__ = ["standing_text"]


def standing_text(found: Standing) -> str:
    """What is here in a line or two, and the next steps as commands."""
    lines = [*_here(found), "", "Next:"]
    commands = [f"  curation {_placed(words, found.folder)}" for words, _ in found.steps]
    width = max(map(len, commands), default=0)
    lines += [f"{made:<{width}}  {why}" for made, (_, why) in zip(commands, found.steps, strict=True)]
    return "\n".join([*lines, "", "curation --help lists every command; each has --help with an example."]) + "\n"


def _placed(words: str, folder: str) -> str:
    command, *rest = words.split(" ", 1)
    return words if folder == "." or "FILE" in words else " ".join([command, shell_word(folder), *rest])


def _here(found: Standing) -> Iterator[str]:
    if not found.files:
        yield "There is nothing here that can be curated: no utterance file and no project."
        return
    tasks = f", {plural(found.tasks, 'task')}" if found.tasks else ""
    rows = f"{plural(found.utterances, 'utterance')} of {plural(found.intents, 'intent')}"
    yield f"{plural(found.files, 'file')}: {rows}{tasks}"
    yield f"{plural(found.errors, 'error')} against an upload" if found.errors else "nothing against an upload"
    if found.open_intents:
        yield f"{plural(found.open_intents, 'intent')} that {'leads' if found.open_intents == 1 else 'lead'} to no task"
    if found.bundle is not BundleState.NONE:
        state = "made from these files" if found.bundle is BundleState.CURRENT else "older than these files"
        yield f"the bundle in {shell_word(found.output)} is {state}"
