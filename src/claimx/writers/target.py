"""The targets of bytes: standard output, pipes, devices, and files written all or nothing."""

from __future__ import annotations

import io
import os
import select
import stat
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from claimx.errors import OutputError, SettingsError

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]

STDOUT = "standard output"
PART = ".part"
# Names of this process's descriptors. Opened by name, they would be truncated or overwritten.
DESCRIPTORS = {"/dev/stdin": 0, "/dev/stdout": 1, "/dev/stderr": 2}


class Sink:
    """An unbuffered stream of bytes; its errors are OutputErrors with its name.

    A closed pipe stays a BrokenPipeError.
    """

    def __init__(self, raw: BinaryIO, *, name: str) -> None:
        self.raw, self.name = raw, name
        self.closed = False

    def write(self, data: bytes | memoryview) -> int:
        """Write all bytes and return their number."""
        rest = memoryview(data)
        with faults(self.name):
            while rest:
                written = self.raw.write(rest)
                if written is None:  # a full pipe that does not block
                    select.select([], [self.raw], [])
                    continue
                rest = rest[written:]
            self.raw.flush()
        return len(data)

    def flush(self) -> None:
        """Do nothing: there is no buffer."""


@dataclass(slots=True)
class Part:
    """An unfinished file, which gets its name when it is complete."""

    sink: Sink
    path: Path
    final: Path
    is_kept: bool

    def discard(self) -> None:
        """Leave the old file unchanged; keep a part that can be continued."""
        empty = os.fstat(self.sink.raw.fileno()).st_size == 0
        if not self.is_kept or empty:
            with suppress(OSError):
                self.path.unlink()
        self.sink.raw.close()

    def sync(self) -> None:
        """Flush the bytes to the disk."""
        with faults(self.sink.name):
            os.fsync(self.sink.raw.fileno())

    def commit(self) -> None:
        """Give the file its name."""
        with faults(self.sink.name):
            if os.name == "nt":
                self.sink.raw.close()
            # On other systems it is closed later, as that releases the lock.
            self.path.replace(self.final)
            self.sink.raw.close()


@contextmanager
def opened(paths: Sequence[str | None], *, is_kept: bool = False) -> Iterator[list[Sink]]:
    """Yield the sinks of all paths; None and "-" are standard output.

    A file is written as `NAME.part` in the same folder, and gets its name when all are complete.
    Otherwise the old files stay, and the parts are removed, or kept (`is_kept`) to be continued:
    such a sink begins with the content of its part.
    """
    sinks: list[Sink] = []
    parts: list[Part] = []
    try:
        for path in paths:
            stream = _stream(path)
            if stream is None:
                assert path is not None
                parts.append(_part(path, is_kept=is_kept))
                stream = parts[-1].sink
            sinks.append(stream)
        yield sinks
        for part in parts:
            part.sync()
    except BaseException:
        for part in parts:
            part.discard()
        raise
    finally:
        for sink in sinks:
            if sink.name != STDOUT and all(sink is not part.sink for part in parts):
                sink.raw.close()  # so that a reader of the pipe sees the end
    for part in parts:
        part.commit()


@contextmanager
def faults(name: str) -> Iterator[None]:
    """Raise the system's errors in writing as OutputErrors."""
    try:
        yield
    except BrokenPipeError:
        raise
    except OSError as error:
        raise OutputError((error.strerror or str(error)).lower(), path=name) from error


def files(*paths: str | None) -> tuple[str, ...]:
    """Return the paths that are files, not standard output, a pipe or a device."""
    return tuple(path for path in paths if path not in (None, "-", STDOUT) and not is_stream(path))


def is_stream(path: str) -> bool:
    """Return whether the path is a pipe, a device or a descriptor, which cannot be replaced."""
    return _descriptor(path) is not None or _is_special(path)


def reject_inputs(output: str | None, inputs: Sequence[str]) -> None:
    """Raise SettingsError if the output would replace one of the inputs."""
    if output is None or output == "-" or is_stream(output):
        return
    for path in inputs:
        with suppress(OSError):
            if path != "-" and Path(output).is_file() and Path(output).samefile(path):
                raise SettingsError(
                    "is also an input", path=output, remedy="choose another output file"
                )


