"""The columns of each kind's table, from the records' models."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
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


@dataclass(frozen=True, slots=True)
class Scalar:
    """A text, an integer, a number, or an object that a table holds as JSON text."""

    name: Literal["text", "integer", "number", "json"]


@dataclass(frozen=True, slots=True)
class Struct:
    """Fields of their own."""

    columns: tuple[Column, ...]


@dataclass(frozen=True, slots=True)
class Items:
    """Any number of one type."""

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
    """The columns of the kind, `kind` first."""
    made = _struct(MODELS[kind]).columns
    return tuple(sorted(made, key=lambda column: column.name != "kind"))


def as_row(record: dict[str, Any], of: tuple[Column, ...]) -> dict[str, Any]:
    """Return the record with the values that a table can hold.

    Numbers become floats, null if one is too large; objects become JSON text.
    """
    row = dict(record)
    for column in of:
        if column.type == Scalar("number"):
            row[column.name] = _number(record[column.name])
        elif column.type == Scalar("json"):
            row[column.name] = json.dumps(record[column.name], ensure_ascii=False)
    return row


def _number(value: float | None) -> float | None:
    try:
        return None if value is None else float(value)
    except OverflowError:
        return None


def _struct(model: type[BaseModel]) -> Struct:
    return Struct(
        tuple(_column(name, field.annotation) for name, field in model.model_fields.items())
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
