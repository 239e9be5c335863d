"""Files in object stores and HDFS, by URL (`s3://bucket/news/`), through pyarrow.

Credentials and endpoints are those that pyarrow finds: AWS_* variables, a URL's query
(`s3://bucket/key?endpoint_override=…`), a service account. Web addresses are never fetched.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from contextlib import contextmanager
from fnmatch import fnmatch
from functools import lru_cache
from typing import IO, TYPE_CHECKING, Any, cast

from claimx.errors import InputError

if TYPE_CHECKING:
    import pyarrow.fs

URL = re.compile(r"([A-Za-z][A-Za-z0-9+.-]+)://")
WEB = frozenset({"http", "https", "ftp"})
EXTRA = "run: pip install 'claimx[remote]'"
# A request to an object store takes tens of milliseconds, so make few large ones.
BUFFER_BYTES = 1 << 20
MAGIC = re.compile(r"[*?\[]")


def is_url(path: str) -> bool:
    """Return whether the path is a URL."""
    return URL.match(path) is not None


def has_magic(path: str) -> bool:
    """Return whether the path is a pattern as in a shell (`news/*.jsonl`)."""
    return MAGIC.search(path.partition("?endpoint_override")[0]) is not None


@lru_cache(maxsize=64)
def _root(prefix: str, query: str) -> tuple[pyarrow.fs.FileSystem, str]:
    try:
        from pyarrow.fs import FileSystem
    except ImportError as error:
        raise InputError("URLs need an extra", path=prefix, remedy=EXTRA) from error
    return cast("tuple[Any, str]", FileSystem.from_uri(prefix + query))


def located(url: str) -> tuple[pyarrow.fs.FileSystem, str]:
    """Return the file system of a URL, and the path in it.

    Raises InputError if such URLs cannot be read.
    """
    scheme = URL.match(url)
    assert scheme is not None
    if scheme[1].lower() in WEB:
        raise InputError(
            "a web address, and claimx never goes online",
            path=url,
            remedy=f"fetch it first: curl -L {url} | claimx extract -",
        )
    place, mark, query = url.partition("?") if "=" in url.rpartition("?")[2] else (url, "", "")
    host, slash, path = place[scheme.end() :].partition("/")
    try:
        # Without a host ("file:///news") the root belongs to the path.
        system, root = _root(f"{scheme[0]}{host or slash}", mark + query)
    except InputError:
        raise
    except (ValueError, OSError, NotImplementedError) as error:
        raise InputError(first_line(error), path=url) from error
    return system, f"{root.rstrip('/')}{slash}{path}"


def walk(url: str) -> Iterator[tuple[str, str]]:
    """Yield the URL, and the path below `url`, of each file there in order, or of `url` itself.

    For a pattern, yield the files that match. Raises InputError if the store does not answer or has
    nothing with that name.
    """
    from pyarrow.fs import FileSelector, FileType

    system, path = located(url)
    prefix, query = _around(url, path)
    try:
        if has_magic(path):
            base = path[: cast("re.Match[str]", MAGIC.search(path)).start()].rpartition("/")[0]
        else:
            info = system.get_file_info(path.rstrip("/"))
            if info.type == FileType.File:
                yield url, path.rpartition("/")[2]
                return
            if info.type == FileType.NotFound:
                raise InputError("no such file or folder", path=url)
            base = path.rstrip("/")
        found = system.get_file_info(FileSelector(base, recursive=True))
    except OSError as error:
        raise InputError(first_line(error), path=url) from error
    names = sorted(info.path for info in found if info.type == FileType.File)
    for name in names:
        below = name[len(base) :].lstrip("/")
        if has_magic(path) and not fnmatch(name, path):
            continue
        if not any(part.startswith(".") for part in below.split("/")):
            yield f"{prefix}{name}{query}", below


def _around(url: str, path: str) -> tuple[str, str]:
    """Return the parts of the URL before and after the path."""
    place, mark, query = url.partition("?") if "=" in url.rpartition("?")[2] else (url, "", "")
    return place[: len(place) - len(path)], mark + query


@contextmanager
def opened(url: str) -> Iterator[IO[bytes]]:
    """Yield the file as a seekable stream; raise OSError if it cannot be read."""
    system, path = located(url)
    with system.open_input_file(path) as raw:
        yield io.BufferedReader(cast("Any", raw), BUFFER_BYTES)


def identity(url: str) -> tuple[int, int]:
    """Return the size and the time of the last change, in nanoseconds; raise OSError if unknown."""
    system, path = located(url)
    info = system.get_file_info(path)
    return info.size or 0, info.mtime_ns or 0


def first_line(error: Exception) -> str:
    """Return the store's message in one line."""
    return (str(error).splitlines() or [type(error).__name__])[0].rstrip(".")[:300]
