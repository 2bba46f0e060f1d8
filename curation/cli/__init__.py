"""The command line: parse, one call of `curation.api`, render, exit."""

from curation.cli._app import main

__all__ = ["main"]
