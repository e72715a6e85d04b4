"""Chinese cut into words; jieba itself says what is right."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reports.text import segment
from reports.text.fold import fold
from reports.text.segment import CHINESE_RUN, cut, inner, reference

FIXTURES = Path(__file__).parents[2] / "fixtures"
COMMON = "的国发展经济改革人民大会主义社中新质生产力高数字一二三十五年化建设工作和业"
# Beside common characters: of any kind, those at the border of what jieba knows, and what parts runs.
CHARACTERS = st.one_of(
    st.sampled_from(COMMON),
    st.characters(min_codepoint=0x4E00, max_codepoint=0x9FD5),
    st.sampled_from("〇㐀䶿\u9fd5\u9fd6鿿豈𠮷𪚥\U0003ffff，。 a1é\n"),
)


def as_jieba(folded: str) -> Iterator[tuple[str, int]]:
    """Yield the words that jieba cuts, written from the contract and with nothing of rjieba."""
    tokenizer = reference()
    place = 0
    for run in CHINESE_RUN.findall(folded):
        for word in tokenizer.words(run):
            for length in (2, 3):
                if len(word) > length:
                    parts = (word[at : at + length] for at in range(len(word) - length + 1))
                    yield from ((part, place) for part in parts if tokenizer.knows(part))
            yield word, place
            place += 1


@pytest.mark.parametrize(
    ("folded", "placed"),
    [
        ("", []),
        ("gdp 5.2%", []),
        ("改革开放", [("改革", 0), ("开放", 0), ("改革开放", 0)]),
        ("推动经济发展,改革", [("推动", 0), ("经济", 1), ("发展", 2), ("改革", 3)]),
        ("数字ai平台", [("数字", 0), ("平台", 1)]),
        ("㐀㐀𠮷", [("㐀", 0), ("㐀", 1), ("𠮷", 2)]),
    ],
)
def test_cut(folded: str, placed: list[tuple[str, int]]) -> None:
    assert list(cut(folded)) == placed


def test_it_is_rjieba_that_cuts() -> None:
    import rjieba

    assert isinstance(segment.cutter().words.__self__, rjieba.Jieba)  # type: ignore[attr-defined]


def test_words_are_those_of_jiebas_search_mode() -> None:
    import jieba

    text = "人民代表大会常务委员会推动国际科技创新中心建设条例落实"
    assert [word for word, _place in cut(text)] == list(jieba.Tokenizer().cut_for_search(text))


@settings(deadline=None)  # two cutters are loaded by the first example
@given(st.text(CHARACTERS, max_size=60))
def test_any_chinese_is_cut_as_by_jieba(text: str) -> None:
    assert list(cut(text)) == list(as_jieba(text))


@pytest.mark.parametrize("path", sorted(FIXTURES.glob("*.txt")), ids=lambda path: path.name)
def test_the_samples_are_cut_as_by_jieba(path: Path) -> None:
    for line in path.read_text(encoding="utf-8").splitlines():
        assert list(cut(fold(line))) == list(as_jieba(fold(line)))


@pytest.mark.skipif("REPORT_CORPUS" not in os.environ, reason="REPORT_CORPUS is unset")
def test_reports_of_the_corpus_are_cut_as_by_jieba() -> None:
    paths = sorted(Path(os.environ["REPORT_CORPUS"]).glob("zh/**/*.md"))
    for path in islice(paths, 0, None, max(len(paths) // 25, 1)):
        for line in path.read_text(encoding="utf-8").splitlines():
            assert list(cut(fold(line))) == list(as_jieba(fold(line))), path.name


def test_the_dictionary_is_jiebas() -> None:
    import jieba

    knows = segment.cutter().knows
    with (Path(jieba.__file__).parent / "dict.txt").open(encoding="utf-8") as dictionary:
        assert all(knows(line.split(" ")[0]) for line in islice(dictionary, 0, None, 7))
    assert not any(reference().knows(word) or knows(word) for word in ("展经", "民代表大"))


def test_jieba_cuts_where_rjieba_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "rjieba", None)
    segment.cutter.cache_clear()
    inner.cache_clear()
    try:
        assert segment.cutter() is reference()
        assert list(cut("改革开放")) == [("改革", 0), ("开放", 0), ("改革开放", 0)]
    finally:
        segment.cutter.cache_clear()
        inner.cache_clear()


def test_importing_does_not_load_the_dictionary_or_say_anything() -> None:
    code = "import reports.text.segment, sys; assert not {'jieba', 'rjieba'} & {*sys.modules}; "
    code += "list(reports.text.segment.cut('改革'))"
    done = subprocess.run([sys.executable, "-W", "ignore", "-c", code], capture_output=True, text=True, check=True)
    assert (done.stdout, done.stderr) == ("", "")
