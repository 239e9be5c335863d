"""spaCy components on top of the encoder: each decodes one head, and can be left out or replaced.

`claimx_encoder` runs the network and keeps its outputs in `doc.user_data`, where the components
after it read them. A component raises ModelError for a Doc that no encoder has processed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain, pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from spacy.attrs import DEP, HEAD, IS_PUNCT, LEMMA, MORPH, ORTH, POS, SENT_START, TAG
from spacy.parts_of_speech import IDS
from spacy.tokens import Doc, Span

from claimx.errors import ModelError
from claimx.model.encoder import KEY, Encoded, Encoder
from claimx.model.lemmas import apply_rule
from claimx.model.spans import best_spans
from claimx.model.tree import best_heads

if TYPE_CHECKING:
    from spacy.language import Language

ROLES = ("CONTENT", "SOURCE", "CUE")
NAMES = ("PERSON", "ORG", "LOC", "NORP")
SPACE_TAG, SPACE_POS, SPACE_DEP = "_SP", "SPACE", "dep"
# A longer sentence is cut where an end is likeliest: its scores grow with the square of its length.
LONGEST_SENTENCE = 250
# How many words' relations are scored at a time, so that the products stay in a core's cache.
WORDS = 128


def encoded(doc: Doc, name: str) -> Encoded:
    """Return the encoder's outputs; raise ModelError if no encoder has processed the Doc."""
    found = doc.user_data.get(KEY)
    if found is None:
        raise ModelError(f"{name} needs claimx_encoder before it in the pipeline")
    return found  # type: ignore[no-any-return]


class EncoderPipe:
    """The component that runs the encoder, the only one with weights."""

    def __init__(self, nlp: Language, name: str) -> None:
        self.nlp, self.name = nlp, name
        self._encoder: Encoder | None = None

    @property
    def is_loaded(self) -> bool:
        """Return whether the weights are loaded yet, which happens when they are first needed."""
        return self._encoder is not None

    @property
    def encoder(self) -> Encoder:
        """The encoder: the bundled one unless another was loaded."""
        if self._encoder is None:
            self._use(Encoder(bundled_weights()))
        assert self._encoder is not None
        return self._encoder

    def _use(self, encoder: Encoder) -> None:
        self._encoder = encoder
        # Added here, the labels outlast the memory zones that the pipeline runs in.
        vocab = self.nlp.vocab
        heads = encoder.labels["tag"], encoder.labels["dep"], NAMES, ROLES, (SPACE_TAG, SPACE_DEP)
        for label in chain.from_iterable(heads):
            vocab.strings.add(label)
        for label in encoder.labels["morph"]:
            vocab.morphology.add(label.partition("|")[2])

    @property
    def labels(self) -> tuple[str, ...]:
        """An empty tuple: the encoder sets no labels itself."""
        return ()

    def __call__(self, doc: Doc) -> Doc:
        """Encode the Doc."""
        return next(self.pipe([doc]))

    def pipe(self, stream: Iterable[Doc], *, batch_size: int = 64) -> Iterator[Doc]:
        """Encode the Docs; threads share the windows of several. `batch_size` is unused."""
        for doc, found in self.encoder(stream):
            doc.user_data[KEY] = found
            yield doc

    def to_disk(self, path: str | Path, *, exclude: Iterable[str] = ()) -> None:
        """Copy the encoder's files."""
        folder = Path(path)
        folder.mkdir(parents=True, exist_ok=True)
        for file in self.encoder.folder.iterdir():
            (folder / file.name).write_bytes(file.read_bytes())

    def from_disk(self, path: str | Path, *, exclude: Iterable[str] = ()) -> EncoderPipe:
        """Use the files of this folder."""
        self._use(Encoder(Path(path)))
        return self


def bundled_weights() -> Path:
    """Return the folder of the encoder that comes with the package."""
    return Path(__file__).parents[1] / "data" / "model" / KEY


def _set(doc: Doc, attributes: list[int], table: Any) -> Doc:
    """Set attributes of all tokens from a table with one row per token."""
    return doc.from_array(attributes, table)  # type: ignore[arg-type]


