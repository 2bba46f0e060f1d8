"""Results that take time, from the cache where they are in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from curation.analysis.encoder import Encoder
    from curation.analysis.features import Views
    from curation.analysis.judgement import Judgement
    from curation.analysis.neighbours import NearPair
    from curation.facts.scoped import Sample
    from curation.formats.cache import Store
    from curation.model.report import Report
    from curation.model.workspace import Workspace

__all__ = ["encoder_named", "stored_judgement", "stored_pairs", "stored_report", "stored_views"]


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

    key = ("views", encoder.name, str(seed), *texts)
    kept = store.get(key, Views._fields) if store else None
    if kept is not None:
        return Views(*(kept[name] for name in Views._fields))
    halves = (view.astype(np.float16) for view in raw_views(texts, encoder, seed=seed))
    made = Views(*halves)  # type: ignore[arg-type]
    if store:
        store.put(key, made._asdict())
    return made


def stored_judgement(store: Store | None, samples: Sequence[Sample], *, encoder: str, seed: int) -> Judgement:
    """`judge_labels`, kept."""
    import numpy as np

    from curation.analysis.judgement import Judgement, judge_labels

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
        encoder=used,
        seed=seed,
    )
    rounded = made._replace(
        probabilities=np.round(made.probabilities, 6),
        doubt=np.round(made.doubt, 5),
        likeness=np.round(made.likeness, 5),
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
    yield workspace.settings.model_dump_json()
    yield repr((workspace.together, workspace.source, workspace.baseline, workspace.unreadable, workspace.decisions))
    for document in workspace.documents:
        yield from (document.file, document.kind, document.sha256, repr(document.columns))
