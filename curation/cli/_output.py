"""How text leaves the process: plain into a file or pipe, wrapped and coloured onto a terminal."""

from __future__ import annotations

import sys

__all__ = ["put"]


def put(text: str) -> None:
    """Write text that ends in a line break to standard output."""
    from curation.render.terminal import encodable, is_terminal, write_to_terminal

    if is_terminal(sys.stdout):
        write_to_terminal(text, sys.stdout)
    else:
        sys.stdout.write(encodable(text, sys.stdout.encoding))
