"""Office documents, PDF files and translation memories that do more than hold text."""

from __future__ import annotations

from random import Random
from xml.sax.saxutils import escape

from tests.ingest.formats.making import XML, docx, paragraph, pdf, tmx, xlsx, zipped
from tests.security.material import LINES, MARKUP, NUMBERS, STRANGE, UNSEEN, put, spoiled

DOCTYPES = (
    '<!DOCTYPE x [<!ENTITY xxe SYSTEM "file:///etc/passwd">]>',
    '<!DOCTYPE x SYSTEM "http://127.0.0.1:9/x.dtd">',
    '<!DOCTYPE x [<!ENTITY % p SYSTEM "file:///etc/hostname">%p;]>',
    '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;">]>',
    "<!DOCTYPE x [" + "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10 if n else "ha"}">' for n in range(12)) + "]>",
    f'<!DOCTYPE x [<!ENTITY big "{"A" * 100_000}">]>',
    '<!DOCTYPE x [<!ATTLIST x y CDATA "z"><!NOTATION n SYSTEM "n">]>',
    '<?xml-stylesheet href="http://127.0.0.1:9/x.xsl"?>',
)
INCLUDE = '<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="file:///etc/passwd" parse="text"/>'
ROWS = [(zh, en) for zh, en in zip(LINES[::2], LINES[1::2], strict=False)]
WHOLE = "".join(map(paragraph, LINES))
REMOTE = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/attachedTemplate" '
    'Target="http://127.0.0.1:9/evil.dotm" TargetMode="External"/></Relationships>'
)


def _repacked(content: bytes, members: dict[str, str | bytes]) -> bytes:
    from io import BytesIO
    from zipfile import ZipFile

    with ZipFile(BytesIO(content)) as archive:
        return zipped({name: archive.read(name) for name in archive.namelist()} | members)


def _page(lines: list[str] | tuple[str, ...]) -> list[tuple[float, float, str]]:
    return [(40, 380 - 20 * number, line) for number, line in enumerate(lines)]


def word_doctype(random: Random) -> tuple[str, bytes]:
    part = random.choice(("", "styles", "numbering", "footnotes"))
    declared = random.choice(DOCTYPES)
    if not part:
        return "r.docx", docx(paragraph("&xxe;&c;&a9;") + WHOLE, before=declared)
    return "r.docx", _repacked(docx(WHOLE), {f"word/{part}.xml": f"{XML}{declared}<x>&xxe;&c;</x>"})


def word_macros(random: Random) -> tuple[str, bytes]:
    parts: dict[str, str | bytes] = {
        "word/vbaProject.bin": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + random.randbytes(2000),
        "word/vbaData.xml": "<x/>",
        "word/embeddings/oleObject1.bin": random.randbytes(500),
        "word/_rels/document.xml.rels": REMOTE,
        "word/activeX/activeX1.bin": random.randbytes(50),
    }
    field = '<w:instrText>DDEAUTO c:\\\\windows\\\\cmd.exe "/k calc"</w:instrText><w:t>INCLUDEPICTURE</w:t>'
    return random.choice(("r.docm", "r.docx", "r.dotx")), _repacked(
        docx(f"<w:p><w:r>{field}</w:r></w:p>{WHOLE}"), parts
    )


def word_deep(random: Random) -> tuple[str, bytes]:
    depth = random.choice((200, 3000, 30_000))
    opened, closed = random.choice(
        (
            ("<w:tbl><w:tr><w:tc>", "</w:tc></w:tr></w:tbl>"),
            ("<w:p><w:r>", "</w:r></w:p>"),
            ("<w:sdt>", "</w:sdt>"),
            ("<w:ins><w:del>", "</w:del></w:ins>"),
            ("<w:txbxContent>", "</w:txbxContent>"),
            ("<w:tc>", "</w:tc>"),
            ("<w:del>", "</w:del>"),
        )
    )
    return "r.docx", docx(opened * depth + WHOLE + closed * depth)


def word_out_of_order(random: Random) -> tuple[str, bytes]:
    pieces = [
        "<w:tr/>",
        "<w:tc/>",
        "<w:tbl/>",
        "<w:p/>",
        "<w:t>x</w:t>",
        "<w:r><w:rPr><w:vanish/></w:rPr></w:r>",
        "<w:pPr/>",
    ]
    pieces += [
        '<w:footnoteReference w:id="1"/>',
        "<w:p><w:footnoteReference/></w:p>",
        "<w:tbl><w:p><w:tr/></w:p></w:tbl>",
    ]
    pieces += ["<w:tbl><w:tr><w:p><w:r><w:t>x</w:t></w:r></w:p></w:tr></w:tbl>", "<w:tr><w:tc><w:p/></w:tc></w:tr>"]
    return "r.docx", docx("".join(random.choices([*pieces, *map(paragraph, LINES)], k=60)))


