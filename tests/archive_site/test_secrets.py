from __future__ import annotations

import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest

from archive_site import secrets


def test_given_key_is_used_and_not_kept(tmp_path: Path) -> None:
    assert secrets.secret_key("given", tmp_path) == "given"
    assert list(tmp_path.iterdir()) == []


def test_made_key_is_kept(tmp_path: Path) -> None:
    key = secrets.secret_key("", tmp_path / "new")
    assert len(key) >= 50
    assert secrets.secret_key("", tmp_path / "new") == key


def test_kept_key_is_its_owners_only(tmp_path: Path) -> None:
    secrets.secret_key("", tmp_path)
    assert [stat.S_IMODE(path.stat().st_mode) for path in tmp_path.iterdir()] == [0o600]


def test_processes_that_start_together_agree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # Threads stand for processes: each takes a number of its own, and all have seen that there is no key yet.
    together = Barrier(4)
    numbers = iter(range(4))

    def number() -> int:
        together.wait(timeout=10)
        return next(numbers)

    monkeypatch.setattr("os.getpid", number)
    with ThreadPoolExecutor(4) as starts:
        keys = list(starts.map(lambda _: secrets.secret_key("", tmp_path), range(4)))
    assert len(set(keys)) == 1
    assert [path.name for path in tmp_path.iterdir()] == ["secret-key"]
