"""The script a text is written in, and the one its language is usually written in."""

from __future__ import annotations

import unicodedata
from collections import Counter
from functools import cache

__all__ = ["foreign_script", "usual_script"]

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
