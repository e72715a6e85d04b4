"""Speakers under all their names."""

from __future__ import annotations

from reports.search.people import Person, Said, people

HERE, THERE = 1, 2


def test_names_are_linked_by_a_report_that_has_both() -> None:
    told = [Said(HERE, "李克强", ""), Said(HERE, "李克強", "LI Keqiang"), Said(HERE, "", "Li Keqiang")]
    assert people(told) == [
        Person(("李克强",), ("LI Keqiang",)),
        Person(("李克強",), ("LI Keqiang",)),
        Person(("李克強",), ("Li Keqiang",)),
    ]


def test_names_of_another_place_are_not_linked() -> None:
    assert people([Said(HERE, "巴特尔", "Bater"), Said(THERE, "", "Bater")])[1] == Person((), ("Bater",))


def test_a_chinese_name_without_an_english_one_goes_by_its_pinyin() -> None:
    assert people([Said(HERE, "朱镕基", "")]) == [Person(("朱镕基",), ("Zhu Rongji",), romanised=True)]


def test_a_report_without_a_speaker_has_none() -> None:
    assert people([Said(HERE, "", "")]) == [Person()]
