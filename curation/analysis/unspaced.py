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

from curation.analysis.encoder import package_folder

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

__all__ = ["unspaced_terms"]

_KANA = re.compile(r"[\u3040-\u30ff]")
_THAI = re.compile(r"[\u0e00-\u0e7f]")
_UNKNOWN = re.compile(r"[\u0e80-\u0eff\u1000-\u109f\u1780-\u17ff]")
_LONGEST_RUN = 4
_CHINESE = "zh-hans"
"""Of traditional characters too: the model for these joins words in places where this one does not."""


def unspaced_terms(stretch: str, text: str) -> list[str]:
    """The words in a stretch of a text; where no model knows it, every run of two to four characters.

    The text it is part of tells whether Chinese characters are Japanese.

    >>> unspaced_terms("注文をキャンセルしたい", "注文をキャンセルしたい")
    ['注文', 'キャンセル', 'たい']
    >>> unspaced_terms("查询银行卡余额", "查询银行卡余额")
    ['查询', '银行', '余额']
    """
    if _UNKNOWN.search(stretch):
        return list(_runs(stretch))
    return list(_terms(_parser(_model_for(stretch, text)).parse(stretch)))


def _terms(words: Iterable[str]) -> Iterator[str]:
    """Words of two characters or more, and what single characters in a row may be."""
    for single, part in groupby(words, key=lambda word: len(word) == 1):
        if single:
            yield from _runs("".join(part))
        else:
            yield from part


def _runs(characters: str) -> Iterator[str]:
    for at in range(len(characters)):
        for end in range(at + 2, min(at + _LONGEST_RUN, len(characters)) + 1):
            yield characters[at:end]


def _model_for(stretch: str, text: str) -> str:
    if _THAI.search(stretch):
        return "th"
    return "ja_word" if _KANA.search(text) else _CHINESE


@cache
def _parser(model: str) -> Any:  # noqa: ANN401 - a class of a package that is imported here
    from budoux import Parser

    return Parser(json.loads((package_folder("budoux") / "models" / f"{model}.json").read_text(encoding="utf-8")))
