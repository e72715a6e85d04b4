"""A test run that leaks descriptors fails, and says which."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.descriptors import OPEN, fault, held


@pytest.mark.skipif(not OPEN.is_dir(), reason="no system tells what a process holds open")
def test_what_is_left_open_is_found_and_named(tmp_path: Path) -> None:
    before = held()
    files = [(tmp_path / f"segment-{number}").open("w") for number in range(20)]
    try:
        more = held() - before
        said = fault(held(), most=before.total() + 10)
    finally:
        for file in files:
            file.close()
    assert max(more.values()) == 20
    assert "20 of " in said
    assert "segment-…" in said


def test_what_a_run_needs_is_no_fault() -> None:
    assert not fault(held(), most=held().total() + 5)
