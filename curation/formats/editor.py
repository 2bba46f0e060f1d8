"""What lets an editor complete and check the files of a workspace: schemas, and which file each is for."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from curation.formats.schemas import schema_text
from curation.model.document import DocumentKind

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["EDITOR_SETTINGS", "SCHEMA_FOLDER", "editor_files"]

EDITOR_SETTINGS = ".vscode/settings.json"
SCHEMA_FOLDER = ".vscode/curation"

_SCHEMAS = {
    DocumentKind.UTTERANCES: "utterances",
    DocumentKind.CLU: "clu-project",
    DocumentKind.ORCHESTRATION: "orchestration-project",
    DocumentKind.CQA: "cqa-project",
}


def editor_files(kinds: Mapping[str, DocumentKind]) -> dict[str, str]:
    """Files for Visual Studio Code, by path: its settings, and a copy of each schema they name.

    The schemas are copied because nothing here is looked up on a network.
    """
    found: dict[str, list[str]] = {}
    for file, kind in sorted(kinds.items()):
        found.setdefault(_SCHEMAS[kind], []).append(f"/{file}")
    settings = {
        "json.schemas": [
            {"fileMatch": files, "url": f"./{SCHEMA_FOLDER}/{name}.schema.json"}
            for name, files in sorted(found.items())
        ]
    }
    schemas = {f"{SCHEMA_FOLDER}/{name}.schema.json": schema_text(name) for name in (*sorted(found), "curation-toml")}
    return {EDITOR_SETTINGS: json.dumps(settings, indent=2) + "\n", **schemas}
