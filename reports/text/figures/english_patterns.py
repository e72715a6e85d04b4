"""What figures look like in English, as patterns over folded text, and the numbers they write."""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal

from reports.text.figures.english_units import FRACTIONS, MONTH_NAMES, SCALES, SMALL, TENS, UNITS
from reports.text.figures.figure import Hedge, units_by_length
from reports.text.numerals import ENGLISH

# So many letters of a word tell it from most others.
TELLING = 4


def by_beginning(words: Iterable[str]) -> str:
    """Return a pattern of how words begin, those of the same first letter together: so most are left at a glance."""
    rest: dict[str, set[str]] = {}
    for word in words:
        rest.setdefault(word[0], set()).add(word[1:TELLING])
    return "|".join(f"{first}(?:{'|'.join(sorted(others))})" for first, others in sorted(rest.items()))


ARABIC = r"(?:\d{1,3}(?:,\d{3})+(?!\d)|\d+)(?:\.\d+)?"
SCALE = rf"(?:{units_by_length(SCALES)})"
UNIT_WORD, TEN_WORD = "|".join(list(SMALL)[1:]), "|".join(TENS)
BELOW_HUNDRED = rf"(?:(?:{TEN_WORD})(?:[- ](?:{'|'.join(list(SMALL)[1:10])}))?|{units_by_length(list(SMALL)[1:])})"
SPELLED = rf"(?:{BELOW_HUNDRED}|an?(?=[ ]{SCALE}))(?:[ -](?:and[ ])?(?:{SCALE}|{BELOW_HUNDRED}(?=[ -]{SCALE}|\b)))*"
MIXED = rf"{ARABIC}(?:[ -]?{SCALE}\b(?:[ -]{SCALE}\b)?)?"
MONTHS = "|".join(f"{name}|{name[:3]}\\." for name in MONTH_NAMES if name != "may") + "|may"
ORDINALS = units_by_length([*ENGLISH[1:], "twentieth", "thirtieth"])
ORDINAL_WORD = rf"(?:(?:twenty|thirty)-(?:{'|'.join(ENGLISH[1:10])})|{ORDINALS})"
FRACTION = rf"(?:{units_by_length(FRACTIONS)})s?"
EXTRA = r"(?:additional |more |new |further |extra |standard |full |whole |other |of |\(|consecutive |straight )?"
LONGEST_FIRST = sorted(UNITS, key=len, reverse=True)
BY_GROUP = {f"u{index}": UNITS[words] for index, words in enumerate(LONGEST_FIRST)}
UNIT_WORDS = "|".join(f"(?P<u{index}>(?:{words})s?(?![a-z]))" for index, words in enumerate(LONGEST_FIRST))
UNIT = re.compile(rf"[ -]?{EXTRA}(?:{UNIT_WORDS})")

# What any of the pattern's alternatives can begin with: most places in a text begin none, and to ask that first makes
# it five times as fast. A word is told by its first letters; what may begin inside a word, too, stands by itself.
WORDS_BEGIN = by_beginning(
    [
        *list(SMALL)[1:], *TENS, *(name[:3] for name in MONTH_NAMES), *ENGLISH[1:], "twentieth", "thirtieth",
        *"an another each every half halves halving double doubling treble triple quadruple quintuple twice".split(),
        *"thrice redouble retriple retreble requadruple requintuple retwice rethrice tens dozens scores".split(),
        *"hundreds thousands millions billions trillions several the this last past next new previous".split(),
        *"preceding prior current coming following usd rmb cny".split(),
    ]
)  # fmt: skip
BEGIN = rf"""(?:\d|[$¥€£]|(?<![a-z])(?:{WORDS_BEGIN}|a(?![a-z])|[a-z]++(?:'[a-z]*+)?-?\d)
    |us[ ]?\$|hk\$|(?:mid|early|late)-\d|(?:single|double|triple)[- ]digit|once\s|the[ ]year|year-o
    |(?:^|(?<=\n)|(?<=[.;:!?][ ]))[ ]*[(\divxl])"""
