"""What a reader hands on: one article and what its source says about it."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

LONE_SURROGATE = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """The decoded text of one article, unmodified, and what its source says about it.

    `prose` is the text with spaces in place of markup, of the same length; None if the text has no
    markup. A `converted` text is not what the source holds (HTML), so offsets refer to it. `meta`
    holds the fields of a row that were asked for.
    """

    id: str
    text: str
    sha256: str
    date: str | None = None
    title: str | None = None
    prose: str | None = None
    converted: bool = False
    url: str | None = None
    site: str | None = None
    author: str | None = None
    language: str | None = None
    meta: Mapping[str, Any] = field(default_factory=dict)


def from_text(text: str, *, id: str) -> Article:
    """The article of a text at hand."""
    kept = whole(text)
    return Article(id=id, text=kept, sha256=hashlib.sha256(kept.encode()).hexdigest())


def whole(text: str) -> str:
    """The text with lone surrogates (JSON can escape them, UTF-8 cannot hold them) replaced."""
    return LONE_SURROGATE.sub("\ufffd", text)
