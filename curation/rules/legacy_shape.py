"""SCH003: legacy shape."""

from __future__ import annotations

from typing import TYPE_CHECKING

from curation.model.finding import Severity
from curation.rules._rule import Example, Hit, rule
from curation.rules._samples import clu, orchestration, sample_row, to_cqa

if TYPE_CHECKING:
    from collections.abc import Iterator

    from curation.facts import Facts

_OLDEST = {
    "api-version": "2021-11-01-preview",
    "metadata": {"name": "Tables", "type": "Conversation", "language": "en-us"},
    "assets": {
        "intents": [{"name": "Reserve"}],
        "entities": [],
        "examples": [sample_row("book a table", "Reserve")],
    },
}
_OLD = {
    "api-version": "2022-05-01",
    "stringIndexType": "Utf16CodeUnit",
    "metadata": {"projectKind": "conversation", "projectName": "Tables", "language": "en-us"},
    "assets": {"intents": [{"category": "Reserve"}], "utterances": [sample_row("book a table", "Reserve")]},
}
_OLD_LINK = {"kind": "qna", "qnaOrchestration": {"projectName": "Answers"}}


@rule(
    "SCH003",
    "legacy-shape",
    severity=Severity.ERROR,
    good=(
        Example({"p.json": clu(sample_row("book a table", "Reserve"))}),
        Example({"o.json": orchestration(intents={"Ask": to_cqa("Answers")})}),
    ),
    bad=(
        Example({"p.json": _OLDEST}, together=False),
        Example({"p.json": _OLD}, together=False),
        Example({"p.json": {"parameters": {"body": clu(sample_row("book a table", "Reserve"))}}}, together=False),
        Example({"o.json": orchestration(intents={"Ask": _OLD_LINK})}, together=False),
    ),
    evidence="third-party",
    source="contract 2.7: a user reports that the file of 2022 is refused on import",
)
def legacy_shape(facts: Facts) -> Iterator[Hit]:
    """A project has the shape of an earlier version of the service.

    Keys were renamed since the first previews. Instead of one finding a key there is this one: `curation upgrade`
    rewrites the file and says what had no place in the new shape.
    """
    for document in facts.workspace.documents:
        if document.legacy:
            yield Hit(document.file, "", f"it is {document.legacy}; rewrite it with `curation upgrade`")
