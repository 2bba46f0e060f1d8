"""Personal data by its form and its check digits."""

from __future__ import annotations

import re

__all__ = ["kind_of_personal_data"]

_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(\.[\w-]+)*\.[A-Za-z]{2,}")
_INVENTED = re.compile(
    r"[@.](example(\.(com|net|org))?|test|invalid|localhost|contoso\.com|fabrikam\.com)$", re.IGNORECASE
)
"""Domains that nobody has: those of RFC 2606, and the two companies that Microsoft's own examples are about."""

_IBAN = re.compile(r"\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,4})?\b")
_DIGITS = re.compile(r"\d\d")
_CARD = re.compile(r"(?<![\d-])\d(?:[ -]?\d){12,18}(?![\d-])")


def kind_of_personal_data(text: str) -> str:
    """What kind of personal data a text seems to hold, in words with an article; empty for none.

    Account and card numbers count only with valid check digits (ISO 13616, ISO/IEC 7812), so that order numbers
    do not.

    >>> kind_of_personal_data("pay with 4111 1111 1111 1111")
    'a card number'
    >>> kind_of_personal_data("write to mira@example.org")
    ''
    >>> kind_of_personal_data("order 4111 1111 1111 1112")
    ''
    """
    if "@" in text and any(not _INVENTED.search(match[0]) for match in _EMAIL.finditer(text)):
        return "an e-mail address"
    if not _DIGITS.search(text):
        return ""
    if any(_valid_iban(match[0]) for match in _IBAN.finditer(text)):
        return "an account number"
    if any(_valid_card(match[0]) for match in _CARD.finditer(text)):
        return "a card number"
    return ""


def _valid_iban(found: str) -> bool:
    compact = found.replace(" ", "")
    digits = "".join(str(int(char, 36)) for char in compact[4:] + compact[:4])
    return 15 <= len(compact) <= 34 and int(digits) % 97 == 1


def _valid_card(found: str) -> bool:
    digits = [int(char) for char in found if char.isdigit()]
    doubled = (sum(divmod(2 * digit, 10)) for digit in digits[-2::-2])
    return len(set(digits)) > 1 and (sum(digits[-1::-2]) + sum(doubled)) % 10 == 0
