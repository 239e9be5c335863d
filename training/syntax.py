"""DocBins for tagger, morphologizer, parser and lemmatizer from the treebanks."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator
from pathlib import Path

from spacy.language import Language
from spacy.tokens import Doc, DocBin

from training import augment, conllu
from training.conllu import Sentence

TREEBANKS = ("ewt", "gum")
MAX_TOKENS = 110  # the parser's oracle slows down steeply on longer documents


def chunks(document: list[Sentence], rng: random.Random) -> Iterator[list[Sentence]]:
    """Runs of sentences of one document, of varied length and at most MAX_TOKENS words."""
    chunk: list[Sentence] = []
    size, limit = 0, rng.randint(20, MAX_TOKENS - 10)
    for sentence in document:
        if chunk and size + len(sentence.words) > limit:
            yield chunk
            chunk, size, limit = [], 0, rng.randint(20, MAX_TOKENS - 10)
        chunk.append(sentence)
        size += len(sentence.words)
    if chunk:
        yield chunk


def training_docs(nlp: Language, sources: Iterable[Path], rng: random.Random) -> Iterator[Doc]:
    """One varied pass over the treebanks."""
    for path in sources:
        for document in conllu.documents(conllu.read_sentences(path)):
            for chunk in chunks(document, rng):
                varied = [augment.vary(sentence, rng) for sentence in chunk]
                text, offsets = conllu.join(varied, augment.seams(varied, rng))
                words = conllu.shift(varied, offsets)
                doc = conllu.to_doc(nlp.vocab, nlp.make_doc(text), words)
                if conllu.is_tree(doc):
                    yield doc


def convert(nlp: Language, treebanks: Path, out: Path, *, passes: int, seed: int) -> None:
    """Write `passes` differently varied passes over the training parts."""
    out.mkdir(parents=True, exist_ok=True)
    sources = [treebanks / f"{name}-train.conllu" for name in TREEBANKS]
    for number in range(passes):
        docs = list(training_docs(nlp, sources, random.Random(seed + number)))
        DocBin(docs=docs, store_user_data=False).to_disk(out / f"syntax-{number}.spacy")
