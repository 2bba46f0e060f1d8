"""Walks over what a rule looks at in several places: components of entities, pairs of question answering."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from curation.formats.offsets import slice_units
from curation.model.document import DocumentKind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from curation.model.project import Entity, Project, Utterance
    from curation.model.workspace import Workspace

__all__ = ["expressions", "list_values", "question_answers", "roles", "synonyms_pointer", "usual_labels"]

_SHORTEST_LABEL = 3
_OF_ROLES = 3


def expressions(project: Project) -> Iterator[tuple[Entity, str, str]]:
    """Every regular expression of a project: its entity, its pointer, its pattern."""
    for entity in project.entities:
        found = ((entity.raw or {}).get("regex") or {}).get("expressions") or ()
        for index, expression in enumerate(found):
            pointer = f"{entity.pointer}/regex/expressions/{index}/regexPattern"
            yield entity, pointer, expression.get("regexPattern") or ""


def list_values(project: Project) -> Iterator[tuple[Entity, str, str, tuple[str, ...]]]:
    """Every value of every list: its entity, its pointer, its key, its synonyms in all languages.

    The newest specification calls the component `entities`, the published files `list` (contract 0.1).
    """
    for entity in project.entities:
        raw = entity.raw or {}
        part = "list" if raw.get("list") else "entities"
        for index, sublist in enumerate((raw.get(part) or {}).get("sublists") or ()):
            synonyms = sublist.get("synonyms") or ()
            values = tuple(value for synonym in synonyms for value in synonym.get("values") or ())
            if sublist.get("listKey"):
                yield entity, f"{entity.pointer}/{part}/sublists/{index}", sublist["listKey"], values


def synonyms_pointer(entity: Entity, pointer: str) -> str:
    """Where the first synonyms of the list value at `pointer` stand; it has some."""
    part, index = pointer.removeprefix(f"{entity.pointer}/").split("/")[::2]
    synonyms = (entity.raw or {})[part]["sublists"][int(index)]["synonyms"]
    first = next(at for at, synonym in enumerate(synonyms) if synonym.get("values"))
    return f"{pointer}/synonyms/{first}/values"


def question_answers(workspace: Workspace) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Every question and answer pair: its pointer, its file, its object."""
    for document in workspace.documents:
        if document.kind is DocumentKind.CQA and document.has_shape:
            for index, qna in enumerate(document.value["assets"]["qnas"]):
                yield f"/assets/qnas/{index}", document.file, qna


def roles(project: Project) -> set[frozenset[str]]:
    """Pairs of entities that take the same words, as "from" and "to" do: words do not say which is meant.

    Such two stand in one text somewhere, and three different words are labelled as either.
    """
    words: dict[str, set[str]] = {}
    together: set[frozenset[str]] = set()
    for row in project.utterances:
        names = sorted({span.category for span in row.spans})
        together |= {frozenset((a, b)) for a in names for b in names if a < b}
        for span in row.spans:
            said = (slice_units(row.text, span.offset, span.length) or "").casefold()
            words.setdefault(span.category, set()).add(said)
    return {pair for pair in together if len(set.intersection(*(words[name] for name in pair))) >= _OF_ROLES}


def usual_labels(project: Project, *, fewest: int, most_words: int) -> dict[str, tuple[str, int, Utterance]]:
    """Words (folded) that are labelled alike `fewest` times or more: their usual label, how often, and where first."""
    found: dict[str, Counter[str]] = {}
    first: dict[tuple[str, str], Utterance] = {}
    for row in project.utterances:
        for span in row.spans:
            words = (slice_units(row.text, span.offset, span.length) or "").casefold()
            if len(words) >= _SHORTEST_LABEL and len(words.split()) <= most_words:
                found.setdefault(words, Counter())[span.category] += 1
                first.setdefault((words, span.category), row)
    usual = {words: min(counted.items(), key=lambda item: (-item[1], item[0])) for words, counted in found.items()}
    return {
        words: (category, count, first[words, category])
        for words, (category, count) in usual.items()
        if count >= fewest
    }
