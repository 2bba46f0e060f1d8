"""Tasks for intents, on a dozen strings."""

from __future__ import annotations

import socket

import numpy as np
import pytest

from curation.analysis.encoder import SentenceEncoder
from curation.analysis.features import embed, raw_views
from curation.analysis.link_chances import calibrated
from curation.analysis.link_space import LinkSpace, spread
from curation.analysis.linking import Linking, TaskTexts

MAIL = {
    "Read": ["read my new emails", "what is in my inbox", "open the newest message"],
    "Send": ["send an email to Ann", "reply to the last mail", "forward the mail to the team"],
}
HOME = {
    "On": ["turn on the kitchen lights", "switch the heating on", "start the fan in the bedroom"],
    "Off": ["switch the heating off", "turn off the fan", "dim the lamp and close the blinds"],
}
TASKS = {"Mail": TaskTexts(MAIL, {}), "Home": TaskTexts(HOME, {})}


def vectors(texts):
    return raw_views(texts, SentenceEncoder())


def link(queries, tasks=TASKS, **more):
    return Linking(queries, tasks, vectors, **more)


def test_the_task_that_speaks_of_the_same_comes_first_with_what_speaks_for_it():
    found = link({"Inbox": ["show me my mail", "any new email today"]}).ranking("Inbox")
    best, other = found.ranked
    assert (best.task, other.task) == ("Mail", "Home")
    assert best.chance > 0.8
    assert best.chance + other.chance + found.none == pytest.approx(1, abs=1e-5)
    assert best.children == (("Read", 1.0),)
    assert best.elsewhere == ()
    assert [twin.text for twin in best.twins] == ["any new email today", "show me my mail"]
    assert {twin.task_text for twin in best.twins} <= {text for texts in MAIL.values() for text in texts}
    assert set(best.words) == {"email", "new"}


def test_what_no_task_serves_fits_none():
    found = link({"Poetry": ["write a sonnet about autumn", "which poet wrote this verse"]}).ranking("Poetry")
    assert found.none > 0.8


def test_what_is_known_to_have_no_task_speaks_for_none():
    asked = {"Chat": ["how are you doing today", "nice to meet you"]}
    without = link(asked).ranking("Chat").none
    known = link(asked, unserved={"None": ["how do you do", "hello and good morning", "pleased to meet you"]})
    assert known.ranking("Chat").none > without
    assert {item.task for item in known.ranking("Chat").ranked} == {"Mail", "Home"}


def test_texts_of_an_intent_that_leads_to_a_task_count_and_are_no_intent_inside_it():
    taught = {**TASKS, "Mail": TaskTexts(MAIL, {"Parcels": ["where is my parcel", "track the delivery"]})}
    asked = {"Post": ["has my parcel arrived", "when is the delivery due"]}
    assert link(asked).ranking("Post").none > link(asked, taught).ranking("Post").none
    best = link(asked, taught).ranking("Post").ranked[0]
    assert best.task == "Mail"
    assert {name for name, _ in best.children} <= {"Read", "Send"}


def test_an_intent_without_texts_is_ranked_by_name_and_nothing_is_claimed():
    found = link({"HomeLights": []}).ranking("HomeLights")
    assert [(item.task, item.chance) for item in found.ranked] == [("Home", 0.0), ("Mail", 0.0)]
    assert found.none == 0.0


def test_one_task_alone_can_still_be_refused():
    linking = link(
        {"Inbox": ["any new email today", "read my mail"], "Poetry": ["write a sonnet", "recite a verse"]},
        {"Mail": TASKS["Mail"]},
    )
    assert linking.ranking("Inbox").ranked[0].chance > 0.5 > linking.ranking("Poetry").ranked[0].chance


def test_a_task_that_is_not_allowed_gives_its_chance_to_the_others_and_to_none():
    linking = link({"Inbox": ["show me my mail", "any new email today"]})
    left = linking.ranking("Inbox", among=["Home"])
    assert [item.task for item in left.ranked] == ["Home"]
    assert left.none > 0.8
    assert left.ranked[0].chance + left.none == pytest.approx(1, abs=1e-5)


