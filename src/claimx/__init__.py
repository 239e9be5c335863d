"""Who said what, with which numbers, when: claims, figures and dates from news articles."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from spacy.language import Language

    from claimx.records import Claim, Date, Document, Figure, Sentence

__version__ = "0.1.0"
__all__ = ["__version__", "extract", "load"]

logging.getLogger("claimx").addHandler(logging.NullHandler())


def load(model: str | None = None) -> Language:
    """The spaCy pipeline: the bundled one, or another's name or path, with claimx's components.

    Its Docs have `doc.spans["claimx_claims"]`, `["claimx_figures"]` and `["claimx_dates"]`, whose
    spans are trimmed to tokens; `doc._.claimx_published` may be set to an ISO date beforehand.
    Raises ModelError where there is no such pipeline, or it lacks a parser or names.

    >>> import claimx
    >>> nlp = claimx.load()
    >>> doc = nlp("“We sold it for $5 million,” Ada Quill said.")
    >>> [span.text for span in doc.spans["claimx_figures"]]
    ['$5 million']
    """
    from claimx.run.pipeline import load as load_pipeline

    return load_pipeline(model)


def extract(
    sources: Iterable[str | Path], *, date: str | None = None, model: str | None = None
) -> Iterator[Document | Claim | Figure | Date | Sentence]:
    """The records of the sources in order: a str is an article's text, a Path a file or folder.

    `date` is the articles' date, as ISO 8601; without it that which each article gives. Offsets
    count code points of the article's text. Raises the InputError of a source that cannot be
    read, ModelError as `load` does.

    >>> import claimx
    >>> text = "“We sold it for $5 million,” Ada Quill, the mayor, said on Monday."
    >>> records = list(claimx.extract([text], date="2026-01-10"))
    >>> [record.kind for record in records]
    ['document', 'claim', 'figure', 'date']
    >>> claim, figure, day = records[1:]
    >>> claim.speaker.name, claim.speaker.role, claim.text
    ('Ada Quill', 'mayor', 'We sold it for $5 million,')
    >>> figure.value, figure.unit, day.value
    (5000000, 'USD', '2026-01-05')
    >>> text[figure.start : figure.end]
    '$5 million'
    """
    from claimx.run.pipeline import extract_records

    return extract_records(sources, date=date, model=model)
