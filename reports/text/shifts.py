"""Where one language has slipped against the other: many neighbouring pairs whose figures disagree."""

from collections.abc import Sequence

# So many alarmed pairs among so many neighbours are a slip of the alignment rather than of a translator.
ALARMED, NEIGHBOURS = 3, 4


def slipped(alarmed: Sequence[bool]) -> set[int]:
    """Return the indices of the alarmed pairs that stand so close together that the alignment is in doubt."""
    found: set[int] = set()
    for start in range(len(alarmed) - ALARMED + 1):
        window = [index for index in range(start, min(start + NEIGHBOURS, len(alarmed))) if alarmed[index]]
        if len(window) >= ALARMED:
            found.update(window)
    return found
