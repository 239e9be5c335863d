"""Who said what, with which numbers, when: claims, figures and dates from news articles."""

from __future__ import annotations

import logging
from importlib import import_module
from typing import TYPE_CHECKING, Any

from claimx.errors import ClaimxError, InputError, ModelError, OutputError, SettingsError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from spacy.language import Language

    from claimx.library import OnError, Pipeline, Record, Records, Source, to_dicts
    from claimx.records import Claim, Cue, Date, Document, Figure, Piece, Sentence, Speaker

__version__ = "0.2.0"
__all__ = [
    "Claim",
    "ClaimxError",
    "Cue",
    "Date",
    "Document",
    "Figure",
    "InputError",
    "ModelError",
    "OutputError",
    "Piece",
    "Pipeline",
    "Record",
    "Records",
    "Sentence",
    "SettingsError",
    "Speaker",
    "__version__",
    "extract",
    "load",
    "to_dicts",
]

# Imported on first use, because they import spaCy and pydantic.
_LIBRARY = frozenset({"Pipeline", "Record", "Records", "to_dicts"})
_RECORDS = frozenset({"Claim", "Cue", "Date", "Document", "Figure", "Piece", "Sentence", "Speaker"})

logging.getLogger("claimx").addHandler(logging.NullHandler())


def load(model: str | None = None) -> Language:
    """Return a spaCy pipeline with claimx's components: the bundled one, or one by name or path.

    Its Docs have `doc.spans["claimx_claims"]`, `["claimx_figures"]` and `["claimx_dates"]`, with
    spans widened to tokens. To resolve dates such as "Monday", set `doc._.claimx_published` to an
    ISO date before the pipeline runs. Raises ModelError if there is no such pipeline, or if it has
    no parser or no named entities.

    >>> import claimx
    >>> nlp = claimx.load()
    >>> doc = nlp("“We sold it for $5 million,” Ada Quill said.")
    >>> [span.text for span in doc.spans["claimx_figures"]]
    ['$5 million']
    """
    from claimx.run.pipeline import load as load_pipeline

    return load_pipeline(model)


def extract(
    sources: Source | Iterable[Source],
    *,
    date: str | None = None,
    model: str | Path | Language | None = None,
    on_error: OnError = "raise",
    **settings: Any,
) -> Iterator[Record]:
    """Yield the records of the sources: a str is an article's text, a Path a file or folder.

    `date` is the articles' date of publication in ISO 8601; by default, each article's own. Offsets
    count code points of the article's text. The other arguments are those of `claimx.Pipeline`. For
    more than one call, use that: it loads the model only once.

    Raises InputError for a source that cannot be read, unless `on_error` is "skip".

    >>> import claimx
    >>> text = "“We sold it for $5 million,” Ada Quill, the mayor, said on Monday."
    >>> records = list(claimx.extract(text, date="2026-01-10"))
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
    from claimx.library import Pipeline

    return Pipeline(model, date=date, **settings).extract(sources, on_error=on_error)


def __getattr__(name: str) -> Any:
    if name in _LIBRARY or name in _RECORDS:
        module = import_module("claimx.library" if name in _LIBRARY else "claimx.records")
        return getattr(module, name)
    raise AttributeError(f"module 'claimx' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
