"""What the SDK's own classes make of the files we write, and what they would write in their place."""

from __future__ import annotations

import json

import pytest
from sdk.reading import body_of, made_anew, oddities
from workspaces import workspace

from curation.rules._samples import clu, cqa, orchestration, sample_row, sample_span

ASSETS = {"Conversation": "ConversationExportedProjectAsset", "Orchestration": "OrchestrationExportedProjectAsset"}
LINKS = {
    None: "NoneType",
    "Conversation": "ExportedConversationOrchestrationDetails",
    "QuestionAnswering": "ExportedQuestionAnsweringOrchestrationDetails",
    "Luis": "ExportedLuisOrchestrationDetails",
}
LIST = ("ConversationExportedEntity", "list", "unknown")
"""We write `list`, as every file of Microsoft's does; the class says `entities` (contract 0.1)."""
NO_THRESHOLD = ("ProjectSettings", "confidenceThreshold", "missing")
"""`"settings": {}` is in files that Microsoft ships (contract 2.2)."""
THEIRS = {
    ("ProjectSettings", "augmentDiacritics", "unknown"),
    ("ProjectSettings", "normalizeCasing", "unknown"),
    ("OrchestrationExportedProjectAsset", "entities", "unknown"),
    ("ImportQnaRecord", "id", "is str"),
}
"""In files that people have; we hand them on (contract 0.15, 1.2, 4.1)."""


def type_name(value):
    return type(value).__name__


def test_every_project_is_read_into_the_classes_of_its_kind(steps, models, answers):
    for step in steps:
        body = body_of(step, models, answers)
        if step.kind == "QuestionAnswering":
            assert [type_name(body.assets), *{type_name(qna) for qna in body.assets.qnas}] == [
                "Assets",
                "ImportQnaRecord",
            ]
        else:
            parts = [*(body.assets.intents or ()), *(body.assets.utterances or ())]
            assert type_name(body.assets) == ASSETS[step.kind]
            assert {type_name(part) for part in parts} <= {
                f"{step.kind}Exported{part}" for part in ("Intent", "Utterance")
            }


def test_every_link_is_read_into_the_class_of_its_target(steps, models, answers):
    for step in steps:
        if step.kind == "Orchestration":
            read = {i.category: type_name(i.orchestration) for i in body_of(step, models, answers).assets.intents}
            written = {i["category"]: i.get("orchestration") or {} for i in step.value["assets"]["intents"]}
            assert read == {name: LINKS[block.get("targetProjectKind")] for name, block in written.items()}


def test_the_links_of_the_sample_data_are_what_the_sdk_says_they_are(steps_by_case, models, answers):
    *_, desk = steps_by_case("the sample data")
    links = {i.category: i.orchestration for i in body_of(desk, models, answers).assets.intents if i.orchestration}
    clu, faq = links["Rentals"], links["ShopQuestions"]
    assert (clu.conversation_orchestration.project_name, clu.conversation_orchestration.deployment_name) == (
        "BikeRental", "production")  # fmt: skip
    assert faq.question_answering_orchestration.project_name == "ShopFAQ"


def test_what_was_read_is_written_again_as_it_came(steps, models, answers):
    for step in steps:
        assert body_of(step, models, answers).as_dict() == step.value


@pytest.mark.parametrize(("case", "expected"), [
    ("the sample data", {LIST}),
    ("links", set()),
    ("rows moved under the name of their task", set()),
    ("a project of rows alone", set()),
    ("an orchestration of rows alone", set()),
    ("every field", {LIST}),
    ("converted to CLU", {LIST}),
    ("converted to orchestration", set()),
    ("converted to question answering", set()),
    ("an older shape, upgraded", set()),
])  # fmt: skip
def test_the_sdk_has_a_field_of_the_right_type_for_everything_but_lists(case, expected, steps_by_case, models, answers):
    found = {oddity for step in steps_by_case(case) for oddity in oddities(body_of(step, models, answers))}
    assert found == expected


def test_real_files_bring_four_things_of_their_own_that_the_sdk_does_not_say(steps_by_case, models, answers):
    found = {oddity for step in steps_by_case("real files") for oddity in oddities(body_of(step, models, answers))}
    assert found == {LIST, NO_THRESHOLD, *THEIRS}


def test_the_oracle_sees_a_wrong_name_a_missing_field_and_a_wrong_type(models, answers):
    link = {"targetProjectKind": "Conversation", "conversationOrchestration": {"projectName": "Tables"}}
    desk = orchestration(sample_row("hi", "Greet", dataSet="Train"), intents={"Greet": link})
    task = clu(sample_row("a table", "Reserve", dataset="train", entities=[sample_span("Size", 0, "1")]))
    read = [models.ExportedProject(value) for value in (desk, task)]
    assert [
        *oddities(read[0]),
        *oddities(read[1]),
        *oddities(answers.ImportJobOptions(cqa("hours") | {"qnas": []})),
    ] == [
        ("ExportedConversationOrchestration", "deploymentName", "missing"),
        ("OrchestrationExportedUtterance", "dataSet", "unknown"),
        ("ExportedUtteranceEntityLabel", "length", "is str"),
        ("ConversationExportedUtterance", "dataset", "is str"),
        ("ImportJobOptions", "qnas", "unknown"),
    ]


def without_what_the_classes_lose(value):
    """A file without lists, which the SDK has no field for, and the name of a question answering project."""
    answers = "projectKind" not in value.get("metadata", {})
    lost = {"metadata": "projectName"} if answers else {}
    kept = {
        part: {k: v for k, v in item.items() if k != lost.get(part)}
        for part, item in value.items()
        if isinstance(item, dict)
    }
    if "entities" in kept.get("assets", {}):
        kept["assets"]["entities"] = [{k: v for k, v in e.items() if k != "list"} for e in kept["assets"]["entities"]]
    return {**value, **kept}


def test_made_from_the_fields_of_the_classes_a_file_loses_lists_and_the_name_of_answers_only(
    resource, steps_by_case, models, answers
):
    for case in (
        "the sample data",
        "links",
        "rows moved under the name of their task",
        "every field",
        "converted to CLU",
    ):
        for step in steps_by_case(case):
            resource.take(step.kind, step.project, made_anew(body_of(step, models, answers)))
            *_, sent, _ = resource.calls
            assert json.loads(sent.body) == without_what_the_classes_lose(step.value)


def test_the_class_still_says_entities_where_files_say_list(models):
    sublists = [{"listKey": "Large", "synonyms": [{"language": "en-us", "values": ["L"]}]}]
    ours = models.ConversationExportedEntity({"category": "Size", "list": {"sublists": sublists}})
    theirs = models.ConversationExportedEntity(category="Size", entities=models.ExportedEntityList(sublists=sublists))
    assert (ours.entities, ours.as_dict()) == (None, {"category": "Size", "list": {"sublists": sublists}})
    assert theirs.as_dict() == {"category": "Size", "entities": {"sublists": sublists}}


def test_both_spellings_of_a_list_are_one_component_to_us():
    sublists = {"sublists": [{"listKey": "Large", "synonyms": [{"language": "en-us", "values": ["L"]}]}]}
    components = []
    for spelling in ("list", "entities"):
        project = clu()
        project["assets"]["entities"] = [{"category": "Size", spelling: sublists}]
        (entity,) = workspace({"t.json": project}).labelled_projects[0].entities
        components.append(entity.components)
    assert components == [frozenset({"list"}), frozenset({"list"})]
