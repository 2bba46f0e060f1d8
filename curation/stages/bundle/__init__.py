"""The files that are ready for upload, in import order, with an account of every row."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from curation import __version__
from curation.analysis.normalise import text_key
from curation.formats.bundle_files import (
    clu_file,
    cqa_file,
    ledger_file,
    manifest_file,
    mapping_file,
    orchestration_file,
    report_file,
    test_set_file,
    upload_file,
)
from curation.formats.projects import new_project, with_rows
from curation.model.bundle import Bundle, BundleFile, FileRole
from curation.model.document import DocumentKind
from curation.model.mapping import Mapping, MappingState
from curation.model.overlay import Overlay
from curation.model.project import Dataset, TaskKind
from curation.stages.bundle.fitting import fitted
from curation.stages.bundle.naming import named_mapping, renamed
from curation.stages.bundle.rows import Account, into_task, moved, routed, tagged, uploaded

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from curation.model.project import Project, Utterance
    from curation.model.split import Split
    from curation.model.task import Task
    from curation.model.workspace import Workspace
    from curation.stages.bundle.fitting import Trim

__all__ = ["bundle"]

_AS_IT_IS = Overlay()


def bundle(
    workspace: Workspace,
    mapping: Mapping,
    split: Split,
    *,
    report: str,
    allow_open: bool = False,
    beside: Callable[[Sequence[BundleFile]], Iterable[BundleFile]] = lambda _: (),
    overlay: Overlay = _AS_IT_IS,
    trim: Trim | None = None,
) -> Bundle:
    """Everything that goes into the output folder; nothing is written yet.

    `upload/` serves uploading first and mapping afterwards, the numbered folders serve importing projects
    whose links are already made (contract 3.4). The service imports CLU and question answering first,
    orchestration last, or links are lost (contract 3.3). `beside` makes further files of those that are imported.
    `overlay` names projects and deployments as another environment does. `trim` names the rows to leave out of a
    project that holds more than the service takes.

    Raises:
        CurationError: the overlay names a project that is not there.
        RuntimeError: rows went in that neither came out nor are in the ledger. That is a bug, never data.
    """
    account = Account()
    taught: set[str] = set()
    files = [
        *_upload(workspace, mapping, split, account, overlay),
        *_clu(workspace, mapping, split, account, trim, taught),
        *(cqa_file(task) for task in workspace.tasks if task.kind is TaskKind.QUESTION_ANSWERING),
        *_orchestration(workspace, mapping, split, account, trim, taught),
        *_test_sets(workspace, mapping, split, account),
    ]
    account.refuse_loss()
    places = [file.path for file in files]
    files = renamed(files, overlay)
    account.move(dict(zip(places, (file.path for file in files), strict=True)))
    files += [ledger_file(account.entries), report_file(report), *beside(files)]
    files.sort(key=lambda file: file.path)
    manifest = _manifest(workspace, named_mapping(mapping, overlay), split, files, account, allow_open=allow_open)
    return Bundle((*files, manifest_file(manifest)), tuple(account.entries), tuple(account.balances), manifest)


def _upload(
    workspace: Workspace, mapping: Mapping, split: Split, account: Account, overlay: Overlay
) -> list[BundleFile]:
    if not workspace.utterance_files and not workspace.orchestrations:
        return []
    output = "upload/utterances.json"
    rows = moved(tagged(workspace.rows, split, output, account), mapping, "", output, account)
    rows = uploaded(workspace, mapping, rows, output, account)
    account.close(output, before=len(workspace.rows), after=len(rows))
    files = [upload_file(output, rows)]
    return [*files, mapping_file(named_mapping(_final(workspace, mapping), overlay))] if workspace.routes else files


def _clu(
    workspace: Workspace, mapping: Mapping, split: Split, account: Account, trim: Trim | None, taught: set[str]
) -> list[BundleFile]:
    """The CLU projects; the keys of the texts they learn from are added to `taught`."""
    routing = bool(workspace.utterance_files or workspace.orchestrations)
    files = []
    for task in workspace.tasks:
        if task.kind is not TaskKind.CONVERSATION:
            continue
        file = clu_file(task.project, task.deployment)
        if routing:
            rows = into_task(task, workspace, mapping, split, file.path, account)
        else:
            rows = tagged(task.project.utterances, split, file.path, account)
            rows = moved(rows, mapping, task.name, file.path, account)

        def make(kept: tuple[Utterance, ...], task: Task = task) -> BundleFile:
            return clu_file(with_rows(task.project, kept), task.deployment)

        made, rows = fitted(rows, make, DocumentKind.CLU, account, trim)
        account.close(file.path, before=len(task.project.utterances), after=len(rows))
        taught.update(text_key(row.text) for row in rows if row.dataset != Dataset.TEST)
        files.append(made)
    return [*files, *_built(workspace, split, account, DocumentKind.CLU, trim)]


def _built(
    workspace: Workspace, split: Split, account: Account, kind: DocumentKind, trim: Trim | None
) -> list[BundleFile]:
    """The project that the settings ask for when utterance files come without one."""
    wanted = workspace.settings.project
    asked = DocumentKind.CLU if wanted.kind == "Conversation" else DocumentKind.ORCHESTRATION
    if wanted.name is None or workspace.routes or not workspace.utterance_files or asked is not kind:
        return []
    output = f"01-clu/{wanted.name}.clu.json"
    rows = tagged(workspace.rows, split, output, account)
    made, rows = fitted(rows, lambda kept: clu_file(_new(workspace, kind, kept), None), kind, account, trim)
    account.close(output, before=len(workspace.rows), after=len(rows))
    return [made]


def _new(workspace: Workspace, kind: DocumentKind, rows: tuple[Utterance, ...]) -> Project:
    wanted = workspace.settings.project
    return new_project(
        kind=kind,
        name=wanted.name or "",
        language=wanted.language,
        threshold=wanted.confidence_threshold,
        rows=rows,
    )


def _orchestration(
    workspace: Workspace, mapping: Mapping, split: Split, account: Account, trim: Trim | None, taught: set[str]
) -> list[BundleFile]:
    wanted = workspace.settings.project
    if workspace.orchestration is None and (wanted.name is None or wanted.kind != "Orchestration"):
        return []
    if not workspace.utterance_files and workspace.orchestration is None:
        return []
    base = workspace.orchestration or _new(workspace, DocumentKind.ORCHESTRATION, ())
    final = _final(workspace, mapping)
    output = orchestration_file(base, final, ()).path
    rows = moved(tagged(workspace.rows, split, output, account), mapping, "", output, account)
    rows = routed(workspace, mapping, rows, taught, output, account)
    kind = DocumentKind.ORCHESTRATION
    made, rows = fitted(rows, lambda kept: orchestration_file(base, final, kept), kind, account, trim)
    account.close(output, before=len(workspace.rows), after=len(rows))
    return [made]


def _test_sets(workspace: Workspace, mapping: Mapping, split: Split, account: Account) -> list[BundleFile]:
    """The rows of each further test set, as an utterance file: to be imported for an evaluation of its own."""
    apart = not workspace.routes and not workspace.utterance_files and len(workspace.own_projects) > 1
    files = []
    for name in sorted(set(split.test_sets.values())):
        rows = [row for row in workspace.rows if split.test_sets.get(row.row) == name]
        for file in dict.fromkeys(row.file if apart else "" for row in rows):
            own = [row for row in rows if not apart or row.file == file]
            scope = workspace.scope_of_file.get(own[0].file, "")
            output = f"test-sets/{name}{f'/{scope}' if apart else ''}.utterances.json"
            sided = [row._replace(dataset=str(Dataset.TEST)) for row in own]
            out = uploaded(workspace, mapping, moved(sided, mapping, scope, output, account), output, account)
            account.close(output, before=len(own), after=len(out))
            files.append(test_set_file(output, out))
    return files


def _final(workspace: Workspace, mapping: Mapping) -> Mapping:
    """The mapping under the names the intents have in the files that are written."""
    return mapping.relabelled() if workspace.settings.links.mode == "relabel" else mapping


def _manifest(
    workspace: Workspace,
    mapping: Mapping,
    split: Split,
    files: list[BundleFile],
    account: Account,
    *,
    allow_open: bool,
) -> dict[str, Any]:
    """What `schemas/manifest.schema.json` describes."""
    links = workspace.settings.links
    linked = mapping.in_state(MappingState.LINKED)
    deployments = sorted({(e.task, e.deployment) for e in linked if e.deployment})
    order = [f for role in (FileRole.CLU, FileRole.CQA, FileRole.ORCHESTRATION) for f in files if f.role is role]
    return {
        "schema_version": "1",
        "tool": {"name": "curation", "version": __version__},
        "inputs": _inputs(workspace),
        "choices": workspace.choices,
        "files": [file.described() for file in files],
        "import_order": [
            {"step": step, "path": file.path, "project": file.project, "kind": file.kind}
            for step, file in enumerate(order, start=1)
        ],
        "required_deployments": [{"project": name, "deployment": deployment} for name, deployment in deployments],
        "intents": {str(state): len(mapping.in_state(state)) for state in MappingState},
        "open_intents": list(mapping.open_intents),
        "allow_open": allow_open,
        "split": split.summary(),
        "links": {"mode": links.mode, "train_rows": links.train_rows},
        "balances": [balance.to_dict() for balance in account.balances],
        "ledger": account.counts(),
    }


def _inputs(workspace: Workspace) -> list[dict[str, Any]]:
    rows = workspace.input_files
    return [
        {"file": d.file, "kind": str(d.kind), "sha256": d.sha256, "rows": rows[d.file]}
        for d in workspace.documents
        if d.file in rows
    ]
