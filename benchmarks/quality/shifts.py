"""How surely a slipped alignment is found and mended: reports in both languages, one side shifted by one from a place.

    REPORT_CORPUS=... python benchmarks/quality/shifts.py [--wrong]

Each national report of the collection, and the sample report, gets one fault at a time, from five random places, on
either side: a text is missing and all below it stand one too high (`missing`), a gap has pushed all below it down
(`gap`), two texts have become one and all below stand one too high (`joined`), or a gap has pushed only the next ten
down, up to another gap (`ended`). Found: the first place that is told to be shifted is at most two pairs from where the
fault begins; first: so is the first suspicious place of any kind. Mended: the act that is proposed there gives back
what was there before the fault, text for text. `--wrong` lists what isn't. Sound reports must raise no shift at all.
"""

from __future__ import annotations

import os
import random
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

import django

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "archive_site.settings")
django.setup()

from reports import ingest
from reports.editing.doubts import doubts_of
from reports.editing.lines import joined
from reports.editing.parsing import parsed
from reports.revisions import Line, State

Rows = list[tuple[str, str]]
FAULTS = ("missing", "gap", "joined", "ended")
PLACES, NEAR, RUN = 5, 2, 10
FIXTURES = Path(__file__).resolve().parents[2] / "fixtures"


def sound(corpus: Path) -> Iterator[tuple[str, Rows]]:
    """Yield the reports that are shifted, by name."""
    samples: Rows = []
    for path in sorted(FIXTURES.glob("*.txt")):
        samples += rows_of(path)
    yield "sample", samples
    for path in sorted((corpus / "bilingual" / "interleaved").glob("*.sc.txt")):
        yield path.stem, rows_of(path)


def rows_of(path: Path) -> Rows:
    pairs = ingest.understand(path.name, path.read_bytes()).root.pairs()
    return [(pair.zh, pair.en) for pair in pairs]


def shifted(rows: Rows, side: int, fault: str, at: int) -> tuple[Rows, Rows]:
    """Return the report with a fault from a place on, and as it should be mended: what is lost stays lost."""
    moves, stays = [row[side] for row in rows], [row[1 - side] for row in rows]
    mended = list(rows)
    if fault == "missing":
        moves = [*moves[:at], *moves[at + 1 :], ""]
        mended[at] = (rows[at][0], "") if side else ("", rows[at][1])
    elif fault == "joined":
        moves = [*moves[:at], joined(moves[at], moves[at + 1]), *moves[at + 2 :], ""]
    elif fault == "gap":
        moves, stays = [*moves[:at], "", *moves[at:]], [*stays, ""]
    else:
        end = min(at + RUN, len(moves) - 1)
        moves = [*moves[:at], "", *moves[at:end], *moves[end + 1 :]]
        mended[end] = (rows[end][0], "") if side else ("", rows[end][1])
    return [(other, own) if side else (own, other) for own, other in zip(moves, stays, strict=True)], mended


def lines_of(rows: Rows) -> tuple[Line, ...]:
    return tuple(Line(zh=zh, en=en, key=key) for key, (zh, en) in enumerate(rows, start=1))


def plain(rows: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    return [("".join(zh.split()), "".join(en.split())) for zh, en in rows]


def judged(rows: Rows, side: int, fault: str, at: int) -> dict[str, bool]:
    """Say whether a fault was found, first of all, and mended."""
    broken, mended = shifted(rows, side, fault, at)
    lines = lines_of(broken)
    doubts = doubts_of(lines)
    shift = next((doubt for doubt in doubts if doubt.mend), None)
    found = {
        "found": shift is not None and abs(shift.key - 1 - at) <= NEAR,
        "first": bool(doubts) and abs(doubts[0].key - 1 - at) <= NEAR,
        "mended": False,
    }
    if shift and shift.mend:
        state = parsed(shift.mend).of_state(State({}, lines)).state
        found["mended"] = plain([(line.zh, line.en) for line in state.lines]) == plain(mended)
    return found


def measure(corpus: Path) -> dict[str, float]:
    """Return the shares found, found first and mended, in all and by fault, and the shifts told of sound reports."""
    chance = random.Random(6)
    tally: Counter[str] = Counter()
    for name, rows in sound(corpus):
        tally["sound"] += sum(doubt.mend is not None for doubt in doubts_of(lines_of(rows)))
        for fault in FAULTS:
            for side in (0, 1):
                for _place in range(PLACES):
                    at = chance.randrange(1, len(rows) - 2)
                    found = judged(rows, side, fault, at)
                    tally[fault] += 1
                    tally.update({f"{fault} {what}": is_so for what, is_so in found.items()})
                    if "--wrong" in sys.argv and not (found["found"] and found["mended"]):
                        print(name, fault, ("zh", "en")[side], at, found)
    every = sum(tally[fault] for fault in FAULTS)
    shares: dict[str, float] = {"shifts tried": every, "shifts told of sound reports": tally["sound"]}
    for what in ("found", "first", "mended"):
        shares[what] = sum(tally[f"{fault} {what}"] for fault in FAULTS) / every
        shares |= {f"{what}, {fault}": tally[f"{fault} {what}"] / tally[fault] for fault in FAULTS}
    return shares


if __name__ == "__main__":
    for row, value in measure(Path(os.environ["REPORT_CORPUS"])).items():
        print(f"{row:32} {value:.4f}")
