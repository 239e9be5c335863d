"""The articles of JSON Lines and CSV files, one per row, read as streams."""

from __future__ import annotations

import codecs
import csv
import hashlib
import io
import json
import logging
import sys
from collections.abc import Iterable, Iterator, Mapping
from typing import IO, Any

from claimx.errors import InputError
from claimx.reader.article import Article, stated, whole
from claimx.reader.encoding import GUESS_BYTES, encoding_of
from claimx.reader.files import Chained, too_long
from claimx.settings import Settings

log = logging.getLogger("claimx")

# A character in JSON has at most twelve bytes ("\ud83d\ude00").
BYTES_PER_CHAR = 12
DELIMITERS = ",;\t|"
# Field names for the article's address, outlet and author.
URL = ("url", "link")
SITE = ("site", "sitename", "source-hostname", "outlet")
AUTHOR = ("author", "authors", "byline")
# Fields of claimx's own records, in JSON Lines and in tables.
OWN = ({"kind", "id", "doc", "start", "end"}, {"kind", "id", "doc", "start_char", "end_char"})


class Keys:
    """The ids of a file's rows: PATH#KEY, or PATH:LINE for a row without a key."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.seen: set[int] = set()  # hashes, with eight bytes for each of a million rows

    def new(self, key: Any, line: int) -> str:
        """Return the id of a row; warn of a key that was used before."""
        if key is None or key == "":
            return f"{self.path}:{line}"
        text = whole(str(key))
        if hash(text) in self.seen:
            log.warning(
                "%s:%d: duplicate id %r; using the line number instead", self.path, line, text
            )
            return f"{self.path}:{line}"
        self.seen.add(hash(text))
        return f"{self.path}#{text}"


def json_lines(path: str, stream: IO[bytes], settings: Settings) -> Iterator[Article | InputError]:
    """Yield the article of each line, or its error."""
    keys = Keys(path)
    empty = True
    for line, data in _lines(stream, settings.max_chars):
        if data is not None and not data.strip():
            continue
        empty = False
        try:
            if data is None:
                raise _too_long(settings)
            row = _object(data)
            if is_own(row):
                yield own_records(path, line)
                return
            yield article(row, data, line=line, keys=keys, settings=settings)
        except InputError as error:
            yield InputError(error.message, path=path, line=line, remedy=error.remedy)
    if empty:
        yield InputError("contains no articles", path=path)


def _lines(stream: IO[bytes], max_chars: int) -> Iterator[tuple[int, bytes | None]]:
    """Yield numbered lines, with None in place of one that is too long."""
    limit = max_chars * BYTES_PER_CHAR if max_chars else -1
    line = 0
    while data := stream.readline(limit):
        line += 1
        if line == 1:
            data = data.removeprefix(codecs.BOM_UTF8)
        if len(data) == limit and not data.endswith(b"\n"):
            while (rest := stream.readline(limit)) and not rest.endswith(b"\n"):
                pass
            yield line, None
        else:
            yield line, data


def _object(data: bytes) -> dict[str, Any]:
    try:
        row = json.loads(data.decode("utf-8"))
    except UnicodeDecodeError as error:
        raise InputError("not UTF-8", remedy="convert it to UTF-8") from error
    except (ValueError, RecursionError) as error:
        told = getattr(error, "msg", None) or (
            "nested too deep" if isinstance(error, RecursionError) else str(error)
        )
        raise InputError(f"not JSON ({told.lower()})") from error
    if not isinstance(row, dict):
        raise InputError("not a JSON object")
    return row


def table(
    path: str, stream: IO[bytes], settings: Settings, *, delimiter: str | None = None
) -> Iterator[Article | InputError]:
    """Yield the article of each row of a CSV file whose first row names the fields."""
    csv.field_size_limit(sys.maxsize)
    sample = stream.read(GUESS_BYTES)
    try:
        encoding = encoding_of(sample, path=path)
    except InputError as error:
        yield error
        return
    # A byte that cannot be decoded becomes a lone surrogate, which shows its row.
    text = io.TextIOWrapper(
        io.BufferedReader(Chained(sample, stream)),
        encoding,
        errors="surrogateescape",
        newline="",
    )
    try:
        lines = _Sampled(text)
        rows = csv.reader(lines, delimiter=delimiter or _delimiter(lines.head))
        names = next(rows, None)
        if not names:
            yield InputError("contains no articles", path=path)
            return
        if is_own(names):
            yield own_records(path, 1)
            return
        if settings.text_field not in names:
            known = ", ".join(names)[:80]
            yield InputError(
                f'no "{settings.text_field}" column among {known}',
                path=path,
                line=1,
                remedy="name it with --text-field",
            )
            return
        yield from _rows(path, rows, names, encoding=encoding, settings=settings)
    finally:
        text.detach()  # otherwise it would close the stream, which the caller owns


def _rows(
    path: str, rows: Any, names: list[str], *, encoding: str, settings: Settings
) -> Iterator[Article | InputError]:
    keys = Keys(path)
    empty = True
    while True:
        line = rows.line_num + 1
        try:
            values = next(rows)
        except StopIteration:
            break
        except csv.Error as error:
            yield InputError(f"not CSV ({str(error).lower()})", path=path, line=line)
            continue
        if not any(values):
            continue
        empty = False
        joined = "\x1f".join(values)
        try:
            if any("\udc80" <= char <= "\udcff" for char in joined):
                raise InputError(f"not {encoding}", remedy="convert it to UTF-8")
            row = dict(zip(names, values, strict=False))
            yield article(row, joined.encode(), line=line, keys=keys, settings=settings)
        except InputError as error:
            yield InputError(error.message, path=path, line=line, remedy=error.remedy)
    if empty:
        yield InputError("contains no articles", path=path)


class _Sampled:
    """The lines of a text, with a look ahead at the first ones."""

    def __init__(self, text: io.TextIOWrapper) -> None:
        self._lines = iter(text)
        self.head = next(self._lines, "")
        self._first: str | None = self.head

    def __iter__(self) -> _Sampled:
        return self

    def __next__(self) -> str:
        if self._first is not None:
            first, self._first = self._first, None
            return first
        return next(self._lines)


def _delimiter(header: str) -> str:
    """Return the likeliest of the usual delimiters, by the names of the fields."""
    return max(DELIMITERS, key=header.count)


def fields(settings: Settings) -> set[str]:
    """Return the names of the row's fields that an article uses."""
    return {
        settings.text_field,
        settings.id_field,
        settings.date_field,
        settings.title_field,
        *URL,
        *SITE,
        *AUTHOR,
        *settings.keep,
    }


