"""JSON Lines, and JSON arrays."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from claimx.errors import SettingsError
from claimx.settings import Settings
from claimx.writers import resume, target
from claimx.writers.output import Output, Records

_encode = json.JSONEncoder(ensure_ascii=False, allow_nan=False).encode


@contextmanager
def opened(settings: Settings) -> Iterator[Output]:
    """Open an output with one record per line; with `resume`, continue a file."""
    done, path = resume.Done(), settings.output
    if settings.resume and path is not None and target.is_stream(path):
        raise SettingsError("--resume continues a file", path=path)
    with target.opened([path], is_kept=settings.resume) as [sink]:
        if settings.resume and path is not None:
            resume.take_up(sink, final=path, kinds=settings.kind, done=done)

        def write(records: Records) -> None:
            lines = [line(record) + b"\n" for record in records if record["kind"] in settings.kind]
            sink.write(b"".join(lines))

        yield Output(write, done, target.files(path))


@contextmanager
def opened_array(settings: Settings) -> Iterator[Output]:
    """Open an output with all records in one array."""
    with target.opened([settings.output]) as [sink]:
        before = b"[\n"

        def write(records: Records) -> None:
            nonlocal before
            lines = [line(record) for record in records if record["kind"] in settings.kind]
            if lines:
                sink.write(before + b",\n".join(lines))
                before = b",\n"

        yield Output(write, files=target.files(settings.output))
        sink.write(b"\n]\n" if before == b",\n" else b"[]\n")


def line(record: dict[str, Any]) -> bytes:
    """Return the record as JSON in UTF-8, without a line break."""
    return _encode(record).encode("utf-8")
