"""Lines to pairs: the file is cut where both languages have caught up, and each stretch is aligned by itself."""

from collections.abc import Iterator
from dataclasses import asdict

from reports.ingest.plan import Line, PlannedPair
from reports.text.alignment import align, is_chinese

Stretch = tuple[list[Line], list[Line]]


def pair(lines: list[Line]) -> list[PlannedPair]:
    """Return the pairs of a report's body in reading order; every line stands in exactly one of them."""
    return [found for stretch in _stretches(lines) for found in _paired(*stretch)]


def _stretches(lines: list[Line]) -> Iterator[Stretch]:
    """Yield runs of one language with the run of the other that follows; the language that comes first leads."""
    leads = is_chinese(lines[0].text) if lines else True
    runs: tuple[list[Line], list[Line]] = ([], [])
    for line in lines:
        follows = is_chinese(line.text) != leads
        if not follows and runs[1]:
            yield runs if leads else (runs[1], runs[0])
            runs = ([], [])
        runs[follows].append(line)
    if lines:
        yield runs if leads else (runs[1], runs[0])


def _paired(zh: list[Line], en: list[Line]) -> Iterator[PlannedPair]:
    groups = align([line.text for line in zh], [line.text for line in en])
    for group in groups:
        left, right = [zh[i] for i in group.zh], [en[i] for i in group.en]
        yield PlannedPair(
            zh="\n".join(line.text for line in left),
            en="\n".join(line.text for line in right),
            line=(left or right)[0].number,
            confidence=group.confidence if left and right else None,
            evidence=asdict(group.evidence) if left and right else {},
        )
