"""Parquet files: opened with errors of ours, and by row groups where they are larger than memory."""

from __future__ import annotations

from contextlib import contextmanager
from typing import IO, TYPE_CHECKING, Any

from curation.errors import CurationError, UnreadableFileError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

__all__ = ["column_names", "column_of", "group_count", "readable", "rows_of"]

_AT_ONCE = 10_000


def group_count(path: Path) -> int:
    """How many row groups a file has.

    Raises:
        CurationError: pyarrow is not installed.
        UnreadableFileError: it is no Parquet file.
    """
    with readable(path, path.as_posix()) as file:
        count: int = file.num_row_groups
        return count


def column_names(path: Path) -> Sequence[str]:
    """The names of the columns, in their order."""
    with readable(path, path.as_posix()) as file:
        return [str(name) for name in file.schema_arrow.names]


def column_of(path: Path, group: int, column: str) -> Iterator[object]:
    """The cells of a column in a row group.

    Raises:
        UnreadableFileError: the group is damaged.
    """
    with readable(path, path.as_posix()) as file:
        for batch in file.iter_batches(_AT_ONCE, row_groups=[group], columns=[column]):
            yield from batch.column(0).to_pylist()


def rows_of(path: Path, group: int, columns: Sequence[str]) -> Iterator[tuple[object, ...]]:
    """The rows of a row group, a cell for each of some columns.

    Raises:
        UnreadableFileError: the group is damaged.
    """
    with readable(path, path.as_posix()) as file:
        for batch in file.iter_batches(_AT_ONCE, row_groups=[group], columns=list(columns)):
            yield from zip(*(batch.column(name).to_pylist() for name in columns), strict=True)


@contextmanager
def readable(source: Path | IO[bytes], shown: str) -> Iterator[Any]:
    """A Parquet file, for a block in which what is damaged is an error of the file.

    Raises:
        CurationError: pyarrow is not installed.
        UnreadableFileError: it is no Parquet file, or damaged where the block reads it.
    """
    try:
        import pyarrow
        import pyarrow.parquet
    except ImportError:
        problem = "reading Parquet needs pyarrow: pip install clu-curation[parquet]"
        raise CurationError(f"{shown}: {problem}") from None
    try:
        yield pyarrow.parquet.ParquetFile(source)
    except (pyarrow.ArrowException, OSError, ValueError) as error:
        raise UnreadableFileError(shown, f"not a Parquet file that can be read: {error}") from None
