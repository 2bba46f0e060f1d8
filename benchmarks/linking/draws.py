"""Workspaces drawn from corpora whose intents belong to scenarios: a task is a scenario, an intent a label in it.

Names say nothing here (tasks and intents are numbered), because a corpus puts the scenario into the label.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from benchmarks.corpora import hwu, slurp
from curation.analysis.encoder import SentenceEncoder
from curation.analysis.features import Views, embed, raw_views
from curation.analysis.linking import Linking, TaskTexts
from curation.analysis.normalise import normalised

if TYPE_CHECKING:
    from collections.abc import Sequence

READERS = {"hwu64": hwu, "slurp": slurp}
FEWEST_TEXTS = 5


@dataclass(frozen=True)
class Corpus:
    """Texts by (task, intent), each once, and what they look like to the encoders."""

    name: str
    intents: dict[tuple[str, str], tuple[str, ...]]
    sentence: dict[str, np.ndarray]
    static: dict[str, np.ndarray]

    @property
    def tasks(self) -> list[str]:
        return sorted({task for task, _ in self.intents})

    def views(self, texts: Sequence[str]) -> Views:
        """As `raw_views`, with the encoders asked once for a corpus."""

        class Kept:
            name = "kept"

            def encode(_, found: Sequence[str]) -> np.ndarray:  # noqa: N805 - self is the corpus here
                return np.stack([self.sentence[text] for text in found])

        return Views(*(view.astype(np.float16) for view in raw_views(texts, Kept())))  # type: ignore[arg-type]


@cache
def corpus(name: str) -> Corpus:
    found: dict[tuple[str, str], dict[str, str]] = defaultdict(dict)
    seen: set[str] = set()
    for text, label, _ in READERS[name]():
        task, _, intent = label.partition(" ")[2].partition("_")
        key = normalised(text)
        if key and key not in seen:
            seen.add(key)
            found[task, intent][key] = text
    intents = {key: tuple(sorted(texts.values())) for key, texts in sorted(found.items()) if len(texts) >= FEWEST_TEXTS}
    texts = sorted({text for part in intents.values() for text in part})
    sentence, static = SentenceEncoder().encode(texts), embed(texts)
    return Corpus(name, intents, dict(zip(texts, sentence, strict=True)), dict(zip(texts, static, strict=True)))


@dataclass(frozen=True)
class Draw:
    """A workspace and the right task of each query; "" where it is absent."""

    queries: dict[str, tuple[str, ...]]
    tasks: dict[str, TaskTexts]
    truth: dict[str, str]

    def linking(self, source: Corpus) -> Linking:
        return Linking(self.queries, self.tasks, source.views)


def draw(
    source: Corpus,
    seed: int,
    *,
    known: float = 0.6,
    absent: float = 0.2,
    texts: int | None = None,
    most: int | None = None,
) -> Draw:
    """One task in five wholly absent, a share of each other task's intents known, the others asked about.

    `texts` is how many utterances a query has at most, `most` how many a known intent.
    """
    chance = np.random.default_rng(seed)
    names = [source.tasks[n] for n in chance.permutation(len(source.tasks))]
    return _drawn(source, chance, names, set(names[: round(len(names) * absent)]), known, texts, most)


def draw_few(source: Corpus, seed: int, served: int, *, known: float = 0.6) -> Draw:
    """So many tasks of two intents or more, and the intents of one more that is absent."""
    chance = np.random.default_rng(seed)
    names = [source.tasks[n] for n in chance.permutation(len(source.tasks))]
    there = [task for task in names if sum(own == task for own, _ in source.intents) > 1][:served]
    gone = next(task for task in names if task not in there)
    return _drawn(source, chance, [*there, gone], {gone}, known, None, None)


def _drawn(
    source: Corpus,
    chance: np.random.Generator,
    names: Sequence[str],
    gone: set[str],
    known: float,
    texts: int | None,
    most: int | None,
) -> Draw:
    tasks: dict[str, TaskTexts] = {}
    queries: dict[str, tuple[str, ...]] = {}
    truth: dict[str, str] = {}
    for task in sorted(names):
        members = [key for key in source.intents if key[0] == task]
        mixed = [members[n] for n in chance.permutation(len(members))]
        count = 0 if task in gone else max(1, min(round(known * len(mixed)), len(mixed) - (len(mixed) > 1)))
        kept = {f"i{members.index(key)}": some(source.intents[key], most, chance) for key in mixed[:count]}
        if kept:
            tasks[f"t{source.tasks.index(task)}"] = TaskTexts(kept, {})
        for key in mixed[count:]:
            name = f"q{list(source.intents).index(key)}"
            queries[name] = some(source.intents[key], texts, chance)
            truth[name] = "" if task in gone else f"t{source.tasks.index(task)}"
    return Draw(queries, tasks, truth)


def echo(source: Corpus, seed: int, *, texts: int = 5) -> Draw:
    """As `draw`, but the queries are some utterances of known intents, whose others stay in their task."""
    whole = draw(source, seed)
    chance = np.random.default_rng(seed)
    queries: dict[str, tuple[str, ...]] = {}
    truth: dict[str, str] = {}
    tasks: dict[str, TaskTexts] = {}
    for task, known in whole.tasks.items():
        left = {}
        for intent, found in known.children.items():
            taken = some(tuple(found), texts, chance) if len(found) >= 2 * texts else ()
            left[intent] = tuple(text for text in found if text not in taken)
            if taken:
                queries[f"{task} {intent}"], truth[f"{task} {intent}"] = taken, task
        tasks[task] = TaskTexts(left, {})
    return Draw(queries, tasks, truth)


def some(texts: Sequence[str], most: int | None, chance: np.random.Generator) -> tuple[str, ...]:
    if most is None or len(texts) <= most:
        return tuple(texts)
    return tuple(texts[n] for n in sorted(chance.choice(len(texts), most, replace=False)))
