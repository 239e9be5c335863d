"""Prodigy: tasks in JSON Lines for `rel.manual` and `spans.manual`, and corrected records back.

https://prodi.gy/docs/api-interfaces#relations
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import IO, TYPE_CHECKING, Any

from claimx.errors import InputError
from claimx.export import Format
from claimx.export.regions import Region, Regions, Relation, of_article, records_of
from claimx.saved import SavedArticle, of_records

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

Task = dict[str, Any]
# Label, first and last token, which identify a region in Prodigy.
Key = tuple[str, int, int]


def parts(articles: Iterable[SavedArticle]) -> Iterator[bytes]:
    """Yield a line for each article."""
    nlp = _tokenizer()
    for article in articles:
        yield (json.dumps(task(article, nlp), ensure_ascii=False) + "\n").encode()


def task(article: SavedArticle, nlp: Language) -> Task:
    """Return the article's task with its records and with spans widened to tokens."""
    doc = nlp.make_doc(article.body()[0])
    found = of_article(article)
    spans = {region.id: _span(region, doc) for region in found.regions}
    return {
        "text": doc.text,
        "tokens": [
            {
                "text": token.text,
                "start": token.idx,
                "end": token.idx + len(token),
                "id": token.i,
                "ws": bool(token.whitespace_),
            }
            for token in doc
        ],
        "spans": list(spans.values()),
        "relations": [
            {
                "head": spans[one.head]["token_end"],
                "child": spans[one.child]["token_end"],
                "head_span": spans[one.head],
                "child_span": spans[one.child],
                "label": one.label,
            }
            for one in found.relations
        ],
        "meta": {"title": article.document["title"] or article.doc},
        "claimx": {"records": article.all()},
    }


def _span(region: Region, doc: Doc) -> dict[str, Any]:
    span = doc.char_span(region.start, region.end, alignment_mode="expand")
    assert span is not None, "an expanded span lies in the text"
    return {
        "start": span.start_char,
        "end": span.end_char,
        "token_start": span.start,
        "token_end": span.end - 1,
        "label": region.label,
    }


def read(stream: IO[bytes]) -> Iterator[list[dict[str, Any]]]:
    """Yield each task's records; those of a task that was not accepted are unchanged."""
    nlp = _tokenizer()
    for number, line in enumerate(stream, 1):
        if not line.strip():
            continue
        try:
            given = json.loads(line)
            article = of_records(given["claimx"]["records"])
            if given.get("answer", "accept") != "accept":
                yield article.all()
                continue
            yield records_of(article, _regions(given, article, nlp))
        except (ValueError, KeyError, TypeError) as error:
            raise InputError(
                f"not a task that claimx made ({type(error).__name__}: {error})", line=number
            ) from error


def _regions(given: Task, article: SavedArticle, nlp: Language) -> Regions:
    """Return the task's spans; those placed by the export have their original offsets."""
    doc = nlp.make_doc(article.body()[0])
    own: dict[Key, list[Region]] = {}
    for region in of_article(article).regions:
        own.setdefault(_key(_span(region, doc)), []).append(region)
    found, ids = Regions(), dict[Key, str]()
    for number, span in enumerate(given.get("spans") or []):
        key = _key(span)
        known = own.get(key)
        if known:
            region = known.pop(0)
        else:
            region = Region(f"new-{number}", span["label"], span["start"], span["end"])
        ids.setdefault(key, region.id)
        found.regions.append(region)
    for one in given.get("relations") or []:
        head, child = _key(one["head_span"]), _key(one["child_span"])
        if head in ids and child in ids:
            found.relations.append(Relation(one["label"], ids[head], ids[child]))
    return found


def _key(span: dict[str, Any]) -> Key:
    return span["label"], span["token_start"], span["token_end"]


def _tokenizer() -> Language:
    import spacy

    return spacy.blank("en")


FORMAT = Format(parts=parts)
