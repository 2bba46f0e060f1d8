"""Links that real dispatch apps made, proposed again: their intents carry the name of the task they lead to."""

from __future__ import annotations

import json

import pytest

from curation import api
from curation.rules._samples import clu

CHILDREN = {
    "HomeAutomation": "luis/microsoft__BotBuilder-Samples__HomeAutomation.json",
    "Weather": "luis/microsoft__BotBuilder-Samples__Weather.json",
    "FlightBooking": "luis/microsoft__BotBuilder-Samples__FlightBooking.json",
    "HumanResources": "luis/Azure-Samples__cognitive-services-language-understanding__HumanResources.json",
}
APPS = {
    "microsoft__BotBuilder-Samples__161.luis@b34ebc4.json": {
        "l_Home Automation": "HomeAutomation", "l_Weather": "Weather", "q_sample-qna": None,
    },
    "microsoft__BotBuilder-Samples__nlp-with-dispatchDispatch.json@9844cf5.json": {
        "l_HomeAutomation": "HomeAutomation", "l_Weather": "Weather", "q_sample-qna": None,
    },
}  # fmt: skip


@pytest.fixture(params=sorted(APPS))
def dispatch(realdata, tmp_path, request):
    """A folder with the children as CLU projects and the rows of the dispatch app to be linked, and the right tasks."""
    folder = tmp_path / "bot"
    folder.mkdir()
    api.convert(realdata / "dispatch" / request.param, to="upload", output=folder / "rows.utterances.json")
    for name, path in CHILDREN.items():
        api.convert(realdata / path, to="clu", output=folder / f"{name}.clu.json")
    return folder, APPS[request.param]


def test_the_links_of_a_dispatch_app_are_proposed_and_what_has_no_task_is_not(dispatch):
    folder, truth = dispatch
    proposals = {proposal.intent: proposal for proposal in api.propose(folder)}
    names = {
        name: task.name for name in CHILDREN for task in api.load(folder).tasks if task.project.file.startswith(name)
    }
    for intent, child in truth.items():
        found = proposals[intent]
        assert found.task == (names[child] if child else None), (intent, found.confidence)
    linked = [proposals[intent].confidence for intent, child in truth.items() if child]
    assert min(linked) > 0.9


def test_a_whole_review_of_a_dispatch_app_ends_in_linked_projects(dispatch, tmp_path):
    folder, truth = dispatch
    settings = ['utterances = ["rows.utterances.json"]', "[project]", 'name = "Desk"', 'kind = "Orchestration"']
    for name in CHILDREN:
        settings += ["[[tasks]]", f'file = "{name}.clu.json"', 'deployment = "production"']
    (folder / "curation.toml").write_text("\n".join(settings), encoding="utf-8")
    queue = api.review_queue(folder)
    answers = []
    from curation.model.decision import Answer
    from curation.model.review import ReviewAnswer

    for item in queue:
        if item.kind == "link" and item.subject.intent in truth:
            proposed = item.proposed
            keep = proposed.decision == "keep"
            answer = Answer.KEEP if keep else Answer.ACCEPT
            target = "" if keep else proposed.task
            answers.append(ReviewAnswer(0, item.id, item.fingerprint, answer, target, proposed.into, "", "mira", ""))
    taken = api.record(folder, answers)
    assert len(taken.recorded) == len(truth)
    result = api.build(folder, output=tmp_path / "dist", allow_open=True)
    assert result.blocked is None or not result.blocked
    (path,) = (tmp_path / "dist" / "03-orchestration").iterdir()
    intents = json.loads(path.read_text(encoding="utf-8"))["assets"]["intents"]
    targets = {
        intent["category"]: intent["orchestration"]["conversationOrchestration"]["projectName"]
        for intent in intents
        if "orchestration" in intent
    }
    assert len(targets) == sum(task is not None for task in truth.values())


OTHERS = (
    "microsoft__BotBuilder-Samples__152.luis@1c924fb.json",
    "microsoft__botframework-solutions__dispatch.luis@04eedfa.json",
    "microsoft__botframework-solutions__dispatch.luis@18d8279.json",
    "microsoft__botframework-solutions__dispatch.luis@2682f58.json",
)


