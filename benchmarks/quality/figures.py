"""Figures on the national reports' TMX: how many match, how many alarms are faults, how many planted errors are found.

    REPORT_CORPUS=... python benchmarks/quality/figures.py [--alarms]

`--alarms` lists every alarm with its text, for judging. Verdicts stand in figures_judged.csv: fault (the English is
wrong), addition or omission (true, but the translator's choice), rephrasing, false (the figures agree).
"""

from __future__ import annotations

import csv
import os
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple
from xml.etree.ElementTree import parse

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from reports.text.figures import Alarm, Figure, FigureMatch, Kind, match

TUNING, TEST = (2008, 2010, 2012, 2014), (2016, 2018, 2020)
JUDGED = Path(__file__).with_name("figures_judged.csv")
LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
UNPLANTED = {Kind.YEAR, Kind.DATE, Kind.ORDINAL, Kind.NAME, Kind.DURATION}
# Sentences that are put together as if they were a paragraph.
PARAGRAPH = 5


class Bead(NamedTuple):
    """A translation unit of a report: its place in the file from 1, Chinese, English."""

    year: int
    number: int
    zh: str
    en: str


def beads(corpus: Path, year: int) -> list[Bead]:
    """Return the sentence pairs of a national report."""
    units = []
    for number, unit in enumerate(parse(corpus / f"bilingual/tmx/GR{year}.tmx").iter("tu"), 1):
        texts = {tuv.get(LANGUAGE, ""): "".join(tuv.itertext()).strip() for tuv in unit.iter("tuv")}
        units.append(Bead(year, number, texts.get("zh-CN", ""), texts.get("en-US", "")))
    return units


def paragraphs(units: list[Bead]) -> list[Bead]:
    """Return runs of sentences, each as one pair."""
    runs = [units[start : start + PARAGRAPH] for start in range(0, len(units), PARAGRAPH)]
    return [Bead(run[0].year, run[0].number, "".join(b.zh for b in run), " ".join(b.en for b in run)) for run in runs]


def matched(found: FigureMatch) -> tuple[int, int]:
    """Return how many strong figures of both sides are paired, and how many there are."""
    paired = {id(pair.zh) for pair in found.pairs} | {id(pair.en) for pair in found.pairs}
    strong = [figure for figure in (*found.zh, *found.en) if figure.strong]
    return sum(id(figure) in paired for figure in strong), len(strong)


def tenfold(text: str) -> str | None:
    """Return a figure times ten, None where it isn't written in digits."""
    number = re.search(r"\d[\d,]*(?:\.\d+)?", text)
    if not number:
        return None
    whole, _, part = number.group().replace(",", "").partition(".")
    if whole == "0" and len(part) < 2:
        shifted = part + "0" if part == "0" else part
    else:
        shifted = f"{int(whole + part[:1]) if part else int(whole) * 10}" + (f".{part[1:]}" if part[1:] else "")
    return text[: number.start()] + shifted + text[number.end() :]


def slips(figure: Figure, *, chinese: bool) -> Iterator[tuple[str, str]]:
    """Yield errors of scale to plant in a figure: their name and the figure as it would then be written."""
    if ten := tenfold(figure.text):
        yield "x10", ten
    swaps = (
        (("亿", "万"), ("万", "亿"))
        if chinese
        else (("million", "billion"), ("billion", "million"), ("trillion", "billion"))
    )
    for right, wrong in swaps:
        if right in figure.text and wrong not in figure.text:
            yield "万 and 亿" if chinese else "million and billion", figure.text.replace(right, wrong)


def found(planted: FigureMatch, start: int, end: int, *, chinese: bool) -> bool:
    """Say whether an alarm (no note) stands at the place of a planted error."""
    for alarm in planted.alarms:
        figure = alarm.zh if chinese else alarm.en
        if not alarm.mild and figure and figure.start < end and figure.end > start:
            return True
    return False


