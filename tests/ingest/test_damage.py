"""Damage is planted in a sound text, one kind at a time; the sound text itself raises no doubt."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from reports import ingest
from reports.ingest import damage

FIXTURES = Path(__file__).resolve().parents[2] / "fixtures"
Pairs = list[tuple[str, str]]


def of_file(name: str) -> tuple[list[str], Pairs]:
    """Return the lines of a sample's header, and the pairs of its text."""
    lines = [line for line in (FIXTURES / name).read_text().splitlines() if line.strip()]
    begins = next(at for at, line in enumerate(lines) if line[:2] in {"一、", "二、"})
    body = lines[begins:]
    return lines[:begins], list(zip(body[::2], body[1::2], strict=True))


HEADER, FIRST = of_file("beijing-2025-part-1.txt")
SOUND: Pairs = [*FIRST, *of_file("beijing-2025-part-2.txt")[1]]


def text(pairs: Pairs) -> list[str]:
    return [*HEADER, *(line for pair in pairs for line in pair if line)]


def warnings(lines: list[str], name: str = "r.txt") -> str:
    return "\n".join(ingest.understand(name, "\n".join(lines).encode()).warnings)


def numbered(order: str) -> list[str]:
    paragraphs = [f"{number}、第{number}个方面\n{number}个方面的工作取得了新的进展和新的成效。" for number in order]
    return [HEADER[0], HEADER[1] + HEADER[2], *paragraphs]


def test_sound_text_raises_no_doubt() -> None:
    assert warnings(text(SOUND)) == ""


def test_whole_report_twice() -> None:
    found = warnings([*text(SOUND), *text(SOUND)])
    assert "12 paragraphs in a row stand there twice" in found
    assert f"A title stands in line {len(text(SOUND)) + 1} again" in found


def test_pages_twice() -> None:
    assert "3 paragraphs in a row stand there twice" in warnings(text([*SOUND, *SOUND[3:6]]))


def test_two_reports_in_one_file() -> None:
    assert "A title stands in line" in warnings(
        [*text(FIRST), "政府工作报告", *text(SOUND[len(FIRST) :])[len(HEADER) :]]
    )


@pytest.mark.parametrize(
    ("order", "said"),
    [
        ("一三二", "number 2 comes after number 3"),
        ("二一三", "number 1 comes after number 2"),
        ("一二三三", "number 3 comes after number 3"),
    ],
)
def test_headings_out_of_order(order: str, said: str) -> None:
    assert said in warnings(numbered(order))


@pytest.mark.parametrize("order", ["一二三", "一二三一二三四", "一二一二三三四", "二三四", "一三四"])
def test_lists_within_sections_are_in_order(order: str) -> None:
    assert "out of order" not in warnings(numbered(order))


def test_shuffled_lines() -> None:
    lines = text(SOUND)[len(HEADER) :]
    random.Random(5).shuffle(lines)
    assert "stand in one language alone, though the file has both" in warnings([*HEADER, *lines])


def test_one_language_alone_lacks_nothing() -> None:
    assert warnings(text([(zh, "") for zh, _en in SOUND])) == ""


def test_some_foreign_words_make_no_second_language() -> None:
    assert warnings([*text([(zh, "") for zh, _en in SOUND]), "APEC", "各方面工作都取得了新的进展和新的成效。"]) == ""


def test_one_language_that_slipped() -> None:
    """Two of the English texts became one, and a table has each of those behind beside the one above."""
    english = [en for _zh, en in SOUND]
    slipped = [*english[:3], f"{english[3]} {english[4]}", *english[5:]]
    cells = zip([zh for zh, _en in SOUND], [*slipped, ""], strict=True)
    rows = [*HEADER[:2], *(f'"{zh}","{en}"' for zh, en in cells)]
    rows[1] = f'"{HEADER[1]}{HEADER[2]}",""'
    assert "the English seems to have slipped against the Chinese" in warnings(['"中文","English"', *rows], "r.csv")


@pytest.mark.parametrize("side", ["zh", "en", "both"])
def test_text_that_is_cut_off(side: str) -> None:
    zh, en = SOUND[-1]
    zh, en = (zh[: len(zh) // 2] if side != "en" else zh), (en[: len(en) // 2] if side != "zh" else en)
    assert "ends in the middle of a sentence" in warnings(text([*SOUND[:-1], (zh, en)]))


def test_text_that_is_cut_off_between_the_languages() -> None:
    assert "stands in one language alone: the rest may be missing" in warnings(text([*SOUND[:-1], (SOUND[-1][0], "")]))


@pytest.mark.parametrize("last", ["附件2", "2025年1月14日", "- 2020政府工作报告（名词解释定稿）.docx"])
def test_what_stands_below_a_text_is_no_sentence(last: str) -> None:
    assert "middle of a sentence" not in warnings([*text([(zh, "") for zh, _en in SOUND]), last])


def test_slips_are_not_looked_for_in_what_is_far_larger_than_a_report(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(damage, "MOST_PAIRS", 3)
    monkeypatch.setattr(damage, "slips", lambda *_texts: pytest.fail("it would take minutes"))
    assert warnings(text(SOUND)) == ""
