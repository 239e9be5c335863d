"""The regexes of date expressions over class letters (see `lexer`), by rule."""

from __future__ import annotations

import re

_DAY = r"(?:t?(?:1|O|n-?o|o))"
_MONTH = r"(?:[Mm];?)"
_YEAR = r"(?:(?:,|[FG]|,[FG]|[/-])?(?:Y6?|[01]6)|,?y)"
_WORDED_YEAR = r"(?:,?F?t?(?:[LXT]|Q{1,2})U)"
_TIME = r"(?:(?:C;?K?|[1n](?:-?n)?(?:K|cK?)|1?N)(?:\(Z\)|Z)?)"
_MONTH_DAY = rf"(?:t?[LXTQ]?{_MONTH}-?{_DAY}(?![-/]?[05Y]?%))"
_DAY_MONTH = rf"(?:{_DAY}[-/F]?{_MONTH})"
_WEEKDAY = r"(?:(?:D|d;?)(?!-))"
_DATED = (
    rf"(?:(?:[LXTQ]?{_WEEKDAY},?)?(?:{_DAY_MONTH}|{_MONTH_DAY}|{_MONTH}-Y-1)"
    rf"(?:{_YEAR}|{_WORDED_YEAR})?|Y[-/]{_MONTH}[-/]1|1-Y-{_MONTH}|{_DAY}F(?:[LXT]|t?Q{{1,2}})U)"
)
_WEEKDAYS = rf"(?:t?[LXT]U-?D|t?[LXTQ]{{0,3}}{_WEEKDAY}(?:t(?:O|n-?o|o))?(?:,?F?t?[LXTQ]{{1,3}}U)?)"
_HOLIDAY = r"(?:t?[LXTQ]?l(?:,?F?Y|F?[LXTQ]{1,3}U)?)"
_CORE = rf"(?:{_DATED}|{_WEEKDAYS}|[LXTQ]?j|I|{_HOLIDAY})"
_NUMBER = r"(?:(?:[105Y]|n|h)(?:-?n|-?&-?n|-?&-?a-?h|&h|&aU){0,6})"
_LENGTH = (
    rf"(?:t?9{{0,3}}(?:{_NUMBER}(?:-?9){{0,3}}|a(?:9|h|q){{0,3}}F?|a?qF?9?|h[at]?|h-|))"
    r"-?[UVu](?:-?&-?a?-?h)?"
)
FURTHER = re.compile(rf"(?:,?&?){_NUMBER}-?[UVu]")
_TURN = r"[LXTQ]{0,3}"
_EARLY = r"(?:t?fFt?|f-|[te]{0,3}-?)"  # "the end of the", "the early", "mid-"
_OF_YEAR = rf"(?:,?F?J|,?F?Y[-/][10]|,?F?Y|,?F?y|,?F?t?{_TURN}U)"

