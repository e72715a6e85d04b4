"""Headings that run into their paragraph become lines of their own, in both languages at the same place."""

from collections.abc import Iterator

from reports.ingest.plan import PlannedPair
from reports.text.beads import beads
from reports.text.headings import run_in


def split(pairs: list[PlannedPair]) -> list[PlannedPair]:
    """Return the pairs with run-in headings as pairs of their own; a pair whose English has no such place stays."""
    return [part for pair in pairs for part in _parts(pair)]


def _parts(pair: PlannedPair) -> Iterator[PlannedPair]:
    end = run_in(pair.zh) if pair.zh and "\n" not in pair.zh else None
    cut = _english_place(pair, end) if end is not None else None
    if end is None or cut is None:
        yield pair
        return
    for zh, en in ((pair.zh[:end], pair.en[:cut]), (pair.zh[end:], pair.en[cut:])):
        yield PlannedPair(zh.strip(), en.strip(), pair.line, confidence=pair.confidence, evidence=pair.evidence)


def _english_place(pair: PlannedPair, end: int) -> int | None:
    """Return where the English heading ends: where the sentences that render the Chinese one do."""
    if not pair.en:
        return 0
    for bead in beads(pair.zh, pair.en):
        if pair.zh[: bead.zh.end].strip() == pair.zh[:end].strip():
            return bead.en.end if pair.en[bead.en.end :].strip() and pair.en[: bead.en.end].strip() else None
    return None
