"""Evaluations of the service, in the shapes it hands out."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curation.errors import CurationError
from curation.formats.service_results import read_service_results


def read(value):
    return read_service_results(json.dumps(value).encode(), "r.json")


ROW = {"text": "rain", "language": "en-us", "intentsResult": {"expectedIntent": "Weather", "predictedIntent": "Music"}}
LUIS = {"text": "rain", "predictedIntentName": "Music", "labeledIntentName": "Weather", "falsePositiveEntities": []}
MATRIX = {
    "Weather": {"Music": {"normalizedValue": 100.0, "rawValue": 1.0}, "Weather": {"normalizedValue": 0, "rawValue": 0}}
}


@pytest.mark.parametrize(
    ("value", "texts"),
    [
        ([ROW], (("rain", "Weather", "Music"),)),
        ({"value": [ROW]}, (("rain", "Weather", "Music"),)),
        ({"utterancesStats": [LUIS], "intentModelsStats": []}, (("rain", "Weather", "Music"),)),
        ({"intentsEvaluation": {"confusionMatrix": MATRIX}}, ()),
        ({"evaluation": {"intentsEvaluation": {"confusionMatrix": MATRIX}}}, ()),
    ],
)
def test_every_shape_gives_the_same_counts(value, texts):
    found = read(value)
    assert (found.confusion, found.texts, found.intents) == ({("Weather", "Music"): 1}, texts, {"Weather"})


@pytest.mark.parametrize(
    "value", [[], {}, {"value": []}, {"value": 3}, [1, None, "x"], {"intentsEvaluation": []}, 7, "x"]
)
def test_what_holds_no_evaluation_is_refused(value):
    with pytest.raises(CurationError, match="no evaluation of the service in it"):
        read(value)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=4)
    | st.dictionaries(
        st.sampled_from(["value", "utterancesStats", "intentsEvaluation", "confusionMatrix", "evaluation", "rawValue",
                         "intentsResult", "expectedIntent", "predictedIntent", "text", "A", "B"]),
        inner, max_size=4,
    ),
    max_leaves=15,
)  # fmt: skip


@given(json_values)
def test_no_value_is_worse_than_a_refusal(value):
    try:
        found = read(value)
    except CurationError:
        return
    assert sum(found.confusion.values()) > 0


def test_a_real_summary_of_the_service_is_read(realdata):
    extract = json.loads(
        (realdata / "azure-sdk-python-recordings/evaluation_summary_EmailApp.extract.json").read_text()
    )
    matrix = {name: {name: {"rawValue": count}} for name, count in extract["test_counts"].items()}
    found = read({"intentsEvaluation": {"confusionMatrix": matrix}})
    assert (len(found.intents), sum(found.confusion.values())) == (15, 121)
