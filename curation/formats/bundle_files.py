"""The files of a bundle as bytes, their places, and the check that what was written can be read back."""

from __future__ import annotations

import csv
import io
import json
import os
import re
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

from curation.errors import CurationError
from curation.formats.cells import inert_cell
from curation.formats.files import read_bytes
from curation.formats.projects import project_value
from curation.formats.read import read_document
from curation.formats.schemas import load_schema
from curation.formats.utterances import row_value
from curation.formats.write import json_bytes, json_lines, project_bytes, rows_bytes
from curation.model.bundle import Bundle, BundleFile, FileRole, LedgerEntry
from curation.model.contract import LARGEST_PAYLOAD
from curation.model.document import DocumentKind
from curation.model.mapping import MappingState
from curation.model.project import Intent, Link

if TYPE_CHECKING:
    from collections.abc import Iterable
    from collections.abc import Mapping as Mapping_

    from curation.model.importing import ImportPlan
    from curation.model.mapping import Mapping, MappingEntry
    from curation.model.project import Project, Utterance
    from curation.model.task import Task

__all__ = [
    "clu_file", "cqa_file", "difference_file", "inputs_of", "ledger_file", "manifest_file", "mapping_file",
    "orchestration_file", "page_file",
    "plan_files", "project_file", "project_path",
    "refuse_foreign_folder", "refuse_input", "report_file", "test_set_file", "upload_file", "verify_folder",
]  # fmt: skip

MANIFEST = "manifest.json"
_MAPPING_COLUMNS = ("intent", "state", "task", "kind", "deployment", "into", "rows", "source")


def _safe(name: str) -> str:
    """A file name that stays in its folder, whatever a project calls itself, and that no other name gets."""
    safe = re.sub(r"[^A-Za-z0-9_.-]+", "-", name).lstrip(".")[:80]
    if safe == name:
        return safe
    return f"{safe}-{sha256(name.encode('utf-8', 'backslashreplace')).hexdigest()[:6]}"


_PLACES = {
    FileRole.CLU: ("01-clu", "clu"),
    FileRole.CQA: ("02-cqa", "cqa"),
    FileRole.ORCHESTRATION: ("03-orchestration", "orchestration"),
}


def project_path(role: FileRole, name: str) -> str:
    """Where the project of a name stands in a bundle."""
    folder, suffix = _PLACES[role]
    return f"{folder}/{_safe(name)}.{suffix}.json"


def _as_taken(original: bytes | None, project: Project) -> bytes:
    """The bytes a project came as, where it is unchanged and the service takes it like that; else written anew."""
    if original is not None and len(original) <= LARGEST_PAYLOAD:
        return original
    return project_bytes(project.raw if project.kind is DocumentKind.CQA else project_value(project))


def upload_file(path: str, rows: Iterable[Utterance]) -> BundleFile:
    """The array for "Upload utterances", one row a line."""
    values = [row_value(row) for row in rows]
    return BundleFile(path, FileRole.UPLOAD, rows_bytes(values), rows=len(values))


def test_set_file(path: str, rows: Iterable[Utterance]) -> BundleFile:
    """The rows of a further test set, as they would be uploaded."""
    return replace(upload_file(path, rows), role=FileRole.TEST_SET)


