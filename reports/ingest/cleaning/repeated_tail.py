"""An anti-copy tail: the same words put at the end of nearly every line."""

from collections import Counter

from reports.ingest.plan import Line

# A tail is told from a phrase that a report repeats by its share of the lines and by its length.
SHARE, SHORTEST, FEWEST = 0.3, 8, 4


def clean(lines: list[Line]) -> list[Line]:
    """Return the lines without the tail that they share; lines that were nothing else become empty."""
    tail = _tail([line.text for line in lines if line.text])
    if not tail:
        return lines
    return [Line(line.number, line.text.removesuffix(tail).rstrip()) for line in lines]


def _tail(texts: list[str]) -> str:
    ends = Counter(text[-SHORTEST:] for text in texts if len(text) >= SHORTEST)
    if not ends:
        return ""
    end, count = ends.most_common(1)[0]
    if count < max(FEWEST, SHARE * len(texts)):
        return ""
    alike = [text[::-1] for text in texts if text.endswith(end)]
    tail = _common_start(alike)[::-1]
    # Where all lines with the tail are the same line, it is a line that is repeated and not a tail.
    words = sum(character.isalpha() for character in tail)
    return tail if len(set(alike)) >= FEWEST and words >= SHORTEST // 2 else ""


def _common_start(texts: list[str]) -> str:
    """Return what all texts begin with: what the first and the last in order do."""
    first, last = min(texts), max(texts)
    length = next((at for at, (one, other) in enumerate(zip(first, last, strict=False)) if one != other), len(first))
    return first[:length]
