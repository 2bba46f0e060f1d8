"""The stand-in for the service's router."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from curation.analysis.encoder import SentenceEncoder
from curation.analysis.features import embed
from curation.analysis.router import fitted_router, refitted
from curation.rules._samples import weather_and_music

ROWS = weather_and_music()["u.json"]
TEXTS, NAMES = [row["text"] for row in ROWS], ["Music", "Weather"]
LABELS = [NAMES.index(row["intent"]) for row in ROWS]
VECTORS = SentenceEncoder().encode(TEXTS), embed(TEXTS)
GROUPS = list(range(len(TEXTS)))


def asked(router, *texts):
    return np.exp(router.log_chances(SentenceEncoder().encode(texts), embed(texts)))


def test_texts_it_has_not_seen_are_told_apart():
    router, held_out = fitted_router(*VECTORS, LABELS, GROUPS, width=2)
    assert (held_out.argmax(axis=1) == LABELS).mean() > 0.9
    assert asked(router, "is there rain in june", "play that tune").argmax(axis=1).tolist() == [1, 0]


def test_chances_sum_to_one_and_are_never_sure_on_few_texts():
    router, held_out = fitted_router(*(part[10:22] for part in VECTORS), LABELS[10:22], GROUPS[10:22], width=2)
    found = asked(router, "hello", "play that tune", "")
    assert np.allclose(found.sum(axis=1), 1.0, atol=1e-5)
    assert np.allclose(np.exp(held_out).sum(axis=1), 1.0, atol=1e-5)
    assert found.max() < 0.999


def test_a_label_without_texts_is_never_the_answer():
    router, held_out = fitted_router(*VECTORS, [2 * label for label in LABELS], GROUPS, width=4)
    assert set(asked(router, "is there rain", "play that tune").argmax(axis=1)) == {2, 0}
    assert set(held_out.argmax(axis=1)) <= {0, 2}


def test_near_twins_do_not_answer_for_each_other():
    """Labels by chance can be known from a near-twin only."""
    texts = [*TEXTS, *(f"{text} now" for text in TEXTS)]
    by_chance = np.random.default_rng(0).integers(0, 2, len(TEXTS)).tolist() * 2
    vectors = SentenceEncoder().encode(texts), embed(texts)
    alone, together = list(range(len(texts))), [at % len(TEXTS) for at in range(len(texts))]
    apart = fitted_router(*vectors, by_chance, alone, width=2)[1].argmax(axis=1)
    held = fitted_router(*vectors, by_chance, together, width=2)[1].argmax(axis=1)
    assert (apart == by_chance).mean() > 0.7
    assert (held == by_chance).mean() < 0.65


def test_the_nearest_texts_are_those_it_learned():
    router, _ = fitted_router(*VECTORS, LABELS, GROUPS, width=2)
    near, like = router.nearest(*(part[:3] for part in VECTORS), 2)
    assert near[:, 0].tolist() == [0, 1, 2]
    assert np.allclose(like[:, 0], 1.0, atol=1e-2)


def test_a_router_of_fewer_texts_keeps_its_labels():
    router, _ = fitted_router(*VECTORS, LABELS, GROUPS, width=2)
    half = refitted(router, *(part[::2] for part in VECTORS), LABELS[::2])
    assert asked(half, "is there rain in june", "play that tune").argmax(axis=1).tolist() == [1, 0]
    assert (half.weights == router.weights).all()


@settings(max_examples=10)
@given(st.integers(0, 3), st.integers(1, 4))
def test_the_same_texts_give_the_same_bytes(seed, workers):
    from threadpoolctl import threadpool_limits

    with threadpool_limits(limits=workers):
        first, said = fitted_router(*VECTORS, LABELS, GROUPS, width=2, seed=seed)
    second, again = fitted_router(*VECTORS, LABELS, GROUPS, width=2, seed=seed)
    assert all((one == other).all() for one, other in zip(first, second, strict=True))
    assert (said == again).all()
