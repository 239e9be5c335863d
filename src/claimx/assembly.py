"""The step from an annotated Doc to the article's records, linked by ids and sorted."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING, Any

from spacy.attrs import IS_PUNCT, IS_SPACE

from claimx.records import Ids

if TYPE_CHECKING:
    from spacy.tokens import Doc

    from claimx.layout import Layout
    from claimx.reader import Article
    from claimx.settings import Settings

Value = dict[str, Any]


class Sentences:
    """The sentences of a Doc by offset, without the white space between them."""

    def __init__(self, doc: Doc) -> None:
        self.spans: list[tuple[int, int]] = []
        for sentence in doc.sents:
            words = [token for token in sentence if not token.is_space]
            if words:
                self.spans.append((words[0].idx, words[-1].idx + len(words[-1])))
        self._starts = [start for start, _ in self.spans]

    def index(self, offset: int) -> int:
        """Return the index of the sentence at a character, or of the one before it."""
        return max(0, bisect_right(self._starts, offset) - 1)

    def around(self, start: int, end: int) -> tuple[int, int]:
        """Return the span of the sentences from start to end."""
        first, last = self.spans[self.index(start)], self.spans[self.index(max(start, end - 1))]
        return min(start, first[0]), max(end, last[1])


def assemble(
    doc: Doc,
    *,
    article: Article,
    layout: Layout,
    published: str | None,
    published_from: str | None,
    settings: Settings,
) -> list[Value]:
    """Return the document record, then the others by start, end and kind."""
    builder = _Builder(doc, article, layout.start)
    records = builder.records(sentences="sentence" in settings.kind)
    start, end = article.span(layout.start, layout.end)
    head = {
        "kind": "document",
        "id": Ids(article.id).new("document", start, end),
        "doc": article.id,
        "start": start,
        "end": end,
        "text": _text(article, start, end, settings),
        "sentence": 0 if builder.sentences.spans else None,
        "context": None,
        "title": layout.title,
        "published": published,
        "published_from": published_from,
        "url": article.url,
        "site": article.site,
        "author": article.author,
        "language": article.language,
        "meta": dict(article.meta),
        "sha256": article.sha256,
        "chars": end - start,
        "words": int((~doc.to_array([IS_SPACE, IS_PUNCT]).any(axis=1)).sum()),
        "sentences": len(builder.sentences.spans),
        "claims": len(doc._.claimx_claims),
        "figures": len(doc._.claimx_figures),
        "dates": len(doc._.claimx_dates),
    }
    return [head, *records]


def _text(article: Article, start: int, end: int, settings: Settings) -> str | None:
    """Return the body; for a converted text (HTML) the whole text if requested, else None."""
    if not article.converted:
        return article.text[start:end]
    return article.text if settings.text else None


class _Builder:
    """The builder of a Doc's records; the Doc begins at `offset` in the article's text."""

    def __init__(self, doc: Doc, article: Article, offset: int) -> None:
        self.article, self.offset = article, offset
        self.sentences = Sentences(doc)
        self.claims, self.figures, self.dates = (
            doc._.claimx_claims,
            doc._.claimx_figures,
            doc._.claimx_dates,
        )
        ids = Ids(article.id)
        self.ids = {
            kind: [ids.new(kind, *self._span(value["start"], value["end"])) for value in values]
            for kind, values in (
                ("claim", self.claims),
                ("figure", self.figures),
                ("date", self.dates),
            )
        }
        self.sentence_ids = ids

    def records(self, *, sentences: bool) -> list[Value]:
        made: list[Value] = [
            *map(self._claim, self.claims, self.ids["claim"]),
            *map(self._figure, self.figures, self.ids["figure"]),
            *map(self._date, self.dates, self.ids["date"]),
        ]
        if sentences:
            made += [self._sentence(start, end) for start, end in self.sentences.spans]
        return sorted(made, key=lambda record: (record["start"], record["end"], record["kind"]))

    def _head(self, kind: str, key: str, start: int, end: int, reach: tuple[int, int]) -> Value:
        first, last = self._span(*self.sentences.around(*reach))
        return {
            "kind": kind,
            "id": key,
            "doc": self.article.id,
            **self._piece({"start": start, "end": end}),
            "sentence": self.sentences.index(start),
            "context": self.article.text[first:last],
        }

    def _claim(self, value: Value, key: str) -> Value:
        segments = [self._piece(piece) for piece in value["segments"]]
        speaker, cue = value["speaker"], value["cue"]
        spoken = [part for part in (speaker, cue) if part and part["start"] is not None]
        reach = (
            min(part["start"] for part in (value, *spoken)),
            max(part["end"] for part in (value, *spoken)),
        )
        return {
            **self._head("claim", key, value["start"], value["end"], reach),
            "text": " ".join(segment["text"] for segment in segments),
            "form": value["form"],
            "segments": segments,
            "quotes": [self._piece(piece) for piece in value["quotes"]],
            "speaker": speaker and self._speaker(speaker),
            "cue": cue and {**self._piece(cue), "lemma": cue["lemma"]},
            "stance": value.get("stance"),
            "confidence": value.get("confidence"),
            "said": value["said"],
            "figures": [self.ids["figure"][index] for index in value["figures"]],
            "dates": [self.ids["date"][index] for index in value["dates"]],
            "rule": value["rule"],
        }

    def _figure(self, value: Value, key: str) -> Value:
        span = value["start"], value["end"]
        names = ("measure", "value", "low", "high", "unit", "modifier", "change", "per", "item")
        return {
            **self._head("figure", key, *span, span),
            **{name: value[name] for name in names},
            "period": [self.ids["date"][index] for index in value.get("period", ())],
            "confidence": value.get("confidence"),
            "equivalent": self._key("figure", value["equivalent"]),
            "claim": self._key("claim", value["claim"]),
        }

    def _date(self, value: Value, key: str) -> Value:
        span = value["start"], value["end"]
        names = ("type", "value", "low", "high", "modifier", "anchor")
        return {
            **self._head("date", key, *span, span),
            **{name: value[name] for name in names},
            "confidence": value.get("confidence"),
            "claim": self._key("claim", value["claim"]),
        }

    def _sentence(self, start: int, end: int) -> Value:
        key = self.sentence_ids.new("sentence", *self._span(start, end))
        return self._head("sentence", key, start, end, (start, end))

    def _speaker(self, value: Value) -> Value:
        nowhere = {"text": value["text"], "start": None, "end": None}
        piece = nowhere if value["start"] is None else self._piece(value)
        return {
            "text": piece["text"],
            "start": piece["start"],
            "end": piece["end"],
            **{name: value[name] for name in ("name", "role", "kind")},
            "entity": value.get("entity"),
            "resolved_by": value["resolved_by"],
        }

    def _piece(self, value: Value) -> Value:
        """Return the value's span in the article's text, with the text there."""
        start, end = self._span(value["start"], value["end"])
        return {"start": start, "end": end, "text": self.article.text[start:end]}

    def _span(self, start: int, end: int) -> tuple[int, int]:
        return self.article.span(start + self.offset, end + self.offset)

    def _key(self, kind: str, index: int | None) -> str | None:
        return None if index is None else self.ids[kind][index]
