"""Mentions of names: what the entity recognizer found, put right by what the whole article says."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from claimx.speakers import places, roles, titles
from claimx.speakers.labels import settle
from claimx.speakers.outline import DETERMINERS, plural_person
from claimx.text import lexicon

if TYPE_CHECKING:
    from collections.abc import Iterable

    from claimx.speakers.outline import Outline

# Names' labels in the schemes of OntoNotes, CoNLL 2003 and the bundled pipeline.
LABELS = {
    "PERSON": "PERSON",
    "PER": "PERSON",
    "ORG": "ORG",
    "LOC": "LOC",
    "GPE": "LOC",
    "FAC": "LOC",
    "NORP": "NORP",
}
_JOINERS = frozenset(["of", "for", "and", "the", "&", "on", "in"])
LONG_IN_HEADLINE = 2
Words = tuple[str, ...]


@dataclass(slots=True)
class Name:
    """A name at tokens [start, end), with the start of the title before it (`start` if none)."""

    start: int
    end: int
    label: str
    words: Words
    title: int


def find_names(outline: Outline, sources: Iterable[tuple[int, int]]) -> list[Name]:
    """The article's names in order; `sources` are token spans in which a name is likely."""
    spans = _from_entities(outline)
    names = [_extended(outline, *span) for span in spans]
    names = _distinct(_from_headlines(outline, [name for name in names if name.words]))
    known = settle(outline, names)
    names = _distinct(names + _missed(outline, names, known, list(sources)))
    settle(outline, names)
    return names


def _from_entities(outline: Outline) -> list[tuple[int, int, str]]:
    spans = []
    for entity in outline.doc.ents:
        label = LABELS.get(entity.label_)
        if label is None:
            continue
        start, end = entity.start, entity.end
        for i in range(start, end):
            if outline.space[i] or (label == "PERSON" and outline.text[i] == ","):
                end = i
                break
            if label == "PERSON" and _joins_body(outline, i, end):
                spans.append((i + 2, end, "ORG"))
                end = i
                break
        while start < end and (outline.lower[start] in DETERMINERS or not outline.fold[start]):
            start += 1
        while end > start and (not outline.fold[end - 1] or outline.possessive(end - 1)):
            end -= 1
        start = _without_title(outline, start, end, label)
        if start < end:
            spans.append((start, end, label))
    return spans


def _joins_body(outline: Outline, i: int, end: int) -> bool:
    """Does a body that the person is of begin here ("Ada Quist *of the Salt Board*")?"""
    joins = outline.lower[i] in _JOINERS and outline.text[i].islower()
    return joins and i + 2 < end and outline.lower[i + 1] in DETERMINERS


def _from_headlines(outline: Outline, names: list[Name]) -> list[Name]:
    """Cuts names in headlines, where every word is capitalized, to what the text knows."""
    known = {name.words for name in names if not outline.headline[name.start]}
    kept = []
    for name in names:
        if outline.headline[name.start] and name.words not in known:
            for end in range(name.end - 1, name.start, -1):
                words = outline.words(name.start, end)
                if words in known:
                    name = Name(name.start, end, name.label, words, name.title)
                    break
            else:
                if len(name.words) > LONG_IN_HEADLINE:
                    continue
        kept.append(name)
    return kept


def _without_title(outline: Outline, start: int, end: int, label: str) -> int:
    """Where a name begins behind titles and demonyms taken for a part of it."""
    for i in range(end - 2, start - 1, -1):
        if outline.text[i].islower() and roles.person_noun(outline.lower[i]):
            return i + 1
    if label != "PERSON":
        return start
    titled = titles.title_start(outline, start) < start
    for i in range(end - 2, start - 1, -1):
        if titled and i == start and outline.lower[i] in lexicon.words("roles", "surnames"):
            break
        if _title_noun(outline, i, first=i == start) and _name_word(outline, i + 1):
            return i + 1
    while end - start > 1 and places.is_people(outline.fold[start]):
        start += 1
        while start < end and not outline.fold[start]:
            start += 1
    return start


def _title_noun(outline: Outline, i: int, *, first: bool) -> bool:
    """Is it a title rather than a name that is also a noun ("Marine Le Pen", "Larry King")?"""
    word = roles.head_noun(outline, i)
    if word in lexicon.words("roles", "surnames"):
        return first and roles.is_honorific(word)
    return roles.person_noun(word)


