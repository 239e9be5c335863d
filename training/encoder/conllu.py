"""Universal Dependencies treebanks (CoNLL-U), as sentences with raw text and as spaCy Docs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path

from spacy.tokens import Doc
from spacy.vocab import Vocab

SPACE_TAG = "_SP"


@dataclass(frozen=True, slots=True)
class Word:
    """A syntactic word; `start` and `end` count from the sentence's first character."""

    start: int
    end: int
    lemma: str
    pos: str
    tag: str
    morph: str
    head: int  # index in the sentence; a root is its own head
    dep: str
    misc: str = ""


@dataclass(frozen=True, slots=True)
class Sentence:
    text: str
    words: tuple[Word, ...]
    space_after: bool = True
    paragraph: bool = False  # begins a paragraph
    document: str | None = None  # begins this document


def read_sentences(path: Path) -> Iterator[Sentence]:
    """Yield the sentences of a CoNLL-U file, in order; empty nodes are left out."""
    lines: list[str] = []
    with path.open(encoding="utf-8") as handle:
        for line in handle:
            line = line.rstrip("\n")
            if line:
                lines.append(line)
            elif lines:
                yield _sentence(lines)
                lines = []
    if lines:
        yield _sentence(lines)


def _sentence(lines: list[str]) -> Sentence:
    paragraph, document = False, None
    rows: list[list[str]] = []
    for line in lines:
        if line.startswith("# newpar"):
            paragraph = True
        elif line.startswith("# newdoc"):
            paragraph, document = True, line.partition("=")[2].strip() or "?"
        elif not line.startswith("#"):
            rows.append(line.split("\t"))
    words: list[Word] = []
    parts: list[str] = []
    at = 0
    space_after = True
    multi_end = 0
    multi_space = True
    for position, row in enumerate(rows):
        number = row[0]
        if "." in number:
            continue
        if "-" in number:
            first, last = (int(x) for x in number.split("-"))
            forms = [r[1] for r in rows[position + 1 :] if r[0].isdigit()][: last - first + 1]
            # A multiword token can't be cut if its parts don't spell it ("wanna": want + to).
            spelt = _cut(row[1], forms)
            multi_end, multi_space = last, "SpaceAfter=No" not in row[9]
            continue
        index = int(number)
        inside = index <= multi_end
        form = row[1]
        if inside:
            form = spelt[len(spelt) - (multi_end - index) - 1]
        start, end = at, at + len(form)
        parts.append(form)
        at = end
        last_of_token = not inside or index == multi_end
        if last_of_token:
            space_after = multi_space if inside else "SpaceAfter=No" not in row[9]
            if space_after:
                parts.append(" ")
                at += 1
        head = int(row[6])
        words.append(
            Word(
                start,
                end,
                row[2],
                row[3],
                row[4],
                "" if row[5] == "_" else row[5],
                index - 1 if head == 0 else head - 1,
                "ROOT" if head == 0 else row[7],
                row[9],
            )
        )
    text = "".join(parts)
    if space_after:
        text = text[:-1]
    return Sentence(text, tuple(words), space_after, paragraph, document)


