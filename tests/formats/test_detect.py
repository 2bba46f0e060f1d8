"""What a file is, and why."""

from __future__ import annotations

import pytest

from curation.formats.detect import detect

NOT_LIKE = "unknown"


@pytest.mark.parametrize(
    ("value", "kind", "why"),
    [
        ([], "utterances", "it is an array, if an empty one"),
        ([{"text": "a", "intent": "B"}], "utterances", "it is an array of rows with text and intent"),
        ([{"text": "a", "intentName": "B"}], "unknown", "it looks like LUIS labelled utterances (intentName, entityLabels); `curation convert FILE --to upload -o ROWS.json` makes an utterance file of it"),
        ([{"text": "a", "intent": "B", "entities": [{"startPos": 0}]}], "unknown", "it looks like test rows of LUIS (entities with startPos and endPos); `curation convert FILE --to upload -o ROWS.json` makes an utterance file of it"),
        ([{"text": "a", "intent": "B", "entities": [{"startPos": 0, "offset": 0}]}], "utterances", "it is an array of rows with text and intent"),
        ([{"text": "a", "intent": "B", "entities": [7, {"entityType": "a"}]}], "unknown", "it looks like test rows of NLU.DevOps (entities with matchText and entityType); `curation convert FILE --to upload -o ROWS.json` makes an utterance file of it"),
        ([{"text": "a", "intent": "B"}, {"text": "a", "intent": "B", "entities": [{"entityType": "a", "category": "A"}]}], "utterances", "it is an array of rows with text and intent"),
        ([{"text": "a", "intent": "B", "entities": "all"}, 7], "utterances", "it is an array of rows with text and intent"),
        ([{"id": 1}], "unknown", "it is an array, but no row has text and intent"),
        ({"metadata": {"projectKind": "Conversation"}}, "clu", "metadata.projectKind is Conversation"),
        ({"metadata": {"projectKind": "conversation"}}, "clu", "metadata.projectKind is conversation"),
        ({"assets": {"projectKind": "Orchestration"}}, "orchestration", "assets.projectKind is Orchestration"),
        ({"assets": {"qnas": []}}, "cqa", "assets.qnas holds question and answer pairs"),
        ({"luis_schema_version": "7.0.0", "intents": [{"name": "l_A"}, {"name": "None"}]}, "unknown", "it looks like an app of the Dispatch tool; `curation convert FILE --to orchestration -o PROJECT.json` keeps its links"),
        ({"luis_schema_version": "7.0.0", "intents": [{"name": "l_A"}, {"name": "B"}]}, "unknown", "it looks like a LUIS app; `curation convert FILE --to clu -o PROJECT.json` makes a project of it"),
        ({"luis_schema_version": "7.0.0"}, "unknown", "it looks like a LUIS app; `curation convert FILE --to clu -o PROJECT.json` makes a project of it"),
        ({"culture": "en-us", "intents": [{"name": "q_A"}], "entities": [], "utterances": []}, "unknown", "it looks like an app of the Dispatch tool; `curation convert FILE --to orchestration -o PROJECT.json` keeps its links"),
        ({"metadata": 7, "assets": []}, "unknown", 'it looks like a project, but says no kind; write "projectKind": "Conversation" or "Orchestration" in metadata and assets'),
        ({"name": "x"}, "unknown", "it is an object without metadata, assets or projectKind"),
        ("text", "unknown", "its root is neither an array nor an object"),
    ],
)  # fmt: skip
def test_a_file_is_what_it_says_and_the_reason_is_given(value, kind, why):
    assert detect(value) == (kind, why)
