"""spaCy's English tokenizer with the extra cuts that news on the web needs. Saved in the model."""

from __future__ import annotations

import re

from spacy.lang.char_classes import ALPHA, ALPHA_LOWER, ALPHA_UPPER
from spacy.language import Language
from spacy.symbols import ORTH
from spacy.util import compile_infix_regex, compile_prefix_regex, compile_suffix_regex

EXTRA_INFIXES = [
    # dashes between anything: "Azerbaijan–Türkiye", "2020–2024", "peace—he said"
    r"(?<=\S)[–—](?=\S)",
    # a lost space after a comma: "January 06,2026"; three digits are a group of thousands
    r"(?<=[0-9]),(?=[0-9]{4}(?![0-9]))",
    rf"(?<=[0-9]),(?=[{ALPHA}])",
    rf"(?<=[{ALPHA}]),(?=[0-9])",
    # a lost space after a sentence: "in 2026.The"
    rf"(?<=[0-9]{{2}})\.(?=[{ALPHA_UPPER}][{ALPHA_LOWER}])",
    rf"(?<=[{ALPHA_LOWER}][{ALPHA_LOWER}])[?!;](?=[{ALPHA}])",
    # quotation marks glued to words on both sides: 'policy".The', "said:“We"
    r'(?<=\S)[“”«»„"](?=\S)',
    rf'(?<=[{ALPHA}][{ALPHA}])[:,.!?](?=[“”«»„"])',
]

# Whole tokens, as in the treebanks. No component needs them cut.
WHOLE = "|".join(
    (
        r"([*=_~#+\-.])\1{2,}",  # lines of "*****"
        r"[0-9]{3}-[0-9]{3}-[0-9]{4}|[0-9]{3}-[0-9]{4}",  # telephone numbers
        r"(?:[Ee]|[Nn]on|[Pp]re|[Rr]e|[Cc]o|[Mm]is|[Uu]n|[Cc]ounter|[Pp]ost|[Ss]ub)-[a-z]+",
    )
)

# A run of marks is one token, as in the treebanks.
RUNS = (r"[!?]{2,}", r"\*{2,}", r"\${2,}", "<{2,}", ">{2,}")

ABBREVIATIONS = ("etc.", "al.", "Capt.", "Lt.", "Sgt.", "Col.", "Maj.", "Brig.", "Ft.")


def customise(nlp: Language) -> None:
    """Add the extra cuts and whole tokens to the tokenizer of a pipeline."""
    tokenizer = nlp.tokenizer
    infixes = [*(nlp.Defaults.infixes or ()), *EXTRA_INFIXES]
    tokenizer.infix_finditer = compile_infix_regex(infixes).finditer  # type: ignore[attr-defined]
    prefixes, suffixes = (
        [*RUNS, *(found or ())] for found in (nlp.Defaults.prefixes, nlp.Defaults.suffixes)
    )
    tokenizer.prefix_search = compile_prefix_regex(prefixes).search  # type: ignore[attr-defined]
    tokenizer.suffix_search = compile_suffix_regex(suffixes).search  # type: ignore[attr-defined]
    tokenizer.token_match = re.compile(rf"(?:{WHOLE})$").match  # type: ignore[attr-defined]
    rules = dict(tokenizer.rules or {})  # type: ignore[attr-defined]
    rules.pop("and/or", None)
    rules |= {short: [{ORTH: short}] for short in ABBREVIATIONS}
    rules |= {word: [{ORTH: word[:-2]}, {ORTH: "na"}] for word in ("wanna", "Wanna")}
    tokenizer.rules = rules  # type: ignore[attr-defined]
