"""Mentions: the kind of a source phrase, its head, and the names in it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from claimx.speakers import roles
from claimx.speakers.titles import past_acronym
from claimx.text import countries, lexicon, syntax
from claimx.text.view import DETERMINERS

if TYPE_CHECKING:
    from claimx.speakers.names import Name
    from claimx.speakers.roles import Role
    from claimx.text.view import View

_PREPOSITIONS = lexicon.words("pronouns", "prepositions")
_RELATIVE = frozenset(["who", "whom", "whose", "which"])
_POSSESSIVE = lexicon.words("pronouns", "possessive")
_BREAKS = frozenset([",", "(", "—", "–", ";", ":", "who", "which", "whose", "[", "•"])
_ENDS_OF_PERSONS = ("er", "or", "ist", "ian")
# The relation of a name in the phrase to its head, by the preposition before the name.
_RELATIONS = {
    "by": "by", "from": "by", "of": "of", "in": "in", "at": "in", "for": "of", "to": "of",
    "with": "of", "on": "about", "about": "about",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Mention:
    """A source at tokens [start, end), without appositions.

    `sort` is "name", "he", "it", "they", "me" or "who" for names and pronouns, "turn" for the "Q"
    and "A" of an interview, "person", "group", "body", "document" or "thing" for a description by
    its head noun, and "joint" for "X and Y" (with `parts`). `related` are the names in the phrase,
    with their relation to the head: "owner", "by", "of", "in", "about", "before", "after",
    "apposed".
    """

    start: int
    end: int
    head: int
    sort: str
    name: Name | None = None
    determiner: str = ""
    related: tuple[tuple[str, Name], ...] = ()
    owner: int | None = None
    role: Role | None = None
    parts: tuple[tuple[int, int], ...] = ()

    @property
    def longer(self) -> bool:
        """Return whether it is a body's name with other words ("Korea's Defense Ministry")."""
        name = self.name
        if self.sort != "name" or name is None or name.label == "PERSON":
            return False
        return self.start + bool(self.determiner) < name.start or self.end > name.end


class Names:
    """The article's names, by the tokens that they cover."""

    def __init__(self, view: View, names: list[Name]) -> None:
        self.names = names
        self.at: list[Name | None] = [None] * view.size
        self.titled: list[Name | None] = [None] * view.size
        for name in names:
            for i in range(name.start, name.end):
                self.at[i] = name
            for i in range(name.title, name.start):
                self.titled[i] = name

    def near(self, i: int) -> Name | None:
        """Return the name that covers a token, itself or with its title, or None."""
        return self.at[i] or self.titled[i]

    def continues(self, i: int) -> bool:
        """Return whether the token is inside a name, after its first token."""
        name = self.at[i]
        return name is not None and name.start < i


def read_mention(view: View, names: Names, start: int, end: int) -> Mention | None:
    """Return the mention in a source's tokens, or None if there are no words."""
    start, end = _trimmed(view, names, start, min(end, view.size))
    if start >= end:
        return None
    parts = _parts(view, names, start, end)
    if parts:
        return Mention(start, end, start, "joint", parts=parts)
    core = _core_end(view, names, start, end)
    head = _head(view, names, start, core)
    name = _name_at(view, names, start, head)
    if name is not None and name.start >= end:
        name = None
    if name is not None and name.label == "PERSON":
        core = min(end, max(core, name.end))
    while core > start + 1 and names.at[core - 1] is None and _is_edge(view, core - 1):
        core -= 1
    determiner = view.lower[start] if head > start else ""
    if determiner not in DETERMINERS and determiner not in _POSSESSIVE:
        determiner = ""
    mention = Mention(start, core, head, "", name, determiner)
    return _sorted(view, names, mention, end)


def _name_at(view: View, names: Names, start: int, head: int) -> Name | None:
    """Return the name at the head, or the one after a head that is a title, or None."""
    if names.at[head] is not None:
        return names.at[head]
    name = names.titled[head]
    if name is None or (name.label == "PERSON" and view.lower[start] not in ("a", "an")):
        return name
    # "a commentator in the newspaper Haaretz", "a spokesman for Argentina's Macri"
    inside = any(view.lower[i] in _PREPOSITIONS for i in range(head, name.start))
    return None if inside else name


