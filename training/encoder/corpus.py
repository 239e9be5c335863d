"""Build the encoder's training windows from the corpora: arrays by task, in one file per pass.

python -m training.encoder.corpus --data ../shared/data --vocabulary vocab.txt [--passes 5]

A window is a run of tokens of at most LONGEST pieces with the labels of one task. What a corpus
does not annotate has no label, not "O".
"""

from __future__ import annotations

import argparse
import json
import pickle
import random
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import spacy
from spacy.language import Language
from spacy.tokens import Doc

from claimx.model.inputs import Inputs, find_inputs
from claimx.model.lemmas import edit_rule
from claimx.model.wordpiece import WordPiece
from training import pool
from training.encoder import augment, conllu, names_corpus, polnear
from training.encoder.labels import (
    MISSING,
    NAMES,
    RAREST_RULE,
    bies,
    common,
)
from training.encoder.swap import Pool, swap
from training.encoder.tokenizer import customise

HERE = Path(__file__).parent
CORPUS = HERE.parent / "corpus" / "encoder"
SHORTEST, LONGEST = 64, 320  # pieces per window
SEED = 7
Window = dict[str, Any]


@dataclass
class Labels:
    """The names of each head's labels, most frequent first."""

    tag: list[str] = field(default_factory=list)
    morph: list[str] = field(default_factory=list)
    lemma: list[str] = field(default_factory=list)
    dep: list[str] = field(default_factory=list)


def window(inputs: Inputs, begin: int, end: int, task: str, **labels: Any) -> Window:
    """Return the words `begin` to `end`, with their labels."""
    bounds = np.append(inputs.first, len(inputs.pieces))
    low, high = int(bounds[begin]), int(bounds[end])
    return {
        "task": task,
        "pieces": inputs.pieces[low:high].astype(np.int32),
        "first": (inputs.first[begin:end] - low).astype(np.int32),
        "codes": inputs.codes[begin:end].astype(np.int8),
        **{name: np.asarray(values, dtype=np.int32) for name, values in labels.items()},
    }


# --- syntax ------------------------------------------------------------------------------------


def chunks(document: list[conllu.Sentence], rng: random.Random) -> Iterator[list[conllu.Sentence]]:
    """Yield runs of sentences of one document, of varied length."""
    chunk: list[conllu.Sentence] = []
    size, limit = 0, rng.randint(SHORTEST, LONGEST - 80)
    for sentence in document:
        length = round(1.3 * len(sentence.words))
        if chunk and size + length > limit:
            yield chunk
            chunk, size, limit = [], 0, rng.randint(SHORTEST, LONGEST - 80)
        chunk.append(sentence)
        size += length
    if chunk:
        yield chunk


def syntax_docs(nlp: Language, treebanks: Path, rng: random.Random) -> Iterator[Doc]:
    """Yield the training parts of both treebanks once, with variations."""
    for name in ("ewt", "gum"):
        sentences = conllu.read_sentences(treebanks / f"{name}-train.conllu")
        for document in conllu.documents(sentences):
            for chunk in chunks(document, rng):
                varied = [augment.vary(sentence, rng) for sentence in chunk]
                text, offsets = conllu.join(varied, augment.seams(varied, rng))
                doc = conllu.to_doc(nlp.vocab, nlp.make_doc(text), conllu.shift(varied, offsets))
                if conllu.is_tree(doc):
                    yield doc


def count_labels(nlp: Language, treebanks: Path) -> Labels:
    """Return the label sets, from a pass without variations."""
    counts = {name: Counter[str]() for name in ("tag", "morph", "lemma", "dep")}
    for name in ("ewt", "gum"):
        for sentence in conllu.read_sentences(treebanks / f"{name}-train.conllu"):
            for word in sentence.words:
                counts["tag"][word.tag] += 1
                counts["morph"][f"{word.pos}|{word.morph}"] += 1
                counts["dep"][word.dep] += 1
                form = sentence.text[word.start : word.end]
                counts["lemma"][edit_rule(form, word.lemma)] += 1
    counts["dep"]["dep"] += 1
    return Labels(
        tag=common(counts["tag"]),
        morph=common(counts["morph"]),
        lemma=common(counts["lemma"], RAREST_RULE),
        dep=common(counts["dep"]),
    )


