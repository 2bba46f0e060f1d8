"""What is likely filed amiss is AMB004 where None is one of the two intents, and else AMB002."""

from __future__ import annotations

import pytest
from workspaces import facts

from curation.model.project import NONE_INTENT
from curation.rules import find_rule, judge
from curation.rules._samples import sample_row, weather_and_music

CHATTER = [
    "the cat sleeps on the sofa",
    "the cat sleeps on the bed",
    "my cat sleeps on the mat",
    "a cat sleeps on a chair",
    "the dog sleeps on the sofa",
    "my dog sleeps on the bed",
    "a dog sleeps on the mat",
    "the dog sleeps on a chair",
]


def said(code, *more):
    rows = [*weather_and_music()["u.json"], *(sample_row(text, NONE_INTENT) for text in CHATTER), *more]
    found = judge(facts({"u.json": rows}, {}), [find_rule(code)]).findings
    return [(f.excerpt, f.subject, f.message.partition(" (chance")[0]) for f in found]


def test_what_stands_in_none_and_what_reads_like_none_is_amb004_and_not_amb002():
    astray = sample_row("will it rain or snow on sunday", NONE_INTENT)
    stray = sample_row("my cat sleeps on the sofa now", "Weather")
    assert said("AMB002", astray, stray) == []
    assert said("AMB004", astray, stray) == [
        ("will it rain or snow on sunday", "None", 'stands in None and reads like "Weather"'),
        ("my cat sleeps on the sofa now", "Weather", "reads like None"),
    ]
    assert said("AMB004", sample_row("will it rain or snow on sunday", "Music")) == []


@pytest.mark.parametrize(("code", "intent"), [("AMB002", "Music"), ("AMB004", NONE_INTENT)])
def test_the_weight_of_a_doubted_row_is_its_chance_and_its_intents_are_evidence(code, intent):
    rows = [*weather_and_music()["u.json"], *(sample_row(text, NONE_INTENT) for text in CHATTER)]
    astray = sample_row("will it rain or snow on sunday", intent)
    (found,) = judge(facts({"u.json": [*rows, astray]}, {}), [find_rule(code)]).findings
    assert round(found.value, 3) == found.evidence["chance"] > 0.65
    assert (found.subject, found.evidence["intents"]) == (intent, [intent, "Weather"])
