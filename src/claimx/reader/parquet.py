"""The articles of a Parquet file, one per row; only the necessary columns are read."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import IO, TYPE_CHECKING, Any, cast

from claimx.errors import InputError
from claimx.reader import remote, rows
from claimx.reader.article import Article
from claimx.settings import Settings

if TYPE_CHECKING:
    from pyarrow.parquet import ParquetFile

# How many rows are in memory at a time.
BATCH_ROWS = 256


def read(path: str, stream: IO[bytes], settings: Settings) -> Iterator[Article | InputError]:
    """Yield the article of each row, or its error; `PATH:ROW` counts from 1."""
    try:
        import pyarrow as pa
    except ImportError as error:
        remedy = "run: pip install 'claimx[parquet]'"
        raise InputError("Parquet needs an extra", path=path, remedy=remedy) from error
    keys, number = rows.Keys(path), 0
    try:
        table = _opened(path, stream)
        names = _columns(path, table, settings)
        for batch in table.iter_batches(batch_size=BATCH_ROWS, columns=names):
            for row in batch.to_pylist():
                number += 1
                yield _article(path, row, number, keys=keys, settings=settings)
    except (pa.ArrowException, OSError) as error:
        # pyarrow reports a broken file as an OSError; the other files are still read.
        raise InputError(f"broken parquet ({remote.first_line(error)})", path=path) from error
    if not number:
        yield InputError("contains no articles", path=path)


def _opened(path: str, stream: IO[bytes]) -> ParquetFile:
    import pyarrow.parquet as pq

    # The footer is at the end, so a pipe must be read completely.
    table = pq.ParquetFile(stream if stream.seekable() else io.BytesIO(stream.read()))
    if rows.is_own(table.schema_arrow.names):
        raise rows.own_records(path)
    return table


def _columns(path: str, table: ParquetFile, settings: Settings) -> list[str]:
    """Return the columns of the file that an article needs."""
    known = cast("list[str]", table.schema_arrow.names)
    if settings.text_field not in known:
        raise InputError(
            f'no "{settings.text_field}" column among {", ".join(known)[:80]}',
            path=path,
            remedy="name it with --text-field",
        )
    return [name for name in known if name in rows.fields(settings)]


def _article(
    path: str, row: dict[str, Any], number: int, *, keys: rows.Keys, settings: Settings
) -> Article | InputError:
    data = "\x1f".join(map(str, row.values())).encode("utf-8", "surrogatepass")
    try:
        return rows.article(row, data, line=number, keys=keys, settings=settings)
    except InputError as error:
        return InputError(error.message, path=path, line=number, remedy=error.remedy)
