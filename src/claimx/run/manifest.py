"""The settings of a dataset's run, stored beside its blocks so that it can be continued."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from claimx import reader
from claimx.errors import InputError, OutputError
from claimx.reader.files import identity
from claimx.records import SCHEMA_VERSION
from claimx.run.worker import Done
from claimx.settings import Settings
from claimx.writers.dataset import BLOCKS, RUN, Folder

BLOCK = re.compile(r"\d+\.json")
# An object store takes tens of milliseconds per request, but handles many at once.
READERS = 32
# Settings that can differ when a run is continued, as they change no records and no blocks.
FREE = frozenset(
    {"output", "resume", "engine", "address", "jobs", "exit_status", "log_level", "quiet"}
)


class Manifest:
    """The complete blocks of a folder, and their counts."""

    def __init__(self, folder: Folder) -> None:
        self.complete = set[int]()
        self.total = Done()
        names = [name for name in folder.names(BLOCKS) if BLOCK.fullmatch(name)]
        with ThreadPoolExecutor(READERS) as pool:
            for name, data in zip(
                names, pool.map(lambda name: folder.read(f"{BLOCKS}/{name}"), names), strict=True
            ):
                if data is not None:
                    self.complete.add(int(name.partition(".")[0]))
                    self.total.add(Done.read(data))


def opened(folder: Folder, asked: dict[str, Any], *, is_continued: bool) -> Manifest:
    """Return what the folder already has, and write the settings of this run into it.

    Raises OutputError if the folder has the blocks of another run, or other files.
    """
    data = folder.read(RUN)
    before = None if data is None else json.loads(data)
    if before is None and not folder.is_empty():
        raise OutputError(
            "is not empty, and has no claimx run", path=folder.path, remedy="give a new folder"
        )
    if before is not None and not is_continued:
        raise OutputError(
            "already contains a run",
            path=folder.path,
            remedy="pass --resume to continue it, or give a new folder",
        )
    if before is None:
        folder.write(RUN, json.dumps(asked, indent=1).encode())
        return Manifest(folder)
    differing = sorted(name for name in {*before, *asked} if before.get(name) != asked.get(name))
    if differing:
        raise OutputError(
            f"its run had other {', '.join(differing)}",
            path=folder.path,
            remedy="repeat that run's, or give a new folder",
        )
    return Manifest(folder)


def asked(paths: Iterable[str], *, settings: Settings) -> dict[str, Any]:
    """Return what determines the records and the blocks: inputs, settings and versions."""
    given = {name: value for name, value in asdict(settings).items() if name not in FREE}
    return {
        **json.loads(json.dumps(given)),
        "inputs": _inputs(paths, settings=settings),
        "claimx": version("claimx"),
        "records": SCHEMA_VERSION,
        "pipeline": _pipeline(settings.model),
    }


def _inputs(paths: Iterable[str], *, settings: Settings) -> dict[str, Any]:
    """Return the number, size, and a hash of the files' names, sizes and times of change."""
    hashed = hashlib.sha256()
    files = size = 0
    for source in reader.sources(paths, settings=settings):
        try:
            bytes_, moment = (0, 0) if isinstance(source, InputError) else identity(source)
        except (OSError, InputError):
            bytes_, moment = 0, 0
        hashed.update(f"{source}\0{bytes_}\0{moment}\n".encode("utf-8", "surrogatepass"))
        files += 1
        size += bytes_
    return {"files": files, "bytes": size, "sha256": hashed.hexdigest()}


def _pipeline(model: str | None) -> str:
    """Return what identifies the pipeline: a package's version, or a hash of its files."""
    from claimx.run.pipeline import bundled

    folder = bundled() if model is None else Path(model)
    if model is not None and not folder.is_dir():
        try:
            return f"{model} {version(model)}"
        except PackageNotFoundError:
            return model
    hashed = hashlib.sha256()
    for path in _files(folder):
        hashed.update(f"{path.relative_to(folder)}\0".encode())
        with path.open("rb") as stream:
            hashed.update(hashlib.file_digest(stream, "sha256").digest())
    return hashed.hexdigest()


def _files(folder: Path) -> Iterator[Path]:
    return (path for path in sorted(folder.rglob("*")) if path.is_file())
