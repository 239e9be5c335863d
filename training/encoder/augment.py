"""Variants of a sentence as on the web: quotes, dashes, case. The annotation stays the same."""

from __future__ import annotations

import random
import re
from dataclasses import replace
from itertools import pairwise

from training.encoder.conllu import Sentence, Word


def vary(sentence: Sentence, rng: random.Random) -> Sentence:
    """Return the sentence, about half the time with other quotes, dashes or case."""
    forms = [sentence.text[w.start : w.end] for w in sentence.words]
    if rng.random() < 0.4:
        forms = curl(forms)
    elif rng.random() < 0.3:
        forms = straighten(forms)
    chance = rng.random()
    if chance < 0.03:
        forms = [form.lower() for form in forms]
    elif chance < 0.045:
        forms = [form.upper() for form in forms]
    elif chance < 0.065 and len(forms) < 15:
        forms = [form[:1].upper() + form[1:] if len(form) > 3 else form for form in forms]
    if rng.random() < 0.15:
        dash = rng.choice(("—", "–", "--"))
        forms = [
            dash if form in {"--", "—", "–"} or (form == "-" and _apart(sentence, i)) else form
            for i, form in enumerate(forms)
        ]
    return spell(sentence, forms, glue=rng.random() < 0.3, rng=rng)


def _apart(sentence: Sentence, number: int) -> bool:
    word, text = sentence.words[number], sentence.text
    return (word.start == 0 or text[word.start - 1] == " ") and (
        word.end == len(text) or text[word.end] == " "
    )


def curl(forms: list[str]) -> list[str]:
    """Return the forms with straight and TeX quotation marks made curly, opening and closing."""
    result, is_open = [], False
    for form in forms:
        if form in {'"', "``", "''"}:
            form = "”" if is_open else "“"
            is_open = not is_open
        else:
            form = re.sub(r"(?<=\w)'|^'(?=\w)", "’", form)
        result.append(form)
    return result


def straighten(forms: list[str]) -> list[str]:
    """Return the forms with curly quotation marks and apostrophes made straight."""
    table = str.maketrans({"“": '"', "”": '"', "’": "'", "‘": "'"})
    return [form.translate(table) for form in forms]


def spell(sentence: Sentence, forms: list[str], *, glue: bool, rng: random.Random) -> Sentence:
    """Return the sentence with other forms of its words; with `glue`, some spaces are lost.

    The spaces are those that the web loses: after a comma before a number, around long dashes.
    """
    if glue is False and all(
        sentence.text[w.start : w.end] == form
        for w, form in zip(sentence.words, forms, strict=True)
    ):
        return sentence
    words: list[Word] = []
    parts: list[str] = []
    at = 0
    for number, (word, form) in enumerate(zip(sentence.words, forms, strict=True)):
        gap = sentence.text[sentence.words[number - 1].end : word.start] if number else ""
        if gap and glue and number:
            last = forms[number - 1]
            long_dash = form in {"—", "–"} or last in {"—", "–"}
            year = last == "," and re.fullmatch(r"\d{4}", form)
            if long_dash or (year and rng.random() < 0.5):
                gap = ""
        parts.extend((gap, form))
        at += len(gap)
        words.append(replace(word, start=at, end=at + len(form)))
        at += len(form)
    return replace(sentence, text="".join(parts), words=tuple(words))


def seams(sentences: list[Sentence], rng: random.Random) -> list[str]:
    """Return what separates sentences: mostly as before, sometimes a line break or nothing."""
    style = rng.random()
    result = []
    for before, after in pairwise(sentences):
        seam = " " if before.space_after else ""
        if after.paragraph:
            seam = "\n\n" if style < 0.75 else "\n" if style < 0.9 else " "
        elif seam and rng.random() < 0.05:
            seam = "\n"
        elif seam and rng.random() < 0.08:
            seam = rng.choice(("\n\n", "\n \n", "\n\n\n", "\n\t"))
        elif seam and rng.random() < 0.02 and before.text[-1:] in ".!?”":
            seam = ""
        elif seam and rng.random() < 0.01:
            seam = "  "
        result.append(seam)
    return result
