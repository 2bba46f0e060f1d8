"""Texts without a label against texts with one."""

from __future__ import annotations

import numpy as np
import pytest

from curation.analysis.encoder import StaticEncoder
from curation.analysis.features import kernel_features
from curation.analysis.novelty import Fit
from curation.analysis.triage import Guess, Known, _without_groups, themes_of

WEATHER = [
    "will it rain tomorrow",
    "how cold is it tonight",
    "any snow this week",
    "is it sunny outside",
    "weather on sunday",
]
MUSIC = ["play a song", "next track please", "turn up the volume", "some quiet jazz", "who sings this song"]


def known(copies=1, routes=(0, 1)):
    """Each text under its label, and with more copies under further labels of the same route."""
    texts = (WEATHER + MUSIC) * copies
    given = [label + 2 * copy for copy in range(copies) for label in [0] * 5 + [1] * 5]
    groups = list(range(10)) * copies
    return Known(texts, given, list(routes), groups, StaticEncoder())


def test_a_text_goes_where_texts_like_it_are():
    rain, song = known().ask(["will it rain on sunday", "play a quiet song"])
    assert (rain.label, song.label) == (0, 1)
    assert known().ask(WEATHER[1:2])[0].nearest == 1
    assert rain.chance > rain.rival_chance
    assert rain.novelty < 0.5


def test_texts_that_stand_twice_under_one_route_make_nothing_new_or_unsure():
    """What a task holds is often what is routed to it."""
    once, twice = (model.ask(["will it rain on sunday"])[0] for model in (known(), known(2, (0, 1, 0, 1))))
    assert abs(once.chance - twice.chance) < 0.1
    assert abs(once.novelty - twice.novelty) < 0.2
    assert twice.rival in (1, 3)


def test_what_no_label_is_for_is_new():
    rain, bill, nothing = known().ask(["will it rain on sunday", "pay my bill", "zxqv"])
    assert rain.novelty < 0.2
    assert min(bill.novelty, nothing.novelty) > 0.5


def test_what_was_learned_answers_alike_elsewhere():
    here = known(2, (0, 1, 0, 1))
    there = Known.of_arrays(here.arrays(), StaticEncoder())
    asked = ["will it rain on sunday", "play a quiet song", "pay my bill"]
    assert there.ask(asked) == here.ask(asked)


@pytest.mark.parametrize(("novelty", "chance", "covered"), [(0.49, 0.5, True), (0.5, 0.9, False), (0.1, 0.49, False)])
def test_covered_is_what_is_likelier_known_than_new_on_a_route_likelier_than_not(novelty, chance, covered):
    assert Guess(0, chance, 1, 0.1, 0, novelty).covered is covered


def test_nothing_asked_nothing_said():
    assert known().ask([]) == []


def test_without_a_group_is_what_weighted_regression_without_it_gives():
    generator = np.random.default_rng(0)
    rows, groups = generator.normal(size=(12, 3)), np.array([0, 0, 1, 2, 2, 2, 3, 4, 5, 6, 7, 8])
    weight, hot = generator.random(12) + 0.5, np.eye(2)[generator.integers(2, size=12)]

    def fit(kept):
        gram = (rows[kept] * weight[kept, None]).T @ rows[kept] + 0.3 * np.eye(3)
        return np.linalg.inv(gram), np.linalg.inv(gram) @ (rows[kept] * weight[kept, None]).T @ hot[kept]

    inverse, weights = fit(np.arange(12))
    said = _without_groups(Fit(rows, inverse, weight, hot, rows @ weights), groups)
    for group in set(groups.tolist()):
        held = groups == group
        assert np.allclose(said[held], rows[held] @ fit(np.flatnonzero(~held))[1], atol=1e-6)


def test_themes_are_what_is_alike_the_largest_first():
    texts = ["gift card", "gift card please", "part exchange", "my old bike"]
    vectors = np.array([[1, 0, 0], [0.9, 0.436, 0], [0, 0, 1], [0, 1, 0]], dtype=np.float32)
    found = themes_of(texts, vectors, [1, 4, 2, 1])
    assert [theme.members for theme in found] == [(1, 0), (2,), (3,)]
    assert found[0].words == ("card", "gift")


def names_of_theme(*texts):
    """The name of a theme of these texts beside another one of twenty."""
    other = [f"weather {n}" for n in range(20)]
    vectors = np.repeat(np.eye(2, dtype=np.float32), [len(texts), 20], axis=0)
    return next(
        theme.words for theme in themes_of([*texts, *other], vectors, [1] * (len(texts) + 20)) if 0 in theme.members
    )


@pytest.mark.parametrize(
    ("texts", "words"),
    [
        (("查询余额", "我想查询银行卡余额", "帮我查询余额"), ("余额", "查询", "银行")),
        (
            ("ブレーキの修理", "ブレーキの修理はいくらですか", "ブレーキが壊れた、修理したい"),
            ("ブレーキ", "修理", "壊れ"),
        ),
        (("สมัครสมาชิก", "สมัครสมาชิกอย่างไร", "ฉันอยากสมัครสมาชิก"), ("สมาชิก", "สมัคร")),
        (("मौसम कैसा है", "आज मौसम कैसा रहेगा", "कल का मौसम"), ("मौसम", "रहेगा", "आज")),
        (("更改约会", "我要更改约会", "请更改约会吧"), ("改约", "我要更", "会吧")),
    ],
)
def test_a_theme_is_named_by_words_whatever_its_script(texts, words):
    assert names_of_theme(*texts) == words


def test_words_that_spaces_part_name_a_theme_though_one_holds_the_other():
    assert names_of_theme("the art party", "an art party") == ("party", "art")


def test_words_without_a_meaning_of_their_own_name_a_theme_only_where_there_is_no_other():
    assert names_of_theme("where is it", "where are they") == ("where", "they", "are")


def test_kernel_features_are_exact_where_every_row_is_a_landmark():
    rows = np.random.default_rng(2).normal(size=(30, 4)).astype(np.float32)
    features = kernel_features(rows)
    square = ((rows[:, None] - rows[None]) ** 2).sum(axis=2)
    assert np.allclose(features @ features.T, np.exp(-0.25 * square), atol=1e-3)
