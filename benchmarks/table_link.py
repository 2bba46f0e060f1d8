"""`curation propose`: a task for intents that were taken out of HWU64 and SLURP, and the answer that none fits.

Six draws a corpus: 60 % of each task's intents known, one task in five absent with all its intents, names hidden. Each
corpus is judged with constants learned in this run from the other one, under other seeds. Peers rank the same draws.
HWU64 and SLURP are near-twins (half of SLURP's texts stand in HWU64, under the same scenarios), so that constants
carry over more easily here than elsewhere: docs/methods.md says what happens on a bank's intents.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import numpy as np
from sklearn.metrics import roc_auc_score

from benchmarks.linking.draws import READERS, corpus, draw, draw_few, echo
from benchmarks.linking.judging import SURE, calibration_error, judged, mean_of, perfect_error, pooled, wilson
from benchmarks.linking.large import large
from benchmarks.linking.peers import PEERS, scores
from benchmarks.linking.rows import planted
from benchmarks.linking.weights import learned, using
from benchmarks.measure import Row

if TYPE_CHECKING:
    from benchmarks.linking.draws import Draw
    from benchmarks.linking.judging import Judged

SEEDS = range(6)
FEW, FEW_DRAWS, HIGH = (1, 2, 3, 5), 20, 0.85
OTHER = {"hwu64": "slurp", "slurp": "hwu64"}
WITHOUT = {
    "ridge scores": {"_LINEAR": 0.0},
    "lexical cosine": {"_LEXICAL": 0.0},
    "replay of known intents": {"_FEWEST_REPLAYED": 10**6},
    "share of absent tasks follows the queries": {"_STATED_COUNTS": 1e9},
}
SETTINGS = {"5 texts a query": {"texts": 5}, "30 % known": {"known": 0.3}, "30 % known, 5 texts, 20 a known intent": {
    "known": 0.3, "texts": 5, "most": 20}}  # fmt: skip


def rows() -> list[Row]:
    from threadpoolctl import threadpool_limits

    with threadpool_limits(limits=1):
        ours = {name: ranked(name) for name in READERS}
        found = [*bars(ours), *peers(ours), *settings(), *without(ours), *known(), *few(), *foreign()]
    return [*found, *large()]


def ranked(name: str, given: dict[str, float] | None = None, **setting: float) -> list[Judged]:
    """Our rankings of the six draws of a corpus, by the constants of the other one."""
    source = corpus(name)
    with using(learned(OTHER[name]), **(given or {})):
        return [ours_on(draw(source, seed, **setting), name) for seed in SEEDS]  # type: ignore[arg-type]


def ours_on(made: Draw, name: str) -> Judged:
    linking = made.linking(corpus(name))
    names = sorted(made.queries)
    return judged(made, names, linking.tasks, linking.chances.tasks, linking.chances.none)


def bars(ours: dict[str, list[Judged]]) -> list[Row]:
    both = [item for found in ours.values() for item in found]
    out = []
    for what, words, bar in (
        ("first", "right task first, new intent", 0.88),
        ("among_three", "right task among three", 0.97),
        ("abstention", "AUROC, task absent", 0.85),
    ):
        out += [Row(words, name, mean_of(found, what), "share") for name, found in ours.items()]
        value = mean_of(both, what)
        out.append(Row(words, "mean", value, "share", bar=f">= {bar}", holds=value >= bar))
    errors = []
    for name, found in ours.items():
        stated, right = pooled(found)
        errors.append(calibration_error(stated, right))
        out.append(
            Row(
                "ECE, 10 bins",
                f"{name}, {len(stated)} queries",
                errors[-1],
                "share",
                "a perfect forecaster",
                perfect_error(stated),
            )
        )
    out.append(
        Row(
            "ECE, 10 bins", "mean", float(np.mean(errors)), "share", bar="<= 0.07", holds=float(np.mean(errors)) <= 0.07
        )
    )
    stated, right = pooled(both)
    sure = stated >= SURE
    low, high = wilson(int(right[sure].sum()), int(sure.sum()))
    data = f"{int(right[sure].sum())} of {int(sure.sum())}, 95 % interval {low:.3f} to {high:.3f}"
    precision = float(right[sure].mean())
    out.append(Row("stated >= 0.95: right", data, precision, "share", bar=">= 0.95", holds=precision >= 0.95))
    out.append(
        Row(
            "stated >= 0.95: share of queries",
            "both",
            float(sure.mean()),
            "share",
            bar=">= 0.30",
            holds=float(sure.mean()) >= 0.30,
        )
    )
    return out


def peers(ours: dict[str, list[Judged]]) -> list[Row]:
    """The right task first by each peer, beside ours in the same draws; and what their best score says of absence."""
    found: dict[str, list[tuple[float, float]]] = {peer: [] for peer in PEERS}
    for name in READERS:
        for seed in SEEDS:
            made = draw(corpus(name), seed)
            names, tasks = sorted(made.queries), sorted(made.tasks)
            truth = np.array([tasks.index(made.truth[q]) if made.truth[q] else -1 for q in names])
            for peer, values in scores(made, corpus(name), names, tasks).items():
                first = float((values.argmax(axis=1) == truth)[truth >= 0].mean())
                found[peer].append((first, float(roc_auc_score(truth >= 0, values.max(axis=1)))))
    both = [item for part in ours.values() for item in part]
    mine, absent = mean_of(both, "first"), mean_of(both, "abstention")
    out = []
    for peer, pairs in found.items():
        first, auroc = (float(np.mean([pair[n] for pair in pairs])) for n in (0, 1))
        out.append(Row("right task first", "mean", mine, "share", peer, first, "not below the peer", mine >= first))
        out.append(Row("AUROC, task absent", "mean", absent, "share", f"{peer}, best score", auroc))
    return out


def settings() -> list[Row]:
    out = []
    for words, setting in SETTINGS.items():
        both = [(name, ranked(name, **setting)) for name in READERS]
        every = [item for _, found in both for item in found]
        stated, right = pooled(every)
        sure = stated >= SURE
        errors = [calibration_error(*pooled(found)) for _, found in both]
        out += [
            Row("right task first", words, mean_of(every, "first"), "share"),
            Row("AUROC, task absent", words, mean_of(every, "abstention"), "share"),
            Row("ECE, 10 bins", words, float(np.mean(errors)), "share", "a perfect forecaster", perfect_error(stated)),
            Row(
                "stated >= 0.95: right",
                f"{words}, {int(right[sure].sum())} of {int(sure.sum())}",
                float(right[sure].mean()),
                "share",
            ),
        ]
    return out


def without(ours: dict[str, list[Judged]]) -> list[Row]:
    """What each part adds: the change when it is left out, with the standard error over the paired draws."""
    out = []
    for part, given in WITHOUT.items():
        less = {name: ranked(name, given) for name in READERS}
        for what, words in (("first", "right task first"), ("abstention", "AUROC"), ("loss", "log-loss")):
            change = np.array(
                [
                    getattr(b, what) - getattr(a, what)
                    for name in READERS
                    for a, b in zip(ours[name], less[name], strict=True)
                ]
            )
            error = change.std(ddof=1) / np.sqrt(len(change))
            out.append(Row(f"{words} without it", part, float(change.mean()), "change", "standard error", float(error)))
    return out


def known() -> list[Row]:
    """Five utterances of an intent whose others are in the task: the task, and the intent inside it."""
    right = inside = count = 0
    peers_right: Counter[str] = Counter()
    for name in READERS:
        with using(learned(OTHER[name])):
            for seed in SEEDS:
                made = echo(corpus(name), seed)
                linking = made.linking(corpus(name))
                for query in made.queries:
                    best = linking.ranking(query).ranked[0]
                    right += best.task == made.truth[query]
                    inside += f"{best.task} {best.into}" == query
                    count += 1
                names, tasks = sorted(made.queries), sorted(made.tasks)
                for peer, values in scores(made, corpus(name), names, tasks).items():
                    first = values.argmax(axis=1)
                    peers_right[peer] += sum(tasks[at] == made.truth[q] for at, q in zip(first, names, strict=True))
    peer, most = peers_right.most_common(1)[0]
    return [
        Row(
            "known intent, 5 texts: task",
            f"{right} of {count}",
            right / count,
            "share",
            f"{peer}, the best of the peers",
            most / count,
            bar="1.00",
            holds=right == count,
        ),
        Row("known intent, 5 texts: intent inside", f"{inside} of {count}", inside / count, "share"),
    ]


def few() -> list[Row]:
    """Workspaces of one to five tasks, with one more that is absent: what a high stated chance is worth there."""
    out = []
    for served in FEW:
        stated, right = [], []
        for name in READERS:
            with using(learned(OTHER[name])):
                for seed in range(FEW_DRAWS):
                    found = ours_on(draw_few(corpus(name), seed, served), name)
                    stated.append(found.stated)
                    right.append(found.right)
        said, true = np.concatenate(stated), np.concatenate(right)
        error = calibration_error(said, true)
        drawn = f"{len(READERS) * FEW_DRAWS} draws, {len(said)} queries"
        data = f"{served} task{'s' * (served > 1)} and one absent, {drawn}"
        out.append(Row("ECE, 10 bins", data, error, "share", "a perfect forecaster", perfect_error(said)))
        sure = said >= HIGH
        low, high = wilson(int(true[sure].sum()), int(sure.sum()))
        data = f"{data}, {int(true[sure].sum())} of {int(sure.sum())}, 95 % interval {low:.3f} to {high:.3f}"
        out.append(
            Row(f"stated >= {HIGH}: right", data, float(true[sure].mean()), "share", "stated", said[sure].mean())
        )
    return out


def foreign() -> list[Row]:
    out = []
    for name in READERS:
        flags, right, count, whole = np.sum([planted(corpus(name), seed) for seed in SEEDS], axis=0).tolist()
        data = f"{name}, {count} planted among {whole} rows"
        out.append(
            Row("rows of another task: precision", f"{data}, {right} of {flags} named", right / max(flags, 1), "share")
        )
        out.append(Row("rows of another task: recall", data, right / max(count, 1), "share"))
    return out
