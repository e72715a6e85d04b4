"""Plain text as the archive itself takes it in: a header, then paragraphs in turn, or each language by itself."""

from __future__ import annotations

from collections.abc import Iterator
from typing import IO

from reports.exports import said
from reports.exports.document import Document, Work
from reports.exports.packing import Package, sent

MONTHS = ["", *"January February March April May June July August September October November December".split()]
SIDES = ("zh", "en")
# The heading by which an appendix is known.
NOTES = "名词解释"


def write(document: Document, layout: str) -> Iterator[bytes]:
    """Yield the text: pairs one after the other, two blocks, one language alone, or both as two files in a ZIP."""
    if layout == "files":
        yield from sent(lambda target: _files(document, target))
        return
    yield _said(document).encode()
    for work in document.works:
        yield f"\n{_text(work, layout)}".encode()


def _files(document: Document, target: IO[bytes]) -> None:
    """Write a file for each language of each report, under names that tell that the two belong together."""
    with Package(target) as package:
        for work in document.works:
            for side in SIDES:
                if any(getattr(passage, side) for passage in work.passages):
                    package.add(f"{work.slug}.{side}.txt", f"{_said(document)}\n{_text(work, side)}")


def _said(document: Document) -> str:
    """Return what stands above the title, where whoever takes the file in passes over it."""
    lines = [document.address, document.stamp[:10], *(sentence for note in said.notes(document) for sentence in note)]
    return "".join(f"{line}\n" for line in lines)


def _text(work: Work, layout: str) -> str:
    headers = {"zh": _header_zh(work), "en": _header_en(work, is_alone=layout == "en")}
    bodies = {side: [getattr(passage, side) for passage in work.passages] for side in SIDES}
    if layout in SIDES:
        lines = [*headers[layout], *bodies[layout]]
    elif layout == "blocks":
        lines = [line for side in SIDES if any(bodies[side]) for line in (*headers[side], *bodies[side])]
    else:
        lines = [line for side in SIDES if any(bodies[side]) for line in headers[side]]
        lines += [line for pair in zip(bodies["zh"], bodies["en"], strict=True) for line in pair]
    if layout != "en" and work.notes:
        lines += [NOTES, *(f"[{note.label}] {note.text}" if note.label else note.text for note in work.notes)]
    return "".join(f"{' '.join(line.split())}\n" for line in lines if line)


def _header_zh(work: Work) -> list[str]:
    day = work.delivered_on
    date = f"{day.year}年{day.month}月{day.day}日" if day else ""
    session = f"——{date}在{work.session_zh}上" if work.session_zh else date
    return [work.heading_zh, session, work.speech_zh]


def _header_en(work: Work, *, is_alone: bool) -> list[str]:
    """Return the English header; a text by itself needs a title to be known for a report."""
    day = work.delivered_on
    date = f"on {MONTHS[day.month]} {day.day}, {day.year}" if day else ""
    where = f"at the {work.session_en}" if work.session_en else ""
    session = " ".join(filter(None, ("Delivered", where, date))) if where or date else ""
    return [work.title_en or ("Report on the Work of the Government" if is_alone else ""), session, work.speech_en]
