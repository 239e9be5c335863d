"""The article of an HTML page, found by trafilatura. Nothing is fetched or executed."""

from __future__ import annotations

import hashlib
from typing import Any

from claimx.errors import InputError
from claimx.reader.article import Article, stated, whole
from claimx.reader.encoding import decode

# Only a date that the page states: the extensive search takes any year, such as in a copyright.
STATED = {"extensive_search": False, "original_date": True}


def html(path: str, data: bytes) -> Article:
    """Return the article of a page: the body's paragraphs, separated by blank lines.

    Title, date, address, site and author are those in the page's metadata. Raises InputError if the
    page contains no article.
    """
    from trafilatura import bare_extraction

    page = decode(data, path=path, declared=True)
    try:
        found: Any = bare_extraction(
            page, include_comments=False, with_metadata=True, date_extraction_params=STATED
        )
    except Exception as error:  # the parser does not foresee all broken pages
        raise InputError(f"broken HTML ({type(error).__name__})", path=path) from error
    paragraphs = [] if found is None else (found.text or "").splitlines()
    text = whole("\n\n".join(line.strip() for line in paragraphs if line.strip()))
    if found is None or not text:
        raise InputError("contains no article", path=path)
    return Article(
        id=path,
        text=text,
        sha256=hashlib.sha256(data).hexdigest(),
        date=found.date or None,
        title=stated(found.title),
        url=stated(found.url),
        site=stated(found.sitename),
        author=stated(found.author),
        converted=True,
    )
