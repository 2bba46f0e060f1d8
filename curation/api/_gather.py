"""From what a caller names to a workspace."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import asdict, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, TypedDict

from curation.errors import CurationError
from curation.facts import Facts
from curation.formats import load as _load
from curation.formats.cache import Store
from curation.formats.files import read_bytes, shown_path
from curation.formats.settings import validated
from curation.model.document import DocumentKind
from curation.model.finding import Profile
from curation.model.settings import Settings, SplitSettings
from curation.model.workspace import Workspace

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Any

    Source = str | Path | Workspace

__all__ = [
    "CheckOptions",
    "Gathered",
    "accepting",
    "baseline_path",
    "day_of",
    "facts_of",
    "gathered",
    "load",
    "refuse_half",
    "refuse_inputs",
    "refuse_onto",
    "settings_for_log",
    "unlimited",
    "usable",
    "with_split_settings",
]


class CheckOptions(TypedDict, total=False):
    """What a caller can say about a check; it goes before what `curation.toml` says.

    `profile` is draft, upload or release. `select`, `extend_select` and `ignore` name rules by code, name or family.
    `baseline` is a file that `baseline` wrote. `config` is a toml to use instead of the one beside the files,
    `isolated` uses none. `today` is the day by which ignores expire, the calendar's if not given. `contents` holds
    bytes by file name, to be used instead of what is on disk. `outputs` are files that the caller is going to write:
    one that is an input is refused, and two that are one file are.
    """

    profile: str
    select: Sequence[str]
    extend_select: Sequence[str]
    ignore: Sequence[str]
    baseline: str | Path
    config: str | Path
    isolated: bool
    today: date
    contents: Mapping[str, bytes]
    outputs: Sequence[str | Path]


def load(folder: Source, *, settings: Settings | None = None) -> Workspace:
    """The workspace of a folder; a workspace is handed back as it is.

    Raises:
        CurationError: a setting cannot be used, or the folder or a file that they name is missing or cannot be used.
    """
    if isinstance(folder, Workspace):
        return folder
    if settings is not None:
        settings = validated(Settings, asdict(settings) if isinstance(settings, Settings) else settings)
    return _load.load_workspace(Path(folder), settings)


def usable(folder: Source) -> Workspace:
    """A workspace in which every file has its shape, because half a workspace gives wrong answers."""
    workspace = load(folder)
    refuse_half(workspace)
    return workspace


def refuse_half(workspace: Workspace) -> None:
    """Refuse a workspace in which a file has not its shape.

    Raises:
        CurationError: there is one, or one that cannot be read.
    """
    for error in workspace.unreadable:
        raise CurationError(f"{error.file}: cannot be read; `curation check` says why")
    for document in workspace.documents:
        if document.legacy:
            raise CurationError(f"{document.file}: it is {document.legacy}; `curation upgrade` rewrites it")
        if document.violations:
            raise CurationError(
                f"{document.file}: has not the shape of a {document.kind.words}; `curation check` says where"
            )


def with_split_settings(workspace: Workspace, **given: object) -> Workspace:
    """The workspace with some of its settings of the split replaced.

    Raises:
        CurationError: a value that a setting cannot have.
    """
    if not given:
        return workspace
    split = validated(SplitSettings, {**asdict(workspace.settings.split), **given}, at="split")
    return replace(workspace, settings=replace(workspace.settings, split=split))


class Gathered(NamedTuple):
    """A workspace, and the folder that its file names start from; `None` for one that was loaded before."""

    workspace: Workspace
    root: Path | None

    @property
    def shown_root(self) -> str:
        """The folder seen from the working folder; empty where they are the same."""
        if self.root is None:
            return ""
        shown = shown_path(self.root.resolve(), Path.cwd().resolve())
        return "" if shown == "." else shown


def gathered(sources: Sequence[Source], options: CheckOptions, *, with_baseline: bool = True) -> Gathered:
    """The workspace of a check: a folder with settings as a whole, anything else side by side.

    Loose files are judged by the settings of the working directory, as far as these are about checking.

    Raises:
        CurationError: nothing is named, nothing matches, the settings cannot be used, or an output is an input.
    """
    if not sources or any(str(source) == "" for source in sources if not isinstance(source, Workspace)):
        raise CurationError("name a file, a folder or a glob to check")
    found = _loaded(sources, options) or _whole(sources, options) or _loose(sources, options)
    if with_baseline:
        found = found._replace(workspace=accepting(found, options))
    _refuse_outputs(found, options)
    return found


def _loaded(sources: Sequence[Source], options: CheckOptions) -> Gathered | None:
    workspaces = [source for source in sources if isinstance(source, Workspace)]
    if not workspaces:
        return None
    if len(sources) > 1:
        raise CurationError("give one workspace, or files")
    (workspace,) = workspaces
    return Gathered(replace(workspace, settings=_settings(workspace.settings, options)), None)


def _whole(sources: Sequence[Source], options: CheckOptions) -> Gathered | None:
    root = Path(str(sources[0]))
    own = _load.find_settings(root) if len(sources) == 1 and not options.get("isolated") else None
    if own is None:
        return None
    found = _other(options) or own
    workspace = _load.load_workspace(root, _settings(found.settings, options), contents=options.get("contents"))
    return Gathered(replace(workspace, source=found.source), root)


def settings_for_log(options: CheckOptions) -> Settings:
    """The settings by which a log is checked: those of loose files, and what its columns are called.

    Raises:
        CurationError: they cannot be used, or name a baseline.
    """
    outer = _outer(options)
    base = replace(_about_checking(outer.settings), columns=outer.settings.columns) if outer else Settings()
    settings = _settings(base, options)
    if options.get("baseline") or settings.check.baseline:
        raise CurationError("a baseline is for files that are checked as a whole; leave it out, or give no --engine")
    return settings


def _outer(options: CheckOptions) -> _load.Found | None:
    return None if options.get("isolated") else _other(options) or _load.find_settings(Path.cwd())


def _loose(sources: Sequence[Source], options: CheckOptions) -> Gathered:
    outer = _outer(options)
    settings = _settings(_about_checking(outer.settings) if outer else Settings(), options)
    paths = [str(source) for source in sources]
    workspace = _load.load_loose(paths, Path.cwd(), settings, contents=options.get("contents"))
    return Gathered(replace(workspace, source=outer.source if outer else None), Path.cwd())


def refuse_inputs(found: Gathered, output: str | Path) -> None:
    """Refuse to write onto a file of the workspace or one that says how it is read, by whatever name."""
    refuse_onto(found.workspace, found.root or Path.cwd(), output)


def refuse_onto(workspace: Workspace, root: Path, output: str | Path) -> None:
    """Refuse to write onto a file of a workspace, its settings, its decisions or its recorded sides.

    Raises:
        CurationError: `output` is one of them.
    """
    read = [document.file for document in workspace.documents if document.kind is not DocumentKind.UNKNOWN]
    read += [error.file for error in workspace.unreadable]
    read += [workspace.source.file] if workspace.source else []
    read += ["curation.toml", workspace.settings.decisions, workspace.settings.split.record]
    if os.path.realpath(output) in {os.path.realpath(root / name) for name in read}:
        raise CurationError(f"{output}: is read here; name another file to write")


def _refuse_outputs(found: Gathered, options: CheckOptions) -> None:
    """Refuse outputs that are read, and two that are one file."""
    given = [options.get("config"), baseline_path(found, options)]
    written = {os.path.realpath(name) for name in given if name}
    for output in options.get("outputs", ()):
        refuse_inputs(found, output)
        real = os.path.realpath(output)
        if real in written:
            problem = "is read here, or two things would be written to it"
            raise CurationError(f"{output}: {problem}; give each a file of its own")
        written.add(real)


def facts_of(workspace: Workspace, options: CheckOptions) -> Facts:
    """The facts of a workspace on a day."""
    store = Store() if workspace.settings.analysis.cache else None
    return Facts(workspace, day_of(workspace.settings, options), store)


def unlimited(workspace: Workspace) -> Facts:
    """The facts of a workspace with every finding shown, so that one that is only counted can be named too."""
    settings = workspace.settings
    analysis = replace(settings.analysis, most_findings=10**9)
    return facts_of(replace(workspace, settings=replace(settings, analysis=analysis)), {})


def day_of(settings: Settings, options: CheckOptions) -> date | None:
    """The day by which ignores expire; the calendar is looked at only where one does."""
    dated = any(ignore.expires for ignore in settings.ignore)
    return options.get("today") or (date.today() if dated else None)


def _other(options: CheckOptions) -> _load.Found | None:
    if "config" not in options or options.get("isolated"):
        return None
    path = Path(options["config"])
    table = ("tool", "curation") if path.name == "pyproject.toml" else ()
    found = _load.read_settings(path, str(path), table)
    if found is None:
        raise CurationError(f"{path}: has no [tool.curation]")
    return found


def _about_checking(settings: Settings) -> Settings:
    kept = {name: getattr(settings, name) for name in ("check", "columns", "ignore", "thresholds", "links")}
    return Settings(**kept)


def _settings(settings: Settings, options: CheckOptions) -> Settings:
    """The settings with what the caller said in front."""
    given: dict[str, Any] = {
        key: _words(options[key]) for key in ("select", "extend_select", "ignore") if options.get(key)
    }
    if "select" in given:
        given = {"ignore": (), "extend_select": (), **given}
    if options.get("profile"):
        given["profile"] = _profile(options["profile"])
    return replace(settings, check=replace(settings.check, **given)) if given else settings


def _profile(name: str) -> Profile:
    try:
        return Profile(name)
    except ValueError:
        raise CurationError(f'there is no profile "{name}"; draft, upload or release') from None


def _words(value: str | Sequence[str]) -> tuple[str, ...]:
    words = (value,) if isinstance(value, str) else tuple(value) if isinstance(value, Iterable) else (value,)
    if not all(isinstance(word, str) for word in words):
        raise CurationError("rules are named by code, name or family, each a text")
    return words


def accepting(found: Gathered, options: CheckOptions) -> Workspace:
    """The workspace with the baseline that the options or the settings name."""
    path = baseline_path(found, options)
    if path is None:
        return found.workspace
    from curation.formats.baseline import read_baseline

    return replace(found.workspace, baseline=read_baseline(read_bytes(path, str(path)), str(path)))


def baseline_path(found: Gathered, options: CheckOptions) -> Path | None:
    """The baseline that is named by the caller, else by the settings, relative to their folder."""
    named = options.get("baseline")
    settled = found.workspace.settings.check.baseline
    return Path(named) if named else (found.root or Path()) / settled if settled else None
