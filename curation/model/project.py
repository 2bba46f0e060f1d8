"""What one upload replaces: intents, entities and utterances, and the words around them."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

from curation.model.document import DocumentKind

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

__all__ = ["NONE_INTENT", "Dataset", "Entity", "Intent", "Link", "Project", "Span", "TaskKind", "Utterance"]

NONE_INTENT = "None"
"""The intent every project has for what it does not serve (contract 3.5)."""


class Dataset(StrEnum):
    """The side of a split, in the service's own spelling."""

    TRAIN = "Train"
    TEST = "Test"


class TaskKind(StrEnum):
    """What a link can point to; the values are `targetProjectKind` (contract 3.2)."""

    CONVERSATION = "Conversation"
    QUESTION_ANSWERING = "QuestionAnswering"
    LUIS = "Luis"


class Span(NamedTuple):
    """Where an entity occurs in a text: offset and length in UTF-16 code units."""

    category: str
    offset: int
    length: int
    pointer: str
    extra: Mapping[str, Any] | None = None

    @property
    def end(self) -> int:
        """The unit after the last one that is covered."""
        return self.offset + self.length


class Utterance(NamedTuple):
    """One thing a person might say, with the intent it is filed under.

    `file` and `pointer` name the row it came from and are its identity. `extra` holds the keys of the row
    that have no place here, kept for the way back. A tuple, because there are fifty thousand of them and a frozen
    dataclass takes four times as long to make.
    """

    text: str
    intent: str
    file: str
    pointer: str
    language: str | None = None
    dataset: str | None = None
    spans: tuple[Span, ...] = ()
    extra: Mapping[str, Any] | None = None
    text_at: str = "/text"

    @property
    def text_pointer(self) -> str:
        """Where its text stands: below the row, or the row itself where that is a question and nothing more."""
        return self.pointer + self.text_at

    @property
    def is_test(self) -> bool:
        """Whether it is tagged Test, in whatever case; whether the service minds the case is not documented."""
        dataset = self.dataset
        return dataset == "Test" or (dataset is not None and dataset != "Train" and dataset.title() == "Test")

    @property
    def row(self) -> tuple[str, str]:
        """What tells this row from every other in a workspace."""
        return self.file, self.pointer


@dataclass(frozen=True, slots=True)
class Link:
    """The statement that an intent leads to a task.

    `payloads` names the payload keys found in the file; exactly one, the one of `kind`, is right.
    `project` and `deployment` are `None` where the file leaves them out.
    """

    kind: str
    project: str | None
    deployment: str | None
    pointer: str
    payloads: tuple[str, ...] = ()

    @property
    def target_pointer(self) -> str:
        """Where the link says what it leads to: inside its payload, if it has one."""
        return f"{self.pointer}/{self.payloads[0]}/projectName" if self.payloads else self.pointer


@dataclass(frozen=True, slots=True)
class Intent:
    """A label for what the speaker wants (`category` in the files)."""

    name: str
    pointer: str
    link: Link | None = None
    raw: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class Entity:
    """A kind of detail to be picked out of an utterance; `components` names what it is built from."""

    name: str
    pointer: str
    components: frozenset[str] = frozenset()
    raw: Mapping[str, Any] | None = None


@dataclass(frozen=True)
class Project:
    """The nouns of one file.

    An upload array has no name, no language and declares nothing, so its intents are those its rows use.
    In a custom question answering project every question is an utterance whose intent is the id of its
    answer. `raw` is the parsed file, kept so that what is not understood here survives the way back.
    `original` holds the bytes of the file while the project still says what they say, and they can be handed
    on as they are (UTF-8, no byte-order mark, no repeated key).
    """

    file: str
    kind: DocumentKind
    utterances: tuple[Utterance, ...]
    name: str | None = None
    language: str | None = None
    multilingual: bool = False
    intents: tuple[Intent, ...] = ()
    entities: tuple[Entity, ...] = ()
    raw: Any = field(default=None, repr=False, compare=False)
    original: bytes | None = field(default=None, repr=False, compare=False)

    @property
    def confidence_threshold(self) -> float | None:
        """The score (0..1) below which it answers None, where the file says so."""
        metadata = self.raw.get("metadata") if isinstance(self.raw, dict) else None
        settings = metadata.get("settings") if isinstance(metadata, dict) else None
        value = settings.get("confidenceThreshold") if isinstance(settings, dict) else None
        return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None

    @cached_property
    def intent_names(self) -> tuple[str, ...]:
        """Declared intents in file order, then those that only rows use."""
        used = (utterance.intent for utterance in self.utterances)
        return tuple(dict.fromkeys([*(intent.name for intent in self.intents), *used]))

    @property
    def declares_intents(self) -> bool:
        """Whether rows must keep to a list of intents."""
        return self.kind in (DocumentKind.CLU, DocumentKind.ORCHESTRATION)

    def to_frame(self) -> pd.DataFrame:
        """The utterances as a frame; the columns are described in `curation.model.table`."""
        from curation.model.table import utterance_frame

        return utterance_frame(self.utterances)
