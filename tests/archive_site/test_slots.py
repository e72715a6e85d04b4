"""So much at once and no more: of all processes together, given back by whoever dies."""

from __future__ import annotations

import gc
import os
import signal
import stat
import threading
from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from archive_site import slots


@pytest.fixture(autouse=True)
def folder(settings: Settings, tmp_path: Path) -> Path:
    """Return a folder of its own for the locks."""
    settings.DATA_DIR = tmp_path
    return tmp_path


def take(who: str = "192.0.2.1", most: int = 2, of_one: int = 1, name: str = "exports") -> slots.Slot | None:
    return slots.take(name, who, most, of_one)


def test_visitor_has_so_many_and_all_together_so_many() -> None:
    held = [take("192.0.2.1"), take("192.0.2.1"), take("192.0.2.2"), take("192.0.2.3")]
    assert [slot is not None for slot in held] == [True, False, True, False]


def test_what_is_released_is_there_for_others() -> None:
    slot = take("192.0.2.1", most=1)
    assert slot is not None
    assert take("192.0.2.2", most=1) is None
    slot.release()
    slot.release()
    assert take("192.0.2.2", most=1) is not None


def test_what_nobody_knows_any_more_is_released() -> None:
    slot = take(most=1)
    assert slot is not None
    del slot
    gc.collect()
    assert take(most=1) is not None


def test_visitor_who_gets_none_of_all_keeps_none_of_their_own() -> None:
    first = take("192.0.2.1", most=1)
    assert take("192.0.2.2", most=1) is None
    assert first is not None
    first.release()
    assert take("192.0.2.2", most=1) is not None


def test_names_are_counted_apart() -> None:
    held = [take(name="exports", most=1), take(name="downloads", most=1)]
    assert all(held)


def test_no_limit_is_none(folder: Path) -> None:
    assert all(take(most=0) for _ in range(50))
    assert not slots.folder().exists()


def test_folder_that_can_t_be_used_holds_nobody_up(settings: Settings, folder: Path) -> None:
    settings.DATA_DIR = folder / "gone"
    assert all(take() for _ in range(5))
    slots.folder().parent.mkdir()
    slots.folder().touch()
    assert stat.S_ISREG(slots.folder().stat().st_mode)
    assert all(take() for _ in range(5))


def test_who_waits_gets_what_is_released_meanwhile(monkeypatch: pytest.MonkeyPatch) -> None:
    slot = take(most=1)
    assert slot is not None
    monkeypatch.setattr("archive_site.slots.time.sleep", lambda _seconds: slot.release())
    assert slots.take("exports", "192.0.2.2", 1, 1, patience=60) is not None


def test_only_so_many_wait() -> None:
    slot = take(most=1)
    assert slot is not None
    there = slots._lock("exports-waiting", 1)
    assert there is not None
    assert slots.take("exports", "192.0.2.2", 1, 1, patience=3600) is None, "told at once"


def test_threads_count_together() -> None:
    held: list[slots.Slot] = []
    start = threading.Barrier(8)

    def one(number: int) -> None:
        start.wait()
        if slot := take(f"192.0.2.{number}", most=3):
            held.append(slot)

    threads = [threading.Thread(target=one, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(held) == 3


def test_killed_process_gives_back_what_it_had() -> None:
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        try:
            held = take("192.0.2.9", most=1)
            os.write(writing, b"y" if held else b"n")
            signal.pause()
        finally:
            os._exit(1)
    assert os.read(reading, 1) == b"y"
    assert take("192.0.2.1", most=1) is None
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    os.close(reading)
    os.close(writing)
    assert take("192.0.2.1", most=1) is not None
