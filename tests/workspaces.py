"""Workspaces in miniature, and the command line in this process."""

from __future__ import annotations

import csv
import io
import json
import os
from contextlib import redirect_stderr, redirect_stdout
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from curation.errors import UnreadableFileError
from curation.facts import Facts
from curation.formats.assemble import assemble, loose, roles_by_kind
from curation.formats.decisions import read_decisions
from curation.formats.read import read_document
from curation.formats.settings import validated
from curation.model.settings import Settings
from curation.rules._samples import clu, sample_row, sample_span

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from curation.model.workspace import Workspace
    from curation.rules import Example


def to_bytes(value: Any) -> bytes:
    return value.encode() if isinstance(value, str) else json.dumps(value).encode()


def workspace(
    files: Mapping[str, Any], settings: Mapping[str, Any] | None = None, *, decisions: str = "", together: bool = True
) -> Workspace:
    """The workspace of files given as values; broken ones become unreadable, as in `check`."""
    from dataclasses import replace

    documents, unreadable = [], []
    for name, value in files.items():
        try:
            documents.append(read_document(to_bytes(value), name))
        except UnreadableFileError as error:
            unreadable.append(error)
    made = validated(Settings, dict(settings or {}))
    if together:
        answers = read_decisions(decisions.encode(), "decisions.csv")
        found = assemble(roles_by_kind(documents), made, decisions=answers)
    else:
        found = loose(documents, made)
    return replace(found, unreadable=tuple(unreadable))


def facts(
    files: Mapping[str, Any], settings: Mapping[str, Any] | None = None, *, today: str | None = None, **more: Any
) -> Facts:
    return Facts(workspace(files, settings, **more), date.fromisoformat(today) if today else None)


def facts_of(example: Example) -> Facts:
    return facts(
        example.files,
        example.settings,
        decisions=example.decisions,
        together=example.together,
        today=example.today,
    )


def write_files(folder: Path, files: Mapping[str, Any]) -> Path:
    for name, value in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(value if isinstance(value, bytes) else to_bytes(value))
    return folder


class Outcome(NamedTuple):
    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


def curation(*arguments: object) -> Outcome:
    """Run the command line here and catch what it prints and how it leaves."""
    import sys

    from curation.cli._main import _run

    out, err, before = io.StringIO(), io.StringIO(), sys.argv
    sys.argv = ["curation", *(str(argument) for argument in arguments)]
    try:
        with redirect_stdout(out), redirect_stderr(err):
            code = _run()
    finally:
        sys.argv = before
    return Outcome(code, out.getvalue(), err.getvalue())


def read_terminal(ours: int) -> bytes:
    """All that is written to the other end of a terminal, until that is closed."""
    shown = b""
    while True:
        try:
            part = os.read(ours, 65536)
        except OSError:
            break
        if not part:
            break
        shown += part
    os.close(ours)
    return shown


def rows_of_csv(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def tree(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def entity(**components):
    return asset(entities=[{"category": "Size", **components}])


def asset(**parts):
    project = clu()
    return {**project, "assets": {**project["assets"], **parts}}


def pattern(*patterns):
    return entity(regex={"expressions": [{"regexPattern": one} for one in patterns]})


def pairs(*qnas):
    return {"assets": {"qnas": [{"id": n, "answer": "Yes.", **qna} for n, qna in enumerate(qnas)]}}


def spans(text, *found, **more):
    return sample_row(text, "Reserve", entities=[sample_span("Size", *span) for span in found], **more)


def sized(*rows, **more):
    return clu(*rows, entities=("Size",), **more)