def word_numbering(random: Random) -> tuple[str, bytes]:
    number = random.choice(("-1", "9" * 5000, "٣", "²", "x", "", "2147483648", "0"))
    form = random.choice(("chineseCounting", "upperRoman", "lowerLetter", "decimal", "decimalZero", "x"))
    level = f'<w:lvl w:ilvl="{number}"><w:start w:val="{number}"/><w:numFmt w:val="{form}"/><w:lvlText w:val="%1%2%9%%"/></w:lvl>'
    level += level.replace(number or "~", "0", 1)
    numbering = (
        f'<w:abstractNum w:abstractNumId="1">{level}</w:abstractNum><w:num w:numId="7"><w:abstractNumId w:val="1"/>'
        f'<w:lvlOverride w:ilvl="{number}"><w:startOverride w:val="{number}"/></w:lvlOverride></w:num>'
    )
    styles = (
        '<w:style w:styleId="a"><w:basedOn w:val="b"/></w:style><w:style w:styleId="b"><w:basedOn w:val="a"/></w:style>'
    )
    listed = f'<w:pStyle w:val="a"/><w:numPr><w:ilvl w:val="{number}"/><w:numId w:val="7"/></w:numPr>'
    return "r.docx", docx(
        "".join(paragraph(line, listed) for line in LINES), {"numbering": numbering, "styles": styles}
    )


def word_bomb(random: Random) -> tuple[str, bytes]:
    many = random.choice((paragraph("政府工作报告") * 300_000, f"<w:t>{'政' * 3_000_000}</w:t>", "<w:p/>" * 2_000_000))
    return "r.docx", docx(WHOLE + many)


def word_markup(random: Random) -> tuple[str, bytes]:
    piece = random.choice((*MARKUP, *NUMBERS, STRANGE, "\u202e\u200b\u2028"))
    lines = put(random, piece, everywhere=random.random() < 0.5)
    return f"{random.choice(MARKUP)}.docx", docx("".join(paragraph(_legal(line)) for line in lines))


def word_spoiled_inside(random: Random) -> tuple[str, bytes]:
    part = spoiled(random, f'{XML}<w:document xmlns:w="x"><w:body>{WHOLE}</w:body></w:document>'.encode())
    return "r.docx", _repacked(
        docx(""), {"word/document.xml": part, "word/styles.xml": part if random.random() < 0.3 else "<x/>"}
    )


def table_markup(random: Random) -> tuple[str, bytes]:
    lines = put(random, random.choice((*MARKUP, *NUMBERS)), everywhere=True)
    rows = [(_legal(zh), _legal(en)) for zh, en in zip(lines[::2], lines[1::2], strict=False)]
    return "r.xlsx", xlsx({_legal(random.choice(MARKUP))[:31].replace('"', ""): rows})


def table_cells_bomb(random: Random) -> tuple[str, bytes]:
    rows = random.choice(
        (
            '<row r="1048576"><c r="XFD1048576" t="inlineStr"><is><t>x</t></is></c></row>',
            '<row r="4294967295"><c r="ZZZZZZ99999999999" t="n"><v>1e400</v></c></row>',
            '<row r="0"><c r="A0"/></row>',
            '<row><c t="s"><v>99999999</v></c></row>' * 50_000,
            "".join(f'<row r="{n}"><c r="A{n}"><v>{n}</v></c></row>' for n in range(20, 200_000)),
        )
    )
    return "r.xlsx", xlsx({"S": ROWS}, rows)


def table_declared(random: Random) -> tuple[str, bytes]:
    part = random.choice(("xl/workbook.xml", "xl/worksheets/sheet0.xml", "xl/sharedStrings.xml", "xl/styles.xml"))
    return "r.xlsx", _repacked(xlsx({"S": ROWS}), {part: f"{XML}{random.choice(DOCTYPES)}<x>&xxe;&c;&a9;{INCLUDE}</x>"})


def table_macros(random: Random) -> tuple[str, bytes]:
    rows = '<row r="90"><c r="A90"><f>cmd|\' /C calc\'!A0</f><v>1</v></c><c r="B90" t="str"><f>HYPERLINK("x")</f><v>x</v></c></row>'
    more: dict[str, str | bytes] = {
        "xl/vbaProject.bin": random.randbytes(900),
        "xl/externalLinks/externalLink1.xml": REMOTE,
    }
    return random.choice(("r.xlsm", "r.xlsx")), _repacked(xlsx({"S": ROWS}, rows), more)


def table_spoiled_inside(random: Random) -> tuple[str, bytes]:
    from io import BytesIO
    from zipfile import ZipFile

    content = xlsx({"S": ROWS})
    with ZipFile(BytesIO(content)) as archive:
        part = random.choice(archive.namelist())
        return "r.xlsx", _repacked(content, {part: spoiled(random, archive.read(part))})


