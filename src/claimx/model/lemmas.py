"""Lemmas by edit rules, as in UDPipe (Straka 2018): learnt as labels, applied to the form."""

from __future__ import annotations


def edit_rule(form: str, lemma: str) -> str:
    """Return the rule that turns the form into the lemma: `CASE|STRIP|SUFFIX`.

    CASE is "l" to put the form into lower case first, or "k" to keep it. STRIP is the number of
    characters to remove from its end, and SUFFIX is what to add.
    """
    case = "k" if not lemma.islower() and form[:1] == lemma[:1] else "l"
    source = form if case == "k" else form.lower()
    same = 0
    while same < min(len(source), len(lemma)) and source[same] == lemma[same]:
        same += 1
    return f"{case}|{len(source) - same}|{lemma[same:]}"


def apply_rule(form: str, rule: str) -> str:
    """Return the lemma by the rule, or the form if the rule strips more than it has."""
    case, strip, suffix = rule.split("|", 2)
    source = form if case == "k" else form.lower()
    kept = len(source) - int(strip)
    return source[:kept] + suffix if kept >= 0 and kept + len(suffix) else source
