"""How `make docs` makes a site of these pages: plain Markdown in, pages that ask nobody for anything out."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sphinx.application import Sphinx

project = "curation"
extensions = ["myst_parser"]
root_doc = "README"
exclude_patterns = ["*.py"]
html_theme = "furo"
html_title = "curation"
html_copy_source = False
myst_heading_anchors = 3
# Links out of the documentation lead to files of the repository; a test follows each. Examples of rules are cut short.
suppress_warnings = ["myst.xref_missing", "misc.highlighting_failure"]

PARTS = {
    "Start": ("start", "faq"),
    "Guides": ("checking", "ci", "converting", "inspecting", "reporting", "linking", "forecasting", "importing"),
    "Reference": ("cli", "api", "rules/README", "contract"),
    "How it works": ("methods", "benchmarks", "profiles", "comparison", "architecture", "decisions"),
}
"""The pages in order; the pages of single rules hang below that of all."""


def setup(app: Sphinx) -> None:
    """Give the pages an order without a word of it in the Markdown."""
    app.connect("source-read", _with_order)


def _with_order(app: Sphinx, name: str, source: list[str]) -> None:
    if name == root_doc:
        for title, pages in PARTS.items():
            source[0] += _tree([f":caption: {title}", ":hidden:", "", *pages])
    if name == "rules/README":
        source[0] += _tree([":hidden:", ":glob:", "", "*"])


def _tree(lines: list[str]) -> str:
    inside = "\n".join(lines)
    return f"\n```{{toctree}}\n{inside}\n```\n"