def _sorted(view: View, names: Names, mention: Mention, end: int) -> Mention:
    """Return the mention with its sort, and the parts of a description."""
    start, head, core = mention.start, mention.head, mention.end
    pronoun = _pronoun(view, head) if core - start == 1 else None
    if pronoun is not None:
        return replace(mention, sort=pronoun, name=None)
    if mention.name is not None and mention.name.label != "NORP":
        title = min(start, mention.name.title)
        related = _related(view, names, mention, mention.end)
        named = replace(mention, sort="name", start=title, related=related)
        role = roles.read_role(view, start, core) if named.longer else None
        return replace(named, role=role)
    related = _related(view, names, mention, end)
    apposed = next((name for how, name in related if how == "apposed"), None)
    person = roles.person_noun(roles.head_noun(view, head))
    if apposed is not None and apposed.label == "PERSON" and person:
        # "The finance minister, Ada Quill," means Ada Quill.
        return replace(mention, sort="name", start=apposed.start, end=apposed.end,
                       head=apposed.end - 1, name=apposed, determiner="")  # fmt: skip
    owner = next((i for i in range(start, head) if view.lower[i] in _POSSESSIVE), None)
    ends = (i for i in range(head + 1, core) if view.lower[i] == "by" or _clause(view, i))
    role = roles.read_role(view, start, next(ends, core))
    return replace(mention, sort=sort_of(view, mention), related=related, owner=owner, role=role)


def _pronoun(view: View, i: int) -> str | None:
    word = view.lower[i]
    if view.capital(i) and word in lexicon.words("roles", "turns"):
        return "turn"
    if word in ("who", "which", "that", "whose"):
        return "who"
    if word in roles.PRONOUN_GENDER:
        return "he"
    for key, sort in (("plural", "they"), ("neuter", "it"), ("speech", "me")):
        if word in lexicon.words("pronouns", key):
            return sort
    return None


# --- the borders of a phrase


def _trimmed(view: View, names: Names, start: int, end: int) -> tuple[int, int]:
    """Return the tokens without prepositions, punctuation and adverbs at their ends."""
    while start < end and (not view.fold[start] or view.lower[start] in _PREPOSITIONS - _RELATIVE):
        start += 1
    while start < end and names.at[end - 1] is None and _is_edge(view, end - 1):
        end -= 1
    while end - start > 1 and names.at[end - 1] is None and _adverb(view, end - 1):
        end -= 1
    if end - start > 2 and view.lower[end - 2] in ("last", "next", "this", "earlier"):
        end -= 2 if view.lower[end - 1] in lexicon.words("roles", "times") else 0
    if end - start > 1 and view.lower[start] == "both":
        start += 1
    return start, end


def _is_word(view: View, i: int) -> bool:
    """Return whether it is more than punctuation; "%" is."""
    return bool(view.fold[i]) or view.words[i] == "%"


def _is_edge(view: View, i: int) -> bool:
    """Return whether it is punctuation or the ending of a possessive."""
    return view.possessive(i) or not _is_word(view, i)


def _adverb(view: View, i: int) -> bool:
    """Return whether the word is about time, not a person ("Helio Grid today announced")."""
    word = view.lower[i]
    month = word in lexicon.words("titles", "months") and view.capital(i)
    return month or word in lexicon.words("roles", "adverbs") or not _is_word(view, i)


def _core_end(view: View, names: Names, start: int, end: int) -> int:
    """Return the end of the phrase before its apposition, relative clause or bracket."""
    core = start + 1
    named = names.at[start] is not None
    while core < end:
        if not names.continues(core):
            after = past_acronym(view, core)
            if core < after < end and view.fold[after] and view.pos[after] in ("NOUN", "PROPN", ""):
                core = after
            if view.lower[core] in _BREAKS or view.line_break(core):
                break
            if named and view.tag[core] in ("VBD", "VBZ") and view.pos[core] == "VERB":
                break
        core += 1
    return core