def _extended(outline: Outline, start: int, end: int, label: str) -> Name:
    """The name with the capitalized parts that the recognizer cut off, and its title."""
    if label in ("PERSON", "ORG") and not outline.headline[start]:
        while end < outline.size and _continues(outline, end, label):
            end += 2 if outline.hyphen(end) else 1
        while start > 0 and _precedes(outline, start, label):
            start -= 2 if outline.hyphen(start - 1) else 1
    title = _title(outline, start, end) if label in ("PERSON", "ORG") else start
    return Name(start, end, label, outline.words(start, end), title)


def _title(outline: Outline, start: int, end: int) -> int:
    """Where the title begins, unless the name only describes the noun that follows it."""
    if end < outline.size and outline.pos[end] == "NOUN":
        return start
    return titles.title_start(outline, start)


def _continues(outline: Outline, i: int, label: str) -> bool:
    if outline.hyphen(i):
        joined = outline.tagged and label == "PERSON" and outline.pos[i + 1] == "PROPN"
        return outline.capital(i + 1) or joined
    particle = outline.lower[i] in lexicon.words("titles", "particles") and len(outline.text[i]) > 1
    if label == "PERSON" and particle and outline.text[i].islower():
        return i + 1 < outline.size and outline.capital(i + 1)
    if label == "ORG" and outline.lower[i] not in lexicon.words("roles", "organization_words"):
        return False
    return (
        _name_word(outline, i)
        and not outline.doc[i].ent_type_
        and not (outline.tagged and outline.pos[i] != "PROPN")
        and not roles.person_noun(outline.lower[i].rstrip("."))
    )


def _precedes(outline: Outline, start: int, label: str) -> bool:
    i = start - 1
    if outline.hyphen(i):
        particle = outline.lower[i - 1] in lexicon.words("titles", "particles")
        return particle or outline.capital(i - 1)
    if not _name_word(outline, i) or outline.doc[i].ent_type_:
        return False
    if outline.lower[i].rstrip(".") in lexicon.words("titles", "months"):
        return False
    if label == "PERSON" and outline.lower[i] in lexicon.words("roles", "ignored"):
        return False
    if outline.tagged and outline.pos[i] != "PROPN":
        return False
    if not outline.tagged and _opens_sentence(outline, i):
        return False
    if label == "ORG":
        opens = _opens_sentence(outline, i) and not outline.tagged
        person = roles.person_noun(outline.lower[i].rstrip("."))
        return outline.lower[i] not in _JOINERS and not opens and not person
    if i and outline.lower[i - 1] in ("and", "&") and titles.governor(outline, i - 1) is not None:
        return False
    word = outline.lower[i].rstrip(".")
    return not (
        roles.person_noun(word)
        or roles.organization_noun(word)
        or word in lexicon.words("roles", "organization_words")
        or places.allegiance(outline.fold[i])
    )


def _name_word(outline: Outline, i: int) -> bool:
    return outline.capital(i) and outline.fold[i].isalpha() and outline.lower[i] not in DETERMINERS


def _opens_sentence(outline: Outline, i: int) -> bool:
    return (
        i == 0
        or outline.sentence[i - 1] != outline.sentence[i]
        or (outline.quoted[i - 1] == 0 and (outline.text[i - 1] in ('"', "“")))
    )


def _distinct(names: list[Name]) -> list[Name]:
    """In order, without overlaps: the longer one stays."""
    kept: list[Name] = []
    for name in sorted(names, key=lambda name: (name.start, -name.end)):
        if kept and name.start < kept[-1].end:
            if name.end - name.start > kept[-1].end - kept[-1].start:
                kept[-1] = name
            continue
        kept.append(name)
    return kept


def _missed(
    outline: Outline, names: list[Name], known: dict[Words, str], sources: list[tuple[int, int]]
) -> list[Name]:
    """Capitalized runs that the recognizer left out though the article shows what they are."""
    covered = bytearray(outline.size)
    for name in names:
        for i in range(name.start, name.end):
            covered[i] = 1
    inside = bytearray(outline.size)
    for start, end in sources:
        for i in range(start, end):
            inside[i] = 1
    parts = {words[-1] for words, label in known.items() if label == "PERSON"}
    found = []
    i = 0
    while i < outline.size:
        if covered[i] or not _name_word(outline, i) or _common(outline, i):
            i += 1
            continue
        end = i + 1
        while end < outline.size and not covered[end] and _run_on(outline, end):
            end += 1
        found.extend(_from_run(outline, i, end, known, parts, bool(inside[i])))
        i = end
    return found


