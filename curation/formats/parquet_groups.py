"""Parquet by row groups, for files that are larger than memory."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from curation.errors import CurationError, UnreadableFileError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

__all__ = ["column_names", "column_of", "group_count"]

_AT_ONCE = 10_000


def group_count(path: Path) -> int:
    """How many row groups a file has.

    Raises:
        CurationError: pyarrow is not installed.
        UnreadableFileError: it is no Parquet file.
    """
    count: int = _opened(path).num_row_groups
    return count


def column_names(path: Path) -> Sequence[str]:
    """The names of the columns, in their order."""
    return [str(name) for name in _opened(path).schema_arrow.names]


def column_of(path: Path, group: int, column: str) -> Iterator[object]:
    """The cells of a column in a row group.

    Raises:
        UnreadableFileError: the group is damaged.
    """
    import pyarrow

    try:
        for batch in _opened(path).iter_batches(_AT_ONCE, row_groups=[group], columns=[column]):
            yield from batch.column(0).to_pylist()
    except (pyarrow.ArrowException, OSError, ValueError) as error:
        raise UnreadableFileError(path.as_posix(), f"not a Parquet file that can be read: {error}") from None


def _opened(path: Path) -> Any:
    try:
        import pyarrow
        import pyarrow.parquet
    except ImportError:
        problem = "reading Parquet needs pyarrow: pip install 'clu-curation[parquet]'"
        raise CurationError(f"{path.as_posix()}: {problem}") from None
    try:
        return pyarrow.parquet.ParquetFile(path)
    except (pyarrow.ArrowException, OSError, ValueError) as error:
        raise UnreadableFileError(path.as_posix(), f"not a Parquet file that can be read: {error}") from None