def plant(bead: Bead, tally: dict[str, list[bool]]) -> None:
    """Plant every slip in every figure of a bead that is paired there, one at a time."""
    for pair in match(bead.zh, bead.en).pairs:
        for figure, chinese in ((pair.zh, True), (pair.en, False)):
            if not figure.strong or pair.again or figure.kind in UNPLANTED:
                continue
            for name, wrong in slips(figure, chinese=chinese):
                text = bead.zh if chinese else bead.en
                changed = text[: figure.start] + wrong + text[figure.end :]
                result = match(changed, bead.en) if chinese else match(bead.zh, changed)
                hit = found(result, figure.start, figure.start + len(wrong), chinese=chinese)
                tally.setdefault(name, []).append(hit)
                if not hit and "--missed" in sys.argv:
                    print(bead.year, bead.number, name, figure.text, "->", wrong)


def alarms_of(units: list[Bead]) -> Iterator[tuple[Bead, Alarm]]:
    for bead in units:
        for alarm in match(bead.zh, bead.en).alarms:
            yield bead, alarm


def judgements() -> dict[tuple[int, int, str, str], str]:
    """Return the verdict on each alarm that was judged: by year, unit, kind and side."""
    with JUDGED.open(encoding="utf-8") as file:
        return {
            (int(row["year"]), int(row["unit"]), row["kind"], row["side"]): row["verdict"]
            for row in csv.DictReader(file)
        }


def of_years(corpus: Path, years: tuple[int, ...], name: str) -> dict[str, float]:
    """Return the measures of these years together."""
    units = [bead for year in years for bead in beads(corpus, year)]
    rows: dict[str, float] = {}
    for label, texts in (
        ("sentences", units),
        ("paragraphs", [run for year in years for run in paragraphs(beads(corpus, year))]),
    ):
        paired, total = map(sum, zip(*(matched(match(bead.zh, bead.en)) for bead in texts), strict=True))
        tally: dict[str, list[bool]] = {}
        for bead in texts:
            plant(bead, tally)
        rows[f"{name}, {label}: strong figures"] = total
        rows[f"{name}, {label}: matched"] = paired / total
        every = [hit for hits in tally.values() for hit in hits]
        rows[f"{name}, {label}: planted errors of scale found"] = sum(every) / len(every)
        rows |= {
            f"{name}, {label}: planted {slip} found (of {len(hits)})": sum(hits) / len(hits)
            for slip, hits in tally.items()
        }
    judged = judgements()
    alarms = list(alarms_of(units))
    for mild, label in ((False, "alarms"), (True, "notes")):
        verdicts = [
            judged.get((bead.year, bead.number, alarm.kind.value, alarm.side), "unjudged")
            for bead, alarm in alarms
            if alarm.mild == mild
        ]
        rows[f"{name}: {label} a report"] = len(verdicts) / len(years)
        rows |= {f"{name}: {label} judged {verdict}": verdicts.count(verdict) for verdict in sorted(set(verdicts))}
        if known := [verdict for verdict in verdicts if verdict != "unjudged"]:
            rows[f"{name}: real faults among judged {label}"] = known.count("fault") / len(known)
    return rows


def measure(corpus: Path) -> dict[str, float]:
    """Return every row of this subject, tuning and test years apart."""
    return of_years(corpus, TUNING, "tuning years") | of_years(corpus, TEST, "test years")


def main() -> None:
    corpus = Path(os.environ["REPORT_CORPUS"])
    if "--alarms" in sys.argv:
        for year in (*TUNING, *TEST):
            for bead, alarm in alarms_of(beads(corpus, year)):
                texts = [f"{figure.text} ({figure.hedge})" for figure in (alarm.zh, alarm.en) if figure]
                print(
                    f"{year},{bead.number},{alarm.kind},{alarm.side},{'note' if alarm.mild else 'alarm'}",
                    *texts,
                    sep=" | ",
                )
                print(f"    {bead.zh}\n    {bead.en}")
        return
    for name, value in measure(corpus).items():
        print(f"{name:<72} {value:.4f}")


if __name__ == "__main__":
    main()
