from __future__ import annotations

from django.contrib.auth.models import User

from reports import intake
from tests.intake.conftest import HandIn, RunQueue, job, states
from tests.intake.material import CHINESE, ENGLISH, zipped


def test_two_files_of_an_upload(hand_in: HandIn, run_queue: RunQueue) -> None:
    hand_in({"2015.en.txt": ENGLISH, "2015.zh.txt": CHINESE})
    run_queue()
    assert states() == {"2015.en.txt": "review", "2015.zh.txt": "review"}
    assert job("2015.en.txt").chinese == job("2015.zh.txt")
    assert job("2015.zh.txt").chinese is None


def test_in_one_archive(hand_in: HandIn, run_queue: RunQueue) -> None:
    hand_in({"r.zip": zipped({"2015.en.txt": ENGLISH, "2015.zh.txt": CHINESE})})
    run_queue()
    assert job("r.zip/2015.en.txt").chinese == job("r.zip/2015.zh.txt")
    assert job("r.zip/2015.en.txt").state == "review"


def test_between_two_archives(hand_in: HandIn, run_queue: RunQueue) -> None:
    hand_in({"r.en.zip": zipped({"2015.txt": ENGLISH}), "r.zh.zip": zipped({"2015.txt": CHINESE})})
    run_queue()
    assert job("r.en.zip/2015.txt").chinese == job("r.zh.zip/2015.txt")
    assert job("r.en.zip/2015.txt").state == "review"
    assert job("r.en.zip").chinese is None


def test_one_that_was_refused_alone_is_read_again_when_its_chinese_comes(hand_in: HandIn, run_queue: RunQueue) -> None:
    batch = hand_in({"2015.en.txt": ENGLISH})
    run_queue()
    assert states() == {"2015.en.txt": "refused"}
    hand_in({"2015.zh.txt": CHINESE}, batch=batch)
    run_queue()
    assert states() == {"2015.en.txt": "review", "2015.zh.txt": "review"}


def test_files_of_different_uploads_are_strangers(hand_in: HandIn, run_queue: RunQueue) -> None:
    hand_in({"2015.en.txt": ENGLISH})
    hand_in({"2015.zh.txt": CHINESE})
    run_queue()
    assert states() == {"2015.en.txt": "refused", "2015.zh.txt": "review"}


def test_a_name_that_two_files_have_is_no_companion(hand_in: HandIn, queued: None) -> None:
    batch = hand_in({"x.zh.txt": CHINESE, "x.en.txt": ENGLISH})
    assert job("x.en.txt").chinese is not None
    hand_in({"y.en.txt": ENGLISH + b"\n"}, batch=batch)
    hand_in({"y.zh.txt": CHINESE + b"\n"}, batch=batch)
    assert job("y.en.txt").chinese is not None
    hand_in({"z.zh.txt": CHINESE + b"\n\n"}, batch=batch)
    hand_in({"z.zh.txt": CHINESE + b"\n\n\n"}, batch=batch)
    hand_in({"z.en.txt": ENGLISH + b"\n\n"}, batch=batch)
    assert job("z.en.txt").chinese is None


def test_a_copy_of_a_chinese_that_waits_stands_for_it(hand_in: HandIn, run_queue: RunQueue) -> None:
    hand_in({"old.txt": CHINESE})
    hand_in({"2015.zh.txt": CHINESE, "2015.en.txt": ENGLISH})
    run_queue()
    assert states() == {"old.txt": "review", "2015.zh.txt": "unchanged", "2015.en.txt": "review"}
    assert job("2015.en.txt").chinese == job("old.txt")


def test_a_refused_chinese_is_no_companion(hand_in: HandIn, run_queue: RunQueue) -> None:
    hand_in({"2015.zh.txt": "牛奶\n面包\n".encode(), "2015.en.txt": ENGLISH})
    run_queue()
    assert states() == {"2015.zh.txt": "refused", "2015.en.txt": "refused"}


def test_when_the_chinese_is_put_right_the_english_is_read_again(
    hand_in: HandIn, run_queue: RunQueue, editor: User
) -> None:
    hand_in({"2015.zh.txt": CHINESE.decode().encode("gb18030"), "2015.en.txt": ENGLISH}, encoding="utf-8")
    run_queue()
    assert states() == {"2015.zh.txt": "refused", "2015.en.txt": "refused"}
    assert intake.choose(job("2015.zh.txt"), {"encoding": "gb18030"}, editor)
    run_queue()
    assert states() == {"2015.zh.txt": "review", "2015.en.txt": "review"}