def _head(view: View, names: Names, start: int, end: int) -> int:
    """Return the last word before the modifiers that follow the head."""
    last = end
    for i in range(start + 1, end):
        if names.continues(i):
            continue
        if view.lower[i] in _PREPOSITIONS or _clause(view, i):
            last = i
            break
    head = last - 1
    suffixes = lexicon.words("titles", "suffixes")
    while head > start and (
        (names.at[head] is None and view.possessive(head))
        or not view.fold[head]
        or view.fold[head] in suffixes
        or (names.at[head] is None and view.pos[head] == "ADV")
        or (names.at[head] is None and view.pos[head] == "ADJ" and view.pos[head - 1] == "NOUN")
    ):
        head -= 1
    return head


def _clause(view: View, i: int) -> bool:
    """Return whether a clause begins that describes the noun ("a poll released", "all I met")."""
    if view.pos[i - 1] not in ("NOUN", "PROPN", "PRON") or view.lower[i - 1] in _POSSESSIVE:
        return False
    return view.tag[i] in ("VBN", "VBG", "VBD", "PRP") or view.lower[i] == "that"


def _related(view: View, names: Names, mention: Mention, end: int) -> tuple[tuple[str, Name], ...]:
    """Return the names in a description, with their relations to the head."""
    found: list[tuple[str, Name]] = []
    preposition = ""
    for i in range(mention.start, end):
        name = names.at[i]
        if name is None or name.start < i:
            if i > mention.head and view.lower[i] in _RELATIONS:
                preposition = view.lower[i]
            if i >= mention.end and (view.pos[i] in ("VERB", "AUX") or view.lower[i] in _RELATIVE):
                break  # a clause, not an apposition
            continue
        if name.end > mention.head >= name.start:
            how = "head"
        elif i < mention.head:
            owner = name.end < view.size and view.possessive(name.end)
            how = "owner" if owner else "before"
        elif i >= mention.end:
            how = "apposed"
        elif preposition == "by" and _obtained(view, i):
            how = "about"
        else:
            how = _RELATIONS[preposition] if preposition else "after"
        found.append((how, name))
        if i >= mention.end:
            break
    following = _following(view, names, mention.end)
    if following is not None and end <= following.start:
        named = view.lower[following.start - 1] != ","
        found.append(("named" if named else "beside", following))
    return tuple(found)


def _obtained(view: View, i: int) -> bool:
    """Return whether the "by" before the name says who saw a document, not who wrote it."""
    return any(view.lower[j] in lexicon.words("roles", "obtained") for j in range(max(0, i - 3), i))


def _following(view: View, names: Names, i: int) -> Name | None:
    """Return the name right after the phrase: "his lawyer, Bertil Aas,", "a monk named Aas"."""
    if i + 1 < view.size and view.lower[i] in (",", "named", "called"):
        return names.near(i + 1)
    return None


# --- "X and Y"


def _parts(view: View, names: Names, start: int, end: int) -> tuple[tuple[int, int], ...]:
    """Return the members of "X, Y and Z", if each begins with a name, title or article."""
    joint = None
    for i in range(start + 1, end - 1):
        if view.lower[i] in ("who", "which", "whose", "that"):
            break
        if view.lower[i] in ("and", "or") and not names.continues(i) and names.titled[i] is None:
            joint = i
            break
    if joint is None or not _joins(view, names, start, joint, end):
        return ()
    pieces: list[tuple[int, int]] = []
    begin = start
    for i in range(start, joint):
        if view.words[i] == "," and _opens_name(view, names, i + 1, joint):
            pieces.append((begin, i))
            begin = i + 1
    pieces.append((begin, joint if view.words[joint - 1] != "," else joint - 1))
    pieces.append((joint + 1, end))
    return tuple(piece for piece in pieces if piece[0] < piece[1])


