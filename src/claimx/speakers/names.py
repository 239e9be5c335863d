"""Mentions of names: what the entity recognizer found, put right by what the whole article says."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from claimx.speakers import roles, titles
from claimx.speakers.gender import first_name_gender
from claimx.speakers.labels import settle
from claimx.text import countries, lexicon
from claimx.text.view import DETERMINERS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from claimx.text.view import View

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


def find_names(view: View, sources: Iterable[tuple[int, int]]) -> list[Name]:
    """The article's names in order; `sources` are token spans in which a name is likely."""
    spans = _from_entities(view)
    names = [_extended(view, *span) for span in spans]
    names = _distinct(_from_headlines(view, [name for name in names if name.words]))
    known = settle(view, names)
    names = _distinct(names + _missed(view, names, known, list(sources)))
    settle(view, names)
    return names


def _from_entities(view: View) -> list[tuple[int, int, str]]:
    spans = []
    for entity in view.doc.ents:
        label = LABELS.get(entity.label_)
        if label is None:
            continue
        start, end = entity.start, entity.end
        for i in range(start, end):
            if view.line_break(i) or (label == "PERSON" and view.words[i] == ","):
                end = i
                break
            if label == "PERSON" and _joins_body(view, i, end):
                spans.append((i + 2, end, "ORG"))
                end = i
                break
        while start < end and (view.lower[start] in DETERMINERS or not view.fold[start]):
            start += 1
        while end > start and (not view.fold[end - 1] or view.possessive(end - 1)):
            end -= 1
        if _keeps_ending(view, end):
            end, label = end + 1, "ORG"
        start = _without_title(view, start, end, label)
        if end - start == 1 and label == "ORG" and roles.organization_noun(view.lower[start]):
            continue  # "Zoo Director": no name, but a noun
        if start < end:
            spans.append((start, end, label))
    return spans


def _keeps_ending(view: View, end: int) -> bool:
    """Is a possessive's ending a part of the name ("McDonald's said", "according to Moody's,")?"""
    if end >= view.size or not view.possessive(end) or view.lower[end] in ("'", "’"):
        return False
    return end + 1 == view.size or view.pos[end + 1] in ("VERB", "AUX", "PUNCT")


def _joins_body(view: View, i: int, end: int) -> bool:
    """Does a body that the person is of begin here ("Ada Quist *of the Salt Board*")?"""
    joins = view.lower[i] in _JOINERS and view.words[i].islower()
    return joins and i + 2 < end and view.lower[i + 1] in DETERMINERS


def _from_headlines(view: View, names: list[Name]) -> list[Name]:
    """Cuts names in headlines, where every word is capitalized, to what the text knows."""
    known = {name.words for name in names if not view.headline[name.start]}
    kept = []
    for name in names:
        if view.headline[name.start] and name.words not in known:
            for end in range(name.end - 1, name.start, -1):
                words = view.folded(name.start, end)
                if words in known:
                    name = Name(name.start, end, name.label, words, name.title)
                    break
            else:
                if len(name.words) > LONG_IN_HEADLINE:
                    continue
        kept.append(name)
    return kept


def _without_title(view: View, start: int, end: int, label: str) -> int:
    """Where a name begins behind titles and demonyms taken for a part of it."""
    for i in range(end - 2, start - 1, -1):
        if view.words[i].islower() and roles.person_noun(view.lower[i]):
            return i + 1
    if label != "PERSON":
        return start
    titled = titles.title_start(view, start) < start
    for i in range(end - 2, start - 1, -1):
        if titled and i == start and view.lower[i] in lexicon.words("roles", "surnames"):
            break
        if _title_noun(view, i, first=i == start) and _name_word(view, i + 1):
            return i + 1
    while (
        end - start > 1
        and countries.is_people(view.fold[start])
        and not first_name_gender(view.fold[start])
    ):
        start += 1
        while start < end and not view.fold[start]:
            start += 1
    return start


def _title_noun(view: View, i: int, *, first: bool) -> bool:
    """Is it a title rather than a name that is also a noun ("Marine Le Pen", "Larry King")?"""
    word = roles.head_noun(view, i)
    if word in lexicon.words("roles", "surnames"):
        return first and roles.is_honorific(word)
    return roles.person_noun(word)


