"""How far the work in a folder has come."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from curation.formats.bundle_files import inputs_of
from curation.line._place import placed
from curation.line._upload import for_upload
from curation.model.finding import Severity
from curation.model.standing import BundleState, Standing
from curation.rules import find_rule
from curation.stages.validate import validate

if TYPE_CHECKING:
    from curation.facts import Facts

__all__ = ["standing"]


def standing(facts: Facts, folder: str) -> Standing:
    """The counts and states of a workspace in a folder; what is looked up is what `check` and `status` say."""
    from curation.stages.decide import decide

    facts = for_upload(facts)
    workspace = facts.workspace
    against = placed(validate(facts), workspace).at_least(Severity.ERROR)
    errors = [error for error in against if not find_rule(error.code).settled_by]
    usable = all(document.has_shape for document in workspace.documents)
    return Standing(
        folder=folder,
        files=len(workspace.documents),
        utterances=len(workspace.rows),
        intents=len({row.intent for row in workspace.rows}),
        tasks=len(workspace.tasks),
        settings=workspace.source is not None,
        errors=len(errors),
        fixable=sum(error.fix is not None and error.fix.safe for error in errors),
        open_intents=len(decide(facts).open_intents) if usable else 0,
        output=workspace.settings.output,
        bundle=_bundle(facts, Path(folder) / workspace.settings.output),
    )


def _bundle(facts: Facts, target: Path) -> BundleState:
    made_from = inputs_of(target)
    if made_from is None:
        return BundleState.NONE
    workspace = facts.workspace
    now = {doc.file: doc.sha256 for doc in workspace.documents if doc.file in workspace.input_files}
    return BundleState.CURRENT if (now, workspace.choices) == made_from else BundleState.OUTDATED
