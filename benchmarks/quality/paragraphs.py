"""Paragraph pairs: `align` against the interleaved national reports, as they are and with paragraphs lost and cut.

    REPORT_CORPUS=... python benchmarks/quality/paragraphs.py

Two files: all Chinese paragraphs, all English ones. Damage of 5%: of the pairs, one in twenty loses one side, one has a
side cut in two at the end of a sentence, one has a side run together with the next. A group is right if it is whole.
"""

from __future__ import annotations

import os
import random
import sys
from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from itertools import pairwise
from pathlib import Path
from typing import Any

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from reports.text.alignment import Group, align
from reports.text.headings import chinese_heading
from reports.text.sentences import sentences_en, sentences_zh

TUNING, REPORTED = (2008, 2010, 2012, 2014), (2016, 2018, 2020)
SEEDS = range(5)
HEADER_PAIRS = 3  # title, session, speaker

Indices = tuple[tuple[int, ...], tuple[int, ...]]
Case = tuple[list[str], list[str], list[Indices]]


def interleaved(corpus: Path, year: int) -> list[tuple[str, str]]:
    """Return the paragraph pairs of one year's body."""
    path = corpus / "bilingual" / "interleaved" / f"{year}.sc.txt"
    lines = [line for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    return list(zip(lines[0::2], lines[1::2], strict=True))[HEADER_PAIRS:]


def damaged(pairs: Sequence[tuple[str, str]], share: float, seed: str) -> Case:
    """Return both sides after the damage, and the groups that are right."""
    chance = random.Random(seed)
    return _numbered(_run_together(_lost_and_cut(pairs, share, chance), share, chance))


def _lost_and_cut(pairs: Sequence[tuple[str, str]], share: float, chance: random.Random) -> list[list[list[str]]]:
    beads = []
    for texts in pairs:
        sides = [[text] for text in texts]
        drawn, side = chance.random(), chance.randrange(2)
        if drawn < share:
            sides[side] = []
        elif drawn < 2 * share:
            spans = (sentences_zh, sentences_en)[side](texts[side])
            if len(spans) > 1:
                at = chance.choice(spans[1:]).start
                sides[side] = [texts[side][:at].strip(), texts[side][at:].strip()]
        beads.append(sides)
    return beads


def _run_together(beads: list[list[list[str]]], share: float, chance: random.Random) -> list[list[list[str]]]:
    found: list[list[list[str]]] = []
    fresh = False
    for sides in beads:
        side, drawn = chance.randrange(2), chance.random()
        if fresh and drawn < share and found[-1][side] and sides[side]:
            before, glue = found[-1], ("", " ")[side]
            joint = [*before[side][:-1], before[side][-1] + glue + sides[side][0], *sides[side][1:]]
            other = before[1 - side] + sides[1 - side]
            found[-1] = [joint, other] if side == 0 else [other, joint]
            fresh = False
        else:
            found.append(sides)
            fresh = True
    return found


def _numbered(beads: list[list[list[str]]]) -> Case:
    zh: list[str] = []
    en: list[str] = []
    gold: list[Indices] = []
    for left, right in beads:
        if left or right:
            gold.append((tuple(range(len(zh), len(zh) + len(left))), tuple(range(len(en), len(en) + len(right)))))
            zh += left
            en += right
    return zh, en, gold


def scored(cases: Iterable[tuple[Sequence[Indices], Sequence[Indices]]]) -> tuple[float, float]:
    """Return F1 of whole beads and of links, over all cases of (right, found)."""
    every = list(cases)
    return _f1([(set(right), set(found)) for right, found in every]), _f1([_links(*case) for case in every])


def _f1(cases: Iterable[tuple[AbstractSet[Any], AbstractSet[Any]]]) -> float:
    every = list(cases)
    return 2 * sum(len(right & found) for right, found in every) / sum(len(one) for case in every for one in case)


def _links(right: Sequence[Indices], found: Sequence[Indices]) -> tuple[set[tuple[int, int]], set[tuple[int, int]]]:
    one, other = ({(i, j) for zh, en in groups for i in zh for j in en} for groups in (right, found))
    return one, other


def alternating(pairs: Sequence[tuple[str, str]]) -> float:
    """Return the share of pairs that come back from a file that alternates."""
    from reports.ingest.pairing import pair
    from reports.ingest.plan import Line

    lines = [Line(at, text) for at, text in enumerate(text for texts in pairs for text in texts)]
    found = [(planned.zh, planned.en) for planned in pair(lines)]
    return sum(one in found for one in pairs) / len(pairs)


def believed(groups: Iterable[tuple[Group, bool]]) -> dict[str, float]:
    """Return what the confidence of groups is worth: how many right ones it passes and wrong ones it stops."""
    right = [group.confidence for group, is_right in groups if is_right]
    wrong = [group.confidence for group, is_right in groups if not is_right]
    every = [(confidence, 1.0) for confidence in right] + [(confidence, 0.0) for confidence in wrong]
    error = 0.0
    for step in range(10):
        part = [one for one in every if step / 10 <= one[0] < step / 10 + 0.1 or (step == 9 and one[0] >= 1.0)]
        if part:
            error += abs(sum(one[0] for one in part) - sum(one[1] for one in part)) / len(every)
    return {
        "right, confidence ≥ 0.5": sum(one >= 0.5 for one in right) / len(right),
        "wrong, confidence < 0.5": sum(one < 0.5 for one in wrong) / max(len(wrong), 1),
        "wrong": float(len(wrong)),
        "calibration error": error,
    }


def shifted(pairs: Sequence[tuple[str, str]]) -> tuple[list[float], list[float]]:
    """Return the confidences of paragraphs with their own English, and with the next one's, each pair by itself."""
    right = [align([zh], [en])[0].confidence for zh, en in pairs]
    wrong = [align([zh], [en])[0].confidence for (zh, _), (_, en) in pairwise(pairs)]
    return right, wrong


def headings_joined(zh: Sequence[str], groups: Sequence[Group]) -> int:
    """Return how many groups take a Chinese heading together with a paragraph."""
    kinds = [{chinese_heading(zh[i]) is not None for i in group.zh} for group in groups]
    return sum(len(kind) > 1 for kind in kinds)


def measure(corpus: Path, years: Sequence[int] = REPORTED) -> dict[str, float]:
    reports = {year: interleaved(corpus, year) for year in years}
    rows = {"alternating": sum(map(alternating, reports.values())) / len(years)}
    by_itself = [shifted(pairs) for pairs in reports.values()]
    for name, confidences in zip(("right", "with the next one's English"), zip(*by_itself, strict=True), strict=True):
        every = [one for some in confidences for one in some]
        rows[f"pair by itself, {name}: confidence ≥ 0.5"] = sum(one >= 0.5 for one in every) / len(every)
    for name, share in (("two files", 0.0), ("damage of 5%", 0.05), ("damage of 15%", 0.15)):
        seeds = SEEDS if share else range(1)
        cases = [damaged(pairs, share, f"{year} {seed}") for year, pairs in reports.items() for seed in seeds]
        found = [align(zh, en) for zh, en, _ in cases]
        plain = [[(group.zh, group.en) for group in groups] for groups in found]
        rows[f"{name}: F1"], rows[f"{name}: links"] = scored(zip((gold for *_, gold in cases), plain, strict=True))
        rows[f"{name}: headings joined"] = float(
            sum(headings_joined(zh, groups) for (zh, *_), groups in zip(cases, found, strict=True))
        )
        judged = [
            (group, (group.zh, group.en) in set(gold))
            for (*_, gold), groups in zip(cases, found, strict=True)
            for group in groups
        ]
        rows |= {f"{name}: {what}": value for what, value in believed(judged).items()}
    return rows


if __name__ == "__main__":
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "archive_site.settings")
    django.setup()
    folder = Path(os.environ["REPORT_CORPUS"])
    for years in (TUNING, REPORTED):
        print(*years)
        for name, value in measure(folder, years).items():
            print(f"  {name:62} {value:8.3f}")