@pytest.mark.parametrize("name", OTHERS)
def test_dispatch_apps_whose_tasks_are_not_there_get_no_sure_proposal(realdata, tmp_path, name):
    folder = tmp_path / "bot"
    folder.mkdir()
    api.convert(realdata / "dispatch" / name, to="upload", output=folder / "rows.utterances.json")
    for child, path in CHILDREN.items():
        api.convert(realdata / path, to="clu", output=folder / f"{child}.clu.json")
    proposals = api.propose(folder)
    assert len(proposals) >= 2
    assert {p.intent: (p.task, p.confidence) for p in proposals if p.task and p.confidence >= 0.9} == {}


MOST = 30


@pytest.mark.parametrize("corpus", ["hwu64", "slurp"])
def test_a_workspace_whose_tasks_are_scenarios_is_linked_again(realdata, tmp_path, corpus):
    """Every third intent of a scenario is unlinked, and two scenarios are no task at all; names say nothing."""
    folder = tmp_path / "bot"
    folder.mkdir()
    api.convert(realdata / "corpora" / corpus, to="upload", output=tmp_path / "all.json")
    rows: dict[str, dict[str, dict]] = {}
    for row in json.loads((tmp_path / "all.json").read_text(encoding="utf-8")):
        rows.setdefault(row["intent"], {}).setdefault(row["text"].casefold(), row)
    intents = {name: list(found.values())[:MOST] for name, found in sorted(rows.items()) if len(found) >= 5}
    scenarios: dict[str, list[str]] = {}
    for name in intents:
        scenarios.setdefault(name.partition("_")[0], []).append(name)
    absent = sorted(scenarios)[::9]
    asked, truth = [], {}
    for number, (scenario, names) in enumerate(sorted(scenarios.items())):
        known = [] if scenario in absent else [n for at, n in enumerate(names) if at % 3 or len(names) < 3]
        inside = [{**row, "entities": []} for name in known for row in intents[name]]
        if known:
            (folder / f"T{number}.clu.json").write_text(json.dumps(clu(*inside, intents=known, name=f"T{number}")))
        for name in sorted(set(names) - set(known)):
            truth[f"Q{len(truth)}"] = f"T{number}" if known else None
            asked += [{**row, "intent": f"Q{len(truth) - 1}", "entities": []} for row in intents[name]]
    (folder / "asked.utterances.json").write_text(json.dumps(asked), encoding="utf-8")
    found = {proposal.intent: proposal for proposal in api.propose(folder)}
    present = [intent for intent, task in truth.items() if task]
    first = sum(found[intent].candidates[0].task == truth[intent] for intent in present) / len(present)
    three = sum(truth[intent] in [c.task for c in found[intent].candidates[:3]] for intent in present) / len(present)
    sure = [intent for intent in truth if found[intent].task and found[intent].confidence >= 0.9]
    assert (len(present) >= 15, first >= 0.8, three >= 0.9) == (True, True, True), (len(present), first, three)
    assert sum(found[intent].task == truth[intent] for intent in sure) >= 0.9 * len(sure) > 3


def test_five_utterances_are_enough_for_the_intents_of_snips(realdata, tmp_path):
    """Each intent a task, but for the weather, which no task serves. (Adding to a playlist would be given to music.)"""
    folder = tmp_path / "bot"
    folder.mkdir()
    api.convert(realdata / "corpora" / "snips2017", to="upload", output=tmp_path / "all.json")
    rows: dict[str, list[dict]] = {}
    for row in json.loads((tmp_path / "all.json").read_text(encoding="utf-8")):
        rows.setdefault(row["intent"], []).append(row)
    present = sorted(set(rows) - {"GetWeather"})
    asked = []
    for number, intent in enumerate(sorted(rows)):
        asked += [{**row, "intent": f"Q{number}", "entities": []} for row in rows[intent][:5]]
        if intent in present:
            inside = [{**row, "intent": "Asked", "entities": []} for row in rows[intent][5:45]]
            (folder / f"{intent}.clu.json").write_text(json.dumps(clu(*inside, intents=("Asked",), name=intent)))
    (folder / "asked.utterances.json").write_text(json.dumps(asked), encoding="utf-8")
    found = {proposal.intent: proposal for proposal in api.propose(folder)}
    assert [found[f"Q{n}"].candidates[0].task for n, intent in enumerate(sorted(rows)) if intent in present] == present
    assert found[f"Q{sorted(rows).index('GetWeather')}"].task is None
