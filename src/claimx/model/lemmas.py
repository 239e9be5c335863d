"""Lemmas by edit rules, as UDPipe's (Straka 2018): learnt as labels, applied to the form."""

from __future__ import annotations


def edit_rule(form: str, lemma: str) -> str:
    """Return the rule that makes the lemma of the form: `CASE|STRIP|SUFFIX`.

    CASE is "l" if the form is first put into lower case, "k" if it is kept; STRIP is how many
    characters go at its end, SUFFIX what follows instead.
    """
    case = "k" if not lemma.islower() and form[:1] == lemma[:1] else "l"
    source = form if case == "k" else form.lower()
    same = 0
    while same < min(len(source), len(lemma)) and source[same] == lemma[same]:
        same += 1
    return f"{case}|{len(source) - same}|{lemma[same:]}"


def apply_rule(form: str, rule: str) -> str:
    """Return the lemma that the rule makes of the form; the form if the rule strips too much."""
    case, strip, suffix = rule.split("|", 2)
    source = form if case == "k" else form.lower()
    kept = len(source) - int(strip)
    return source[:kept] + suffix if kept >= 0 and kept + len(suffix) else source
