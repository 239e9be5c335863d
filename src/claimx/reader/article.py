"""The article that the reader returns, with what its source says about it."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from claimx.reader.markdown import Prose

LONE_SURROGATE = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """The decoded text of one article, unmodified, and what its source says about it.

    `prose` is the text without markup, with a map back; None if the text has no markup. A
    `converted` text is not what the source holds (HTML), so offsets refer to it. `meta` holds the
    fields of a row that `--keep` names.
    """

    id: str
    text: str
    sha256: str
    date: str | None = None
    title: str | None = None
    prose: Prose | None = None
    converted: bool = False
    url: str | None = None
    site: str | None = None
    author: str | None = None
    language: str | None = None
    meta: Mapping[str, Any] = field(default_factory=dict)

    @property
    def words(self) -> str:
        """What the extractors read: the text without markup."""
        return self.text if self.prose is None else self.prose.text

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return the span in the text of a span of its words."""
        return (start, end) if self.prose is None else self.prose.span(start, end)


def from_text(text: str, *, id: str) -> Article:
    """Return the article of a text at hand."""
    kept = whole(text)
    return Article(id=id, text=kept, sha256=hashlib.sha256(kept.encode()).hexdigest())


def whole(text: str) -> str:
    """Return the text without lone surrogates, which JSON can escape but UTF-8 cannot hold."""
    return LONE_SURROGATE.sub("\ufffd", text)


def stated(value: object) -> str | None:
    """Return a field of metadata as text; None if it is empty or not text.

    A list of texts, such as of authors, is joined by "; ".
    """
    if isinstance(value, list) and all(isinstance(part, str) for part in value):
        value = "; ".join(value)
    return whole(value).strip() or None if isinstance(value, str) else None
