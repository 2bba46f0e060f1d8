"""Texts that differ by the one word that matters."""

from __future__ import annotations

import pytest

from curation.analysis.opposites import opposed


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("turn on the light", "turn off the light"),
        ("Switch the plug ON please", "please switch the plug off"),
        ("volume up", "volume down"),
        ("I can log in", "I can not log in"),
        ("why can I pay", "why can't I pay, it doesn't work"),
        ("mach das Licht an", "mach das Licht aus"),
        ("das geht", "das geht nicht"),
        ("enciende la luz", "apaga la luz"),
        ("开灯", "关灯"),
    ],
)
def test_opposites_and_negations_are_opposed_either_way(first, second):
    assert opposed(first, second)
    assert opposed(second, first)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("turn on the light", "turn on the lights"),
        ("turn it on and off", "turn it off and on"),
        ("it is not on", "it is not on now"),
        ("turn on", "turn on off"),
        ("go up the hill", "switch off the light"),
        ("My top-up didn't go through", "my top-up hasn't gone through"),
        ("", ""),
    ],
)
def test_other_words_are_not(first, second):
    assert not opposed(first, second)
