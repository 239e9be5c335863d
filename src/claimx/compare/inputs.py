"""Records that `claimx extract` wrote, read article by article: JSON Lines, DuckDB, SQLite."""

from __future__ import annotations

import heapq
import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from itertools import groupby
from pathlib import Path
from typing import IO, Any

from claimx.compare.facts import Record
from claimx.errors import InputError, SettingsError

DUCKDB = frozenset({".duckdb", ".ddb"})
SQLITE = frozenset({".sqlite", ".sqlite3", ".db"})
LINES = frozenset({".jsonl", ".ndjson"})
TABLES = ("documents", "claims", "figures", "dates")
KINDS = frozenset({"document", "claim", "figure", "date", "sentence"})
# Columns with other names than in a record, and the objects that are spread over columns.
RENAMED = {"start_char": "start", "end_char": "end"}
OBJECTS = ("speaker", "cue")
LISTS = frozenset({"segments", "quotes", "figures", "dates", "period", "meta"})
# Fields that older files don't have.
MISSING: dict[str, Any] = {"stance": None, "confidence": None, "period": []}
# How many rows are read at once.
ROWS = 2_000


def holds_records(path: str) -> bool:
    """Return whether the path is a file of records, not of articles."""
    suffix = Path(path).suffix.lower()
    if suffix in DUCKDB or suffix in SQLITE or is_dataset(path):
        return True
    if suffix not in LINES or not Path(path).is_file():
        return False
    with Path(path).open("rb") as stream:
        return is_record(stream.readline())


def is_dataset(path: str) -> bool:
    """Return whether the path is a dataset that `claimx extract --engine ray` wrote."""
    return Path(path, "_claimx").is_dir() and any(Path(path, "documents").rglob("*.parquet"))


def is_record(line: bytes) -> bool:
    """Return whether a line of JSON is a record of an article."""
    try:
        found = json.loads(line)
    except ValueError:
        return False
    return isinstance(found, dict) and found.get("kind") in KINDS and "doc" in found


def read(path: str) -> Iterator[list[Record]]:
    """Yield the records of each article in a file of records."""
    suffix = Path(path).suffix.lower()
    if suffix in DUCKDB or is_dataset(path):
        yield from _database(path, _duckdb_rows)
    elif suffix in SQLITE:
        yield from _database(path, _sqlite_rows)
    else:
        with Path(path).open("rb") as stream:
            yield from lines(stream, path=path)


def lines(stream: IO[bytes], *, path: str) -> Iterator[list[Record]]:
    """Yield the records of each article in JSON Lines; an article's lines must be together."""
    for _, found in groupby(_parsed(stream, path), key=lambda record: record["doc"]):
        yield list(found)


def _parsed(stream: IO[bytes], path: str) -> Iterator[Record]:
    for number, line in enumerate(stream, 1):
        if not line.strip():
            continue
        try:
            record = json.loads(line)
        except ValueError as error:
            raise InputError(
                "not JSON", path=path, line=number, remedy="give what claimx extract wrote"
            ) from error
        if not isinstance(record, dict) or "doc" not in record or "kind" not in record:
            raise InputError(
                "not a record", path=path, line=number, remedy="give what claimx extract wrote"
            )
        if record["kind"] in KINDS:
            yield MISSING | record


def _database(path: str, rows: Any) -> Iterator[list[Record]]:
    """Yield the records of each article in a database, in the order of the articles' ids."""
    if not Path(path).is_file() and not is_dataset(path):
        raise InputError("no such file", path=path)
    with closing(_connected(path)) as database:
        found = [rows(database, table) for table in TABLES]
        merged = heapq.merge(*found, key=lambda record: record["doc"])
        for _, records in groupby(merged, key=lambda record: record["doc"]):
            yield list(records)


def _connected(path: str) -> Any:
    if Path(path).suffix.lower() in SQLITE:
        return sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    try:
        import duckdb
    except ImportError as error:
        raise SettingsError(
            "duckdb is needed to read it", path=path, remedy="pip install 'claimx[duckdb]'"
        ) from error
    if not is_dataset(path):
        return duckdb.connect(path, read_only=True)
    database = duckdb.connect()
    for table in TABLES:
        if any(Path(path, table).rglob("*.parquet")):
            files = str(Path(path, table, "**", "*.parquet")).replace("'", "''")
            database.execute(
                f'CREATE VIEW "{table}" AS '
                f"SELECT * FROM read_parquet('{files}', hive_partitioning = false)"
            )
    return database


def _duckdb_rows(database: Any, table: str) -> Iterator[Record]:
    there = database.execute(
        "SELECT 1 FROM information_schema.tables WHERE table_name = ?", [table]
    ).fetchone()
    return _records(database.cursor(), table) if there else iter(())


def _sqlite_rows(database: Any, table: str) -> Iterator[Record]:
    there = database.execute("SELECT 1 FROM sqlite_master WHERE name = ?", [table]).fetchone()
    return _records(database.cursor(), table) if there else iter(())


def _records(cursor: Any, table: str) -> Iterator[Record]:
    # A DuckDB cursor is a connection: if it stays open, the file cannot be written.
    with closing(cursor):
        cursor.execute(f'SELECT * FROM "{table}" ORDER BY doc')
        names = [column[0] for column in cursor.description]
        while rows := cursor.fetchmany(ROWS):
            for row in rows:
                yield _record(dict(zip(names, row, strict=True)), table.removesuffix("s"))


def _record(row: dict[str, Any], kind: str) -> Record:
    """Return the record in a row of a table."""
    record: Record = MISSING | {"kind": kind}
    for name, value in row.items():
        prefix, _, part = name.partition("_")
        if prefix in OBJECTS and part and kind == "claim":
            record.setdefault(prefix, {})[part] = value
        elif name not in OBJECTS or isinstance(value, dict):
            is_text = name in LISTS and isinstance(value, str)
            record[RENAMED.get(name, name)] = json.loads(value) if is_text else value
    if kind == "claim":
        for name in OBJECTS:
            parts = record.get(name)
            record[name] = parts if parts and any(v is not None for v in parts.values()) else None
    return record
