"""From what a caller names to a workspace."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, TypedDict

from curation.errors import CurationError
from curation.facts import Facts
from curation.formats import load as _load
from curation.model.settings import CheckSettings, Settings
from curation.model.workspace import Workspace

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Any

    Source = str | Path | Workspace

__all__ = ["CheckOptions", "facts_of", "gathered", "load", "root_of", "usable"]


class CheckOptions(TypedDict, total=False):
    """What a caller can say about a check; it goes before what `curation.toml` says.

    `profile` is draft, upload or release. `select`, `extend_select` and `ignore` name rules by code, name or family.
    `baseline` is a file that `baseline` wrote. `config` is a toml to use instead of the one beside the files,
    `isolated` uses none. `today` is the day by which ignores expire, the calendar's if not given. `contents` holds
    bytes by file name, to be used instead of what is on disk.
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


def load(folder: Source, *, settings: Settings | None = None) -> Workspace:
    """The workspace of a folder; a workspace is handed back as it is.

    Raises:
        CurationError: the folder or a file that the settings name is missing or cannot be used.
    """
    if isinstance(folder, Workspace):
        return folder
    return _load.load_workspace(Path(folder), settings)


def usable(folder: Source) -> Workspace:
    """A workspace in which every file has its shape, because half a workspace gives wrong answers."""
    workspace = load(folder)
    for document in workspace.documents:
        if document.legacy:
            raise CurationError(f"{document.file}: it is {document.legacy}; `curation upgrade` rewrites it")
        if document.violations:
            raise CurationError(
                f"{document.file}: has not the shape of a {document.kind.words}; `curation check` says where"
            )
    return workspace


def gathered(sources: Sequence[Source], options: CheckOptions) -> Workspace:
    """The workspace of a check: a folder with settings as a whole, anything else side by side.

    Loose files are judged by the settings of the working directory, as far as these are about checking.

    Raises:
        CurationError: nothing is named, nothing matches, or the settings cannot be used.
    """
    from dataclasses import replace

    if not sources:
        raise CurationError("name a file, a folder or a glob to check")
    workspaces = [source for source in sources if isinstance(source, Workspace)]
    if workspaces:
        if len(sources) > 1:
            raise CurationError("give one workspace, or files")
        (workspace,) = workspaces
        return _with_baseline(replace(workspace, settings=_settings(workspace.settings, options)), Path(), options)
    paths = [str(source) for source in sources]
    contents = options.get("contents")
    root = Path(paths[0])
    own = _load.find_settings(root) if len(paths) == 1 and not options.get("isolated") else None
    if own is not None:
        found = _other(options) or own
        settings = _settings(found.settings, options)
        workspace = replace(_load.load_workspace(root, settings, contents=contents), source=found.source)
        return _with_baseline(workspace, root, options)
    outer = None if options.get("isolated") else _other(options) or _load.find_settings(Path.cwd())
    settings = _settings(_about_checking(outer.settings) if outer else Settings(), options)
    workspace = _load.load_loose(paths, Path.cwd(), settings, contents=contents)
    return _with_baseline(replace(workspace, source=outer.source if outer else None), Path.cwd(), options)


def root_of(sources: Sequence[Source], options: CheckOptions) -> Path:
    """The folder that names of files in findings are relative to."""
    folder = Path(str(sources[0]))
    whole = len(sources) == 1 and not options.get("isolated") and _load.find_settings(folder) is not None
    return folder if whole else Path.cwd()


def facts_of(workspace: Workspace, options: CheckOptions) -> Facts:
    """The facts of a workspace on a day; the calendar is looked at only where an ignore expires."""
    dated = any(ignore.expires for ignore in workspace.settings.ignore)
    return Facts(workspace, options.get("today") or (date.today() if dated else None))


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
    return Settings(check=settings.check, ignore=settings.ignore, thresholds=settings.thresholds, links=settings.links)


def _settings(settings: Settings, options: CheckOptions) -> Settings:
    """The settings with what the caller said in front."""
    given: dict[str, Any] = {}
    for key in ("profile", "select", "extend_select", "ignore"):
        if options.get(key):
            given[key] = options[key]
    if not given:
        return settings
    try:
        check = CheckSettings.model_validate({**settings.check.model_dump(), **given})
    except ValueError:
        raise CurationError(f'there is no profile "{options.get("profile")}"; draft, upload or release') from None
    return settings.model_copy(update={"check": check})


def _with_baseline(workspace: Workspace, root: Path, options: CheckOptions) -> Workspace:
    from dataclasses import replace

    from curation.formats.baseline import read_baseline
    from curation.formats.files import read_bytes

    named = options.get("baseline")
    settled = workspace.settings.check.baseline
    path = Path(named) if named else root / settled if settled else None
    if path is None:
        return workspace
    return replace(workspace, baseline=read_baseline(read_bytes(path, str(path)), str(path)))
