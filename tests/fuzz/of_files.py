"""The readers of files, as functions of bytes."""

from __future__ import annotations

from collections.abc import Callable

from tests.fuzz.target import Answered, Run, legal, refusing


def text_format(name: str) -> Callable[[], Run]:
    """A format of texts: first whether it is its, as the pipeline asks, and read even where it isn't."""

    def make() -> Run:
        from importlib import import_module

        module = import_module(f"reports.ingest.formats.{name}")

        def run(data: bytes) -> object:
            text = legal(data)
            module.recognises(text)
            return module.read("r", text)

        return refusing(run)

    return make


def bytes_format(name: str) -> Callable[[], Run]:
    def make() -> Run:
        from importlib import import_module

        module = import_module(f"reports.ingest.formats.{name}")
        return refusing(lambda data: module.read("r", data) if module.recognises(data) else None)

    return make


def word_part(part: str) -> Callable[[], Run]:
    """A document of which one part is the input: the ZIP around it is whole, so that each input reaches the XML."""

    def make() -> Run:
        from reports.ingest.formats import word
        from tests.ingest.formats.making import WORD, XML, paragraph, zipped

        def run(data: bytes) -> object:
            if part != "document":
                whole = {"word/document.xml": f'{XML}<w:document xmlns:w="{WORD}"><w:body>{body}</w:body></w:document>'}
                return word.read("r", zipped({**whole, f"word/{part}.xml": data}, 0))
            return word.read("r", zipped({"word/document.xml": data}, 0))

        body = paragraph("一", '<w:pStyle w:val="a"/><w:numPr><w:ilvl w:val="0"/><w:numId w:val="7"/></w:numPr>') * 3
        return refusing(run)

    return make


def sheet() -> Run:
    from io import BytesIO
    from zipfile import ZipFile

    from reports.ingest.formats import columns, workbook_rows
    from tests.ingest.formats.making import SHEET, XML, xlsx, zipped

    with ZipFile(BytesIO(xlsx({"S": [("政", "a")]}))) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}

    def run(data: bytes) -> object:
        if not data.startswith(b"<?xml"):
            data = f'{XML}<worksheet xmlns="{SHEET}"><sheetData>'.encode() + data + b"</sheetData></worksheet>"
        try:
            sheets = workbook_rows.answer(zipped({**parts, "xl/worksheets/sheet0.xml": data}, 0))
        except Exception as error:
            raise Answered from error
        return [columns.find([row for _number, row in rows]) for _title, rows in sheets]

    return run


def workbook() -> Run:
    from reports.ingest.formats import archive, workbook_rows

    def run(data: bytes) -> object:
        archive.open_zip("r", data).close()
        try:
            return workbook_rows.answer(data)
        except Exception as error:
            raise Answered from error

    return refusing(run)


def pdf() -> Run:
    from reports.ingest.formats import pdf_layout, pdf_pages

    def run(data: bytes) -> object:
        try:
            pages = pdf_pages.answer(data)
        except Exception as error:
            raise Answered from error
        return pdf_layout.lay_out([[pdf_layout.VisualLine(*line) for line in lines] for lines in pages])

    return run


def pdf_layout() -> Run:
    from reports.ingest.formats import pdf_layout

    def run(data: bytes) -> object:
        lines = [
            pdf_layout.VisualLine(text, len(text) * 7.3 % 90, 800 - 12.0 * at, len(text) * 31.7 % 400, 812 - 12.0 * at)
            for at, text in enumerate(legal(data).splitlines())
        ]
        return pdf_layout.lay_out([lines[at : at + 9] for at in range(0, len(lines), 9)])

    return run


def archive() -> Run:
    from reports.ingest import formats

    return refusing(lambda data: formats.members("r.zip", data))


def member_names() -> Run:
    from reports.ingest import formats
    from reports.ingest.formats.companions import companions
    from tests.security.hostile_archives import _made

    def run(data: bytes) -> object:
        names = [name for name in legal(data).split("\n") if name and "\0" not in name][:20]
        for name, _content in formats.members("r.zip", _made([(name[:9999], b"x") for name in names])):
            assert ".." not in name.split("/"), name
            assert name == "r.zip" or name.startswith("r.zip/"), name
            assert not any(mark < " " or mark == "\\" for mark in name), name
        return companions(names)

    return refusing(run)


def table() -> Run:
    from reports.ingest.formats import columns
    from reports.ingest.formats.table_rows import row_lines

    def run(data: bytes) -> object:
        rows = [line.split("\t") for line in legal(data).splitlines()]
        found = columns.find(rows)
        row_lines([[cell] for row in rows for cell in row])
        return columns.document((("", row) for row in rows), found, {}) if found else None

    return run


def decoding() -> Run:
    from reports.ingest.decoding import decode, likeliest

    def run(data: bytes) -> object:
        likeliest(data[:200])
        declared, _, content = data.partition(b"\n")
        named = declared.decode("ascii", "replace")[:30]
        for arguments in ((data, None, None), (content, None, named), (content, named or None, None)):
            try:
                decode("r", *arguments).text.encode()
            except Refusal:
                continue
        return None

    from reports.ingest.plan import Refusal

    return run


def reading() -> Run:
    from reports.ingest import formats

    return refusing(lambda data: formats.read("r", data))
