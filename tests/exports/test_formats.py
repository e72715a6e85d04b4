"""What holds for every format."""

from __future__ import annotations

import io
import zipfile

import pytest
from lxml import etree

from reports import exports
from reports.models import Report
from tests.exports.conftest import document_of, found, written
from tests.factories import report_of

CHOICES = [(name, choice) for name, known in exports.FORMATS.items() for choice in known.choices]
PACKED = [(name, choice) for name, choice in CHOICES if exports.FORMATS[name].file(choice)[2]]


def parts(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def all_text(name: str, content: bytes) -> str:
    if content.startswith(b"PK"):
        return "".join(part.decode() for part in parts(content).values())
    return content.decode()


@pytest.mark.parametrize(("name", "choice"), CHOICES)
def test_the_same_content_makes_the_same_bytes(report: Report, name: str, choice: str) -> None:
    assert written(name, document_of(report), choice) == written(name, document_of(report), choice)


@pytest.mark.parametrize(("name", "choice"), CHOICES)
def test_other_content_makes_other_bytes(report: Report, name: str, choice: str) -> None:
    before = written(name, document_of(report), choice)
    report.pairs.filter(position=2).update(zh="改了。", en="Changed.", beads=[])
    assert written(name, document_of(report), choice) != before


@pytest.mark.parametrize(("name", "choice"), CHOICES)
def test_a_file_says_where_it_is_from(report: Report, name: str, choice: str) -> None:
    said = all_text(name, written(name, document_of(report), choice))
    assert "https://archive.example/" in said
    assert "北京市" in said or choice == "en"


@pytest.mark.parametrize(("name", "choice"), CHOICES)
def test_a_file_of_converted_texts_says_so(report: Report, name: str, choice: str) -> None:
    said = all_text(name, written(name, document_of(report, "hant"), choice))
    assert "OpenCC" in said or name in {"csv", "jsonl"}
    assert "足額發放" in said or choice == "en"


@pytest.mark.parametrize(("name", "choice"), CHOICES)
def test_nothing_at_all_is_a_whole_file(db: None, name: str, choice: str) -> None:
    content = written(name, found(), choice)
    if (name, choice) in PACKED:
        parts(content)
    elif name in {"tmx", "tei"}:
        etree.fromstring(content)


@pytest.mark.parametrize(("name", "choice"), CHOICES)
def test_every_report_of_a_search_is_there(report: Report, name: str, choice: str) -> None:
    report_of(slug="shanghai-2020", place="shanghai", year=2020)
    both = Report.objects.order_by("pk")
    said = all_text(name, written(name, found(*both), choice))
    for one in both:
        pair = one.pairs.get(position=2)
        assert f"/pairs/{pair.pk}/" in said or name == "txt"
        assert (pair.en if choice == "en" else pair.zh)[:9] in said


@pytest.mark.parametrize(("name", "choice"), CHOICES)
def test_a_cut_search_says_how_much_it_holds(report: Report, name: str, choice: str) -> None:
    said = all_text(name, written(name, found(report, total=70), choice))
    assert "The first 1 of 70 paragraphs." in said or name in {"csv", "jsonl"} or choice == "files"


@pytest.mark.parametrize(("name", "choice"), PACKED)
def test_parts_of_a_package_tell_no_time(report: Report, name: str, choice: str) -> None:
    with zipfile.ZipFile(io.BytesIO(written(name, document_of(report), choice))) as archive:
        assert {info.date_time[0] for info in archive.infolist()} == {1980}
        assert archive.testzip() is None


@pytest.mark.parametrize(("name", "choice"), [one for one in PACKED if one[0] != "txt"])
def test_parts_that_are_xml_are_well_formed(report: Report, name: str, choice: str) -> None:
    read = [
        etree.fromstring(part)
        for path, part in parts(written(name, document_of(report), choice)).items()
        if path.endswith((".xml", ".rels", ".opf", ".xhtml"))
    ]
    assert len(read) >= 4


@pytest.mark.parametrize(("name", "choice"), CHOICES)
def test_notes_stand_below_a_whole_report_where_the_format_has_room(report: Report, name: str, choice: str) -> None:
    whole = all_text(name, written(name, document_of(report), choice))
    assert ("没有编号的说明。" in whole) == (name in {"tei", "txt", "docx", "epub"} and choice != "en")
    part = all_text(name, written(name, document_of(report, section=1), choice))
    assert "没有编号的说明。" not in part
