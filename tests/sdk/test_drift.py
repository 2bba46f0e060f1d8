"""Whether the SDK's classes are still those that we last looked at."""

from __future__ import annotations

import json

import pytest
from sdk.write_fields import REMEMBERED, ROOTS, described


def flat(classes):
    """Each class, field and value by its dotted name, so that a difference has a name."""
    found = {}
    for name, parts in classes.items():
        found[name] = "class" if isinstance(parts, dict) else "values"
        for part in parts:
            found[f"{name}.{part}"] = parts[part] if isinstance(parts, dict) else "value"
    return found


def changes(before, after):
    old, new = flat(before), flat(after)
    return [
        *(f"new: {name} ({new[name]})" for name in new if name not in old),
        *(f"gone: {name} ({old[name]})" for name in old if name not in new),
        *(f"changed: {name} ({old[name]} -> {new[name]})" for name in new if name in old and old[name] != new[name]),
    ]


@pytest.mark.parametrize("package", ROOTS)
def test_the_classes_have_the_fields_they_had(package, models, answers):
    remembered = json.loads(REMEMBERED.read_text(encoding="utf-8"))[package]
    found = changes(remembered, described(package))
    assert found == [], f"{'; '.join(found)}: look at what we write, then run python -m tests.sdk.write_fields"


def test_a_change_is_named():
    before = {"Entity": {"entities": "entities: str"}, "Kind": ["Train"]}
    after = {"Entity": {"list": "entities: str"}, "Kind": ["Train", "Dev"]}
    assert changes(before, after) == [
        "new: Entity.list (entities: str)",
        "new: Kind.Dev (value)",
        "gone: Entity.entities (entities: str)",
    ]
    assert changes(before, {**before, "Entity": {"entities": "entities: int"}}) == [
        "changed: Entity.entities (entities: str -> entities: int)"
    ]


def test_the_fields_that_our_links_and_lists_rest_on_are_remembered():
    remembered = json.loads(REMEMBERED.read_text(encoding="utf-8"))["azure-ai-language-conversations-authoring"]
    entity = remembered["ConversationExportedEntity"]
    assert ("list" in entity, entity["entities"]) == (False, "entities: ExportedEntityList | None")
    assert {
        name: remembered[name]["targetProjectKind"] for name in remembered if name.endswith("OrchestrationDetails")
    } == {
        "ExportedConversationOrchestrationDetails": "target_project_kind: Literal['Conversation']",
        "ExportedLuisOrchestrationDetails": "target_project_kind: Literal['Luis']",
        "ExportedOrchestrationDetails": "target_project_kind: str",
        "ExportedQuestionAnsweringOrchestrationDetails": "target_project_kind: Literal['QuestionAnswering']",
    }