class Decoder:
    """The base class of the components that decode one head of the encoder."""

    head = ""  # the key of its labels in the encoder's files

    def __init__(self, nlp: Language, name: str) -> None:
        self.nlp, self.name = nlp, name
        self._hashes: dict[str, Any] = {}

    @property
    def labels(self) -> tuple[str, ...]:
        """The labels that the component sets; empty until the encoder is loaded."""
        pipe = self._pipe()
        return tuple(pipe.encoder.labels[self.head]) if pipe and pipe.is_loaded else ()

    @property
    def encoder(self) -> Encoder:
        """The encoder of the pipeline. Raises ModelError if it has none."""
        pipe = self._pipe()
        if pipe is None:
            raise ModelError(f"{self.name} needs claimx_encoder before it in the pipeline")
        return pipe.encoder

    def _pipe(self) -> EncoderPipe | None:
        pipes = (pipe for _, pipe in self.nlp.pipeline if isinstance(pipe, EncoderPipe))
        return next(pipes, None)

    def hashes(self) -> Any:
        """Return the keys of the labels in the vocabulary's string store."""
        add = self.nlp.vocab.strings.add
        return np.array([add(label) for label in self.labels], dtype=np.uint64)

    def to_disk(self, path: str | Path, *, exclude: Iterable[str] = ()) -> None:
        """Write nothing: all weights are the encoder's."""

    def from_disk(self, path: str | Path, *, exclude: Iterable[str] = ()) -> Decoder:
        """Read nothing."""
        return self


class Tagger(Decoder):
    """The component that sets Penn tags."""

    head = "tag"

    def __call__(self, doc: Doc) -> Doc:
        """Set the tags."""
        found = encoded(doc, self.name)
        if "tag" not in self._hashes:
            self._hashes["tag"] = self.hashes()
            self._hashes["space"] = self.nlp.vocab.strings.add(SPACE_TAG)
        column = np.full((len(doc), 1), self._hashes["space"], dtype=np.uint64)
        column[found["token"], 0] = self._hashes["tag"][found["tag"]]
        return _set(doc, [TAG], column)


class Morphologizer(Decoder):
    """The component that sets parts of speech and morphological features."""

    head = "morph"

    def __call__(self, doc: Doc) -> Doc:
        """Set parts of speech and features."""
        found = encoded(doc, self.name)
        if not self._hashes:
            pairs = [label.split("|", 1) for label in self.labels]
            self._hashes["pos"] = np.array([IDS[pos] for pos, _ in pairs], dtype=np.uint64)
            add = self.nlp.vocab.morphology.add
            self._hashes["morph"] = np.array([add(feats) for _, feats in pairs], dtype=np.uint64)
            self._hashes["empty"] = np.array([IDS[SPACE_POS], add("")], dtype=np.uint64)
        table = np.tile(self._hashes["empty"], (len(doc), 1))
        labels = found["morph"]
        table[found["token"], 0] = self._hashes["pos"][labels]
        table[found["token"], 1] = self._hashes["morph"][labels]
        return _set(doc, [POS, MORPH], table)


class Lemmatizer(Decoder):
    """The component that sets lemmas: from the treebanks' table, or by the word's edit rule."""

    head = "lemma"

    def __call__(self, doc: Doc) -> Doc:
        """Set the lemmas."""
        found = encoded(doc, self.name)
        rules, known = self.labels, self.encoder.lemmas
        strings = self.nlp.vocab.strings
        column = doc.to_array(ORTH)[:, None]
        for index, rule in zip(found["token"].tolist(), found["lemma"].tolist(), strict=True):
            token = doc[index]
            lemma = known.get(f"{token.lower_}|{token.pos_}")
            column[index, 0] = strings.add(lemma or apply_rule(token.text, rules[rule]))
        return _set(doc, [LEMMA], column)


