"""Rows of tables in documents and pages: prose in cells becomes lines, figures in cells one line."""

from __future__ import annotations

from collections.abc import Sequence

from reports.text.fold import has_han

LONG = 60


def row_lines(cells: Sequence[Sequence[str]]) -> list[str]:
    """Return the lines of one row: those of its cells one after the other, or short ones side by side.

    Tables are used to lay a page out, to put two languages side by side, and for figures; only these make one line.
    """
    kept = [[line for line in cell if line.strip()] for cell in cells]
    kept = [cell for cell in kept if cell]
    flat = [line for cell in kept for line in cell]
    languages = {has_han(line) for line in flat if any(character.isalpha() for character in line)}
    prose = any(len(cell) > 1 for cell in kept) or any(len(line) > LONG for line in flat)
    if len(kept) < 2 or prose or (len(kept) == 2 and len(languages) == 2):
        return flat
    return [" | ".join(flat)]
