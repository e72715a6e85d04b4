"""Chinese cut into words."""

from __future__ import annotations

import subprocess
import sys

import pytest

from reports.text.segment import _tokenizer, cut


@pytest.mark.parametrize(
    ("folded", "placed"),
    [
        ("", []),
        ("gdp 5.2%", []),
        ("改革开放", [("改革", 0), ("开放", 0), ("改革开放", 0)]),
        ("推动经济发展,改革", [("推动", 0), ("经济", 1), ("发展", 2), ("改革", 3)]),
        ("数字ai平台", [("数字", 0), ("平台", 1)]),
    ],
)
def test_cut(folded: str, placed: list[tuple[str, int]]) -> None:
    assert list(cut(folded)) == placed


def test_words_are_those_of_jiebas_search_mode() -> None:
    text = "人民代表大会常务委员会推动国际科技创新中心建设条例落实"
    assert [word for word, _place in cut(text)] == list(_tokenizer().cut_for_search(text))


def test_importing_does_not_load_the_dictionary_or_say_anything() -> None:
    code = "import reports.text.segment, sys; assert 'jieba' not in sys.modules; list(reports.text.segment.cut('改革'))"
    done = subprocess.run([sys.executable, "-W", "ignore", "-c", code], capture_output=True, text=True, check=True)
    assert (done.stdout, done.stderr) == ("", "")
