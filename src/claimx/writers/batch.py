"""Batches of articles for the transactions of a database."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from claimx.writers.columns import rows
from claimx.writers.output import Records

# A transaction has whole articles, until they reach this size.
BATCH_RECORDS = 2_000
BATCH_CHARS = 8_000_000

#: Replaces the articles with these ids by these rows (by kind): all or nothing.
Save = Callable[[Iterable[str], dict[str, Records]], None]


class Batch:
    """A collection of articles that are passed to `save`, many at a time."""

    def __init__(self, save: Save, kinds: tuple[str, ...]) -> None:
        self._save, self._kinds = save, kinds
        self._clear()

    def add(self, records: Records) -> None:
        """Add an article, which replaces its rows in the database."""
        doc = records[0]["doc"]
        if doc in self._docs:
            self.write()
        self._docs.add(doc)
        for row in rows(records, self._kinds):
            self._rows.setdefault(row["kind"], []).append(row)
            self._chars += len(row["text"] or "") + len(row["context"] or "")
            self._count += 1
        if self._count >= BATCH_RECORDS or self._chars >= BATCH_CHARS:
            self.write()

    def write(self) -> None:
        """Save the collected articles."""
        if self._docs:
            self._save(sorted(self._docs), self._rows)
        self._clear()

    def _clear(self) -> None:
        self._docs = set[str]()
        self._rows: dict[str, Records] = {}
        self._count = self._chars = 0
