"""The writer of groups of several articles: JSON Lines, or tables in DuckDB or SQLite.

The tables `entities`, `figure_groups`, `quote_groups` and `claim_groups` have a row per group. Each
list of a group has its own table (`figure_group_members`, `entity_roles`, …), with the group's id
in `group_id`. They are replaced each time; the tables that `claimx extract` wrote stay.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing
from itertools import chain, islice
from pathlib import Path
from types import NoneType
from typing import Any, get_args, get_origin

from pydantic import BaseModel

from claimx import records
from claimx.errors import OutputError, SettingsError
from claimx.writers import jsonl, target

Record = dict[str, Any]

MODELS: Mapping[str, type[BaseModel]] = {
    "entity": records.Entity,
    "figure_group": records.FigureGroup,
    "quote_group": records.QuoteGroup,
    "claim_group": records.ClaimGroup,
}
TABLES = {kind: "entities" if kind == "entity" else f"{kind}s" for kind in MODELS}
DUCKDB = frozenset({".duckdb", ".ddb"})
SQLITE = frozenset({".sqlite", ".sqlite3", ".db"})
ENDINGS = (".jsonl", ".ndjson", *sorted(DUCKDB), *sorted(SQLITE))
TYPES = {bool: "BOOLEAN", int: "BIGINT", float: "DOUBLE"}
RENAMED = {"start": "start_char", "end": "end_char"}
LISTS = frozenset({"members", "mentions", "roles"})
# How many rows are inserted at once.
ROWS = 2_000


def write(groups: Iterable[Record], path: str) -> Iterator[Record]:
    """Write the groups and yield them again; the file is complete after the last one."""
    suffix = Path(path).suffix.lower()
    if suffix in DUCKDB or suffix in SQLITE:
        target.check_file(path)
        yield from _tables(groups, path)
    elif path == "-" or suffix in (".jsonl", ".ndjson"):
        with target.opened([path]) as [sink]:
            for group in groups:
                sink.write(jsonl.line(group) + b"\n")
                yield group
    else:
        raise SettingsError(
            f'has an unknown ending "{suffix}"',
            setting="--output",
            remedy=f"use {', '.join(ENDINGS)}",
        )


def _tables(groups: Iterable[Record], path: str) -> Iterator[Record]:
    rows: dict[str, list[dict[str, Any]]] = {}
    groups = iter(groups)
    # All inputs, perhaps from this database, are read before the first group.
    first = list(islice(groups, 1))
    with closing(_database(path)) as database:
        try:
            database.execute("BEGIN")
            for statement in _definitions():
                database.execute(statement)
            for group in chain(first, groups):
                for table, row in _rows(group):
                    rows.setdefault(table, []).append(row)
                    if len(rows[table]) >= ROWS:
                        _insert(database, table, rows.pop(table))
                yield group
            for table, found in rows.items():
                _insert(database, table, found)
            database.execute("COMMIT")
        except Exception as error:
            if type(error).__module__.split(".")[0] not in ("duckdb", "_duckdb", "sqlite3"):
                raise
            raise OutputError(str(error).splitlines()[0], path=path) from error


def _database(path: str) -> Any:
    if Path(path).suffix.lower() in SQLITE:
        return sqlite3.connect(path, isolation_level=None)
    try:
        import duckdb
    except ImportError as error:
        raise SettingsError(
            "duckdb is needed to write it", path=path, remedy="pip install 'claimx[duckdb]'"
        ) from error
    return duckdb.connect(path)


def _definitions() -> Iterator[str]:
    """Yield the statements that create the tables again."""
    for kind in MODELS:
        for table, columns in _shapes(kind).items():
            fields = ", ".join(f'"{name}" {type}' for name, type in columns.items())
            yield f'DROP TABLE IF EXISTS "{table}"'
            yield f'CREATE TABLE "{table}" ({fields})'


def _shapes(kind: str) -> dict[str, dict[str, str]]:
    """Return the columns of the kind's table and of the tables of its lists."""
    made: dict[str, dict[str, str]] = {TABLES[kind]: {}}
    for name, field in MODELS[kind].model_fields.items():
        inner = _listed(field.annotation)
        if inner is not None:
            made[f"{kind}_{name}"] = {"group_id": "VARCHAR", **_columns(inner)}
        elif name != "kind":
            made[TABLES[kind]][name] = _type(field.annotation)
    return made


def _listed(annotation: Any) -> type[BaseModel] | None:
    """Return the model of the items in a list, or None for anything else."""
    if get_origin(annotation) is not list:
        return None
    (inner,) = get_args(annotation)
    return inner if isinstance(inner, type) and issubclass(inner, BaseModel) else None


def _columns(model: type[BaseModel]) -> dict[str, str]:
    fields = model.model_fields.items()
    return {RENAMED.get(name, name): _type(field.annotation) for name, field in fields}


def _type(annotation: Any) -> str:
    """Return the column's type; a list of texts is JSON text."""
    parts = [part for part in get_args(annotation) or (annotation,) if part is not NoneType]
    return "DOUBLE" if set(parts) == {int, float} else TYPES.get(parts[0], "VARCHAR")


def _rows(group: Record) -> Iterator[tuple[str, dict[str, Any]]]:
    kind = group["kind"]
    row = {}
    for name, value in group.items():
        if isinstance(value, list) and value and isinstance(value[0], Mapping):
            for member in value:
                cells = {RENAMED.get(key, key): _cell(cell) for key, cell in member.items()}
                yield f"{kind}_{name}", {"group_id": group["id"], **cells}
        elif name != "kind" and name not in LISTS:
            row[name] = _cell(value)
    yield TABLES[kind], row


def _cell(value: Any) -> Any:
    if isinstance(value, list):
        return json.dumps(value, ensure_ascii=False)
    return float(value) if isinstance(value, int) and abs(value) > 2**62 else value


def _insert(database: Any, table: str, rows: list[dict[str, Any]]) -> None:
    names = list(rows[0])
    columns = ", ".join(f'"{name}"' for name in names)
    if isinstance(database, sqlite3.Connection):
        marks = ", ".join("?" * len(names))
        database.executemany(
            f'INSERT INTO "{table}" ({columns}) VALUES ({marks})',
            [list(row.values()) for row in rows],
        )
        return
    # As one JSON text: a hundred times faster than row by row.
    types = database.execute(f'DESCRIBE "{table}"').fetchall()
    shape = json.dumps([{name: type for name, type, *_ in types}]).replace("'", "''")
    database.execute(
        f'INSERT INTO "{table}" BY NAME '
        f"SELECT unnest(row) FROM (SELECT unnest(from_json(?::JSON, '{shape}')) AS row)",
        [json.dumps(rows, ensure_ascii=False)],
    )
