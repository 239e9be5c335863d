"""The article that the reader returns, with the metadata of its source."""

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
    """The decoded, unmodified text of an article, and the metadata of its source.

    `prose` is the text without markup, with a map back, or None if there is no markup. `converted`
    means that the text was made from another format (HTML); offsets refer to the text. `meta` has
    the fields of a row that `--keep` names.
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
        """The text without markup, which the extractors read."""
        return self.text if self.prose is None else self.prose.text

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return the span in the text for a span of its words."""
        return (start, end) if self.prose is None else self.prose.span(start, end)


def from_text(text: str, *, id: str) -> Article:
    """Return an article with the given text."""
    kept = whole(text)
    return Article(id=id, text=kept, sha256=hashlib.sha256(kept.encode()).hexdigest())


def whole(text: str) -> str:
    """Return the text without lone surrogates, which JSON can escape but UTF-8 cannot encode."""
    return LONE_SURROGATE.sub("\ufffd", text)


def stated(value: object) -> str | None:
    """Return a field of metadata as text, or None if it is empty or not text.

    A list of texts, such as of authors, is joined by "; ".
    """
    if isinstance(value, list) and all(isinstance(part, str) for part in value):
        value = "; ".join(value)
    return whole(value).strip() or None if isinstance(value, str) else None