# name of the rule, letters that an expression of it can start with, pattern
RULES: list[tuple[str, str, str]] = [
    (
        "listed_days",
        "tLXTQMm",
        rf"t?(?P<month>{_MONTH}){_DAY}(?:(?:,{_DAY}){{0,6}},?&|-|~){_DAY}(?:{_YEAR})?(?![:/%-])",
    ),
    (
        "listed_days",
        "t1Oon",
        rf"{_DAY}(?:(?:,{_DAY}){{0,6}}&|-|~){_DAY}F?(?P<month>{_MONTH})(?:{_YEAR})?",
    ),
    ("listed_months", "Mm", rf"{_MONTH}(?:(?:,{_MONTH}){{0,11}},?&|-|~){_MONTH}{_YEAR}"),
    ("weekdays", "Dw", r"(?:w-?[Pp]?|D-?p)(?:A?(?P<clock2>C|1K)|A(?P<hour>5))?"),
    (
        "nth_weekday",
        "tOoL",
        rf"t?(?:O|o|L)D[FG](?P<month>{_TURN}{_MONTH}(?:{_YEAR}|{_WORDED_YEAR})?)",
    ),
    ("partial", "J", r"J"),
    ("digit_range", "1", r"1/1-(?:I|1/1)(?!/)"),
    ("clock_words", "ha", r"(?:h|aU)(?P<way>[L~])(?P<hour>[n1])(?:GtP|TP)?"),
    ("timed_set", "C1nN", rf"(?P<clock1>{_TIME})(?P<core>v[UD])"),
    ("timed_day", "C1nN", rf"(?P<clock1>{_TIME}),?W?(?P<core>t?[LXQ]{{1,2}}U)"),
    (
        "day",
        "teLXTQDdMm1OonYjIlPfC1N",
        rf"(?:(?P<clock1>{_TIME}|n-n(?=j))(?:,|W|,?W|FW|F)?(?=[^&~-])|(?P<part1>te?PV?[FW]|e?PV?[FW]))?"
        rf"(?P<phase>e?-?W?)(?P<core>{_CORE})"
        rf"(?:,?W?-?(?P<part2>[te]{{0,2}}P)(?![UV]))?(?:(?:,|A|AA)?(?P<clock2>{_TIME}))?",
    ),
    ("day", "teLXTQ", r"(?P<phase>e?)(?P<core>t?[LXTQ]{1,2}P)(?:A?(?P<clock2>C;?K?|[1n]K))?"),
    (
        "quarter",
        "to2YOf4e",
        r"(?:t?fF)?t?4?(?:[Oo]|L|X|T|Q)-?4?U(?:(?:FtU)|(?:,?F?4?Y)|(?:F?t?[LXT]U))?"
        r"|2-2(?:[-F,]?(?:4?[Yy]))|2(?:[-F,]?(?:4?[Yy])|[10])?|Y-?2",
    ),
    ("half_year", "toOeL", rf"t?(?:[Oo]|e|L)-?h(?:F(?:tU|t?{_TURN}U|4?Y|tE|t(?:O|n-?o|o)-?U6?))"),
    ("month", "teLXTQMmf", rf"{_EARLY}(?P<core>{_TURN}{_MONTH}(?:{_YEAR}|{_WORDED_YEAR})?)"),
    ("season", "teLXTQSsfY", rf"{_EARLY}(?P<core>{_TURN}[Ss]{_OF_YEAR}?|Y[Ss])"),
    (
        "ordinal_unit",
        "toOLX",
        rf"t?(?:[Oo]|L)(?P<unit>U)Ft?(?:{_TURN}(?P<month>[Mm])(?:,?F?Y|F?{_TURN}U)?|Y|{_TURN}U)",
    ),
    ("fiscal", "t4f", r"(?:t?fFt?)?[LXT]?4U?(?:Y(?:[-/][10Y])?|J|[10](?:[-/][10])?)"),
    ("decade", "teEf", rf"{_EARLY}E6?"),
    ("century", "teOofn", rf"{_EARLY}(?:O|n-?o|o)-?(?P<unit>[UV])6?"),
    ("era_range", "10Y", r"[10Y](?:-|~|&)[10Y]6"),
    ("years", "Y", r"Y(?:-|/)(?:Y|1|0)(?![-/]?[10Y])"),
    ("era_year", "610Y", r"[10Y]6|6[10Y]"),
    ("year", "teYfy", rf"{_EARLY}(?:tU)?Y|y"),
    ("ago", "tah19qonV05Y", rf"(?P<length>{_LENGTH})(?P<how>g)"),
    (
        "offset",
        "tah19qonV05Y",
        rf"(?P<length>{_LENGTH})"
        rf"(?P<how>R(?:H|j|{_WEEKDAYS})|[br](?:j|{_DATED}|{_WEEKDAYS}|{_HOLIDAY})?)",
    ),
    (
        "anchored",
        "tLXTQa",
        rf"t?(?P<turn>(?:[LX]|T(?=[105nq])){{1,2}})"
        rf"(?P<length>(?:{_NUMBER}9?|qF?|9|a){{1,3}}-?[UV]|V)(?!-?8)",
    ),
    ("anchored", "tn1", rf"t?(?P<length>(?:{_NUMBER})(?P<turn>[LX])V)"),
    (
        "unit",
        "terbLXTQ",
        r"(?P<before>[rb](?:Gt)?|t?e(?:Gt?)?)?t?(?P<turn>[LXTQ]{1,2})9?4?(?P<unit>U)",
    ),
    ("year_ago", "U", r"U-[gr]"),
    ("to_date", "tU", r"t?(?P<unit>U)-?~-?x"),
    ("unit_end", "tU", r"t?(?P<unit>U)(?:-|')f"),
    ("unit_edge", "tfrbe", rf"(?P<before>t?f(?:Ft?|Gt)|[rbe]Gt)(?P<turn>{_TURN})(?P<unit>U)"),
    (
        "length_range",
        "v105nh",
        rf"v?(?P<one>{_NUMBER})(?:~|-|&)(?P<two>{_NUMBER})-?(?P<unit>[UVu])(?!-?8)",
    ),
    ("whole", "3", r"3t?U"),
    ("week_number", "tU", r"t?U1"),
    ("beyond", "t", r"t[UP](?:b|r)(?:L|X)"),
    ("day_next", "t", r"tU[br]"),
    ("near_unit", "t", r"tU"),
    ("quarter_of", "a1", r"[a1]UFaU"),
    ("day_alone", "t", r"tO"),
    ("vague", "TqtL", r"T|t?q?L|q"),
    ("weekend", "t", r"t(?P<unit>U)"),
    ("part_alone", "tP", r"tP(?!F)|P"),
    ("timed_set", "v", rf"(?P<core>v[UD])A(?P<clock1>{_TIME})"),
    ("repeated", "v", rf"v(?:{_NUMBER}9?[UV]|[9oO]?(?:UP?|D|S|M|m|P))"),
    ("repeated", "kn1v", r"(?:k|[n1]i)(?:a|v)U"),
    ("adverb", "z", r"z"),
    ("reference", "H", r"H"),
    ("clock", "C1nN", rf"(?P<clock1>{_TIME})(?:Gt(?P<part2>P))?"),
    ("compound", "UV", r"U-?7"),
    ("alternative", "a", r"aU&[n1]"),
    ("length", "tah19qonV05Y7", rf"(?P<length>{_LENGTH})(?:-?7)?(?!-?[8])"),
]
