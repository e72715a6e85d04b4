from functools import cache
from importlib.metadata import version
from typing import Any

import pytest
import snowballstemmer
from hypothesis import given
from hypothesis import strategies as st

from reports.text.lexicon import LATIN_WORD, _dictionary
from reports.text.stemming import RULES, english_stem

ENDINGS = (
    "ational ization fulness ousness iveness alism ability ement ingly edly eed eedly ing ed ies ied sses us ss s y li "
    "logi logy ogist ative icate alize iciti ical ness less sion tion ion er ence able ate ize al l e ll bl bb past ying"
).split()
BEGINNINGS = (
    "arsen commun emerg gener inter later organ past univers succ proc exc even cann inn earr herr out d l t v a sk ug"
).split()
WORDS = st.builds(
    "".join,
    st.tuples(
        st.text("aeiouybcdfglmnprstvwxz", max_size=6) | st.sampled_from(BEGINNINGS),
        st.just("") | st.sampled_from(ENDINGS),
        st.just("") | st.sampled_from(ENDINGS),
    ),
)


@cache
def snowball() -> Any:
    return snowballstemmer.stemmer("english")


def test_the_rules_are_those_of_the_snowball_that_is_compared() -> None:
    assert f"snowballstemmer {version('snowballstemmer')}" == RULES


def test_words_of_the_dictionary_have_the_stems_that_snowball_gives_them() -> None:
    words = sorted(set(LATIN_WORD.findall(_dictionary()[0].decode().lower())))[::12]
    assert len(words) > 3000
    assert {word: english_stem(word) for word in words} == {word: snowball().stemWord(word) for word in words}


@given(WORDS)
def test_any_word_has_the_stem_that_snowball_gives_it(word: str) -> None:
    assert english_stem(word) == snowball().stemWord(word)


@pytest.mark.parametrize(
    ("word", "stem"),
    [
        ("skies", "sky"),
        ("lying", "lie"),
        ("evening", "evening"),
        ("exceeded", "exceed"),
        ("hoping", "hope"),
        ("hopping", "hop"),
        ("yearly", "year"),
        ("playful", "play"),
        ("generations", "generat"),
        ("geology", "geolog"),
        ("is", "is"),
        ("", ""),
    ],
)
def test_a_word_loses_its_endings(word: str, stem: str) -> None:
    assert english_stem(word) == stem
