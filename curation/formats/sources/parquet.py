"""Parquet files, where pyarrow is installed."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from curation.formats.parquet_groups import readable
from curation.formats.sources._grid import Grid, kind_of_header, read_grid
from curation.formats.sources.sheet import shown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from curation.formats.sources._content import Content, Options
    from curation.model.conversion import Imported

__all__ = ["read", "recognise"]


def recognise(content: Content) -> str:
    """Why it is one; empty if it is not."""
    return "it begins with the mark of Parquet" if content.data.startswith(b"PAR1") else ""


def read(content: Content, why: str, options: Options) -> tuple[Imported, ...]:
    """The rows as a project.

    Raises:
        CurationError: pyarrow is not installed.
        UnreadableFileError: the file is damaged.
    """
    with readable(io.BytesIO(content.data), content.file) as file:
        table = file.read()
    header = [str(name) for name in table.column_names]

    def rows() -> Iterator[tuple[str, list[str]]]:
        number = 0
        for batch in table.to_batches():
            for row in zip(*(column.to_pylist() for column in batch.columns), strict=True):
                number += 1
                yield f"row {number}", [shown(cell) for cell in row]

    seen = f"{why}; it is a table {kind_of_header(header, options.columns_of(header))}"
    return read_grid(Grid(header, rows()), content.file, "parquet", seen, options)
