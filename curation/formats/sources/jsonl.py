"""JSON Lines: rows as in an upload array, or chat messages as they are used to tune and to judge language models."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from curation.errors import UnreadableFileError
from curation.formats.columns import keys_of, present
from curation.formats.json_text import parse
from curation.formats.lines import LINES_SUFFIXES
from curation.formats.sources._gathering import Gathering
from curation.formats.tables import are_spans
from curation.model.document import DocumentKind

if TYPE_CHECKING:
    from curation.formats.sources._content import Content, Options
    from curation.model.conversion import Imported

__all__ = ["LineReader", "read", "recognise"]

_KEYS = ("text", "intent", "language", "dataset", "entities")


def recognise(content: Content) -> str:
    """Why it is one; empty if it is not."""
    if content.suffix not in LINES_SUFFIXES:
        return ""
    first = next((line for line in content.text.split("\n", 50) if line.strip()), "")
    value = parse(first.encode("utf-8", errors="surrogatepass"), content.file).value
    if isinstance(value, dict) and isinstance(value.get("messages") or value.get("input"), list):
        return "its lines are chat messages"
    return "it has one row a line" if isinstance(value, dict) else ""


def read(content: Content, why: str, options: Options) -> tuple[Imported, ...]:
    """Every line as a row; keys of other names are kept.

    Raises:
        UnreadableFileError: a line is not JSON; it names the line.
    """
    gathering = Gathering(content.file, "jsonl", why)
    gathering.language = options.language
    lines = LineReader(gathering, options)
    for number, line in enumerate(content.text.split("\n"), start=1):
        lines.line(line, number)
    return (gathering.imported(DocumentKind.UTTERANCES),)


class LineReader:
    """Adds the rows of lines, one by one, to a gathering; what columns are called is worked out from the first."""

    def __init__(self, gathering: Gathering, options: Options) -> None:
        self.gathering, self.options = gathering, options
        self._keys: dict[tuple[str, ...], dict[int, str]] = {}

    def line(self, line: str, number: int) -> None:
        """Add the row of a line; an empty line is none."""
        if not line.strip():
            return
        try:
            parsed = parse(line.encode("utf-8", errors="surrogatepass"), self.gathering.file)
        except UnreadableFileError as error:
            raise UnreadableFileError(self.gathering.file, error.problem, line=number, column=error.column) from None
        place, value = f"line {number}", parsed.value
        for _ in parsed.repeated_keys:
            self.gathering.lost("a member that a later one of the same name hides", place)
        if not isinstance(value, dict):
            self.gathering.lost("a line that is no object", place, "utterance")
            return
        row = self._chat(value, place) or self._named(value)
        spans = row.pop("entities", None)
        if spans is not None and not are_spans(spans):
            self.gathering.lost("entities that are no spans", place)
            spans = None
        text, intent = row.pop("text", None), row.pop("intent", None)
        optional: dict[str, Any] = {key: row.pop(key) for key in ("language", "dataset") if key in row}
        for key in [key for key, item in optional.items() if not isinstance(item, str)]:
            if optional.pop(key) is not None:
                self.gathering.lost(f'"{key}" of a row, which is no text', place)
        self.gathering.spanned(text, intent, place, spans or (), {**row, **optional})

    def _chat(self, value: dict[str, Any], place: str) -> dict[str, Any] | None:
        """Text and intent of chat messages: what the user says last, and what the assistant answers."""
        messages = value.get("messages") or value.get("input")
        if not isinstance(messages, list) or not all(isinstance(message, dict) for message in messages):
            return None
        said = {str(message.get("role")): message.get("content") for message in messages}
        self.gathering.lost("an earlier message of a chat", place, count=len(messages) - len(said))
        self.gathering.lost_keys(value, ("messages", "input", "ideal"), "a chat", place)
        return {"text": said.get("user"), "intent": said.get("assistant", value.get("ideal"))}

    def _named(self, value: dict[str, Any]) -> dict[str, Any]:
        header = tuple(value)
        keys = self._keys.get(header)
        if keys is None:
            columns = self.options.columns_of(header) if not self._keys else present(header, self.options.columns)
            self._keys[header] = keys = keys_of(header, columns)
        row = {}
        for (name, item), key in zip(value.items(), keys.values(), strict=True):
            row[key if key in _KEYS else name] = item
        return row
