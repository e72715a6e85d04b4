"""A side of a pair as HTML: each sentence in an element of its own, and the found places marked, across borders too."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from html import escape
from typing import NamedTuple

from django.utils.safestring import SafeString

Marks = Sequence[tuple[int, int]]
# A report has thousands of sentences, and next to none with anything to escape.
SPECIAL = re.compile("[&<>]")


class Sentence(NamedTuple):
    """A stretch of a text that belongs to one bead of its pair; beads count from 1."""

    number: int
    start: int
    end: int


def with_sentences(text: str, sentences: Iterable[Sentence], marks: Marks = ()) -> SafeString:
    """Return `text` as HTML, its sentences in <span class="s" data-s="NUMBER"> and the `marks` in <mark>."""
    stretch = _escaped if marks or SPECIAL.search(text) else _plain
    parts: list[str] = []
    at = 0
    for number, start, end in sentences:
        # Offsets that a text doesn't have are of another text: it is shown without them, never cut short.
        if not at <= start < end <= len(text):
            continue
        parts.append(stretch(text, at, start, marks))
        parts.append(f'<span class="s" data-s="{number}">{stretch(text, start, end, marks)}</span>')
        at = end
    parts.append(stretch(text, at, len(text), marks))
    return SafeString("".join(parts))  # every part was escaped, or has nothing to escape


def _plain(text: str, start: int, end: int, marks: Marks) -> str:
    return text[start:end]


def _escaped(text: str, start: int, end: int, marks: Marks) -> str:
    """Return a stretch of `text` as HTML; of a mark that reaches over its border, the part inside."""
    parts: list[str] = []
    at = start
    for mark_start, mark_end in marks:
        first, last = max(mark_start, at), min(mark_end, end)
        if first < last:
            parts += (escape(text[at:first]), f"<mark>{escape(text[first:last])}</mark>")
            at = last
    return "".join([*parts, escape(text[at:end])])
