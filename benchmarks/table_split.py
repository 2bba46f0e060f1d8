"""`curation split`: twins across the sides, exact shares, both sides for every intent, and what added rows move."""

from __future__ import annotations

import json
import random
import tempfile
import time
import warnings
from collections import Counter, defaultdict
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from sklearn.model_selection import StratifiedGroupKFold, train_test_split

from benchmarks.corpora import CORPORA, banking, hwu, slurp
from benchmarks.corpora import rows as large_rows
from benchmarks.measure import Row
from curation import api
from curation.analysis.neighbours import near_pairs
from curation.analysis.normalise import text_key
from curation.analysis.splitting import Group, Stratum, split_groups

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

SHARE = 0.2
PROJECTS = 1000
EMAIL = "Azure-Samples__cognitive-services-sample-data-files__EmailAppDemo.json"


def rows() -> list[Row]:
    return [*corpora(), *random_projects(), *appended(), *large()]


def sources() -> dict[str, list[dict[str, object]]]:
    found = {
        name: [{"text": text, "intent": intent, "language": "en-us"} for text, intent, _ in read()]
        for name, read in (("hwu64", hwu), ("banking77", banking), ("slurp", slurp))
    }
    demo = json.loads((CORPORA.parent / "clu" / EMAIL).read_text(encoding="utf-8"))
    rows = demo["assets"]["utterances"]
    found["EmailAppDemo"] = [
        {key: row[key] for key in ("text", "intent", "language", "entities") if key in row} for row in rows
    ]
    return found


def corpora() -> Iterator[Row]:
    for name, values in sources().items():
        with tempfile.TemporaryDirectory() as folder:
            made = api.split(written(Path(folder), values))
        keys = [text_key(str(row["text"])) for row in values]
        ours = [made.sides["u.json", f"/{at}"] == "Test" for at in range(len(values))]
        given = train_test_split(range(len(values)), test_size=SHARE, random_state=0)[1]
        random_side = np.isin(np.arange(len(values)), given).tolist()
        leaked, by_chance = twins(keys, ours), twins(keys, random_side)
        yield Row(
            "rows of Test with a twin in Train", name, leaked, "share", "train_test_split", by_chance, "0", leaked == 0
        )
        off = abs(sum(ours) - round(SHARE * len(values)))
        yield Row("share error, whole", name, off, "rows", bar="0", holds=off == 0)
        beyond = beyond_forced(values, keys, ours)
        yield Row(
            "share error of the worst intent beyond what groups force",
            name,
            beyond,
            "rows",
            bar="<= 1",
            holds=beyond <= 1,
        )


def written(folder: Path, values: Sequence[dict[str, object]]) -> Path:
    (folder / "u.json").write_text(json.dumps(values), encoding="utf-8")
    return folder


def twins(keys: Sequence[str], test: Sequence[bool]) -> float:
    """The share of Test's rows with the same or nearly the same text in Train."""
    distinct = sorted(set(keys))
    sides: dict[str, set[bool]] = defaultdict(set)
    for key, side in zip(keys, test, strict=True):
        sides[key].add(side)
    beside: dict[str, set[str]] = defaultdict(set)
    for pair in near_pairs(distinct, 0.8):
        one, other = distinct[pair.first], distinct[pair.second]
        beside[one].add(other)
        beside[other].add(one)
    hit = [
        any(False in sides[other] for other in {key} | beside[key])
        for key, side in zip(keys, test, strict=True)
        if side
    ]
    return sum(hit) / len(hit)


def beyond_forced(values: Sequence[dict[str, object]], keys: Sequence[str], test: Sequence[bool]) -> float:
    """How far the worst intent is off its share, less what the sizes of its groups force if it were alone."""
    from curation.analysis.neighbours import groups_of

    distinct = sorted(set(keys))
    numbers, _ = groups_of(len(distinct), near_pairs(distinct, 0.8), largest=len(distinct))
    group_of = dict(zip(distinct, numbers, strict=True))
    sizes: dict[str, Counter[int]] = defaultdict(Counter)
    there: Counter[str] = Counter()
    for row, key, side in zip(values, keys, test, strict=True):
        sizes[str(row["intent"])][group_of[key]] += 1
        there[str(row["intent"])] += side
    worst = 0.0
    for intent, groups in sizes.items():
        wanted = SHARE * groups.total()
        reached = 1
        for size in groups.values():
            reached |= reached << size
        sums = [n for n in range(groups.total() + 1) if reached >> n & 1]
        # Both sides, where there are two groups: none and all of it are no choice.
        able = sums[1:-1] if len(groups) > 1 else sums[:1]
        forced = min(abs(n - wanted) for n in able)
        worst = max(worst, abs(there[intent] - wanted) - forced)
    return worst


