"""The words of scripts that are written without spaces between them: Chinese, Japanese, Thai; others by characters.

By BudouX (https://github.com/google/budoux, Apache-2.0), whose models of some 50 KB each say where a word begins. They
cut some words of two characters in two, so that single characters in a row may be words as well.
"""

from __future__ import annotations

import json
import re
from functools import cache
from itertools import groupby
from typing import TYPE_CHECKING, Any

from curation.analysis.packages import package_folder

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

__all__ = ["has_kana", "unspaced_terms"]

_KANA = re.compile(r"[\u3040-\u30ff]")
_THAI = re.compile(r"[\u0e00-\u0e7f]")
_UNKNOWN = re.compile(r"[\u0e80-\u0eff\u1000-\u109f\u1780-\u17ff]")
_WITH_MARKS = re.compile(
    r".[\u0eb1\u0eb4-\u0ebc\u0ec8-\u0ece\u102b-\u103e\u1056-\u1059\u105e-\u1060\u1062-\u1064\u1071-\u1074"
    r"\u1082-\u108d\u17b4-\u17d3]*"
)
"""A character of Lao, Burmese or Khmer with the marks on it."""
_LONGEST_RUN = 4
_CHINESE = "zh-hans"
"""Of traditional characters too: the model for these joins words in places where this one does not."""


def unspaced_terms(stretch: str, *, japanese: bool) -> list[str]:
    """The words in a stretch of a text; where no model knows it, every run of two to four characters.

    Chinese characters are taken for Japanese where the text they are part of is (`has_kana`).

    >>> unspaced_terms("注文をキャンセルしたい", japanese=True)
    ['注文', 'キャンセル', 'たい']
    >>> unspaced_terms("查询银行卡余额", japanese=False)
    ['查询', '银行', '余额']
    """
    if _UNKNOWN.search(stretch):
        return list(_runs(stretch))
    return list(_terms(_parser(_model_for(stretch, japanese=japanese)).parse(stretch)))


def _terms(words: Iterable[str]) -> Iterator[str]:
    """Words of two characters or more, and what single characters in a row may be."""
    for single, part in groupby(words, key=lambda word: len(word) == 1):
        if single:
            yield from _runs("".join(part))
        else:
            yield from part


def _runs(characters: str) -> Iterator[str]:
    """Every run of two to four characters, marks counted to the character they stand on."""
    whole = _WITH_MARKS.findall(characters)
    for at in range(len(whole)):
        for end in range(at + 2, min(at + _LONGEST_RUN, len(whole)) + 1):
            yield "".join(whole[at:end])


def has_kana(text: str) -> bool:
    """Whether a text holds characters that only Japanese is written in."""
    return _KANA.search(text) is not None


def _model_for(stretch: str, *, japanese: bool) -> str:
    if _THAI.search(stretch):
        return "th"
    return "ja_word" if japanese else _CHINESE


@cache
def _parser(model: str) -> Any:  # noqa: ANN401 - a class of a package that is imported here
    from budoux import Parser

    return Parser(json.loads((package_folder("budoux") / "models" / f"{model}.json").read_text(encoding="utf-8")))
