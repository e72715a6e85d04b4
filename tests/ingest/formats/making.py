"""Files made for the tests, as small as their formats allow."""

from __future__ import annotations

import zipfile
from collections.abc import Iterable, Mapping, Sequence
from io import BytesIO

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
SHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
DAY = (2025, 1, 14, 0, 0, 0)
XML = '<?xml version="1.0" encoding="UTF-8"?>'


def zipped(members: Mapping[str, str | bytes], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    file = BytesIO()
    with zipfile.ZipFile(file, "w", compression) as archive:
        for name, content in members.items():
            # Always of one day: the same members are the same bytes.
            info = zipfile.ZipInfo(name, DAY)
            info.compress_type, info.external_attr = compression, 0o600 << 16
            archive.writestr(info, content)
    return file.getvalue()


def encrypted(content: bytes) -> bytes:
    """Return an archive of one member with the mark of encryption set, in its own header and in the directory."""
    changed = bytearray(content)
    for magic, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        changed[content.index(magic) + offset] |= 1
    return bytes(changed)


def paragraph(text: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"


def docx(body: str, parts: Mapping[str, str] | None = None, before: str = "") -> bytes:
    """Return a document of this body; `parts` are other parts by name, their inner XML."""
    inner = {
        f"word/{name}.xml": f'{XML}<w:{name} xmlns:w="{WORD}">{xml}</w:{name}>' for name, xml in (parts or {}).items()
    }
    document = f'{XML}{before}<w:document xmlns:w="{WORD}"><w:body>{body}</w:body></w:document>'
    return zipped(
        {"[Content_Types].xml": f'{XML}<Types xmlns="{PACKAGE}/content-types"/>', "word/document.xml": document} | inner
    )


def xlsx(sheets: Mapping[str, Sequence[Sequence[str]]], rows: str = "") -> bytes:
    """Return a workbook of these sheets; `rows` is further XML in each of them."""
    names = list(sheets)
    relations = "".join(
        f'<Relationship Id="r{number}" Type="{OFFICE}/worksheet" Target="worksheets/sheet{number}.xml"/>'
        for number, _name in enumerate(names)
    )
    listed = "".join(
        f'<sheet name="{name}" sheetId="{number + 1}" r:id="r{number}"/>' for number, name in enumerate(names)
    )
    types = f'{XML}<Types xmlns="{PACKAGE}/content-types"/>'
    related = f'{XML}<Relationships xmlns="{PACKAGE}/relationships">'
    book = f'Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"'
    members = {
        "[Content_Types].xml": types,
        "_rels/.rels": f'{related}<Relationship Id="r" {book}/></Relationships>',
        "xl/workbook.xml": f'{XML}<workbook xmlns="{SHEET}" xmlns:r="{OFFICE}"><sheets>{listed}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f"{related}{relations}</Relationships>",
    }
    for number, name in enumerate(names):
        cells = "".join(_row(index, row) for index, row in enumerate(sheets[name], start=1))
        data = f'{XML}<worksheet xmlns="{SHEET}"><sheetData>{cells}{rows}</sheetData></worksheet>'
        members[f"xl/worksheets/sheet{number}.xml"] = data
    return zipped(members)


def _row(number: int, cells: Sequence[str]) -> str:
    inner = "".join(
        f'<c r="{chr(ord("A") + index)}{number}" t="inlineStr"><is><t>{text}</t></is></c>'
        for index, text in enumerate(cells)
        if text
    )
    return f'<row r="{number}">{inner}</row>'


def tmx(units: Iterable[Mapping[str, str]], before: str = "") -> str:
    inner = "".join(
        "<tu>" + "".join(f'<tuv xml:lang="{lang}"><seg>{text}</seg></tuv>' for lang, text in unit.items()) + "</tu>"
        for unit in units
    )
    return f'{XML}{before}<tmx version="1.4"><header/><body>{inner}</body></tmx>'


Text = tuple[float, float, str]


def pdf(pages: Sequence[Sequence[Text]], size: float = 10) -> bytes:
    """Return a PDF whose pages hold texts at (left, bottom), every character as wide as `size`, none drawn."""
    characters = sorted({character for page in pages for _x, _y, text in page for character in text})
    mapping = "\n".join(f"<{ord(character):04X}> <{ord(character):04X}>" for character in characters)
    to_unicode = (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /X def /CMapType 2 def\n"
        "1 begincodespacerange <0000> <FFFF> endcodespacerange\n"
        f"{len(characters)} beginbfchar\n{mapping}\nendbfchar endcmap end end"
    )
    count = len(pages)
    kids = " ".join(f"{6 + 2 * index} 0 R" for index in range(count))
    system = "<< /Registry (Adobe) /Ordering (Identity) /Supplement 0 >>"
    font = "/BaseFont /F /Encoding /Identity-H /DescendantFonts [4 0 R] /ToUnicode 5 0 R"
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Count {count} /Kids [{kids}] >>",
        f"<< /Type /Font /Subtype /Type0 {font} >>",
        f"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /F /DW 1000 /CIDSystemInfo {system} >>",
        _stream(to_unicode),
    ]
    for index, page in enumerate(pages):
        shown = " ".join(
            f"BT /F {size} Tf {x} {y} Td <{''.join(f'{ord(character):04X}' for character in text)}> Tj ET"
            for x, y, text in page
        )
        fonts = "/Resources << /Font << /F 3 0 R >> >>"
        placed = f"/Parent 2 0 R /MediaBox [0 0 400 400] /Contents {7 + 2 * index} 0 R"
        objects += [f"<< /Type /Page {placed} {fonts} >>", _stream(shown)]
    return _numbered(objects)


def _stream(text: str) -> str:
    return f"<< /Length {len(text)} >>\nstream\n{text}\nendstream"


def _numbered(objects: Sequence[str]) -> bytes:
    file = b"%PDF-1.4\n"
    offsets = []
    for number, inner in enumerate(objects, start=1):
        offsets.append(len(file))
        file += f"{number} 0 obj\n{inner}\nendobj\n".encode("latin-1")
    table = "".join(f"{offset:010d} 00000 n \n" for offset in offsets)
    end = f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}"
    trailer = f"trailer << /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{len(file)}\n%%EOF\n"
    return file + (end + trailer).encode("latin-1")