class SyntaxEncoder:
    """The encoder of gold Docs as windows with the syntactic labels."""

    def __init__(self, labels: Labels, wordpiece: WordPiece) -> None:
        self.wordpiece = wordpiece
        self.ids = {
            name: {label: number for number, label in enumerate(getattr(labels, name))}
            for name in ("tag", "morph", "lemma", "dep")
        }

    def __call__(self, doc: Doc) -> Window | None:
        inputs = find_inputs(doc, self.wordpiece)
        if not len(inputs) or len(inputs.pieces) > LONGEST:
            return None
        place = {int(index): at for at, index in enumerate(inputs.token)}
        tag, morph, lemma, head, dep, start = [], [], [], [], [], []
        for index in inputs.token.tolist():
            token = doc[index]
            tag.append(self.ids["tag"].get(token.tag_, MISSING))
            morph.append(self.ids["morph"].get(f"{token.pos_}|{token.morph}", MISSING))
            rule = edit_rule(token.text, token.lemma_) if token.lemma_ else ""
            lemma.append(self.ids["lemma"].get(rule, MISSING))
            head.append(place.get(token.head.i, MISSING))
            dep.append(self.ids["dep"].get(token.dep_, MISSING))
            start.append(int(bool(token.is_sent_start)))
        for at, index in enumerate(head):  # a head can't be whitespace
            if index == at and doc[int(inputs.token[at])].dep_ != "ROOT":
                head[at] = dep[at] = MISSING
        labels = {"tag": tag, "morph": morph, "lemma": lemma, "head": head, "dep": dep}
        return window(inputs, 0, len(inputs), "syntax", **labels, start=start)


# --- names and attribution ---------------------------------------------------------------------


