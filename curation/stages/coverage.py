"""What the utterances cover, counted."""

from __future__ import annotations

from collections import Counter
from statistics import median
from typing import TYPE_CHECKING

from curation.analysis.labels import FEWEST_GROUPS, FEWEST_TEXTS
from curation.analysis.scripts import word_count, word_list
from curation.model.contract import ADVISED_ROWS
from curation.model.coverage import Coverage, IntentCoverage, ListCoverage, TaskCoverage
from curation.rules._components import list_values

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from curation.facts import Facts
    from curation.facts.scoped import ScopeFacts
    from curation.model.mapping import Mapping as Links
    from curation.model.project import Project, Utterance

    Values = dict[str, set[tuple[str, str]]]

__all__ = ["coverage"]

_NEAREST = 5


def coverage(facts: Facts, links: Links, *, enough: int = ADVISED_ROWS) -> Coverage:
    """Rows, phrasings, languages, sources, entities, neighbours of intents; shares of tasks; values of lists."""
    said = {project.file: _values_by_intent(project) for project in facts.projects}
    return Coverage(
        intents=tuple(item for scope in facts.scoped for item in _intents(scope, said)),
        tasks=tuple(_tasks(facts, links)),
        lists=tuple(item for project in facts.projects for item in _lists(project, said[project.file])),
        enough=enough,
    )


def _intents(scope: ScopeFacts, values: Mapping[str, Values]) -> Iterator[IntentCoverage]:
    rows: dict[str, list[Utterance]] = {name: [] for project in scope.scope.projects for name in project.intent_names}
    for row in scope.scope.rows:
        rows.setdefault(row.intent, []).append(row)
    said = {project.file: project.language or "" for project in scope.scope.projects}
    group_of = dict(zip(scope.keys, scope.groups, strict=True))
    keys: dict[str, list[str]] = {name: [] for name in rows}
    for key in scope.keys:
        for intent in scope.intents_of[key]:
            keys[intent].append(key)
    measured = _measured(scope)
    said_values: dict[str, set[tuple[str, str]]] = {}
    for project in scope.scope.projects:
        for intent, occurring in values[project.file].items():
            said_values.setdefault(intent, set()).update(occurring)
    for intent, found in sorted(rows.items()):
        lengths = [word_count(row.text) for row in found] or [0]
        outside, f1 = measured.get(intent, (None, None))
        yield IntentCoverage(
            scope=scope.name,
            intent=intent,
            rows=len(found),
            texts=len(keys[intent]),
            phrasings=len({group_of[key] for key in keys[intent]}),
            train=sum(row.dataset == "Train" for row in found),
            test=sum(row.is_test for row in found),
            languages=_counted(row.language or said[row.file] for row in found),
            sources=_counted(row.file for row in found),
            words=(min(lengths), float(median(lengths)), max(lengths)),
            entities=_counted(span.category for row in found for span in row.spans),
            values=_counted(entity for entity, _ in said_values.get(intent, ())),
            outside=outside,
            f1=f1,
            not_judged="" if intent in measured else _why_not_judged(scope, intent),
        )


def _counted(names: Iterator[str]) -> dict[str, int]:
    return dict(sorted(Counter(names).items()))


def _measured(scope: ScopeFacts) -> dict[str, tuple[float, float]]:
    """For each judged intent the share of near texts that are of others, and F1."""
    judged = scope.judgement
    if judged is None:
        return {}
    from curation.analysis.quality import scores_by_label

    near = judged.nearest[:, :_NEAREST]
    foreign = (judged.given[near] != judged.given[:, None]) & (near >= 0)
    scores = scores_by_label(judged)
    return {
        name: (float(foreign[judged.given == at].sum() / max((near[judged.given == at] >= 0).sum(), 1)), scores[at].f1)
        for at, name in enumerate(judged.labels)
    }


def _why_not_judged(scope: ScopeFacts, intent: str) -> str:
    if scope.groups_per_intent.get(intent, 0) < FEWEST_GROUPS:
        return f"fewer than {FEWEST_GROUPS} different phrasings"
    return f"nothing to compare it with: two intents of {FEWEST_GROUPS} phrasings and {FEWEST_TEXTS} texts are needed"


def _tasks(facts: Facts, links: Links) -> Iterator[TaskCoverage]:
    linked = {entry.intent: entry.task for entry in links.entries if entry.task}
    counted = Counter(linked[row.intent] for row in facts.workspace.rows if row.intent in linked)
    own = {task.name: sum(1 for _ in task.serving()) for task in facts.workspace.tasks}
    whole = sum(own.values()) + counted.total()
    for name, rows in sorted(own.items()):
        yield TaskCoverage(name, rows, counted[name], (rows + counted[name]) / whole if whole else 0.0)


def _lists(project: Project, values: Values) -> Iterator[ListCoverage]:
    """A value is seen where its key or a synonym stands, word by word, in a text."""
    seen = set().union(*values.values())
    keys: dict[str, dict[str, None]] = {}
    for entity, _, key, _ in list_values(project):
        keys.setdefault(entity.name, {})[key] = None
    for name, found in sorted(keys.items()):
        unseen = tuple(sorted(key for key in found if (name, key) not in seen))
        yield ListCoverage(project.file, name, len(found), len(found) - len(unseen), unseen)


def _values_by_intent(project: Project) -> Values:
    """The list values (entity, key) that occur in the texts of each intent."""
    meant: dict[str, set[tuple[str, str]]] = {}
    for entity, _, key, synonyms in list_values(project):
        for value in (key, *synonyms):
            meant.setdefault(" ".join(word_list(value.casefold())), set()).add((entity.name, key))
    longest = max((phrase.count(" ") + 1 for phrase in meant), default=0)
    found: dict[str, set[tuple[str, str]]] = {}
    for row in project.utterances if meant else ():
        for run in _runs(word_list(row.text.casefold()), longest):
            if run in meant:
                found.setdefault(row.intent, set()).update(meant[run])
    return found


def _runs(words: list[str], longest: int) -> Iterator[str]:
    """Every run of up to `longest` words."""
    for at in range(len(words)):
        for end in range(at + 1, min(at + longest, len(words)) + 1):
            yield " ".join(words[at:end])
