"""Several projects of one kind as one, the same whatever order they are named in."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from curation.errors import CurationError
from curation.model.document import DocumentKind
from curation.model.merging import Disagreement, Dropped, Merged

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from curation.model.merging import Collision
    from curation.model.project import Entity, Intent, Project, Utterance

__all__ = ["merge"]

Value = Any
"""A JSON value."""

_SETTLED = ("projectKind", "multilingual")
"""Metadata that follows from the rest."""


def merge(projects: Iterable[Project], *, collision: Collision = "unite", keep_equal: bool = False) -> Merged:
    """One project of several; the first file by name gives what can be said only once.

    Intents and entities of one name are one. Rows that are equal in text, intent, language, dataset and spans are one
    too, unless `keep_equal`; all other rows are kept, and those that disagree about a text are listed. Nothing is
    decided about them here.

    Raises:
        CurationError: no project, projects of different kinds, or a collision where these are refused.
    """
    known = sorted(projects, key=lambda project: project.file)
    kinds = {project.kind for project in known}
    if len(kinds) != 1:
        listed = ", ".join(f"{project.file} is a {project.kind.words}" for project in known) or "nothing was named"
        raise CurationError(f"only projects of one kind can be merged: {listed}; convert them to one kind first")
    merging = _Merging(collision)
    if kinds == {DocumentKind.CQA}:
        return merging.answers(known, keep_equal=keep_equal)
    rows = merging.rows(known, keep_equal=keep_equal)
    first = known[0]
    if kinds == {DocumentKind.UTTERANCES}:
        made = replace(first, utterances=rows, raw=[], original=None)
    else:
        head = merging.head(known, rows)
        made = replace(
            first,
            intents=tuple(merging.intents(known)),
            entities=tuple(merging.entities(known)),
            utterances=rows,
            raw=head,
            multilingual=any(project.multilingual for project in known),
            original=first.original if len(known) == 1 else None,
        )
        if made.entities:
            made.raw["assets"]["entities"] = [entity.raw for entity in made.entities]
    return merging.result(made, known)


class _Merging:
    """Collects where the files disagree, and what was left out."""

    def __init__(self, collision: Collision) -> None:
        self.collision = collision
        self.found: list[Disagreement] = []
        self.dropped: list[Dropped] = []

    def result(self, made: Project, known: Sequence[Project]) -> Merged:
        files = tuple(project.file for project in known)
        rows_in = sum(len(project.utterances) for project in known)
        return Merged(made, files, rows_in, tuple(self.found), tuple(self.dropped))

    def differ(self, what: str, subject: str, one: tuple[str, str], two: tuple[str, str], done: str) -> None:
        """Note a disagreement, or refuse if it is one about a definition and these are refused."""
        if self.collision == "refuse" and what.startswith("definition"):
            raise CurationError(f'{one[0]} and {two[0]} define "{subject}" differently; rename one, or unite them')
        self.found.append(Disagreement(what, subject, (one[0], two[0]), (one[1], two[1]), done))

    def head(self, known: Sequence[Project], rows: Sequence[Utterance]) -> dict[str, Any]:
        """Version and metadata of the first file; what others say differently is listed."""
        first = known[0]
        raw = {**first.raw, "assets": dict(first.raw.get("assets") or {})}
        metadata = dict(first.raw["metadata"])
        for other in known[1:]:
            for key, value in other.raw["metadata"].items():
                if key not in _SETTLED and metadata.get(key, value) != value:
                    places = ((first.file, f"/metadata/{key}"), (other.file, f"/metadata/{key}"))
                    self.differ("metadata", key, *places, "kept that of the first file")
                metadata.setdefault(key, value)
            for key, value in (other.raw.get("assets") or {}).items():
                raw["assets"].setdefault(key, value)
        languages = {row.language or first.language for row in rows} | {project.language for project in known}
        if first.kind is DocumentKind.CLU and (len(languages) > 1 or any(project.multilingual for project in known)):
            metadata["multilingual"] = True
        return {**raw, "metadata": metadata}

    def intents(self, known: Sequence[Project]) -> list[Intent]:
        found: dict[str, tuple[Intent, str]] = {}
        for project in known:
            for intent in project.intents:
                if intent.name not in found:
                    found[intent.name] = intent, project.file
                    continue
                before, file = found[intent.name]
                link = (before.link and _target(before), intent.link and _target(intent))
                if all(link) and link[0] != link[1]:
                    places = ((file, before.pointer), (project.file, intent.pointer))
                    self.differ("definition of an intent's link", intent.name, *places, "kept that of the first file")
                elif intent.link and not before.link:
                    found[intent.name] = intent, project.file
        return [intent for intent, _ in found.values()]

    def entities(self, known: Sequence[Project]) -> list[Entity]:
        found: dict[str, tuple[Entity, str]] = {}
        for project in known:
            for entity in project.entities:
                before = found.get(entity.name)
                if before is None:
                    found[entity.name] = entity, project.file
                elif before[0].raw != entity.raw:
                    places = ((before[1], before[0].pointer), (project.file, entity.pointer))
                    united = self.collision == "unite"
                    done = "their parts were united" if united else "kept that of the first file"
                    self.differ("definition of an entity", entity.name, *places, done)
                    raw = _united(before[0].raw or {}, entity.raw or {}) if united else before[0].raw
                    found[entity.name] = replace(before[0], raw=raw), before[1]
        return [entity for entity, _ in found.values()]

    def rows(self, known: Sequence[Project], *, keep_equal: bool) -> tuple[Utterance, ...]:
        kept: list[Utterance] = []
        equal: dict[object, Utterance] = {}
        by_text: dict[tuple[str, str | None], Utterance] = {}
        for row in (row for project in known for row in _in_own_language(project, known[0].language)):
            key = (row.text, row.intent, row.language, row.dataset, _places(row), _further(row))
            before = equal.setdefault(key, row)
            if before is not row and not keep_equal:
                self.dropped.append(Dropped(row, before))
                continue
            kept.append(row)
            other = by_text.setdefault((row.text, row.language), row)
            if other is not row and before is row:
                what = next(
                    word
                    for word, differs in (
                        ("intent of a text", other.intent != row.intent),
                        ("labels of a text", _places(other) != _places(row)),
                        ("dataset of a text", other.dataset != row.dataset),
                        ("further keys of a text", True),
                    )
                    if differs
                )
                self.differ(what, row.intent, (other.file, other.pointer), (row.file, row.pointer), "kept both rows")
        return tuple(kept)

    def answers(self, known: Sequence[Project], *, keep_equal: bool) -> Merged:
        """Pairs under new ids where an id is taken; prompts follow, and equal pairs are one."""
        first = known[0]
        pairs: list[dict[str, Any]] = []
        rows: list[Utterance] = []
        synonyms: list[Any] = []
        equal: dict[str, str] = {}
        for project in known:
            assets = project.raw["assets"]
            merged_into = (
                {} if keep_equal else {str(p["id"]): equal[_says(p)] for p in assets["qnas"] if _says(p) in equal}
            )
            taken = {str(pair["id"]) for pair in pairs}
            fresh = [str(pair["id"]) for pair in assets["qnas"] if str(pair["id"]) not in merged_into]
            renamed = {**_renamed(fresh, taken), **{old: _number(new) for old, new in merged_into.items()}}
            for index, pair in enumerate(assets["qnas"]):
                old = str(pair["id"])
                place = f"/assets/qnas/{index}"
                own = [row for row in project.utterances if row.pointer.startswith(f"{place}/")]
                if old in merged_into:
                    kept = next(row for row in rows if row.intent == merged_into[old])
                    self.dropped += [Dropped(row, kept) for row in own]
                    continue
                if renamed[old] is not None:
                    places = ((first.file, ""), (project.file, f"{place}/id"))
                    self.differ("id of a pair", old, *places, f"it has the id {renamed[old]} now")
                pairs.append(_with_ids(pair, renamed))
                rows += [row._replace(intent=str(pairs[-1]["id"])) for row in own]
            if not keep_equal:
                equal |= {_says(pair): str(pair["id"]) for pair in pairs if pair.get("questions")}
            synonyms += [item for item in assets.get("synonyms") or () if item not in synonyms]
        raw = {**first.raw, "assets": {**first.raw["assets"], "synonyms": synonyms, "qnas": pairs}}
        return self.result(replace(first, utterances=tuple(rows), raw=raw, original=None), known)


def _says(pair: Value) -> str:
    """What a pair says, for telling whether another says the same: all of it but its id; one with prompts is unlike."""
    if (pair.get("dialog") or {}).get("prompts"):
        return f"pair {id(pair)}"
    return json.dumps({key: value for key, value in pair.items() if key != "id"}, sort_keys=True)


def _number(name: str) -> Value:
    return int(name) if name.isdecimal() else name


def _in_own_language(project: Project, language: str | None) -> Iterator[Utterance]:
    """The rows of a project; where it is in another language than the result, they say so."""
    for row in project.utterances:
        other = project.language if row.language is None and project.language != language else row.language
        yield row if other == row.language else row._replace(language=other)


def _places(row: Utterance) -> tuple[tuple[str, int, int, str], ...]:
    return tuple((s.category, s.offset, s.length, json.dumps(s.extra, sort_keys=True)) for s in row.spans)


def _further(row: Utterance) -> str:
    return json.dumps(row.extra, sort_keys=True)


def _target(intent: Intent) -> tuple[Any, ...]:
    return (intent.link.kind, intent.link.project, intent.link.deployment) if intent.link else ()


def _united(one: Value, two: Value) -> Value:
    """Two definitions as one: lists by key, expressions and prebuilts by value; of single values the first counts."""
    if isinstance(one, dict) and isinstance(two, dict):
        return {
            key: _united(one[key], two[key]) if key in one and key in two else (one | two)[key] for key in one | two
        }
    if not (isinstance(one, list) and isinstance(two, list)):
        return one
    made = list(one)
    for item in _renamed_expressions(one, two):
        name = _key(item)
        at = next((index for index, known in enumerate(made) if name is not None and _key(known) == name), None)
        if at is not None:
            made[at] = _united(made[at], item)
        elif item not in made:
            made.append(item)
    return made


def _renamed_expressions(one: list[Any], two: list[Any]) -> list[Any]:
    """The second list, in which an expression that has the key of another one gets a key of its own."""
    known = {item["regexKey"]: item for item in one if isinstance(item, dict) and "regexKey" in item}
    found = []
    for item in two:
        key = item.get("regexKey") if isinstance(item, dict) else None
        if key in known and known[key] != item:
            number = next(n for n in range(2, len(known) + 3) if f"{key} {n}" not in known)
            known[f"{key} {number}"] = item
            found.append({**item, "regexKey": f"{key} {number}"})
        else:
            found.append(item)
    return found


def _key(item: Value) -> str | None:
    """What an item of a list is known by."""
    keys = ("listKey", "regexKey", "category", "language")
    return next((item[key] for key in keys if key in item), None) if isinstance(item, dict) else None


def _renamed(ids: list[str], taken: set[str]) -> dict[str, Value]:
    """The new id of each pair whose id is taken; `None` for the others."""
    numbers = [int(name) for name in (*taken, *ids) if name.isdecimal()]
    free = max(numbers, default=0) + 1
    found: dict[str, Value] = {}
    for name in ids:
        found[name] = None
        if name in taken:
            found[name], free = free, free + 1
    return found


def _with_ids(pair: dict[str, Any], renamed: dict[str, Value]) -> dict[str, Any]:
    def new(old: Value) -> Value:
        number = renamed.get(str(old))
        return old if number is None else number

    made = {**pair, "id": new(pair["id"])}
    prompts = (pair.get("dialog") or {}).get("prompts")
    if prompts:
        followed = [{**p, "qnaId": new(p["qnaId"])} if p.get("qnaId") is not None else p for p in prompts]
        made["dialog"] = {**pair["dialog"], "prompts": followed}
    return made
