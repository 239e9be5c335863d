"""Shared code of commands that read records: the articles of a file, the output of lines."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from claimx.saved import SavedArticle

Records = Annotated[
    str,
    typer.Argument(
        metavar="RECORDS",
        help="JSON Lines from `claimx extract`, or - for standard input.",
        show_default=False,
    ),
]
Articles = Annotated[
    list[str] | None,
    typer.Option(
        "--articles",
        metavar="PATH",
        help="The articles themselves, if the records don't contain their text "
        "(HTML pages). Repeatable.",
        show_default=False,
    ),
]
Output = Annotated[
    str,
    typer.Option("-o", "--output", metavar="FILE", help="Output file; - is standard output."),
]


def read(records: str, articles: list[str] | None) -> Iterator[SavedArticle]:
    """Yield the articles of a file of records, with the texts of the given articles."""
    from claimx import saved
    from claimx.settings import Settings

    texts = saved.texts_of(articles, settings=Settings()) if articles else None
    return saved.read(records, texts=texts)


def write(parts: Iterable[bytes], output: str, *, inputs: Iterable[str] = ()) -> None:
    """Write the parts to a file, completely or not at all, or to standard output."""
    from claimx.writers import target

    target.reject_inputs(output, list(inputs))
    try:
        with target.opened([output]) as [sink]:
            for part in parts:
                sink.write(part)
    except BrokenPipeError:
        pass  # the reader has closed the pipe
