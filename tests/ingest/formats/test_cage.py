from pathlib import Path
from types import ModuleType

import pytest

from reports.ingest.formats import cage


def program(tmp_path: Path, source: str) -> ModuleType:
    module = ModuleType("program")
    path = tmp_path / "program.py"
    path.write_text(source, encoding="utf-8")
    module.__file__ = str(path)
    return module


def test_what_a_program_prints_comes_back(tmp_path: Path) -> None:
    source = "import json, sys\njson.dump([sys.stdin.buffer.read().decode()], sys.stdout)"
    assert cage.run(program(tmp_path, source), "报告".encode()) == ["报告"]


@pytest.mark.parametrize(
    "source",
    ["raise ValueError('no')", "import os\nos.abort()", "bytearray(3 * 2**30)", "print('no JSON')"],
    ids=["error", "crash", "memory", "answer"],
)
def test_a_program_that_fails_harms_nobody(tmp_path: Path, source: str) -> None:
    with pytest.raises(cage.Broken):
        cage.run(program(tmp_path, source), b"")


def test_a_program_that_never_ends_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cage, "SECONDS", 0.5)
    with pytest.raises(cage.Broken):
        cage.run(program(tmp_path, "while True: pass"), b"")


def test_the_reason_of_a_failure_comes_back(tmp_path: Path) -> None:
    with pytest.raises(cage.Broken, match="asks for a password"):
        cage.run(program(tmp_path, "raise ValueError('asks for a password')"), b"")
