"""Rows of a table to pairs: which column is the Chinese and which the English, by what stands in them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from reports.ingest.plan import Document, Line
from reports.text.fold import HAN

# What stands at the head of a column of Chinese or English.
HEADS = {
    "zh": re.compile(r"zh\b.*|chinese.*|中文.*|汉语.*|漢語.*|原文|source|cn", re.I),
    "en": re.compile(r"en\b.*|english.*|英文.*|英语.*|英語.*|译文|譯文|translation|target", re.I),
}
COUNTED = re.compile(rf"(?P<zh>[{HAN}])|(?P<en>[A-Za-z])")
SAMPLE = 300
Row = Sequence[str]


def find(rows: Sequence[Row]) -> tuple[int, int] | None:
    """Return which columns hold the Chinese and the English of a table, None if it hasn't got both."""
    width = max((len(row) for row in rows[:SAMPLE]), default=0)
    zh, en = [0] * width, [0] * width
    for row in rows[:SAMPLE]:
        for index, cell in enumerate(row):
            kinds = [match.lastgroup for match in COUNTED.finditer(cell[:2000])]
            chinese, latin = kinds.count("zh"), kinds.count("en")
            # A Chinese sentence has a few Latin letters; an English one has no Chinese.
            if chinese * 3 > latin:
                zh[index] += chinese
            elif not chinese:
                en[index] += latin
    candidates = {
        side: [index for index in range(width) if counts[index] > 2 * other[index]]
        for side, counts, other in (("zh", zh, en), ("en", en, zh))
    }
    if not candidates["zh"] or not candidates["en"]:
        return None
    best = {side: max(candidates[side], key=counts.__getitem__) for side, counts in (("zh", zh), ("en", en))}
    best |= {side: index for side, index in _headed(rows).items() if index in candidates[side]}
    return best["zh"], best["en"]


def document(rows: Iterable[tuple[str, Row]], columns: tuple[int, int], facts: dict[str, str]) -> Document:
    """Return the two columns of a table as lines and pairs; each row comes with the place that it has in the file."""
    lines: list[Line] = []
    pairs: list[tuple[int | None, int | None]] = []
    first = True
    for where, row in rows:
        cells = [" ".join(row[index].split()) if index < len(row) else "" for index in columns]
        if not any(cells):
            # A title that stands over both columns, in the first of them.
            cells[0] = next((" ".join(cell.split()) for cell in row if cell.strip()), "") if not pairs else ""
        heads = first and all(HEADS[side].fullmatch(cell) for side, cell in zip(("zh", "en"), cells, strict=True))
        first = first and not any(cells)
        if heads or not any(cells):
            continue
        pairs.append(add_pair(lines, cells[0], cells[1], where))
    return Document(lines, facts, pairs)


def add_pair(lines: list[Line], zh: str, en: str, where: str) -> tuple[int | None, int | None]:
    """Put both sides of a pair among the lines, and return their numbers, None for an empty side."""
    numbers: list[int | None] = []
    for text in (zh, en):
        if text:
            lines.append(Line(len(lines) + 1, text, where))
        numbers.append(len(lines) if text else None)
    return numbers[0], numbers[1]


def _headed(rows: Sequence[Row]) -> dict[str, int]:
    first = next((row for row in rows if any(cell.strip() for cell in row)), ())
    return {
        side: index
        for side, head in HEADS.items()
        for index, cell in reversed(list(enumerate(first)))
        if head.fullmatch(cell.strip())
    }