def _extended(view: View, start: int, end: int, label: str) -> Name:
    """The name with the capitalized parts that the recognizer cut off, and its title."""
    if label in ("PERSON", "ORG") and not view.headline[start]:
        while end < view.size and _continues(view, end, label):
            end += 2 if view.hyphen(end) else 1
        while start > 0 and _precedes(view, start, label):
            start -= 2 if view.hyphen(start - 1) else 1
    if label == "ORG":
        start = _with_country(view, start, end)
    title = _title(view, start, end) if label in ("PERSON", "ORG") else start
    return Name(start, end, label, view.folded(start, end), title)


def _with_country(view: View, start: int, end: int) -> int:
    """Where a public body's name begins with its country's ("South Korea's Defense Ministry")."""
    if view.lower[end - 1] not in lexicon.words("roles", "public_bodies"):
        return start
    last = start - 1
    if last > 0 and view.possessive(last):
        last -= 1
    if last < 0 or LABELS.get(view.doc[last].ent_type_) not in ("LOC", "NORP"):
        return start
    while last > 0 and view.doc[last].ent_iob_ == "I":
        last -= 1
    while view.lower[last] in DETERMINERS and last < start:
        last += 1
    return last


def _title(view: View, start: int, end: int) -> int:
    """Where the title begins, unless the name only describes the noun that follows it."""
    if end < view.size and view.pos[end] == "NOUN":
        return start
    return titles.title_start(view, start)


def _continues(view: View, i: int, label: str) -> bool:
    if view.hyphen(i):
        joined = view.tagged and label == "PERSON" and view.pos[i + 1] == "PROPN"
        return view.capital(i + 1) or joined
    particle = view.lower[i] in lexicon.words("titles", "particles") and len(view.words[i]) > 1
    if label == "PERSON" and particle and view.words[i].islower():
        return i + 1 < view.size and view.capital(i + 1)
    if label == "ORG" and view.lower[i] not in lexicon.words("roles", "organization_words"):
        return False
    return (
        _name_word(view, i)
        and not view.doc[i].ent_type_
        and not (view.tagged and view.pos[i] != "PROPN")
        and not roles.person_noun(view.lower[i].rstrip("."))
    )


def _precedes(view: View, start: int, label: str) -> bool:
    i = start - 1
    if view.hyphen(i):
        particle = view.lower[i - 1] in lexicon.words("titles", "particles")
        return particle or view.capital(i - 1)
    if not _name_word(view, i) or view.doc[i].ent_type_:
        return False
    if view.lower[i].rstrip(".") in lexicon.words("titles", "months"):
        return False
    if label == "PERSON" and view.lower[i] in lexicon.words("roles", "ignored"):
        return False
    if view.tagged and view.pos[i] != "PROPN":
        return False
    if not view.tagged and _opens_sentence(view, i):
        return False
    if label == "ORG":
        opens = _opens_sentence(view, i) and not view.tagged
        person = roles.person_noun(view.lower[i].rstrip("."))
        return view.lower[i] not in _JOINERS and not opens and not person
    if i and view.lower[i - 1] in ("and", "&") and titles.governor(view, i - 1) is not None:
        return False
    word = view.lower[i].rstrip(".")
    return not (
        roles.person_noun(word)
        or roles.organization_noun(word)
        or word in lexicon.words("roles", "organization_words")
        or countries.allegiance(view.fold[i])
    )


def _name_word(view: View, i: int) -> bool:
    return view.capital(i) and view.fold[i].isalpha() and view.lower[i] not in DETERMINERS


def _opens_sentence(view: View, i: int) -> bool:
    return (
        i == 0
        or view.sentence[i - 1] != view.sentence[i]
        or (view.quoted[i - 1] == 0 and (view.words[i - 1] in ('"', "“")))
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
    view: View, names: list[Name], known: dict[Words, str], sources: list[tuple[int, int]]
) -> list[Name]:
    """Capitalized runs that the recognizer left out though the article shows what they are."""
    covered = bytearray(view.size)
    for name in names:
        for i in range(name.start, name.end):
            covered[i] = 1
    inside = bytearray(view.size)
    for start, end in sources:
        for i in range(start, end):
            inside[i] = 1
    parts = {words[-1] for words, label in known.items() if label == "PERSON"}
    found = []
    i = 0
    while i < view.size:
        if covered[i] or not _name_word(view, i) or _common(view, i):
            i += 1
            continue
        end = i + 1
        while end < view.size and not covered[end] and _run_on(view, end):
            end += 1
        found.extend(_from_run(view, i, end, known, parts, bool(inside[i])))
        i = end
    return found


