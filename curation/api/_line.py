"""The line after the check: inspect, propose, decide, split, bundle."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, TypedDict

from curation.api._files import project_of
from curation.api._gather import facts_of, load, usable, with_split_settings
from curation.errors import CurationError
from curation.formats import load as _load
from curation.formats.overlay import read_overlay
from curation.line import run_line
from curation.model.workspace import Workspace

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Unpack

    from curation.api._gather import Source
    from curation.model.run import RunResult
    from curation.model.split import Split

    Say = Callable[[str], None]

__all__ = ["BundleOptions", "build", "init", "run", "split"]


def split(
    folder: Source,
    *,
    test_share: float | None = None,
    seed: int | None = None,
    respect: str | None = None,
    tasks: bool | None = None,
    folds: int | None = None,
    record: bool = False,
) -> Split:
    """Which utterances are for Train and which for Test, with every promise kept or the reason why not.

    `test_share` (above 0, below 1), `seed`, `respect` (keep, ignore, only) and `tasks` go before what `curation.toml`
    says. `folds` deals the rows out for cross-validation as well. `record` writes the place of every text to
    `split.record` in the folder: from then on it stays there, whatever is added.

    Raises:
        CurationError: an option that cannot be, or a record that cannot be written.
    """
    from curation.formats.files import read_bytes, write_atomically
    from curation.formats.split_record import refuse_notes, sides_bytes
    from curation.stages.decide import decide
    from curation.stages.split import split as stage

    given = {"test_share": test_share, "seed": seed, "respect": respect, "tasks": tasks}
    workspace = with_split_settings(usable(folder), **{key: value for key, value in given.items() if value is not None})
    facts = facts_of(workspace, {})
    made = stage(facts, decide(facts), folds=folds)
    if record:
        if isinstance(folder, Workspace):
            raise CurationError("a loaded workspace has no folder of its own: name the folder to record in")
        target = Path(folder) / workspace.settings.split.record
        if workspace.recorded_sides:
            refuse_notes(read_bytes(target, workspace.settings.split.record), workspace.settings.split.record)
        write_atomically(target, sides_bytes({**workspace.recorded_sides, **made.record()}))
    return made


class BundleOptions(TypedDict, total=False):
    """What a caller can say about a bundle.

    `output` is `Settings.output` below the folder unless given. A folder that holds anything but an unedited bundle is
    replaced with `force` only. Intents that nobody decided on stay unlinked; `allow_open` only records that this was
    meant. `previous` names exports of the projects as the service has them: an import replaces a whole project, and
    `difference.md` in the bundle says what that would change. `environment` is a TOML file with the names that
    `projects` and `deployments` have elsewhere and the `endpoint` of the resource there, `names` are words such as
    `projects.Desk=Desk-prod`, which go before it. With `trim` a project of more rows or bytes than the service takes
    loses the Train rows that others of their intent say as well; the ledger has every one.
    """

    output: str | Path | None
    previous: Sequence[str | Path]
    names: Sequence[str]
    environment: str | Path | None
    trim: bool
    allow_open: bool
    force: bool


def build(folder: Source, **options: Unpack[BundleOptions]) -> RunResult:
    """Split and bundle without looking for duplicates, ambiguity or proposals; otherwise as `run`."""
    return _bundled(folder, options, look=False, say=lambda _: None)


def run(folder: Source, *, say: Say = lambda _: None, **options: Unpack[BundleOptions]) -> RunResult:
    """The whole line: check, inspect, propose, decide, split, and the bundle if no error stands against it.

    The options are those of `BundleOptions`. `say` is called with the name of each step.

    Raises:
        CurationError: an input cannot be used, or the output cannot be written. Nothing is written then.
    """
    say("reading")
    return _bundled(folder, options, look=True, say=say)


def _bundled(folder: Source, options: BundleOptions, *, look: bool, say: Say) -> RunResult:
    workspace = load(folder)
    previous = options.get("previous") or ()
    target = _target(folder, workspace, options.get("output"), previous, force=options.get("force", False))
    return run_line(
        facts_of(workspace, {}),
        target,
        allow_open=options.get("allow_open", False),
        look=look,
        folder="." if isinstance(folder, Workspace) else Path(folder).as_posix(),
        previous=[project_of(path) for path in previous],
        overlay=read_overlay(options.get("environment"), options.get("names") or ()),
        trim=options.get("trim", False),
        say=say,
    )


def init(
    folder: str | Path, *, deployment: str = "production", editor: bool = True, force: bool = False
) -> tuple[Path, ...]:
    """Write a `curation.toml` that names what a folder holds, and return what was written.

    An existing one is replaced with `force` only. With `editor`, Visual Studio Code is told which schema each file
    has; settings of it that are there already are left as they are.

    Raises:
        CurationError: there is a toml already, or nothing in the folder can be used.
    """
    from curation.formats.editor import EDITOR_SETTINGS, SCHEMA_FOLDER, editor_files
    from curation.formats.files import write_atomically
    from curation.formats.toml import settings_text

    target = Path(folder) / _load.SETTINGS_FILE
    if target.exists() and not force:
        raise CurationError(f"{target}: is there already; change it by hand, or give --force to write it anew")
    settings, kinds = _load.discover(Path(folder), deployment=deployment)
    files = editor_files(kinds) if editor else {}
    if (Path(folder) / EDITOR_SETTINGS).exists():
        files.pop(EDITOR_SETTINGS, None)
    head = f"#:schema ./{SCHEMA_FOLDER}/curation-toml.schema.json\n" if editor else ""
    written = {target: head + settings_text(settings), **{Path(folder) / name: text for name, text in files.items()}}
    for path, text in written.items():
        write_atomically(path, text.encode("utf-8"))
    return tuple(written)


def _target(
    folder: Source,
    workspace: Workspace,
    output: str | Path | None,
    previous: Sequence[str | Path] = (),
    *,
    force: bool,
) -> Path:
    """Where the bundle goes: never onto the input, the work at hand, or a folder that is not ours."""
    from curation.formats.bundle_files import refuse_foreign_folder, refuse_input

    if output is None and isinstance(folder, Workspace):
        raise CurationError("a loaded workspace has no folder of its own: name the output")
    target = Path(output) if output is not None else Path(str(folder)) / workspace.settings.output
    refuse_input(target, [Path(path) for path in previous])
    if not isinstance(folder, Workspace):
        root = Path(folder)
        inputs = [root / document.file for document in workspace.documents]
        refuse_input(target, [root, Path.cwd(), root / workspace.settings.decisions, root / "curation.toml", *inputs])
    if not force:
        refuse_foreign_folder(target)
    return target
