"""The split as scikit-learn takes it."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import cross_val_score
from sklearn.pipeline import make_pipeline

from curation.api import FairFolds

VERBS, NOUNS = ("open", "lock", "paint"), ("door", "window", "gate", "shed", "cellar", "attic")
TEXTS = [f"{verb} the {noun} {place}" for verb in VERBS for noun in NOUNS for place in ("now", "now!", "in the garden")]
LABELS = [text.split()[0] for text in TEXTS]


def test_every_row_is_tested_once_and_near_duplicates_together():
    folds = list(FairFolds(3).split(TEXTS, LABELS))
    assert sorted(np.concatenate([test for _, test in folds])) == list(range(len(TEXTS)))
    for train, test in folds:
        assert {TEXTS[at].rstrip("!") for at in train}.isdisjoint(TEXTS[at].rstrip("!") for at in test)


def test_folds_do_not_depend_on_the_order_of_rows():
    order = np.random.default_rng(0).permutation(len(TEXTS))
    first = [{TEXTS[at] for at in test} for _, test in FairFolds(3).split(TEXTS, LABELS)]
    mixed, labels = [TEXTS[at] for at in order], [LABELS[at] for at in order]
    assert [{mixed[at] for at in test} for _, test in FairFolds(3).split(mixed, labels)] == first


def test_groups_of_the_caller_are_kept_whole():
    groups = [text.split()[2] for text in TEXTS]
    for train, test in FairFolds(2).split(TEXTS, None, groups):
        assert {groups[at] for at in train}.isdisjoint(groups[at] for at in test)


def test_scikit_learn_takes_it():
    model = make_pipeline(TfidfVectorizer(), LogisticRegression())
    scores = cross_val_score(model, TEXTS, LABELS, cv=FairFolds(3))
    assert (len(scores), scores.mean() > 0.9) == (3, True)


def test_a_search_over_parameters_takes_it_too():
    from sklearn.model_selection import GridSearchCV

    model = make_pipeline(TfidfVectorizer(), LogisticRegression())
    found = GridSearchCV(model, {"logisticregression__C": [0.1, 10.0]}, cv=FairFolds(3)).fit(TEXTS, LABELS)
    assert found.n_splits_ == FairFolds(3).get_n_splits(TEXTS, LABELS) == 3
    assert repr(FairFolds(3)) == "FairFolds(3, similarity=0.8, seed=0)"


def test_one_fold_is_refused():
    with pytest.raises(ValueError, match="two folds or more"):
        FairFolds(1)
