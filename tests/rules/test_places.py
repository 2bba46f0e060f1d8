"""Where every bad example is flagged, and in which words: a literal table, changed on purpose only (`--accept`)."""

from __future__ import annotations

import json
from pathlib import Path

from workspaces import facts_of

from curation.rules import all_rules, judge

TABLE = Path(__file__).parent / "places.txt"


def block(finding, *, measured) -> str:
    """A finding as lines: its code, severity and place, then whatever else it says."""
    place = f"{finding.file}#{finding.pointer}"
    if finding.line:
        place += f" {finding.line}:{finding.column}"
    fix = finding.fix and {"safe": finding.fix.safe, "what": finding.fix.what}
    evidence = {} if measured else dict(finding.evidence)
    said = {
        "subject": finding.subject,
        "excerpt": finding.excerpt,
        "mark": finding.mark,
        "evidence": evidence,
        "fix": fix,
    }
    lines = [f"  {key} {json.dumps(value)}" for key, value in said.items() if value]
    return "\n".join([f"{finding.code} {finding.severity} {place}", f"  {finding.message}", *lines, ""])


def test_a_finding_says_where_it_is_and_what_is_wrong_in_the_words_of_the_table(request):
    rules = all_rules()
    found = "".join(
        block(finding, measured=rule.budgeted)
        for rule in rules
        for example in rule.bad
        for finding in judge(facts_of(example), [rule], rules).findings
    )
    if request.config.getoption("--accept"):
        TABLE.write_text(found, encoding="utf-8")
    assert found == TABLE.read_text(encoding="utf-8")


def test_who_asks_a_rule_and_what_settles_it_is_changed_on_purpose_only():
    table = TABLE.with_name("asked.txt").read_text(encoding="utf-8")
    assert (
        "".join(f"{r.code} {','.join(r.stages)} {r.settled_by or '-'} {r.fixable or '-'}\n" for r in all_rules())
        == table
    )
