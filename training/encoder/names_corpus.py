"""The corpora of names, cleaned, and their labels on tokens."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from spacy.tokens import Doc

from training.encoder import names
from training.encoder.names import UNKNOWN, Span, Text

# The share of the names that are swapped, by corpus.
SWAPPED = {"worldwide": 0.35, "crossner": 0.3, "wikigold": 0.3, "gum": 0.3}


def gather(data: Path) -> dict[str, list[Text]]:
    """Return all training texts by corpus, cleaned; held-back Worldwide articles are left out."""
    texts = {
        "worldwide": [
            t for t in names.worldwide(data / "ner" / "worldwide") if not names.held_back(t.name)
        ],
        "crossner": list(names.crossner(data / "ner" / "crossner")),
        "wikigold": list(names.wikigold(data / "ner" / "wikigold.conll.txt")),
        "gum": list(names.gum(data / "ud" / "gum-train.conllu")),
    }
    peoples = always(texts["worldwide"], "NORP")
    places = always(texts["worldwide"], "LOC")
    for name in ("crossner", "wikigold", "gum"):
        # Worldwide labels a country so even if it is a team or a government; GUM doesn't.
        known = places if name == "gum" else frozenset()
        texts[name] = [clean(text, peoples, known) for text in texts[name]]
    return texts


def always(texts: Iterable[Text], kind: str) -> frozenset[str]:
    """Return the names that nearly always have this label."""
    seen: Counter[tuple[str, str]] = Counter()
    for text in texts:
        seen.update((text.text[s:e], label) for s, e, label in text.spans)
    every: Counter[str] = Counter()
    for (name, _), number in seen.items():
        every[name] += number
    return frozenset(
        name
        for (name, label), number in seen.items()
        if label == kind and number >= 2 and number >= 0.8 * every[name]
    )


def clean(text: Text, peoples: frozenset[str], places: frozenset[str]) -> Text:
    """Return the text with labels as in Worldwide.

    Peoples are NORP, whatever another corpus calls them. The surname of somebody with a full name
    in the text is that person, not a company or town. "Mr." is not part of a name.
    """
    full = {
        text.text[s:e].split()[-1]
        for s, e, label in text.spans
        if label == "PERSON" and " " in text.text[s:e].strip()
    }
    spans: list[Span] = []
    for start, end, label in text.spans:
        name = text.text[start:end]
        if label == "PERSON":
            first, _, rest = name.partition(" ")
            if rest and first in names.TITLES:
                start, name = end - len(rest.lstrip()), rest.lstrip()
        elif label in {"ORG", "LOC"} and name in full:
            label = "PERSON"
        if name in peoples:
            label = "NORP"
        elif name in places and label != UNKNOWN:
            label = "LOC"
        spans.append((start, end, label))
    return Text(text.name, text.text, tuple(spans))


def quotes(text: str, rng: random.Random) -> str:
    """Return the text with other quotation marks, character for character."""
    chance = rng.random()
    if chance < 0.3:
        return text.translate(str.maketrans("“”‘’", "\"\"''"))
    if chance < 0.6:
        marks = iter(range(text.count('"')))
        turned = "".join("“”"[next(marks) % 2] if c == '"' else c for c in text)
        return turned.replace("'", "’")
    return text


def tags_of(tokens: Doc, spans: Iterable[Span]) -> list[str | None]:
    """Return the tokens' BIO tags; None where there is no label or a span cuts a token."""
    tags: list[str | None] = ["O"] * len(tokens)
    for start, end, label in spans:
        exact = tokens.char_span(start, end)
        found = exact or tokens.char_span(start, end, alignment_mode="expand")
        if found is None:
            continue
        while len(found) > 1 and found[0].is_space:
            found = found[1:]
        while len(found) > 1 and found[-1].is_space:
            found = found[:-1]
        known = exact is not None and label != UNKNOWN and not any(t.is_space for t in found)
        for token in found:
            opening = "B" if token.i == found.start else "I"
            tags[token.i] = f"{opening}-{label}" if known else None
    # Drop an I- whose B- another span has overwritten.
    for at, tag in enumerate(tags):
        if tag and tag.startswith("I-"):
            before = tags[at - 1] if at else None
            if before is None or before[2:] != tag[2:]:
                tags[at] = None
    return tags


def grouped(texts: list[Text], rng: random.Random) -> Iterator[Text]:
    """Yield one to four texts at a time, joined by spaces or line breaks."""
    at = 0
    while at < len(texts):
        size = rng.randint(1, 4)
        parts: list[str] = []
        spans: list[Span] = []
        offset = 0
        for text in texts[at : at + size]:
            seam = rng.choice((" ", "\n", "\n\n")) if parts else ""
            offset += len(seam)
            parts.extend((seam, text.text))
            spans.extend((s + offset, e + offset, label) for s, e, label in text.spans)
            offset += len(text.text)
        yield Text(texts[at].name, "".join(parts), tuple(spans))
        at += size
