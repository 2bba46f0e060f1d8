"""Bytes to JSON values with the standard library, so that what other parsers hide is noticed."""

from __future__ import annotations

import codecs
import json
import re
from typing import Any, NamedTuple

from curation.errors import UnreadableFileError
from curation.formats.positions import place_of, walk

__all__ = ["Parsed", "decode", "encode", "keep_once", "parse"]

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


_FEW = ("intent", "language", "dataset", "category")

_BINARY = "this is a binary file, not text; give the exported .json or .csv file"

_CAUSES = (
    (r".?\0,\s*[\]}]", "trailing comma before the closing bracket; remove the comma"),
    (r"[\[{,]\0,", "a comma too many; remove it"),
    (r".?\0'", "single quotes; JSON has double quotes only"),
    (r".?\0[“”„]", "curly quotation marks where JSON needs straight ones"),
    (r".?\0(//|/\*|#)", "a comment; JSON has none, remove it"),
    (r".?\0(None|True|False)", "a Python value; JSON writes null, true, false"),
    (r".?\0\.\.\.", "an ellipsis was left in; write the rest or remove it"),
    (r".?\0$", "the file ends too early; it was cut off, or a bracket is not closed"),
    (r'["}\]0-9]\0["{\[]', "a comma is missing before this, or one file holds several values (JSON Lines)"),
    (r"[}\]]\0.", "there is more after the end of the value; one file holds one value"),
    (r".?\0[\0-\x1f]", "a line break or control character inside a text; write it as \\n, or close the quotes"),
)
"""Likely causes by the character before a parser's error, NUL, and the text from the error on."""


class Parsed(NamedTuple):
    """A parsed file: its text without byte-order mark, its value, how it was encoded, what was hidden."""

    text: str
    value: Any
    encoding: str
    repeated_keys: tuple[str, ...]


def decode(data: bytes, file: str) -> tuple[str, str]:
    """Text and encoding of `data`: UTF-8, UTF-16 or UTF-32, with or without a byte-order mark.

    Raises:
        UnreadableFileError: empty, binary, or in an encoding that is not one of these.
    """
    if not data.strip():
        raise UnreadableFileError(file, "the file is empty; an utterance file without rows is []")
    bom, encoding = next(((b, e) for b, e in _BOMS if data.startswith(b)), (b"", json.detect_encoding(data)))
    label = f"{encoding} with byte-order mark" if bom else encoding
    try:
        text = data[len(bom) :].decode(encoding)
    except UnicodeDecodeError as error:
        raise UnreadableFileError(file, _not_text(data, len(bom) + error.start)) from None
    if "\0" in text or any(char < "\t" for char in text[:4]):
        raise UnreadableFileError(file, _BINARY)
    if not text.strip():
        raise UnreadableFileError(file, "the file is empty; an utterance file without rows is []")
    return text, label


def encode(text: str, label: str) -> bytes:
    """The bytes of `text` in the encoding that `decode` named, with its byte-order mark if there was one."""
    encoding = label.partition(" ")[0]
    bom = next(mark for mark, name in _BOMS if name == encoding) if label != encoding else b""
    return bom + text.encode(encoding)


def _not_text(data: bytes, at: int) -> str:
    if b"\0" in data[:4096]:
        return _BINARY
    line = data.count(b"\n", 0, at) + 1
    return (
        f"byte {at} (line {line}) is not UTF-8; the file may be in Windows-1252 or Latin-1: "
        "save it as UTF-8, so that no letter is changed on the way"
    )


def parse(data: bytes, file: str) -> Parsed:
    """The JSON value in `data`.

    Raises:
        UnreadableFileError: not JSON; names line, column and the likely cause. NaN and Infinity are not JSON
            and are refused, though Python's parser takes them.
    """
    text, encoding = decode(data, file)
    repeated = False
    once: dict[str, str] = {}

    def members(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        nonlocal repeated
        found = dict(pairs)
        repeated = repeated or len(found) != len(pairs)
        if "text" in found or "offset" in found:
            keep_once(found, once)
        return found

    try:
        value = json.loads(text, object_pairs_hook=members, parse_constant=_refuse_constant, parse_float=_finite)
    except json.JSONDecodeError as error:
        at = _offender(text, error.pos)
        place = place_of(text, at)
        problem = f"not JSON: {_cause(text, at, error.msg)}"
        raise UnreadableFileError(file, problem, line=place.line, column=place.column) from None
    except _NotANumberError as error:
        at = _constant_offset(text, str(error))
        place = place_of(text, at)
        problem = f"not JSON: {error} is not a JSON value; write a number, or null"
        raise UnreadableFileError(file, problem, line=place.line, column=place.column) from None
    except RecursionError:
        raise UnreadableFileError(file, "brackets are nested too deeply for any of the upload formats") from None
    except ValueError:
        problem = "not usable: it holds a number that is too large; no upload format has such a number"
        raise UnreadableFileError(file, problem) from None
    hidden = tuple(visit.pointer for visit in walk(text) if visit.repeated) if repeated else ()
    return Parsed(text, value, encoding, hidden)


def keep_once(row: dict[str, Any], once: dict[str, str]) -> None:
    """Let rows and labels share the few names that stand in all of them: a fifth of what a large file took."""
    for key in _FEW:
        name = row.get(key)
        if type(name) is str:
            row[key] = once.setdefault(name, name)


class _NotANumberError(Exception):
    pass


def _refuse_constant(name: str) -> Any:
    raise _NotANumberError(name)


def _finite(digits: str) -> float:
    """The number, if it is one that can be written again; 1e999 is infinite to Python."""
    value = float(digits)
    if value in (float("inf"), float("-inf")):
        raise ValueError
    return value


def _constant_offset(text: str, name: str) -> int:
    """Where the bare word stands: outside every string, so strings are stepped over."""
    token = re.compile(rf'"(?:[^"\\]|\\.)*"|(?P<found>{re.escape(name)})')
    return next((match.start() for match in token.finditer(text) if match["found"]), 0)


def _offender(text: str, at: int) -> int:
    """Where the mistake is: a parser stops at the bracket after a trailing comma, a person looks for the comma."""
    before = text[:at].rstrip()
    return len(before) - 1 if before.endswith(",") and text[at : at + 1] in ("]", "}") else at


def _cause(text: str, at: int, message: str) -> str:
    """What is wrong in the user's words: the likely cause, or what the parser says."""
    line = text[text.rfind("\n", 0, at) + 1 :][:20].lstrip()
    if line.startswith(("<<<<<<<", "=======", ">>>>>>>", "|||||||")):
        return "a merge-conflict marker was left in; resolve the conflict and remove the line"
    if message.startswith("Unterminated string"):
        return "a text is not closed; its closing quote is missing, or the file was cut off"
    before = text[:at].rstrip()[-1:]
    after = text[at : at + 40] if text[at:].strip() else ""
    return next(
        (cause for pattern, cause in _CAUSES if re.match(pattern, f"{before}\0{after}", re.DOTALL)), message.lower()
    )
