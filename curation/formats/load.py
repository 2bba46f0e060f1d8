"""A workspace from a folder on disk, with a `curation.toml` or by what its files say of themselves."""

from __future__ import annotations

import os
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from curation.errors import CurationError, UnreadableFileError
from curation.formats.assemble import Roles, assemble, loose, name_from, roles_by_kind
from curation.formats.files import expand, read_bytes, shown_path
from curation.formats.read import read_document
from curation.formats.toml import ignore_lines, parse_settings
from curation.model.document import DocumentKind
from curation.model.project import Dataset
from curation.model.settings import Settings, SettingsSource, TaskSettings
from curation.model.words import plural

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from curation.model.decision import Decision
    from curation.model.document import Document
    from curation.model.workspace import Workspace

__all__ = [
    "SETTINGS_FILE",
    "Found",
    "discover",
    "find_settings",
    "load_loose",
    "load_workspace",
    "nothing_in",
    "read_settings",
    "refuse_no_folder",
]

SETTINGS_FILE = "curation.toml"
_SLIP = 0.9
_MOST_ENTRIES = 5000
"""Files below a folder beyond which nobody waits for all to be looked at who did not name the folder."""


class Found(NamedTuple):
    """Settings, and the file they were read from."""

    settings: Settings
    source: SettingsSource


def find_settings(folder: Path) -> Found | None:
    """The settings of a folder: `curation.toml`, else `[tool.curation]` in its `pyproject.toml`.

    Raises:
        CurationError: the file is there but cannot be used.
    """
    for name, table in ((SETTINGS_FILE, ()), ("pyproject.toml", ("tool", "curation"))):
        if os.path.lexists(folder / name):
            found = read_settings(folder / name, name, table)
            if found is not None:
                return found
    return None


def read_settings(path: Path, shown: str, table: tuple[str, ...] = ()) -> Found | None:
    """The settings in one file; `None` where it is a `pyproject.toml` that says nothing about us.

    Raises:
        CurationError: the file is missing or cannot be used.
    """
    data = read_bytes(path, shown)
    settings = parse_settings(data, str(path), table=table)
    return None if settings is None else Found(settings, SettingsSource(shown, ignore_lines(data)))


def refuse_no_folder(folder: Path) -> None:
    """Refuse what is no folder.

    Raises:
        CurationError: it is a file, or not there.
    """
    if not os.path.isdir(folder):  # noqa: PTH112 - a name that is too long is no folder, not an error
        what = "is a file; give the folder it is in" if os.path.lexists(folder) else "is not there"
        raise CurationError(f"{folder}: the folder {what}")


def load_workspace(
    folder: Path, settings: Settings | None = None, *, contents: Mapping[str, bytes] | None = None
) -> Workspace:
    """The workspace of a folder; `contents` replaces the bytes of files by name.

    Raises:
        CurationError: the folder is not there, a named file is missing or not what it is named as, nothing
            in the folder can be used, or two files claim to be the orchestration project.
    """
    refuse_no_folder(folder)
    found = None if settings else find_settings(folder)
    settings = settings or (found.settings if found else None)
    read = _Reader(folder, contents, settings)
    roles = (
        _discovered_roles(folder, read)
        if settings is None or _names_nothing(settings)
        else _named_roles(folder, settings, read)
    )
    settings = settings or Settings()
    workspace = assemble(roles, settings, decisions=_decisions(folder, settings))
    return replace(workspace, source=found.source if found else None, recorded_sides=_recorded_sides(folder, settings))


def nothing_in(folder: Path) -> bool:
    """Whether a folder has neither settings nor a file that says what it is.

    Raises:
        CurationError: it is no folder, or holds so many files that looking at all of them would take long.
    """
    refuse_no_folder(folder)
    found = find_settings(folder)
    if found is not None and not _names_nothing(found.settings):
        return False
    if sum(1 for _ in islice(folder.rglob("*"), _MOST_ENTRIES + 1)) > _MOST_ENTRIES:
        many = f"more than {_MOST_ENTRIES:,} files"
        raise CurationError(f"{folder}: {many}; go to the folder of the utterances, or name it: curation status FOLDER")
    try:
        _discovered_roles(folder, _Reader(folder))
    except UnreadableFileError:
        return False
    except CurationError:
        return True
    return False


def _names_nothing(settings: Settings) -> bool:
    return not (settings.utterances or settings.orchestration or settings.tasks)


def _named_roles(folder: Path, settings: Settings, read: _Reader) -> Roles:
    utterances = tuple(read(path) for path in expand(settings.utterances, folder))
    orchestrations = (read(folder / settings.orchestration),) if settings.orchestration else ()
    tasks = tuple((read(folder / task.file), task) for task in settings.tasks)
    places = [os.path.realpath(folder / task.file) for task in settings.tasks]
    twice = [task.file for task, place in zip(settings.tasks, places, strict=True) if places.count(place) > 1]
    if twice:
        raise CurationError(f"tasks: {' and '.join(dict.fromkeys(twice))} is named more than once; leave one")
    return Roles(tuple(sorted(utterances, key=lambda d: d.file)), orchestrations, tasks)


