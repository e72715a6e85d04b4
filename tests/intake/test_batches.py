from __future__ import annotations

from datetime import timedelta

from django.contrib.auth.models import User
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from reports import intake
from reports.models import IngestJob, SourceFile
from tests.intake.conftest import HandIn, RunQueue, job
from tests.intake.material import part, parts


def rows(by: User, batch: str, count: int, state: str = "review") -> None:
    source, _made = SourceFile.objects.get_or_create(
        sha256="0" * 64, defaults={"name": "x", "size": 1, "content": b"x" * 10_000}
    )
    IngestJob.objects.bulk_create(
        IngestJob(file_name=f"{number}.txt", state=state, batch=batch, created_by=by, source=source)
        for number in range(count)
    )


def test_files_are_together_as_they_were_handed_in(hand_in: HandIn, editor: User, queued: None) -> None:
    first, second = hand_in(parts(11)), hand_in({"b.txt": part(20)})
    found = intake.uploads(editor).batches
    assert [batch.key for batch in found] == [second, first]
    assert [each.file_name for each in found[1].jobs] == [f"part-{number}.txt" for number in range(1, 12)]
    assert (found[1].total, found[1].unread, found[1].read, found[1].by) == (11, 11, 0, "editor")


def test_five_hundred_files_take_no_more_queries_than_one_and_no_bytes(
    editor: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    rows(editor, "a", 500)
    intake.jobs_for(editor)  # the permissions of a person are read once
    with django_assert_num_queries(2) as asked:
        (batch,) = intake.uploads(editor).batches
    assert len(batch.jobs) == 500
    assert not any("content" in query["sql"] for query in asked.captured_queries)


def test_a_contributor_sees_their_own(hand_in: HandIn, editor: User, contributor: User, queued: None) -> None:
    hand_in({"a.txt": part(1)})
    batch = hand_in({"b.txt": part(2)}, by=contributor)
    assert [found.key for found in intake.uploads(contributor).batches] == [batch]
    assert len(intake.uploads(editor).batches) == 2


def test_filters(hand_in: HandIn, editor: User, run_queue: RunQueue) -> None:
    batch = hand_in({"good.txt": part(1), "bad.txt": b"", "gone.txt": part(2)})
    run_queue()
    intake.discard([job("gone.txt")], editor)

    def shown(show: str) -> list[str]:
        return [each.file_name for each in intake.uploads(editor, show=show).batches[0].jobs]

    assert sorted(shown("all")) == ["bad.txt", "gone.txt", "good.txt"]
    assert shown("waiting") == ["good.txt"]
    assert shown("failed") == ["bad.txt"]
    whole = intake.uploads(editor, show="failed", batch=batch).batches[0]
    assert (whole.total, whole.waiting, whole.refused) == (3, 1, 1)


def test_an_upload_without_such_files_is_left_out(hand_in: HandIn, editor: User, run_queue: RunQueue) -> None:
    hand_in({"good.txt": part(1)})
    run_queue()
    assert intake.uploads(editor, show="failed").batches == []


def test_a_page_holds_whole_uploads_and_the_rest_are_earlier(editor: User) -> None:
    for batch in "abcd":
        rows(editor, batch, 140)
    first = intake.uploads(editor)
    assert [batch.key for batch in first.batches] == ["d", "c"]
    second = intake.uploads(editor, start=first.older or 0)
    assert [batch.key for batch in second.batches] == ["b", "a"]
    assert second.older is None


def test_since_a_moment_only_what_changed(editor: User) -> None:
    rows(editor, "a", 3)
    IngestJob.objects.update(changed_at=timezone.now() - timedelta(minutes=1))
    found = intake.uploads(editor)
    IngestJob.objects.filter(file_name="1.txt").update(changed_at=timezone.now())
    (batch,) = intake.uploads(editor, since=found.moment).batches
    assert [each.file_name for each in batch.jobs] == ["1.txt"]
    assert batch.total == 3


def test_what_commands_took_in_is_not_among_uploads(editor: User) -> None:
    rows(editor, "", 2, "done")
    assert intake.uploads(editor).batches == []
    rows(editor, "", 1)
    assert [batch.total for batch in intake.uploads(editor).batches] == [1]
