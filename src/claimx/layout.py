"""Title, dateline and body of an article's text."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    start: int
    end: int
    title: str | None = None
    published: str | None = None

    def masked(self, text: str) -> str:
        return text[self.start : self.end]


def find_layout(text: str) -> Layout:
    inner = text.strip()
    start = text.find(inner)
    return Layout(start=start, end=start + len(inner))


def parse_published(text: str) -> str | None:
    return text[:16]
