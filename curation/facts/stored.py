"""Results that take time, from the cache where they are in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from numpy import float16
    from numpy.typing import NDArray

    from curation.analysis.encoder import Encoder
    from curation.analysis.features import Views
    from curation.analysis.judgement import Judgement
    from curation.analysis.neighbours import NearPair
    from curation.analysis.router import Router
    from curation.facts.scoped import Sample
    from curation.formats.cache import Store
    from curation.model.report import Report
    from curation.model.workspace import Workspace

    Halves = NDArray[float16]

__all__ = [
    "encoder_named", "stored_judgement", "stored_pairs", "stored_report", "stored_router", "stored_vectors",
    "stored_views",
]  # fmt: skip


def encoder_named(name: str) -> Encoder:
    """The encoder of a setting."""
    from curation.analysis.bert import StrongEncoder
    from curation.analysis.encoder import SentenceEncoder, StaticEncoder

    known: dict[str, Callable[[], Encoder]] = {"static": StaticEncoder, "strong": StrongEncoder}
    return known.get(name, SentenceEncoder)()


def stored_pairs(store: Store | None, texts: Sequence[str], threshold: float) -> list[NearPair]:
    """`near_pairs`, kept."""
    import numpy as np

    from curation.analysis.neighbours import NearPair, near_pairs

    key = ("near-pairs", str(threshold), *texts)
    kept = store.get(key, ("first", "second", "similarity")) if store else None
    if kept is not None:
        columns = (kept[name].tolist() for name in ("first", "second", "similarity"))
        return list(map(NearPair, *columns))
    found = near_pairs(texts, threshold)
    if store:
        first, second, similarity = zip(*found, strict=True) if found else ((), (), ())
        integers = {"first": np.array(first, dtype=np.int32), "second": np.array(second, dtype=np.int32)}
        store.put(key, {**integers, "similarity": np.array(similarity, dtype=np.float64)})
    return found


def stored_views(store: Store | None, texts: Sequence[str], encoder: Encoder, *, seed: int) -> Views:
    """`raw_views` in half precision, kept; what is handed back is the same whether it was kept or not."""
    import numpy as np

    from curation.analysis.features import Views, raw_views
    from curation.facts.encoded import KeptEncoder

    key = ("views", encoder.name, str(seed), *texts)
    kept = store.get(key, Views._fields) if store else None
    if kept is not None:
        return Views(*(kept[name] for name in Views._fields))
    halves = (view.astype(np.float16) for view in raw_views(texts, KeptEncoder(encoder, store), seed=seed))
    made = Views(*halves)  # type: ignore[arg-type]
    if store:
        store.put(key, made._asdict())
    return made


def stored_vectors(store: Store | None, texts: Sequence[str], encoder: Encoder) -> tuple[Halves, Halves]:
    """Each text as the encoder and as static vectors have it, in half precision, kept."""
    import numpy as np

    from curation.analysis.features import embed
    from curation.facts.encoded import KeptEncoder

    key = ("vectors", encoder.name, *texts)
    kept = store.get(key, ("sentence", "static")) if store else None
    if kept is None:
        sentence = KeptEncoder(encoder, store).encode(texts)
        kept = {"sentence": sentence.astype(np.float16), "static": embed(texts).astype(np.float16)}
        if store:
            store.put(key, kept)
    return kept["sentence"], kept["static"]


def stored_router(
    store: Store | None,
    texts: Sequence[str],
    labels: Sequence[int],
    groups: Sequence[int],
    *,
    vectors: Callable[[], tuple[Halves, Halves]],
    width: int,
    encoder: str,
    seed: int,
) -> tuple[Router, Callable[[], Halves]]:
    """A router for texts and their labels 0 to `width`, kept, and what it says of these without their groups.

    `vectors` are those of the texts, asked for where nothing was kept. The second is a function, because it is large
    and rarely asked for: logarithms of chances in half precision.
    """
    import numpy as np

    from curation.analysis.router import Router, fitted_router

    used = encoder_named(encoder)
    parts = (part for it in zip(texts, labels, groups, strict=True) for part in map(str, it))
    key = ("router", used.name, str(seed), str(width), *parts)

    def made() -> tuple[Router, Halves]:
        router, said = fitted_router(*vectors(), labels, groups, width=width, seed=seed)
        halves = said.astype(np.float16)
        if store:
            store.put(key, router._asdict())
            store.put(("held out", *key), {"chances": halves})
        return router, halves

    kept = store.get(key, Router._fields) if store else None
    if kept is not None:

        def held_out() -> Halves:
            found = store.get(("held out", *key), ("chances",)) if store else None
            return found["chances"] if found else made()[1]

        return Router(**kept), held_out
    router, said = made()
    return router, lambda: said


def stored_judgement(store: Store | None, samples: Sequence[Sample], *, encoder: str, seed: int) -> Judgement:
    """`judge_labels`, kept."""
    import numpy as np

    from curation.analysis.judgement import Judgement, judge_labels
    from curation.facts.encoded import KeptEncoder

    languages = {name: number for number, name in enumerate(sorted({sample.language for sample in samples}))}
    used = encoder_named(encoder)
    parts = (part for it in samples for part in (it.intent, str(it.group), str(languages[it.language]), it.key))
    key = ("judgement", used.name, str(seed), *parts)
    labels = tuple(sorted({sample.intent for sample in samples}))
    names = Judgement._fields[1:]
    kept = store.get(key, names) if store else None
    if kept is not None:
        return Judgement(labels, *(kept[name] for name in names))
    made = judge_labels(
        [sample.key for sample in samples],
        [sample.intent for sample in samples],
        [sample.group for sample in samples],
        [languages[sample.language] for sample in samples],
        encoder=KeptEncoder(used, store),
        seed=seed,
    )
    rounded = made._replace(
        probabilities=np.round(made.probabilities, 6),
        doubt=np.round(made.doubt, 5),
        likeness=np.round(made.likeness, 5),
        beside_likeness=np.round(made.beside_likeness, 5),
    )
    if store:
        store.put(key, {name: getattr(rounded, name) for name in names})
    return rounded


def stored_report(store: Store | None, workspace: Workspace, day: str, make: Callable[[], Report]) -> Report:
    """A report on all of a workspace that was read from files, kept; `day` is what ignores expire by.

    What is handed back has always gone through the kept form, so that a first run and a second say the same.
    """
    import numpy as np

    from curation.formats.report import read_report, report_bytes

    if store is None:
        return make()
    key = ("report", day, *_state_of(workspace))
    kept = store.get(key, ("report",))
    if kept is not None:
        return read_report(kept["report"].tobytes())
    made = make()
    data = report_bytes(made)
    if data is None:
        return made
    store.put(key, {"report": np.frombuffer(data, dtype=np.uint8)})
    return read_report(data)


def _state_of(workspace: Workspace) -> Iterator[str]:
    """All that a report can depend on."""
    yield workspace.settings.to_json()
    yield repr((workspace.together, workspace.source, workspace.baseline, workspace.unreadable, workspace.decisions))
    for document in workspace.documents:
        yield from (document.file, document.kind, document.sha256, repr(document.columns))
