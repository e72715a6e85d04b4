"""A few inputs for each reader; `make fuzz` tries ten thousand of each."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.fuzz.one import Trial, by_hypothesis
from tests.fuzz.rows import Row, table
from tests.fuzz.target import Target
from tests.fuzz.targets import TARGETS

INPUTS = 60
# A crash of these ends the process that they are kept in; here they would end the tests.
KEPT = {name for name, target in TARGETS.items() if target.about in {"pdf", "xlsx", "sheet"}}


@pytest.mark.parametrize("name", sorted(TARGETS.keys() - KEPT))
def test_reader_stands_what_it_is_given(name: str, tmp_path: Path) -> None:
    trial = Trial(TARGETS[name], TARGETS[name].make(), tmp_path)
    by_hypothesis(trial, INPUTS, seed=1)
    assert [path.read_text() for path in tmp_path.glob("*.txt")] == []
    assert trial.count >= INPUTS
    assert trial.worst < 10


def test_every_format_and_every_reader_of_ingest_is_fuzzed() -> None:
    formats = {path.stem for path in Path("reports/ingest/formats").glob("*.py")}
    # Not read by themselves: the door, parts of the readers above, and what starts a process.
    parts = {
        "__init__",
        "cage",
        "columns",
        "companions",
        "kinds",
        "xml_parts",
        "word_numbers",
        "plain",
        "workbook_rows",
    }
    parts |= {"pdf_pages", "pdf_layout"}
    assert {name.replace("_", "-") for name in formats - parts} - TARGETS.keys() == set()


def broken(data: bytes) -> object:
    raise KeyError(len(data))


def test_a_fault_is_kept_once_with_its_input(tmp_path: Path) -> None:
    trial = Trial(Target("broken", lambda: broken), broken, tmp_path)
    for data in (b"one", b"two"):
        trial(data)
    (kept,) = tmp_path.glob("*.input")
    assert kept.read_bytes() == b"one"
    assert "KeyError" in kept.with_suffix(".txt").read_text()


def test_the_table_tells_faults() -> None:
    row = Row("query", inputs=10_000, worst=0.25, megabytes=90, faults=("KeyError at reader.py:1",))
    assert not row.is_good
    assert "10,000" in table([row])
    assert "KeyError at reader.py:1" in table([row])