def _discovered_roles(folder: Path, read: _Reader) -> Roles:
    """Every JSON file below the folder that says what it is; a file that does not is passed over."""
    paths = expand([str(folder.resolve())], folder)
    documents = [read(path) for path in paths]
    roles = roles_by_kind(documents)
    if len(roles.others) == len(documents):
        reasons = "; ".join(f"{document.file}: {document.why}" for document in documents[:3])
        raise CurationError(f"{folder}: no utterance file and no project in it; {reasons}")
    return roles


def _decisions(folder: Path, settings: Settings) -> tuple[Decision, ...]:
    path = folder / settings.decisions
    if not os.path.lexists(path):
        if settings.decisions != Settings().decisions:
            _refuse_slip(path, settings.decisions)
        return ()
    from curation.formats.decisions import read_decisions

    return read_decisions(read_bytes(path, settings.decisions), settings.decisions)


def _refuse_slip(path: Path, named: str) -> None:
    from curation.formats.missing import near_file

    close = near_file(path, alike=_SLIP)
    if close:
        raise CurationError(f'decisions: {named}: there is no such file; did you mean "{close}"?')


def _recorded_sides(folder: Path, settings: Settings) -> dict[str, str]:
    path, name = folder / settings.split.record, settings.split.record
    inside = os.path.realpath(path).startswith(os.path.realpath(folder) + os.sep)
    if not inside or path.suffix.lower() != ".csv" or name == settings.decisions:
        raise CurationError(f"split.record: {name} is no .csv file of its own in the folder; name another one")
    if not os.path.lexists(path):
        return {}
    from curation.formats.split_record import read_sides

    return read_sides(read_bytes(path, name), name, (*map(str, Dataset), *settings.split.test_sets))


class _Reader:
    """Reads paths into documents that are named from one folder; `contents` stands in for what is on disk."""

    def __init__(
        self, root: Path, contents: Mapping[str, bytes] | None = None, settings: Settings | None = None
    ) -> None:
        self.root = root.resolve()
        self.contents = contents or {}
        self.columns = settings.columns.named() if settings else {}

    def __call__(self, path: Path) -> Document:
        shown = shown_path(path if path.is_absolute() else Path.cwd() / path, self.root)
        data = self.contents.get(shown)
        return read_document(read_bytes(path, shown) if data is None else data, shown, self.columns)


def load_loose(
    paths: Sequence[str],
    root: Path,
    settings: Settings | None = None,
    *,
    contents: Mapping[str, bytes] | None = None,
) -> Workspace:
    """Files to be checked side by side; those that cannot be read are kept as `unreadable`.

    A file that was named must be of a known kind; one that a folder or glob brought up may be of another,
    and is then reported as not checked. `contents` replaces the bytes of files by name, and stands for files
    that are not on disk.

    Raises:
        CurationError: a folder or a glob in which there is nothing, or nothing of a known kind.
    """
    read = _Reader(root, contents, settings)
    given = [path for path in paths if path in read.contents]
    on_disk = expand([path for path in paths if path not in given], root)
    named = {root / path for path in paths}
    documents: list[Document] = []
    unreadable: list[UnreadableFileError] = []
    for path in (*on_disk, *(root / path for path in given)):
        try:
            document = read(path)
            if document.kind is DocumentKind.UNKNOWN and path in named:
                raise UnreadableFileError(document.file, f"not a file that can be checked: {document.why}")
        except UnreadableFileError as error:
            unreadable.append(error)
        else:
            documents.append(document)
    if not unreadable and all(document.kind is DocumentKind.UNKNOWN for document in documents):
        raise CurationError(f"{', '.join(paths)}: {_none_known(documents)}")
    return replace(loose(documents, settings), unreadable=tuple(unreadable))


def _none_known(documents: Sequence[Document]) -> str:
    """That no file is of a known kind, and of the first few what they look like."""
    shown = "; ".join(f"{document.file}: {document.why}" for document in documents[:3])
    more = f"; and {len(documents) - 3:,} more" if len(documents) > 3 else ""
    return f"{plural(len(documents), 'JSON file')}, none of a kind that can be checked: {shown}{more}"


def discover(folder: Path, *, deployment: str) -> tuple[Settings, dict[str, DocumentKind]]:
    """Settings that name what a folder holds, for `curation init`, and the kind of each file.

    `deployment` goes to CLU tasks only; it is written down for a person to see, not guessed in a run.
    """
    roles = _discovered_roles(folder, _Reader(folder))
    if len(roles.orchestrations) > 1:
        files = " and ".join(document.file for document in roles.orchestrations)
        raise CurationError(f"{files} are both orchestration projects; move one away, or write curation.toml by hand")
    odd = [document.file for document in roles.documents if not document.file.isprintable()]
    if odd:
        raise CurationError(f"{odd[0]!r}: a name with a control character cannot be written down; rename the file")
    settings = Settings(
        utterances=tuple(document.file for document in roles.utterances),
        orchestration=roles.orchestrations[0].file if roles.orchestrations else None,
        tasks=tuple(_task_settings(document, deployment) for document, _ in roles.tasks),
    )
    kinds: dict[str, DocumentKind] = {d.file: d.kind for d in roles.documents if d.kind is not DocumentKind.UNKNOWN}
    return settings, kinds


def _task_settings(document: Document, deployment: str) -> TaskSettings:
    named = (document.value.get("metadata") or {}).get("projectName") if document.has_shape else None
    name = None if named else name_from(document.file)
    return TaskSettings(
        file=document.file, name=name, deployment=deployment if document.kind is DocumentKind.CLU else None
    )
