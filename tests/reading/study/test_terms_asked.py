from __future__ import annotations

import pytest

from reports import search
from reports.reading.study.terms_asked import TERM_MOST, AskedTerm


@pytest.mark.parametrize(
    ("typed", "text", "language", "query"),
    [
        ("民生", "民生", "zh", "民生"),
        (" 民生\n", "民生", "zh", "民生"),
        ("“双减”，", "双减", "zh", "双减"),
        ("AI大模型", "AI大模型", "zh", '"AI大模型"'),
        ("housing", "housing", "en", "housing"),
        ("people’s lives", "people’s lives", "en", '"people’s lives"'),
        ('"large language models"', "large language models", "en", '"large language models"'),
        ("R&D", "R&D", "en", '"R&D"'),
        ("OR", "OR", "en", '"OR"'),
        ('a "b" c', 'a "b" c', "en", '"a  b  c"'),
        ("。", "", "en", ""),
        ("", "", "en", ""),
    ],
)
def test_term_is_read_with_the_search_that_finds_it(typed: str, text: str, language: str, query: str) -> None:
    asked = AskedTerm.read(typed)
    assert (asked.text, asked.language, asked.query) == (text, language, query)
    assert not asked.is_too_long


@pytest.mark.django_db
@pytest.mark.parametrize("typed", ["AND", "-民生", "(民生", "year:2020", "民生 NEAR/3 就业", 'a"b', "经济\\发展"])
def test_search_of_a_term_reads_no_operators(typed: str) -> None:
    query = AskedTerm.read(typed).query
    assert search.marks(query, "没有", "nothing") == ([], [])
    assert not {"NEAR", "year", "OR", "AND"} & set(query.replace('"', "").split()) or query.startswith('"')


def test_sentence_is_cut_and_told_so() -> None:
    asked = AskedTerm.read("长" * (TERM_MOST + 1))
    assert asked.is_too_long
    assert len(asked.text) == TERM_MOST
