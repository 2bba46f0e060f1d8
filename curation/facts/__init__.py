"""Views of a workspace, computed once and shared by the rules and stages."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from curation.analysis.normalise import LONGEST_JUDGED, fingerprint, text_key
from curation.facts.scoped import ScopeFacts
from curation.formats.cells import as_stored
from curation.model.decision import Answer, Subject
from curation.model.document import DocumentKind

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Iterator
    from datetime import date

    from curation.analysis.neighbours import NearPair
    from curation.formats.cache import Store
    from curation.formats.counting import Miscount
    from curation.model.decision import Decision
    from curation.model.project import Project, Span, Utterance
    from curation.model.workspace import Workspace

__all__ = ["LONGEST_JUDGED", "Facts"]

_LARGEST_PART = 10
"""A group of near-duplicates is at most this part of all texts, or one side of a split would be that group."""


def _component_languages(project: Project) -> Iterator[tuple[str, str]]:
    """The languages of synonyms and regular expressions, with their pointers."""
    for entity in project.entities:
        raw = entity.raw or {}
        for part in ("list", "entities"):
            for i, sublist in enumerate((raw.get(part) or {}).get("sublists") or ()):
                for j, synonym in enumerate(sublist.get("synonyms") or ()):
                    if synonym.get("language"):
                        yield synonym["language"], f"{entity.pointer}/{part}/sublists/{i}/synonyms/{j}/language"
        for i, expression in enumerate((raw.get("regex") or {}).get("expressions") or ()):
            if expression.get("language"):
                yield expression["language"], f"{entity.pointer}/regex/expressions/{i}/language"


class Facts:
    """What rules and stages ask of a workspace; every view is computed when first asked for, and kept.

    Views take no parameters. Text views work on *keys*, the distinct normalised texts in order, so that
    neither the order of files nor that of rows can change a result.
    """

    def __init__(self, workspace: Workspace, today: date | None = None, store: Store | None = None) -> None:
        self.workspace = workspace
        self.store = store
        """Where results that take time are kept between runs; nowhere if there is none."""
        self.settings = workspace.settings
        self.today = today
        """The day by which ignores expire; the caller's, because nothing here has a clock."""
        self.unused_ignores: tuple[int, ...] = ()
        """Ignores of the settings that met nothing; known when the rules about settings are asked."""

    @cached_property
    def projects(self) -> tuple[Project, ...]:
        """The projects whose rows carry intents, in order of file."""
        return self.workspace.labelled_projects

    @cached_property
    def language_codes(self) -> tuple[tuple[Project, str, str], ...]:
        """Every language code of every project, with the pointer of the place where it first stands."""
        found = []
        for project in self.projects:
            codes = {project.language: "/metadata/language"} if project.language else {}
            for row in project.utterances:
                if row.language:
                    codes.setdefault(row.language, f"{row.pointer}/language")
            for code, pointer in _component_languages(project):
                codes.setdefault(code, pointer)
            found += [(project, code, pointer) for code, pointer in codes.items()]
        return tuple(found)

    @cached_property
    def same_text(self) -> tuple[list[Utterance], ...]:
        """The rows of each scope that have one normalised text of some words, where there are several."""
        out: list[list[Utterance]] = []
        for scope in self.workspace.scopes:
            first: dict[str, Utterance] = {}
            several: dict[str, list[Utterance]] = {}
            for row in scope.rows:
                key = self.key_of[row.text]
                if not key:
                    continue
                known = first.setdefault(key, row)
                if known is not row:
                    several.setdefault(key, [known]).append(row)
            out += several.values()
        return tuple(out)

    @cached_property
    def written_projects(self) -> tuple[Project, ...]:
        """The projects whose texts a person wrote: rows with intents, and questions with answers."""
        questions = (task.project for task in self.workspace.tasks if task.project.kind is DocumentKind.CQA)
        return tuple(sorted((*self.projects, *questions), key=lambda project: project.file))

    @cached_property
    def unusual_rows(self) -> tuple[tuple[Project, Utterance], ...]:
        """The rows whose text holds more than printable ASCII: few in most files, and all that some rules look at."""
        return tuple(
            (project, row)
            for project in self.written_projects
            for row in project.utterances
            if not (row.text.isascii() and row.text.isprintable())
        )

    @cached_property
    def _ill_placed(self) -> dict[str, list[tuple[Project, Utterance, Span]]]:
        """By file, the spans that lead out of their text, cut a character or a word, or have space at an edge."""
        from curation.formats.counting import well_placed

        return {
            project.file: [
                (project, row, span)
                for row in project.utterances
                for span in row.spans
                if not well_placed(row.text, span.offset, span.length)
            ]
            for project in self.projects
        }

    @cached_property
    def miscounted(self) -> dict[str, Miscount]:
        """The files whose spans were counted in another way than the service counts, by name."""
        from curation.formats.counting import miscount

        found = {
            project.file: miscount(
                [(row.text, span.offset, span.length) for row in project.utterances for span in row.spans]
            )
            for project in self.projects
            if self._ill_placed[project.file]
        }
        return {file: count for file, count in found.items() if count is not None}

    @cached_property
    def doubtful_spans(self) -> tuple[tuple[Project, Utterance, Span], ...]:
        """The ill-placed spans that are their rows' own affair: not of a file that is miscounted as a whole."""
        kept = (spans for file, spans in self._ill_placed.items() if file not in self.miscounted)
        return tuple(span for spans in kept for span in spans)

    @cached_property
    def labelled_rows(self) -> tuple[tuple[Project, Utterance], ...]:
        """The rows with spans, but for files that are miscounted as a whole."""
        return tuple(
            (project, row)
            for project in self.projects
            if project.file not in self.miscounted
            for row in project.utterances
            if row.spans
        )

    @cached_property
    def key_of(self) -> dict[str, str]:
        """The normalised text of every text that carries an intent."""
        found: dict[str, str] = {}
        for project in self.projects:
            for row in project.utterances:
                if row.text not in found:
                    found[row.text] = text_key(row.text)
        return found

    @cached_property
    def fingerprints(self) -> dict[str, str]:
        """For each intent to be routed, the name of the state of its texts."""
        rows = self.workspace.rows_by_intent
        return {name: fingerprint(row.text for row in rows.get(name, ())) for name in self.workspace.intent_names}

    @cached_property
    def rows_of_subject(self) -> dict[Subject, tuple[Utterance, ...]]:
        """The rows behind each text of an intent, in what is routed and in each CLU project; texts normalised."""
        out: dict[Subject, list[Utterance]] = {}
        for project in self.projects:
            scope = self.workspace.scope_of_file.get(project.file, "")
            for row in project.utterances:
                out.setdefault(Subject(scope, row.intent, self.key_of[row.text]), []).append(row)
        return {subject: tuple(rows) for subject, rows in out.items()}

    def subject_of(self, decision: Decision) -> Subject | None:
        """What a decision is about, as it stands in the files; `None` for a text that is not there any more.

        A text that no CSV file can hold as it is (a control character, half a character) is known by its fingerprint.
        """
        if not decision.text:
            return decision.subject
        subject = Subject(decision.scope, decision.intent, text_key(decision.text))
        if subject in self.rows_of_subject:
            return subject
        return self._odd_subjects.get((decision.scope, decision.intent, decision.fingerprint))

    @cached_property
    def _odd_subjects(self) -> dict[tuple[str, str, str], Subject]:
        """The texts that do not come back from a cell as they were, by their fingerprint."""
        odd = (s for s in self.rows_of_subject if as_stored(s.text) != s.text)
        return {(s.scope, s.intent, fingerprint([s.text])): s for s in odd}

    @cached_property
    def answers(self) -> dict[tuple[Subject, bool], list[Decision]]:
        """All answers about each subject that is there, oldest first; where a text goes inside a task is apart."""
        out: dict[tuple[Subject, bool], list[Decision]] = {}
        for decision in self.workspace.decisions:
            subject = self.subject_of(decision)
            if subject is not None:
                out.setdefault((subject, bool(decision.text and decision.task)), []).append(decision)
        return out

    @cached_property
    def settled_texts(self) -> frozenset[Subject]:
        """The texts that a person has answered for, other than with unsure."""
        return frozenset(
            subject
            for (subject, inside), said in self.answers.items()
            if subject.text and not inside and said[-1].answer is not Answer.UNSURE
        )

    @cached_property
    def keys(self) -> tuple[str, ...]:
        """The distinct normalised texts of the rows the work is about, in order."""
        return tuple(sorted({self.key_of[row.text] for row in self.workspace.rows}))

    @cached_property
    def rows_of_key(self) -> dict[str, tuple[Utterance, ...]]:
        """The rows behind each key, by intent and place."""
        out: dict[str, list[Utterance]] = {}
        for row in self.workspace.rows:
            out.setdefault(self.key_of[row.text], []).append(row)
        return {key: tuple(sorted(rows, key=lambda r: (r.intent, r.file, r.pointer))) for key, rows in out.items()}

    @cached_property
    def near_pairs(self) -> tuple[NearPair, ...]:
        """Pairs of keys (by position) that are alike enough to matter for a finding or for the split."""
        from curation.facts.stored import stored_pairs

        lowest = min(self.settings.thresholds.near_duplicate, self.settings.split.similarity)
        return tuple(stored_pairs(self.store, self.keys, lowest))

    @cached_property
    def groups(self) -> tuple[list[int], int]:
        """The group of each key for the split, and how many pairs had to be cut to keep groups small."""
        from curation.analysis.neighbours import LARGEST_GROUP, groups_of

        alike = [pair for pair in self.near_pairs if pair.similarity >= self.settings.split.similarity]
        return groups_of(len(self.keys), alike, largest=max(LARGEST_GROUP, len(self.keys) // _LARGEST_PART))

    @cached_property
    def language_of_row(self) -> dict[tuple[str, str], str]:
        """The language of each row the work is about, without region: its own, or its project's."""
        of_file = {project.file: project.language or "" for project in self.workspace.own_projects}
        return {
            row.row: (row.language or of_file.get(row.file, "")).casefold().partition("-")[0]
            for row in self.workspace.rows
        }

    @cached_property
    def words_by_language(self) -> dict[str, tuple[Counter[str], int]]:
        """By language, in how many texts of the whole workspace each word stands, and how many texts there are."""
        from curation.analysis.overlap import document_counts

        texts: dict[str, set[str]] = {}
        for scope in self.scoped:
            for key, languages in scope.languages_of.items():
                for language in languages:
                    texts.setdefault(language, set()).add(key)
        return {language: (document_counts(found), len(found)) for language, found in sorted(texts.items())}

    @cached_property
    def scoped(self) -> tuple[ScopeFacts, ...]:
        """The views of each scope: of the rows that are routed, and of each CLU project beside them."""
        return tuple(ScopeFacts(scope, self.settings, self.key_of, self.store) for scope in self.workspace.scopes)
