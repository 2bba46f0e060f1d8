"""The script a text is written in, and the one its language is usually written in."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from functools import cache
from typing import TYPE_CHECKING

from curation.analysis.function_words import says_nothing

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

__all__ = [
    "LEFT_OF_NOT", "distinct_terms", "foreign_script", "is_unspaced", "says_little", "term_list", "usual_script",
    "word_count", "word_list", "word_runs", "words_without_meaning",
]  # fmt: skip

_SCRIPT_OF = {
    "CYRILLIC": "be bg kk ky mk mn ru uk",
    "GREEK": "el",
    "HEBREW": "he yi",
    "ARABIC": "ar fa ps sd ug ur",
    "DEVANAGARI": "hi mr ne sa",
    "BENGALI": "as bn",
    "GURMUKHI": "pa",
    "GUJARATI": "gu",
    "ORIYA": "or",
    "TAMIL": "ta",
    "TELUGU": "te",
    "KANNADA": "kn",
    "MALAYALAM": "ml",
    "SINHALA": "si",
    "THAI": "th",
    "LAO": "lo",
    "MYANMAR": "my",
    "KHMER": "km",
    "GEORGIAN": "ka",
    "ARMENIAN": "hy",
    "ETHIOPIC": "am",
    "HANGUL": "ko",
    "CJK": "ja zh-hans zh-hant",
    "LATIN": (
        "af br ca cs cy da de en en-gb en-us eo es et eu fi fr fy ga gd gl ha hr hu id it jv la lt lv mg ms nb nl "
        "pl pt-br pt-pt ro sk sl so sq sv sw tl tr vi xh zu su"
    ),
}
"""Languages with one usual script; those written in two (Serbian, Uzbek, Azerbaijani, Bosnian, Kurdish) are out."""

_ALSO_CJK = frozenset({"HIRAGANA", "KATAKANA", "KATAKANA-HIRAGANA", "FULLWIDTH"})
_FEWEST_LETTERS = 4


@cache
def _script_by_code() -> dict[str, str]:
    return {code: script for script, codes in _SCRIPT_OF.items() for code in codes.split()}


def usual_script(code: str) -> str:
    """The script of a language code in lower case; empty where it is unknown or has several."""
    return _script_by_code().get(code, "")


@cache
def _script_of(char: str) -> str:
    first = unicodedata.name(char, "").split(" ")[0]
    return "CJK" if first in _ALSO_CJK else first


def foreign_script(text: str, code: str) -> str:
    """The script most letters of `text` are in, if the language `code` is usually written in another.

    Latin letters prove nothing, since names and trade words are written in them everywhere.
    """
    usual = usual_script(code)
    letters = [char for char in text if char.isalpha()]
    if not usual or len(letters) < _FEWEST_LETTERS:
        return ""
    script, count = Counter(_script_of(char) for char in letters).most_common(1)[0]
    return script if script not in (usual, "LATIN") and count * 2 > len(letters) else ""


_MARKS = r"\u0300-\u036f\u0591-\u05bd\u064b-\u065f\u0670\u0900-\u0963\u0966-\u0dff"
"""Vowel signs and other marks inside words, which `\\w` leaves out: without them most words of Hindi fall apart."""
_WORD = re.compile(rf"[\w{_MARKS}]+")
_UNSPACED = r"\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff"
"""Thai, Lao, Burmese, Khmer, kana and Chinese characters, which are written without spaces between words."""
_TERM = re.compile(rf"[\w{_MARKS}{_UNSPACED}]+")
_PIECE = re.compile(rf"[{_UNSPACED}]|[^{_UNSPACED}]+")
_STRETCH = re.compile(rf"[{_UNSPACED}]+|[^{_UNSPACED}]+")
_IS_UNSPACED = re.compile(rf"[{_UNSPACED}]")
LEFT_OF_NOT = frozenset(
    ("aren", "couldn", "didn", "doesn", "don", "hadn", "hasn", "haven", "isn", "shouldn", "wasn", "weren", "won",
     "wouldn")
)  # fmt: skip
"""What an apostrophe leaves of "aren't" and its like."""
_MEANT = frozenset(
    ("amount", "bill", "bottom", "call", "cry", "describe", "detail", "down", "empty", "fill", "find", "fire", "front",
     "interest", "mill", "mine", "move", "name", "off", "part", "show", "side", "sincere", "system", "top", "up")
)  # fmt: skip


def word_list(text: str) -> list[str]:
    """The words of a text; scripts without spaces are cut into characters, whose pairs then stand for words.

    >>> word_list("book 2 tables")
    ['book', '2', 'tables']
    >>> word_list("订一张桌子 now")
    ['订', '一', '张', '桌', '子', 'now']
    """
    return [piece for word in _WORD.findall(text) for piece in ([word] if word.isascii() else _PIECE.findall(word))]


def word_count(text: str) -> int:
    """How many words a text has, about: where no spaces part them two characters are taken for one.

    >>> word_count("book 2 tables"), word_count("请帮我预订一张桌子")
    (3, 5)
    """
    pieces = word_list(text)
    unspaced = sum(map(is_unspaced, pieces))
    return len(pieces) - unspaced + (unspaced + 1) // 2


def is_unspaced(word: str) -> bool:
    """Whether a word is of a script that is written without spaces between words."""
    return _IS_UNSPACED.match(word) is not None


def term_list(text: str) -> list[str]:
    """What may name what a text is about: its words, also where no spaces part them.

    >>> term_list("book 2 tables")
    ['book', '2', 'tables']
    >>> term_list("请预订桌子 now")
    ['预订', '桌子', 'now']
    """
    if _IS_UNSPACED.search(text) is None:
        return _WORD.findall(text)
    from curation.analysis.unspaced import has_kana, unspaced_terms

    japanese = has_kana(text)
    found: list[str] = []
    for word in _TERM.findall(text):
        for piece in [word] if word.isascii() else _STRETCH.findall(word):
            found += unspaced_terms(piece, japanese=japanese) if is_unspaced(piece) else [piece]
    return found


def distinct_terms(ordered: Iterable[str], most: int) -> tuple[str, ...]:
    """The first `most` terms, without those that are pieces of the same text as one before: "多少" beside "多少时".

    Of a script without spaces those that share a run of two characters, and of half their own, with one before.
    """
    kept: list[str] = []
    for term in ordered:
        size = max(2, -(-len(term) // 2))
        runs = [term[at : at + size] for at in range(len(term) - size + 1)] if is_unspaced(term) else []
        if len(kept) < most and not any(run in other for run in runs for other in kept):
            kept.append(term)
    return tuple(kept)


@cache
def words_without_meaning() -> frozenset[str]:
    """English words that say nothing of what a text is about; the usual list holds some that do."""
    from sklearn.feature_extraction.text import ENGLISH_STOP_WORDS

    return frozenset(ENGLISH_STOP_WORDS - _MEANT)


def says_little(word: str) -> bool:
    """Whether a word, in lower case, says nothing of what a text is about: a function word."""
    return word in words_without_meaning() or says_nothing(word)


def word_runs(text: str, most: int) -> Iterator[tuple[str, int, int]]:
    """Every run of up to `most` words, folded, with the characters where it begins and ends.

    >>> [run[0] for run in word_runs("to New York", 2)]
    ['to', 'to new', 'new', 'new york', 'york']
    """
    words = list(_WORD.finditer(text))
    for at, word in enumerate(words):
        for last in words[at : at + most]:
            yield text[word.start() : last.end()].casefold(), word.start(), last.end()
