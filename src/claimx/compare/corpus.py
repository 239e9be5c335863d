"""The articles' facts, put on disk in the order of publication."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from claimx.compare.facts import (
    Article,
    Number,
    Passage,
    Record,
    Source,
    Statement,
    facts_of,
)
from claimx.compare.quantity import value_key
from claimx.compare.rates import Rates
from claimx.compare.store import Facts
from claimx.compare.topics import Topics
from claimx.compare.words import Rarity, content


class Corpus:
    """All facts of all articles, and what is counted over them."""

    def __init__(self) -> None:
        self.articles = Facts[Article]()
        self.sources = Facts[Source]()
        self.numbers = Facts[Number]()
        self.passages = Facts[Passage]()
        self.statements = Facts[Statement]()
        self.occasions = Facts[tuple[int, list[Record]]]()
        self.rarity = Rarity()
        self.topics = Topics(self.articles, self.rarity)
        self.rates = Rates()
        self.values = Counter[tuple[int, str, float]]()

    def extend(self, articles: Iterable[list[Record]]) -> None:
        """Take the records of articles, each article's in one list."""
        for records in articles:
            if records:
                self.add(records)

    def mark(self) -> None:
        """Say that what is added from now on is new."""
        for facts in (self.numbers, self.passages, self.statements):
            facts.since = len(facts)

    def add(self, records: list[Record]) -> None:
        """Take the records of one article."""
        words = {word for record in records for word in content(_text(record))}
        self.rarity.add(words)
        number = len(self.articles)
        facts = facts_of(records, number=number, weigh=self.rarity.in_general)
        self.articles.add(facts.article)
        for source in facts.sources:
            self.sources.add(source)
        for figure in facts.numbers:
            self.numbers.add(figure)
            self.values[(number, *value_key(figure.value))] += 1
        for passage in facts.passages:
            self.passages.add(passage)
        for statement in facts.statements:
            self.statements.add(statement)
        self.occasions.add((number, facts.occasions))
        self.rates.add(facts.numbers, facts.article)


def read(articles: Iterable[list[Record]]) -> Corpus:
    """Return the corpus of the articles' records."""
    corpus = Corpus()
    corpus.extend(articles)
    return corpus


def _text(record: Record) -> str:
    if record["kind"] == "document":
        return record.get("title") or ""
    return record.get("context") or record.get("text") or ""
