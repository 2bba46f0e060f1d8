"""LNK002: link payload mismatch."""

from __future__ import annotations

from typing import TYPE_CHECKING

from curation.formats.projects import PAYLOAD_KEYS
from curation.model.finding import Severity
from curation.rules._rule import Example, Hit, rule
from curation.rules._samples import orchestration, to_clu, to_cqa

if TYPE_CHECKING:
    from collections.abc import Iterator

    from curation.facts import Facts


@rule(
    "LNK002",
    "link-payload-mismatch",
    severity=Severity.ERROR,
    good=(Example({"o.json": orchestration(intents={"Help": to_cqa("Answers")})}),),
    bad=(Example({"o.json": orchestration(intents={"Help": {**to_cqa("Answers"), **to_clu("Tables")}})}),),
    evidence="documented",
    source="contract 3.2",
    settled_by="decision",
)
def link_payload_mismatch(facts: Facts) -> Iterator[Hit]:
    """A link has several payloads, none, or the one of another kind.

    An intent leads to exactly one task, and the payload key must be the one of `targetProjectKind`.
    """
    for project in facts.workspace.orchestrations:
        for intent in project.intents:
            link = intent.link
            if link is None or link.payloads == (PAYLOAD_KEYS.get(link.kind),):
                continue
            wrong = next((key for key in link.payloads if key != PAYLOAD_KEYS.get(link.kind)), "")
            found = " and ".join(link.payloads) or "no payload"
            message = (
                f'the link of "{intent.name}" says {link.kind} but has {found}; keep {PAYLOAD_KEYS.get(link.kind)} only'
            )
            yield Hit(project.file, f"{link.pointer}/{wrong}".rstrip("/"), message, subject=intent.name)
