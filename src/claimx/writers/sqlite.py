"""SQLite: tables with keys, full-text search and views, made for Datasette.

Besides the tables of the kinds there are `segments` (the pieces of each claim's content),
`speakers` (each source of an article once) and `figure_periods` (the dates for which a figure
holds). An article's rows are replaced when it is written again.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from functools import partial
from importlib.resources import files
from typing import Any

from claimx.errors import OutputError
from claimx.settings import Settings
from claimx.writers import target
from claimx.writers.batch import Batch
from claimx.writers.columns import TABLES, Column, Scalar, columns
from claimx.writers.output import Output, Records
from claimx.writers.resume import Done

Row = dict[str, Any]

SCALARS = {"text": "TEXT", "integer": "INTEGER", "number": "REAL", "json": "TEXT"}
TO_DOCUMENT = ' REFERENCES "documents" ("doc")'
# An article's rows refer to each other, so keys are only checked at the end of a transaction (if
# the connection checks them).
LATER = " DEFERRABLE INITIALLY DEFERRED"
TO_CLAIM = f' REFERENCES "claims" ("id"){LATER}'
CONSTRAINTS: Mapping[tuple[str, str], str] = {
    ("document", "doc"): " PRIMARY KEY",
    ("document", "id"): " UNIQUE",
    **{(kind, "id"): " PRIMARY KEY" for kind in TABLES if kind != "document"},
    **{(kind, "doc"): TO_DOCUMENT for kind in TABLES if kind != "document"},
    ("figure", "claim"): TO_CLAIM,
    ("date", "claim"): TO_CLAIM,
    ("figure", "equivalent"): f' REFERENCES "figures" ("id"){LATER}',
}
# The tables that don't belong to a kind.
OTHERS: Mapping[str, str] = {
    "segments": f'"claim" TEXT NOT NULL{TO_CLAIM}, "number" INTEGER NOT NULL, '
    f'"doc" TEXT NOT NULL{TO_DOCUMENT}, "start_char" INTEGER NOT NULL, '
    '"end_char" INTEGER NOT NULL, "text" TEXT NOT NULL, PRIMARY KEY ("claim", "number")',
    "speakers": f'"id" TEXT NOT NULL PRIMARY KEY, "doc" TEXT NOT NULL{TO_DOCUMENT}, "name" TEXT, '
    '"role" TEXT, "kind" TEXT, "claims" INTEGER NOT NULL',
    "figure_periods": f'"figure" TEXT NOT NULL REFERENCES "figures" ("id"){LATER}, '
    f'"date" TEXT NOT NULL REFERENCES "dates" ("id"){LATER}, '
    f'"doc" TEXT NOT NULL{TO_DOCUMENT}, PRIMARY KEY ("figure", "date")',
}


@contextmanager
def opened(settings: Settings) -> Iterator[Output]:
    """Open the database; articles replace their old rows, several per transaction."""
    path = settings.output
    assert path is not None
    target.check_file(path)
    with _faults(path):
        connection = sqlite3.connect(path, isolation_level=None)
    with closing(connection) as database:
        with _faults(path):
            _make(database, path=path)
            done = Done(replaces=True)
            if settings.resume:
                for doc, sha256 in database.execute("SELECT doc, sha256 FROM documents"):
                    done.add(doc, sha256)
        batch = Batch(partial(_save, database, path=path), settings.kind)
        yield Output(batch.add, done, (path,))
        batch.write()


def _make(database: sqlite3.Connection, *, path: str) -> None:
    """Create what is missing; raise OutputError if a table has other columns."""
    tables = {TABLES[kind]: ", ".join(_definitions(kind)) for kind in TABLES} | dict(OTHERS)
    for table, definition in tables.items():
        database.execute(f'CREATE TABLE IF NOT EXISTS "{table}" ({definition})')
        database.execute(f'CREATE TEMP TABLE "expected" ({definition})')
        there, expected = (
            database.execute(f'PRAGMA {schema}.table_info("{name}")').fetchall()
            for schema, name in (("main", table), ("temp", "expected"))
        )
        database.execute("DROP TABLE temp.expected")
        if there != expected:
            raise OutputError(
                f'its table "{table}" has other columns', path=path, remedy="give another file"
            )
    database.executescript(
        files("claimx.writers").joinpath("sqlite.sql").read_text(encoding="utf-8")
    )


def _definitions(kind: str) -> Iterator[str]:
    for column in _columns(kind):
        needed = "" if column.is_nullable else " NOT NULL"
        constraint = CONSTRAINTS.get((kind, column.name), "")
        yield f'"{column.name}" {_type(column)}{needed}{constraint}'
    if kind == "claim":
        yield f'"speaker" TEXT REFERENCES "speakers" ("id"){LATER}'


def _columns(kind: str) -> list[Column]:
    """Return the columns of the kind's table, without the kind."""
    return [column for column in columns(kind) if column.name != "kind"]


