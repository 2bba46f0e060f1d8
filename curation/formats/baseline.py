"""`curation-baseline.json`: accepted findings, both ways."""

from __future__ import annotations

import json

from curation.errors import CurationError
from curation.formats.json_text import parse
from curation.formats.schemas import load_schema
from curation.model.baseline import Baseline, BaselineEntry

__all__ = ["baseline_bytes", "read_baseline"]


def read_baseline(data: bytes, file: str) -> Baseline:
    """The baseline in `data`.

    Raises:
        CurationError: it is not a baseline; it names what is wrong.
    """
    import jsonschema_rs

    value = parse(data, file).value
    error = next(iter(jsonschema_rs.Draft7Validator(load_schema("baseline")).iter_errors(value)), None)
    if error is not None:
        place = "/".join(str(part) for part in error.instance_path) or "its root"
        raise CurationError(f"{file}: not a baseline: {place} is wrong; `curation baseline write` makes a new one")
    return Baseline(tuple(sorted(BaselineEntry(**entry) for entry in value["findings"])))


def baseline_bytes(baseline: Baseline) -> bytes:
    """One finding a line, so that a diff shows which came and which went."""
    findings = baseline.to_dict()["findings"]
    lines = ",\n".join(f"    {json.dumps(entry, ensure_ascii=False)}" for entry in findings)
    inner = f"\n{lines}\n  " if lines else ""
    return f'{{\n  "schema_version": "1",\n  "findings": [{inner}]\n}}\n'.encode("utf-8", errors="backslashreplace")
