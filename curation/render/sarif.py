"""SARIF 2.1.0, for code scanning services.

What GitHub asks for is on its page "SARIF support for code scanning": relative addresses, whole regions, texts
instead of message ids, fingerprints, and no more than 25,000 results.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from curation import __version__
from curation.model.finding import Severity
from curation.render.inert import inert, inert_json
from curation.rules import find_rule

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from curation.model.finding import Finding
    from curation.model.report import Report

__all__ = ["sarif_text"]

_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_MOST_RESULTS = 25_000
_LONGEST = 1024
_PROBLEM = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "recommendation"}


def sarif_text(report: Report, environment: Mapping[str, str] | None = None) -> str:
    """One run with every finding, the worst first if there are more than a service takes.

    In `environment` the variables of Azure Pipelines are looked up, by which its security page tells builds apart.
    """
    shown = report.findings
    if len(shown) > _MOST_RESULTS:
        shown = tuple(sorted(shown, key=lambda finding: -finding.severity.rank)[:_MOST_RESULTS])
    codes = sorted({*(finding.code for finding in shown), *(item.finding.code for item in report.suppressed)})
    run = {
        "tool": {
            "driver": {
                "name": "curation",
                "fullName": f"curation {__version__}",
                "version": __version__,
                "semanticVersion": __version__,
                "rules": [_rule(code) for code in codes],
            }
        },
        "automationDetails": _build(environment or {}),
        "columnKind": "utf16CodeUnits",
        "originalUriBaseIds": {"SRCROOT": {"description": {"text": "The folder the check was run in."}}},
        "invocations": [{"executionSuccessful": True, "toolExecutionNotifications": _notes(report, len(shown))}],
        "results": [
            *(_result(finding, codes.index(finding.code), report) for finding in shown),
            *_suppressed(report, codes, _MOST_RESULTS - len(shown)),
        ],
    }
    value = {"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}
    return inert_json(json.dumps(value, ensure_ascii=True, indent=1)) + "\n"


def _build(environment: Mapping[str, str]) -> dict[str, Any]:
    """Which check this is, and in Azure Pipelines of which build (rules GHAzDO1019 and 1020 of sarif-multitool)."""
    if environment.get("TF_BUILD", "").casefold() != "true":
        return {"id": "curation/check/"}
    organisation = environment.get("SYSTEM_COLLECTIONURI", "").rstrip("/").rpartition("/")[2]
    names = ("SYSTEM_TEAMPROJECT", "SYSTEM_DEFINITIONID", "SYSTEM_PHASEID", "BUILD_SOURCEBRANCH", "BUILD_BUILDID")
    parts = [organisation, *(environment.get(name, "") for name in names)]
    properties = {
        "buildDefinitionId": environment.get("SYSTEM_DEFINITIONID", ""),
        "buildDefinitionName": environment.get("BUILD_DEFINITIONNAME", ""),
        "phaseId": environment.get("SYSTEM_PHASEID", ""),
        "phaseName": environment.get("SYSTEM_PHASENAME", ""),
    }
    prefix = "azuredevops/pipeline/build/"
    return {
        "id": prefix + "/".join(quote(part, safe="") or "-" for part in parts),
        "properties": {f"{prefix}{key}": inert(value) for key, value in properties.items()},
    }


def _rule(code: str) -> dict[str, Any]:
    rule = find_rule(code)
    why = rule.why.replace("\n", " ")
    return {
        "id": code,
        "name": "".join(word.title() for word in rule.name.split("-")),
        "shortDescription": {"text": rule.summary},
        "fullDescription": {"text": f"{rule.summary} {why}"[:_LONGEST]},
        "help": {
            "text": f"{rule.summary} {why} `curation explain {code}` shows examples.",
            "markdown": f"{rule.summary}\n\n{rule.why}\n\n`curation explain {code}` shows examples.",
        },
        "defaultConfiguration": {"level": str(rule.severity)},
        "properties": {
            "precision": "high",
            "problem.severity": _PROBLEM[rule.severity],
            "tags": [code[:3], rule.evidence],
        },
    }


def _result(finding: Finding, rule_index: int, report: Report) -> dict[str, Any]:
    line, column = finding.line or 1, finding.column or 1
    region = {
        "startLine": line,
        "startColumn": column,
        "endLine": finding.end_line or line,
        "endColumn": finding.end_column or column + 1,
    }
    address = {"uri": quote(report.path(finding.file).encode("utf-8", "replace")), "uriBaseId": "SRCROOT"}
    return {
        "ruleId": finding.code,
        "ruleIndex": rule_index,
        "level": str(finding.severity),
        "message": {"text": inert(finding.message)},
        "locations": [{"physicalLocation": {"artifactLocation": address, "region": region}}],
        "partialFingerprints": {"primaryLocationLineHash": f"{finding.fingerprint}:1"},
        "properties": {"pointer": inert(finding.pointer), "subject": inert(finding.subject)},
    }


def _suppressed(report: Report, codes: list[str], most: int) -> Iterator[dict[str, Any]]:
    """What the settings or the baseline keep out, marked as such: it is accepted, not gone."""
    for item in report.suppressed[:most]:
        mark = {"kind": "external", "status": "accepted", "justification": inert(item.reason)}
        yield {**_result(item.finding, codes.index(item.finding.code), report), "suppressions": [mark]}


def _notes(report: Report, shown: int) -> list[dict[str, Any]]:
    texts = [f"not checked: {item.what}: {item.reason}" for item in report.not_checked]
    if shown < len(report.findings):
        texts.append(f"{len(report.findings) - shown:,} more findings are left out; the worst are shown")
    return [{"level": "warning", "message": {"text": inert(text)}} for text in texts]
