"""The Python interface: a pipeline that is loaded once, and the records of an article."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from claimx.errors import ClaimxError, InputError
from claimx.reader import Article, from_text, read
from claimx.records import Claim, Date, Document, Figure, Sentence, validate
from claimx.run import jobs, pipeline
from claimx.settings import Settings

if TYPE_CHECKING:
    from spacy.language import Language

log = logging.getLogger("claimx")

Record = Document | Claim | Figure | Date | Sentence
Source = str | Path
OnError = Literal["raise", "skip"]


class Records(list[Record]):
    """The records of one article: its document first, then the others in text order.

    A notebook shows it as `claimx show` does: the article with its claims, figures and dates.
    """

    @property
    def document(self) -> Document:
        """The article's own record."""
        document = self[0]
        assert isinstance(document, Document)
        return document

    @property
    def claims(self) -> list[Claim]:
        """The claims."""
        return [record for record in self if isinstance(record, Claim)]

    @property
    def figures(self) -> list[Figure]:
        """The figures."""
        return [record for record in self if isinstance(record, Figure)]

    @property
    def dates(self) -> list[Date]:
        """The dates."""
        return [record for record in self if isinstance(record, Date)]

    def to_dicts(self) -> list[dict[str, Any]]:
        """Return the records as the JSON output has them."""
        return to_dicts(self)

    def _repr_html_(self) -> str:
        from claimx.terminal.show import as_html

        return as_html(self.to_dicts())


class Pipeline:
    """A pipeline that finds claims, figures and dates. It loads the model at the first article.

    `model` is a spaCy pipeline, its name or its folder; the default is the bundled one. The other
    arguments are the options of `claimx extract` by name (`date`, `kind`, `speaker`, `text_field`,
    `jobs`, …): see `claimx.settings.Settings`. Raises SettingsError for a wrong option, and
    ModelError if the pipeline cannot be loaded or lacks what claimx needs.

    >>> import claimx
    >>> pipeline = claimx.Pipeline(date="2026-01-10")
    >>> records = pipeline("“We sold it for $5 million,” Ada Quill said on Monday.")
    >>> records.claims[0].speaker.name, records.figures[0].value, records.dates[0].value
    ('Ada Quill', 5000000, '2026-01-05')
    """

    def __init__(self, model: str | Path | Language | None = None, **settings: Any) -> None:
        if isinstance(model, str | Path):
            settings["model"] = str(model)
        self.settings = Settings(**settings)
        if model is not None and not isinstance(model, str | Path):
            pipeline.add_components(model)
            self.__dict__["nlp"] = model

    @cached_property
    def nlp(self) -> Language:
        """The spaCy pipeline."""
        return pipeline.load(self.settings.model)

    def __call__(self, text: str, *, date: str | None = None) -> Records:
        """Return the records of an article's text; `date` is its date of publication."""
        settings = replace(self.settings, date=date) if date else self.settings
        (records,) = self._results(_articles([text], settings), settings)
        if isinstance(records, ClaimxError):
            raise records
        return records

    def articles(
        self, sources: Source | Iterable[Source], *, on_error: OnError = "raise"
    ) -> Iterator[Records]:
        """Yield the records of each article.

        A str is an article's text, a Path a file or a folder. An input that cannot be read raises
        its InputError, or is logged as a warning with `on_error="skip"`.
        """
        given = [sources] if isinstance(sources, str | Path) else sources
        for result in self._results(_articles(given, self.settings), self.settings):
            if not isinstance(result, ClaimxError):
                yield result
            elif on_error == "skip":
                log.warning("%s", result)
            else:
                raise result

    def extract(
        self, sources: Source | Iterable[Source], *, on_error: OnError = "raise"
    ) -> Iterator[Record]:
        """Yield the records of all sources, one after the other; see `articles`."""
        for records in self.articles(sources, on_error=on_error):
            yield from (record for record in records if record.kind in self.settings.kind)

    def _results(
        self, inputs: Iterable[Article | InputError], settings: Settings
    ) -> Iterator[Records | ClaimxError]:
        found = (
            pipeline.extract(inputs, self.nlp, settings=settings)
            if settings.jobs == 1
            else jobs.extract(inputs, settings=settings)
        )
        for result in found:
            yield result if isinstance(result, ClaimxError) else Records(map(validate, result))


def to_dicts(records: Iterable[Record]) -> list[dict[str, Any]]:
    """Return the records as the JSON output has them, for `json.dumps` or a DataFrame."""
    return [record.model_dump() for record in records]


def _articles(sources: Iterable[Source], settings: Settings) -> Iterator[Article | InputError]:
    for number, source in enumerate(sources, 1):
        if isinstance(source, Path):
            yield from read([str(source)], settings=settings)
        elif isinstance(source, str):
            article = from_text(source, id=f"text:{number}")
            yield article if source.strip() else InputError("contains no text", path=article.id)
        else:
            raise TypeError(f"a source is a str or a pathlib.Path, not {type(source).__name__}")