def _type(column: Column) -> str:
    return SCALARS[column.type.name] if isinstance(column.type, Scalar) else "TEXT"


def _save(
    database: sqlite3.Connection, docs: Iterable[str], made: dict[str, Records], *, path: str
) -> None:
    """Replace the articles' rows, all or none."""
    with _faults(path), database:
        database.execute("BEGIN")
        for table in (*TABLES.values(), *OTHERS):
            database.executemany(f'DELETE FROM "{table}" WHERE doc = ?', [(doc,) for doc in docs])
        claims = made.get("claim", [])
        _insert(database, "speakers", _speakers(claims))
        for kind, some in made.items():
            names = [column.name for column in _columns(kind)]
            names += ["speaker"] if kind == "claim" else []
            _insert(database, TABLES[kind], ({name: row[name] for name in names} for row in some))
        _insert(database, "segments", _segments(claims))
        _insert(database, "figure_periods", _periods(made.get("figure", [])))


def _insert(database: sqlite3.Connection, table: str, made: Iterable[Row]) -> None:
    for row in made:
        names = ", ".join(f'"{name}"' for name in row)
        marks = ", ".join("?" * len(row))
        database.execute(
            f'INSERT INTO "{table}" ({names}) VALUES ({marks})',
            [
                json.dumps(value, ensure_ascii=False) if isinstance(value, list) else value
                for value in row.values()
            ],
        )


def _speakers(claims: Records) -> Iterator[Row]:
    """Yield each source of an article once, and set the claims' `speaker` to its key."""
    found: dict[str, Row] = {}
    for claim in claims:
        who = claim["speaker_entity"] or claim["speaker_name"] or claim["speaker_text"]
        claim["speaker"] = None
        if who is None:
            continue
        key = hashlib.blake2b(f"{claim['doc']}\0{who}".encode(), digest_size=8).hexdigest()
        claim["speaker"] = key
        blank = {"id": key, "doc": claim["doc"], "name": None, "role": None, "kind": None}
        speaker = found.setdefault(key, blank | {"claims": 0})
        speaker["claims"] += 1
        for name in ("name", "role", "kind"):
            speaker[name] = speaker[name] or claim[f"speaker_{name}"]
    yield from found.values()


def _segments(claims: Records) -> Iterator[Row]:
    for claim in claims:
        for number, segment in enumerate(claim["segments"], 1):
            yield {
                "claim": claim["id"],
                "number": number,
                "doc": claim["doc"],
                "start_char": segment["start"],
                "end_char": segment["end"],
                "text": segment["text"],
            }


def _periods(figures: Records) -> Iterator[Row]:
    for figure in figures:
        for date in figure["period"]:
            yield {"figure": figure["id"], "date": date, "doc": figure["doc"]}


def metadata(path: str) -> dict[str, Any]:
    """Return Datasette's metadata for the database at `path`."""
    text = files("claimx.writers").joinpath("datasette.json").read_text(encoding="utf-8")
    name = path.replace("\\", "/").rsplit("/", 1)[-1].rsplit(".", 1)[0]
    made: dict[str, Any] = json.loads(text)
    made["databases"] = {name: made.pop("database")}
    return made


@contextmanager
def _faults(path: str) -> Iterator[None]:
    """Raise the database's errors as OutputErrors."""
    try:
        yield
    except sqlite3.Error as error:
        raise OutputError(str(error), path=path) from error
