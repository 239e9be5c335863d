"""The corpora of names, read as texts with PERSON, ORG, LOC and NORP spans."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from training.encoder import conllu

LABELS = ("PERSON", "ORG", "LOC", "NORP")
Span = tuple[int, int, str]
UNKNOWN = "?"  # a span that this corpus doesn't label

WORLDWIDE = {"Person": "PERSON", "Organization": "ORG", "Location": "LOC", "NORP": "NORP"}
CROSSNER = {
    "person": "PERSON",
    "politician": "PERSON",
    "musicalartist": "PERSON",
    "writer": "PERSON",
    "scientist": "PERSON",
    "researcher": "PERSON",
    "organisation": "ORG",
    "politicalparty": "ORG",
    "band": "ORG",
    "university": "ORG",
    "country": "LOC",
    "location": "LOC",
    "misc": UNKNOWN,
}
HELD_BACK = 8  # one Worldwide article in this many is never trained on


@dataclass(frozen=True, slots=True)
class Text:
    """A text with spans; UNKNOWN marks a span whose labels are not known."""

    name: str
    text: str
    spans: tuple[Span, ...]


def held_back(name: str) -> bool:
    """Return whether the Worldwide article with this file name is kept for evaluation."""
    return hashlib.sha1(name.encode()).digest()[0] % HELD_BACK == 0


def spans_of(tags: list[str]) -> list[tuple[int, int, str]]:
    """Return the token spans of BIO, BIOES or IO tags, with the corpus's own labels."""
    spans: list[tuple[int, int, str]] = []
    start, label = 0, ""
    for at, tag in enumerate([*tags, "O"]):
        prefix, _, kind = tag.partition("-")
        if label and (prefix in "BSO" or kind != label):
            spans.append((start, at, label))
            label = ""
        if prefix in ("B", "S") or (prefix in ("I", "E") and not label):
            start, label = at, kind
    return spans


def locate(tokens: list[str], text: str) -> list[tuple[int, int]] | None:
    """Return the offsets of tokens that follow each other in a text, or None if one is missing."""
    found, at = [], 0
    for token in tokens:
        start = text.find(token, at)
        if start < 0 or text[at:start].strip():
            start = -1 if start < 0 or len(text[at:start].strip()) > 3 else start
        if start < 0:
            return None
        at = start + len(token)
        found.append((start, at))
    return found


NO_SPACE_BEFORE = re.compile(r"^(?:[.,:;!?)\]}%…”]|'s|’s|n't|n’t|'re|'ve|'ll|'d|'m|''.*)$")
NO_SPACE_AFTER = re.compile(r"^(?:[(\[{$£€“#]|``)$")


def spell(tokens: list[str]) -> tuple[str, list[tuple[int, int]]]:
    """Return a sentence's tokens as a text with likely spaces, and their offsets."""
    parts: list[str] = []
    offsets = []
    at = 0
    quote_open = False
    glue = True
    for number, token in enumerate(tokens):
        hyphen = token in {"-", "/"} and 0 < number < len(tokens) - 1
        closing = token == '"' and quote_open
        if not (glue or NO_SPACE_BEFORE.match(token) or closing or (hyphen and token == "/")):
            parts.append(" ")
            at += 1
        offsets.append((at, at + len(token)))
        parts.append(token)
        at += len(token)
        glue = bool(NO_SPACE_AFTER.match(token)) or (hyphen and token == "/")
        if token == '"':
            glue = not quote_open
            quote_open = not quote_open
    return "".join(parts), offsets


def read_columns(path: Path, *, separator: str | None) -> Iterator[tuple[list[str], list[str]]]:
    """Yield the sentences of a file with one token per line: tokens, tags (second column)."""
    tokens: list[str] = []
    tags: list[str] = []
    with path.open(encoding="utf-8") as handle:
        for line in handle:
            columns = [c.strip() for c in line.rstrip("\r\n").split(separator)]
            if len(columns) < 2 or not columns[0]:
                if tokens:
                    yield tokens, tags
                    tokens, tags = [], []
                continue
            tokens.append(columns[0])
            tags.append(columns[1])
    if tokens:
        yield tokens, tags


def worldwide(folder: Path) -> Iterator[Text]:
    """Yield the raw texts of the articles of Worldwide English Newswire."""
    for path in sorted((folder / "annotated").glob("*.tsv")):
        sentences = list(read_columns(path, separator="\t"))
        name = path.name.removesuffix(".tsv")
        raw = (folder / "articles" / name).read_bytes().decode("utf-8", "replace")
        raw = raw.lstrip("\ufeff").replace("\r\n", "\n").replace("\xa0", " ")
        tokens = [token for sentence, _ in sentences for token in sentence]
        offsets = locate(tokens, raw)
        if offsets is None:
            yield from _joined(name, sentences, WORLDWIDE)
            continue
        tags = [tag for _, kinds in sentences for tag in kinds]
        spans = _spans(tags, offsets, WORLDWIDE)
        yield Text(name, raw, tuple((s, _with_stop(raw, s, e), label) for s, e, label in spans))


def _with_stop(text: str, start: int, end: int) -> int:
    """Return the span's end with the last stop of "U.S.", which the corpus may have split off."""
    short = re.fullmatch(r"(?:[A-Z]\.)+[A-Z]", text[start:end])
    return end + 1 if short and text[end : end + 1] == "." else end


