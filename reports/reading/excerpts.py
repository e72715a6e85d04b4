"""Long paragraphs cut down to what surrounds their marks."""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.utils.safestring import SafeString, mark_safe

from reports.reading.marking import Span, marked
from reports.text.fold import has_han

Windows = list[tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Measure:
    """How much of a long text is shown, in characters, and where it may be cut."""

    enough: int
    room: int
    reach: int
    stop: re.Pattern[str]


CHINESE = Measure(enough=180, room=220, reach=32, stop=re.compile(r"[，。；：！？、,;:!?]\s*"))
ENGLISH = Measure(enough=560, room=660, reach=100, stop=re.compile(r"\s+"))
PLACES = 3
GAP = ' <span class="cut">…</span> '


@dataclass(frozen=True, slots=True)
class Excerpt:
    """One side of a found pair: all of it as HTML, and the part shown first where it's long (else the same)."""

    whole: SafeString
    short: SafeString
    is_cut: bool


def excerpts(zh: str, en: str, zh_spans: list[Span], en_spans: list[Span]) -> tuple[Excerpt, Excerpt]:
    """Return both sides of a pair, cut around their hits; a side without hits around the counterparts of terms.

    A side without either is cut where the first hit of the other lets expect it.
    """
    return _excerpt(zh, zh_spans, _aim(zh, en, en_spans)), _excerpt(en, en_spans, _aim(en, zh, zh_spans))


def _telling(spans: list[Span]) -> list[Span]:
    """Return the hits; where there are none, the counterparts, the surest alone."""
    surest = max((span.step for span in spans), default=0)
    return [span for span in spans if not span.step] or [span for span in spans if span.step == surest]


def _aim(text: str, other: str, spans: list[Span]) -> int:
    """Return the place in `text` that stands as far from its start as the first hit does in `other`."""
    telling = _telling(spans)
    return int(len(text) * (telling[0].start + telling[0].end) / 2 / len(other)) if telling else 0


def _excerpt(text: str, spans: list[Span], aim: int) -> Excerpt:
    whole = marked(text, spans)
    measure = CHINESE if has_han(text) else ENGLISH
    if len(text) <= measure.enough:
        return Excerpt(whole, whole, is_cut=False)
    # With nothing marked, one place takes the room of all, so that both sides come out about as long.
    around = [_window(text, Span(aim, aim), measure.enough // 2, measure.stop)]
    places = _windows(text, _telling(spans), measure) if spans else around
    short = GAP.join(marked(text, spans, start, end) for start, end in places)
    if places[0][0] > 0:
        short = GAP.lstrip() + short
    if places[-1][1] < len(text):
        short += GAP.rstrip()
    return Excerpt(whole, mark_safe(short), is_cut=places != [(0, len(text))])  # noqa: S308 - escaped by `marked`


def _windows(text: str, spans: list[Span], measure: Measure) -> Windows:
    """Return the stretches of `text` around the first spans, those that meet made one, as many as there's room for."""
    found: Windows = []
    for span in spans:
        start, end = _window(text, span, measure.reach, measure.stop)
        joined = [*found]
        if joined and start <= joined[-1][1] + 2:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
        if found and (len(joined) > PLACES or sum(last - first for first, last in joined) > measure.room):
            break
        found = joined
    return found


def _window(text: str, span: Span, reach: int, stop: re.Pattern[str]) -> tuple[int, int]:
    start = _start_after_stop(text, max(0, span.start - reach), span.start, stop)
    return start, _end_at_stop(text, span.end, min(len(text), span.end + reach), stop)


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