class Parser(Decoder):
    """The component that sets heads, relations and the sentence starts that are still open."""

    head = "dep"

    def __call__(self, doc: Doc) -> Doc:
        """Set heads, relations and sentence starts."""
        found = encoded(doc, self.name)
        if not len(doc):
            return doc
        if not self._hashes:
            self._hashes["dep"] = self.hashes()
            self._hashes["space"] = self.nlp.vocab.strings.add(SPACE_DEP)
        heads, relations = self.parse(doc, found)
        token = found["token"]
        index = np.arange(len(doc))
        # White space is attached to the word before it, or to the first word at the start.
        before = np.maximum(np.searchsorted(token, index, side="right") - 1, 0)
        head = token[before] if len(token) else np.zeros(len(doc), dtype=np.int64)
        head[token] = token[heads]
        dep = np.full(len(doc), self._hashes["space"], dtype=np.uint64)
        dep[token] = self._hashes["dep"][relations]
        table = np.stack([(head - index).astype(np.int64).view(np.uint64), dep], axis=1)
        return _set(doc, [HEAD, DEP], table)

    def parse(self, doc: Doc, found: Encoded) -> tuple[Any, Any]:
        """Return for each word the index of its head among the words, and of its relation."""
        tables = self.encoder.tables
        count = len(found["token"])
        heads = np.arange(count)
        if not count:
            return heads, heads
        borders = [*self._starts(doc, found), count]
        dependent = _with_one(found["arc_dependent"]) @ tables["arc"]
        for start, end in pairwise(borders):
            scores = dependent[start:end] @ found["arc_head"][start:end].T
            np.fill_diagonal(scores, found["root"][start:end, 0])
            heads[start:end] = np.array(best_heads(scores)) + start
        return heads, self._relations(found, heads)

    def _relations(self, found: Encoded, heads: Any) -> Any:
        left = _with_one(found["relation_dependent"])
        right = _with_one(found["relation_head"])[heads]
        weight = self.encoder.relation  # (size, labels * size)
        scores = np.empty((len(heads), len(self.labels)), dtype=left.dtype)
        for at in range(0, len(heads), WORDS):
            rows = slice(at, at + WORDS)
            labelled = (left[rows] @ weight).reshape(-1, len(self.labels), right.shape[1])
            scores[rows] = (labelled @ right[rows, :, None])[:, :, 0]
        is_root = heads == np.arange(len(heads))
        scores[:, self.labels.index("ROOT")] = np.where(is_root, np.inf, -np.inf)
        return scores.argmax(axis=1)

    def _starts(self, doc: Doc, found: Encoded) -> list[int]:
        """Return the indexes of the words that begin a sentence."""
        table = doc.to_array([SENT_START, IS_PUNCT]).astype(np.int64)[found["token"]]
        sure = found["start"][:, 1] - found["start"][:, 0]
        sure = np.where(table[:, 0] == SET, np.inf, sure)
        sure = np.where(table[:, 0] == RULED_OUT, -np.inf, sure)
        is_start = sure > 0
        is_start[0] = True
        # A mark alone is not a sentence: a bullet or dash belongs to what follows it.
        is_start[1:] &= ~(is_start[:-1] & (table[:-1, 1] != 0))
        return _cut(np.flatnonzero(is_start).tolist(), sure)


# spaCy's values of SENT_START; 0 means unknown.
SET, RULED_OUT = 1, -1


def _with_one(rows: Any) -> Any:
    return np.concatenate([rows, np.ones((len(rows), 1), dtype=rows.dtype)], axis=1)


def _cut(starts: list[int], sure: Any) -> list[int]:
    """Return the starts, with more of them in sentences longer than LONGEST_SENTENCE."""
    found = []
    for start, end in zip(starts, [*starts[1:], len(sure)], strict=True):
        found.append(start)
        while end - start > LONGEST_SENTENCE:
            half = start + LONGEST_SENTENCE // 2
            start = half + int(sure[half : start + LONGEST_SENTENCE].argmax())
            found.append(start)
    return found


class Names(Decoder):
    """The component that sets named entities: PERSON, ORG, LOC and NORP."""

    labels = NAMES

    def __call__(self, doc: Doc) -> Doc:
        """Set the entities."""
        found = encoded(doc, self.name)
        doc.ents = _spans(doc, found, found["name"], NAMES)
        return doc


class Attribution(Decoder):
    """The component that sets `doc.spans[name]`: spans labelled CONTENT, SOURCE and CUE.

    Spans don't overlap. A content can cover several sentences or paragraphs, as a quotation can.
    `doc.user_data["claimx_attribution_scores"]` holds the network's confidence in each span, from 0
    to 1, in the same order. In a pipeline without `claimx_encoder`, such as one with another parser
    and recognizer, the component runs the bundled encoder itself.
    """

    labels = ROLES

    def __init__(self, nlp: Language, name: str, convention: str = "news") -> None:
        super().__init__(nlp, name)
        self.convention = convention
        self._own: EncoderPipe | None = None

    def __call__(self, doc: Doc) -> Doc:
        """Set the spans and their scores."""
        if KEY not in doc.user_data:
            self._own = self._own or EncoderPipe(self.nlp, self.name)
            self._own(doc)
        found = encoded(doc, self.name)
        scores = found[f"attribution_{self.convention}"]
        spans = best_spans(scores, ROLES)
        token = found["token"]
        doc.spans[self.name] = [
            Span(doc, int(token[one.start]), int(token[one.end - 1]) + 1, label=one.label)
            for one in spans
        ]
        doc.user_data[f"{self.name}_scores"] = [round(one.score, 4) for one in spans]
        return doc


def _spans(doc: Doc, found: Encoded, scores: Any, kinds: tuple[str, ...]) -> list[Span]:
    token = found["token"]
    return [
        Span(doc, int(token[start]), int(token[end - 1]) + 1, label=label)
        for start, end, label, _ in best_spans(scores, kinds)
    ]
