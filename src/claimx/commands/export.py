"""`claimx export` and `claimx import`."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from claimx.commands import articles as shared
from claimx.commands.app import command
from claimx.commands.articles import Articles, Output, Records

if TYPE_CHECKING:
    from claimx.export import Format
    from claimx.saved import SavedArticle


def _complete(group: str, incomplete: str) -> list[str]:
    from claimx.export import names

    return [name for name in names(group) if name.startswith(incomplete)]


Exported = Annotated[
    str,
    typer.Argument(
        metavar="FORMAT",
        help="web-annotation, brat, timeml, docbin, label-studio, prodigy, claim-review, csv, "
        "xlsx, parquet, duckdb, sqlite, or a format that another package adds.",
        show_default=False,
        autocompletion=lambda incomplete: _complete("claimx.exports", incomplete),
    ),
]
Imported = Annotated[
    str,
    typer.Argument(
        metavar="FORMAT",
        help="label-studio, prodigy, or a format that another package adds.",
        show_default=False,
        autocompletion=lambda incomplete: _complete("claimx.imports", incomplete),
    ),
]


@command(epilog="")
def export(
    format: Exported, records: Records, output: Output = "-", articles: Articles = None
) -> int:
    """Write records in the format of another tool.

    brat and timeml write one file per article: give a folder with -o.
    """
    from claimx.export import exporter
    from claimx.writers import WRITERS

    found = shared.read(records, articles)
    if format in WRITERS:
        _tables(found, format, output)
        return 0
    chosen = exporter(format)
    if chosen.parts is not None:
        shared.write(chosen.parts(found), output, inputs=[records])
    else:
        _folder(found, chosen, output)
    return 0


@command(name="import", epilog="")
def import_(
    format: Imported,
    file: Annotated[
        str, typer.Argument(metavar="FILE", help="The tool's export.", show_default=False)
    ],
    output: Output = "-",
) -> int:
    """Print records with the corrections made in another tool.

    FILE is what the tool exported, of tasks that "claimx export" made for it. What the tool does
    not show is unchanged; a new span becomes a new record.
    """
    from claimx.errors import InputError
    from claimx.export import importer
    from claimx.reader.files import opened
    from claimx.review import line

    read = importer(format)

    def lines() -> Iterator[bytes]:
        with opened(file) as stream:
            try:
                for records in read(stream):
                    yield from (line(record).encode() for record in records)
            except InputError as error:
                place = error.path or file
                raise InputError(
                    error.message, path=place, line=error.line, remedy=error.remedy
                ) from error

    shared.write(lines(), output, inputs=[file])
    return 0


def _tables(articles: Iterator[SavedArticle], format: str, output: str) -> None:
    from claimx import writers
    from claimx.settings import Settings

    path = None if output == "-" else output
    with writers.opened(Settings(format=format, output=path)) as target:  # type: ignore[arg-type]
        for article in articles:
            target.write(article.all())


def _folder(articles: Iterator[SavedArticle], format: Format, output: str) -> None:
    from claimx.errors import OutputError
    from claimx.writers import target

    assert format.files is not None
    if output == "-":
        raise OutputError("this format writes one file per article", remedy="give a folder with -o")
    folder = Path(output)
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in format.files(articles):
        with target.opened([str(folder / name)]) as [sink]:
            sink.write(content)
