"""LBL006: near text of two tasks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from curation.analysis.normalise import normalised
from curation.facts import LONGEST_JUDGED
from curation.model.finding import Severity
from curation.rules._judged import place_of
from curation.rules._rule import Example, Hit, rule
from curation.rules._samples import clu, cqa, orchestration, sample_row

if TYPE_CHECKING:
    from collections.abc import Iterator

    from curation.facts import Facts
    from curation.model.project import Utterance


@rule(
    "LBL006",
    "near-text-of-two-tasks",
    severity=Severity.WARNING,
    good=(
        Example(
            {
                "a.json": clu(sample_row("book a table for two tonight", "Reserve"), name="Tables"),
                "b.json": cqa("When do you open on Sundays?"),
                "o.json": orchestration(intents={"None": None}),
            }
        ),
    ),
    bad=(
        Example(
            {
                "a.json": clu(
                    sample_row("and when do you open on sundays?", "Hours"), name="Tables", intents=("Hours",)
                ),
                "b.json": cqa("When do you open on Sundays?"),
                "o.json": orchestration(intents={"None": None}),
            }
        ),
    ),
    evidence="measured",
    source="contract 9: question answering should have words of its own; peers 3.1, ServiceNow's conflict review",
    stages=("inspect",),
    budgeted=True,
)
def near_text_of_two_tasks(facts: Facts) -> Iterator[Hit]:
    """Two tasks hold almost the same text.

    The orchestrator sends it to one of them, and what the other was given for it is never used. Questions of question
    answering count as texts of their task; the None of a task does not. From a character cosine of
    `thresholds.near_duplicate`; equal texts are text-of-two-tasks.
    """
    from curation.facts.stored import stored_pairs

    if not (facts.workspace.together and facts.workspace.tasks_compete):
        return
    owners: dict[str, dict[str, Utterance]] = {}
    for task in facts.workspace.tasks:
        for row in task.serving():
            owners.setdefault(normalised(row.text[:LONGEST_JUDGED]), {}).setdefault(task.name, row)
    owners.pop("", None)
    keys = sorted(owners)
    for pair in stored_pairs(facts.store, keys, facts.settings.thresholds.near_duplicate):
        first, second = owners[keys[pair.first]], owners[keys[pair.second]]
        apart = [(a, b) for a in sorted(first) for b in sorted(second) if a != b and a not in second and b not in first]
        if not apart:
            continue
        mine, theirs = apart[0]
        row, other = first[mine], second[theirs]
        message = (
            f'"{theirs}" holds almost the same text as "{mine}" here: "{other.text}" at {place_of(other)}; keep it in '
            "one of them, or move what both serve into a task of its own"
        )
        evidence = {"tasks": [mine, theirs], "other_text": other.text, "similarity": pair.similarity}
        yield Hit(row.file, row.text_pointer, message, mine, row.text, evidence, value=pair.similarity)
