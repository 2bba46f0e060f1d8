"""Personal data by its form and its check digits."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["kind_of_personal_data"]

_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(\.[\w-]+)*\.[A-Za-z]{2,}")
_INVENTED = re.compile(
    r"[@.](example(\.(com|net|org))?|test|invalid|localhost|contoso\.com|fabrikam\.com)$", re.IGNORECASE
)
"""Domains that nobody has: those of RFC 2606, and the two companies that Microsoft's own examples are about."""

_IBAN = re.compile(r"\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,4})?\b")
_PHONE = re.compile(r"(?<![\w+])(?:\+|00)[1-9](?:[ ./()-]{0,2}\d){7,13}(?!\d)")
"""A number as it is dialled from abroad (E.164: at most 15 digits)."""
_FICTIONAL_PHONE = re.compile(r"1\d{3}55501\d{2}$")
"""555-0100 to 555-0199 are kept for stories in North America."""
_SECRET = re.compile(
    r"-----BEGIN [A-Z ]*PRIVATE KEY-----|\beyJ[\w-]{10,}\.eyJ[\w-]{10,}\.|\b(?:AKIA|ASIA)[A-Z0-9]{16}\b"
    r"|\bgh[pousr]_\w{36,}|\bgithub_pat_\w{40,}|\bxox[abprs]-[\w-]{20,}|\bsk-[\w-]{32,}"
    r"|\b(?:AccountKey|SharedAccessKey)=[\w+/]{40,}"
)
"""Forms that the issuers of keys document: private keys, web tokens, and those of AWS, GitHub, Slack, OpenAI, Azure."""
_SUSPECT = re.compile(
    r"@|\d(?:[ ./()-]{0,3}\d){7}|[A-Z]{2}\d\d|eyJ|-----BEGIN|AKIA|ASIA|xox|sk-|Key=|gh[pousr]_|github_pat_"
)
"""What every kind has at least one of; most texts have none, and this is asked of every text."""
_CARD = re.compile(r"(?<![\d-])\d(?:[ -]?\d){12,18}(?![\d-])")


def kind_of_personal_data(text: str) -> str:
    """What kind of personal data or secret a text seems to hold, in words with an article; empty for none.

    Account and card numbers count only with valid check digits (ISO 13616, ISO/IEC 7812), so that order numbers
    do not.

    >>> kind_of_personal_data("pay with 4111 1111 1111 1111")
    'a card number'
    >>> kind_of_personal_data("write to mira@example.org")
    ''
    >>> kind_of_personal_data("order 4111 1111 1111 1112")
    ''
    """
    if not _SUSPECT.search(text):
        return ""
    for what, form, real in _KINDS:
        if any(real(match[0]) for match in form.finditer(text)):
            return what
    return ""


def _real_phone(found: str) -> bool:
    digits = "".join(char for char in found if char.isdigit()).removeprefix("00")
    return len(set(digits)) > 2 and not _FICTIONAL_PHONE.match(digits)


def _valid_iban(found: str) -> bool:
    compact = found.replace(" ", "")
    digits = "".join(str(int(char, 36)) for char in compact[4:] + compact[:4])
    return 15 <= len(compact) <= 34 and int(digits) % 97 == 1


def _valid_card(found: str) -> bool:
    digits = [int(char) for char in found if char.isdigit()]
    doubled = (sum(divmod(2 * digit, 10)) for digit in digits[-2::-2])
    return len(set(digits)) > 1 and (sum(digits[-1::-2]) + sum(doubled)) % 10 == 0


def _real_email(found: str) -> bool:
    return not _INVENTED.search(found)


_KINDS: tuple[tuple[str, re.Pattern[str], Callable[[str], bool]], ...] = (
    ("a key or token", _SECRET, bool),
    ("an e-mail address", _EMAIL, _real_email),
    ("an account number", _IBAN, _valid_iban),
    ("a card number", _CARD, _valid_card),
    ("a telephone number", _PHONE, _real_phone),
)
