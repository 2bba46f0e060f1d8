"""What the service accepts, as data; each fact is in docs/contract.md with its evidence."""

from __future__ import annotations

import re
import unicodedata

from curation.model.document import DocumentKind
from curation.model.words import nearest

__all__ = [
    "ADVISED_ROWS",
    "LANGUAGES",
    "LARGEST_PAYLOAD",
    "LARGE_PROJECT",
    "LIMITS",
    "LONGEST_ANSWER",
    "LONGEST_QUESTION",
    "LONGEST_TEXT",
    "LUIS_PREBUILTS",
    "METADATA_KEY",
    "METADATA_VALUE",
    "MOST_ALTERNATES",
    "MOST_AUGMENTED",
    "MOST_EXPRESSIONS",
    "MOST_PREBUILTS",
    "ORCHESTRATION_LANGUAGES",
    "PLACEHOLDER",
    "PLAIN_ENGLISH",
    "PREBUILTS",
    "PROJECT_NAME",
    "name_problem",
    "nearest_language",
    "same_name",
]  # fmt: skip

PROJECT_NAME = re.compile(r"[A-Za-z0-9_.-]{1,50}")
"""Names of projects, models and deployments (service limits pages)."""

LONGEST_TEXT = 500
"""Characters of an utterance (service limits pages); the unit is not documented, so UTF-16 units are counted."""

LONGEST_NAME = 50

FORBIDDEN_IN_NAMES = ":$&%*()+~#/?"

LIMITS = {
    DocumentKind.CLU: {"utterances": 50_000, "intents": 500, "entities": 350},
    DocumentKind.ORCHESTRATION: {"utterances": 15_000, "intents": 500},
}
"""Most of each that one project may hold (service limits pages of CLU and orchestration workflow)."""

ORCHESTRATION_LANGUAGES = frozenset({"de", "en-us", "es", "fr", "it", "pt-br"})
"""Languages of orchestration workflow (its language support page)."""

_LANGUAGES = """
af am ar as az be bg bn br bs ca cs cy da de el en-us en-gb eo es et eu fa fi fr fy ga gd gl gu ha he hi
hr hu hy id it ja jv ka kk km kn ko ku ky la lo lt lv mg mk ml mn mr ms my ne nl nb or pa pl ps pt-br
pt-pt ro ru sa sd si sk sl so sq sr su sv sw ta te th tl tr ug uk ur uz vi xh yi zh-hans zh-hant zu
"""

LANGUAGES = frozenset(_LANGUAGES.split())
"""Language codes of CLU (its language support page), in lower case."""

PLAIN_ENGLISH = "en"

ADVISED_ROWS = 15
"""Labelled instances of an intent or learned entity in Train (guidance of the evaluation page)."""

LARGE_PROJECT = 50
"""Intents from which a project is better divided (app architecture page)."""

PREBUILTS = frozenset(
    {
        "Choice.Boolean", "DateTime", "Email", "General.Event", "General.Organization", "Geography.Location",
        "IP Address", "Person.Name", "Phone Number", "Quantity.Age", "Quantity.Currency", "Quantity.Dimension",
        "Quantity.Number", "Quantity.NumberRange", "Quantity.Ordinal", "Quantity.Percentage", "Quantity.Temperature",
        "URL",
    }
)  # fmt: skip
"""Prebuilt components: those of the reference page, and two that only the API's example has."""

LUIS_PREBUILTS = {
    "number": "Quantity.Number",
    "age": "Quantity.Age",
    "percentage": "Quantity.Percentage",
    "ordinal": "Quantity.Ordinal",
    "ordinalV2": "Quantity.Ordinal",
    "dimension": "Quantity.Dimension",
    "temperature": "Quantity.Temperature",
    "money": "Quantity.Currency",
    "datetimeV2": "DateTime",
    "datetime": "DateTime",
    "personName": "Person.Name",
    "email": "Email",
    "phonenumber": "Phone Number",
    "url": "URL",
    "geographyV2": "Geography.Location",
}
"""Prebuilt entities of LUIS and the components that stand for them; no such table is published (contract 5.2)."""

MOST_PREBUILTS = 7
MOST_EXPRESSIONS = 20
MOST_AUGMENTED = 25_000
"""Utterances after diacritics are augmented (best practices page)."""

LARGEST_PAYLOAD = 10_000_000
"""Bytes of one request (an answer of the service that users report)."""

LONGEST_ANSWER = 25_000
LONGEST_QUESTION = 1_000
MOST_ALTERNATES = 300
METADATA_KEY = re.compile(r"[A-Za-z0-9_]{1,100}")
METADATA_VALUE = re.compile(r"[^:|]{1,500}")
"""Limits of custom question answering (its limits page)."""

PLACEHOLDER = re.compile(r"<[^<>]*>|\{\{?[^{}]*\}?\}|\$\{[^{}]*\}")
"""A template's stand-in for a name."""


def name_problem(name: str) -> str:
    """What is wrong with the name of an intent or entity; empty for a good one."""
    found = sorted({char for char in name if char in FORBIDDEN_IN_NAMES})
    if found:
        return f"remove {' '.join(found)}; a name has none of {' '.join(FORBIDDEN_IN_NAMES)}"
    if not name.strip():
        return "it is empty; a name has 1 to 50 characters"
    if len(name) > LONGEST_NAME:
        return f"it has {len(name)} characters, more than {LONGEST_NAME}; shorten it"
    return ""


def nearest_language(code: str) -> str:
    """The remedy for an unknown language code: the listed codes of the same language, or the nearest."""
    stem = re.split("[-_]", code.casefold())[0]
    known = sorted(listed for listed in LANGUAGES if listed.split("-")[0] == stem)
    written = " or ".join(known) or nearest(code.casefold(), sorted(LANGUAGES))
    return f"write {written}" if written else "CLU's language page has the list"


def same_name(name: str) -> str:
    """The key under which names that differ in case, underscores, hyphens or spaces fall together."""
    return re.sub(r"[\s_-]+", "", unicodedata.normalize("NFKC", name)).casefold()