def _common(view: View, i: int) -> bool:
    """Is it a pronoun, or an ordinary noun that only opens a sentence?"""
    word = view.lower[i]
    if any(word in words for words in lexicon.load("pronouns").values()):
        return True
    return _opens_sentence(view, i) and any(
        word in lexicon.words("roles", key) for key in ("document", "group", "organization")
    )


def _run_on(view: View, i: int) -> bool:
    if view.hyphen(i):
        return True
    if _name_word(view, i):
        return True
    if view.words[i] == "." and view.ends[i - 1] == view.starts[i]:
        return len(view.words[i - 1]) == 1 and i + 1 < view.size and view.capital(i + 1)
    return (
        view.lower[i] in ("of", "&")
        and i + 1 < view.size
        and view.capital(i + 1)
        and view.fold[i + 1].isalpha()
    )


def _from_run(
    view: View, start: int, end: int, known: dict[Words, str], parts: set[str], source: bool
) -> list[Name]:
    whole = view.folded(start, end)
    if whole in known:
        return [Name(start, end, known[whole], whole, _title(view, start, end))]
    for i in range(start + 1, end - 1):
        if view.lower[i] == "of" and not any(
            word in lexicon.words("roles", "organization_words") for word in view.folded(start, i)
        ):
            return [
                name
                for begin, stop in ((start, i), (i + 1, end))
                for name in _from_run(view, begin, stop, known, parts, source)
            ]
    bare = end - start == 1 and whole[:1] and whole[0] in parts and "." not in view.words[start]
    if bare and not _opens_sentence(view, start):
        return [Name(start, end, "PERSON", whole, _title(view, start, end))]
    cut = start
    for i in range(start, end):
        month = view.lower[i].rstrip(".") in lexicon.words("titles", "months")
        if month or _title_noun(view, i, first=i == start):
            cut = i + 1
    while cut < end and not view.fold[cut]:
        cut += 1
    while end > cut and (not view.fold[end - 1] or view.possessive(end - 1)):
        end -= 1
    if cut >= end:
        return []
    words = view.folded(cut, end)
    title = _title(view, cut, end)
    if words in known:
        return [Name(cut, end, known[words], words, title)]
    initials = view.words[end - 1].isupper() and "." in view.words[end - 1]
    if words and words[-1] in parts and len(words) <= 3 and not initials:
        first = cut if len(words) > 1 and not _opens_sentence(view, cut) else end - 1
        return [
            Name(first, end, "PERSON", view.folded(first, end), title if first == cut else first)
        ]
    body = len(words) > 1 and words[-1] in lexicon.words("roles", "organization_words")
    if body and not view.headline[cut] and not _opens_sentence(view, cut):
        return [Name(cut, end, "ORG", words, title)]
    if view.tagged and not any(view.pos[i] == "PROPN" for i in range(cut, end)):
        return []
    if title < cut and _personal_title(view, title, cut) and view.words[cut].istitle():
        return [Name(cut, end, "PERSON", words, title)]
    if source and not (cut + 1 == end and roles.organization_noun(view.lower[cut])):
        label = _guess(view, cut, end, words)
        if label is not None:
            return [Name(cut, end, label, words, title)]
    return []


def _personal_title(view: View, start: int, end: int) -> bool:
    return any(
        roles.person_noun(roles.head_noun(view, i)) and view.capital(i) for i in range(start, end)
    )


def _guess(view: View, start: int, end: int, words: Words) -> str | None:
    """A label for a name of which nothing is known but its form."""
    if countries.is_people(words[-1]):
        return "NORP"
    if countries.is_place(words):
        return "LOC"
    if any(word in lexicon.words("roles", "organization_words") for word in words):
        return "ORG"
    single = end - start == 1
    if single and len(view.words[start]) == 1:
        return None
    if single and (roles.plural_person(view.lower[start]) or view.headline[start]):
        return None
    if end < view.size and view.words[end] == ":" and single:
        return "PERSON"
    if single and view.words[start].isupper() and len(view.words[start]) > 1:
        return "ORG"
    if any(view.lower[i] in _JOINERS for i in range(start, end)):
        return "ORG"
    if view.tagged and single and view.pos[start] != "PROPN":
        return None
    return "PERSON" if single or first_name_gender(words[0]) else "ORG"
