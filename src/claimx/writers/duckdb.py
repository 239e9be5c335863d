"""DuckDB: tables of documents, claims, figures and dates. An article's records are replaced."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from typing import Any

import duckdb

from claimx.errors import OutputError
from claimx.settings import DEFAULT_KINDS, Settings
from claimx.writers import target
from claimx.writers.batch import Batch
from claimx.writers.columns import TABLES, Column, Scalar, Struct, Type, columns
from claimx.writers.output import Output, Records
from claimx.writers.resume import Done

SCALARS = {"text": "VARCHAR", "integer": "BIGINT", "number": "DOUBLE", "json": "VARCHAR"}
# Don't use the network, and leave the processor to the pipeline.
CONFIG: dict[str, str | bool | int | float | list[str]] = {
    "threads": 1,
    "autoinstall_known_extensions": False,
}


@contextmanager
def opened(settings: Settings) -> Iterator[Output]:
    """Open the database; articles replace their old records, several per transaction."""
    path = settings.output
    assert path is not None
    target.check_file(path)
    kinds = tuple(dict.fromkeys((*DEFAULT_KINDS, *settings.kind)))
    with _faults(path):
        database = duckdb.connect(path, config=CONFIG)
    try:
        with _faults(path):
            _make_tables(database, kinds, path=path)
            done = Done(replaces=True)
            if settings.resume:
                _read_done(database, done)
        batch = Batch(partial(_save, database, path=path), settings.kind)
        yield Output(batch.add, done, (path,))
        batch.write()
        with _faults(path):
            # Write the log to the file here, since close() would hide errors.
            database.execute("CHECKPOINT")
    finally:
        with suppress(duckdb.Error):
            database.close()


def _save(
    database: duckdb.DuckDBPyConnection,
    docs: Iterable[str],
    made: dict[str, Records],
    *,
    path: str,
) -> None:
    """Replace the articles' rows, all or none."""
    with _faults(path):
        database.begin()
        try:
            for table in _tables(database):
                database.execute(
                    f'DELETE FROM "{table}" WHERE doc IN (SELECT unnest(?))', [list(docs)]
                )
            for kind, some in made.items():
                _insert(database, kind, some)
            database.commit()
        except BaseException:
            with suppress(duckdb.Error):
                database.rollback()
            raise


def _insert(database: duckdb.DuckDBPyConnection, kind: str, made: Records) -> None:
    """Insert the rows as one JSON text, a hundred times faster than row by row."""
    shape = json.dumps([_shape(Struct(columns(kind)))]).replace("'", "''")
    database.execute(
        f'INSERT INTO "{TABLES[kind]}" BY NAME '
        f"SELECT unnest(row) FROM (SELECT unnest(from_json_strict(?::JSON, '{shape}')) AS row)",
        [json.dumps(made, ensure_ascii=False, allow_nan=False)],
    )


def _make_tables(database: duckdb.DuckDBPyConnection, kinds: tuple[str, ...], *, path: str) -> None:
    """Create missing tables; raise OutputError if a table has other columns."""
    for kind in kinds:
        table, wanted = TABLES[kind], columns(kind)
        definition = ", ".join(map(_definition, wanted))
        key = "doc" if kind == "document" else "id"
        database.execute(
            f'CREATE TABLE IF NOT EXISTS "{table}" ({definition}, PRIMARY KEY ("{key}"))'
        )
        database.execute(f'CREATE TEMP TABLE "expected_{table}" ({definition})')
        there, expected = (
            {row[0]: row[1] for row in database.execute(f'DESCRIBE "{name}"').fetchall()}
            for name in (table, f"expected_{table}")
        )
        database.execute(f'DROP TABLE "expected_{table}"')
        if there != expected:
            raise OutputError(
                f'its table "{table}" has other columns', path=path, remedy="give another file"
            )


def _definition(column: Column) -> str:
    needed = "" if column.is_nullable else " NOT NULL"
    return f'"{column.name}" {_type(column.type)}{needed}'


def _type(type: Type) -> str:
    if isinstance(type, Scalar):
        return SCALARS[type.name]
    if isinstance(type, Struct):
        fields = ", ".join(f'"{column.name}" {_type(column.type)}' for column in type.columns)
        return f"STRUCT({fields})"
    return f"{_type(type.type)}[]"


def _shape(type: Type) -> Any:
    """Return the type in the form that from_json needs."""
    if isinstance(type, Scalar):
        return SCALARS[type.name]
    if isinstance(type, Struct):
        return {column.name: _shape(column.type) for column in type.columns}
    return [_shape(type.type)]


def _tables(database: duckdb.DuckDBPyConnection) -> list[str]:
    """Return the tables of records in the database."""
    rows = database.execute("SELECT table_name FROM duckdb_tables()").fetchall()
    return [table for table in TABLES.values() if (table,) in rows]


def _read_done(database: duckdb.DuckDBPyConnection, done: Done) -> None:
    rows = database.execute("SELECT doc, sha256 FROM documents")
    while some := rows.fetchmany(1_000):
        for doc, sha256 in some:
            done.add(doc, sha256)


@contextmanager
def _faults(path: str) -> Iterator[None]:
    """Raise the database's errors as OutputErrors."""
    try:
        yield
    except duckdb.Error as error:
        reason = str(error).splitlines()[0]
        raise OutputError(reason, path=path) from error
