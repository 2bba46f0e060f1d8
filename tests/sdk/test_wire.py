"""What the real client puts on the wire when it imports the files we write."""

from __future__ import annotations

from urllib.parse import quote

import pytest

CLU, CQA = "/language/authoring/analyze-conversations/projects", "/language/authoring/query-knowledgebases/projects"
CLU_QUERY = {"api-version": "2025-11-15-preview", "format": "Conversation"}
CQA_QUERY = {"api-version": "2025-05-15-preview", "format": "json"}


def expected_calls(step):
    projects, query = (CQA, CQA_QUERY) if step.kind == "QuestionAnswering" else (CLU, CLU_QUERY)
    place = f"{projects}/{quote(step.project)}"
    return [("POST", f"{place}/:import", query), ("GET", f"{place}/import/jobs/1", query)]


def without_bodies(resource):
    return [call[:3] for call in resource.calls]


def test_the_sample_data_is_imported_project_by_project_with_orchestration_last(resource, steps_by_case):
    for step in steps_by_case("the sample data"):
        assert resource.take(step.kind, step.project, step.value) == "succeeded"
    assert without_bodies(resource) == [
        ("POST", f"{CLU}/BikeRental/:import", CLU_QUERY),
        ("GET", f"{CLU}/BikeRental/import/jobs/1", CLU_QUERY),
        ("POST", f"{CLU}/Mitgliedschaft/:import", CLU_QUERY),
        ("GET", f"{CLU}/Mitgliedschaft/import/jobs/1", CLU_QUERY),
        ("POST", f"{CLU}/Workshop/:import", CLU_QUERY),
        ("GET", f"{CLU}/Workshop/import/jobs/1", CLU_QUERY),
        ("POST", f"{CQA}/ShopFAQ/:import", CQA_QUERY),
        ("GET", f"{CQA}/ShopFAQ/import/jobs/1", CQA_QUERY),
        ("POST", f"{CLU}/LarkfieldFrontDesk/:import", CLU_QUERY),
        ("GET", f"{CLU}/LarkfieldFrontDesk/import/jobs/1", CLU_QUERY),
    ]


def test_every_file_arrives_at_its_project_as_we_wrote_it(resource, steps):
    for step in steps:
        resource.take(step.kind, step.project, step.value)
    assert without_bodies(resource) == [call for step in steps for call in expected_calls(step)]
    assert [call.json for call in resource.calls if call.body] == [step.value for step in steps]


def test_a_file_can_be_handed_over_unread_byte_for_byte(resource, steps):
    for step in steps:
        resource.take(step.kind, step.project, step.data)
    assert [call.body for call in resource.calls if call.body] == [step.data for step in steps]


def test_the_project_in_the_url_is_the_one_the_file_names(steps):
    named = [(step.value.get("metadata") or {}).get("projectName", step.project) for step in steps]
    assert named == [step.project for step in steps]


@pytest.mark.parametrize("case", ["the sample data", "links", "rows moved under the name of their task", "every field"])
def test_what_an_orchestration_links_to_is_imported_before_it(steps_by_case, case):
    *tasks, desk = steps_by_case(case)
    assert desk.kind == "Orchestration"
    blocks = [intent["orchestration"] for intent in desk.value["assets"]["intents"] if "orchestration" in intent]
    linked = {
        (block["targetProjectKind"], payload["projectName"])
        for block in blocks
        for payload in block.values()
        if "projectName" in payload
    }
    assert linked
    assert linked <= {(task.kind, task.project) for task in tasks}


@pytest.mark.parametrize("version", ["2023-04-01", "2025-11-01"])
def test_the_api_version_is_that_of_the_client_and_not_of_the_file(resource, steps_by_case, version):
    *_, desk = steps_by_case("links")
    resource.take(desk.kind, desk.project, desk.value, api_version=version)
    sent = resource.calls[0]
    assert (sent.query["api-version"], sent.json["projectFileVersion"]) == (version, "2023-04-01")
