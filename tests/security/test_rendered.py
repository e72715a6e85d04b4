"""What a hostile file fills a report with is text wherever it is shown: no markup, no formula, no line of its own."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from io import BytesIO, StringIO
from typing import Any
from zipfile import ZipFile

import pytest
from django.test import Client
from lxml import etree

from reports import ingest, search
from reports.models import PairVariant, ParagraphPair, Report, ReportNote, SourceFile
from tests.factories import report_of
from tests.security.material import BODY, HEADER, MARKUP, UNSEEN
from tests.security.rendered import RUNNING, of_page
from tests.security.test_leaks import ROUTES

pytestmark = pytest.mark.django_db
# Every field at once has all of these; what one format lets through another may not.
ATTACK = " ".join(MARKUP)
FORMULA = tuple("=+-@\t\r")


@pytest.fixture
def filled() -> Report:
    """Return a published report whose every field is an attack, as it would be if a file could fill it with that."""
    attack = f"改革 reform {ATTACK}\r\nSet-Cookie: a=b"
    lines = [(1, (f"一、{attack}"[:3000], f"I. {attack}")), *[(0, (piece, f"reform {piece}")) for piece in MARKUP]]
    lines += [(0, (f"{piece}改革", piece)) for piece in MARKUP] + [
        (2, (attack, attack)),
        (0, (UNSEEN.replace("\x01", ""), attack)),
    ]
    report = report_of(lines)
    for name in ("title", "session", "speaker", "office"):
        for side in ("zh", "en"):
            field = Report._meta.get_field(f"{name}_{side}")
            setattr(report, field.name, attack[: field.max_length])  # type: ignore[union-attr]
    report.save()
    source = SourceFile.objects.create(report=report, name=f'{MARKUP[0]}".txt', sha256="a" * 64, size=1, content=b"x")
    pair = ParagraphPair.objects.get(report=report, position=2)
    report.pairs.update(source=source, confidence=0.3, needs_review=True)
    PairVariant.objects.create(pair=pair, zh=attack, en=attack, source=source)
    ReportNote.objects.create(report=report, position=1, label=MARKUP[0][:12], text=attack)
    search.catch_up()
    return report


def answers(report: Report) -> Iterator[tuple[str, Any, bytes]]:
    """Yield every public answer that shows the report: address, headers, content."""
    client = Client()
    key = report.pairs.get(position=2).pk
    own = [route.replace("SLUG", report.slug).replace("KEY", str(key)) for route in ROUTES]
    found = (
        "q=改革",
        "q=reform&sort=newest",
        "q=<script>alert(1)</script>",
        "q=%22%3E%3Csvg+onload%3Dalert(1)%3E&place=<x>",
    )
    own += [f"{address}?{query}" for address in ("/en/search/", "/en/search/concordance/", "/search/feed/", "/search/export.csv",
            "/api/v1/search", "/search/suggestions/", "/en/terms/", "/opensearch/suggestions/") for query in found]  # fmt: skip
    own += [
        "/feed/",
        "/oai/?verb=ListRecords&metadataPrefix=oai_dc",
        "/sitemap.xml",
        "/sitemaps/reports.xml",
        "/en/",
        "/en/places/beijing/",
    ]
    own += [
        "/en/years/2025/",
        "/en/speakers/",
        "/search/export/csv/?q=改革",
        "/en/reports/beijing-2025/?q=<script>&script=hk",
    ]
    for address in own:
        response: Any = client.get(address)
        assert response.status_code < 500, address
        yield (
            address,
            response.headers,
            b"".join(response.streaming_content) if response.streaming else response.content,
        )


def faults(address: str, headers: Any, content: bytes) -> list[str]:
    """Return what is wrong with an answer."""
    kind = headers.get("Content-Type", "").partition(";")[0]
    found = [f"{name}: {value}" for name, value in headers.items() if "\n" in value or "\r" in value]
    found += ["a header of its own"] if "Set-Cookie" in headers else []
    if not content:
        return [f"{address}: {fault}" for fault in found]
    if kind == "text/html":
        found += list(of_page(content))
    elif kind.endswith("xml"):
        found += list(of_xml(content))
    elif kind == "text/csv":
        found += list(of_table(content))
    elif "json" in kind:
        for one in content.decode().strip().split("\n") if "jsonl" in kind else [content]:
            json.loads(one)
    elif content.startswith(b"PK\x03\x04"):
        found += list(of_archive(content))
    return [f"{address}: {fault}" for fault in found]


def of_xml(content: bytes) -> Iterator[str]:
    """A parser that mends nothing reads it, and none of its elements are a file's."""
    for element in etree.fromstring(content, etree.XMLParser(resolve_entities=False, no_network=True)).iter(
        etree.Element
    ):
        if etree.QName(element).localname.lower() in RUNNING - {"base", "object"}:
            yield f"<{element.tag}>"
        for name, value in element.items():
            if value.strip().lower().startswith("javascript:"):
                yield f"{element.tag} {name}={value}"


def of_table(content: bytes) -> Iterator[str]:
    for row in csv.reader(StringIO(content.decode("utf-8-sig"), newline="")):
        yield from (f"formula {cell[:40]}" for cell in row if cell.startswith(FORMULA))


def of_archive(content: bytes) -> Iterator[str]:
    with ZipFile(BytesIO(content)) as archive:
        for name in archive.namelist():
            inside = archive.read(name)
            if name.endswith((".xml", ".xhtml", ".opf", ".rels", ".ncx")):
                yield from (f"{name}: {fault}" for fault in of_xml(inside))
                if name.startswith("xl/worksheets/") and b"<f>" in inside:
                    yield f"{name}: a formula"
            if name.startswith(("/", "..")) or "\\" in name:
                yield f"a member called {name}"


def test_no_answer_has_markup_formulas_or_lines_of_a_files(filled: Report) -> None:
    found = list(answers(filled))
    assert len(found) > 60
    shown = [address for address, _headers, content in found if b"alert(1)" in content or content.startswith(b"PK")]
    assert len(shown) > 30
    assert [fault for answer in found for fault in faults(*answer)] == []


def test_a_page_is_found_out() -> None:
    for bad in (
        b"<p onclick=x>",
        b"<script>x</script>",
        b"<a href='javascript:x'>",
        b"<svg onload=x>",
        b"<p style='x'>",
    ):
        assert list(of_page(b"<html><body>" + bad)), bad
    assert list(of_xml(b"<a><script/></a>"))
    assert list(of_table(b"a,=1+1\n"))


@pytest.mark.parametrize("piece", MARKUP)
def test_a_file_of_markup_is_stored_as_text_and_read_as_text(piece: str) -> None:
    """From the file itself: what it stores of the attack is what was in it, and its pages have no element of it."""
    lines = [*HEADER[:3], *HEADER[3:], *(f"{line} {piece}" for line in BODY)]
    plan = ingest.understand("beijing-2025.txt", "\n".join(lines).encode())
    report = ingest.store(plan, publish=True).report
    search.catch_up()
    for address in (
        f"/en/reports/{report.slug}/",
        f"/reports/{report.slug}/export/tei/",
        f"/reports/{report.slug}/export/csv/",
    ):
        response: Any = Client().get(address)
        content = b"".join(response.streaming_content) if response.streaming else response.content
        assert response.status_code == 200
        assert faults(address, response.headers, content) == []
