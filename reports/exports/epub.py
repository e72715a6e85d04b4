"""EPUB 3: a title page, the contents, and a file for each chapter, to be read side by side or one below the other."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO

from reports.exports import epub_parts, said
from reports.exports.document import Document, Passage, Work
from reports.exports.markup import tag, text
from reports.exports.packing import Package, sent


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the contents: its rank from 1, where it leads, and its headings with their languages."""

    level: int
    target: str
    names: tuple[tuple[str, str], ...]


def write(document: Document, layout: str) -> Iterator[bytes]:
    """Yield the book, its pairs side by side where there is room, or `stacked`."""
    return sent(lambda target: _packed(document, layout, target))


def _packed(document: Document, layout: str, target: IO[bytes]) -> None:
    files: list[str] = []
    entries: list[Entry] = []
    shape = "stacked" if layout == "stacked" else "side"
    with Package(target) as package:
        package.add("mimetype", "application/epub+zip", stored=True)
        package.add("META-INF/container.xml", epub_parts.CONTAINER)
        package.add("EPUB/style.css", epub_parts.STYLE)
        authors: dict[str, str] = {}
        # A report is read once and kept; of a search or the archive only one at a time is.
        works = document.works if document.is_collection else list(document.works)
        only = None if document.is_collection else next(iter(works), None)
        package.add("EPUB/title.xhtml", _title_page(document, only))
        for work in works:
            authors |= {
                name: language
                for name, language in ((work.speaker_zh, work.language), (work.speaker_en, "en"))
                if name and not document.is_collection
            }
            for chapter in _chapters(work, split=not document.is_collection):
                files.append(f"part-{len(files) + 1:04}.xhtml")
                entries += _entries(files[-1], work, chapter, document)
                package.add(f"EPUB/{files[-1]}", _page(chapter, work, document, shape))
            if work.notes:
                files.append(f"part-{len(files) + 1:04}.xhtml")
                entries.append(Entry(2 if document.is_collection else 1, files[-1], (("zh", "注释"), ("en", "Notes"))))
                package.add(f"EPUB/{files[-1]}", _notes(work, document))
        package.add("EPUB/nav.xhtml", _contents(document, entries))
        package.add("EPUB/package.opf", epub_parts.package(document, files, authors))


def _chapters(work: Work, *, split: bool) -> Iterator[list[Passage]]:
    """Yield the passages of each chapter: what is before the first heading, then each heading of the first rank."""
    chapter: list[Passage] = []
    for passage in work.passages:
        if split and passage.level == 1 and chapter:
            yield chapter
            chapter = []
        chapter.append(passage)
    if chapter:
        yield chapter


def _entries(file: str, work: Work, chapter: list[Passage], document: Document) -> Iterator[Entry]:
    deeper = 0
    if document.is_collection:
        yield Entry(1, file, (("zh-Hans", work.place_zh), ("en", f"{work.place_en} {work.year}")))
        deeper = 1
    elif not chapter[0].level:
        yield Entry(1, file, ((work.language, work.heading_zh), ("en", work.heading_en)))
    for passage in chapter:
        if passage.level:
            names = tuple(
                (language, name) for language, name in ((passage.language, passage.zh), ("en", passage.en)) if name
            )
            yield Entry(passage.level + deeper, f"{file}#p{passage.pair}", names)


def _page(chapter: list[Passage], work: Work, document: Document, shape: str) -> str:
    parts = [_pair(passage) for passage in chapter]
    if document.is_collection:
        spans = tag("span", text(work.place_zh), lang="zh-Hans", xml__lang="zh-Hans") + text(
            f" {work.place_en} {work.year}"
        )
        parts.insert(0, tag("h1", tag("a", spans, href=work.address)))
    title = " ".join(filter(None, (chapter[0].zh, chapter[0].en))) if chapter[0].level else document.title
    section = tag("section", "\n".join(parts), epub__type="chapter", class_=shape)
    return epub_parts.page(title, section, document.language)


