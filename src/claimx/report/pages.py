"""The page as a file, or as a folder of pages if there are many articles."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path

from claimx.errors import OutputError
from claimx.report import index, page
from claimx.saved import Record, SavedArticle
from claimx.writers import target

# What one page opens with in under two seconds: measured with 500 articles of 600 words.
MOST_ARTICLES = 500
MOST_CHARS = 6_000_000


def write(
    articles: Iterable[SavedArticle],
    *,
    output: str,
    title: str | None = None,
    most: int = MOST_ARTICLES,
) -> tuple[str, ...]:
    """Write the page and return the names of the files.

    More than `most` articles go to pages in a folder of the output's name, with an index.html.
    """
    pages = _pages(articles, most)
    first, second = next(pages, []), next(pages, None)
    if second is None:
        _save(output, page(first, title=title or _title(len(first))))
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
        _save(str(folder / name), page(some, title=f"{title or 'Review'}, page {number}"))
        listed.append((name, [{**one.document, "text": None} for one in some]))
    made = str(folder / "index.html")
    _save(made, index(listed, title=title or _title(sum(len(some) for _, some in listed))))
    return (made, *(str(folder / name) for name, _ in listed))


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
