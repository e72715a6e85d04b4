"""What stands on an interpreter's sheet, found pair by pair: figures, names, quoted words, terms."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from reports.models import ParagraphPair
from reports.reading.reader import LANGUAGES
from reports.reading.study import names
from reports.reading.study.checks import is_told, matched
from reports.reading.study.known_terms import Glossary, terms_in
from reports.text.figures import Alarm, AlarmKind, Figure, Kind, figures_zh
from reports.text.figures.aloud import aloud, aloud_zh
from reports.text.fold import fold
from reports.text.lexicon import ASIDE, LONGEST_HEADWORD, chinese_words, senses

# Calendar years are read as they stand; set off by a blank (1992 年) they look like a duration.
AS_THEY_STAND = {Kind.YEAR, Kind.DATE}
LONGEST_DURATION = 1000
# A figure is shown with what stands before it in its clause, so much at most.
LEAD_MOST = 14
CLAUSE = re.compile(r"[，。；：、！？,;:!?（）()\n]")
QUOTED_ZH = re.compile(r"[“「]([^“”「」]{2,16})[”」]")
QUOTED_EN = re.compile(r"[“\"]([^“”\"]{2,60}?)[,.]?[”\"]")
# Shorter words of the dictionary are everyday ones.
WORD_LEAST = 4
SENSES_MOST, SENSE_LONGEST = 2, 48

# Where a rendering comes from: this text, other reports, the gazetteer, a dictionary; or there is none.
Source = Literal["here", "archive", "gazetteer", "dictionary", ""]


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the sheet: the Chinese as published behind its `lead`, the English, and what helps to say it."""

    kind: str
    position: int
    start: int
    zh: str
    en: str
    source: Source = "here"
    lead: str = ""
    said: str = ""
    digits: str = ""
    script: str = "hans"
    language: str = "zh-Hans"
    # The English beside it is there and has no such thing.
    is_missing: bool = False
    # What is learned may be wrong, and so may be what stands beside a text that a program paired.
    is_sure: bool = True


def figures(pair: ParagraphPair) -> Iterator[Entry]:
    """Yield the figures of a pair: as published on both sides, and as they are said."""
    found = matched(pair.zh, pair.en)
    partners = {(one.zh.start, one.zh.end): one.en for one in found.pairs if not one.again}
    differing = {(one.zh.start, one.zh.end): one.en for one in found.alarms if one.zh and one.en and _differs(one)}
    for figure in found.zh if pair.zh else ():
        if not _is_said(figure):
            continue
        other = partners.get((figure.start, figure.end)) or differing.get((figure.start, figure.end))
        said, digits = aloud(figure)
        english = other.text if other else ""
        # What is published just so need not be said again.
        said = "" if english.lower() == said else said
        source: Source = "here" if other else ""
        yield Entry(
            "figure", pair.position, figure.start, figure.text, english, source, _lead(pair.zh, figure.start), said,
            digits, pair.script, LANGUAGES[pair.script], is_missing=bool(pair.en and not english),
            is_sure=not (english and pair.needs_review),
        )  # fmt: skip
    if not pair.zh:
        for figure in found.en:
            if _is_said(figure):
                said = aloud_zh(figure)
                yield Entry(
                    "figure", pair.position, figure.start, "", figure.text, said="" if said == figure.text else said
                )


def _differs(alarm: Alarm) -> bool:
    return not alarm.mild or alarm.kind is AlarmKind.VAGUE


def _is_said(figure: Figure) -> bool:
    long = figure.kind is Kind.DURATION and figure.number >= LONGEST_DURATION
    return is_told(figure) and not long and figure.kind not in AS_THEY_STAND


def _lead(text: str, start: int) -> str:
    """Return what stands before a figure in its clause, without a part of another figure."""
    before = text[max(0, start - 3 * LEAD_MOST) : start]
    clause = CLAUSE.split(before)[-1].strip()
    figures_before = figures_zh(clause)
    clause = clause[figures_before[-1].end :].strip() if figures_before else clause
    return clause if len(clause) <= LEAD_MOST else f"…{clause[-LEAD_MOST:]}"