def _pair(passage: Passage) -> str:
    label = " (converted 转换)" if passage.is_converted else ""
    number = tag("a", str(passage.position), class_="number", href=passage.address, title=f"{passage.address}{label}")
    inner = "span" if passage.level else "p"
    zh = tag(inner, _lines(passage.zh), class_="zh", lang=passage.language, xml__lang=passage.language)
    en = tag(inner, _lines(passage.en), class_="en", lang="en", xml__lang="en")
    both = (zh if passage.zh else tag(inner, "—", class_="gap")) + (en if passage.en else tag(inner, "—", class_="gap"))
    if passage.level:
        both = tag(f"h{min(passage.level + 1, 6)}", both)
    return tag("div", number + tag("div", both, class_="texts"), id=f"p{passage.pair}", class_="pair")


def _lines(content: str) -> str:
    return "<br/>".join(text(line) for line in content.split("\n"))


def _notes(work: Work, document: Document) -> str:
    rows = (
        tag(
            "p",
            text(f"[{note.label}] " if note.label else "") + _lines(note.text),
            lang=note.language,
            xml__lang=note.language,
        )
        for note in work.notes
    )
    section = tag("section", tag("h2", _both(("Notes", "注释"))) + "\n".join(rows), epub__type="endnotes")
    return epub_parts.page("Notes", section, document.language)


def _title_page(document: Document, work: Work | None) -> str:
    parts = [tag("h1", text(document.title), class_="title")]
    if work is not None:
        zh = tag("span", text(work.heading_zh), lang=work.language, xml__lang=work.language)
        parts = [tag("h1", f"{zh}<br/>{tag('span', text(work.heading_en), lang='en', xml__lang='en')}")]
        if document.section:
            parts.append(tag("p", text(document.section.name)))
        parts.append(tag("dl", "".join(_fact(fact, work) for fact in said.facts(work))))
    else:
        parts.append(tag("p", tag("a", text(document.address), href=document.address)))
    parts += [tag("p", _both(note), class_="note") for note in said.notes(document)]
    return epub_parts.page(document.title, tag("section", "".join(parts), epub__type="titlepage"), "en")


def _fact(fact: said.Fact, work: Work) -> str:
    values = [
        tag("a", text(value), href=value)
        if value == work.address
        else tag("span", text(value), lang=language or None, xml__lang=language or None)
        for language, value in fact.values
    ]
    return tag("dt", _both(fact.label)) + "".join(tag("dd", value) for value in values)


def _both(note: said.Note) -> str:
    english, chinese = note
    return tag("span", text(chinese), lang="zh", xml__lang="zh") + " " + text(english)


def _contents(document: Document, entries: list[Entry]) -> str:
    title = tag("li", tag("a", _both(("Title", "题名")), href="title.xhtml"))
    listed = tag("h1", _both(("Contents", "目录"))) + tag("ol", title + _list(entries))
    toc = tag("nav", listed, epub__type="toc", id="toc")
    begin = entries[0].target if entries else "title.xhtml"
    marks = tag("li", tag("a", "目录 Contents", epub__type="toc", href="#toc"))
    marks += tag("li", tag("a", "正文 Text", epub__type="bodymatter", href=begin))
    landmarks = tag("nav", tag("h2", "Landmarks") + tag("ol", marks), epub__type="landmarks", hidden="hidden")
    return epub_parts.page(document.title, toc + landmarks, "en")


def _list(entries: list[Entry]) -> str:
    """Return the items of a nested list: those of lower rank stand in the one before them."""
    parts: list[str] = []
    start = 0
    while start < len(entries):
        entry = entries[start]
        end = start + 1
        while end < len(entries) and entries[end].level > entry.level:
            end += 1
        names = " ".join(tag("span", text(name), lang=language, xml__lang=language) for language, name in entry.names)
        inside = _list(entries[start + 1 : end])
        parts.append(tag("li", tag("a", names, href=entry.target) + (tag("ol", inside) if inside else "")))
        start = end
    return "".join(parts)
