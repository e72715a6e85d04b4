"""What was learned, as it is opened from its folder."""

from __future__ import annotations

from pathlib import Path

import pytest

from reports.search.counterparts.learning import write, write_strings
from reports.search.counterparts.mapped import Beads, Place, Strings, tokens_of
from reports.search.counterparts.taught import Taught
from tests.text.test_terms import BEADS


@pytest.fixture(scope="module")
def beads(tmp_path_factory: pytest.TempPathFactory) -> Beads:
    folder = tmp_path_factory.mktemp("counterparts")
    write(folder, [Taught(number // 2, 1, year, 0, 0, zh, en) for number, (zh, en, year) in enumerate(BEADS)])
    return Beads(folder)


def test_strings_come_back(tmp_path: Path) -> None:
    write_strings(tmp_path, "some", ["改革", "", "a\nb", "𠮷\ud800"])
    strings = Strings(tmp_path, "some")
    assert [strings[number] for number in range(len(strings))] == list(strings) == ["改革", "", "a b", "𠮷\ud800"]


def test_places_are_in_characters(tmp_path: Path) -> None:
    write_strings(tmp_path, "some", ["𠮷改革，改革", "开放", "改", "革"])
    assert Strings(tmp_path, "some").places("改革") == [Place(0, 1, 3), Place(0, 4, 6)]
    assert Strings(tmp_path, "some").places("改\n革") == []
    assert Strings(tmp_path, "some").places("") == []


def test_no_strings_are_no_places(tmp_path: Path) -> None:
    write_strings(tmp_path, "some", [])
    assert list(Strings(tmp_path, "some")) == []
    assert Strings(tmp_path, "some").places("改革") == []


def test_cut_file_is_refused(tmp_path: Path) -> None:
    write_strings(tmp_path, "some", ["改革", "开放"])
    path = tmp_path / "some.txt"
    path.write_bytes(path.read_bytes()[:-3])
    with pytest.raises(ValueError, match="bytes"):
        Strings(tmp_path, "some")


def test_phrases_are_found_by_their_forms(beads: Beads) -> None:
    forms = tuple(beads.en.form_numbers[form] for form in ("compulsori", "educ"))
    places = beads.en.places_of(forms)
    assert [beads.en_text[place.bead][place.start : place.end] for place in places] == ["compulsory education"] * 4
    assert beads.en.places_of(forms[::-1]) == []
    assert beads.en.places_of(()) == []


def test_phrase_does_not_reach_into_the_next_bead(beads: Beads) -> None:
    last, first = beads.en.forms_of(0)[-1], beads.en.forms_of(1)[0]
    assert beads.en.places_of((last, first)) == []


def test_beads_of_a_pair(beads: Beads) -> None:
    assert beads.of_pair(1) == [2, 3]
    assert beads.of_pair(1000) == []


def test_words_come_back_as_they_were_cut(beads: Beads) -> None:
    tokens = beads.zh.tokens(4)
    assert [beads.zh_text[4][token.start : token.end] for token in tokens] == [token.word for token in tokens]
    assert "".join(token.word for token in tokens) == "发展义务教育"


def test_other_texts_are_cut_into_the_words_that_are_known(beads: Beads) -> None:
    text = "重视义务教育，5g葫芦"
    found = tokens_of(beads.zh, text)
    assert [text[token.start : token.end] for token in found] == [token.word for token in found]
    assert [(token.word, bool(token.key)) for token in found][-4:] == [
        ("义务教育", True),
        ("5g", False),
        ("葫", False),
        ("芦", False),
    ]


def test_nothing_taught_can_be_opened(tmp_path: Path) -> None:
    write(tmp_path, [])
    empty = Beads(tmp_path)
    assert len(empty) == 0
    assert empty.of_pair(1) == []
    assert empty.zh_text.places("改革") == []
