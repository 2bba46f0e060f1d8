"""SET003: routing-only intent that is not there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from curation.model.finding import Severity
from curation.model.words import did_you_mean
from curation.rules._rule import Example, Hit, rule
from curation.rules._samples import clu, orchestration, sample_row
from curation.rules._settings import settings_file

if TYPE_CHECKING:
    from collections.abc import Iterator

    from curation.facts import Facts

_SHOWN = 80
_FILES = {"o.json": orchestration(sample_row("hello", "Greeting"), intents={"Greeting": None}), "t.json": clu()}


@rule(
    "SET003",
    "unknown-routing-only",
    severity=Severity.WARNING,
    good=(Example(_FILES, {"links": {"routing_only": ["Greeting"]}}),),
    bad=(Example(_FILES, {"links": {"routing_only": ["Greting"]}}),),
    evidence="ours",
    source="none: a name that nothing has does nothing",
    stages=("validate", "inspect"),
)
def unknown_routing_only(facts: Facts) -> Iterator[Hit]:
    """The settings keep an intent as a routing intent that is not there.

    It is misspelt, and the intent that was meant stays unlinked; or it was renamed or taken away. Files that are
    checked one by one are not all there is, so nothing is said about them.
    """
    workspace = facts.workspace
    if not workspace.together or not workspace.routes:
        return
    names = facts.settings.links.routing_only
    for index, name in enumerate(names):
        if name not in workspace.intent_names and name not in names[:index]:
            message = f'links.routing_only names "{name[:_SHOWN]}", and no intent that is routed is called so; '
            hint = did_you_mean(name, workspace.linkable_intents)
            yield Hit(settings_file(facts), f"/links/routing_only/{index}", f"{message}{hint}", subject=name)
