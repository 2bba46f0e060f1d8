"""The rules. The registry is this folder: every module without an underscore holds exactly one rule."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from typing import TYPE_CHECKING

from curation.errors import CurationError
from curation.model.words import nearest
from curation.rules._engine import judge
from curation.rules._policy import NEVER_SILENT
from curation.rules._policy import chosen as selected
from curation.rules._rule import Example, Hit, NotJudgedError, Reach, Rule

if TYPE_CHECKING:
    from curation.rules._rule import StageName

__all__ = [
    "NEVER_SILENT", "Example", "Hit", "NotJudgedError", "Reach", "Rule", "all_rules", "find_rule", "judge", "rules_of",
    "selected",
]  # fmt: skip


@cache
def all_rules() -> tuple[Rule, ...]:
    """Every rule, in order of code.

    Raises:
        CurationError: a module without exactly one rule, or two rules of one code; it names the file.
    """
    found: dict[str, Rule] = {}
    for module in iter_modules(__path__):
        if module.name.startswith("_"):
            continue
        rules = [
            value for value in vars(import_module(f"{__name__}.{module.name}")).values() if isinstance(value, Rule)
        ]
        if len(rules) != 1:
            raise CurationError(f"rules/{module.name}.py holds {len(rules)} rules; a module holds exactly one")
        if rules[0].code in found:
            raise CurationError(f"rules/{module.name}.py: the code {rules[0].code} is taken")
        found[rules[0].code] = rules[0]
    return tuple(found[code] for code in sorted(found))


def rules_of(stage: StageName) -> tuple[Rule, ...]:
    """The rules a stage asks, in order of code."""
    return tuple(rule for rule in all_rules() if stage in rule.stages)


def find_rule(word: str) -> Rule:
    """The rule of a code or a name.

    Raises:
        CurationError: there is none; the message names the nearest.
    """
    for rule in all_rules():
        if word.upper() == rule.code or word.casefold() == rule.name:
            return rule
    names = [text for rule in all_rules() for text in (rule.code, rule.name)]
    close = nearest(word.casefold(), names) or nearest(word.upper(), names)
    hint = f"; did you mean {close}?" if close else "; `curation rules` lists them all"
    raise CurationError(f'there is no rule "{word}"{hint}')
