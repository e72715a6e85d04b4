"""Lines to pairs: the file is cut where both languages have caught up, and each stretch is aligned by itself."""

from collections.abc import Iterator
from dataclasses import asdict

from reports.ingest.plan import Line, PlannedPair
from reports.text.alignment import align, is_chinese

Stretch = tuple[list[Line], list[Line]]
# Where less of the Chinese stands beside its English, the other language may lead: if so, much more of it does.
DOUBTFUL, BETTER = 0.5, 1.5


def pair(lines: list[Line]) -> list[PlannedPair]:
    """Return the pairs of a report's body in reading order; every line stands in exactly one of them.

    The language of the first line leads, unless that line stood alone and the other one leads from there on.
    """
    leads = is_chinese(lines[0].text) if lines else True
    pairs = _led(lines, leads=leads)
    agreeing = _agreeing(pairs)
    if agreeing >= DOUBTFUL * sum(len(found.zh) for found in pairs) or not any(found.en for found in pairs):
        return pairs
    others = _led(lines, leads=not leads)
    return others if _agreeing(others) > BETTER * agreeing else pairs


def _led(lines: list[Line], *, leads: bool) -> list[PlannedPair]:
    return [found for stretch in _stretches(lines, leads=leads) for found in _paired(*stretch)]


def _agreeing(pairs: list[PlannedPair]) -> float:
    """Return how much Chinese stands beside its English, each pair counted by its confidence."""
    return sum(len(found.zh) * (found.confidence or 0.0) for found in pairs)


def _stretches(lines: list[Line], *, leads: bool) -> Iterator[Stretch]:
    """Yield runs of one language with the run of the other that follows, Chinese first where it `leads`."""
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
