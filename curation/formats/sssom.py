"""Links, answers and proposals as a mapping table (SSSOM 1.0, TSV with a commented header).

Specification: https://mapping-commons.github.io/sssom/.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

from curation import __version__
from curation.formats.cells import csv_bytes
from curation.model.decision import Answer
from curation.model.mapping import MappingState

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from curation.model.decision import Decision
    from curation.model.mapping import Mapping
    from curation.model.proposal import Proposals

__all__ = ["SSSOM_COLUMNS", "sssom_bytes"]

SSSOM_COLUMNS = (
    "subject_id", "subject_label", "predicate_id", "predicate_modifier", "object_id", "object_label",
    "mapping_justification", "author_label", "mapping_date", "confidence", "mapping_tool", "mapping_tool_version",
    "comment",
)  # fmt: skip
_HEADER = """\
#sssom_version: "1.0"
#mapping_set_id: urn:clu-curation:mapping-set
#license: https://w3id.org/sssom/license/unspecified
#curie_map:
#  curation: "urn:clu-curation:vocabulary:"
#  intent: "urn:clu-curation:intent:"
#  task: "urn:clu-curation:task:"
#  semapv: "https://w3id.org/semapv/vocab/"
#  sssom: "https://w3id.org/sssom/"
"""
_BY_PERSON, _BY_FILE = "semapv:ManualMappingCuration", "semapv:UnspecifiedMatching"
_BY_TOOL = "semapv:SemanticSimilarityThresholdMatching"


def sssom_bytes(mapping: Mapping, decisions: Iterable[Decision], proposals: Proposals) -> bytes:
    """What each intent leads to, and by whose word: people, the files, or (with a confidence) a proposal.

    A rejected pair has the modifier Not; an intent that no task serves is mapped to `sssom:NoTermFound`. Stale answers
    and those of unsure reviewers are left out.
    """
    rows = [*_decided(mapping, decisions), *_declared(mapping), *_proposed(proposals)]
    return _HEADER.encode() + csv_bytes([SSSOM_COLUMNS, *rows], delimiter="\t")


def _row(intent: str, task: str, justification: str, **more: str) -> list[str]:
    target = ("task:" + quote(task, safe="", errors="replace"), task) if task else ("sssom:NoTermFound", "")
    cells = {
        "subject_id": "intent:" + quote(intent, safe="", errors="replace"),
        "subject_label": intent,
        "predicate_id": "curation:leadsTo",
        "object_id": target[0],
        "object_label": target[1],
        "mapping_justification": justification,
        **more,
    }
    return [cells.get(column, "") for column in SSSOM_COLUMNS]


def _decided(mapping: Mapping, decisions: Iterable[Decision]) -> Iterator[list[str]]:
    said = {(d.intent, d.reviewer): d for d in decisions if not d.text}
    stale = set(mapping.stale)
    for _, decision in sorted(said.items()):
        if decision in stale or decision.answer is Answer.UNSURE:
            continue
        yield _row(
            decision.intent,
            decision.task if decision.answer.names_a_target else "",
            _BY_PERSON,
            predicate_modifier="Not" if decision.answer is Answer.REJECT else "",
            author_label=decision.reviewer,
            mapping_date=decision.date,
            comment=decision.note,
        )


def _declared(mapping: Mapping) -> Iterator[list[str]]:
    for entry in mapping.in_state(MappingState.LINKED):
        if entry.source == "file":
            yield _row(entry.intent, entry.task, _BY_FILE)


def _proposed(proposals: Proposals) -> Iterator[list[str]]:
    tool = {"mapping_tool": "curation", "mapping_tool_version": __version__}
    for proposal in sorted(proposals, key=lambda proposal: proposal.intent):
        for candidate in proposal.candidates[:3]:
            yield _row(proposal.intent, candidate.task, _BY_TOOL, confidence=f"{candidate.score:.3f}", **tool)
