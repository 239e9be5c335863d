"""The continuation of an unfinished output after its last complete article.

A document record says how many claims, figures and dates its article has. The article is complete
if they are all there. Everything after the last complete article is cut off and done again.
"""

from __future__ import annotations

import hashlib
import io
import json
import re
import shutil
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, cast

from claimx.errors import InputError, OutputError
from claimx.writers.target import Sink, faults

if TYPE_CHECKING:
    from claimx.reader import Article

REMEDY = "drop --resume to start over"
COUNTS = {"claim": "claims", "figure": "figures", "date": "dates", "sentence": "sentences"}
SHA256 = re.compile("[0-9a-f]{64}")


class Done:
    """The written articles, by id and source bytes; each takes about 200 bytes."""

    def __init__(self, *, replaces: bool = False) -> None:
        self.replaces = replaces
        self.skipped = 0
        # From 8 bytes of the id's hash to 8 bytes of the source's, once for each article.
        self._hashes: dict[bytes, bytes] = {}

    def __len__(self) -> int:
        return sum(map(len, self._hashes.values())) // 8

    def add(self, doc: str, sha256: str) -> None:
        """Count the article as written."""
        key = _hash(doc)
        self._hashes[key] = self._hashes.get(key, b"") + bytes.fromhex(sha256[:16])

    def remaining(self, inputs: Iterable[Article | InputError]) -> Iterator[Article | InputError]:
        """Yield the inputs that are not written yet.

        An article that was written from other bytes is yielded if the output replaces records;
        otherwise it is an error.
        """
        for item in inputs:
            if isinstance(item, InputError):
                yield item
                continue
            before = self._take(item.id)
            if before is None or (before != bytes.fromhex(item.sha256[:16]) and self.replaces):
                yield item
            elif before != bytes.fromhex(item.sha256[:16]):
                yield InputError(
                    "changed since its records were written", path=item.id, remedy=REMEDY
                )
            else:
                self.skipped += 1

    def _take(self, doc: str) -> bytes | None:
        hashes = self._hashes.get(_hash(doc))
        if not hashes:
            return None
        self._hashes[_hash(doc)] = hashes[8:]
        return hashes[:8]


def take_up(sink: Sink, *, final: str, kinds: tuple[str, ...], done: Done) -> None:
    """Cut the unfinished file, or a copy of the finished one, after its last complete article."""
    raw = sink.raw
    is_copy = raw.tell() == 0
    with faults(final):
        try:
            if is_copy:
                _copy(Path(final), raw)
            raw.seek(0)
            end = scan(raw, path=final, kinds=kinds, done=done)
        except BaseException:
            if is_copy:
                raw.truncate(0)
            raise
        raw.truncate(end)
        raw.seek(end)


def scan(raw: BinaryIO, *, path: str, kinds: tuple[str, ...], done: Done) -> int:
    """Return where the last complete article ends, and add the complete ones to `done`.

    Raises OutputError if a run with these kinds would not have written the bytes.
    """
    end = offset = 0
    document: dict[str, Any] = {}
    missing: Counter[str] = Counter()
    rows = io.BufferedReader(cast(io.RawIOBase, raw))
    try:
        for number, row in enumerate(rows, 1):
            record = _record(row)
            if record is None and not rows.peek(1):
                break  # incomplete
            if record is not None and record["kind"] == "document" and not any(missing.values()):
                document, missing = record, _counts(record, kinds)
            elif record is not None and document and record["doc"] == document["doc"]:
                missing[record["kind"]] -= 1
            else:
                raise _strange(path, number)
            if min(missing.values(), default=0) < 0:
                raise _strange(path, number)
            offset += len(row)
            if not any(missing.values()):
                done.add(document["doc"], document["sha256"])
                end = offset
    finally:
        rows.detach()
    return end


def _record(row: bytes) -> dict[str, Any] | None:
    """Return the record of a line, or None if it is not one or is incomplete."""
    try:
        record = json.loads(row) if row.endswith(b"\n") else None
    except (ValueError, RecursionError):
        return None
    if not isinstance(record, dict) or not isinstance(record.get("doc"), str):
        return None
    kind = record.get("kind")
    if kind == "document":
        counts = all(isinstance(record.get(name), int) for name in COUNTS.values())
        return record if counts and SHA256.fullmatch(str(record.get("sha256"))) else None
    return record if kind in COUNTS else None


def _counts(document: dict[str, Any], kinds: tuple[str, ...]) -> Counter[str]:
    return Counter({kind: document[name] for kind, name in COUNTS.items() if kind in kinds})


def _copy(final: Path, raw: BinaryIO) -> None:
    if final.is_file():
        with final.open("rb") as stream:
            shutil.copyfileobj(stream, raw, 1 << 20)


def _strange(path: str, line: int) -> OutputError:
    return OutputError("was not written with these options", path=path, line=line, remedy=REMEDY)


def _hash(text: str) -> bytes:
    return hashlib.blake2b(text.encode(), digest_size=8).digest()
