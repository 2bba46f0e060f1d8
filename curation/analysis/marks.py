"""What can be seen of texts without reading them: case, marks, lengths; and whether a label can be told by that."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from math import ceil
from typing import TYPE_CHECKING, NamedTuple

from curation.analysis.scripts import word_count, word_list

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

__all__ = ["TellingMark", "marks_of", "telling_marks"]

_STATED_LENGTHS = (2, 15)
_RARE_LENGTH = 0.1
_QUESTIONS, _UNMARKED = "end with a question mark", "end without a mark"
_DIGIT = re.compile(r"\d")
_END = (".", "!", "?", "…", "。", "！", "？", "؟")
_EMOJI = re.compile("[\u2600-\u27bf\U0001f000-\U0001faff]")
_ADDRESS = frozenset(
    ("bitte", "bonjour", "ciao", "hallo", "hello", "hey", "hi", "hola", "ok", "okay", "olá", "please", "um", "well")
)
_MARKS = {
    "are all lower case": str.islower,
    "are all upper case": lambda text: text.isupper() and len(text) > 2,
    "begin every word with a capital": lambda text: text.istitle() and " " in text.strip(),
    "begin with a capital letter": lambda text: text.strip()[:1].isupper() and not text.isupper(),
    _QUESTIONS: lambda text: text.rstrip().endswith(("?", "？", "؟")),
    "end with a full stop or an exclamation mark": lambda text: (
        text.rstrip().endswith((".", "!", "。", "！")) and not text.rstrip().endswith("...")
    ),
    "end with an ellipsis": lambda text: text.rstrip().endswith(("…", "...")),
    _UNMARKED: lambda text: not text.rstrip().endswith(_END),
    "begin with please or a greeting": lambda text: (word_list(text.casefold()) or [""])[0] in _ADDRESS,
    "begin with a sign": lambda text: text.strip()[:1] in tuple("#@*/-+>&$") and len(text.strip()) > 1,
    "hold a comma": lambda text: "," in text or "，" in text,
    "hold quotation marks": lambda text: any(mark in text for mark in '"“”„«»'),
    "hold an emoji": lambda text: _EMOJI.search(text) is not None,
    "hold a digit": lambda text: _DIGIT.search(text) is not None,
    "have two words at most": lambda text: word_count(text) <= _STATED_LENGTHS[0],
    "have fifteen words or more": lambda text: word_count(text) >= _STATED_LENGTHS[1],
}


def marks_of(texts: Sequence[str]) -> Mapping[str, float]:
    """The share of texts that bear each outer mark (0..1)."""
    return {name: sum(map(test, texts)) / max(len(texts), 1) for name, test in _MARKS.items()}


class TellingMark(NamedTuple):
    """What most texts of a label have and few others: in words, and the shares of both (0..1)."""

    label: str
    words: str
    share: float
    elsewhere: float


def telling_marks(
    texts: Mapping[str, Sequence[str]], *, fewest: int, mostly: float, rarely: float
) -> list[TellingMark]:
    """The marks, and the lengths, that texts of a label can be told from all others by; `texts` are those by label."""
    count = sum(map(len, texts.values()))
    shares = {label: marks_of(own) for label, own in texts.items()}
    whole = {mark: sum(shares[label][mark] * len(own) for label, own in texts.items()) for mark in _MARKS}
    lengths = {label: sorted(map(word_count, own)) for label, own in texts.items()}
    of_all = sorted(length for own in lengths.values() for length in own)
    found = []
    for label, own in sorted(texts.items()):
        others = count - len(own)
        if len(own) < fewest or others < fewest:
            continue
        elsewhere = {mark: max(whole[mark] - share * len(own), 0.0) / others for mark, share in shares[label].items()}
        beside_questions = elsewhere[_QUESTIONS] >= mostly  # it is natural then to end without a mark
        found += [
            TellingMark(label, mark, share, elsewhere[mark])
            for mark, share in shares[label].items()
            if share >= mostly and elsewhere[mark] <= rarely and not (mark == _UNMARKED and beside_questions)
        ]
        found += _telling_lengths(label, lengths[label], of_all, mostly)
    return found


def _telling_lengths(label: str, own: Sequence[int], of_all: Sequence[int], mostly: float) -> Iterator[TellingMark]:
    """Whether nearly all are shorter, or longer, than nine in ten of the others, and by half at least."""
    others = len(of_all) - len(own)
    at = min(ceil(mostly * len(own)), len(own))
    most, least = own[at - 1], own[len(own) - at]
    upto, upto_own = bisect_right(of_all, most), bisect_right(own, most)
    below, below_own = bisect_left(of_all, least), bisect_left(own, least)
    short, long = (upto - upto_own) / others, 1.0 - (below - below_own) / others
    if short <= _RARE_LENGTH and most > _STATED_LENGTHS[0] and 2 * most <= of_all[upto + (len(of_all) - upto) // 2]:
        yield TellingMark(label, f"have {most} words at most", upto_own / len(own), short)
    if long <= _RARE_LENGTH and least < _STATED_LENGTHS[1] and least >= 2 * of_all[below // 2]:
        yield TellingMark(label, f"have {least} words or more", 1.0 - below_own / len(own), long)
