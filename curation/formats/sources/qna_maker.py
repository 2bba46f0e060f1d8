"""Knowledge bases of QnA Maker in JSON, which custom question answering replaced."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from curation.formats.sources._gathering import Gathering
from curation.formats.sources._pairs import camel, suggestions_of
from curation.model.document import DocumentKind

if TYPE_CHECKING:
    from curation.formats.sources._content import Content, Options
    from curation.model.conversion import Imported

__all__ = ["read", "recognise"]

_LISTS = ("qnalist", "qnadocuments", "qnadtolist")
_PAIR_KEYS = ("id", "answer", "questions", "source", "metadata", "context", "activeLearningSuggestions", "dialog")


def _pairs(value: Any) -> tuple[str, list[Any]]:
    """The key of the list of pairs, and the list."""
    for key, item in value.items() if isinstance(value, dict) else ():
        if key.casefold() in _LISTS and isinstance(item, list):
            return key, item
    return "", []


def recognise(content: Content) -> str:
    """Why it is one; empty if it is not."""
    key, _ = _pairs(content.value)
    if key:
        return f'"{key}" holds question and answer pairs, as knowledge bases of QnA Maker have'
    words = content.value.get("wordAlterations") if isinstance(content.value, dict) else None
    return '"wordAlterations" holds words that mean the same, as QnA Maker has' if isinstance(words, list) else ""


def read(content: Content, why: str, options: Options) -> tuple[Imported, ...]:
    """The pairs in the shape of an import; metadata becomes an object, and an id that stands twice a new one."""
    key, pairs = _pairs(content.value)
    gathering = Gathering(content.file, "qna-maker", why)
    gathering.name, gathering.language = content.value.get("name"), options.language or content.value.get("language")
    gathering.lost_keys(content.value, (key, "name", "language", "wordAlterations"), "the knowledge base", "")
    seen: set[str] = set()
    for index, item in enumerate(pairs):
        pointer = f"/{key}/{index}"
        if not isinstance(item, dict):
            gathering.lost("a pair that is no object", pointer, "answer")
            continue
        pair = camel(item)
        gathering.lost_keys(pair, _PAIR_KEYS, "a pair", pointer)
        number = pair.get("id")
        if number in (None, 0) or str(number) in seen:
            gathering.assumed("a pair without an id of its own gets a new one", pointer)
            number = None
        seen.add(str(number))
        _pair(gathering, pair, number, pointer)
    for item in content.value.get("wordAlterations") or ():
        if isinstance(item, dict) and isinstance(item.get("alterations"), list):
            gathering.alterations([str(word) for word in item["alterations"]])
    return (gathering.imported(DocumentKind.CQA),)


def _pair(gathering: Gathering, pair: dict[str, Any], number: Any, pointer: str) -> None:
    found = pair.get("metadata") or []
    listed = found if isinstance(found, list) else []
    metadata = {str(item.get("name")): str(item.get("value")) for item in listed if isinstance(item, dict)}
    if isinstance(found, dict):
        metadata = {str(key): str(value) for key, value in found.items()}
    elif len(metadata) < (len(found) if isinstance(found, list) else 1):
        gathering.lost("metadata that is no list of names and values", f"{pointer}/metadata")
    for index, item in enumerate(listed):
        if isinstance(item, dict):
            gathering.lost_keys(item, ("name", "value"), "metadata", f"{pointer}/metadata/{index}")
    context = pair.get("context") or pair.get("dialog") or {}
    gathering.lost_keys(context, ("isContextOnly", "prompts"), "the context of a pair", f"{pointer}/context")
    prompts = [prompt for prompt in context.get("prompts") or () if isinstance(prompt, dict)]
    questions = pair.get("questions") or []
    gathering.answer(
        str(pair.get("answer") or ""),
        [questions] if isinstance(questions, str) else [str(question) for question in questions],
        pointer,
        id=number,
        source=pair.get("source"),
        metadata=metadata,
        dialog={"isContextOnly": bool(context.get("isContextOnly")), "prompts": prompts} if prompts else None,
        activeLearningSuggestions=suggestions_of(pair.get("activeLearningSuggestions") or []),
    )
