"""The upload gate, and what belongs to its rules."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from curation.api._gather import (
    baseline_path,
    day_of,
    facts_of,
    gathered,
    refuse_half,
    refuse_inputs,
    settings_for_log,
    unlimited,
)
from curation.api._places import refuse_in_log
from curation.errors import CurationError
from curation.formats.schemas import schema_names, schema_text
from curation.line import placed
from curation.model.workspace import Workspace
from curation.rules import NEVER_SILENT, all_rules, find_rule
from curation.stages.validate import validate as _validate

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from typing import Unpack

    from curation.api._gather import CheckOptions, Source
    from curation.facts import Facts
    from curation.model.baseline import Baseline
    from curation.model.conversion import Conversion
    from curation.model.finding import Finding
    from curation.model.fix import Mended
    from curation.model.report import Report
    from curation.rules import Rule

__all__ = ["baseline", "check", "explain", "fix", "rules", "schema", "schemas", "upgrade"]


def check(
    *sources: Source,
    engine: str | None = None,
    scheduler: str | None = None,
    workers: int | None = None,
    work: str | Path | None = None,
    say: Callable[[str], None] = lambda _: None,
    **options: Unpack[CheckOptions],
) -> Report:
    """Whether files are what the service accepts.

    One folder with settings, or a workspace, is checked as a whole. Anything else (files, globs, folders
    without settings) is checked file by file; a file that is not JSON is a finding like any other.

    With an `engine` (`local` or `dask`) the one source is a log of labelled rows of any size: JSON Lines, CSV, TSV,
    Parquet, or a folder of them, checked piece by piece by the rules that need not see a whole project; the others are
    named in `Report.not_checked`. Of each rule the first 1,000 findings are listed, the rest counted in `beyond`.
    `scheduler`, `workers` and `work` are as in `triage`.

    Raises:
        CurationError: nothing matches, nothing is of a kind that can be checked, or an option cannot be used.
    """
    if engine is not None or scheduler or workers or work:
        return _checked_log(sources, options, engine or "local", scheduler, workers, work, say)
    found = gathered(sources, options)
    report = placed(_validate(facts_of(found.workspace, options)), found.workspace)
    return replace(report, root=found.shown_root)


def _checked_log(
    sources: tuple[Source, ...],
    options: CheckOptions,
    engine: str,
    scheduler: str | None,
    workers: int | None,
    work: str | Path | None,
    say: Callable[[str], None],
) -> Report:
    from curation.engines import engine_named
    from curation.line import check_log

    if len(sources) != 1 or isinstance(sources[0], Workspace) or options.get("contents"):
        raise CurationError("with --engine one log is checked: a file or a folder on disk")
    log, settings = Path(sources[0]), settings_for_log(options)
    refuse_in_log(log, work, *options.get("outputs", ()))
    with engine_named(engine, scheduler=scheduler, workers=workers) as chosen:
        return check_log(log, settings, day_of(settings, options), chosen, folder=Path(work) if work else None, say=say)


def baseline(
    *sources: Source,
    output: str | Path | None = None,
    prune: bool = False,
    inspected: bool = False,
    force: bool = False,
    **options: Unpack[CheckOptions],
) -> Baseline:
    """Write a baseline: the findings of today are accepted, and only new ones are reported.

    With `inspected` all that `inspect` finds is accepted as well. `output` is the file the settings name if not given,
    else `curation-baseline.json`. With `prune` an existing baseline only loses what is not found any more. An existing
    file is replaced with `force` only, an input never. What cannot be silenced (unreadable files, wrong shapes) is not
    accepted either.

    Raises:
        CurationError: as `check`; or the file is there already, or to be pruned and not there; or what is inspected
            has not its shape.
    """
    from curation.formats.baseline import baseline_bytes, read_baseline
    from curation.formats.files import read_bytes, write_atomically
    from curation.model.baseline import Baseline

    gathering = gathered(sources, options, with_baseline=False)
    target = Path(output) if output else baseline_path(gathering, options) or Path("curation-baseline.json")
    refuse_inputs(gathering, target)
    if target.exists() and not (prune or force):
        raise CurationError(f"{target}: is there already; prune it, or give --force to accept everything anew")
    before = read_baseline(read_bytes(target, str(target)), str(target)) if prune else None
    reports = [_validate(facts_of(gathering.workspace, options))]
    if inspected:
        from curation.stages.inspect import inspect

        refuse_half(gathering.workspace)
        reports.append(inspect(unlimited(gathering.workspace)))
    found = Baseline.of(_accepted(reports))
    made = found if before is None else before.pruned(found, [code for report in reports for code in report.asked])
    write_atomically(target, baseline_bytes(made))
    return made


def _accepted(reports: Sequence[Report]) -> Iterator[Finding]:
    """What can be accepted of reports, of each rule what the first report that asked it says."""
    asked: set[str] = set(NEVER_SILENT)
    for report in reports:
        yield from (finding for finding in report.findings if finding.code not in asked)
        asked |= set(report.asked)


def fix(
    *sources: Source,
    unsafe: bool = False,
    write: bool = True,
    ledger: str | Path | None = None,
    **options: Unpack[CheckOptions],
) -> Mended:
    """Mend what can be mended, and check what is left.

    Fixes are edits of the text of a file: what they do not touch stays as it was, to the byte. Applying them again
    changes nothing. `unsafe` takes in those that a person should look at; `write` puts the files in place, else they
    are only in the result. Every change is added to `ledger`, one JSON object a line. No fix moves an utterance to
    another intent.

    Raises:
        CurationError: as `check`; or a loaded workspace was given, whose files are not known; or a file changed
            on disk in the meantime. Nothing is written then.
    """
    if any(isinstance(source, Workspace) for source in sources):
        raise CurationError("a loaded workspace has no files of its own to mend: name the files")
    given = options.get("contents", {})
    options["outputs"] = [*options.get("outputs", ()), *([ledger] if ledger else [])]
    first = gathered(sources, options)

    def read(after: Mapping[str, bytes]) -> Facts:
        options["contents"] = {**given, **after}
        found = gathered(sources, options) if after else first
        return facts_of(found.workspace, options)

    from curation.line import mended

    made = mended(read, unsafe=unsafe)
    if write:
        _put(made, first.root or Path.cwd(), ledger, skipped=given)
    return replace(made, report=replace(made.report, root=first.shown_root))


def _put(made: Mended, root: Path, ledger: str | Path | None, *, skipped: Mapping[str, bytes]) -> None:
    """Write all files and the ledger, or none of them."""
    import json

    from curation.formats.files import read_bytes, write_all

    changed = [file for file in made.after if file not in skipped]
    for file in changed:
        if read_bytes(root / file, file) != made.before[file]:
            raise CurationError(f"{file}: was changed by someone else in the meantime; run the fix again")
    written = {root / file: made.after[file] for file in changed}
    if ledger is not None and made.changes:
        before = read_bytes(Path(ledger), str(ledger)) if Path(ledger).exists() else b""
        lines = "".join(f"{json.dumps(change.to_dict(), ensure_ascii=True)}\n" for change in made.changes)
        written[Path(ledger)] = before + lines.encode("ascii")
    write_all(written)


def upgrade(source: str | Path, output: str | Path, *, force: bool = False) -> Conversion:
    """Rewrite a project of an older shape in the current one, and say what became of everything in it.

    What had no place is in the notes, each with how often and where first. The result is read back before it is
    written; an existing file is replaced with `force` only.

    Raises:
        CurationError: the file cannot be read, has no older shape, or something in it is wrong in any shape.
    """
    from curation.formats.files import read_bytes, write_atomically
    from curation.formats.read import read_document
    from curation.formats.upgrade import upgraded_file

    target = Path(output)
    if os.path.realpath(target) == os.path.realpath(source):
        raise CurationError(f"{target}: is the file that is read; name another one to write")
    if target.exists() and not force:
        raise CurationError(f"{target}: is there already; name another file, or give --force to replace it")
    made = upgraded_file(read_document(read_bytes(Path(source), str(source)), str(source)))
    write_atomically(target, made.data)
    return made


def rules() -> tuple[Rule, ...]:
    """Every rule, in order of code."""
    return all_rules()


def explain(word: str) -> Rule:
    """The rule of a code or a name.

    Raises:
        CurationError: there is none; the message names the nearest.
    """
    return find_rule(word)


def schemas() -> tuple[str, ...]:
    """The names of the published JSON Schemas."""
    return schema_names()


def schema(name: str) -> str:
    """A published JSON Schema, as text.

    Raises:
        CurationError: there is none of that name.
    """
    return schema_text(name)
