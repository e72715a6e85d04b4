from pathlib import Path

from reports import ingest

FIXTURES = Path(__file__).parents[2] / "fixtures"


def test_lines_stand_beside_what_was_kept_of_them() -> None:
    content = (FIXTURES / "beijing-2025-part-2.txt").read_bytes()
    lines = {line.number: line for line in ingest.compare("part-2.txt", content)}
    assert lines[2].raw == lines[2].kept
    assert not lines[2].changed
    assert "統(tǒng)籌" in lines[11].raw
    assert "統籌" in lines[11].kept
    assert lines[11].steps == ("copy-protection",)


def test_a_line_that_was_left_out_is_shown_empty() -> None:
    (line, _kept) = ingest.compare("a.txt", "我在听，请说话(10s)\n政府工作报告".encode())
    assert (line.kept, line.steps) == ("", ("portal",))
