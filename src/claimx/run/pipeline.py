"""The records of articles, by one spaCy pipeline."""

from __future__ import annotations

import logging
import os
import re
from collections.abc import Iterable, Iterator
from contextlib import nullcontext
from dataclasses import dataclass, replace
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

import spacy
from spacy.tokens import Doc

from claimx.assembly import assemble
from claimx.errors import ClaimxError, InputError, ModelError
from claimx.layout import Layout, find_layout, parse_published
from claimx.model.encoder import KEY
from claimx.model.tokenizer import NAME as SAVED_TOKENIZER
from claimx.reader import Article
from claimx.run.batches import Batch, batches
from claimx.run.selection import select
from claimx.settings import Settings
from claimx.text.language import detect, is_foreign
from claimx.text.syntax import noun_chunks

if TYPE_CHECKING:
    from spacy.language import Language

log = logging.getLogger("claimx")

NEEDED = ("tagger", "parser", "ner")
# Either one sets parts of speech.
SPEECH = ("morphologizer", "attribute_ruler")
# These need the whole article, so they run after the other components have processed its pieces.
WHOLE = (
    "claimx_names",
    "claimx_dates",
    "claimx_figures",
    "claimx_claims",
    "claimx_speakers",
    "claimx_confidence",
)
ATTRIBUTION = "claimx_attribution"
# Nearly every article is one piece, so that the encoder sees the whole context. No sentence crosses
# a blank line.
PIECE_CHARS = 12_000
DAY = "2026-01-10"
# The words of some 30 articles. They take 7 MB, and halve the tokenizer's time.
KEPT_WORDS = 20_000
# Far below spaCy's max_length, and short enough for the models' tables to stay small.
LONGEST_PIECE = 20_000
BLANK_LINE = re.compile(r"\n[^\S\n]*\n\s*|\r\n?[^\S\r\n]*\r\n?\s*")
PARAGRAPH = re.compile(r"\n[^\S\n]*\n\s*|\r\n?[^\S\r\n]*\r\n?\s*|\n")
SENTENCE_END = re.compile(r"[.!?]\S?\s")
SPACE = re.compile(r"\s")
# The tokenizer's time grows with the square of the longest run without a space.
STRETCH = re.compile(r"\S{500}")

Records = list[dict[str, Any]]


@dataclass(slots=True)
class Job:
    """An article in the pipeline."""

    article: Article
    layout: Layout
    body: str
    pieces: list[str]
    docs: list[Doc]
    error: Exception | None = None


def bundled() -> Path:
    """Return the folder of the bundled model."""
    return Path(str(files("claimx"))) / "data" / "model"


def load(model: str | None = None) -> Language:
    """Load the bundled spaCy pipeline, or the named one, with claimx's components added."""
    try:
        nlp = _bundled() if model is None else spacy.load(model)
    except Exception as error:  # the name can be any package, which can fail in any way
        raise _not_loaded(model, error) from error
    if nlp.lang not in ("en", "xx"):
        raise ModelError(
            f'"{model}" is for the language "{nlp.lang}"', remedy="give an English pipeline"
        )
    add_components(nlp)
    return nlp


def _not_loaded(model: str | None, error: Exception) -> ModelError:
    if isinstance(error, OSError) and "[E050]" in str(error):
        is_path = model is not None and ("/" in model or os.sep in model)
        fetch = (
            "give a folder with a pipeline" if is_path else f"run: python -m spacy download {model}"
        )
        return ModelError(f'spaCy pipeline "{model}" is not installed', remedy=fetch)
    name = "the bundled model" if model is None else f'"{model}"'
    reason = (str(error).splitlines() or [type(error).__name__])[0]
    return ModelError(
        f"{name} cannot be loaded ({reason})", remedy="give a spaCy pipeline or a folder with one"
    )


def _bundled() -> Language:
    nlp = spacy.load(bundled(), config={"nlp.tokenizer.@tokenizers": SAVED_TOKENIZER})
    # The stub has spans, but spaCy expects their borders and label.
    nlp.vocab.get_noun_chunks = _noun_chunks  # type: ignore[assignment]
    return nlp


def _noun_chunks(doc: Doc) -> Iterator[tuple[int, int, int]]:
    """Yield the phrases for `doc.noun_chunks`; spaCy's own rules expect other labels."""
    label = doc.vocab.strings.add("NP")
    for start, end in noun_chunks(doc):
        yield start, end, label


def add_components(nlp: Language) -> None:
    """Add claimx's components; raise ModelError if the pipeline lacks what they require."""
    missing = [name for name in NEEDED if name not in nlp.pipe_names]
    if not set(SPEECH) & set(nlp.pipe_names):
        missing.append(" or ".join(SPEECH))
    if missing:
        raise ModelError(
            f"the pipeline lacks {', '.join(missing)}",
            remedy=f"give one with {', '.join(NEEDED)} and parts of speech",
        )
    if "claimx_sentences" not in nlp.pipe_names:
        nlp.add_pipe("claimx_sentences", first=True)
    for name in (ATTRIBUTION, *WHOLE):
        if name not in nlp.pipe_names:
            nlp.add_pipe(name)


def extract(
    inputs: Iterable[Article | InputError], nlp: Language, *, settings: Settings
) -> Iterator[Records | ClaimxError]:
    """Yield each input's records, or its error, in the order of the inputs."""
    for batch in batches(inputs):
        yield from extract_batch(batch, nlp, settings=settings)


