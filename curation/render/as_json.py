"""Results as one JSON document, described by `schemas/findings.schema.json`."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from curation import __version__
from curation.render.inert import inert_json

if TYPE_CHECKING:
    from collections.abc import Mapping

    from curation.model.report import Report

__all__ = ["result_json"]


def result_json(report: Report, sections: Mapping[str, Any] | None = None) -> str:
    """Findings, what was not checked, and the sections a command adds; ASCII only, so that no pipe breaks it."""
    value: dict[str, Any] = {
        "schema_version": "1",
        "tool": {"name": "curation", "version": __version__},
        **report.to_dict(),
    }
    extra = dict(sections or {})
    value["summary"] |= extra.pop("summary", {})
    return inert_json(json.dumps(value | extra, ensure_ascii=True, indent=2)) + "\n"
