"""The columns of each kind's table, from the records' models."""

from __future__ import annotations

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
    """A text, integer or number."""

    name: Literal["text", "integer", "number"]


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


def with_numbers(record: dict[str, Any], of: tuple[Column, ...]) -> dict[str, Any]:
    """The record, its numbers as a column of floats holds them: null where one is too large."""
    names = [column.name for column in of if column.type == Scalar("number")]
    return record | {name: _number(record[name]) for name in names}


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
    if isinstance(part, type) and issubclass(part, BaseModel):
        return _struct(part)
    raise TypeError(f"no column for {part}")
