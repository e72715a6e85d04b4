from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator

import docx
import pytest
from docx.document import Document
from docx.oxml.ns import qn
from lxml import etree

from reports.models import Report
from tests.exports.conftest import document_of, found, written
from tests.factories import report_of

# The order in which ECMA-376 has the children of an element (part 1, 17); Word refuses files that break it.
ORDER = {
    "pPr": "pStyle keepNext keepLines pageBreakBefore widowControl numPr pBdr shd tabs spacing ind jc outlineLvl rPr",
    "rPr": "rStyle rFonts b bCs i iCs strike color spacing kern sz szCs highlight u shd vertAlign lang",
    "tblPr": "tblStyle tblW jc tblInd tblBorders shd tblLayout tblCellMar tblLook",
    "tcPr": "tcW gridSpan vMerge tcBorders shd vAlign",
    "tbl": "tblPr tblGrid tr",
    "tr": "trPr tc",
    "tc": "tcPr p",
    "sectPr": "headerReference footerReference pgSz pgMar pgNumType cols",
    "style": "name basedOn next link uiPriority qFormat pPr rPr tblPr",
    "settings": "zoom defaultTabStop compat rsids themeFontLang",
    "docDefaults": "rPrDefault pPrDefault",
    "styles": "docDefaults latentStyles style",
    "body": "p tbl sectPr",
}
ANY_ORDER = {"body"}
WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def opened(content: bytes) -> Document:
    return docx.Document(io.BytesIO(content))


def parts(content: bytes) -> Iterator[etree._Element]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for name in archive.namelist():
            yield etree.fromstring(archive.read(name))


@pytest.mark.parametrize("script", ["", "hant"])
def test_elements_stand_in_the_order_of_the_schema(report: Report, script: str) -> None:
    checked = set()
    for part in parts(written("docx", document_of(report, script))):
        for element in part.iter():
            name = etree.QName(element).localname
            if element.tag.startswith(WORD) and name in ORDER:
                known = ORDER[name].split()
                places = [known.index(etree.QName(child).localname) for child in element]
                assert name in ANY_ORDER or places == sorted(places)
                checked.add(name)
    assert checked == set(ORDER)


def test_the_table_has_a_row_for_each_pair_below_one_that_repeats(report: Report) -> None:
    (table,) = opened(written("docx", document_of(report))).tables
    assert len(table.rows) == 10
    assert [cell.text for cell in table.rows[0].cells] == ["", "中文", "English"]
    assert table.rows[0]._tr.find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is not None
    pair = report.pairs.get(position=2)
    assert [cell.text for cell in table.rows[2].cells] == ["2", pair.zh, pair.en]
    assert [cell.text for cell in table.rows[7].cells] == ["7", "只有中文。", ""]


def test_headings_are_headings_in_one_language_only(report: Report) -> None:
    (table,) = opened(written("docx", document_of(report))).tables
    styles = [[getattr(cell.paragraphs[0].style, "name", "") for cell in row.cells[1:]] for row in table.rows]
    assert styles[1] == ["Heading 1", "Heading English 1"]
    assert styles[3] == ["Heading 2", "Heading English 2"]
    assert styles[2] == ["Chinese", "English"]


@pytest.mark.parametrize(("script", "language"), [("", "zh-CN"), ("hant", "zh-TW"), ("hk", "zh-HK")])
def test_every_run_has_its_language(report: Report, script: str, language: str) -> None:
    (table,) = opened(written("docx", document_of(report, script))).tables
    for row in table.rows[1:]:
        for cell, name in zip(row.cells[1:], ("eastAsia", "val"), strict=True):
            for run in cell.paragraphs[0].runs:
                tag = run._r.find(f"{qn('w:rPr')}/{qn('w:lang')}")
                assert tag is not None
                assert tag.get(qn(f"w:{name}")) == (language if name == "eastAsia" else "en-US")


def test_numbers_lead_to_permanent_addresses(report: Report) -> None:
    (table,) = opened(written("docx", document_of(report))).tables
    (link,) = table.rows[2].cells[0].paragraphs[0].hyperlinks
    assert (link.text, link.address) == ("2", f"https://archive.example/pairs/{report.pairs.get(position=2).pk}/")


def test_the_title_block_and_the_properties_say_what_it_is(report: Report) -> None:
    made = opened(written("docx", document_of(report, section=1)))
    said = "\n".join(paragraph.text for paragraph in made.paragraphs)
    assert made.paragraphs[0].text == "政府工作报告"
    assert getattr(made.paragraphs[0].style, "name", "") == "Title"
    for part in (
        "Report on the Work of the Government",
        "一、2024年工作回顾",
        "北京市市长 殷勇",
        "2025-01-14",
        "part-1.txt",
    ):
        assert part in said
    assert made.core_properties.title == "北京市 Beijing 2025"
    assert made.core_properties.modified == report.changed_at.replace(microsecond=0)


def test_the_footer_has_the_address_and_the_pages(report: Report) -> None:
    footer = opened(written("docx", document_of(report))).sections[0].footer
    fields = [field.get(qn("w:instr")).strip() for field in footer._element.iter(qn("w:fldSimple"))]
    assert footer.paragraphs[0].text.startswith("https://archive.example/reports/beijing-2025/")
    assert fields == ["PAGE", "NUMPAGES"]


def test_a_search_has_a_table_for_each_report(report: Report) -> None:
    other = report_of(slug="shanghai-2020", place="shanghai", year=2020)
    assert len(opened(written("docx", found(report, other))).tables) == 2