def test_the_order_of_queries_tasks_and_texts_does_not_matter():
    asked = {"Inbox": ["show me my mail", "new mail"], "Dark": ["it is too dark in here"]}
    turned = {name: TaskTexts(dict(reversed(t.children.items())), {}) for name, t in reversed(TASKS.items())}
    first = link(asked)
    second = link({name: texts[::-1] for name, texts in reversed(asked.items())}, turned)
    assert [first.ranking(name) for name in asked] == [second.ranking(name) for name in asked]


def test_queries_that_are_alike_are_kin():
    poems = {"Sonnet": ["write a sonnet about autumn"], "Verse": ["write a sonnet about spring"], "Inbox": ["my mail"]}
    linking = link(poems)
    assert linking.ranking("Sonnet").kin == ("Verse",)
    assert linking.ranking("Inbox").kin == ()
    apart = linking.ranking("Sonnet")
    assert apart.none / 2 < apart.apart < apart.none
    assert linking.ranking("Inbox").apart < linking.ranking("Inbox").none / 2


def test_a_single_query_makes_no_new_task():
    assert link({"Sonnet": ["write a sonnet about autumn"]}).ranking("Sonnet").apart == 0.0


def space(children, queries, task_of_child):
    texts = sorted({text for part in (*children, *queries) for text in part})
    at = [[np.array([texts.index(text) for text in part]) for part in group] for group in (children, queries)]
    tasks = max(task_of_child) + 1
    return LinkSpace(vectors(texts), *at, np.array(task_of_child), tasks)


def test_known_intents_are_replayed_only_where_there_are_enough():
    few = space([*MAIL.values(), *HOME.values()], [["new mail"]], [0, 0, 1, 1])
    assert calibrated(few).replayed == 0
    topics = ["music", "weather", "food", "sports"]
    children = [[f"{verb} the {topic}" for verb in verbs] for topic in topics for verbs in (
        ("play", "start"), ("stop", "end"), ("like", "love"))]  # fmt: skip
    many = space(children, [["play some music", "start a song"]], [0] * 3 + [1] * 3 + [2] * 3 + [3] * 3)
    found = calibrated(many)
    assert found.replayed == 12
    assert 0.2 < found.scale <= 1.0
    assert found.tasks.argmax() == 0
    assert found.tasks.sum() + found.none.sum() == pytest.approx(1)


def test_a_child_that_is_left_out_is_unknown():
    whole = space([*MAIL.values(), *HOME.values()], [["new mail"]], [0, 0, 1, 1])
    without = whole.replayed([0], [0])
    assert without.linear.shape == (1, 2)
    assert without.linear[0, 0] < whole.replayed([0], []).linear[0, 0]
    gone = whole.replayed([0], [0, 1])
    assert np.isnan(gone.linear[0, 0])
    assert np.isnan(gone.lexical[0, 0])


def test_rows_are_spread_evenly():
    assert spread(np.arange(3), 5).tolist() == [0, 1, 2]
    assert spread(np.arange(100), 3).tolist() == [0, 49, 99]


def test_static_vectors_are_read_without_a_network(monkeypatch):
    from curation.analysis import encoder

    def refuse(*_args, **_kwargs):
        raise AssertionError("a socket was opened")

    encoder._static_vectors.cache_clear()
    monkeypatch.setattr(socket.socket, "connect", refuse)
    vectors = embed(["cancel my order", "please cancel the order", "lovely weather", "", "\ud800"])
    assert np.linalg.norm(vectors[0]) == pytest.approx(1, abs=1e-5)
    assert vectors[0] @ vectors[1] > 0.7
    assert vectors[0] @ vectors[2] < 0.3
    assert not vectors[3].any()