def pdf_active(random: Random) -> tuple[str, bytes]:
    actions = (
        b"<< /S /JavaScript /JS (app.alert\\(1\\)) >>",
        b"<< /S /Launch /F (cmd.exe) >>",
        b"<< /S /URI /URI (http://127.0.0.1:9/) >>",
        b"<< /S /GoToR /F (/etc/passwd) >>",
        b"<< /S /SubmitForm /F (http://127.0.0.1:9/) >>",
    )
    return "r.pdf", pdf([_page(LINES)]).replace(
        b"/Pages 2 0 R", b"/OpenAction " + random.choice(actions) + b" /Pages 2 0 R"
    )


def pdf_loops(random: Random) -> tuple[str, bytes]:
    content = pdf([_page(LINES)])
    changes = (
        (b"/Kids [6 0 R]", b"/Kids [2 0 R]"),
        (b"/Kids [6 0 R]", b"/Kids [" + b"6 0 R " * 20_000 + b"]"),
        (b"/Count 1", b"/Count 2147483647"),
        (b"/Length ", b"/Length 99999999999 /X "),
        (b"/Parent 2 0 R", b"/Parent 6 0 R /Contents 6 0 R"),
        (b"/MediaBox [0 0 400 400]", b"/MediaBox [0 0 1e38 -1e38]"),
        (b"/DescendantFonts [4 0 R]", b"/DescendantFonts [3 0 R]"),
        (b"beginbfchar", b"begincodespacerange"),
        (b"<< /Type /Catalog", b"<< " + b"<< /A " * 20_000 + b">> " * 20_000 + b"/Type /Catalog"),
        (b"/Type /Page ", b"/Type /Page /Filter [/FlateDecode /FlateDecode /LZWDecode /JBIG2Decode] "),
        (b"%PDF-1.4", b"%PDF-9.9 /Encrypt << /Filter /Standard /V 5 >>"),
    )
    old, new = random.choice(changes)
    return "r.pdf", content.replace(old, new)


def pdf_text_huge(random: Random) -> tuple[str, bytes]:
    pages = random.choice(
        ([[(1, 1, "政" * 30_000)]], [[(x, x, "a.") for x in range(4000)]] * 4, [[(1, 1, "x")]] * 2000)
    )
    return "r.pdf", pdf([_page(LINES), *pages], random.choice((10, 0.0001, 99999)))


def pdf_markup(random: Random) -> tuple[str, bytes]:
    lines = put(random, random.choice((*MARKUP, *NUMBERS, UNSEEN, "\U00020000")[:-1]), everywhere=True)
    return "r.pdf", pdf([_page(lines)])


def pdf_changed(random: Random) -> tuple[str, bytes]:
    return "r.pdf", spoiled(random, pdf([_page(LINES)] * 3))


def memory_declared(random: Random) -> tuple[str, bytes]:
    units = [{"zh-CN": f"{zh}&xxe;&c;&a9;{INCLUDE}", "en-US": en} for zh, en in ROWS]
    return "r.tmx", tmx(units, random.choice(DOCTYPES)).encode()


def memory_deep(random: Random) -> tuple[str, bytes]:
    depth = random.choice((500, 5_000, 60_000))
    inner = random.choice(("<ph>", "<hi>", "<sub>"))
    text = inner * depth + "政府工作报告" + inner.replace("<", "</") * depth
    return "r.tmx", tmx([{"zh-CN": text, "en-US": "x"}, *({"zh": zh, "en": en} for zh, en in ROWS)]).encode()


def memory_markup(random: Random) -> tuple[str, bytes]:
    lines = [_legal(line) for line in put(random, random.choice((*MARKUP, *NUMBERS)), everywhere=True)]
    units = [{"zh-CN": zh, "en-US": en} for zh, en in zip(lines[::2], lines[1::2], strict=False)]
    return "r.tmx", tmx(units).encode()


def memory_changed(random: Random) -> tuple[str, bytes]:
    return "r.tmx", spoiled(random, tmx({"zh-CN": zh, "en-US": en} for zh, en in ROWS).encode())


def _legal(text: str) -> str:
    """Return text as XML may have it: escaped, without control characters."""
    return escape("".join(mark for mark in text if mark >= " " and mark not in "\ufffe\uffff"), {'"': "&quot;"})


MAKERS = (
    *(word_doctype, word_macros, word_deep, word_out_of_order, word_numbering, word_bomb, word_markup),
    *(word_spoiled_inside, table_markup, table_cells_bomb, table_declared, table_macros, table_spoiled_inside),
    *(pdf_active, pdf_loops, pdf_text_huge, pdf_markup, pdf_changed, memory_declared, memory_deep),
    *(memory_markup, memory_changed),
)
