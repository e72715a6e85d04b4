"""Sentence beads: `beads` inside the paragraph pairs of the national reports, against their TMX files.

    REPORT_CORPUS=... python benchmarks/quality/beads.py

A TMX unit may end where no sentence does (a Chinese comma, an English semicolon): units are taken together up to the
next place where a sentence ends in both languages. `unit by unit` compares with the units as they stand.
Lost: the English of one bead is taken out of every pair that has three and more.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from xml.etree.ElementTree import parse

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from reports.text.beads import Bead, beads
from reports.text.sentences import sentences_en, sentences_zh

TUNING, REPORTED = (2008, 2010, 2012, 2014), (2016, 2018, 2020)
LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"

Spans = tuple[int, int, int, int]
Pair = tuple[str, str, list[Spans]]


def units(corpus: Path, year: int) -> Iterator[tuple[str, str]]:
    """Yield the units of one year's TMX file: Chinese, English."""
    root = parse(corpus / "bilingual" / "tmx" / f"GR{year}.tmx").getroot()
    for unit in root.iter("tu"):
        texts = {
            variant.get(LANGUAGE, "")[:2]: "".join(part for seg in variant.iter("seg") for part in seg.itertext())
            for variant in unit.iter("tuv")
        }
        yield texts["zh"], texts["en"]


def pairs(corpus: Path, year: int) -> Iterator[Pair]:
    """Yield the paragraph pairs of one year with the offsets of the TMX units in both texts; blanks don't count."""
    lines = (corpus / "bilingual" / "interleaved" / f"{year}.sc.txt").read_text(encoding="utf-8").splitlines()
    lines = [line for line in lines if line.strip()]
    waiting = units(corpus, year)
    for zh, en in zip(lines[0::2], lines[1::2], strict=True):
        ends = [(0, 0)]
        while ends[-1] != (len(zh), len(en)):
            part_zh, part_en = next(waiting)
            ends.append((_after(zh, ends[-1][0], part_zh), _after(en, ends[-1][1], part_en)))
        yield zh, en, [(start[0], end[0], start[1], end[1]) for start, end in pairwise(ends)]


def _after(text: str, at: int, part: str) -> int:
    """Return where `part` and the blanks behind it end in `text`, read from `at`."""
    for character in "".join(part.split()):
        while text[at].isspace():
            at += 1
        if text[at] != character:
            raise ValueError(f"the TMX file has {part!r}, the interleaved one {text[at : at + 40]!r}")
        at += 1
    return at + len(text[at:]) - len(text[at:].lstrip())


def sentence_beads(pair: Pair) -> list[Spans]:
    """Return the units of a pair, taken together up to the next sentence end in both languages."""
    zh, en, spans = pair
    ends_zh, ends_en = {span.end for span in sentences_zh(zh)}, {span.end for span in sentences_en(en)}
    ends = [(0, 0), *((span[1], span[3]) for span in spans if span[1] in ends_zh and span[3] in ends_en)]
    return [(start[0], end[0], start[1], end[1]) for start, end in pairwise(ends)]


def scored(cases: Sequence[tuple[set[Spans], set[Spans]]]) -> float:
    """Return F1 over all cases of (right, found)."""
    return 2 * sum(len(right & found) for right, found in cases) / sum(len(one) for case in cases for one in case)


def links(pair: Pair, found: Sequence[Spans]) -> set[Spans]:
    """Return which sentence goes with which, by their offsets."""
    return {
        (*zh, *en)
        for start_zh, end_zh, start_en, end_en in found
        for zh in sentences_zh(pair[0])
        if start_zh <= zh.start < end_zh
        for en in sentences_en(pair[1])
        if start_en <= en.start < end_en
    }


def flat(found: Sequence[Bead]) -> list[Spans]:
    return [(*bead.zh, *bead.en) for bead in found]


def lost(pair: Pair) -> tuple[str, str, Spans] | None:
    """Return a pair without the English of its middle bead, and what is left of that; None for a short pair."""
    zh, en, _ = pair
    right = sentence_beads(pair)
    if len(right) < 3:
        return None
    start_zh, end_zh, start_en, end_en = right[len(right) // 2]
    return zh, en[:start_en] + en[end_en:], (start_zh, end_zh, start_en, start_en)


def measure(corpus: Path, years: Sequence[int] = REPORTED) -> dict[str, float]:
    every = [pair for year in years for pair in pairs(corpus, year)]
    found = [beads(zh, en) for zh, en, _ in every]
    right = [sentence_beads(pair) for pair in every]
    judged = [
        (bead.confidence, (*bead.zh, *bead.en) in set(gold))
        for gold, some in zip(right, found, strict=True)
        for bead in some
    ]
    wrong = [confidence for confidence, is_right in judged if not is_right]
    without = [case for pair in every if (case := lost(pair))]
    return {
        "F1": scored([(set(gold), set(flat(some))) for gold, some in zip(right, found, strict=True)]),
        "links": scored(
            [(links(pair, gold), links(pair, flat(some))) for pair, gold, some in zip(every, right, found, strict=True)]
        ),
        "beads": float(sum(map(len, right))),
        "unit by unit: F1": scored(
            [(set(spans), set(flat(some))) for (*_, spans), some in zip(every, found, strict=True)]
        ),
        "right, confidence ≥ 0.9": sum(one >= 0.9 for one, is_right in judged if is_right) / (len(judged) - len(wrong)),
        "wrong": float(len(wrong)),
        "wrong, confidence < 0.9": sum(one < 0.9 for one in wrong) / max(len(wrong), 1),
        "English of a bead lost, seen": sum(spans in flat(beads(*texts)) for *texts, spans in without) / len(without),
    }


if __name__ == "__main__":
    folder = Path(os.environ["REPORT_CORPUS"])
    for years in (TUNING, REPORTED):
        print(*years)
        for name, value in measure(folder, years).items():
            print(f"  {name:42} {value:8.3f}")
