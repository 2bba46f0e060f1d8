"""Personal data and secrets by their form: what is named, and what is left alone."""

import pytest

from curation.analysis.personal import kind_of_personal_data

NAMED = {
    "write to mira.k@larkfield.zz now": "an e-mail address",
    "pay from DE44 5001 0517 5407 3249 31": "an account number",
    "pay with 4111-1111-1111-1111": "a card number",
    "ring +49 (0)30 901820 today": "a telephone number",
    "ring 0049 30 901820 today": "a telephone number",
    "+442071234568": "a telephone number",
    "token ghp_" + "aB3" * 12: "a key or token",
    "AccountKey=" + "aB3/" * 12: "a key or token",
    "-----BEGIN RSA PRIVATE KEY-----": "a key or token",
    "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.x": "a key or token",
    "sk-" + "aB3d" * 8: "a key or token",
    "xoxb-" + "123456789-" * 3: "a key or token",
    "AKIA" + "Q7RW3LD9" * 2: "a key or token",
}

LEFT_ALONE = (
    "",
    "write to mira@contoso.com",
    "write to mira@mail.example.org",
    "DE44 5001 0517 5407 3249 32",
    "order 4111 1111 1111 1112",
    "0000 0000 0000 0000",
    "ring +1 425 555 0142",
    "ring 030 901820",
    "the meeting at 10:30 on 2026-11-24",
    "add +15 to 2300 400",
    "+0 12 34 56 78",
    "+11 11 11 11 11",
    "room 007 1234",
    "ask-me-anything",
    "an AKIA key",
    "the 1+4420712345689999999999",
)


@pytest.mark.parametrize("text", NAMED)
def test_what_has_the_form_of_personal_data_or_a_secret_is_named(text):
    assert kind_of_personal_data(text) == NAMED[text]


@pytest.mark.parametrize("text", LEFT_ALONE)
def test_what_only_looks_a_little_like_it_is_left_alone(text):
    assert kind_of_personal_data(text) == ""
