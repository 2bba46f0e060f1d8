"""Bytes to JSON values with the standard library, so that what other parsers hide is noticed."""

from __future__ import annotations

import codecs
import json
import re
from typing import Any, NamedTuple

from curation.errors import UnreadableFileError
from curation.formats.positions import place_of, walk

__all__ = ["Parsed", "decode", "parse"]

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


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
    if not text.strip():
        raise UnreadableFileError(file, "the file is empty; an utterance file without rows is []")
    return text, label


def _not_text(data: bytes, at: int) -> str:
    if b"\0" in data[:4096]:
        return "this is a binary file, not JSON; give the exported .json file"
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

    def members(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        nonlocal repeated
        found = dict(pairs)
        repeated = repeated or len(found) != len(pairs)
        return found

    try:
        value = json.loads(text, object_pairs_hook=members, parse_constant=_refuse_constant)
    except json.JSONDecodeError as error:
        place = place_of(text, error.pos)
        raise UnreadableFileError(file, _cause(text, error), line=place.line, column=place.column) from None
    except _NotANumberError as error:
        at = _constant_offset(text, str(error))
        place = place_of(text, at)
        problem = f"not JSON: {error} is not a JSON value; write a number, or null"
        raise UnreadableFileError(file, problem, line=place.line, column=place.column) from None
    except RecursionError:
        raise UnreadableFileError(file, "brackets are nested too deeply for any of the upload formats") from None
    except ValueError:
        problem = "not usable: it holds a number with thousands of digits; no upload format has such a number"
        raise UnreadableFileError(file, problem) from None
    hidden = tuple(visit.pointer for visit in walk(text) if visit.repeated) if repeated else ()
    return Parsed(text, value, encoding, hidden)


class _NotANumberError(Exception):
    pass


def _refuse_constant(name: str) -> Any:
    raise _NotANumberError(name)


def _constant_offset(text: str, name: str) -> int:
    """Where the bare word stands: outside every string, so strings are stepped over."""
    token = re.compile(rf'"(?:[^"\\]|\\.)*"|(?P<found>{re.escape(name)})')
    return next((match.start() for match in token.finditer(text) if match["found"]), 0)


def _cause(text: str, error: json.JSONDecodeError) -> str:
    """What is wrong in the user's words, with the likely cause first."""
    at = error.pos
    line_start = text.rfind("\n", 0, at) + 1
    line = text[line_start : text.find("\n", at) if "\n" in text[at:] else len(text)]
    before = text[:at].rstrip()
    here = text[at : at + 1]
    hint = _hint(line=line.lstrip(), before=before, here=here, rest=text[at:], at_end=at >= len(text.rstrip()))
    return f"not JSON: {hint or error.msg[0].lower() + error.msg[1:]}"


def _hint(*, line: str, before: str, here: str, rest: str, at_end: bool) -> str:  # noqa: PLR0911 - one cause a line
    if line.startswith(("<<<<<<<", "=======", ">>>>>>>", "|||||||")):
        return "a merge-conflict marker was left in; resolve the conflict and remove the line"
    if before.endswith(",") and here in ("]", "}", ""):
        return f"trailing comma before {here or 'the end'}; remove the comma"
    if here == "," and before.endswith(("[", "{", ",")):
        return "a comma too many; remove it"
    if here == "'" or line.startswith("'"):
        return "single quotes; JSON has double quotes only"
    if here in ("“", "”", "„"):
        return "curly quotation marks where JSON needs straight ones"
    if rest.startswith(("//", "/*", "#")):
        return "a comment; JSON has none, remove it"
    if rest.startswith(("None", "True", "False")):
        return "a Python value; JSON writes null, true, false"
    if rest.startswith("..."):
        return "an ellipsis was left in; write the rest or remove it"
    if at_end:
        return "the file ends too early; it was cut off, or a bracket is not closed"
    if before and before[-1] in '"}]0123456789' and here in ('"', "{", "["):
        return "a comma is missing before this"
    if before and before[-1] in "}]" and here:
        return "there is more after the end of the value; one file holds one value (JSON Lines is another format)"
    if here and here < " ":
        return "a line break or control character inside a text; write it as \\n, or close the quotes"
    return ""
