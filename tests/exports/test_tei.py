from __future__ import annotations

from pathlib import Path

import pytest
from lxml import etree

from reports.models import Report
from tests.exports.conftest import document_of, found, written
from tests.factories import report_of

SCHEMA = etree.RelaxNG(etree.parse(str(Path(__file__).parents[1] / "schemas" / "tei.rng")))
TEI = "{http://www.tei-c.org/ns/1.0}"
XML = "{http://www.w3.org/XML/1998/namespace}"


def tree(content: bytes) -> etree._Element:
    root = etree.fromstring(content)
    assert SCHEMA.validate(root), SCHEMA.error_log
    return root


@pytest.mark.parametrize("script", ["", "hans", "hant", "hk", "cn"])
@pytest.mark.parametrize("section", [None, 1, 3])
def test_a_report_is_valid_by_the_schema(report: Report, script: str, section: int | None) -> None:
    assert tree(written("tei", document_of(report, script, section))).tag == f"{TEI}TEI"


def test_a_search_is_a_valid_corpus(report: Report) -> None:
    other = report_of(slug="shanghai-2020", place="shanghai", year=2020)
    root = tree(written("tei", found(report, other)))
    assert root.tag == f"{TEI}teiCorpus"
    assert len(root.findall(f"{TEI}TEI")) == 2


@pytest.mark.parametrize("side", ["zh", "en"])
def test_a_report_in_one_language_has_one_text(db: None, side: str) -> None:
    texts = ("只有中文。", "") if side == "zh" else ("", "English alone.")
    root = tree(written("tei", document_of(report_of([(0, texts), (1, texts), (0, texts)]))))
    assert [text.get(f"{XML}lang") for text in root.iter(f"{TEI}text")] == ["zh-Hans" if side == "zh" else "en"]


def test_a_schema_that_accepted_anything_would_be_noticed(report: Report) -> None:
    content = written("tei", document_of(report))
    for broken in (content.replace(b"<head", b"<foot").replace(b"</head", b"</foot"), content.replace(b"<body>", b"")):
        root = etree.fromstring(broken, etree.XMLParser(recover=True))
        assert not SCHEMA.validate(root)


def test_paragraphs_and_sentences_point_at_their_counterparts(report: Report) -> None:
    root = tree(written("tei", document_of(report)))
    named = {element.get(f"{XML}id"): element for element in root.iter() if element.get(f"{XML}id")}
    pointing = {name: element.get("corresp") for name, element in named.items() if element.get("corresp")}
    assert {f"#{name}" for name in pointing} == set(pointing.values())
    assert all(pointing[target.removeprefix("#")] == f"#{name}" for name, target in pointing.items())
    pair = report.pairs.get(position=2)
    assert named[f"zh-{pair.pk}-s1"].text == "持续提升创新体系效能"
    assert named[f"en-{pair.pk}-s1"].text == "Twenty-nine "
    assert named[f"zh-{pair.pk}"].get("sameAs") == f"https://archive.example/pairs/{pair.pk}/"


def test_no_text_is_lost_between_the_sentences(report: Report) -> None:
    root = tree(written("tei", document_of(report)))
    for pair in report.pairs.filter(position__lt=9):
        for side in ("zh", "en"):
            found = [element for element in root.iter() if element.get(f"{XML}id") == f"{side}-{pair.pk}"]
            assert ["".join(element.itertext()) for element in found] == (
                [text] if (text := getattr(pair, side)) else []
            )


def test_links_are_all_the_pairs_of_both_languages(report: Report) -> None:
    root = tree(written("tei", document_of(report)))
    assert len(root.findall(f".//{TEI}link")) == 7


def test_sections_are_divisions_inside_one_another(report: Report) -> None:
    root = tree(written("tei", document_of(report)))
    body = next(root.iter(f"{TEI}body"))
    assert [len(division.findall(f"{TEI}div")) for division in body.findall(f"{TEI}div")] == [1, 0]


def test_the_header_says_what_the_report_is(report: Report) -> None:
    header = "".join(tree(written("tei", document_of(report))).find(f"{TEI}teiHeader").itertext())
    for part in ("政府工作报告", "殷勇", "Yin Yong", "2025-01-14", "part-1.txt", "a" * 64, "article 5", "北京市"):
        assert part in header
