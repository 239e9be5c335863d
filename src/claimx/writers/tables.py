"""The files of a format with one file per kind."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from claimx.errors import OutputError, SettingsError
from claimx.settings import Settings
from claimx.writers import target
from claimx.writers.columns import TABLES


@contextmanager
def opened(settings: Settings) -> Iterator[dict[str, target.Sink]]:
    """Yield the sink of each kind's table.

    A folder gets claims.csv, figures.csv, … For `news.csv` the files are news-claims.csv,
    news-figures.csv, … or, with a single kind, news.csv itself. Standard output and pipes can only
    have a single kind.
    """
    output, kinds, ending = settings.output, settings.kind, f".{settings.format}"
    made: Path | None = None
    paths: Sequence[str | None]
    if output is None or output == "-" or target.is_stream(output):
        if len(kinds) > 1:
            raise SettingsError(
                f"{settings.format} writes one table per kind",
                remedy="give one --kind, or a folder with -o",
            )
        paths = [output]
    elif Path(output).is_dir() or output.endswith("/") or not Path(output).suffix:
        folder = Path(output)
        made = _make(folder)
        paths = [str(folder / f"{TABLES[kind]}{ending}") for kind in kinds]
    elif len(kinds) == 1:
        paths = [output]
    else:
        path = Path(output)
        paths = [str(path.with_name(f"{path.stem}-{TABLES[kind]}{path.suffix}")) for kind in kinds]
    try:
        with target.opened(paths) as sinks:
            yield dict(zip(kinds, sinks, strict=True))
    except BaseException:
        if made is not None:
            with suppress(OSError):
                made.rmdir()
        raise


def _make(folder: Path) -> Path | None:
    """Return the folder if it was created, or None if it existed."""
    try:
        folder.mkdir()
    except FileExistsError:
        if not folder.is_dir():
            raise OutputError("is a file, not a folder", path=str(folder)) from None
        return None
    except FileNotFoundError:
        raise OutputError("no such folder", path=str(folder.parent)) from None
    except OSError as error:
        raise OutputError((error.strerror or str(error)).lower(), path=str(folder)) from error
    return folder
