import os
from pathlib import Path

import pytest

from reports.text.pinyin import annotations, is_copy_protection, without


def cleaned(*lines: str) -> list[str]:
    notes = [annotations(line) for line in lines]
    if not is_copy_protection(notes):
        return list(lines)
    return [without(line, found) for line, found in zip(lines, notes, strict=True)]


@pytest.mark.parametrize(
    ("published", "expected"),
    [
        ("統(tǒng)籌創(chuàng)新", "統籌創新"),
        ("調(diào)整", "調整"),  # a reading of the character, though not here
        ("大會(huì )的主題", "大會的主題"),
        ("語(yu\u030c)匯", "語匯"),  # decomposed tone
        ("黨(d\u0251\u030cn\u0261)組", "黨組"),  # the other a and g
        ("長(zhǎng)城和發(fā)展(PPP)", "長城和發展(PPP)"),
    ],
)
def test_copy_protection_is_taken_out(published: str, expected: str) -> None:
    assert cleaned(published) == [expected]


@pytest.mark.parametrize(
    "published",
    [
        "“迎客（qiě）”",
        "亳(bó)州",
        "推廣(PPP)模式",
        "癌癥(cancer)",
        "我在聽(10s)",
        "學(xué)而(ér)時(shí)習(xí)之",
        "關(guan)於(yu)",
        "統(shū)籌",  # no reading of the character
    ],
)
def test_everything_else_stays(published: str) -> None:
    assert cleaned(published) == [published]


def test_a_writers_note_beside_copy_protection_stays() -> None:
    lines = ["發(fā)展", "創(chuàng)新", "統(tǒng)籌", "亳(bó)州"]
    assert cleaned(*lines) == ["發展", "創新", "統籌", "亳(bó)州"]


@pytest.mark.parametrize("year", [2008, 2010, 2012, 2014, 2016, 2018, 2020])
def test_national_reports_come_back_as_they_were(year: int) -> None:
    corpus = os.environ.get("REPORT_CORPUS")
    if not corpus:
        pytest.skip("REPORT_CORPUS is not set")
    folder = Path(corpus) / "bilingual" / "interleaved"
    annotated = (folder / f"{year}.tc_pinyin.txt").read_text(encoding="utf-8").splitlines()
    assert cleaned(*annotated) == (folder / f"{year}.tc.txt").read_text(encoding="utf-8").splitlines()