def extract_batch(
    batch: Batch, nlp: Language, *, settings: Settings
) -> list[Records | ClaimxError]:
    """Return the records or the error of each input of a batch."""
    # The words of the first articles stay, so that the tokenizer knows them. Later words are freed
    # at the end of their batch, so that memory stays flat.
    with nlp.memory_zone() if len(nlp.vocab) > KEPT_WORDS else nullcontext():
        jobs = [_job(item, settings) if isinstance(item, Article) else item for item in batch]
        annotated = _annotated([job for job in jobs if isinstance(job, Job)], nlp)
        return [
            _finish(next(annotated), nlp, settings) if isinstance(job, Job) else job for job in jobs
        ]


def _job(article: Article, settings: Settings) -> Job:
    layout = find_layout(article.words, day_first=settings.day_first)
    if article.title is not None:
        layout = replace(layout, title=article.title)
    body = layout.masked(article.words)
    language = detect(body)
    if is_foreign(body, language):
        named = f' (it looks like "{language}")' if language else ""
        log.warning("%s: not English%s; claimx reads English only", article.id, named)
    return Job(replace(article, language=language), layout, body, list(cut(body)), [])


def cut(text: str, *, size: int = PIECE_CHARS, longest: int = LONGEST_PIECE) -> Iterator[str]:
    """Yield the text in pieces that end at the first blank line after `size` code points.

    A piece longer than `longest` is cut after a paragraph, or else a sentence, or else a word, and
    always after 500 code points without a space.
    """
    start = 0
    while True:
        blank = BLANK_LINE.search(text, start + size, start + longest)
        end = blank.end() if blank else len(text)
        if end - start > longest:
            end = start + longest
            for border in (PARAGRAPH, SENTENCE_END, SPACE):
                cuts = [match.end() for match in border.finditer(text, start, end)]
                if cuts:
                    end = cuts[-1]
                    break
        stretch = STRETCH.search(text, start, end)
        if stretch:
            end = stretch.end()
        yield text[start:end]
        if end == len(text):
            return
        start = end


def _annotated(jobs: list[Job], nlp: Language) -> Iterator[Job]:
    """Yield each job after the components that don't need the whole article.

    Meanwhile the encoder's threads work on the next jobs.
    """
    done = 0
    try:
        for job in _run(jobs, nlp):
            done += 1
            yield job
    except Exception:  # models can raise anything, and one article must not stop the others
        log.debug("a batch failed; its articles are tried alone", exc_info=True)
    for job in jobs[done:]:
        try:
            yield from _run([job], nlp)
        except Exception as error:
            job.error = error
            yield job


def _run(jobs: list[Job], nlp: Language) -> Iterator[Job]:
    for job in jobs:
        job.docs.clear()
    pairs = [(piece, job) for job in jobs for piece in job.pieces]
    disabled = [name for name in WHOLE if name in nlp.pipe_names]
    pipe = nlp.pipe(pairs, as_tuples=True, batch_size=max(1, len(pairs)), disable=disabled)
    for doc, job in pipe:
        job.docs.append(doc)
        if len(job.docs) == len(job.pieces):
            yield job


def _finish(job: Job, nlp: Language, settings: Settings) -> Records | InputError:
    """Return the records of an article whose pieces are annotated."""
    article = job.article
    if job.error is None:
        try:
            published, published_from = _published(job, settings)
            doc = _joined(job.docs)
            # A year or a month alone cannot resolve "yesterday".
            doc._.claimx_published = published if len(published or "") >= len(DAY) else None
            doc._.claimx_day_first = settings.day_first
            for name, pipe in nlp.pipeline:
                if name in WHOLE:
                    doc = pipe(doc)
            records = assemble(
                doc,
                article=article,
                layout=job.layout,
                published=published,
                published_from=published_from,
                settings=settings,
            )
            return select(records, settings)
        except Exception as error:  # as above
            job.error = error
    log.debug("%s failed", article.id, exc_info=job.error)
    reason = f"{type(job.error).__name__}: {job.error}".splitlines()[0]
    return InputError(
        f"failed ({reason})",
        path=article.id,
        remedy="this is a bug in claimx: please report it with the article",
    )


def _joined(docs: list[Doc]) -> Doc:
    """Return the pieces as one Doc with their annotations, without the encoder's arrays."""
    key = f"{ATTRIBUTION}_scores"
    scores = [score for doc in docs for score in doc.user_data.pop(key, ())]
    for doc in docs:
        doc.user_data.pop(KEY, None)
    joined = docs[0] if len(docs) == 1 else Doc.from_docs(docs, ensure_whitespace=False)
    assert joined is not None
    joined.user_data[key] = scores
    return joined


def _published(job: Job, settings: Settings) -> tuple[str | None, str | None]:
    """Return the article's date and its origin: the option, the metadata or the text."""
    if settings.date is not None:
        return settings.date, "option"
    if job.article.date is not None:
        date = parse_published(job.article.date, day_first=settings.day_first)
        if date is not None:
            return date, "metadata"
        log.warning("%s: not a date: %r", job.article.id, job.article.date)
    if job.layout.published is not None:
        return job.layout.published, "text"
    return None, None