def _stream(path: str | None) -> Sink | None:
    """Return the sink of a stream, or None if the path is a file."""
    if path is None or path == "-" or _descriptor(path) == 1:
        return Sink(_standard_output(), name=STDOUT)
    descriptor = _descriptor(path)
    with faults(path):
        if descriptor is not None:
            return Sink(os.fdopen(os.dup(descriptor), "wb", buffering=0), name=path)
        if _is_special(path):
            return Sink(os.fdopen(os.open(path, os.O_WRONLY), "wb", buffering=0), name=path)
    return None


def _standard_output() -> BinaryIO:
    if sys.stdout is None:
        raise OutputError("is closed", path=STDOUT)
    try:
        # Not through Python's buffer, which would be flushed again at the end of the process.
        return open(sys.stdout.fileno(), "wb", buffering=0, closefd=False)
    except io.UnsupportedOperation:
        return sys.stdout.buffer
    except OSError as error:
        raise OutputError("is closed", path=STDOUT) from error


def _descriptor(path: str) -> int | None:
    if path in DESCRIPTORS:
        return DESCRIPTORS[path]
    for folder in ("/dev/fd/", "/proc/self/fd/"):
        number = path.removeprefix(folder)
        if number != path and number.isdigit():
            return int(number)
    return None


def _is_special(path: str) -> bool:
    try:
        mode = Path(path).stat().st_mode
    except OSError:
        return False
    return stat.S_ISFIFO(mode) or stat.S_ISCHR(mode)


def check_file(path: str) -> Path:
    """Return where the file of this path will be; raise OutputError if it cannot be written.

    Links are followed: the file that a link points to is replaced, and the link stays.
    """
    final = Path(os.path.realpath(path))
    if path.endswith(("/", os.sep)) or final.is_dir():
        raise OutputError(
            "is a folder, not a file", path=path, remedy="for tables in it, give --format csv"
        )
    if final.is_symlink():
        raise OutputError("is a link that leads to itself", path=path)
    if not final.parent.is_dir():
        raise OutputError("no such folder", path=str(Path(path).parent))
    if final.exists():
        with faults(path):
            if not final.is_file():
                raise OutputError("is not a file", path=path)
            # A rename would replace a write-protected file.
            os.close(os.open(final, os.O_WRONLY))
    return final


def _part(path: str, *, is_kept: bool) -> Part:
    final = check_file(path)
    place = final.with_name(final.name + PART)
    with faults(path):
        raw = _locked(place, path)
        try:
            _take_rights(raw.fileno(), final)
            if not is_kept:
                raw.truncate(0)
        except OSError:
            raw.close()
            raise
        raw.seek(0, os.SEEK_END)
    return Part(Sink(raw, name=path), place, final, is_kept)


def _locked(place: Path, path: str) -> BinaryIO:
    """Return the file, created if necessary, and locked until this process ends."""
    while True:
        flags = os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
        raw = os.fdopen(os.open(place, flags, 0o666), "r+b", buffering=0)
        try:
            if fcntl is None:
                return raw
            # A lock of the process, not the descriptor: forked workers that survive don't hold it.
            fcntl.lockf(raw, fcntl.LOCK_EX | fcntl.LOCK_NB)
            if os.path.samestat(os.fstat(raw.fileno()), place.stat()):
                return raw
        except BlockingIOError:
            raw.close()
            raise OutputError("another run is writing it", path=path) from None
        except FileNotFoundError:
            pass
        except OSError:  # a file system without locks
            return raw
        # Another run moved or removed the file while this one waited for the lock.
        raw.close()


def _take_rights(handle: int, final: Path) -> None:
    """Give the part the owner and mode of the file that it will replace."""
    try:
        old = final.stat()
    except FileNotFoundError:
        return
    if not hasattr(os, "fchown"):
        return
    with suppress(PermissionError):
        os.fchown(handle, old.st_uid, old.st_gid)
    os.fchmod(handle, old.st_mode & 0o777)
