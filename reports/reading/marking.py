"""Texts of the archive as HTML: everything escaped, the found places between <mark> tags, counterparts fainter."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from reports import search

# From these confidences on, a counterpart is shown more surely by a step.
STEPS = (0.5, 0.75)


class Span(NamedTuple):
    """A stretch of a published text in code points: a hit, or with a step from 1 to 3 what probably renders one."""

    start: int
    end: int
    step: int = 0


def spans(marks: Iterable[tuple[int, int]], counterparts: Iterable[search.Counterpart]) -> list[Span]:
    """Return hits and counterparts of one text in order."""
    sure = [Span(start, end) for start, end in marks]
    likely = [Span(one.start, one.end, 1 + sum(one.confidence >= step for step in STEPS)) for one in counterparts]
    return sorted([*sure, *likely])


def marked(text: str, marks: Iterable[tuple[int, int] | Span], start: int = 0, end: int | None = None) -> SafeString:
    """Return `text` from `start` up to `end` as HTML with its `marks` shown; they are offsets in the whole text."""
    end = len(text) if end is None else end
    parts: list[SafeString] = []
    at = start
    for mark_start, mark_end, *step in marks:
        first, last = max(mark_start, at), min(mark_end, end)
        if first < last:
            parts += (conditional_escape(text[at:first]), _shown(text[first:last], step[0] if step else 0))
            at = last
    parts.append(conditional_escape(text[at:end]))
    return mark_safe("".join(parts))  # noqa: S308 - every part was escaped above


def _shown(text: str, step: int) -> SafeString:
    if not step:
        return format_html("<mark>{}</mark>", text)
    title = (_("perhaps its counterpart"), _("probably its counterpart"), _("very likely its counterpart"))[step - 1]
    return format_html('<u class="likely-{}" title="{}">{}</u>', step, title, text)
