"""The writer of the page: one file, or a folder of pages for many articles."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path

from claimx.errors import OutputError
from claimx.report import index, page
from claimx.report.across import Across
from claimx.saved import Record, SavedArticle
from claimx.writers import target

# A page with this many articles of 600 words opened in under two seconds.
MOST_ARTICLES = 500
MOST_CHARS = 6_000_000
# Of a folder, the page with what the articles have in common.
ACROSS = "across.html"


def write(
    articles: Iterable[SavedArticle],
    *,
    output: str,
    title: str | None = None,
    most: int = MOST_ARTICLES,
) -> tuple[str, ...]:
    """Write the page and return the names of the files.

    More than `most` articles go to pages in a folder of the output's name, with an index.html and
    an across.html: what the articles have in common.
    """
    pages, across = _pages(articles, most), Across()
    first, second = next(pages, []), next(pages, None)
    if second is None:
        for article in first:
            across.add(article)
        _save(output, page(first, title=title or _title(len(first)), across=across.data()))
        return target.files(output)
    if output == "-" or target.is_stream(output):
        raise OutputError(
            f"more than {most:,} articles need several files", remedy="name a file with -o"
        )
    folder = Path(output).with_suffix("")
    folder.mkdir(exist_ok=True)
    listed: list[tuple[str, list[Record]]] = []
    for number, some in enumerate(chain([first, second], pages), 1):
        name = f"page-{number:03}.html"
        for article in some:
            across.add(article, name)
        _save(str(folder / name), page(some, title=f"{title or 'Review'}, page {number}"))
        listed.append((name, [{**one.document, "text": None} for one in some]))
    heading = title or _title(sum(len(some) for _, some in listed))
    names = ["index.html", *(name for name, _ in listed)]
    found = across.data()
    if found is not None:
        names.append(ACROSS)
        _save(str(folder / ACROSS), page([], title=f"{heading}: across articles", across=found))
    _save(
        str(folder / "index.html"), index(listed, title=heading, across=ACROSS if found else None)
    )
    return tuple(str(folder / name) for name in names)


def _title(count: int) -> str:
    return f"Review of {count:,} article" + ("" if count == 1 else "s")


def _pages(articles: Iterable[SavedArticle], most: int) -> Iterator[list[SavedArticle]]:
    some: list[SavedArticle] = []
    chars = 0
    for article in articles:
        if some and (len(some) == most or chars >= MOST_CHARS):
            yield some
            some, chars = [], 0
        some.append(article)
        chars += article.document["chars"]
    if some:
        yield some


def _save(path: str, text: str) -> None:
    with target.opened([path]) as [sink]:
        sink.write(text.encode())