def people(pair: ParagraphPair) -> Iterator[Entry]:
    """Yield the people that both texts of a pair name."""
    for name in names.people(pair.zh, pair.en):
        yield _entry("person", pair, name.start, name.zh, name.en, "here")


def places(pair: ParagraphPair) -> Iterator[Entry]:
    """Yield the places that a pair names."""
    for name in names.places(pair.zh, pair.en):
        yield _entry("place", pair, name.start, name.zh, name.en, "here" if name.is_here else "gazetteer")


def terms(known: Glossary, pairs: Sequence[ParagraphPair]) -> Iterator[tuple[ParagraphPair, list[Entry]]]:
    """Yield the pairs with the terms of the glossary in each; a rendering with capitals makes a name of it."""
    for pair in pairs:
        met = terms_in(known, pair.zh, pair.en) if pair.zh else []
        yield (
            pair,
            [
                _entry(
                    "name" if one.is_name else "term",
                    pair,
                    one.start,
                    one.zh,
                    one.en,
                    "here" if one.is_here else "archive",
                    is_sure=one.is_sure,
                )
                for one in met
            ],
        )


def proper_names(met: Sequence[Entry]) -> Iterator[Entry]:
    """Yield the terms that are names."""
    yield from (one for one in met if one.kind == "name")


def quotes(pair: ParagraphPair, met: Sequence[Entry]) -> Iterator[Entry]:
    """Yield the words that the Chinese has in quotation marks, with those of the English where these are as many.

    Else a term that fills most of them lends its rendering (一带 in 一带一路), or the dictionary has them.
    """
    found = list(QUOTED_ZH.finditer(pair.zh))
    english = QUOTED_EN.findall(pair.en)
    for at, quoted in enumerate(found):
        zh, start = quoted.group(1), quoted.start(1)
        term = next((one for one in met if start <= one.start < quoted.end(1) and 2 * len(one.zh) >= len(zh)), None)
        if len(english) == len(found):
            yield _entry("quote", pair, start, zh, english[at], "here")
        elif term:
            yield _entry("quote", pair, start, zh, term.en, term.source, is_sure=term.is_sure)
        else:
            gloss = _gloss(fold(zh))
            yield _entry("quote", pair, start, zh, gloss, "dictionary" if gloss else "")


def unquoted(pair: ParagraphPair, met: Sequence[Entry]) -> list[Entry]:
    """Return the terms of a pair without those that are a part of words in quotation marks."""
    spans = [match.span(1) for match in QUOTED_ZH.finditer(pair.zh)]
    return [
        one for one in met if not any(start <= one.start < end and len(one.zh) < end - start for start, end in spans)
    ]


def dictionary(pair: ParagraphPair, seen: set[str]) -> Iterator[Entry]:
    """Yield the long words of a pair that the dictionary has and nothing else here explains."""
    folded = fold(pair.zh)
    past = 0
    for word in chinese_words(pair.zh) if pair.zh else ():
        if not WORD_LEAST <= len(word) <= LONGEST_HEADWORD:
            continue
        at = folded.find(word, past)
        if at < 0 or word in seen or any(word in one for one in seen):
            continue
        gloss = _gloss(word)
        if gloss:
            past = at + len(word)
            yield _entry("dictionary", pair, at, word, gloss, "dictionary")


def _gloss(word: str) -> str:
    """Return what the dictionary says of a folded word, in short; nothing if it doesn't have it."""
    glosses = [" ".join(ASIDE.sub(" ", sense).split()).replace(" ,", ",") for sense in senses(word)]
    return "; ".join([gloss for gloss in glosses if 0 < len(gloss) <= SENSE_LONGEST][:SENSES_MOST])


def _entry(
    kind: str, pair: ParagraphPair, start: int, zh: str, en: str, source: Source, *, is_sure: bool = True
) -> Entry:
    return Entry(
        kind, pair.position, start, zh, en, source, script=pair.script, language=LANGUAGES[pair.script],
        is_missing=bool(pair.en and not en), is_sure=is_sure and not (source == "here" and pair.needs_review),
    )  # fmt: skip