def cuts(inputs: Inputs, rng: random.Random) -> Iterator[tuple[int, int]]:
    """Yield runs of words of varied length, cut at a line break if one is near."""
    bounds = np.append(inputs.first, len(inputs.pieces))
    breaks = inputs.codes[:, 1] >= 2
    start = 0
    limit = rng.randint(SHORTEST, LONGEST)
    while start < len(inputs):
        stop = int(np.searchsorted(bounds, bounds[start] + limit, side="right")) - 1
        stop = max(start + 1, min(stop, len(inputs)))
        if stop < len(inputs):
            near = np.flatnonzero(breaks[start + 1 : stop])
            if len(near) and near[-1] > 0.6 * (stop - start):
                stop = start + 1 + int(near[-1])
        yield start, stop
        start, limit = stop, rng.randint(LONGEST // 2, LONGEST)


def names_windows(
    nlp: Language,
    wordpiece: WordPiece,
    texts: Iterable[Any],
    others: Pool,
    share: float,
    rng: random.Random,
) -> Iterator[Window]:
    """Yield windows of texts with names, some of them swapped."""
    kinds = {kind: number for number, kind in enumerate(NAMES)}
    for text in texts:
        swapped = swap(text, others, rng, share=share)
        tokens = nlp.make_doc(names_corpus.quotes(swapped.text, rng))
        tags = names_corpus.tags_of(tokens, swapped.spans)
        case = rng.random()
        if case < 0.05:
            words = [t.text.lower() if case < 0.03 else t.text.upper() for t in tokens]
            spaces = [bool(t.whitespace_) for t in tokens]
            tokens = Doc(nlp.vocab, words=words, spaces=spaces)
        inputs = find_inputs(tokens, wordpiece)
        spans, unknown = [], []
        for at, index in enumerate(inputs.token.tolist()):
            tag = tags[index]
            if tag is None:
                unknown.append((at, at + 1))
            elif tag.startswith("B-"):
                spans.append([at, at + 1, kinds[tag[2:]]])
            elif tag.startswith("I-") and spans:
                spans[-1][1] = at + 1
        labels = bies(len(inputs), [tuple(span) for span in spans], unknown)  # type: ignore[misc]
        for start, end in cuts(inputs, rng):
            if end - start > 2:
                yield window(inputs, start, end, "names", name=_legal(labels[start:end]))


def _legal(labels: list[int]) -> list[int]:
    """Return the labels of a run; spans that its ends cut have no label."""
    labels = list(labels)
    for at, label in enumerate(labels):
        if label <= 0:
            break
        part = (label - 1) % 4
        if part in (0, 3):
            break
        labels[at] = MISSING
    for at in range(len(labels) - 1, -1, -1):
        part = (labels[at] - 1) % 4 if labels[at] > 0 else -1
        if part not in (0, 1):
            break
        labels[at] = MISSING
    return labels


@dataclass
class Attributed:
    """A text with spans (start, end, role index), and its parts without annotation."""

    text: str
    spans: list[tuple[int, int, int]]
    unknown: list[tuple[int, int]] = field(default_factory=list)


def read_polnear(folder: Path) -> list[Attributed]:
    """Return the texts, one for each annotator."""
    found = []
    for _, text, annotators in polnear.read_articles(folder):
        for events in annotators:
            spans = [
                (start, end, role)
                for event in events
                for role, name in enumerate(polnear.ROLES)
                for start, end in event.get(name, ())
            ]
            found.append(Attributed(text, spans))
    return found


def read_news(folder: Path) -> list[Attributed]:
    """Return the annotated articles of a folder of `articles/` and `gold/`."""
    found = []
    for path in sorted((folder / "gold").glob("*.json")):
        gold = json.loads(path.read_text(encoding="utf-8"))
        with (folder / "articles" / gold["file"]).open(encoding="utf-8", newline="") as handle:
            found.append(attributed(handle.read(), gold))
    return found


def attributed(text: str, gold: dict[str, Any]) -> Attributed:
    """Return the text with the pieces of its claims; doubtful claims have no labels."""
    spans: list[tuple[int, int, int]] = []
    unknown: list[tuple[int, int]] = []
    for claim in gold["claims"]:
        pieces = [(part["start"], part["end"], 0) for part in claim["segments"]]
        for role, name in ((1, "speaker"), (2, "cue")):
            part = claim.get(name)
            if part and part.get("start") is not None:
                pieces.append((part["start"], part["end"], role))
        if claim.get("doubtful"):
            unknown += [(start, end) for start, end, _ in pieces]
        else:
            spans += pieces
    return Attributed(text, spans, unknown)


LINE = re.compile(r"\r?\n")


def attribution_windows(
    nlp: Language,
    wordpiece: WordPiece,
    texts: Iterable[Attributed],
    task: str,
    rng: random.Random,
) -> Iterator[Window]:
    """Yield windows of attributed texts, some with fewer line breaks or other quotation marks."""
    for item in texts:
        text = names_corpus.quotes(item.text, rng)
        if rng.random() < 0.12:
            text = LINE.sub(lambda match: " " * len(match[0]), text)
        elif rng.random() < 0.1:
            text = text.replace("\n\n", " \n")
        doc = nlp.make_doc(text)
        inputs = find_inputs(doc, wordpiece)
        labels = attribution_labels(doc, inputs, item)
        for start, end in cuts(inputs, rng):
            if end - start > 2:
                yield window(inputs, start, end, task, attribution=_legal(labels[start:end]))


def attribution_labels(doc: Doc, inputs: Inputs, item: Attributed) -> list[int]:
    """Return the BIES labels of the words, without the spans of nested claims.

    The layer is flat: where spans overlap, words have the label of the cue or source rather than
    of the content.
    """
    words = [
        (doc[int(i)].idx, doc[int(i)].idx + len(doc[int(i)]), doc[int(i)].text)
        for i in inputs.token
    ]
    starts = np.array([start for start, _, _ in words])
    ends = np.array([end for _, end, _ in words])

    def inside(start: int, end: int) -> tuple[int, int]:
        low = int(np.searchsorted(ends, start, side="right"))
        high = int(np.searchsorted(starts, end, side="left"))
        while high > low and words[high - 1][2] in polnear.LOOSE:
            high -= 1
        while low < high and words[low][2] in polnear.LOOSE:
            low += 1
        return low, high

    owner: list[tuple[int, int] | None] = [None] * len(words)
    ordered = sorted(item.spans, key=lambda span: (span[2] != 0, -(span[1] - span[0])))
    for number, (start, end, role) in enumerate(ordered):
        low, high = inside(start, end)
        nested = role != 0 and any(
            owner[at] is not None and owner[at][1] == 0
            for at in range(low, high)  # type: ignore[index]
        )
        if nested:
            continue  # a cue or source inside another content: the flat layer has the outer content
        for at in range(low, high):
            if owner[at] is None or role != 0:
                owner[at] = (number, role)
    spans = []
    at = 0
    while at < len(owner):
        if owner[at] is None:
            at += 1
            continue
        end = at
        while end < len(owner) and owner[end] == owner[at]:
            end += 1
        spans.append((at, end, owner[at][1]))  # type: ignore[index]
        at = end
    return bies(len(words), spans, [inside(start, end) for start, end in item.unknown])


# --- all ---------------------------------------------------------------------------------------

# News first: the other corpora annotate fewer names, or other ones.
NAME_SHARES = {"worldwide": 1.0, "crossner": 0.15, "wikigold": 0.3, "gum": 0.5}


def make(data: Path, out: Path, vocabulary: Path, *, passes: int) -> None:
    """Write `labels.json` and `passes` files of windows."""
    nlp = spacy.blank("en")
    customise(nlp)
    wordpiece = WordPiece.from_file(vocabulary)
    out.mkdir(parents=True, exist_ok=True)
    labels = count_labels(nlp, data / "ud")
    (out / "labels.json").write_text(json.dumps(labels.__dict__, ensure_ascii=False), "utf-8")
    syntax = SyntaxEncoder(labels, wordpiece)
    texts = names_corpus.gather(data)
    names_pool = Pool.gather([t for kind in ("worldwide", "crossner") for t in texts[kind]])
    tasks = {
        "polnear": read_polnear(data / "polnear" / "train"),
        "news": [attributed(text, gold) for _, text, gold in pool.articles(data)],
    }
    for number in range(passes):
        rng = random.Random(SEED + number)
        found: list[Window] = []
        for doc in syntax_docs(nlp, data / "ud", rng):
            made = syntax(doc)
            if made:
                found.append(made)
        for kind, share in NAME_SHARES.items():
            drawn: list[Any] = rng.sample(texts[kind], round(share * len(texts[kind])))
            if kind in ("crossner", "wikigold"):
                drawn = list(names_corpus.grouped(drawn, rng))
            swapped = names_corpus.SWAPPED[kind]
            found += names_windows(nlp, wordpiece, drawn, names_pool, swapped, rng)
        for task, items in tasks.items():
            found += attribution_windows(nlp, wordpiece, items, task, rng)
        with (out / f"pass-{number}.pickle").open("wb") as file:
            pickle.dump(found, file)
        sizes = Counter[str]()
        for item in found:
            sizes[item["task"]] += len(item["pieces"])
        print(number, len(found), dict(sizes), flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--vocabulary", type=Path, required=True, help="the base model's vocab.txt")
    parser.add_argument("--out", type=Path, default=CORPUS)
    parser.add_argument("--passes", type=int, default=5)
    options = parser.parse_args()
    make(options.data, options.out, options.vocabulary, passes=options.passes)


if __name__ == "__main__":
    main()
