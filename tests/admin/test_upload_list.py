"""The list of uploads: what its address may say, the encoding of all files of one, originals, and who works on them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import OperationalError
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation
from pytest_django import DjangoAssertNumQueries
from pytest_django.fixtures import Settings

from reports import intake
from reports.models import IngestJob, SourceFile, WorkerBeat
from tests.admin.conftest import UPLOAD, HandIn, Settle, part
from tests.admin.test_pages import text
from tests.intake.conftest import job
from tests.intake.material import zipped

pytestmark = pytest.mark.django_db

PROGRESS = f"{UPLOAD}progress/"
NOBODY = "No worker has told of itself"


def page_of(response: Any) -> str:
    return " ".join(text(response).split())


@pytest.mark.parametrize(
    "since",
    [
        "2026-02-31T00:00:00+00:00",
        "2026-01-01T00:00:00",
        "2026-01-01",
        "0001-01-01T00:00:00+00:00",
        "9999-12-31T23:59:59-10:00",
        "x",
        "9" * 40,
        "\0",
    ],
)
def test_a_moment_that_is_none_asks_for_all(hand_in: HandIn, desk: Client, since: str) -> None:
    hand_in({"part-1.txt": part(1)})
    response = desk.get(PROGRESS, {"since": since})
    assert response.status_code == 200
    assert "part-1.txt" in text(response)


class TestEncodingOfAll:
    def test_all_files_of_an_upload_are_read_in_it(self, hand_in: HandIn, desk: Client) -> None:
        hand_in({"part-1.txt": part(1), "part-2.txt": part(2)}, "big5")
        assert set(IngestJob.objects.values_list("state", flat=True)) == {"refused"}
        batch = job("part-1.txt").batch
        page = desk.get(UPLOAD)
        assert "Read all its texts in one encoding" in text(page)
        sent = {"upload": batch, "encoding": "", "batch": batch}
        response = desk.post(reverse("admin:reports_upload_encoding"), sent)
        assert response.headers["Location"] == f"{UPLOAD}?batch={batch}"
        assert set(IngestJob.objects.values_list("state", flat=True)) == {"review"}
        assert "No file of this upload would be read otherwise." in page_of(
            desk.post(reverse("admin:reports_upload_encoding"), sent, follow=True)
        )

    def test_page_that_was_open_meanwhile_tells_who_it_was(self, hand_in: HandIn, desk: Client) -> None:
        hand_in({"part-1.txt": part(1), "part-2.txt": part(2)})
        found = job("part-1.txt")
        dora = User.objects.create_superuser("Dora")
        intake.read_all_as(found.batch, "utf-8", dora)
        sent = {"verb": "draft", "stamp": intake.stamp(found)}
        page = desk.post(reverse("admin:reports_review", args=[found.pk]), sent, follow=True)
        assert "Dora has decided something about this file since you opened it." in page_of(page)
        assert job("part-1.txt").state == "review"

    @pytest.mark.parametrize("sent", [{"upload": "abc", "encoding": "rot13"}, {"encoding": "big5"}, {"upload": "a b"}])
    def test_nothing_else_is_known(self, desk: Client, sent: dict[str, str]) -> None:
        assert desk.post(reverse("admin:reports_upload_encoding"), sent).status_code == 400


class TestLater:
    @pytest.mark.parametrize("moment", ["0001-01-01T00:00", "2020-05-01T09:30"])
    def test_a_moment_that_has_passed_is_no_later(self, hand_in: HandIn, desk: Client, moment: str) -> None:
        hand_in({"part-1.txt": part(1)})
        found = job("part-1.txt")
        for address, sent in (
            (reverse("admin:reports_settle"), {"job": [found.pk]}),
            (reverse("admin:reports_review", args=[found.pk]), {}),
        ):
            response = desk.post(address, {"verb": "later", "publish_at": moment, **sent}, follow=True)
            assert "This moment has passed. Choose one to come" in page_of(response)
            assert job("part-1.txt").state == "review"

    def test_one_to_come_is(self, hand_in: HandIn, desk: Client) -> None:
        hand_in({"part-1.txt": part(1)})
        address = reverse("admin:reports_review", args=[job("part-1.txt").pk])
        desk.post(address, {"verb": "later", "publish_at": "9999-12-31T23:59"})
        assert job("part-1.txt").state == "done"


def test_the_bytes_of_an_archive_stay_downloadable_beside_its_files(hand_in: HandIn, desk: Client) -> None:
    packed = zipped({"a.txt": part(1), "b.txt": part(2)})
    page = text(hand_in({"r.zip": packed}))
    assert SourceFile.objects.count() == 3
    address = reverse("admin:reports_sourcefile_download", args=[job("r.zip").source_id])
    assert f'href="{address}"' in page
    response = desk.get(address)
    assert (b"".join(response) if response.streaming else response.content) == packed


class TestWhoWorks:
    @pytest.fixture
    def waits(self, hand_in: HandIn) -> None:
        hand_in({"part-1.txt": part(1)})
        IngestJob.objects.update(state="queued")

    def test_where_nobody_does_it_is_said(self, waits: None, desk: Client) -> None:
        assert NOBODY in page_of(desk.get(UPLOAD))
        WorkerBeat.objects.create(name="a", seen_at=timezone.now() - timedelta(minutes=2))
        assert NOBODY in page_of(desk.get(PROGRESS))

    def test_where_somebody_does_nothing_is(self, waits: None, desk: Client) -> None:
        WorkerBeat.objects.create(name="a")
        assert NOBODY not in page_of(desk.get(UPLOAD))

    def test_nor_where_there_is_nothing_to_do(self, hand_in: HandIn, desk: Client) -> None:
        hand_in({"part-1.txt": part(1)})
        assert NOBODY not in page_of(desk.get(UPLOAD))


class TestDatabaseFails:
    @pytest.fixture
    def full(self, monkeypatch: pytest.MonkeyPatch) -> None:
        def fails(*_given: Any, **_named: Any) -> Any:
            raise OperationalError("database or disk is full")

        for name in ("hand_in", "settle", "discard", "read_all_as"):
            monkeypatch.setattr(intake, name, fails)

    def test_who_hands_in_is_told_in_words(self, full: None, hand_in: HandIn) -> None:
        response = hand_in({"part-1.txt": part(1)})
        assert response.status_code == 503
        assert "its disk is full. Nothing was changed." in page_of(response)
        assert response.headers["Retry-After"]

    def test_so_is_the_script_that_sends(self, full: None, desk: Client) -> None:
        from django.core.files.uploadedfile import SimpleUploadedFile

        sent = {"file": [SimpleUploadedFile("a.txt", part(1))]}
        response = desk.post(UPLOAD, sent, headers={"X-Requested-With": "XMLHttpRequest"})
        assert response.status_code == 503
        assert "Nothing was changed." in response.json()["error"]

    def test_and_who_settles_on_each_page(
        self, hand_in: HandIn, desk: Client, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
    ) -> None:
        hand_in({"part-1.txt": part(1)})
        request.getfixturevalue("full")
        found = job("part-1.txt")
        for address, sent in (
            (reverse("admin:reports_settle"), {"verb": "draft", "job": [found.pk]}),
            (reverse("admin:reports_review", args=[found.pk]), {"verb": "draft"}),
            (reverse("admin:reports_upload_encoding"), {"upload": found.batch, "encoding": "big5"}),
        ):
            response = desk.post(address, sent)
            assert (response.status_code, "Nothing was changed." in page_of(response)) == (503, True)


def test_a_refusal_is_told_in_the_language_of_who_looks(hand_in: HandIn, desk: Client, settings: Settings) -> None:
    with translation.override("zh-hans"):
        desk.cookies[settings.LANGUAGE_COOKIE_NAME] = "zh-hans"
        hand_in({"empty.txt": b""})
    desk.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    assert "The file is empty." in page_of(desk.get(UPLOAD))
    desk.cookies[settings.LANGUAGE_COOKIE_NAME] = "zh-hant"
    assert "The file is empty." not in page_of(desk.get(UPLOAD))


class TestDoubts:
    def test_what_leaves_doubts_is_not_ticked_and_its_line_says_why(
        self, hand_in: HandIn, desk: Client, settle: Settle
    ) -> None:
        hand_in({"part-1.txt": part(1)})
        settle("publish")
        hand_in({"again-part-1.txt": part(1).replace("262家".encode(), "263家".encode())})
        page = desk.get(UPLOAD)
        said = "Part 1 of Beijing 2025: 6 paragraph pairs for beijing-2025 (Published). 5 already there, 1 differs."
        assert said in page_of(page)
        assert "checked" not in text(page)

    def test_damage_is_a_warning_and_not_ticked(self, hand_in: HandIn, desk: Client) -> None:
        hand_in({"twice.txt": part(2) + part(2), "part-1.txt": part(1)})
        page = desk.get(UPLOAD)
        assert "the text may be doubled" in page_of(page)
        assert " ".join(text(page).split()).count(" checked>") == 1

    def test_a_line_tells_what_holds_once_the_report_is_there(
        self, hand_in: HandIn, desk: Client, settle: Settle
    ) -> None:
        hand_in({"part-1.txt": part(1), "part-2.txt": part(2)})
        assert "Part 2 of Beijing 2025, a new report: 7 paragraph pairs. With 1 other of this upload." in page_of(
            desk.get(UPLOAD)
        )
        settle("publish", job("part-1.txt"))
        page = page_of(desk.get(UPLOAD))
        assert "Part 2 of Beijing 2025: 7 paragraph pairs for beijing-2025 (Published). The report was made" in page
        assert "other of this upload" not in page

    def test_queries_do_not_grow_with_the_files_that_wait(
        self, desk: Client, archivist: User, django_assert_max_num_queries: DjangoAssertNumQueries
    ) -> None:
        found = intake.Understood(place="北京市", year="2025", slug="beijing-2025", pairs=6).kept()
        IngestJob.objects.bulk_create(
            IngestJob(file_name=f"{at}.txt", batch=f"a{at % 10}", created_by=archivist, state="review", found=found)
            for at in range(200)
        )
        with django_assert_max_num_queries(15):
            page = text(desk.get(UPLOAD))
        assert page.count("With 19 others of this upload.") == 200
