"""Labels moved in files that no card was learned from: Snips, and the larger LUIS and CLU projects."""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING

import numpy as np

from benchmarks.corpora import CORPORA
from benchmarks.fit_mislabels import FEWEST_ROWS, FLAGGED, Corpus, with_noise
from benchmarks.inspecting.judging import SEEDS, judged
from benchmarks.inspecting.labels import SENTENCE, SHIPPED, STRENGTH, cleanlab_on
from benchmarks.measure import Row
from curation.analysis.encoder import SentenceEncoder
from curation.analysis.features import views_of
from curation.analysis.neighbours import groups_of, near_pairs
from curation.analysis.normalise import normalised

if TYPE_CHECKING:
    from collections.abc import Iterator

FOLDERS = ("luis", "clu", "luis-multilingual")
FEWEST_TEXTS, FEWEST_INTENTS, MOST_TEXTS = 150, 5, 4000


def mislabelled_elsewhere() -> list[Row]:
    snips, *projects = unseen()
    return [*rows_of("snips2017", [snips]), *rows_of(f"{len(projects)} LUIS and CLU projects", projects)]


def rows_of(what: str, files: list[Corpus]) -> list[Row]:
    from sklearn.metrics import average_precision_score

    made = []
    for kind in ("uniform", "confusable"):
        ours, peer, flags = [], [], []
        for known in files:
            views = views_of(known.texts, SentenceEncoder())
            rows = (views.sentence - views.sentence.mean(axis=0)) * np.sqrt(views.sentence.shape[1])
            for seed in SEEDS:
                labels, moved = with_noise(known, kind, seed)
                doubt = judged(known.texts, views, labels, known.groups).by(SHIPPED).doubt
                ours.append(average_precision_score(moved, doubt))
                score = cleanlab_on(rows, labels, known.groups, seed, STRENGTH[SENTENCE])
                peer.append(average_precision_score(moved, score))
                shown = doubt >= FLAGGED
                flags.append(((shown & moved).sum(), shown.sum(), moved.sum()))
        hits, shown, wrong = np.sum(flags, axis=0).tolist()
        data = f"{what} that no card has seen, {len(SEEDS)} seeds, shipped cards"
        name = f"cleanlab on {SENTENCE}"
        made += [
            Row(f"mislabelled, {kind}", data, float(np.mean(ours)), "AP", name, float(np.mean(peer))),
            Row(f"flagged, {kind}: precision", f"{data}, {hits} of {shown}", hits / shown, "share"),
            Row(f"flagged, {kind}: recall", f"{data}, {hits} of {wrong}", hits / wrong, "share"),
        ]
    return made


def unseen() -> Iterator[Corpus]:
    """Snips, then projects; of those that share half of their texts or more the first."""
    yield corpus_of("snips2017", snips())
    known: list[set[str]] = []
    for folder in FOLDERS:
        for path in sorted((CORPORA.parent / folder).glob("*.json")):
            found = corpus_of(path.stem, project_rows(json.loads(path.read_text("utf-8-sig"))))
            texts = {normalised(text) for text in found.texts}
            again = any(2 * len(texts & other) >= min(len(texts), len(other)) for other in known)
            if not again and len(texts) >= FEWEST_TEXTS and found.width >= FEWEST_INTENTS:
                known.append(texts)
                yield found


def snips() -> Iterator[tuple[str, str]]:
    for path in sorted((CORPORA / "snips2017").rglob("train_*.json")):
        for intent, rows in json.loads(path.read_bytes().decode("utf-8", "replace")).items():
            for row in rows:
                yield "".join(piece["text"] for piece in row["data"]).strip(), intent


def project_rows(value: object) -> Iterator[tuple[str, str]]:
    if isinstance(value, dict):
        rows = value.get("utterances") or value.get("assets", {}).get("utterances") or []
        for row in rows:
            yield row.get("text", ""), row.get("intent") or row.get("category") or ""


def corpus_of(name: str, rows: Iterator[tuple[str, str]]) -> Corpus:
    """Each text once, by its normalised form, under the first of its labels; labels of fewer than five rows are out."""
    first: dict[str, str] = {}
    for text, label in rows:
        if text and label:
            first.setdefault(normalised(text), label)
    counts = Counter(first.values())
    texts = sorted(text for text, label in first.items() if counts[label] >= FEWEST_ROWS)
    if len(texts) > MOST_TEXTS:
        texts = sorted(np.random.default_rng(0).choice(texts, MOST_TEXTS, replace=False).tolist())
    names, labels = np.unique([first[text] for text in texts], return_inverse=True)
    groups = groups_of(len(texts), near_pairs(texts, 0.8))[0] if texts else []
    return Corpus(name, texts, labels, len(names), groups)
