"""The command line: parse, one call of `curation.api`, render, exit."""

from curation.cli._main import main

__all__ = ["main"]