PATTERN = re.compile(
    rf"""(?={BEGIN})(?:(?P<item>(?:^|(?<=\n)|(?<=[.;:!?][ ]))[ ]*
        (?:\(?(?:\d{{1,2}}|[ivxl]+)(?:\)|\.(?!\d))(?=[ ]?[a-z])|[ivxl]+[ ](?=[a-z])))
    | (?P<decade>(?:mid-|early-|late-)?(?P<decades>(?:1[6-9]|20)\d0|(?<=')\d0)'?s(?![a-z]))
    | (?P<code>(?<![a-z])(?!us\$|rmb|cny|usd|hk\$)(?:[a-z]+'?[a-z]*-?\d+(?:\.\d+)?|\d+-?[a-rt-z](?![a-z'\d]))(?![\d%]))
    | (?P<month>\b(?:{MONTHS})(?![a-z])(?:[ ](?P<day>3[01]|[12]?\d)(?:st|nd|rd|th)?(?![\d,.]*\d[ ]*[%a-z]|[\d]))?)
    | (?P<ordinal>\b(?:\d{{1,3}}(?:st|nd|rd|th)\b|{ORDINAL_WORD}\b(?!s)))
    | (?P<fraction>\b(?P<above>{BELOW_HUNDRED}|an?|another|\d+)[ -](?P<below>{FRACTION})\b
        (?!\s+(?:of\s+the\s+year|century|time|party|plenary|session))(?!-[a-z]+|[ ](?:largest|quarter|world|annual)))
    | (?P<half>\bhal(?:f|ves|ved|ving)\b(?:[ -](?:an?[ ])?(?P<halved>{SCALE}|century|decade|year|month|day))?)
    | (?P<rate>\b(?P<part>{UNIT_WORD}|\d+)[ ](?:out[ ]of|in)(?:[ ]every)?[ ](?P<all>{UNIT_WORD}|\d+)\b)
    | (?P<folds>\b(?:(?P<fold>{BELOW_HUNDRED}|{ARABIC})[- ]?fold\b
        |(?:re)?(?P<doubled>double|triple|treble|quadruple|quintuple|twice|thrice)[sd]?\b(?!-digit)
        |(?P<ing>doubl|tripl|trebl|quadrupl)ing\b))
    | (?P<vague>\b(?P<most>(?:tens|dozens|scores|hundreds|thousands|millions|billions|trillions)
        (?:[ ]of[ ](?:thousands|millions|billions))*
        |(?:several|a[ ]few)(?:[ ](?:dozen|hundred|thousand|million|billion|trillion))+)\b
        |(?:single|double|triple)[- ]digit|once\s+every)
    | (?P<span>\b(?:an?|the|this|last|past|next|new)[ ](?:(?:past|last|next|new|coming|quarter)[ ](?:of[ ]a[ ])?)?
        (?P<term>century|decade)\b(?!['’]s))
    | (?P<relative>\b(?:(?P<last>last|previous|preceding|past|prior)|(?P<this>this|current)
        |(?P<next>next|coming|following))[ ]year\b
        |the[ ]year[ ]just[ ](?:passed|ended)|year-o(?:n|ver)-year)
    | (?P<one>\b(?:an?|every|each|another)(?=[ ]
        (?:year|month|week|day|hour|percent(?:age[ ]point)?|mu|hectare|kilogram|ton|kilometer|yuan)\b))
    | (?P<number>(?:(?P<currency>us[ ]?\$|hk\$|\$|¥|€|£|\b(?:usd|rmb|cny)(?=[ ]?\d))[ ]?)?
        (?<![\d.])(?P<written>{MIXED}|\b{SPELLED}\b)))""",
    re.X,
)
BEFORE: list[tuple[Hedge, str]] = [
    (Hedge.OVER, "not (?:to )?(?:fall|drop|be|go|dip)(?:ing)? (?:below|under|lower than)"),
    (Hedge.UNDER, "not (?:to )?(?:rise|be|go|climb)(?:ing)? (?:above|over|beyond|higher than)"),
    (
        Hedge.UNDER,
        (
            "less than|fewer than|under|below|(?:no|not) (?:more|higher|greater) than|not (?:to )?exceed(?:ing)?|within"
            "|up to|at most|lower than|short of|at or below|(?:a )?maximum of"
        ),
    ),
    (
        Hedge.OVER,
        (
            "more than|over|exceed(?:ed|ing|s)?|surpass(?:ed|ing|es)?|above|at least|upwards? of|in excess of"
            "|(?:no|not) (?:less|fewer|lower) than|top(?:ped|ping|s)?|beyond|greater than|higher than"
            "|broke(?:n)?(?: through)?|(?:a )?minimum of|crossed|larger than|older than|pass(?:ed|ing)"
        ),
    ),
    (Hedge.NEARLY, "nearly|almost|close to|approach(?:ed|ing)|just under|nearing|virtually"),
    (Hedge.ABOUT, "about|around|approximately|roughly|some|circa|an estimated|or so"),
]
AFTER: list[tuple[Hedge, str]] = [
    (Hedge.OVER, r"\+|-?plus\b|or (?:more|higher|above|over|greater)|and (?:above|over|higher|older|up)|mark"),
    (Hedge.UNDER, "or (?:less|lower|below|under|fewer)|and (?:below|under)"),
    (Hedge.ABOUT, "or so|or thereabouts"),
]
ARTICLES = r"(?:\s+(?:the|an?|its?|to|of|by|mark of|level of|about|another|us|rmb)(?=\W|$))*"
BEFORE_NUMBER = [(hedge, re.compile(rf"(?<![a-z])(?:{words}){ARTICLES}[ -]*(?:us)?[$¥(]?$")) for hedge, words in BEFORE]
AFTER_NUMBER = [(hedge, re.compile(rf"(?:[ -][a-z]+){{0,2}}[ ]?(?:{words})|(?:{words})")) for hedge, words in AFTER]
JOINED = re.compile(r"\s*(?:[—–\-~]|to|and|or|,|, and|through)\s*(?:about |around |over )?")
RANGE = re.compile(r"\s*(?:[—–\-~]|to)\s*")
# What stands before the month of May: it may be a verb.
MAY = re.compile(r"(?:\b(?:in|of|by|since|from|until|to|this|last)|,)\s$")
NAME_BEFORE, NAME_AFTER = re.compile(r"\b([A-Z][a-z]+)[ ]$"), re.compile(r"[ ][A-Z]")
# Capitals that begin a sentence, not a name.
NO_NAMES = {
    *"in by since from between during for until till to after before through and the over around about late".split(),
    *"early mid of on".split(),
    *MONTH_NAMES,
}
PUNCTUATION = {0x2019: "'", 0x2011: "-", 0xA0: " "}
# A spelled-out number from here on is written with care.
SURE = 13


def english_amount(text: str) -> float | None:
    """Return the number that lower-case `text` writes (12.21 million, twenty-nine, a hundred), None if it's none."""
    total = section = Decimal(0)
    for word in re.findall(r"\d[\d,]*(?:\.\d+)?|[a-z]+", text):
        if word[0].isdigit():
            section += Decimal(word.replace(",", ""))
        elif word in SMALL or word in TENS:
            section += SMALL.get(word, TENS.get(word, 0))
        elif word in {"a", "an"}:
            section += 1
        elif word == "hundred":
            section = (section or Decimal(1)) * 100
        elif word in SCALES:
            # 10 thousand million; 3 million 200 thousand
            if not section and total:
                total *= SCALES[word]
            else:
                total += (section or Decimal(1)) * SCALES[word]
            section = Decimal(0)
        elif word != "and":
            return None
    return float(total + section)
