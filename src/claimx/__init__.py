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
    """The bundled spaCy pipeline (or the installed one of that name) with claimx's components."""
    from claimx.pipeline import load as load_pipeline

    return load_pipeline(model)


def extract(
    sources: Iterable[str | Path], *, date: str | None = None, model: str | None = None
) -> Iterator[Document | Claim | Figure | Date | Sentence]:
    """The records of the sources in order: a str is an article's text, a Path a file or folder.

    A source that cannot be read raises its InputError.
    """
    from claimx.pipeline import extract_records

    return extract_records(sources, date=date, model=model)