def _cut(surface: str, forms: list[str]) -> list[str]:
    """Return the surface cut into one piece per form, spelt like the forms if possible."""
    if "".join(forms) == surface:
        return forms
    if [len(form) for form in forms] and sum(map(len, forms)) == len(surface):
        pieces, at = [], 0
        for form in forms:
            pieces.append(surface[at : at + len(form)])
            at += len(form)
        return pieces
    size = max(1, len(surface) // len(forms))
    pieces = [surface[i * size : (i + 1) * size] for i in range(len(forms) - 1)]
    return [*pieces, surface[(len(forms) - 1) * size :]]


def documents(sentences: Iterator[Sentence]) -> Iterator[list[Sentence]]:
    """Yield the sentences of each document."""
    gathered: list[Sentence] = []
    for sentence in sentences:
        if sentence.document and gathered:
            yield gathered
            gathered = []
        gathered.append(sentence)
    if gathered:
        yield gathered


def join(sentences: list[Sentence], seams: list[str]) -> tuple[str, list[int]]:
    """Return the sentences' raw text with `seams[i]` before sentence i + 1, and their offsets."""
    parts, offsets, at = [], [], 0
    for number, sentence in enumerate(sentences):
        if number:
            parts.append(seams[number - 1])
            at += len(seams[number - 1])
        offsets.append(at)
        parts.append(sentence.text)
        at += len(sentence.text)
    return "".join(parts), offsets


def natural_seams(sentences: list[Sentence]) -> list[str]:
    """Return the treebank's seams: a blank line before a paragraph, otherwise its space."""
    return [
        "\n\n" if after.paragraph else (" " if before.space_after else "")
        for before, after in pairwise(sentences)
    ]


def shift(sentences: list[Sentence], offsets: list[int]) -> list[Word]:
    """Return the words of all sentences with offsets and heads in the joined text."""
    words: list[Word] = []
    for sentence, offset in zip(sentences, offsets, strict=True):
        base = len(words)
        words.extend(
            replace(w, start=w.start + offset, end=w.end + offset, head=w.head + base)
            for w in sentence.words
        )
    return words


def to_doc(vocab: Vocab, tokens: Doc, words: list[Word]) -> Doc:
    """Return a gold Doc with the tokenizer's tokens, from words with offsets into its text.

    A token that covers several words takes the annotation of their highest head. If a word has
    several tokens, the first takes its annotation, and the others are attached to it as "dep".
    Whitespace tokens are attached to the token before them.
    """
    owner = [-1] * (len(tokens.text) + 1)
    for number, word in enumerate(words):
        for at in range(word.start, word.end):
            owner[at] = number
    covered: list[list[int]] = []  # words per token
    first_token: dict[int, int] = {}
    for token in tokens:
        start, end = token.idx, token.idx + len(token)
        found = sorted({owner[at] for at in range(start, end)} - {-1})
        covered.append([] if token.is_space else found)
        for number in covered[-1]:
            first_token.setdefault(number, token.i)
    heads, deps, tags, poses, morphs, lemmas, starts = [], [], [], [], [], [], []
    before = 0
    for token in tokens:
        numbers = covered[token.i]
        if not numbers:  # whitespace, or a character outside all words
            heads.append(before)
            deps.append("dep")
            tags.append(SPACE_TAG if token.is_space else "")
            poses.append("SPACE" if token.is_space else "X")
            morphs.append("")
            lemmas.append(token.text)
            starts.append(False)
            continue
        inside = set(numbers)
        top = next(
            (n for n in numbers if words[n].head not in inside or words[n].head == n), numbers[0]
        )
        word = words[top]
        if first_token[top] != token.i:  # a later piece of a word
            heads.append(first_token[top])
            deps.append("dep")
            starts.append(False)
        else:
            heads.append(first_token[word.head] if word.head != top else token.i)
            deps.append(word.dep)
            starts.append(word.start == words[numbers[0]].start and _opens(words, numbers[0]))
        tags.append(word.tag)
        poses.append(word.pos)
        morphs.append(word.morph)
        exact = len(numbers) == 1 and word.start == token.idx and word.end == token.idx + len(token)
        lemmas.append(word.lemma if exact else "")
        before = token.i
    # A piece that is its own head can only be a root.
    for number, head in enumerate(heads):
        if head == number:
            deps[number] = "ROOT"
    return Doc(
        vocab,
        words=[t.text for t in tokens],
        spaces=[bool(t.whitespace_) for t in tokens],
        tags=tags,
        pos=poses,
        morphs=morphs,
        lemmas=lemmas,
        heads=heads,
        deps=deps,
    )


def _opens(words: list[Word], number: int) -> bool:
    return number == 0 or _root(words, number) != _root(words, number - 1)


def _root(words: list[Word], number: int) -> int:
    while words[number].head != number:
        number = words[number].head
    return number


def is_tree(doc: Doc) -> bool:
    """Return whether the heads form a tree; merged tokens can create a circle."""
    heads = [token.head.i for token in doc]
    done: set[int] = set()
    for start in range(len(heads)):
        path: set[int] = set()
        at = start
        while at not in done and heads[at] != at:
            if at in path:
                return False
            path.add(at)
            at = heads[at]
        done |= path
    return True
