"""A dataset: a folder per kind, with a file per block of the input.

    OUT/claims/part-00000012.parquet         or OUT/claims/month=2026-01/part-00000012.parquet
    OUT/errors/part-00000012.parquet         inputs that failed, with the reason
    OUT/_claimx/run.json                     the settings of the run
    OUT/_claimx/blocks/00000012.json         a complete block, with its counts

A block's files are written in a temporary folder and moved into place when all are complete. The
block's file in `_claimx/blocks` comes last. A block that is done twice has the same files.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from platform import node
from typing import IO, Any
from urllib.parse import quote

from claimx.errors import OutputError
from claimx.reader import remote
from claimx.settings import Settings
from claimx.writers import jsonl
from claimx.writers.columns import TABLES, rows
from claimx.writers.output import Records

STATE = "_claimx"
RUN = f"{STATE}/run.json"
REPORT = f"{STATE}/report.json"
BLOCKS = f"{STATE}/blocks"
ERRORS = "errors"
# The name that Hive, Spark and DuckDB read as null.
NULL = "__HIVE_DEFAULT_PARTITION__"
CHUNK_BYTES = 1 << 20
# The length of `published` in a partition.
PERIODS = {"year": 4, "month": 7, "day": 10}


class Folder:
    """The dataset's folder: on a disk that all workers share, or in an object store or HDFS."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.is_remote = remote.is_url(path)

    def read(self, name: str) -> bytes | None:
        """Return a file's bytes, or None if it does not exist."""
        try:
            with self._opened(name) as stream:
                return bytes(stream.read())
        except FileNotFoundError:
            return None

    def names(self, folder: str) -> list[str]:
        """Return the names of the files in a folder of the dataset, sorted."""
        if not self.is_remote:
            here = Path(self.path) / folder
            return sorted(entry.name for entry in here.iterdir()) if here.is_dir() else []
        from pyarrow.fs import FileSelector

        system, place = self._place(folder)
        found = system.get_file_info(FileSelector(place, allow_not_found=True))
        return sorted(info.base_name for info in found if info.is_file)

    def is_empty(self) -> bool:
        """Return whether the folder is empty or does not exist."""
        if not self.is_remote:
            here = Path(self.path)
            return not here.exists() or (here.is_dir() and not any(here.iterdir()))
        from pyarrow.fs import FileSelector

        system, place = self._place("")
        return not system.get_file_info(FileSelector(place.rstrip("/"), allow_not_found=True))

    def write(self, name: str, data: bytes) -> None:
        """Write a small file, completely or not at all."""
        with tempfile.TemporaryDirectory() as place:
            made = Path(place) / "file"
            made.write_bytes(data)
            self.put(made, name)

    def put(self, made: Path, name: str) -> None:
        """Move a finished file into place; raise OutputError if that fails."""
        try:
            if self.is_remote:
                self._upload(made, name)
            else:
                self._move(made, Path(self.path) / name)
        except OSError as error:
            raise OutputError(remote.first_line(error), path=f"{self.path}/{name}") from error

    def _move(self, made: Path, final: Path) -> None:
        final.parent.mkdir(parents=True, exist_ok=True)
        # The temporary folder can be on another disk, from which a move is not atomic.
        part = final.with_name(f".{final.name}.{node()}-{os.getpid()}.part")
        try:
            with made.open("rb") as source, part.open("wb") as stream:
                shutil.copyfileobj(source, stream, CHUNK_BYTES)
                stream.flush()
                os.fsync(stream.fileno())
            part.replace(final)
        finally:
            part.unlink(missing_ok=True)

    def _upload(self, made: Path, name: str) -> None:
        system, place = self._place(name)
        # An object appears when it is complete, but a file in HDFS is visible while it grows.
        is_store = system.type_name in ("s3", "gcs", "abfs")
        part = place if is_store else f"{place}.{node()}-{os.getpid()}.part"
        if not is_store:
            system.create_dir(place.rpartition("/")[0], recursive=True)
        with made.open("rb") as source, system.open_output_stream(part) as stream:
            shutil.copyfileobj(source, stream, CHUNK_BYTES)
        if not is_store:
            system.move(part, place)

    def _place(self, name: str) -> tuple[Any, str]:
        system, path = remote.located(self.path)
        return system, f"{path.rstrip('/')}/{name}"

    def _opened(self, name: str) -> Any:
        if self.is_remote:
            system, place = self._place(name)
            return system.open_input_file(place)
        return (Path(self.path) / name).open("rb")


