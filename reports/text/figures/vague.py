"""Numbers that say only how large something is: 几亿 and hundreds of millions, read as between so many and so many."""

from __future__ import annotations

import re
from dataclasses import replace

from reports.text.figures.chinese_patterns import chinese_amount
from reports.text.figures.english_units import SCALES
from reports.text.figures.figure import Hedge
from reports.text.figures.scan import Scan

# 数十万 are several times a hundred thousand, and fewer than ten times as many.
TENFOLD = 10
IDIOMS_ZH = {"成千上万": (1e3, 1e5), "成百上千": (1e2, 1e4), "亿万": (1e8, 1e10)}
TENS = {"tens": 10, "dozens": 10, "dozen": 10, "scores": 10, "hundreds": 100}
NUMBER_WORD = re.compile(rf"{'|'.join(TENS)}|{'|'.join(sorted(SCALES, key=len, reverse=True))}")


def vague_zh(scan: Scan, match: re.Match[str]) -> None:
    """Add a vague number of a Chinese text."""
    written = match.group()
    least, most = IDIOMS_ZH.get(written, (chinese_amount(re.sub("[几数好以计]", "", written)) or 0.0, 0.0))
    _add(scan, match, least, most)


def vague_en(scan: Scan, match: re.Match[str]) -> None:
    """Add a vague number of an English text; double-digit is none."""
    if match["most"] is None:
        return
    least = 1.0
    for word in NUMBER_WORD.findall(match.group()):
        least *= TENS.get(word) or float(SCALES[word])
    _add(scan, match, least, 0.0)


def _add(scan: Scan, match: re.Match[str], least: float, most: float) -> None:
    unit, end = scan.unit(match.end())
    scan.add((match.start(), end), least, unit, strong=False)
    scan.figures[-1] = replace(scan.figures[-1], most=most or least * TENFOLD, hedge=Hedge.NONE)
