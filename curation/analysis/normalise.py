"""When two texts are the same text."""

from __future__ import annotations

import re
import unicodedata
from hashlib import sha256
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["LONGEST_JUDGED", "fingerprint", "normalised", "spelled", "text_key", "words_of_name"]

LONGEST_JUDGED = 4000
"""Characters of a text that are looked at; the service takes 500, and a longer one is an error already."""
_EDGES = "\"'.,;:!?¿¡()[]{}<>…-–—"
_AROUND = f"{_EDGES}` "
_HYPHEN = re.compile(r"(?<=\w)[-‐–—](?=\w)")
_INNER_EDGE = re.compile(rf" [{re.escape(_AROUND)}]|[{re.escape(_AROUND)}] |[^\S ]")
"""What is to be taken away inside a text that has been stripped already: few texts have any."""
_QUOTES = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "`": "'"})


def normalised(text: str) -> str:
    """The key for "the same text": case, punctuation at word edges, spaces, hyphens and Unicode form do not count.

    A hyphen between two words is as good as a space.

    >>> normalised("  Wi-Fi is down!! ") == normalised("wi fi  is down")
    True
    """
    key = spelled(text)
    return _HYPHEN.sub(" ", key) if "-" in key or not key.isascii() else key


def spelled(text: str) -> str:
    """A text without what does not count at the edges of its words, and without case and Unicode form; hyphens stay.

    Fingerprints of decisions, of baselines and of recorded sides are made of it, so that they last. A text of
    punctuation alone keeps it, or all such texts would be one.
    """
    if text.isascii():  # NFKC changes nothing then; most texts are, and this is asked of every one
        inner = text.strip(_AROUND)
        if inner and not _INNER_EDGE.search(inner):
            folded = inner.replace("`", "'").lower()
            return text if folded == text else folded  # one string is kept where most texts are as they should be
        folded = text.replace("`", "'").lower()
    else:
        folded = unicodedata.normalize("NFKC", text).translate(_QUOTES).casefold()
    words = [word.strip(_EDGES) for word in folded.split()]
    return " ".join(filter(None, words)) or " ".join(folded.split())


def text_key(text: str) -> str:
    """What names a text among the rows of an intent: its normalised beginning, as far as texts are judged."""
    return normalised(text[:LONGEST_JUDGED])


def fingerprint(texts: Iterable[str]) -> str:
    """16 hexadecimal digits that name a set of texts, whatever their order and spelling in case or spaces."""
    keys = sorted({spelled(text) for text in texts})
    digest = sha256("\x1f".join(keys).encode("utf-8", errors="backslashreplace"))
    return digest.hexdigest()[:16]


def words_of_name(name: str) -> str:
    """A name as words: `CheckBill`, `check_bill` and `check-bill` all become `check bill`."""
    parts: list[str] = []
    previous = ""
    for char in name:
        if char in "_-. " or (char.isupper() and previous.islower()):
            parts.append(" ")
        if char not in "_-. ":
            parts.append(char)
        previous = char
    return " ".join("".join(parts).casefold().split())
