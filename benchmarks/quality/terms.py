"""Terms: counterparts found against a list made by hand; the table of the national reports as it was judged by hand.

    REPORT_CORPUS=... python benchmarks/quality/terms.py [--missed] [--table]

terms_gold.csv: a term and its rendering in a unit of the TMX (from 1) or in a sample (the Chinese line, from 0, blank
ones not counted). A counterpart is found if both spans share at least half of the words that they cover together.
terms_judged.csv: entries of the table, exact (a translator would take the rendering as it stands), usable (a part of
it, or it needs another word) or wrong; those of `strongest` are the first 200, the others were drawn at random from
bands of strength. An entry that the table has anew shows as unjudged.
`--missed` lists counterparts that the model of 2008-2014 doesn't find, `--table` the 200 strongest with their verdicts.
"""

from __future__ import annotations

import csv
import os
import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

from defusedxml.ElementTree import parse

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from reports.text import pinyin
from reports.text.beads import beads
from reports.text.fold import fold
from reports.text.terms import TermModel, train
from reports.text.terms.tokens import english_tokens, within

HERE = Path(__file__).parent
FIXTURES = HERE.parents[1] / "fixtures"
LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
TUNING, TEST = ("2008", "2010", "2012", "2014"), ("2016", "2018", "2020")
SAMPLES = ("sample-1", "sample-2")
STRONGEST = 200
BANDS = ((0.6, 1.0), (0.45, 0.6), (0.3, 0.45), (0.0, 0.3))


class Unit(NamedTuple):
    """A bead of a report."""

    report: str
    number: int
    zh: str
    en: str


class Occurrence(NamedTuple):
    """A term in a bead with its rendering, as offsets."""

    unit: Unit
    zh: tuple[int, int]
    en: tuple[int, int]


def national(corpus: Path, year: str) -> list[Unit]:
    found = []
    for number, unit in enumerate(parse(corpus / f"bilingual/tmx/GR{year}.tmx").iter("tu"), 1):
        texts = {tuv.get(LANGUAGE): "".join(tuv.find("seg").itertext()) for tuv in unit.iter("tuv")}
        found.append(Unit(year, number, texts.get("zh-CN", ""), texts.get("en-US", "")))
    return found