def article(
    row: Mapping[str, Any], data: bytes, *, line: int, keys: Keys, settings: Settings
) -> Article:
    """Return the article of a row; raise InputError if it has none."""
    name = settings.text_field
    if name not in row:
        raise InputError(f'no "{name}" field', remedy="name it with --text-field")
    text = row[name]
    if not isinstance(text, str):
        raise InputError(f'"{name}" is not a string')
    if not text.strip():
        raise InputError(f'"{name}" contains no text')
    if settings.max_chars and len(text) > settings.max_chars:
        raise _too_long(settings)
    date = row.get(settings.date_field)
    return Article(
        id=keys.new(row.get(settings.id_field), line),
        text=whole(text),
        sha256=hashlib.sha256(data).hexdigest(),
        date=str(date) if date not in (None, "") else None,
        title=stated(row.get(settings.title_field)),
        url=_first(row, URL),
        site=_first(row, SITE),
        author=_first(row, AUTHOR),
        meta={name: row[name] for name in settings.keep if name in row},
    )


def _first(row: Mapping[str, Any], names: tuple[str, ...]) -> str | None:
    return next((text for name in names if (text := stated(row.get(name)))), None)


def is_own(names: Iterable[str]) -> bool:
    """Return whether a table with these columns has claimx's records."""
    found = set(names)
    return any(own <= found for own in OWN)


def own_records(path: str, line: int | None = None) -> InputError:
    """Return the error for a file with claimx's records instead of articles."""
    return InputError(
        "a claimx record, not an article",
        path=path,
        line=line,
        remedy="keep records outside the folder of articles",
    )


def _too_long(settings: Settings) -> InputError:
    return too_long(settings.max_chars)
