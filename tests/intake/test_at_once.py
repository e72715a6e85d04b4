"""People and workers who do something about the same files at the same moment."""

from __future__ import annotations

from collections import Counter
from functools import partial

import pytest
from django.contrib.auth.models import User
from django.core.files.base import ContentFile

from reports import intake
from reports.intake import queue
from reports.models import IngestJob, SourceFile
from tests.at_once import ROUNDS, at_once
from tests.intake.conftest import HandIn, RunQueue, job
from tests.intake.material import CHINESE, ENGLISH, parts, zipped

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("queued")]


def give(files: dict[str, bytes], by: User, batch: str = "") -> str:
    return intake.hand_in([ContentFile(content, name=name) for name, content in files.items()], by, batch=batch)


def test_the_same_file_twice_waits_once(editor: User, other: User) -> None:
    for name, content in parts(ROUNDS).items():
        # Its bytes are there already: whoever stores them doesn't wait for another who does.
        give({f"theirs, {name}": content}, other)
        results = at_once(*[partial(give, {name: content}, editor)] * 3)
        assert all(isinstance(one, str) for one in results), results
        assert Counter(IngestJob.objects.filter(file_name=name).values_list("state", flat=True)) == {
            "queued": 1,
            "unchanged": 2,
        }


def test_the_same_files_in_another_order_are_no_matter(editor: User, other: User) -> None:
    files = parts(20)
    backwards = dict(reversed(files.items()))
    results = at_once(lambda: give(files, editor), lambda: give(backwards, other))
    assert all(isinstance(one, str) for one in results), results
    assert SourceFile.objects.count() == 20
    for batch, names in zip(results, (files, backwards), strict=True):
        assert list(IngestJob.objects.filter(batch=batch).order_by("pk").values_list("file_name", flat=True)) == [
            *names
        ]


def test_two_languages_that_come_to_one_upload_apart_find_each_other(editor: User) -> None:
    for number in range(ROUNDS):
        year = f"{2001 + number}".encode()
        batch = give({"first.txt": b"x" + year}, editor)
        at_once(
            partial(give, {f"r{number}.zh.txt": CHINESE.replace(b"2015", year)}, editor, batch),
            partial(give, {f"r{number}.en.txt": ENGLISH.replace(b"2014", year)}, editor, batch),
        )
        assert job(f"r{number}.en.txt").chinese == job(f"r{number}.zh.txt")


def test_two_archives_that_are_opened_at_once_give_each_other_their_languages(editor: User) -> None:
    give({"r.zh.zip": zipped({"2015.txt": CHINESE}), "r.en.zip": zipped({"2015.txt": ENGLISH})}, editor)

    def opened(name: str) -> None:
        queue.WORKER.set(name)
        queue.read.call(job(name).pk)

    assert at_once(lambda: opened("r.zh.zip"), lambda: opened("r.en.zip")) == [None, None]
    assert job("r.en.zip/2015.txt").chinese == job("r.zh.zip/2015.txt")


def test_of_two_who_settle_a_file_one_has_it_taken_in(
    editor: User, other: User, hand_in: HandIn, run_queue: RunQueue
) -> None:
    hand_in(parts(ROUNDS))
    run_queue()
    second = User.objects.create_superuser("second")
    for waiting in IngestJob.objects.filter(state="review"):
        one, two = at_once(
            partial(intake.settle, [waiting], editor, "publish"),
            partial(intake.settle, [waiting], second, "draft"),
        )
        assert [len(one.taken) + len(two.taken), len(one.too_late) + len(two.too_late)] == [1, 1]
        waiting.refresh_from_db()
        assert waiting.choices["settled_by"] == (editor.pk if one.taken else second.pk)


def test_a_file_that_two_workers_read_is_read_by_one(hand_in: HandIn) -> None:
    hand_in(parts(ROUNDS))
    for waiting in IngestJob.objects.filter(state="queued"):

        def read(name: str, key: int = waiting.pk) -> None:
            queue.WORKER.set(name)
            queue.read.call(key)

        assert at_once(lambda: read("one"), lambda: read("two")) == [None, None]
        waiting.refresh_from_db()
        assert (waiting.state, waiting.worker) == ("review", "")
