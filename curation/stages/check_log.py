"""Rules on rows of a log that is never held as a whole."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from curation.errors import CurationError
from curation.model.document import Document, DocumentKind
from curation.model.project import Project
from curation.model.report import Report
from curation.model.workspace import Workspace
from curation.rules import NEVER_SILENT, all_rules, judge, rules_of, selected

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from curation.errors import UnreadableFileError
    from curation.model.document import Violation
    from curation.model.project import Utterance
    from curation.model.settings import Settings
    from curation.rules import Reach, Rule

__all__ = ["asked_of_logs", "judged", "judged_lines"]

_OF_LINES = frozenset({"FIL001", "FIL002", "SCH001"})
_NOT_ABOUT_ROWS = frozenset({"CQA", "LNK", "PRJ", "SET", "REV", "SCH003"})
"""Families and rules that a list of rows gives nothing to say about."""


def asked_of_logs(settings: Settings) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The codes of the rules that the settings choose: those asked of a log, and those that need all of its rows.

    Raises:
        CurationError: the settings name a rule that is not there, or none that a log can be asked.
    """
    rules = selected(rules_of("validate"), all_rules(), settings.check)
    asked = [rule.code for rule in rules if _asked(rule)]
    if set(asked) <= NEVER_SILENT:
        raise CurationError("no rule that can be asked of a log is left; change what is selected or ignored")
    return tuple(asked), tuple(rule.code for rule in rules if not _asked(rule) and _about_rows(rule))


def _asked(rule: Rule) -> bool:
    return rule.reach != "project" or rule.code in _OF_LINES


def _about_rows(rule: Rule) -> bool:
    return not {rule.code, rule.code[:3]} & _NOT_ABOUT_ROWS


def judged(reach: Reach, rows: Iterable[Utterance], settings: Settings, today: date | None) -> Report:
    """What the rules that need to see no more than `reach` say of rows; the rows of a file in order."""
    by_file: dict[str, list[Utterance]] = {}
    for row in rows:
        by_file.setdefault(row.file, []).append(row)
    projects = (Project(file, DocumentKind.UTTERANCES, tuple(found)) for file, found in sorted(by_file.items()))
    workspace = Workspace(settings, utterance_files=tuple(projects))
    return _judged(workspace, [rule for rule in rules_of("validate") if rule.reach == reach], today)


def judged_lines(
    file: str,
    unreadable: Sequence[UnreadableFileError],
    violations: Sequence[Violation],
    repeated_keys: Sequence[str],
    settings: Settings,
) -> Report:
    """What is said of lines that are no rows or doubtful ones: not JSON, not of their shape, with a key twice."""
    why, hidden = "", tuple(repeated_keys)
    document = Document(file, b"", None, DocumentKind.UTTERANCES, why, "", hidden, tuple(violations))
    workspace = Workspace(settings, (document,), unreadable=tuple(unreadable))
    return _judged(workspace, [rule for rule in rules_of("validate") if rule.code in _OF_LINES], None)


def _judged(workspace: Workspace, rules: list[Rule], today: date | None) -> Report:
    from curation.facts import Facts

    codes = asked_of_logs(workspace.settings)[0]
    rules = [rule for rule in rules if rule.code in codes]
    if not rules:
        return Report()
    select = tuple(rule.code for rule in rules)
    check = replace(workspace.settings.check, select=select, extend_select=(), ignore=())
    settings = replace(workspace.settings, check=check)
    return judge(Facts(replace(workspace, settings=settings), today), rules, all_rules())