def random_projects() -> Iterator[Row]:
    """Projects by chance, in which every intent has a group of its own beside others: who has all on both sides."""
    ours = peer = 0
    for seed in range(PROJECTS):
        chance = random.Random(seed)
        labels = [f"i{n}" for n in range(chance.randrange(2, 12))]
        groups = [
            {label: chance.choice((1, 1, 2, 5)) for label in chance.sample(labels, chance.choice((1, 1, 1, 2)))}
            for _ in range(chance.randrange(10, 60))
        ]
        groups += [{label: 1} for label in labels for _ in range(2)]
        made = [
            Group(f"g{n}", {Stratum(label): size for label, size in group.items()}) for n, group in enumerate(groups)
        ]
        ours += on_both_sides(groups, split_groups(made, share=SHARE, seed=seed))
        peer += on_both_sides(groups, by_scikit_learn(groups, seed))
    yield Row("projects by chance with every intent on both sides", f"{PROJECTS} projects", ours / PROJECTS, "share",
              "StratifiedGroupKFold", peer / PROJECTS, "1", ours == PROJECTS)  # fmt: skip


def on_both_sides(groups: Sequence[dict[str, int]], test: Sequence[bool]) -> bool:
    sides: dict[str, set[bool]] = defaultdict(set)
    for group, side in zip(groups, test, strict=True):
        for label in group:
            sides[label].add(side)
    return all(len(found) == 2 for found in sides.values())


def by_scikit_learn(groups: Sequence[dict[str, int]], seed: int) -> list[bool]:
    rows = [(label, n) for n, group in enumerate(groups) for label, size in group.items() for _ in range(size)]
    labels, numbers = zip(*rows, strict=True)
    folds = StratifiedGroupKFold(round(1 / SHARE), shuffle=True, random_state=seed)
    with warnings.catch_warnings(action="ignore"):  # it says that a label has fewer rows than there are folds
        _, test = next(iter(folds.split(np.zeros(len(rows)), labels, numbers)))
    there = {numbers[at] for at in test}
    return [n in there for n in range(len(groups))]


def appended() -> Iterator[Row]:
    """1 % of the rows come later: which of the others change side, with a record and without."""
    for name, values in sources().items():
        mixed = list(values)
        random.Random(0).shuffle(mixed)
        late = len(mixed) // 100
        with tempfile.TemporaryDirectory() as folder:
            before = api.split(written(Path(folder), mixed[late:]), record=True)
            places = before.record()
            with_record = api.split(written(Path(folder), mixed))
            (Path(folder) / "split.csv").unlink()
            without = api.split(Path(folder))
        moved = [
            sum(places.get(text, side) != side for text, side in made.record().items())
            for made in (with_record, without)
        ]
        data = f"{name}, {late} rows later"
        yield Row("texts that change side", data, moved[0], "texts", "without split.csv", moved[1], "0", moved[0] == 0)


def large() -> Iterator[Row]:
    """50,000 rows, analysis cached: the split itself."""
    from curation.api._gather import facts_of
    from curation.stages.split import split

    with tempfile.TemporaryDirectory() as folder:
        values = [
            {"text": row["text"], "intent": row["intent"], "entities": row["entities"]} for row in large_rows(50_000)
        ]
        workspace = api.load(written(Path(folder), values))
    api.split(workspace)
    facts = facts_of(workspace, {})
    facts.groups  # noqa: B018 - the analysis that is cached
    start = time.perf_counter()
    split(facts)
    seconds = time.perf_counter() - start
    yield Row("split, analysis cached", "50,000 rows", seconds, "s", bar="< 2", holds=seconds < 2)
