"""The limits as literals: a slip in one of them would accuse good files or pass bad ones."""

from __future__ import annotations

import json
import re

from curation.formats.schemas import load_schema
from curation.model import contract
from curation.model.document import DocumentKind


def test_the_limits_are_those_of_the_service():
    assert contract.LIMITS == {
        DocumentKind.CLU: {"utterances": 50_000, "intents": 500, "entities": 350},
        DocumentKind.ORCHESTRATION: {"utterances": 15_000, "intents": 500},
    }
    assert (contract.LONGEST_TEXT, contract.LONGEST_NAME, contract.ADVISED_ROWS, contract.LARGE_PROJECT) == (
        500,
        50,
        15,
        50,
    )
    assert (contract.MOST_PREBUILTS, contract.MOST_EXPRESSIONS, contract.MOST_AUGMENTED) == (7, 20, 25_000)
    assert (contract.LONGEST_ANSWER, contract.LONGEST_QUESTION, contract.MOST_ALTERNATES) == (25_000, 1_000, 300)
    assert contract.LARGEST_PAYLOAD == 10_000_000
    assert {"de", "en-us", "es", "fr", "it", "pt-br"} == contract.ORCHESTRATION_LANGUAGES
    assert len(contract.LANGUAGES) == 95
    assert len(contract.PREBUILTS) == 18


def test_the_schemas_state_the_same_limits():
    for name in ("utterances", "clu-project", "orchestration-project"):
        schema = load_schema(name)
        row = schema["definitions"]["utterance"]["properties"]
        assert row["text"]["maxLength"] == contract.LONGEST_TEXT
        assert row["intent"]["maxLength"] == contract.LONGEST_NAME
        forbidden = re.search(r"\[\^(.*?)\]", row["intent"]["pattern"])
        assert set(forbidden[1]) == set(contract.FORBIDDEN_IN_NAMES)
        shared = load_schema("utterances")["definitions"]
        assert {key: schema["definitions"][key] for key in shared} == shared
    name = load_schema("clu-project")["properties"]["metadata"]["properties"]["projectName"]["pattern"]
    assert name == f"^{contract.PROJECT_NAME.pattern}$"


def test_real_facts_agree(realdata):
    path = realdata.parent / "contract_facts.json"
    if not path.is_file():
        import pytest

        pytest.skip("the facts are not beside the real files")
    facts = json.loads(path.read_text(encoding="utf-8"))
    assert {item["code"] for item in facts["languages"]["clu_documented"]} == contract.LANGUAGES
    assert facts["limits"]["clu"]["utterances_per_project"]["max"] == contract.LIMITS[DocumentKind.CLU]["utterances"]
    assert facts["limits"]["orchestration"]["utterances_per_project"]["max"] == 15_000
    documented = facts["prebuilt_entity_categories"]
    assert {*documented["documented"], *documented["api_example_only"]} == contract.PREBUILTS
