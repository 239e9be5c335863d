"""HTML → article: trafilatura finds body, title and date; nothing is fetched or executed."""

from __future__ import annotations

import hashlib
from typing import Any

from claimx.errors import InputError
from claimx.reader.article import Article, whole
from claimx.reader.encoding import decode


def html(path: str, data: bytes) -> Article:
    """The article of a page; its text is the body's paragraphs with a blank line between them.

    Raises InputError where the page holds no article or the extra "html" is not installed.
    """
    page = decode(data, path=path, declared=True)
    try:
        from trafilatura import bare_extraction
    except ImportError as error:
        raise InputError(
            "HTML needs an extra", path=path, remedy="run: pip install 'claimx[html]'"
        ) from error
    try:
        found: Any = bare_extraction(page, include_comments=False, with_metadata=True)
    except Exception as error:  # a page may be broken in ways that its parser did not foresee
        raise InputError(f"broken HTML ({type(error).__name__})", path=path) from error
    paragraphs = [] if found is None else (found.text or "").splitlines()
    text = whole("\n\n".join(line.strip() for line in paragraphs if line.strip()))
    if found is None or not text:
        raise InputError("holds no article", path=path)
    return Article(
        id=path,
        text=text,
        sha256=hashlib.sha256(data).hexdigest(),
        date=found.date or None,
        title=whole(found.title).strip() or None if found.title else None,
        converted=True,
    )