def _joins(view: View, names: Names, start: int, joint: int, end: int) -> bool:
    """Return whether the conjunction joins two sources, not two words of one."""
    second = joint + 1
    if joint - start == 1 and _modifies(view, names, start):
        return False
    other = names.near(second)
    person = other is not None and other.label == "PERSON"
    commas = [i for i in range(start, joint - 1) if view.words[i] == ","]
    described = any(not _opens_name(view, names, i + 1, joint) for i in commas)
    if described and not (view.words[joint - 1] == "," and person):
        return False
    if not person and any(
        view.lower[i] in ("at", "by", "from", "in", "of") for i in range(start + 1, joint)
    ):
        return False
    if not (_opens_name(view, names, second, end) or view.lower[second] in DETERMINERS):
        return False
    return names.at[joint - 1] is not None or not (
        view.pos[joint - 1] in ("ADJ", "PROPN") or view.capital(joint - 1)
    )


def _modifies(view: View, names: Names, i: int) -> bool:
    """Return whether the word only modifies ("immigration and human rights lawyer Ada Quill")."""
    word = view.lower[i]
    known = roles.person_noun(word) or roles.organization_noun(word) or roles.plural_person(word)
    return view.pos[i] in ("NOUN", "ADJ") and names.near(i) is None and not known


def _opens_name(view: View, names: Names, i: int, end: int) -> bool:
    if i < end and view.lower[i] in DETERMINERS:
        i += 1
    return i < end and names.near(i) is not None


# --- the sort of a description


def sort_of(view: View, mention: Mention) -> str:
    """Return the sort of a description, by its head noun."""
    head = mention.head
    word = roles.head_noun(view, head)
    for sort, fits in (
        ("person", word in lexicon.words("pronouns", "indefinite_person")),
        ("group", word in lexicon.words("pronouns", "indefinite_group")),
        ("group", view.pos[head] == "NUM" and word[0].isdigit()),
        ("document", word in lexicon.words("roles", "document") and not roles.person_noun(word)),
        ("group", roles.plural_person(word) or word in lexicon.words("roles", "group")),
    ):
        if fits:
            return sort
    if countries.is_people(view.fold[head]):
        plural = view.fold[head].endswith("s") or view.plural(head)
        return "group" if plural or not mention.determiner else "person"
    if word in lexicon.words("roles", "mouthpieces") and _owned(view, mention):
        return "document"
    if _is_newspaper(view, mention, word):
        return "body"
    if roles.person_noun(word) or word.endswith(("-year-old", "man", "woman", "person")):
        return "person"
    return _sort_by_form(view, head, word)


def _owned(view: View, mention: Mention) -> bool:
    """Return whether the phrase names an owner ("the zoo's website", "its page")."""
    return mention.determiner in _POSSESSIVE or any(
        view.possessive(i) for i in range(mention.start, mention.head)
    )


def _is_newspaper(view: View, mention: Mention, word: str) -> bool:
    """Return whether a person noun is the name of a newspaper ("the Port Observer")."""
    head = mention.head
    titled = view.capital(head) and head > 0 and view.capital(head - 1)
    return titled and mention.determiner == "the" and word in lexicon.words("roles", "newspapers")


def _sort_by_form(view: View, head: int, word: str) -> str:
    base = roles.singular(word)
    if base in lexicon.words("roles", "organization"):
        return "body" if base == word else "group"
    if base in lexicon.words("roles", "document"):
        return "document"
    table = lexicon.load("roles")
    if word.endswith(_ENDS_OF_PERSONS) and len(word) > 4:
        return "person"
    if word.endswith(tuple(table["abstract"])):
        return "thing"
    if view.plural(head) and (view.capital(head) or word.endswith(tuple(table["agents"]))):
        return "group"
    if view.capital(head) and view.pos[head] == "PROPN":
        return "body"
    return "thing"


def antecedent(view: View, names: Names, i: int) -> tuple[int, int]:
    """Return the antecedent of a relative pronoun: the name before it, or its clause's noun."""
    nearest = i - 1
    while nearest > 0 and not view.fold[nearest]:
        nearest -= 1
    noun = nearest
    closest = names.at[nearest]
    if closest is None or closest.label != "PERSON":
        token = view.doc[i]
        for _ in range(4):
            if token.dep_ in ("acl:relcl", "relcl") and token.head.i < i:
                noun = token.head.i
                break
            token = token.head
    name = names.near(noun)
    if name is not None:
        return min(noun, name.title), name.end
    start = syntax.noun_phrase(view.doc[noun])[0] if view.parsed else noun
    return min(start, noun), noun + 1
