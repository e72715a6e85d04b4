"""Texts of the archive as HTML: everything escaped, the found places between <mark> tags."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe

Marks = Iterable[tuple[int, int]]


def marked(text: str, marks: Marks, start: int = 0, end: int | None = None) -> SafeString:
    """Return `text` from `start` up to `end` as HTML with its `marks` shown; they are offsets in the whole text."""
    end = len(text) if end is None else end
    parts: list[SafeString] = []
    at = start
    for mark_start, mark_end in marks:
        first, last = max(mark_start, at), min(mark_end, end)
        if first < last:
            parts += (conditional_escape(text[at:first]), format_html("<mark>{}</mark>", text[first:last]))
            at = last
    parts.append(conditional_escape(text[at:end]))
    return mark_safe("".join(parts))  # noqa: S308 - every part was escaped above