def mapping_file(mapping: Mapping) -> BundleFile:
    """The task of each intent, for mapping in the portal after the upload."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(_MAPPING_COLUMNS)
    for entry in mapping.entries:
        values = entry.to_dict()
        writer.writerow(["" if values[c] is None else inert_cell(str(values[c])) for c in _MAPPING_COLUMNS])
    data = out.getvalue().encode("utf-8", errors="backslashreplace")
    return BundleFile("upload/mapping.csv", FileRole.MAPPING, data, rows=len(mapping.entries))


def project_file(role: FileRole, kind: str, project: Project, deployment: str | None) -> BundleFile:
    """A project in a bundle; byte for byte as it came where no row was changed or added."""
    return BundleFile(
        path=project_path(role, project.name or ""),
        role=role,
        data=_as_taken(project.original, project),
        project=project.name or "",
        kind=kind,
        deployment=deployment,
        rows=len(project.utterances),
    )


def clu_file(project: Project, deployment: str | None) -> BundleFile:
    """A CLU project."""
    return project_file(FileRole.CLU, "Conversation", project, deployment)


def cqa_file(task: Task) -> BundleFile:
    """A question answering project; it is read by us, never written to."""
    return project_file(FileRole.CQA, "QuestionAnswering", replace(task.project, name=task.name), None)


def orchestration_file(project: Project, mapping: Mapping, rows: tuple[Utterance, ...]) -> BundleFile:
    """The orchestration project with the links of `mapping` and the given rows."""
    linked = replace(project, utterances=rows, intents=_intents(project, mapping), original=None)
    return BundleFile(
        path=project_path(FileRole.ORCHESTRATION, project.name or ""),
        role=FileRole.ORCHESTRATION,
        data=project_bytes(project_value(linked)),
        project=project.name or "",
        kind="Orchestration",
        rows=len(rows),
    )


def _intents(project: Project, mapping: Mapping) -> tuple[Intent, ...]:
    """The declared intents in their order, then the ones that rows brought, each with its link."""
    declared = {intent.name: intent for intent in project.intents}
    known = {entry.intent for entry in mapping.entries}
    first = [name for name in declared if name in known]
    by_name = {entry.intent: entry for entry in mapping.entries}
    names = dict.fromkeys([*first, *by_name])
    found = (declared.get(name, Intent(name, "", raw={"category": name})) for name in names)
    return tuple(_with_link(intent, by_name[intent.name]) for intent in found) if mapping.entries else project.intents


def _with_link(intent: Intent, entry: MappingEntry) -> Intent:
    declared = intent.link if intent.link and entry.source == "file" else None
    if entry.state is MappingState.LINKED:
        return replace(intent, link=declared or Link(entry.kind, entry.task, entry.deployment, ""))
    if entry.state is MappingState.ROUTING and intent.link is not None:
        raw = {key: value for key, value in (intent.raw or {}).items() if key != "orchestration"}
        return replace(intent, link=None, raw=raw)
    return intent


def ledger_file(entries: Iterable[LedgerEntry]) -> BundleFile:
    """One line for every row that is not as it came."""
    values = [entry.to_dict() for entry in entries]
    return BundleFile("ledger.jsonl", FileRole.LEDGER, json_lines(values), rows=len(values))


def report_file(text: str) -> BundleFile:
    """The report for people."""
    return BundleFile("report.md", FileRole.REPORT, text.encode("utf-8", errors="backslashreplace"))


def page_file(text: str) -> BundleFile:
    """The report to look at."""
    return BundleFile("report.html", FileRole.REPORT, text.encode("utf-8", errors="backslashreplace"))


def difference_file(text: str) -> BundleFile:
    """What importing the bundle over earlier exports would change, for people."""
    return BundleFile("difference.md", FileRole.DIFFERENCE, text.encode("utf-8", errors="backslashreplace"))


def plan_files(plan: ImportPlan, guide: str, scripts: Mapping_[str, str]) -> list[BundleFile]:
    """How the bundle is imported: for people, for shells, and the training options."""
    made = [BundleFile("IMPORT.md", FileRole.GUIDE, guide.encode("utf-8", errors="backslashreplace"))]
    if plan.steps:
        made.append(BundleFile("train-config.json", FileRole.TRAINING, json_bytes(plan.to_dict())))
    return [*made, *(BundleFile(name, FileRole.SCRIPT, text.encode("utf-8")) for name, text in scripts.items())]


def manifest_file(manifest: dict[str, Any]) -> BundleFile:
    """What is in the bundle and in which order it is imported."""
    return BundleFile(MANIFEST, FileRole.MANIFEST, json_bytes(manifest))


def verify_folder(folder: Path, bundle: Bundle) -> None:
    """Read a written bundle back: every byte is there, every project has its shape, the manifest its schema.

    Raises:
        RuntimeError: it does not; the folder must not be used.
    """
    import jsonschema

    for file in bundle.files:
        data = (folder / file.path).read_bytes()
        if data != file.data:
            raise RuntimeError(f"{file.path} was not written as it should be")
        if file.role in (FileRole.UPLOAD, FileRole.TEST_SET, FileRole.CLU, FileRole.CQA, FileRole.ORCHESTRATION):
            document = read_document(data, file.path)
            if not document.has_shape:
                first = document.violations[0].pointer if document.violations else document.why
                raise RuntimeError(f"{file.path} has not the shape of its kind: {first}")
    jsonschema.validate(bundle.manifest, load_schema("manifest"), cls=jsonschema.Draft7Validator)


def refuse_input(target: Path, inputs: Iterable[Path]) -> None:
    """Refuse an output that is an input, or a folder around one: nothing may replace what it was made from.

    Raises:
        CurationError: it is; whatever else was asked for, `--force` included.
    """
    place = Path(os.path.realpath(target))
    for path in inputs:
        real = Path(os.path.realpath(path))
        if place == real or place in real.parents:
            raise CurationError(f"{target}: this holds the input or the work at hand; name a folder of its own")


def refuse_foreign_folder(folder: Path) -> None:
    """Refuse to replace a folder that holds anything but an earlier bundle as it was written.

    Raises:
        CurationError: it is a file, holds other files, or a file of the bundle was edited since.
    """
    if not os.path.lexists(folder):
        return
    if not folder.is_dir():
        raise CurationError(f"{folder}: is a file; name a folder with --output")
    present = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if not path.is_dir()}
    if not present:
        return
    if MANIFEST not in present:
        raise CurationError(f"{folder}: holds other files than a bundle; name another folder, or give --force")
    hashes = _hashes(read_bytes(folder / MANIFEST, f"{folder}/{MANIFEST}"))
    strange = sorted(present - {*hashes, MANIFEST})
    edited = sorted(
        name for name in present & set(hashes)
        if not (folder / name).is_file() or sha256((folder / name).read_bytes()).hexdigest() != hashes[name]
    )  # fmt: skip
    if strange or edited:
        what = f"{strange[0]} is not of the bundle" if strange else f"{edited[0]} was edited since it was written"
        raise CurationError(f"{folder}: {what}; save it elsewhere, or give --force to replace the folder")


def inputs_of(folder: Path) -> tuple[dict[str, str], str] | None:
    """What a bundle was made from: the hash of each file by name, and that of what people chose.

    `None` where there is no bundle to read.
    """
    try:
        manifest = json.loads((folder / MANIFEST).read_bytes())
        return {file["file"]: file["sha256"] for file in manifest["inputs"]}, manifest.get("choices", "")
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return None


def _hashes(data: bytes) -> dict[str, str]:
    try:
        return {file["path"]: file["sha256"] for file in json.loads(data)["files"]}
    except (ValueError, KeyError, TypeError, RecursionError):
        return {}
