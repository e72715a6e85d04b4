"""What a search shows of the other language, held against the list of terms made by hand (terms_gold.csv).

    REPORT_CORPUS=... python benchmarks/quality/counterparts.py [--missed]

Each term of the list is searched for as a reader would; its bead is the hit. A mark on the other side is right if it
and the rendering of the list share at least half of the words (or characters) that they cover together. Precision is
the share of hits with marks of which one is right, recall the share of all hits. An offer is right if it shares as
much with a rendering that the list has for the term, wherever; others may be right too, so its share is a lower bound.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "archive_site.settings")
os.environ.setdefault("SECRET_KEY", "not used")

import django

django.setup()

from benchmarks.quality.terms import SAMPLES, TEST, TUNING, Occurrence, Unit, national, occurrences, sample, share
from reports.models import ParagraphPair
from reports.search.answers import Counterpart, Marks
from reports.search.counterparts.learning import write
from reports.search.counterparts.marked import counterparts
from reports.search.counterparts.page import Library, known_of, offers
from reports.search.counterparts.taught import Taught
from reports.search.marking import marked
from reports.search.query import read
from reports.text.fold import fold
from reports.text.terms.tokens import english_tokens, within

OFFERED = 3
READABLE = frozenset({0})


def library(units: Sequence[Unit], reports: Sequence[str]) -> Library:
    """Return what these reports teach; each unit is a pair."""
    with TemporaryDirectory() as folder:
        write(
            Path(folder),
            (
                Taught(number, 0, int(unit.report) if unit.report.isdigit() else 2025, 0, 0, unit.zh, unit.en)
                for number, unit in enumerate(units)
                if unit.report in reports and unit.zh.strip() and unit.en.strip()
            ),
        )
        return Library(Path(folder))


class Asking:
    """One way of asking: by the Chinese terms for their English, or the other way."""

    def __init__(self, units: Sequence[Unit], *, from_chinese: bool) -> None:
        self.numbers = {unit: number for number, unit in enumerate(units)}
        self.from_chinese = from_chinese

    def query(self, case: Occurrence) -> str:
        return fold(case.unit.zh[slice(*case.zh)]) if self.from_chinese else f'"{case.unit.en[slice(*case.en)]}"'

    def renders(self, case: Occurrence) -> str:
        return case.unit.en[slice(*case.en)] if self.from_chinese else fold(case.unit.zh[slice(*case.zh)])

    def marks(self, known: Library, case: Occurrence) -> list[Counterpart]:
        query = read(self.query(case))
        pair = ParagraphPair(pk=self.numbers[case.unit], zh=case.unit.zh, en=case.unit.en)
        zh_marks, en_marks = self._own(case)
        zh, en = counterparts(known.beads, pair, known_of(known, query, READABLE), zh_marks, en_marks)
        return en if self.from_chinese else zh

    def _own(self, case: Occurrence) -> tuple[Marks, Marks]:
        return marked(read(self.query(case)).wanted(), case.unit.zh, case.unit.en)

    def is_right(self, case: Occurrence, mark: Counterpart) -> bool:
        if self.from_chinese:
            words = english_tokens(case.unit.en)
            return share(within(words, mark.start, mark.end), within(words, *case.en)) >= 0.5
        return share(range(mark.start, mark.end), range(*case.zh)) >= 0.5

    def offered(self, known: Library, case: Occurrence) -> list[str]:
        query = read(self.query(case))
        return [offer.q for offer in offers(known.beads, known_of(known, query, READABLE))][:OFFERED]

    def alike(self, one: str, other: str) -> bool:
        if self.from_chinese:
            return share(*([token.key or token.word for token in english_tokens(text)] for text in (one, other))) >= 0.5
        return share(fold(one), fold(other)) >= 0.5


def of_marks(asking: Asking, known: Library, cases: Sequence[Occurrence]) -> tuple[float, float, float]:
    """Return precision, recall, and the precision of the marks with a confidence from 0.7."""
    shown = [(case, asking.marks(known, case)) for case in cases]
    right = [any(asking.is_right(case, mark) for mark in marks) for case, marks in shown]
    some = [hit for hit, (_case, marks) in zip(right, shown, strict=True) if marks]
    sure = [hit for hit, (_, marks) in zip(right, shown, strict=True) if marks and marks[0].confidence >= 0.7]
    if "--missed" in sys.argv:
        for hit, (case, marks) in zip(right, shown, strict=True):
            if not hit:
                text = case.unit.en if asking.from_chinese else case.unit.zh
                found = [f"{text[mark.start : mark.end]} {mark.confidence:.2f}" for mark in marks]
                print(case.unit.report, asking.query(case), asking.renders(case), found, sep=" | ")
    return sum(some) / max(len(some), 1), sum(right) / len(right), sum(sure) / max(len(sure), 1)


def of_offers(asking: Asking, known: Library, cases: Sequence[Occurrence]) -> tuple[float, float, float]:
    """Return the share of offers that the list has, of terms with a right one, and of terms with any."""
    renderings: dict[str, list[str]] = {}
    first: dict[str, Occurrence] = {}
    for case in cases:
        renderings.setdefault(asking.query(case), []).append(asking.renders(case))
        first.setdefault(asking.query(case), case)
    verdicts = [
        [any(asking.alike(offer, right) for right in renderings[q]) for offer in asking.offered(known, case)]
        for q, case in first.items()
    ]
    every = [verdict for some in verdicts for verdict in some]
    some = [any(one) for one in verdicts]
    return sum(every) / max(len(every), 1), sum(some) / len(some), sum(map(bool, verdicts)) / len(verdicts)


def measure(corpus: Path) -> dict[str, float]:
    """Return every row of this subject."""
    units = [unit for year in (*TUNING, *TEST) for unit in national(corpus, year)]
    units += [unit for name in SAMPLES for unit in sample(name)]
    cases = occurrences(units)
    everything = (*TUNING, *TEST, *SAMPLES)
    of_tests = [case for case in cases if case.unit.report in TEST]
    of_samples = [case for case in cases if case.unit.report in SAMPLES]
    whole, early, few = (library(units, reports) for reports in (everything, (*TUNING, *SAMPLES), SAMPLES))
    rows: dict[str, float] = {}
    for from_chinese in (True, False):
        asking = Asking(units, from_chinese=from_chinese)
        way = "zh to en" if from_chinese else "en to zh"
        for what, known, some in (
            ("taught by everything", whole, cases),
            ("test years, not taught", early, of_tests),
            ("the samples alone", few, of_samples),
        ):
            names = ("precision", "recall", "precision from confidence 0.7")
            for name, value in zip(names, of_marks(asking, known, some), strict=True):
                rows[f"{way}, marks, {what}: {name} (of {len(some)})"] = value
            names = (f"of the first {OFFERED} right", "terms with a right one", "terms with any")
            for name, value in zip(names, of_offers(asking, known, some), strict=True):
                rows[f"{way}, offers, {what}: {name}"] = value
    return rows


if __name__ == "__main__":
    for name, value in measure(Path(os.environ["REPORT_CORPUS"])).items():
        print(f"{name:<84} {value:.3f}")
