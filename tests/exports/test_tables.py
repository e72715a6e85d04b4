from __future__ import annotations

import csv
import datetime as dt
import io
from typing import Any

import pytest
from python_calamine import CalamineWorkbook

from reports.exports.tables import COLUMNS, defused
from reports.models import Report
from tests.exports.conftest import document_of, found, written


def csv_rows(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def sheets(content: bytes) -> dict[str, list[list[Any]]]:
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}


def test_csv_begins_with_a_byte_order_mark_and_the_columns(report: Report) -> None:
    content = written("csv", document_of(report))
    assert content.startswith(b"\xef\xbb\xbfid,place_zh,")
    assert content.count(b"\r\n") == 10


def test_a_row_holds_a_pair_and_where_it_is_from(report: Report) -> None:
    pair = report.pairs.get(position=2)
    assert csv_rows(written("csv", document_of(report)))[1] == {
        "id": str(pair.pk),
        "place_zh": "北京市",
        "place_en": "Beijing",
        "year": "2025",
        "delivered_on": "2025-01-14",
        "session_zh": report.session_zh,
        "session_en": report.session_en,
        "title_zh": "政府工作报告",
        "title_en": "Report on the Work of the Government",
        "speaker_zh": "殷勇",
        "speaker_en": "Yin Yong",
        "section": "一、2024年工作回顾 I. A Review of Our Work in 2024",
        "paragraph": "2",
        "sentence": "",
        "kind": "body",
        "level": "0",
        "zh": pair.zh,
        "en": pair.en,
        "language": "zh-Hans",
        "converted": "",
        "confidence": "0.95",
        "link": f"https://archive.example/pairs/{pair.pk}/",
        "licence": "https://archive.example/about/",
    }


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_sentences_are_rows_of_their_own(report: Report, form: str) -> None:
    content = written(form, document_of(report), "sentence")
    rows = (
        csv_rows(content)
        if form == "csv"
        else [dict(zip(COLUMNS, map(str, row), strict=True)) for row in sheets(content)["passages"][1:]]
    )
    assert [(row["paragraph"][0], row["sentence"][:1]) for row in rows[:4]] == [
        ("1", ""),
        ("2", "1"),
        ("2", "2"),
        ("3", ""),
    ]
    assert (rows[1]["zh"], rows[1]["en"]) == ("持续提升创新体系效能", "Twenty-nine")
    assert len(rows) == 10


def test_converted_chinese_is_labelled(report: Report) -> None:
    rows = csv_rows(written("csv", document_of(report, "hant")))
    assert {(row["language"], row["converted"]) for row in rows} == {("zh-Hant-TW", "yes"), ("", "")}


def test_no_cell_of_csv_is_a_formula(report: Report) -> None:
    rows = csv_rows(written("csv", document_of(report)))
    assert rows[-1]["zh"].startswith("'=1+1")
    assert not any((cell or "x")[0] in "=+-@\t\r\n" for row in rows for cell in row.values())


@pytest.mark.parametrize("text", ["=1", "+1", "-1", "@a", "\t=1", "＝1", "\n=1"])
def test_what_could_be_a_formula_is_defused(text: str) -> None:
    assert defused(text) == f"'{text}"


def test_a_workbook_has_typed_cells(report: Report) -> None:
    passages = sheets(written("xlsx", document_of(report)))["passages"]
    assert passages[0] == list(COLUMNS)
    row = dict(zip(COLUMNS, passages[2], strict=True))
    pair = report.pairs.get(position=2)
    assert (row["year"], row["delivered_on"], row["confidence"]) == (2025, dt.date(2025, 1, 14), 0.95)
    assert (row["zh"], row["en"], row["link"]) == (pair.zh, pair.en, f"https://archive.example/pairs/{pair.pk}/")


def test_a_formula_in_a_workbook_is_text(report: Report) -> None:
    content = written("xlsx", document_of(report))
    assert str(sheets(content)["passages"][9][list(COLUMNS).index("zh")]).startswith("=1+1")


def test_a_workbook_says_what_it_is(report: Report) -> None:
    about = sheets(written("xlsx", found(report, total=9)))["about"]
    said = "\n".join(" ".join(map(str, row)) for row in about)
    for part in ("https://archive.example/", "The first 1 of 9", "article 5", "北京市 Beijing 2025"):
        assert part in said
