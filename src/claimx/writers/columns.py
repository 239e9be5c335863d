"""The columns of each kind's table, derived from the records' models."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from types import NoneType, UnionType
from typing import Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel

from claimx import records

MODELS: Mapping[str, type[BaseModel]] = {
    "document": records.Document,
    "claim": records.Claim,
    "figure": records.Figure,
    "date": records.Date,
    "sentence": records.Sentence,
}
TABLES = {kind: f"{kind}s" for kind in MODELS}
# The fields of the document in rows of other kinds.
ARTICLE = ("title", "published", "url")
RENAMED = {"start": "start_char", "end": "end_char"}


@dataclass(frozen=True, slots=True)
class Scalar:
    """A text, an integer, a number, or an object that a table stores as JSON text."""

    name: Literal["text", "integer", "number", "json"]


@dataclass(frozen=True, slots=True)
class Struct:
    """An object with fields."""

    columns: tuple[Column, ...]


@dataclass(frozen=True, slots=True)
class Items:
    """A list of one type."""

    type: Type


Type = Scalar | Struct | Items


@dataclass(frozen=True, slots=True)
class Column:
    """A field of a record."""

    name: str
    type: Type
    is_nullable: bool


@cache
def columns(kind: str) -> tuple[Column, ...]:
    """Return the columns of the kind's table, `kind` first.

    A row is complete: it has its article's title, date and address, and the fields of speaker and
    cue have their own columns (`speaker_name`). `start` and `end` become `start_char` and
    `end_char`, because `end` is a reserved word in SQL.
    """
    made = [column for field in _struct(MODELS[kind]).columns for column in _flat(field)]
    if kind != "document":
        article = {column.name: column for column in columns("document")}
        made += [article[name] for name in ARTICLE]
    return tuple(sorted(made, key=lambda column: column.name != "kind"))


def rows(records: list[dict[str, Any]], kinds: Iterable[str]) -> Iterator[dict[str, Any]]:
    """Yield the article's records of these kinds as rows of their tables.

    The document's record comes first. Numbers become floats, or null if they are too large. Objects
    become JSON text.
    """
    article = {name: records[0][name] for name in ARTICLE} if records else {}
    for record in records:
        if record["kind"] in kinds:
            row = _row(record) | (article if record["kind"] != "document" else {})
            yield {column.name: _cell(row, column) for column in columns(record["kind"])}


def _flat(field: Column) -> Iterator[Column]:
    """Yield the field's columns with their names in a table."""
    if not isinstance(field.type, Struct):
        yield replace(field, name=RENAMED.get(field.name, field.name))
        return
    for part in field.type.columns:
        nullable = part.is_nullable or field.is_nullable
        yield Column(f"{field.name}_{part.name}", part.type, nullable)


def _row(record: dict[str, Any]) -> dict[str, Any]:
    row: dict[str, Any] = {}
    for name, value in record.items():
        if isinstance(value, dict) and name != "meta":
            row |= {f"{name}_{part}": content for part, content in value.items()}
        else:
            row[RENAMED.get(name, name)] = value
    return row


def _cell(row: dict[str, Any], column: Column) -> Any:
    value = row.get(column.name)
    if column.type == Scalar("number"):
        return _number(value)
    if column.type == Scalar("json"):
        return json.dumps(value, ensure_ascii=False)
    return value


def _number(value: float | None) -> float | None:
    try:
        return None if value is None else float(value)
    except OverflowError:
        return None


def _struct(model: type[BaseModel]) -> Struct:
    """Return the model's columns, without fields that only some records have."""
    fields = model.model_fields.items()
    return Struct(
        tuple(_column(name, field.annotation) for name, field in fields if field.is_required())
    )


def _column(name: str, annotation: Any) -> Column:
    is_union = get_origin(annotation) in (Union, UnionType)
    parts = get_args(annotation) if is_union else (annotation,)
    kept = tuple(part for part in parts if part is not NoneType)
    return Column(name, _type(kept), len(kept) < len(parts))


def _type(parts: tuple[Any, ...]) -> Type:
    if set(parts) == {int, float}:
        return Scalar("number")
    (part,) = parts
    if get_origin(part) is list:
        return Items(_type(get_args(part)))
    if get_origin(part) is Literal or part is str:
        return Scalar("text")
    if part is int:
        return Scalar("integer")
    if part is float:
        return Scalar("number")
    if get_origin(part) is dict:
        return Scalar("json")
    if isinstance(part, type) and issubclass(part, BaseModel):
        return _struct(part)
    raise TypeError(f"no column for {part}")