def _common(outline: Outline, i: int) -> bool:
    """Is it a pronoun, or an ordinary noun that only opens a sentence?"""
    word = outline.lower[i]
    if any(word in words for words in lexicon.load("pronouns").values()):
        return True
    return _opens_sentence(outline, i) and any(
        word in lexicon.words("roles", key) for key in ("document", "group", "organization")
    )


def _run_on(outline: Outline, i: int) -> bool:
    if outline.hyphen(i):
        return True
    if _name_word(outline, i):
        return True
    if outline.text[i] == "." and outline.end[i - 1] == outline.start[i]:
        return len(outline.text[i - 1]) == 1 and i + 1 < outline.size and outline.capital(i + 1)
    return (
        outline.lower[i] in ("of", "&")
        and i + 1 < outline.size
        and outline.capital(i + 1)
        and outline.fold[i + 1].isalpha()
    )


def _from_run(
    outline: Outline, start: int, end: int, known: dict[Words, str], parts: set[str], source: bool
) -> list[Name]:
    whole = outline.words(start, end)
    if whole in known:
        return [Name(start, end, known[whole], whole, _title(outline, start, end))]
    for i in range(start + 1, end - 1):
        if outline.lower[i] == "of" and not any(
            word in lexicon.words("roles", "organization_words") for word in outline.words(start, i)
        ):
            return [
                name
                for begin, stop in ((start, i), (i + 1, end))
                for name in _from_run(outline, begin, stop, known, parts, source)
            ]
    cut = start
    for i in range(start, end):
        month = outline.lower[i].rstrip(".") in lexicon.words("titles", "months")
        if month or _title_noun(outline, i, first=i == start):
            cut = i + 1
    while cut < end and not outline.fold[cut]:
        cut += 1
    while end > cut and (not outline.fold[end - 1] or outline.possessive(end - 1)):
        end -= 1
    if cut >= end:
        return []
    words = outline.words(cut, end)
    title = _title(outline, cut, end)
    if words in known:
        return [Name(cut, end, known[words], words, title)]
    initials = outline.text[end - 1].isupper() and "." in outline.text[end - 1]
    if words and words[-1] in parts and len(words) <= 3 and not initials:
        first = cut if len(words) > 1 and not _opens_sentence(outline, cut) else end - 1
        return [
            Name(first, end, "PERSON", outline.words(first, end), title if first == cut else first)
        ]
    body = len(words) > 1 and words[-1] in lexicon.words("roles", "organization_words")
    if body and not outline.headline[cut] and not _opens_sentence(outline, cut):
        return [Name(cut, end, "ORG", words, title)]
    if outline.tagged and not any(outline.pos[i] == "PROPN" for i in range(cut, end)):
        return []
    if title < cut and _personal_title(outline, title, cut) and outline.text[cut].istitle():
        return [Name(cut, end, "PERSON", words, title)]
    if source:
        label = _guess(outline, cut, end, words)
        if label is not None:
            return [Name(cut, end, label, words, title)]
    return []


def _personal_title(outline: Outline, start: int, end: int) -> bool:
    return any(
        roles.person_noun(roles.head_noun(outline, i)) and outline.capital(i)
        for i in range(start, end)
    )


def _guess(outline: Outline, start: int, end: int, words: Words) -> str | None:
    """A label for a name of which nothing is known but its form."""
    if places.is_people(words[-1]):
        return "NORP"
    if places.is_place(words):
        return "LOC"
    if any(word in lexicon.words("roles", "organization_words") for word in words):
        return "ORG"
    single = end - start == 1
    if single and len(outline.text[start]) == 1:
        return None
    if single and (plural_person(outline.lower[start]) or outline.headline[start]):
        return None
    if end < outline.size and outline.text[end] == ":" and single:
        return "PERSON"
    if single and outline.text[start].isupper() and len(outline.text[start]) > 1:
        return "ORG"
    if any(outline.lower[i] in _JOINERS for i in range(start, end)):
        return "ORG"
    if outline.tagged and single and outline.pos[start] != "PROPN":
        return None
    return "PERSON"
