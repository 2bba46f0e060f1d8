"""Which questions are asked, in which order, and what is said beside them."""

from __future__ import annotations

from workspaces import facts

from curation.analysis.normalise import fingerprint
from curation.model.proposal import ForeignRow, IntentSplit, Proposals
from curation.rules._samples import clu, orchestration, sample_row, to_clu, weather_and_music
from curation.stages.decide import decide
from curation.stages.inspect import inspect
from curation.stages.propose import propose
from curation.stages.review import review_queue

ASTRAY = "will it rain or snow on sunday"
ROWS = [*weather_and_music()["u.json"], sample_row(ASTRAY, "Music")]
FILES = {
    "o.json": orchestration(intents={"Weather": None, "Music": to_clu("Player"), "None": None}),
    "p.json": clu(*(sample_row(row["text"], "Play") for row in ROWS if row["intent"] == "Music" and row["text"] != ASTRAY),
                  intents=("Play",), name="Player"),
    "u.json": ROWS,
}  # fmt: skip
HEAD = "intent,decision,task,into,text,reviewer,fingerprint\n"


def queue(decisions="", splits=()):
    made = facts(FILES, decisions=HEAD + decisions)
    mapping = decide(made)
    proposals = propose(made, mapping)
    given = Proposals(proposals.proposals, splits or proposals.splits, proposals.calibration)
    return review_queue(made, mapping, given, inspect(made))


def asked(found):
    return [(item.kind, item.subject.intent, item.subject.text, str(item.state)) for item in found.wanted]


def test_unlinked_intents_come_before_utterances_that_are_filed_amiss():
    found = queue()
    assert asked(found)[0] == ("link", "Weather", "", "open")
    assert {kind for kind, *_ in asked(found)[1:]} == {"utterance"}
    row = next(item for item in found.wanted if item.subject.text == ASTRAY)
    assert (row.proposed.decision, row.proposed.into, row.code) == ("accept", "Weather", "AMB002")
    assert {beside.intent for beside in row.beside} == {"Weather"}
    assert {beside.intent for beside in row.samples} <= {"Music"}
    assert found.targets == {"Player": ("Play",)}
    assert set(found.intents[""]) == {"Weather", "Music", "None"}


def test_an_answer_settles_a_question_and_stays_to_be_looked_at():
    found = queue(f"Music,keep,,,{ASTRAY},mira,{fingerprint([ASTRAY])}\nWeather,keep,,,,mira,\n")
    assert {text for _, _, text, _ in asked(found)}.isdisjoint({"", ASTRAY})
    assert [(item.kind, str(item.state), len(item.history)) for item in found if item.history] == [
        ("link", "decided", 1), ("utterance", "decided", 1)]  # fmt: skip


def test_what_is_unsure_stale_or_in_dispute_is_asked_again():
    assert queue("Weather,unsure,,,,mira,\n").wanted[0].state == "unsure"
    stale = queue(f"Weather,keep,,,,mira,{fingerprint(['x'])}\n").wanted[0]
    assert (stale.state, stale.why.startswith("its texts changed since it was decided")) == ("stale", True)
    dispute = next(
        item for item in queue("Weather,keep,,,,mira,\nWeather,accept,Player,,,tom,\n") if item.kind == "link"
    )
    assert (dispute.state, dispute.wanted) == ("conflict", True)
    rows = queue(f"Music,keep,,,{ASTRAY},mira,\nMusic,accept,,Weather,{ASTRAY},tom,\n")
    assert next(item for item in rows if item.subject.text).state == "conflict"


def test_an_intent_that_was_rejected_for_an_utterance_is_not_proposed_again():
    (item,) = (item for item in queue(f"Music,reject,,Weather,{ASTRAY},mira,\n") if item.subject.text == ASTRAY)
    assert (item.state, item.proposed.decision) == ("decided", "keep")


def test_rows_that_belong_to_another_task_are_asked_about():
    text = ROWS[0]["text"]
    split = IntentSplit("Weather", "Sky", "Player", (ForeignRow(text, 0.9, "play a song", 0.4, "Music"),))
    item = next(item for item in queue(splits=(split,)) if item.code == "split")
    assert (item.subject.text, item.proposed.into, item.proposed.confidence) == (text, "Music", 0.9)
    assert item.reason == "most of Weather belongs to Sky, this to Player"


def test_ids_and_keys_do_not_depend_on_case_or_spaces_of_a_text():
    found = queue()
    item = next(item for item in found if item.subject.text == ASTRAY)
    louder = {**FILES, "u.json": [*ROWS[:-1], sample_row(f"  {ASTRAY.upper()} ", "Music")]}
    made = facts(louder)
    mapping = decide(made)
    other = review_queue(made, mapping, propose(made, mapping), inspect(made))
    assert item.id in {one.id for one in other}
    assert item.id.startswith("q")
