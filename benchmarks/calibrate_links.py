"""How the constants in `curation/analysis/ranking.py` were found: `python -m benchmarks.calibrate_links`.

Workspaces are drawn from HWU64 and SLURP (a task is a scenario, an intent a label in it): 3 to 8 tasks, 5 to
40 texts an intent, some intents held out of their task, the intents of two further tasks as ones that fit
nowhere. The logistic model of `fits` and the sharpness of the scores are fitted on one corpus and judged on
the other.
"""

from __future__ import annotations

import json
import os
import random
from collections import defaultdict
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score

from curation.analysis import ranking

DATA = Path(os.environ.get("CURATION_REALDATA", "../shared/data"))
BORDERS: list[float] = []
FEATURES = ("centroid", "beyond chance")


def hwu() -> dict[str, dict[str, list[str]]]:
    tasks: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    folder = DATA / "corpora/hwu64/train"
    texts = (folder / "seq.in").read_text(encoding="utf-8").splitlines()
    for text, label in zip(texts, (folder / "label").read_text(encoding="utf-8").splitlines(), strict=True):
        scenario, _, action = label.partition("_")
        tasks[scenario][action].append(text)
    return tasks


def slurp() -> dict[str, dict[str, list[str]]]:
    tasks: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for path in sorted((DATA / "corpora/slurp/dataset").rglob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            tasks[row["scenario"]][row["action"]].append(row["sentence"])
    return tasks


def trial(corpus: dict[str, dict[str, list[str]]], seed: int):
    chance = random.Random(seed)
    names = sorted(task for task, intents in corpus.items() if len(intents) >= 2)
    chance.shuffle(names)
    size = chance.randint(3, 8)
    kept, absent = names[:size], names[size : size + 2]
    queries, truth, tasks = {}, {}, {}

    def draw(texts, low=5, high=40):
        texts = sorted(set(texts))
        return chance.sample(texts, min(len(texts), chance.randint(low, high)))

    for task in kept:
        intents = sorted(intent for intent in corpus[task] if len(set(corpus[task][intent])) >= 5)
        held = chance.choice(intents) if len(intents) > 1 else None
        texts, labels = [], []
        for intent in intents:
            if intent == held:
                queries[f"q {intent} {task}"] = draw(corpus[task][intent], 5, 20)
                truth[f"q {intent} {task}"] = task
            else:
                drawn = draw(corpus[task][intent])
                texts += drawn
                labels += [intent] * len(drawn)
        if texts:
            tasks[task] = ranking.TaskTexts(texts, labels)
    for task in absent:
        for intent in sorted(corpus[task])[:2]:
            if len(set(corpus[task][intent])) >= 5:
                queries[f"q {intent} {task}"] = draw(corpus[task][intent], 5, 20)
                truth[f"q {intent} {task}"] = None
    if not tasks or len(tasks) < 2:
        return []
    # Names are scrambled: the corpora put the task's name into the intent's.
    coded = {name: f"x{i}" for i, name in enumerate(queries)}
    space = ranking._Space({coded[q]: t for q, t in queries.items()}, tasks)
    evidence = space.evidence(0)
    fused = ranking._fuse(evidence)
    BORDERS.append(evidence.border)
    rows = []
    for row, code in enumerate(space.queries):
        query = next(q for q in queries if coded[q] == code)
        best = int(fused[row].argmax())
        rows.append((fused[row], space.tasks, truth[query], list(ranking._fit_features(evidence, row, best)), best))
    return rows


def collect(corpus, trials=40):
    return [row for seed in range(trials) for row in trial(corpus, seed)]


def main() -> None:
    sets = {"hwu64": collect(hwu()), "slurp": collect(slurp())}
    for name, rows in sets.items():
        linkable = [r for r in rows if r[2] in r[1]]
        top1 = np.mean([r[1][r[4]] == r[2] for r in linkable])
        print("border: mean", np.mean(BORDERS).round(3), "sd", np.std(BORDERS).round(3))  # over what is drawn so far
        print(name, "queries", len(rows), "linkable", len(linkable), "top-1", round(float(top1), 3))
        for sharp in (0.6, 0.8, 1.0, 1.3, 1.6, 2.0, 2.5):
            loss = []
            for fused, tasks, task, *_ in linkable:
                p = np.exp(sharp * (fused - fused.max()))
                loss.append(-np.log(p[tasks.index(task)] / p.sum()))
            print("  sharpness", sharp, "log-loss", round(float(np.mean(loss)), 4))
    # `fits` means that the best task is the right one's family: novel intents are the negatives.
    data = {n: (np.array([r[3] for r in rows]), np.array([r[2] in r[1] for r in rows])) for n, rows in sets.items()}
    for fitted, judged in (("hwu64", "slurp"), ("slurp", "hwu64")):
        model = LogisticRegression(C=10.0, class_weight="balanced").fit(*data[fitted])
        p = model.predict_proba(data[judged][0])[:, 1]
        y = data[judged][1]
        print(
            fitted,
            "->",
            judged,
            dict(zip(FEATURES, model.coef_[0].round(2), strict=True)),
            model.intercept_.round(2),
            "AUROC",
            round(roc_auc_score(y, p), 3),
            "right at 0.5:",
            round(float(((p >= 0.5) == y).mean()), 3),
            "accepted",
            round(float((p >= 0.5).mean()), 2),
            "of them right",
            round(float(y[p >= 0.5].mean()), 3),
        )
    for name in data:
        alone = LogisticRegression(C=10.0, class_weight="balanced").fit(data[name][0][:, :1], data[name][1])
        print(name, "centroid alone", alone.coef_[0].round(2), alone.intercept_.round(2))
    for name, rows in sets.items():
        chance = [(r, ranking._fits_of(*r[3], among=len(r[1]))) for r in rows]
        for rule in ("fits", "fits x score"):
            right = accepted = sound = 0
            for (fused, tasks, task, _, best), fits in chance:
                p = np.exp(ranking._SHARPNESS * (fused - fused.max()))
                stated = fits * (p.max() / p.sum() if rule != "fits" else 1.0)
                answer = tasks[best] if stated >= 0.5 else None
                right += answer == task
                accepted += answer is not None
                sound += answer is not None and answer == task
            print(
                name,
                "abstain below 0.5 of",
                rule,
                "right",
                round(right / len(rows), 3),
                "links proposed",
                accepted,
                "of them right",
                round(sound / accepted, 3),
            )
    both = np.concatenate([data[n][0] for n in data]), np.concatenate([data[n][1] for n in data])
    model = LogisticRegression(C=10.0, class_weight="balanced").fit(*both)
    print("both", dict(zip(FEATURES, model.coef_[0].round(2), strict=True)), model.intercept_.round(2))


if __name__ == "__main__":
    main()