class BlockFiles:
    """The files of a block, before they are moved into the folder."""

    def __init__(self, name: str, place: Path, *, settings: Settings) -> None:
        self.name, self._place, self._settings = name, place, settings
        self._ending = f".{settings.format}"
        self._made: dict[str, Lines | Rows] = {}

    def write(self, records: Records) -> None:
        """Add an article's records, the document's first."""
        below = partition(records[0], self._settings.partition_by)
        kinds = self._settings.kind
        if self._settings.format == "parquet":
            for row in rows(records, kinds):
                self._table(row["kind"], below).add(row)
            return
        for record in records:
            if record["kind"] in kinds:
                self._table(record["kind"], below).add(record)

    def fail(self, error: Mapping[str, Any]) -> None:
        """Add an input that failed."""
        name = f"{ERRORS}/part-{self.name}.jsonl"
        if name not in self._made:
            self._made[name] = Lines(self._new(name))
        self._made[name].add(dict(error))

    def commit(self, folder: Folder) -> list[str]:
        """Move the files into the folder, and return their names."""
        for table in self._made.values():
            table.close()
        for name in self._made:
            folder.put(self._place / name, name)
        return list(self._made)

    def give_up(self) -> None:
        """Close the files without finishing them."""
        for table in self._made.values():
            table.give_up()

    def _table(self, kind: str, below: str) -> Lines | Rows:
        name = f"{TABLES[kind]}/{below}part-{self.name}{self._ending}"
        if name not in self._made:
            path = self._new(name)
            self._made[name] = (
                Rows(kind, path) if self._settings.format == "parquet" else Lines(path)
            )
        return self._made[name]

    def _new(self, name: str) -> Path:
        path = self._place / name
        path.parent.mkdir(parents=True, exist_ok=True)
        return path


class Lines:
    """A JSON Lines file."""

    def __init__(self, path: Path) -> None:
        self._stream: IO[bytes] = path.open("wb")

    def add(self, record: dict[str, Any]) -> None:
        """Add a line."""
        self._stream.write(jsonl.line(record) + b"\n")

    def close(self) -> None:
        """Finish the file."""
        self._stream.close()

    give_up = close


class Rows:
    """A Parquet file."""

    def __init__(self, kind: str, path: Path) -> None:
        from claimx.writers.parquet import Table

        self._stream: IO[bytes] = path.open("wb")
        self._table = Table(kind, self._stream)

    def add(self, row: dict[str, Any]) -> None:
        """Add a row."""
        self._table.add(row)

    def close(self) -> None:
        """Finish the file."""
        self._table.close()
        self._stream.close()

    def give_up(self) -> None:
        """Close the file without its footer."""
        self._table.give_up()
        self._stream.close()


@contextmanager
def block(name: str, *, settings: Settings) -> Iterator[BlockFiles]:
    """Yield the files of a block. They are removed at the end unless they were committed."""
    with tempfile.TemporaryDirectory(prefix="claimx-") as place:
        made = BlockFiles(name, Path(place), settings=settings)
        try:
            yield made
        finally:
            made.give_up()


def partition(document: Mapping[str, Any], by: tuple[str, ...]) -> str:
    """Return the folders for an article's records, named as in Hive.

    >>> partition({"published": "2026-01-05", "site": None}, ("month", "site"))
    'month=2026-01/site=__HIVE_DEFAULT_PARTITION__/'
    """
    return "".join(f"{name}={_value(document, name)}/" for name in by)


def _value(document: Mapping[str, Any], name: str) -> str:
    if name in PERIODS:
        size = PERIODS[name]
        date = document.get("published") or ""
        return date[:size] if len(date) >= size else NULL
    value = document[name] if name in document else document.get("meta", {}).get(name)
    return quote(str(value), safe=" ") if value not in (None, "") else NULL
