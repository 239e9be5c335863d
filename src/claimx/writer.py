"""Records → JSON on standard output or in a file."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import IO, Any

_encode = json.JSONEncoder(ensure_ascii=False, allow_nan=False).encode


def write(articles: Iterable[list[dict[str, Any]]], stream: IO[bytes], *, format: str) -> None:
    """Each article's records, out before the next article is asked for."""
    if format == "jsonl":
        for records in articles:
            stream.write(b"".join(line(record) + b"\n" for record in records))
            stream.flush()
        return
    before = b"[\n"
    for records in articles:
        for record in records:
            stream.write(before + line(record))
            before = b",\n"
        stream.flush()
    stream.write(b"\n]\n" if before == b",\n" else b"[]\n")
    stream.flush()


def line(record: dict[str, Any]) -> bytes:
    """The record as JSON in UTF-8, without a line break."""
    return _encode(record).encode("utf-8")


@contextmanager
def target(path: str | None) -> Iterator[IO[bytes]]:
    """Standard output, or a file that is there whole at the end or else as it was before."""
    if path is None or path == "-":
        yield sys.stdout.buffer
        return
    final = Path(path)
    # Beside the target: a rename is atomic within one file system only.
    stream = NamedTemporaryFile(  # noqa: SIM115  (closed below, before the rename)
        dir=final.parent, prefix=f".{final.name}.", suffix=".part", delete=False
    )
    try:
        with stream:
            _mode_as(final, stream.fileno())
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        Path(stream.name).replace(final)
    except BaseException:
        with suppress(OSError):
            Path(stream.name).unlink()
        raise


def _mode_as(final: Path, handle: int) -> None:
    """Gives the temporary file the rights of the file it replaces, or those of a new one."""
    try:
        mode = final.stat().st_mode & 0o777
    except FileNotFoundError:
        mask = os.umask(0)
        os.umask(mask)
        mode = 0o666 & ~mask
    os.fchmod(handle, mode)
