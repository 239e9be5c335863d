"""The facts of articles on disk, with their indexes in memory."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property

import numpy as np

from claimx.compare import events
from claimx.compare.facts import (
    Article,
    Number,
    Passage,
    Record,
    Source,
    Statement,
    facts_of,
)
from claimx.compare.quantity import Amounts
from claimx.compare.rates import Rates
from claimx.compare.rows import Rows, Vocabulary
from claimx.compare.store import Facts
from claimx.compare.topics import Topics
from claimx.compare.words import Rarity, content
from claimx.text import lexicon


class Corpus:
    """All facts of all articles, with counts over them."""

    def __init__(self) -> None:
        self.articles = Facts[Article]()
        self.sources = Facts[Source]()
        self.numbers = Facts[Number]()
        self.passages = Facts[Passage]()
        self.statements = Facts[Statement]()
        self.mentions = Facts[events.Mention]()
        #: A row of search words for each fact; for a passage, its content words.
        self.number_words, self.passage_words, self.statement_words = Rows(), Rows(), Rows()
        #: All words of each passage in order.
        self.passage_tokens = Rows()
        self.amounts = Amounts()
        #: Pairs of figures for the same quantity in two units.
        self.equivalents: list[tuple[int, int]] = []
        self.rates = Rates()
        self.rarity = Rarity()
        self.vocabulary = Vocabulary(sorted(lexicon.words("compare", "stop")))
        self.topics = Topics(self.vocabulary, self.rarity)

    def mark(self) -> None:
        """Mark what is added from now on as new."""
        self.topics.since = len(self.articles)

    @cached_property
    def rank(self) -> np.ndarray:
        """The place of each article in the order of publication."""
        order = self.topics.order
        made = np.empty(len(order), dtype=np.int64)
        made[order] = np.arange(len(order))
        return made

    def add(self, records: list[Record]) -> None:
        """Add the records of an article."""
        self.rarity.add({word for text in set(map(_text, records)) for word in content(text)})
        number = len(self.articles)
        facts = facts_of(records, number=number, weigh=self.rarity.in_general)
        self.articles.add(facts.article, number)
        self.topics.add(facts.terms, facts.article.day)
        for source in facts.sources:
            self.sources.add(source, number)
        for mention in events.mentions(records, facts.sources):
            self.mentions.add(mention, number)
        self._add_numbers(facts.numbers, number)
        self._add_passages(facts.passages, number)
        for statement in facts.statements:
            self.statements.add(statement, number)
            self.statement_words.add(self.vocabulary.numbers(statement.words))
        self.rates.add(facts.numbers, facts.article)
        for rows in (self.number_words, self.passage_words, self.statement_words):
            rows.end_article()

    def _add_numbers(self, numbers: list[Number], article: int) -> None:
        told: dict[str, int] = {}
        for number in numbers:
            place = self.numbers.add(number, article)
            told[number.record["id"]] = place
            other = told.get(number.record["equivalent"] or "")
            if other is not None:
                self.equivalents.append((other, place))
            self.number_words.add(self.vocabulary.numbers(number.words))
            self.amounts.add(number)

    def _add_passages(self, passages: list[Passage], article: int) -> None:
        stops = lexicon.words("compare", "stop")
        for passage in passages:
            self.passages.add(passage, article)
            words = set(passage.tokens) - stops
            self.passage_words.add(self.vocabulary.numbers(words))
            self.passage_tokens.add(self.vocabulary.numbers(passage.tokens))


def read(articles: Iterable[list[Record]]) -> Corpus:
    """Return the corpus with the articles' records."""
    corpus = Corpus()
    for records in articles:
        corpus.add(records)
    return corpus


def _text(record: Record) -> str:
    if record["kind"] == "document":
        return record.get("title") or ""
    return record.get("context") or record.get("text") or ""
