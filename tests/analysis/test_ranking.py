"""Tasks for intents, on four strings and a few more."""

from __future__ import annotations

import socket

import numpy as np
import pytest

from curation.analysis.features import embed
from curation.analysis.ranking import TaskTexts, rank_tasks

MAIL = TaskTexts(
    ["read my new emails", "send an email to Ann", "delete this message", "reply to the last mail", "forward the mail"],
    ["Read", "Send", "Delete", "Send", "Send"],
)
HOME = TaskTexts(
    ["turn on the kitchen lights", "switch the heating off", "dim the lamp", "close the blinds", "turn off the fan"],
    ["On", "Off", "Dim", "Off", "Off"],
)


def test_the_task_that_speaks_of_the_same_comes_first():
    ranked = rank_tasks({"Inbox": ["show me my mail", "any new email today"]}, {"Mail": MAIL, "Home": HOME})
    best, other = ranked["Inbox"]
    assert (best.task, other.task) == ("Mail", "Home")
    assert best.score > 0.8
    assert best.score + other.score == pytest.approx(1)
    assert best.fits > 0.5
    assert best.label in {"Read", "Send"}
    assert type(best.label) is str
    assert [twin.query for twin in best.twins] == [1, 0]


def test_what_no_task_serves_fits_none():
    ranked = rank_tasks(
        {"Poetry": ["write a sonnet about autumn", "which poet wrote this verse"]}, {"Mail": MAIL, "Home": HOME}
    )
    assert ranked["Poetry"][0].fits < 0.5


def test_an_intent_without_texts_is_ranked_by_name_and_fits_nothing():
    ranked = rank_tasks({"HomeLights": []}, {"Mail": MAIL, "Home": HOME})
    assert [item.task for item in ranked["HomeLights"]] == ["Home", "Mail"]
    assert {item.fits for item in ranked["HomeLights"]} == {0.0}


def test_one_task_alone_can_still_be_refused():
    asked = {"Inbox": ["any new email today", "read my mail"], "Poetry": ["write a sonnet", "recite a verse"]}
    ranked = rank_tasks(asked, {"Mail": MAIL})
    assert ranked["Inbox"][0].fits > 0.5 > ranked["Poetry"][0].fits


def test_the_order_of_queries_and_tasks_does_not_matter():
    asked = {"Inbox": ["show me my mail"], "Dark": ["it is too dark in here"]}
    first = rank_tasks(asked, {"Mail": MAIL, "Home": HOME})
    second = rank_tasks(dict(reversed(asked.items())), {"Home": HOME, "Mail": MAIL})
    assert first == second


def test_static_vectors_are_read_without_a_network(monkeypatch):
    from curation.analysis import encoder

    def refuse(*_args, **_kwargs):
        raise AssertionError("a socket was opened")

    encoder._static_vectors.cache_clear()
    encoder._sentence_model.cache_clear()
    monkeypatch.setattr(socket.socket, "connect", refuse)
    vectors = embed(["cancel my order", "please cancel the order", "lovely weather", "", "\ud800"])
    assert np.linalg.norm(vectors[0]) == pytest.approx(1, abs=1e-5)
    assert vectors[0] @ vectors[1] > 0.7
    assert vectors[0] @ vectors[2] < 0.3
    assert not vectors[3].any()