def _spans(
    tags: list[str], offsets: list[tuple[int, int]], kinds: dict[str, str]
) -> Iterator[Span]:
    for first, last, kind in spans_of(tags):
        label = kinds.get(kind)
        if label:
            yield offsets[first][0], offsets[last - 1][1], label


def _joined(
    name: str, sentences: Iterable[tuple[list[str], list[str]]], kinds: dict[str, str]
) -> Iterator[Text]:
    parts: list[str] = []
    spans: list[Span] = []
    at = 0
    for tokens, tags in sentences:
        text, offsets = spell(tokens)
        spans.extend((s + at, e + at, label) for s, e, label in _spans(tags, offsets, kinds))
        parts.append(text)
        at += len(text) + 1
    yield Text(name, "\n".join(parts), tuple(spans))


def crossner(folder: Path) -> Iterator[Text]:
    """Yield the sentences of CrossNER's five domains. Nationalities are labelled "misc"."""
    for path in sorted(folder.glob("*.txt")):
        for number, sentence in enumerate(read_columns(path, separator="\t")):
            yield from _joined(f"{path.stem}-{number}", [sentence], CROSSNER)


def wikigold(path: Path) -> Iterator[Text]:
    """Yield the sentences of WikiGold. Nationalities are labelled MISC."""
    kinds = {"PER": "PERSON", "ORG": "ORG", "LOC": "LOC", "MISC": UNKNOWN}
    for number, sentence in enumerate(read_columns(path, separator=" ")):
        yield from _joined(f"wikigold-{number}", [sentence], kinds)


def uner(path: Path) -> Iterator[tuple[list[str], list[str]]]:
    """Yield the sentences of Universal NER: tokens and tags."""
    tokens: list[str] = []
    tags: list[str] = []
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            continue
        columns = line.split("\t")
        if len(columns) < 3:
            if tokens:
                yield tokens, tags
                tokens, tags = [], []
            continue
        tokens.append(columns[1])
        tags.append(columns[2])
    if tokens:
        yield tokens, tags


GUM_LABELS = {"person": "PERSON", "organization": "ORG", "place": "LOC"}
POOL = json.loads((Path(__file__).parent / "pool.json").read_text(encoding="utf-8"))
SMALL = frozenset(("ADP", "PUNCT", "DET", "CCONJ"))  # words in lower case that a name may contain
TITLES = frozenset(POOL["title"].split())


def _capital(text: str, word: conllu.Word) -> bool:
    return text[word.start : word.start + 1].isupper()


def gum(path: Path) -> Iterator[Text]:
    """Yield GUM's texts with named entities: mentions with an identity, of proper nouns only.

    GUM annotates every mention. Other proper nouns and capitalised adjectives are UNKNOWN.
    """
    for document in conllu.documents(conllu.read_sentences(path)):
        text, offsets = conllu.join(document, conllu.natural_seams(document))
        words = conllu.shift(document, offsets)
        taken: dict[int, Span] = {}
        for first, last, label, identity in _gum_mentions(words):
            while first < last and words[first].pos in {"DET", "PRON", "PUNCT"}:
                first += 1
            if words[last].tag == "POS" and last > first:
                last -= 1
            while first < last and text[words[first].start : words[first].end] in TITLES:
                first += 1
            inside = words[first : last + 1]
            named = all(
                _capital(text, w) or w.pos in {"ADP", "PUNCT", "DET", "CCONJ"} for w in inside
            )
            ends = _capital(text, inside[0]) and _capital(text, inside[-1])
            ends = ends and any(w.pos == "PROPN" for w in inside)
            ends = ends and text[inside[0].start : inside[-1].end] not in TITLES
            if identity and named and ends and label in GUM_LABELS:
                span = (words[first].start, words[last].end, GUM_LABELS[label])
                if first not in taken or span[1] > taken[first][1]:
                    taken[first] = span
        spans: list[Span] = []
        for span in sorted(taken.values()):
            if not spans or span[0] >= spans[-1][1]:
                spans.append(span)
        covered = {at for start, end, _ in spans for at in range(start, end)}
        for word in words:
            if word.start not in covered and (
                word.pos == "PROPN" or (_capital(text, word) and word.pos == "ADJ")
            ):
                spans.append((word.start, word.end, UNKNOWN))
        yield Text(document[0].document or "", text, tuple(sorted(spans)))


def _gum_mentions(words: list[conllu.Word]) -> Iterator[tuple[int, int, str, bool]]:
    """Yield the first word, last word and type of each mention, and whether it has an identity."""
    open_: list[tuple[int, str, str, bool]] = []
    for number, word in enumerate(words):
        match = re.search(r"(?:^|\|)Entity=([^|]*)", word.misc)
        if not match:
            continue
        for part in re.findall(r"\([^()]*\)?|[^()]+\)", match.group(1)):
            if part.startswith("("):
                fields = part.strip("()").split("-")
                identity = len(fields) > 6 and bool(fields[6])
                entry = (number, fields[0], fields[1] if len(fields) > 1 else "", identity)
                if part.endswith(")"):
                    yield number, number, entry[2], entry[3]
                else:
                    open_.append(entry)
            else:
                key = part.strip(")")
                for at in range(len(open_) - 1, -1, -1):
                    if open_[at][1] == key:
                        first, _, label, known = open_.pop(at)
                        yield first, number, label, known
                        break