def sample(name: str) -> list[Unit]:
    """Return the beads of a sample; of a paragraph whose beads leave sentences out, the whole paragraph."""
    path = FIXTURES / f"beijing-2025-part-{name[-1]}.txt"
    lines = [line.strip() for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    lines = [pinyin.without(line, pinyin.annotations(line)) for line in lines]
    header = next(number for number, line in enumerate(lines) if line.startswith(("一、", "二、")))
    found = []
    for number in range(header, len(lines) - 1, 2):
        zh, en = lines[number : number + 2]
        parts = beads(zh, en)
        if all(part.zh.start < part.zh.end and part.en.start < part.en.end for part in parts):
            found += [Unit(name, number, zh[slice(*part.zh)], en[slice(*part.en)]) for part in parts]
        else:
            found.append(Unit(name, number, zh, en))
    return found


def occurrences(units: Iterable[Unit]) -> list[Occurrence]:
    """Return the list made by hand as places in these beads."""
    by_place: dict[tuple[str, int], list[Unit]] = {}
    for unit in units:
        by_place.setdefault((unit.report, unit.number), []).append(unit)
    found = []
    with (HERE / "terms_gold.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            term, rendering = row["zh"], plain(row["en"])
            for unit in by_place.get((row["report"], int(row["unit"])), []):
                at_zh, at_en = fold(unit.zh).find(term), plain(unit.en).find(rendering)
                if at_zh >= 0 and at_en >= 0:
                    spans = (at_zh, at_zh + len(term)), (at_en, at_en + len(rendering))
                    found.append(Occurrence(unit, *spans))
                    break
            else:
                raise ValueError(f"{row['report']} {row['unit']} doesn't have {term} and {rendering} in one bead")
    return found


def plain(text: str) -> str:
    return text.replace("’", "'").lower()


def share(one: Iterable[object], other: Iterable[object]) -> float:
    first, second = set(one), set(other)
    return len(first & second) / len(first | second)


def there(model: TermModel, case: Occurrence) -> tuple[bool, float]:
    """Say whether the English of a term is found, and with what confidence."""
    found = model.counterpart(case.unit.zh, case.zh, case.unit.en)
    words = english_tokens(case.unit.en)
    hit = found is not None and share(within(words, *found[0]), within(words, *case.en)) >= 0.5
    return hit, found[1] if found else 0.0


def back(model: TermModel, case: Occurrence) -> tuple[bool, float]:
    """Say whether the Chinese of a rendering is found."""
    found = model.counterpart_zh(case.unit.zh, case.unit.en, case.en)
    return found is not None and share(range(*found[0]), range(*case.zh)) >= 0.5, found[1] if found else 0.0


def taught(units: Iterable[Unit], reports: Sequence[str]) -> TermModel:
    return train(
        (unit.zh, unit.en, int(unit.report) if unit.report.isdigit() else 2025)
        for unit in units
        if unit.report in reports
    )


Found = Callable[[TermModel, Occurrence], tuple[bool, float]]


def counterparts(units: Sequence[Unit], cases: Sequence[Occurrence]) -> dict[str, float]:
    """Return the shares of counterparts found, by what the model was trained on."""
    rows: dict[str, float] = {}
    everything = (*TUNING, *TEST, *SAMPLES)
    early, whole = taught(units, (*TUNING, *SAMPLES)), taught(units, everything)
    few = taught(units, SAMPLES)
    others = {year: taught(units, [report for report in everything if report != year]) for year in TEST}
    of_tests = [case for case in cases if case.unit.report in TEST]
    of_samples = [case for case in cases if case.unit.report in SAMPLES]
    ways: tuple[tuple[str, Found], ...] = (("zh to en", there), ("en to zh", back))
    for way, find in ways:

        def found(cases: Sequence[Occurrence], model: TermModel, find: Found = find) -> float:
            return sum(find(model, case)[0] for case in cases) / len(cases)

        rows[f"{way}, all, trained on 2008-2014 and the samples (of {len(cases)})"] = found(cases, early)
        rows[f"{way}, test years, trained on the same (of {len(of_tests)})"] = found(of_tests, early)
        rows[f"{way}, test years, trained on all but the report"] = sum(
            find(others[case.unit.report], case)[0] for case in of_tests
        ) / len(of_tests)
        rows[f"{way}, all, trained on everything"] = found(cases, whole)
        rows[f"{way}, samples, trained on the samples alone (of {len(of_samples)})"] = found(of_samples, few)
    judged = [there(early, case) for case in cases]
    if "--missed" in sys.argv:
        for (unit, zh, en), (hit, confidence) in zip(cases, judged, strict=True):
            if not hit:
                print(
                    unit.report, unit.number, unit.zh[slice(*zh)], unit.en[slice(*en)], f"{confidence:.2f}", sep=" | "
                )
    for low, high in ((0.0, 0.4), (0.4, 0.6), (0.6, 0.8), (0.8, 1.01)):
        hits = [hit for hit, confidence in judged if low <= confidence < high]
        if hits:
            rows[f"zh to en, confidence {low} to {min(high, 1.0)}, right (of {len(hits)})"] = sum(hits) / len(hits)
    return rows


def verdicts() -> dict[tuple[str, str], str]:
    with (HERE / "terms_judged.csv").open(encoding="utf-8") as file:
        return {(row["zh"], row["en"]): row["verdict"] for row in csv.DictReader(file)}


def judged_table(model: TermModel) -> dict[str, float]:
    """Return how the strongest entries of the table were judged, and those of each band of strength."""
    known = verdicts()
    table = model.table()
    rows = {"table: entries": float(len(table)), "table: terms": float(len({term.zh for term in table}))}
    first = [known.get((term.zh, term.en), "unjudged") for term in table[:STRONGEST]]
    for verdict in ("exact", "usable", "wrong", "unjudged"):
        rows[f"table: {verdict} among the {STRONGEST} strongest"] = first.count(verdict) / len(first)
    if "--table" in sys.argv:
        for term, verdict in zip(table, first, strict=False):
            print(verdict, term.zh, term.en, term.count, term.first_year, term.last_year, term.strength, sep=" | ")
    for low, high in BANDS:
        band = [known.get((term.zh, term.en)) for term in table[STRONGEST:] if low <= term.strength < high]
        judged = [verdict for verdict in band if verdict]
        for verdict in ("exact", "wrong") if judged else ():
            rows[f"table, the others: {verdict}, strength {low} to {high} (of {len(judged)} judged)"] = judged.count(
                verdict
            ) / len(judged)
    return rows


def measure(corpus: Path) -> dict[str, float]:
    """Return every row of this subject."""
    units = [unit for year in (*TUNING, *TEST) for unit in national(corpus, year)]
    units += [unit for name in SAMPLES for unit in sample(name)]
    rows = counterparts(units, occurrences(units))
    return rows | judged_table(taught(units, (*TUNING, *TEST)))


if __name__ == "__main__":
    for name, value in measure(Path(os.environ["REPORT_CORPUS"])).items():
        print(f"{name:<84} {value:.3f}")
