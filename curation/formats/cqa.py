"""Custom question answering projects, read as a source of what a task serves (contract 4.1)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from curation.model.document import DocumentKind
from curation.model.project import Project, Utterance

if TYPE_CHECKING:
    from curation.model.document import Document

__all__ = ["read_cqa"]


def read_cqa(document: Document) -> Project:
    """Every question as an utterance whose intent is the id of its answer.

    The language is left out: question answering names languages in another way than CLU (contract 7).
    """
    metadata = document.value.get("metadata") or {}
    questions = (
        Utterance(text, str(qna["id"]), document.file, f"/assets/qnas/{index}/questions/{number}", text_at="")
        for index, qna in enumerate(document.value["assets"]["qnas"])
        for number, text in enumerate(qna.get("questions") or ())
    )
    return Project(
        file=document.file,
        kind=DocumentKind.CQA,
        utterances=tuple(questions),
        name=metadata.get("projectName"),
        raw=document.value,
        original=document.reusable_bytes,
    )
