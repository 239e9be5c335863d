"""Annotated articles as parsed Docs, with the values of their dates."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from spacy.tokens import Doc

from claimx.reader import Article, from_text, read
from claimx.run import pipeline
from claimx.settings import Settings

SETTINGS = Settings()
# The components from dates on: they run after what is trained here.
LATER = ("claimx_dates", "claimx_figures", "claimx_claims", "claimx_speakers")


@dataclass
class Case:
    """An article: its Doc, where the Doc starts in the text, and its annotated dates."""

    id: str
    doc: Doc
    published: str | None
    offset: int
    dates: list[dict[str, Any]]
    news: bool = True  # annotated as records.md has it

    def values(self, start: int) -> set[str]:
        """Return the right values for a date that starts at `start`; none outside gold dates."""
        at = start + self.offset
        found = (one for one in self.dates if one["start"] <= at < one["end"])
        return {v for one in found for v in (one.get("value"), *one.get("value_alt", ())) if v}

    def right(self, start: int, end: int, value: str) -> bool:
        """Return whether a gold date that overlaps the match has this value."""
        low, high = start + self.offset, end + self.offset
        found = (one for one in self.dates if one["start"] < high and low < one["end"])
        return any(value in (one.get("value"), *one.get("value_alt", ())) for one in found)


def cases(data: Path, sets: Iterable[str]) -> Iterator[Case]:
    """Yield the articles of news/tune, then those of the named sets of values/."""
    nlp = pipeline.load()
    folder = data / "news" / "tune"
    for path in sorted((folder / "gold").glob("*.json")):
        gold = json.loads(path.read_text(encoding="utf-8"))
        if "file" in gold:
            (article,) = read([str(folder / "articles" / gold["file"])], settings=SETTINGS)
            assert isinstance(article, Article)
            yield case(nlp, article, [d for d in gold["dates"] if not d.get("doubtful")])
    for name in sets:
        lines = (data / "values" / f"{name}.dev.jsonl").read_text(encoding="utf-8").splitlines()
        for row in map(json.loads, lines):
            article = replace(from_text(row["text"], id=row["id"]), date=row["reference_date"])
            dates = [one for one in row["gold"] if one["kind"] == "date"]
            yield replace(case(nlp, article, dates), news=False)


def pool(data: Path, ids: set[str]) -> Iterator[Case]:
    """Yield the articles of news/pool.jsonl with these ids; they have no annotated dates."""
    nlp = pipeline.load()
    for line in (data / "news" / "pool.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        if row["id"] in ids:
            article = replace(from_text(row["text"], id=row["id"]), date=row["date"])
            yield case(nlp, article, [])


def case(nlp: Any, article: Article, dates: list[dict[str, Any]]) -> Case:
    """Return the article with a Doc that has all annotation that dates depend on."""
    job = pipeline._job(article, SETTINGS)
    (job,) = pipeline._annotated([job], nlp)
    doc = pipeline._joined(job.docs)
    for name, pipe in nlp.pipeline:
        if name in pipeline.WHOLE and name not in LATER:
            doc = pipe(doc)
    published, _ = pipeline._published(job, SETTINGS)
    return Case(article.id, doc, published, job.layout.start, dates)