MUSIC = {
    "Play": ["play some jazz", "start the next song", "put on my party playlist", "play the new album", "play rock"],
    "Stop": ["stop the music", "pause this song", "turn the music off", "end the playlist", "silence the speakers"],
}
SKY = {
    "Rain": [
        "will it rain today",
        "is rain expected tonight",
        "do I need an umbrella",
        "any showers tomorrow",
        "rainy",
    ],
    "Sun": [
        "is it sunny outside",
        "how warm is it today",
        "will the sun shine",
        "hottest day this week",
        "sunny later",
    ],
}
THREE = {"Music": TaskTexts(MUSIC, {}), "Sky": TaskTexts(SKY, {}), "Mail": TASKS["Mail"]}


def test_rows_of_another_task_are_named_and_the_others_are_not():
    mixed = ["play a song by queen", "skip to the next track", "will it rain or snow on sunday", "play my favourites"]
    tasks = {**THREE, "Music": TaskTexts(MUSIC, {"Tunes": mixed})}
    (row,) = link({}, tasks).foreign_rows(mixed, "Music", intent="Tunes")
    assert (row.text, row.task) == ("will it rain or snow on sunday", "Sky")
    assert row.chance >= 0.5
    assert row.twin.task_text in SKY["Rain"]
    assert link({}, {"Music": tasks["Music"]}).foreign_rows(mixed, "Music", intent="Tunes") == []


def test_texts_that_clearly_go_to_another_intent_inside_are_named_where_two_agree():
    asked = ["play some blues", "play the next song", "start my playlist", "put on the new album", "play pop"]
    asked += ["stop the music now", "pause the music"]
    best = link({"Tunes": asked}, THREE).ranking("Tunes").ranked[0]
    assert (best.task, best.into) == ("Music", "Play")
    assert {text for text, into in best.elsewhere} == {"pause the music", "stop the music now"}
    assert {into for _, into in best.elsewhere} == {"Stop"}
    lone = link({"Tunes": asked[:-1]}, THREE).ranking("Tunes").ranked[0]
    assert lone.elsewhere == ()


def test_an_intent_that_says_something_new_has_no_intent_inside():
    best = (
        link({"Lyrics": ["who wrote this song", "show me the words of this song"]}, THREE).ranking("Lyrics").ranked[0]
    )
    assert (best.task, best.into) == ("Music", "")
    assert sum(share for _, share in best.children) == pytest.approx(1)


def test_the_intent_a_text_is_most_like_is_the_one_it_would_move_to():
    led = {"Loud": ["turn it up"], "Songs": ["play a song"]}
    linking = link({"Mine": ["play my song"]}, {**THREE, "Music": TaskTexts(MUSIC, led)})
    assert linking.most_like("play my song", led) == "Songs"
    assert linking.most_like("play my song", {"Loud": [], "Other": ["not compared"]}) == ""


def test_nothing_is_stated_above_nine_tenths_where_no_known_intent_can_check_it():
    linking = link({"Songs": ["play some jazz", "start the next song", "play rock"]}, THREE)
    assert linking.chances.replayed == 0
    assert 0.5 < linking.ranking("Songs").ranked[0].chance <= 0.9


def test_a_bot_beside_a_list_of_questions_does_not_take_what_is_foreign_to_both():
    questions = {
        str(n): [text] for n, text in enumerate(("when do you open", "where is the shop", "can I pay by card"))
    }
    tasks = {"Sky": THREE["Sky"], "FAQ": TaskTexts(questions, {})}
    found = link({"Bank": ["what is my balance", "transfer fifty dollars to john", "block my card"]}, tasks)
    assert found.ranking("Bank").none > 0.5


def test_the_share_of_absent_tasks_is_believed_up_to_a_bound():
    foreign = {
        f"Q{n}": [text] for n, text in enumerate(("bake a cake", "feed the cat", "prune the roses", "paint a wall"))
    }
    linking = link({**foreign, "Songs": MUSIC["Play"][:3]}, THREE)
    assert 0.2 < linking.chances.absent <= 0.35
