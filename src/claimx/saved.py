"""The articles of a JSON Lines file that claimx wrote, read back with their texts."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from claimx import reader
from claimx.errors import InputError
from claimx.reader.files import opened
from claimx.records import validate
from claimx.settings import Settings

Record = dict[str, Any]
REMEDY = "give the articles with --articles, or extract with --text"


@dataclass(frozen=True, slots=True)
class SavedArticle:
    """An article's document record, its other records, and the text that they refer to.

    `text` begins `offset` characters after the article's own start. It is None if neither the
    records nor the given articles contain it.
    """

    document: Record
    records: list[Record]
    text: str | None
    offset: int = 0

    @property
    def doc(self) -> str:
        """The article's id."""
        return str(self.document["doc"])

    def needed_text(self) -> str:
        """Return the text; raise InputError if it is missing."""
        if self.text is None:
            raise InputError("its text is not in the records", path=self.doc, remedy=REMEDY)
        return self.text

    def body(self) -> tuple[str, int]:
        """Return the body's text, and where it begins."""
        start, end = self.document["start"], self.document["end"]
        return self.needed_text()[start - self.offset : end - self.offset], start

    def all(self) -> list[Record]:
        """Return the records in the order of the file."""
        return [self.document, *self.records]


def of_records(records: list[Record], texts: dict[str, str] | None = None) -> SavedArticle:
    """Return the article of these records, the document's first; `texts` has texts by SHA-256."""
    document, *others = records
    text, offset = document["text"], document["start"]
    found = (texts or {}).get(document["sha256"])
    if found is not None:
        return SavedArticle(document, others, found)
    # With --text the record has the whole text, otherwise the body.
    is_body = text is None or len(text) == document["end"] - document["start"]
    return SavedArticle(document, others, text, offset if is_body else 0)


def read(path: str, *, texts: dict[str, str] | None = None) -> Iterator[SavedArticle]:
    """Yield the articles of a JSON Lines file of records; "-" is standard input.

    Raises InputError for a line that is not a record, or has no document record before it.
    """
    records: list[Record] = []
    for record, line in _lines(path):
        if record["kind"] == "document":
            if records:
                yield of_records(records, texts)
            records = [record]
        elif records and record["doc"] == records[0]["doc"]:
            records.append(record)
        else:
            remedy = "extract with --kind document, too"
            raise InputError("no document record before it", path=path, line=line, remedy=remedy)
    if records:
        yield of_records(records, texts)


def is_records(path: str) -> bool:
    """Return whether the file begins with a record."""
    if path == "-" or not path.endswith((".jsonl", ".ndjson", ".jsonl.gz", ".jsonl.zst")):
        return False
    try:
        with opened(path) as stream:
            first = json.loads(stream.readline())
    except (InputError, ValueError):
        return False
    return isinstance(first, dict) and {"kind", "doc", "start", "end"} <= first.keys()


def texts_of(paths: Iterable[str], *, settings: Settings) -> dict[str, str]:
    """Return the texts of the articles at these paths, by the SHA-256 of their source."""
    made: dict[str, str] = {}
    for article in reader.read(paths, settings=settings):
        if isinstance(article, InputError):
            raise article
        made[article.sha256] = article.text
    return made


def _lines(path: str) -> Iterator[tuple[Record, int]]:
    with opened(path) as stream:
        for number, line in enumerate(stream, 1):
            if not line.strip():
                continue
            try:
                record = json.loads(line)
                validate(record)
            except ValidationError as error:
                first = error.errors()[0]
                place = ".".join(map(str, first["loc"]))
                raise InputError(
                    f"not a record ({place}: {first['msg'].lower()})", path=path, line=number
                ) from error
            except ValueError as error:
                raise InputError("not a JSON object", path=path, line=number) from error
            yield record, number
