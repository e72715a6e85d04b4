"""What parts two texts, word by word: shown in the history, where two people meet, and before a report is restored."""

from __future__ import annotations

from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe

from reports.text.differing import Piece, differences

# Texts that share less are two texts: their common words would only make a mosaic.
ALIKE = 0.35
TAGS = {"gone": mark_safe("del"), "new": mark_safe("ins")}


def compared(before: str, after: str) -> SafeString:
    """Return both texts as one, as HTML: what went as `<del>`, what came as `<ins>`."""
    pieces = differences(before, after)
    alike = sum(len(piece.text) for piece in pieces if piece.kind == "same")
    if alike < ALIKE * max(len(before), len(after)):
        pieces = [piece for piece in (Piece("gone", before), Piece("new", after)) if piece.text]
    return mark_safe("".join(map(_marked, pieces)))  # noqa: S308 - every piece is escaped


def _marked(piece: Piece) -> SafeString:
    if piece.kind == "same":
        return conditional_escape(piece.text)
    return format_html("<{0}>{1}</{0}>", TAGS[piece.kind], piece.text)
