"""What happens to rows on their way into an output file; every change goes to the account."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from curation.analysis.normalise import normalised, text_key
from curation.facts.entering import entering
from curation.model.bundle import Balance, Change, LedgerEntry
from curation.model.decision import Subject
from curation.model.mapping import MappingState
from curation.model.project import Dataset

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from collections.abc import Mapping as Mapping_

    from curation.model.mapping import Mapping
    from curation.model.project import Utterance
    from curation.model.split import Split
    from curation.model.task import Task
    from curation.model.workspace import Workspace

__all__ = ["Account", "into_task", "moved", "routed", "tagged", "uploaded"]


@dataclass
class Account:
    """The ledger while it is being written: entries, and rows in and out of each output."""

    entries: list[LedgerEntry] = field(default_factory=list)
    balances: list[Balance] = field(default_factory=list)

    def note(
        self,
        output: str,
        change: Change,
        rule: str,
        row: Utterance,
        *,
        changed: tuple[str, str | None, str | None] | None = None,
    ) -> None:
        """Write down what happened to one row; `changed` is (field, before, after)."""
        name, before, after = changed or (None, None, None)
        self.entries.append(LedgerEntry(output, change, rule, row.file, row.pointer, row.intent, name, before, after))

    def close(self, output: str, *, before: int, after: int) -> None:
        """Strike the balance of one output."""
        found = Counter(entry.change for entry in self.entries if entry.output == output)
        self.balances.append(Balance(output, before, found[Change.ADDED], found[Change.LEFT_OUT], after))

    def move(self, paths: Mapping_[str, str]) -> None:
        """Name outputs by the places they have in the end."""
        self.entries = [replace(entry, output=paths.get(entry.output, entry.output)) for entry in self.entries]
        self.balances = [replace(one, output=paths.get(one.output, one.output)) for one in self.balances]

    def refuse_loss(self) -> None:
        """Stop where rows in are not rows out plus rows in the ledger."""
        for balance in self.balances:
            if not balance.holds:
                raise RuntimeError(f"rows of {balance.output} do not add up: {balance.to_dict()}")

    def counts(self) -> dict[str, int]:
        """Entries by rule and change, in order."""
        found = Counter(f"{entry.rule}: {entry.change}" for entry in self.entries)
        return dict(sorted(found.items()))


def tagged(rows: Iterable[Utterance], split: Split, output: str, account: Account) -> tuple[Utterance, ...]:
    """The rows with their side of the split, without those of a further test set: these have a file of their own."""
    out = []
    for row in rows:
        if row.row in split.test_sets:
            account.note(output, Change.LEFT_OUT, f"split.test_sets.{split.test_sets[row.row]}", row)
            continue
        side = str(split.sides[row.row])
        if row.dataset != side:
            account.note(output, Change.CHANGED, "split", row, changed=("dataset", row.dataset, side))
        out.append(row._replace(dataset=side))
    return tuple(out)


def moved(
    rows: Iterable[Utterance], mapping: Mapping, scope: str, output: str, account: Account
) -> tuple[Utterance, ...]:
    """The rows with those filed elsewhere that a person decided on; `scope` is empty for what is routed."""
    target = {move.subject: move.into for move in mapping.moves if move.subject.scope == scope and not move.task}
    if not target:
        return tuple(rows)
    out = []
    for row in rows:
        into = target.get(Subject(scope, row.intent, text_key(row.text)), row.intent)
        if into != row.intent:
            account.note(output, Change.CHANGED, "decision", row, changed=("intent", row.intent, into))
        out.append(row._replace(intent=into))
    return tuple(out)


def uploaded(
    workspace: Workspace, mapping: Mapping, rows: tuple[Utterance, ...], output: str, account: Account
) -> tuple[Utterance, ...]:
    """The rows of the upload file: relabelled where asked, without labels where orchestration has none."""
    if not workspace.routes:
        return rows
    return tuple(
        _without_labels(row, output, account) for row in _relabelled(workspace, mapping, rows, output, account)
    )


def routed(
    workspace: Workspace,
    mapping: Mapping,
    rows: tuple[Utterance, ...],
    taught: Collection[str],
    output: str,
    account: Account,
) -> tuple[Utterance, ...]:
    """The rows of the orchestration project.

    An intent that is linked learns from its task; its Train rows become Test, stay, or are left out, as
    `links.train_rows` says (contract 3.4). A text that a task learns from (its key is among `taught`) cannot judge what
    learns from the task: it is left out instead of being Test.
    """
    linked = {entry.intent for entry in mapping.in_state(MappingState.LINKED)}
    policy = workspace.settings.links.train_rows
    rule = "links.train_rows"
    kept = []
    for row in rows:
        moved = row
        if row.intent in linked and row.dataset == Dataset.TRAIN and policy != "keep":
            if policy == "leave-out" or text_key(row.text) in taught:
                account.note(output, Change.LEFT_OUT, rule, row)
                continue
            moved = row._replace(dataset=str(Dataset.TEST))
            account.note(output, Change.CHANGED, rule, row, changed=("dataset", "Train", "Test"))
        kept.append(_without_labels(moved, output, account))
    return _relabelled(workspace, mapping, tuple(kept), output, account)


def into_task(
    task: Task, workspace: Workspace, mapping: Mapping, split: Split, output: str, account: Account
) -> tuple[Utterance, ...]:
    """The task's own rows, and the Train rows of intents whose decision names an intent inside the task.

    Its own rows are split where that was asked for, and keep their tags else.
    Test rows are not added: what a task learns from must not judge the orchestrator that learns from the
    task. A text the task already has is not added again; the ledger says under which intent it has it.
    """
    own = split.tasks.get(task.name)
    rows = task.project.utterances if own is None else tagged(task.project.utterances, own, output, account)
    out = list(moved(rows, mapping, task.name, output, account))
    present = {normalised(row.text): row.intent for row in out}
    declared = {entity.name for entity in task.project.entities}
    for row, into in entering(task, workspace, mapping):
        key = normalised(row.text)
        if split.sides[row.row] is Dataset.TEST:
            continue
        if key in present:
            there = ("intent", present[key], into)
            account.note(output, Change.ALREADY_THERE, "links.into", row, changed=there)
            continue
        present[key] = into
        account.note(output, Change.ADDED, "links.into", row, changed=("intent", row.intent, into))
        labelled = _with_known_labels(row, declared, output, account)
        out.append(labelled._replace(intent=into, dataset=str(Dataset.TRAIN)))
    return tuple(out)


def _with_known_labels(row: Utterance, declared: set[str], output: str, account: Account) -> Utterance:
    """The row without labels of entities the task does not declare; an import would refuse them."""
    kept = tuple(span for span in row.spans if span.category in declared)
    if len(kept) < len(row.spans):
        before, after = (", ".join(span.category for span in spans) for spans in (row.spans, kept))
        account.note(
            output, Change.CHANGED, "entity not declared by the task", row, changed=("entities", before, after)
        )
    return row._replace(spans=kept)


def _relabelled(
    workspace: Workspace, mapping: Mapping, rows: tuple[Utterance, ...], output: str, account: Account
) -> tuple[Utterance, ...]:
    if workspace.settings.links.mode != "relabel":
        return rows
    task_of = {entry.intent: entry.relabelled for entry in mapping.entries}
    out = []
    for row in rows:
        name = task_of.get(row.intent, row.intent)
        if name != row.intent:
            account.note(output, Change.CHANGED, "links.mode", row, changed=("intent", row.intent, name))
        out.append(row._replace(intent=name))
    return tuple(out)


def _without_labels(row: Utterance, output: str, account: Account) -> Utterance:
    extra = {key: value for key, value in (row.extra or {}).items() if key != "entities"}
    if row.spans:
        labels = ", ".join(span.category for span in row.spans)
        account.note(output, Change.CHANGED, "orchestration has no entities", row, changed=("entities", labels, None))
    return row._replace(spans=(), extra=extra or None)
