"""The lines of a PDF's text layer with their places: run by `cage`, so it imports nothing of ours."""

from __future__ import annotations

import ctypes
import json
import sys
from statistics import median

import pypdfium2 as pdfium
from pypdfium2 import raw

MOST_PAGES = 1_000
MOST_CHARACTERS = 2_000_000
LINE_ENDS = {0x0A, 0x0D}
# What PDFium gives for a hyphen at the end of a line that it takes for one of hyphenation.
HYPHENS = {0x02, 0xFFFE}
# text, left, bottom, right, top: points from the lower left corner of the page
VisualLine = tuple[str, float, float, float, float]


def answer(content: bytes) -> list[list[VisualLine]]:
    """Return the lines of each page in the order of the text layer; raises PdfiumError for what is no PDF."""
    document = pdfium.PdfDocument(content)
    pages: list[list[VisualLine]] = []
    left = MOST_CHARACTERS
    for index in range(min(len(document), MOST_PAGES)):
        page = document[index]
        text = page.get_textpage()
        count = min(text.count_chars(), left)
        left -= count
        pages.append(_lines(text.raw, count))
        text.close()
        page.close()
    return pages


def _lines(page: raw.FPDF_TEXTPAGE, count: int) -> list[VisualLine]:
    found: list[VisualLine] = []
    characters: list[int] = []
    boxes: list[tuple[float, float, float, float]] = []
    for index in range(count + 1):
        code = raw.FPDFText_GetUnicode(page, index) if index < count else 0x0A
        if code not in LINE_ENDS:
            characters.append(ord("-") if code in HYPHENS else code)
            if (code > 0x20 or code in HYPHENS) and not raw.FPDFText_IsGenerated(page, index):
                boxes.append(_box(page, index))
            if code not in HYPHENS or index + 1 >= count or _is_beside(_box(page, index), _box(page, index + 1)):
                continue
        text = _text(characters)
        if text.strip() and boxes:
            bottom, top = median(box[1] for box in boxes), median(box[3] for box in boxes)
            found.append((text.strip(), min(box[0] for box in boxes), bottom, max(box[2] for box in boxes), top))
        characters, boxes = [], []
    return found


def _box(page: raw.FPDF_TEXTPAGE, index: int) -> tuple[float, float, float, float]:
    box = raw.FS_RECTF()
    raw.FPDFText_GetLooseCharBox(page, index, ctypes.byref(box))
    return box.left, box.bottom, box.right, box.top


def _is_beside(box: tuple[float, float, float, float], following: tuple[float, float, float, float]) -> bool:
    """Say whether a character stands on the same line as the one before, between which PDFium tells no line end."""
    return following[0] >= box[2] - 1 and following[3] > box[1]


def _text(codes: list[int]) -> str:
    """Return characters as text; those beyond the first plane come as surrogates."""
    units = b"".join(chr(code).encode("utf-16-le", "surrogatepass") for code in codes if 0 < code < 0x110000)
    return units.decode("utf-16-le", "replace")


if __name__ == "__main__":
    json.dump(answer(sys.stdin.buffer.read()), sys.stdout)
