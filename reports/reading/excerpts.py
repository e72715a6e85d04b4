"""Long paragraphs cut down to what surrounds their marks."""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.utils.safestring import SafeString, mark_safe

from reports.reading.marking import marked
from reports.text.fold import has_han

Spans = list[tuple[int, int]]

# Reach on each side of a mark, the length up to which a text is shown whole, and how many places are shown at most.
CHINESE = (45, 180)
ENGLISH = (150, 560)
PLACES = 3
CHINESE_STOP = re.compile(r"[，。；：！？、,;:!?]\s*")
ENGLISH_STOP = re.compile(r"\s+")
GAP = ' <span class="cut">…</span> '


@dataclass(frozen=True, slots=True)
class Excerpt:
    """One side of a found pair: all of it as HTML, and the part shown first where it's long (else the same)."""

    whole: SafeString
    short: SafeString
    is_cut: bool


def excerpts(zh: str, en: str, zh_marks: Spans, en_marks: Spans) -> tuple[Excerpt, Excerpt]:
    """Return both sides of a pair. A side without marks is cut where its counterpart's first mark lets expect it."""
    return _excerpt(zh, zh_marks, _aim(zh, en, en_marks)), _excerpt(en, en_marks, _aim(en, zh, zh_marks))


def _aim(text: str, other: str, marks: Spans) -> int:
    """Return the place in `text` that stands as far from its start as the first mark does in `other`."""
    return int(len(text) * sum(marks[0]) / 2 / len(other)) if marks else 0


def _excerpt(text: str, marks: Spans, aim: int) -> Excerpt:
    whole = marked(text, marks)
    chinese = has_han(text)
    reach, enough = CHINESE if chinese else ENGLISH
    if len(text) <= enough:
        return Excerpt(whole, whole, is_cut=False)
    stop = CHINESE_STOP if chinese else ENGLISH_STOP
    # One place may take the room of all, so that both sides come out about as long.
    places = _windows(text, marks, reach, stop) if marks else _windows(text, [(aim, aim)], enough // 2, stop)
    if places == [(0, len(text))]:
        return Excerpt(whole, whole, is_cut=False)
    parts = [marked(text, marks, start, end) for start, end in places[:PLACES]]
    short = GAP.join(parts)
    if places[0][0] > 0:
        short = GAP.lstrip() + short
    if len(places) > PLACES or places[-1][1] < len(text):
        short += GAP.rstrip()
    return Excerpt(whole, mark_safe(short), is_cut=True)  # noqa: S308 - `marked` has escaped the parts


def _windows(text: str, marks: Spans, reach: int, stop: re.Pattern[str]) -> Spans:
    """Return the stretches of `text` around the marks, from one stop to another, those that meet made one."""
    found: Spans = []
    for mark_start, mark_end in marks:
        start = _start_after_stop(text, max(0, mark_start - reach), mark_start, stop)
        end = _end_at_stop(text, mark_end, min(len(text), mark_end + reach), stop)
        if found and start <= found[-1][1] + 2:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return found


def _start_after_stop(text: str, earliest: int, latest: int, stop: re.Pattern[str]) -> int:
    if earliest == 0:
        return 0
    match = stop.search(text, earliest, latest)
    return match.end() if match else earliest


def _end_at_stop(text: str, earliest: int, latest: int, stop: re.Pattern[str]) -> int:
    if latest == len(text):
        return latest
    stops = [match.start() for match in stop.finditer(text, earliest, latest)]
    return stops[-1] if stops else latest
