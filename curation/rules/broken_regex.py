"""ENT023: broken regex."""

from __future__ import annotations

import re
import warnings
from typing import TYPE_CHECKING

from curation.model.finding import Severity
from curation.rules._components import expressions
from curation.rules._rule import Example, Hit, rule
from curation.rules._samples import clu

if TYPE_CHECKING:
    from collections.abc import Iterator

    from curation.facts import Facts


_LONGEST = 2000
_EVERYWHERE = {
    "missing ), unterminated subpattern": "a parenthesis is not closed",
    "unbalanced parenthesis": "a parenthesis is closed that was not opened",
    "unterminated character set": "a square bracket is not closed",
    "nothing to repeat": "there is nothing before * + or ? to repeat",
    "bad escape (end of pattern)": "it ends in a backslash",
}


def _with(pattern: str) -> dict[str, object]:
    project = clu()
    entity = {"category": "Size", "regex": {"expressions": [{"regexPattern": pattern}]}}
    return {**project, "assets": {**project["assets"], "entities": [entity]}}


@rule(
    "ENT023",
    "broken-regex",
    severity=Severity.ERROR,
    good=(
        Example({"p.json": _with("T[0-9]+")}),
        Example({"p.json": _with("(?<year>[0-9]{4})(?:x|y)")}),
    ),
    bad=(
        Example({"p.json": _with("T([0-9]+")}),
        Example({"p.json": _with("*T")}),
        Example({"p.json": _with("[a-z")}),
    ),
    evidence="documented",
    source="contract 2.3: .NET syntax; contract 11: invalid regex",
)
def broken_regex(facts: Facts) -> Iterator[Hit]:
    """A regular expression cannot be read by any engine.

    A bracket that is not closed or a quantifier with nothing before it is refused in .NET as everywhere. Only mistakes
    that no dialect takes are named; what .NET has and others do not is left alone.
    """
    for project in facts.projects:
        for entity, pointer, pattern in expressions(project):
            problem = _problem(pattern)
            if problem:
                message = f'the pattern of "{entity.name}" cannot be read: {problem}; correct it'
                yield Hit(project.file, pointer, message, subject=entity.name)


def _problem(pattern: str) -> str:
    """What is wrong in every dialect; empty where it may be right in .NET."""
    if len(pattern) > _LONGEST:
        return ""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            re.compile(re.sub(r"\(\?<(?![=!])", "(?P<", pattern))
    except re.error as error:
        return next((words for start, words in _EVERYWHERE.items() if error.msg.startswith(start)), "")
    except (RecursionError, OverflowError):
        return ""
    return ""
