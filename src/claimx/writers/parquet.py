"""Parquet: one file per kind, with nested types."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import IO, Any

import pyarrow as pa
import pyarrow.parquet as pq

from claimx.records import SCHEMA_VERSION
from claimx.settings import Settings
from claimx.writers import tables, target
from claimx.writers.columns import Column, Scalar, Struct, Type, columns, rows
from claimx.writers.output import Output, Records
from claimx.writers.target import Sink

# The rows of a row group, which is in memory until it is written.
GROUP_ROWS = 10_000
GROUP_CHARS = 8_000_000
SCALARS = {"text": pa.string(), "integer": pa.int64(), "number": pa.float64(), "json": pa.string()}


@contextmanager
def opened(settings: Settings) -> Iterator[Output]:
    """Open the tables, which are written one row group at a time."""
    with tables.opened(settings) as sinks, ExitStack() as stack:
        made = {kind: Table(kind, sink) for kind, sink in sinks.items()}

        def write(records: Records) -> None:
            for row in rows(records, made):
                made[row["kind"]].add(row)

        try:
            yield Output(write, files=target.files(*(sink.name for sink in sinks.values())))
        except BaseException:
            for table in made.values():
                table.give_up()
            raise
        for table in made.values():
            stack.callback(table.close)


class Table:
    """The file of a kind."""

    def __init__(self, kind: str, sink: Sink | IO[bytes]) -> None:
        self._schema = schema(kind)
        self._writer = pq.ParquetWriter(sink, self._schema, compression="zstd")
        self._rows: list[dict[str, Any]] = []
        self._chars = 0

    def add(self, row: dict[str, Any]) -> None:
        """Add a row; write a row group when there are enough."""
        self._rows.append(row)
        self._chars += len(row["text"] or "") + len(row["context"] or "")
        if len(self._rows) >= GROUP_ROWS or self._chars >= GROUP_CHARS:
            self._write()

    def close(self) -> None:
        """Write the remaining rows and the footer."""
        if self._rows:
            self._write()
        self._writer.close()

    def give_up(self) -> None:
        """Prevent the footer, which pyarrow would otherwise write when it is garbage-collected."""
        self._writer.is_open = False

    def _write(self) -> None:
        self._writer.write_table(pa.Table.from_pylist(self._rows, schema=self._schema))
        self._rows.clear()
        self._chars = 0


def schema(kind: str) -> pa.Schema:
    """Return the kind's schema, with the records' version in its metadata."""
    return pa.schema(
        [_field(column) for column in columns(kind)], metadata={"claimx.records": SCHEMA_VERSION}
    )


def _field(column: Column) -> pa.Field:
    return pa.field(column.name, _type(column.type), nullable=column.is_nullable)


def _type(type: Type) -> pa.DataType:
    if isinstance(type, Scalar):
        return SCALARS[type.name]
    if isinstance(type, Struct):
        return pa.struct([_field(column) for column in type.columns])
    return pa.list_(pa.field("element", _type(type.type), nullable=False))
