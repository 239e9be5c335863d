"""spaCy's DocBin: Docs with the claims, speakers, cues, figures and dates in `doc.spans`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from claimx.export import Format
from claimx.export.regions import LABELS, of_article
from claimx.saved import SavedArticle

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

PREFIX = "claimx_"


def parts(articles: Iterable[SavedArticle]) -> Iterator[bytes]:
    """Yield the bytes of a .spacy file."""
    import spacy
    from spacy.tokens import DocBin

    nlp = spacy.blank("en")
    made = DocBin(store_user_data=True)
    for article in articles:
        made.add(doc_of(article, nlp))
    yield made.to_bytes()


def doc_of(article: SavedArticle, nlp: Language) -> Doc:
    """Return the body as a Doc with spans widened to tokens; spans have the ids of their records.

    `doc.user_data["claimx"]` has the records themselves.
    """
    doc = nlp.make_doc(article.body()[0])
    doc.user_data["claimx"] = article.all()
    for label in LABELS:
        spans = [
            doc.char_span(one.start, one.end, label=label, span_id=one.id, alignment_mode="expand")
            for one in of_article(article).regions
            if one.label == label
        ]
        doc.spans[f"{PREFIX}{label}s"] = [span for span in spans if span is not None]
    return doc


FORMAT = Format(parts=parts)
