from __future__ import annotations

from pathlib import Path

import pytest
from lxml import etree

from reports.models import Report
from tests.exports.conftest import document_of, found, written

DTD = etree.DTD(str(Path(__file__).parents[1] / "schemas" / "tmx14.dtd"))
LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"


def units(content: bytes) -> list[etree._Element]:
    return list(etree.fromstring(content).iter("tu"))


def sides(unit: etree._Element) -> dict[str, str]:
    return {side.get(LANGUAGE): side.findtext("seg") for side in unit.iter("tuv")}


@pytest.mark.parametrize("unit", ["paragraph", "sentence"])
@pytest.mark.parametrize("script", ["", "hant", "hk"])
def test_it_is_valid_by_its_document_type(report: Report, unit: str, script: str) -> None:
    root = etree.fromstring(written("tmx", document_of(report, script), unit))
    assert DTD.validate(root), DTD.error_log
    assert root.find("header").get("segtype") == unit


def test_a_search_is_valid(report: Report) -> None:
    assert DTD.validate(etree.fromstring(written("tmx", found(report, total=9))))


def test_a_unit_has_both_languages(report: Report) -> None:
    made = units(written("tmx", document_of(report)))
    assert len(made) == 7
    assert sides(made[0]) == {"zh-CN": "一、2024年工作回顾", "en": "I. A Review of Our Work in 2024"}


def test_a_unit_of_sentences_has_those_that_say_the_same(report: Report) -> None:
    made = units(written("tmx", document_of(report), "sentence"))
    assert sides(made[1]) == {"zh-CN": "持续提升创新体系效能", "en": "Twenty-nine"}
    assert len(made) == 8


def test_units_are_named_by_permanent_addresses(report: Report) -> None:
    pair = report.pairs.get(position=2)
    paragraphs = [unit.get("tuid") for unit in units(written("tmx", document_of(report)))]
    sentences = [unit.get("tuid") for unit in units(written("tmx", document_of(report), "sentence"))]
    assert paragraphs[1] == f"https://archive.example/pairs/{pair.pk}/"
    assert sentences[1:3] == [f"{paragraphs[1]}#s1", f"{paragraphs[1]}#s2"]
    assert len(set(sentences)) == len(sentences)


@pytest.mark.parametrize(("script", "language"), [("", "zh-CN"), ("hant", "zh-TW"), ("hk", "zh-HK")])
def test_languages_are_those_that_programs_know(report: Report, script: str, language: str) -> None:
    root = etree.fromstring(written("tmx", document_of(report, script)))
    assert root.find("header").get("srclang") == language
    assert {side.get(LANGUAGE) for side in root.iter("tuv")} == {language, "en"}


def test_traditional_as_published_is_of_no_country(report: Report) -> None:
    report.pairs.filter(position=2).update(script="hant")
    unit = units(written("tmx", document_of(report)))[1]
    assert set(sides(unit)) == {"zh-Hant", "en"}
    assert unit.get("srclang") == "zh-Hant"


def test_a_unit_says_by_itself_where_it_is_from(report: Report) -> None:
    unit = units(written("tmx", document_of(report)))[1]
    assert {prop.get("type"): prop.text for prop in unit.iter("prop")} == {
        "x-report": "北京市 Beijing 2025",
        "x-date": "2025-01-14",
        "x-speaker": "殷勇 Yin Yong",
        "x-paragraph": "2",
        "x-kind": "body",
        "x-confidence": "0.950",
    }


def test_what_xml_has_no_way_to_write_is_left_out(report: Report) -> None:
    last = sides(units(written("tmx", document_of(report)))[-1])
    assert last["zh-CN"] == '=1+1 <b>&amp;</b> ]]> "改革"\nnext'
    assert last["en"] == 'A & B < C > "D" \n@sum'
