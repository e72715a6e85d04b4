"""DOCX: a title block, then a table of two columns, Chinese and English, a row for each pair."""

from __future__ import annotations

from collections.abc import Iterator
from typing import IO

from reports.exports import said, word_parts
from reports.exports.document import Document, Passage, Work
from reports.exports.markup import DECLARATION, attribute, text
from reports.exports.packing import Package, sent

# What Word calls the languages.
LANGUAGES = {
    "zh-Hans": "zh-CN",
    "zh-Hant": "zh-TW",
    "zh-Hant-TW": "zh-TW",
    "zh-Hant-HK": "zh-HK",
    "zh-Hant-CN": "zh-TW",
}
NUMBER, SIDE = 600, 4519
LEVELS_MOST = 3


def write(document: Document, unit: str) -> Iterator[bytes]:
    """Yield the document as a Word file."""
    return sent(lambda target: _packed(document, target))


def _packed(document: Document, target: IO[bytes]) -> None:
    links = Links()
    with Package(target) as package:
        package.add("[Content_Types].xml", word_parts.CONTENT_TYPES)
        package.add("_rels/.rels", word_parts.RELATIONSHIPS)
        package.add("docProps/core.xml", word_parts.core(document))
        package.add("docProps/app.xml", word_parts.APP)
        package.add("word/styles.xml", word_parts.STYLES)
        package.add("word/settings.xml", word_parts.settings(LANGUAGES[document.language]))
        package.add("word/footer1.xml", word_parts.footer(document.address))
        package.add_pieces("word/document.xml", _pieces(document, links))
        package.add_pieces("word/_rels/document.xml.rels", word_parts.relationships(links.addresses))


class Links:
    """The addresses that the text links to, each under the name by which it does."""

    def __init__(self) -> None:
        self.addresses: list[str] = []

    def run(self, address: str, shown: str) -> str:
        """Return a link, its address written down."""
        self.addresses.append(address)
        inside = f'<w:r><w:rPr><w:rStyle w:val="Hyperlink"/></w:rPr><w:t>{text(shown)}</w:t></w:r>'
        return f'<w:hyperlink r:id="link{len(self.addresses)}" w:history="1">{inside}</w:hyperlink>'


def _pieces(document: Document, links: Links) -> Iterator[str]:
    yield f"{DECLARATION}<w:document {word_parts.NAMESPACES}><w:body>"
    if document.is_collection:
        yield _paragraph("Title", _chinese(document.title, "zh-CN"))
    for number, work in enumerate(document.works):
        yield "".join(_title(work, document, links, is_first=not number))
        yield _head(work)
        for passage in work.passages:
            yield _row(passage, links)
        # Word joins tables that nothing stands between.
        yield "</w:tbl><w:p/>"
        for note in work.notes:
            label = _english(f"[{note.label}] ") if note.label else ""
            yield _paragraph("Note", label + _chinese(note.text, LANGUAGES[note.language]))
    yield f"{word_parts.PAGE}</w:body></w:document>"


def _title(work: Work, document: Document, links: Links, *, is_first: bool) -> Iterator[str]:
    language = LANGUAGES[work.language]
    top = "Title" if is_first and not document.is_collection else "WorkTitle"
    yield _paragraph(top, _chinese(work.heading_zh, language))
    yield _paragraph("Subtitle", _english(work.heading_en))
    if document.section:
        yield _paragraph("Subtitle", _chinese(document.section.name, language))
    for (english, chinese), values in said.facts(work):
        runs = [_chinese(f"{chinese} ", "zh-CN"), _english(f"{english}: ")]
        for number, (known, value) in enumerate(values):
            runs.append(_english("; " if number and not known else " " if number else ""))
            if value == work.address:
                runs.append(links.run(value, value))
            else:
                runs.append(_chinese(value, LANGUAGES[known]) if known in LANGUAGES else _english(value))
        yield _paragraph("Fact", "".join(runs))
    if is_first:
        for english, chinese in said.notes(document):
            yield _paragraph("Note", _english(f"{english} ") + _chinese(chinese, LANGUAGES[document.language]))


def _head(work: Work) -> str:
    zh = "中文" if work.language == "zh-Hans" else "中文(繁體)"
    cells = [("", NUMBER), (_chinese(zh, LANGUAGES[work.language]), SIDE), (_english("English"), SIDE)]
    row = "".join(_cell(width, _paragraph("TableHead", content)) for content, width in cells)
    columns = "".join(f'<w:gridCol w:w="{width}"/>' for _content, width in cells)
    return (
        f'<w:tbl><w:tblPr><w:tblStyle w:val="Pairs"/><w:tblW w:w="{NUMBER + 2 * SIDE}" w:type="dxa"/>'
        f'<w:tblLayout w:type="fixed"/><w:tblLook w:val="0020" w:firstRow="1"/></w:tblPr>'
        f"<w:tblGrid>{columns}</w:tblGrid><w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>{row}</w:tr>"
    )


def _row(passage: Passage, links: Links) -> str:
    level = min(passage.level, LEVELS_MOST)
    keeps = "<w:trPr><w:cantSplit/></w:trPr>" if level else ""
    zh = _chinese(passage.zh, LANGUAGES[passage.language]) if passage.zh else ""
    en = _english(passage.en) if passage.en else ""
    # One heading a row: a table of contents would have each twice.
    styles = (
        (f"Heading{level}", f"HeadingEnglish{level}" if zh else f"Heading{level}") if level else ("Chinese", "English")
    )
    number = _paragraph("Number", links.run(passage.address, str(passage.position)))
    cells = _cell(NUMBER, number) + _cell(SIDE, _paragraph(styles[0] if zh else "English", zh))
    return f"<w:tr>{keeps}{cells}{_cell(SIDE, _paragraph(styles[1], en))}</w:tr>"


def _cell(width: int, content: str) -> str:
    return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>{content}</w:tc>'


def _paragraph(style: str, runs: str) -> str:
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{runs}</w:p>'


def _chinese(content: str, language: str) -> str:
    """Return a run in the language of its East Asian characters; what is Latin in it is English."""
    properties = f'<w:rFonts w:hint="eastAsia"/><w:lang w:val="en-US" w:eastAsia="{attribute(language)}"/>'
    return _run(properties, content)


def _english(content: str) -> str:
    return _run('<w:lang w:val="en-US" w:eastAsia="zh-CN"/>', content)


def _run(properties: str, content: str) -> str:
    lines = "<w:br/>".join(f'<w:t xml:space="preserve">{text(line)}</w:t>' for line in content.split("\n"))
    return f"<w:r><w:rPr>{properties}</w:rPr>{lines}</w:r>"
