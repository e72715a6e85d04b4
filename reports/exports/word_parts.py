"""The parts of a Word file that don't hold the text: styles, footer, properties, and how the parts belong together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from reports.exports import said
from reports.exports.document import Document
from reports.exports.markup import DECLARATION, attribute, text

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
NAMESPACES = f'xmlns:w="{WORD}" xmlns:r="{OFFICE}/relationships"'
TYPES = "application/vnd.openxmlformats-officedocument.wordprocessingml"
KIND = f"{OFFICE}/relationships"
LINK = f"{KIND}/hyperlink"

CONTENT_TYPES = (
    f'{DECLARATION}<Types xmlns="{PACKAGE}/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    + "".join(
        f'<Override PartName="/word/{part}.xml" ContentType="{TYPES}.{kind}+xml"/>'
        for part, kind in (
            ("document", "document.main"),
            ("styles", "styles"),
            ("settings", "settings"),
            ("footer1", "footer"),
        )
    )
    + '<Override PartName="/docProps/core.xml" '
    'ContentType="application/vnd.openxmlformats-package.core-properties+xml"/>'
    '<Override PartName="/docProps/app.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.extended-properties+xml"/></Types>'
)
RELATIONSHIPS = (
    f'{DECLARATION}<Relationships xmlns="{PACKAGE}/relationships">'
    f'<Relationship Id="r1" Type="{KIND}/officeDocument" Target="word/document.xml"/>'
    f'<Relationship Id="r2" Type="{PACKAGE}/relationships/metadata/core-properties" Target="docProps/core.xml"/>'
    f'<Relationship Id="r3" Type="{KIND}/extended-properties" Target="docProps/app.xml"/></Relationships>'
)
APP = (
    f'{DECLARATION}<Properties xmlns="{OFFICE}/extended-properties">'
    f"<Application>{said.PROGRAM}</Application></Properties>"
)
# A4, margins of 2 cm, the footer on every page.
PAGE = (
    '<w:sectPr><w:footerReference w:type="default" r:id="footer"/><w:pgSz w:w="11906" w:h="16838"/>'
    '<w:pgMar w:top="1134" w:right="1134" w:bottom="1134" w:left="1134" w:header="567" w:footer="567" w:gutter="0"/>'
    "</w:sectPr>"
)


def core(document: Document) -> str:
    """Return the properties that file managers show: title, address, when the text changed."""
    dublin = "http://purl.org/dc"
    stamp = f'xsi:type="dcterms:W3CDTF">{document.stamp}'
    return (
        f'{DECLARATION}<cp:coreProperties xmlns:cp="{PACKAGE}/metadata/core-properties" '
        f'xmlns:dc="{dublin}/elements/1.1/" xmlns:dcterms="{dublin}/terms/" '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dcterms:created {stamp}</dcterms:created><dc:creator>{said.ARCHIVE}</dc:creator>"
        f"<dc:description>{text(' '.join(said.LICENCE))}</dc:description>"
        f"<dc:identifier>{text(document.address)}</dc:identifier><dc:language>{document.language}</dc:language>"
        f"<dcterms:modified {stamp}</dcterms:modified><dc:title>{text(document.title)}</dc:title>"
        "</cp:coreProperties>"
    )


def settings(language: str) -> str:
    """Return the settings: what is done as Word 2013 does it, and the languages of the theme."""
    word = "http://schemas.microsoft.com/office/word"
    return (
        f'{DECLARATION}<w:settings {NAMESPACES}><w:compat><w:compatSetting w:name="compatibilityMode" w:uri="{word}" '
        f'w:val="15"/></w:compat><w:themeFontLang w:val="en-US" w:eastAsia="{language}"/></w:settings>'
    )


def footer(address: str) -> str:
    """Return the footer: the permanent address, and the number of the page of how many."""
    pages = "".join(
        f'<w:fldSimple w:instr=" {field} "><w:r><w:t>1</w:t></w:r></w:fldSimple>{between}'
        for field, between in (("PAGE", '<w:r><w:t xml:space="preserve"> / </w:t></w:r>'), ("NUMPAGES", ""))
    )
    return (
        f'{DECLARATION}<w:ftr {NAMESPACES}><w:p><w:pPr><w:pStyle w:val="Footer"/></w:pPr>'
        f"<w:r><w:t>{text(address)}</w:t></w:r><w:r><w:tab/></w:r>{pages}</w:p></w:ftr>"
    )


def relationships(addresses: Iterable[str]) -> Iterator[str]:
    """Yield what the text refers to: its styles, settings and footer, and the pages that it links to."""
    yield f'{DECLARATION}<Relationships xmlns="{PACKAGE}/relationships">'
    for name, target in (("styles", "styles"), ("settings", "settings"), ("footer", "footer1")):
        yield f'<Relationship Id="{name}" Type="{KIND}/{name}" Target="{target}.xml"/>'
    for number, address in enumerate(addresses, start=1):
        target = f'Target="{attribute(address)}" TargetMode="External"'
        yield f'<Relationship Id="link{number}" Type="{LINK}" {target}/>'
    yield "</Relationships>"


def _style(name: str, shown: str, paragraph: str, run: str, based: str = "Normal") -> str:
    return (
        f'<w:style w:type="paragraph" w:styleId="{name}"><w:name w:val="{shown}"/><w:basedOn w:val="{based}"/>'
        f"<w:qFormat/><w:pPr>{paragraph}</w:pPr><w:rPr>{run}</w:rPr></w:style>"
    )


def _space(before: int, after: int) -> str:
    return f'<w:spacing w:before="{before}" w:after="{after}"/>'


def _size(half_points: int, *, bold: bool = False) -> str:
    return f'{"<w:b/>" if bold else ""}<w:sz w:val="{half_points}"/>'


SIZES = (26, 23, 21)
KEEP = "<w:keepNext/><w:keepLines/>"
STYLES = (
    f"{DECLARATION}<w:styles {NAMESPACES}><w:docDefaults><w:rPrDefault><w:rPr>"
    '<w:rFonts w:ascii="Times New Roman" w:eastAsia="SimSun" w:hAnsi="Times New Roman" w:cs="Times New Roman"/>'
    '<w:sz w:val="21"/><w:lang w:val="en-US" w:eastAsia="zh-CN" w:bidi="ar-SA"/></w:rPr></w:rPrDefault>'
    '<w:pPrDefault><w:pPr><w:spacing w:after="60" w:line="288" w:lineRule="auto"/></w:pPr></w:pPrDefault>'
    '</w:docDefaults><w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>'
    + "".join(
        _style(
            f"Heading{level}", f"heading {level}", f'{KEEP}{_space(160, 60)}<w:outlineLvl w:val="{level - 1}"/>', size
        )
        + _style(f"HeadingEnglish{level}", f"Heading English {level}", f"{KEEP}{_space(160, 60)}", size)
        for level, size in enumerate((_size(half_points, bold=True) for half_points in SIZES), start=1)
    )
    + _style("Title", "Title", f"{KEEP}{_space(0, 120)}", _size(40, bold=True))
    + _style("WorkTitle", "Work Title", f"{KEEP}{_space(480, 120)}", _size(30, bold=True))
    + _style("Subtitle", "Subtitle", f"{KEEP}{_space(0, 160)}", _size(28))
    + _style("Fact", "Fact", _space(0, 20), _size(18))
    + _style("Note", "Note", _space(40, 40), _size(18))
    + _style("TableHead", "Table Head", f"{KEEP}{_space(40, 40)}", _size(21, bold=True))
    + _style("Number", "Number", f'{_space(20, 20)}<w:jc w:val="right"/>', _size(16))
    + _style("Chinese", "Chinese", '<w:jc w:val="both"/>', "")
    + _style("English", "English", "", "")
    + _style("Footer", "footer", '<w:tabs><w:tab w:val="right" w:pos="9638"/></w:tabs>', _size(16))
    + '<w:style w:type="character" w:styleId="Hyperlink"><w:name w:val="Hyperlink"/>'
    '<w:rPr><w:color w:val="1F4E79"/></w:rPr></w:style>'
    '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/><w:tblPr>'
    '<w:tblCellMar><w:left w:w="108" w:type="dxa"/><w:right w:w="108" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>'
    '<w:style w:type="table" w:styleId="Pairs"><w:name w:val="Pairs"/><w:basedOn w:val="TableNormal"/><w:tblPr>'
    '<w:tblBorders><w:insideH w:val="single" w:sz="4" w:space="0" w:color="BFBFBF"/></w:tblBorders></w:tblPr></w:style>'
    "</w:styles>"
)
