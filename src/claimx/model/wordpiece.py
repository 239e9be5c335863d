"""WordPiece, as BERT's uncased models read words (Wu et al. 2016, Devlin et al. 2019)."""

from __future__ import annotations

import unicodedata
from pathlib import Path

UNKNOWN, FIRST, LAST = "[UNK]", "[CLS]", "[SEP]"
# As in BERT, a longer word is one unknown piece.
LONGEST_WORD = 100
# Straight and curly marks become one, so that the model reads all styles alike.
MARKS = str.maketrans({"“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "‘": "'", "’": "'"})
# Articles repeat words, so pieces are cached; the cache is emptied when it holds this many.
CACHED = 200_000


class WordPiece:
    """A vocabulary of pieces, called with a token's text to get the ids of its pieces."""

    def __init__(self, vocabulary: list[str], *, longest: int | None = None) -> None:
        """Take the list of pieces; a word keeps at most its first `longest` pieces."""
        self.vocabulary, self.longest = vocabulary, longest
        self._ids = {piece: number for number, piece in enumerate(vocabulary)}
        self.unknown = self._ids[UNKNOWN]
        self.first, self.last = self._ids[FIRST], self._ids[LAST]
        self._cache: dict[str, tuple[int, ...]] = {}

    @classmethod
    def from_file(cls, path: Path, *, longest: int | None = None) -> WordPiece:
        """Load a vocabulary file with one piece per line."""
        return cls(path.read_text(encoding="utf-8").split("\n"), longest=longest)

    def __call__(self, word: str) -> tuple[int, ...]:
        """Return the ids of the word's pieces, at least one."""
        found = self._cache.get(word)
        if found is None:
            if len(self._cache) >= CACHED:
                self._cache.clear()
            found = tuple(self._cut(word)[: self.longest])
            self._cache[word] = found
        return found

    def _cut(self, word: str) -> list[int]:
        found: list[int] = []
        for part in _parts(_plain(word)):
            found += self._greedy(part)
        return found or [self.unknown]

    def _greedy(self, part: str) -> list[int]:
        """Return the longest known pieces from left to right, or one unknown piece."""
        if len(part) > LONGEST_WORD:
            return [self.unknown]
        found: list[int] = []
        start = 0
        while start < len(part):
            for end in range(len(part), start, -1):
                piece = part[start:end] if start == 0 else f"##{part[start:end]}"
                if piece in self._ids:
                    found.append(self._ids[piece])
                    start = end
                    break
            else:
                return [self.unknown]
        return found


def _plain(word: str) -> str:
    """Return the word in lower case, without accents and control characters."""
    text = unicodedata.normalize("NFD", word.translate(MARKS).lower())
    return "".join(c for c in text if unicodedata.category(c) not in ("Mn", "Cc", "Cf", "Co"))


def _parts(word: str) -> list[str]:
    """Return the word cut around punctuation and around CJK characters."""
    parts: list[str] = []
    glue = False
    for char in word:
        if char.isspace():
            glue = False
        elif _stands_alone(char):
            parts.append(char)
            glue = False
        elif glue:
            parts[-1] += char
        else:
            parts.append(char)
            glue = True
    return parts


def _stands_alone(char: str) -> bool:
    is_ascii_symbol = char.isascii() and not char.isalnum()
    return is_ascii_symbol or unicodedata.category(char)[0] == "P" or "\u4e00" <= char <= "\u9fff"
