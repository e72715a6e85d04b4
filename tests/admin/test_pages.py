from __future__ import annotations

import html
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Permission, User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries
from pytest_django.fixtures import DjangoCaptureOnCommitCallbacks, Settings

from reports import ingest, intake
from reports.models import IngestJob, Report, SourceFile
from tests.admin.conftest import UPLOAD, HandIn, Settle, part


def long_ago() -> datetime:
    return timezone.now() - timedelta(hours=1)


PHOTOGRAPH = b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 40
HOSTILE = "<script>alert('页')</script>推动经济高质量发展，提高人民生活水平 & <b>"


def text(response: Any) -> str:
    return str(html.unescape(response.content.decode()))


def report_text(body: str, date: str = "2019年1月14日") -> bytes:
    return f"政府工作报告\n——{date}在北京市第十五届人民代表大会第二次会议上\n北京市市长 陈某\n{body}\n".encode()


def states() -> list[str]:
    return list(IngestJob.objects.order_by("pk").values_list("state", flat=True))


class TestPermission:
    @pytest.mark.parametrize("address", [UPLOAD, "/admin/reports/ingestjob/1/review/"])
    def test_a_visitor_has_to_sign_in(self, client: Client, db: None, address: str) -> None:
        assert client.get(address).headers["Location"].startswith("/admin/login/")

    @pytest.mark.parametrize(
        ("method", "name", "arguments"),
        [("get", "upload", []), ("post", "upload", []), ("get", "review", [1]), ("post", "settle", [])],
    )
    def test_staff_without_the_permission_is_turned_away(
        self, client: Client, db: None, method: str, name: str, arguments: list[int]
    ) -> None:
        client.force_login(User.objects.create_user("looker", is_staff=True))
        response = getattr(client, method)(reverse(f"admin:reports_{name}", args=arguments))
        assert response.status_code == 403

    @pytest.mark.parametrize("name", ["upload", "settle"])
    def test_a_post_needs_a_token(self, archivist: User, name: str) -> None:
        client = Client(enforce_csrf_checks=True)
        client.force_login(archivist)
        response = client.post(reverse(f"admin:reports_{name}"), {"verb": "publish", "job": [1]})
        assert response.status_code == 403
        assert not IngestJob.objects.exists()

    def test_settling_is_not_a_get(self, desk: Client) -> None:
        assert desk.get(reverse("admin:reports_settle")).status_code == 405


class TestHandingIn:
    def test_an_upload_leads_to_its_files(self, hand_in: HandIn) -> None:
        response = hand_in({"part-1.txt": part(1)})
        job = IngestJob.objects.get()
        assert response.redirect_chain == [(f"{UPLOAD}?batch={job.batch}", 302)]
        assert reverse("admin:reports_review", args=[job.pk]) in text(response)

    def test_it_is_answered_before_anything_is_read(self, hand_in: HandIn, settings: Settings) -> None:
        settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
        page = text(hand_in({"part-1.txt": part(1), "part-2.txt": part(2)}))
        assert states() == ["queued", "queued"]
        assert page.count("Waits to be read.") == 2
        assert "0 of 2 files read" in page
        assert "hx-get" in page

    def test_nothing_is_written_but_bytes_and_job(self, hand_in: HandIn) -> None:
        hand_in({"part-1.txt": part(1)})
        assert not Report.objects.exists()
        source = SourceFile.objects.get()
        assert bytes(source.content) == part(1)
        assert source.report is None
        assert states() == ["review"]

    def test_several_files_are_listed(self, hand_in: HandIn) -> None:
        page = text(hand_in({"part-1.txt": part(1), "part-2.txt": part(2)}))
        assert "Part 1 of Beijing 2025, a new report: 6 paragraph pairs. With 1 other of this upload." in page
        assert "Part 2 of Beijing 2025, a new report: 7 paragraph pairs. With 1 other of this upload." in page
        assert states() == ["review", "review"]

    @pytest.mark.parametrize(
        ("name", "content", "said"),
        [
            ("empty.txt", b"", "The file is empty."),
            ("blank.txt", b" \n\n ", "The file is empty."),
            ("photo.txt", PHOTOGRAPH, "PNG"),
            ("noise.txt", bytes(range(256)) * 9, "not a text"),
            ("shopping.txt", "牛奶\n面包\n".encode(), "政府工作报告"),
        ],
    )
    def test_what_is_no_report_is_refused(self, hand_in: HandIn, name: str, content: bytes, said: str) -> None:
        page = text(hand_in({name: content}))
        assert name in page
        assert said in page
        job = IngestJob.objects.get()
        assert job.state == "refused"
        assert intake.Refused.of(job).remedy in page
        assert bytes(SourceFile.objects.get().content) == content

    def test_a_refusal_names_its_line(self, hand_in: HandIn) -> None:
        content = "第一行\n政府工作报告\n全文\n".encode()
        with pytest.raises(ingest.Refusal) as refusal:
            ingest.understand("x.txt", content)
        assert refusal.value.line is not None
        assert f"Line {refusal.value.line}: {refusal.value.reason}" in text(hand_in({"x.txt": content}))

    def test_one_bad_file_does_not_turn_the_others_away(self, hand_in: HandIn) -> None:
        page = " ".join(text(hand_in({"empty.txt": b"", "part-1.txt": part(1), "photo.png": PHOTOGRAPH})).split())
        assert states() == ["refused", "review", "refused"]
        assert "3 files · 1 waits for review · 2 refused" in page

    def test_too_large_a_file_is_refused_unread(self, hand_in: HandIn, settings: Settings) -> None:
        settings.MAX_SOURCE_BYTES = 10_000
        page = text(hand_in({"large.txt": report_text("国" * 20_000)}))
        assert "the limit is 9.8" in page
        assert "one report to a file" in page
        assert states() == ["refused"]

    def test_twenty_megabytes_are_refused(self, hand_in: HandIn, settings: Settings) -> None:
        settings.MAX_SOURCE_BYTES = 10 * 2**20
        page = text(hand_in({"large.txt": "政府工作报告\n".encode() * 1_100_000}))
        assert "The file has 19.9\xa0MB; the limit is 10.0\xa0MB." in page

    def test_too_large_an_upload_has_a_page(self, desk: Client, settings: Settings) -> None:
        settings.MAX_SOURCE_BYTES = 1000
        response = desk.post(UPLOAD, {"file": SimpleUploadedFile("a.txt", b"x" * 20_000)})
        assert response.status_code == 413
        assert "The files together are larger than 9.8" in text(response)
        assert "Hand in fewer files at a time" in text(response)
        assert not IngestJob.objects.exists()

    def test_too_many_files_have_a_page(self, desk: Client, settings: Settings) -> None:
        settings.DATA_UPLOAD_MAX_NUMBER_FILES = 3
        files = [SimpleUploadedFile(f"{number}.txt", b"x") for number in range(4)]
        response = desk.post(UPLOAD, {"file": files})
        assert response.status_code == 413
        assert "There are more than 3 files." in text(response)

    def test_no_file_is_said(self, desk: Client) -> None:
        response = desk.post(UPLOAD, {})
        assert response.status_code == 200
        assert "Choose one file at least" in text(response)

    @pytest.mark.parametrize(
        ("name", "kept"), [("../../etc/passwd.txt", "passwd.txt"), ("C:\\reports\\one.txt", "one.txt")]
    )
    def test_a_path_is_no_part_of_the_name(self, hand_in: HandIn, name: str, kept: str) -> None:
        hand_in({name: part(1)})
        assert IngestJob.objects.get().file_name == kept
        assert SourceFile.objects.get().name == kept

    @pytest.mark.parametrize("letter", ["a", "长"])
    def test_a_long_name_is_cut(self, hand_in: HandIn, settle: Settle, letter: str) -> None:
        hand_in({letter * 300 + ".txt": part(1)})
        assert IngestJob.objects.get().file_name.startswith(letter * 200)
        settle("publish")
        assert Report.objects.get().pairs.count() == 6

    def test_forty_files_at_once(self, hand_in: HandIn, settle: Settle) -> None:
        files = {f"{year}.txt": report_text("一、回顾\n发展。", f"{year}年1月14日") for year in range(1980, 2020)}
        page = text(hand_in(files))
        assert states() == ["review"] * 40
        assert page.count('name="job"') == 40
        page = text(settle("publish"))
        assert "40 files are being taken in." in page
        assert page.count("2 paragraph pairs added.") == 40
        assert Report.objects.published().count() == 40

    def test_the_same_file_waits_once(self, hand_in: HandIn) -> None:
        hand_in({"one.txt": part(1)})
        page = text(hand_in({"other.txt": part(1), "part-2.txt": part(2)}))
        assert "It is the same file, byte for byte, as “one.txt”, which waits already." in page
        assert states() == ["review", "unchanged", "review"]

    def test_an_encoding_is_found_out(self, hand_in: HandIn) -> None:
        hand_in({"gb.txt": part(1).decode().encode("gb18030")})
        assert SourceFile.objects.get().encoding == "gb18030"

    def test_an_encoding_can_be_named(self, hand_in: HandIn) -> None:
        page = text(hand_in({"gb.txt": part(1).decode().encode("gb18030")}, encoding="utf-8"))
        assert "Line 1: The bytes here are not utf-8." in page

    def test_a_fault_of_ours_spares_the_other_files(
        self, hand_in: HandIn, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
    ) -> None:
        whole = ingest.understand

        def understand(name: str, content: bytes, **keywords: Any) -> ingest.Plan:
            if name == "bad.txt":
                raise ZeroDivisionError
            return whole(name, content, **keywords)

        monkeypatch.setattr(ingest, "understand", understand)
        page = text(hand_in({"bad.txt": b"x", "part-1.txt": part(1)}))
        assert states() == ["refused", "review"]
        assert "The fault is its own and has been noted." in page
        assert "bad.txt" in caplog.text


class TestSettling:
    def test_both_parts_make_one_published_report(self, hand_in: HandIn, settle: Settle, archivist: User) -> None:
        hand_in({"part-2.txt": part(2), "part-1.txt": part(1)})
        page = text(settle("publish"))
        report = Report.objects.get()
        assert (report.slug, report.is_published, report.pairs.count()) == ("beijing-2025", True, 13)
        assert "6 paragraph pairs added." in page
        assert states() == ["done", "done"]
        assert list(report.sources.order_by("name").values_list("name", "uploaded_by")) == [
            ("part-1.txt", archivist.pk),
            ("part-2.txt", archivist.pk),
        ]

    def test_a_draft_is_not_published(self, hand_in: HandIn, settle: Settle) -> None:
        hand_in({"part-1.txt": part(1)})
        settle("draft")
        assert not Report.objects.get().is_published

    def test_the_search_is_told_after_the_commit(
        self,
        hand_in: HandIn,
        settle: Settle,
        catches_up: list[str],
        django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
    ) -> None:
        hand_in({"part-1.txt": part(1)})
        with django_capture_on_commit_callbacks(execute=False) as callbacks:
            settle("publish")
        assert catches_up == []
        assert len(callbacks) == 1
        callbacks[0]()
        assert catches_up == ["told"]

    def test_a_discarded_file_can_be_taken_up_again(self, hand_in: HandIn, settle: Settle, desk: Client) -> None:
        hand_in({"part-1.txt": part(1)})
        page = text(settle("discard"))
        assert "1 file was discarded. It can be taken up again below." in page
        assert states() == ["discarded"]
        assert not Report.objects.exists()
        key = IngestJob.objects.get().pk
        assert f'value="{key}"' in page
        page = text(desk.post(reverse("admin:reports_settle"), {"again": key}, follow=True))
        assert "“part-1.txt” is being read again." in page
        assert states() == ["review"]

    def test_discarding_a_copy_keeps_the_bytes_of_the_report(self, hand_in: HandIn, settle: Settle) -> None:
        hand_in({"part-1.txt": part(1)})
        settle("publish")
        hand_in({"part-1.txt": part(1)})
        settle("discard", *IngestJob.objects.filter(state="review"))
        assert SourceFile.objects.get().report == Report.objects.get()

    def test_what_is_there_already_changes_nothing(self, hand_in: HandIn, settle: Settle) -> None:
        hand_in({"part-1.txt": part(1)})
        settle("publish")
        changed_at = Report.objects.get().changed_at
        hand_in({"part-1.txt": part(1)})
        page = text(settle("publish", *IngestJob.objects.filter(state="review")))
        assert "All of it was there already." in page
        assert states() == ["done", "unchanged"]
        assert Report.objects.get().changed_at == changed_at

    def test_the_same_part_in_the_other_script_changes_nothing(self, hand_in: HandIn, settle: Settle) -> None:
        from reports.text.simplified import simplify

        hand_in({"part-1.txt": part(1)})
        settle("publish")
        hand_in({"simplified.txt": simplify(part(1).decode()).encode()})
        settle("publish", *IngestJob.objects.filter(state="review"))
        assert states() == ["done", "unchanged"]
        assert Report.objects.get().pairs.count() == 6

    def test_twice_is_once(self, hand_in: HandIn, settle: Settle) -> None:
        hand_in({"part-1.txt": part(1)})
        settle("publish")
        assert "“part-1.txt” had been settled already." in text(settle("publish"))
        assert "“part-1.txt” had been settled already." in text(settle("discard"))
        assert states() == ["done"]
        assert Report.objects.get().pairs.count() == 6

    def test_nothing_chosen_is_said(self, desk: Client) -> None:
        response = desk.post(reverse("admin:reports_settle"), {"verb": "publish"}, follow=True)
        assert "Choose one file at least." in text(response)

    @pytest.mark.parametrize("keys", [["x"], ["-1"], ["9" * 40], ["999"]])
    def test_odd_keys_are_harmless(self, desk: Client, keys: list[str]) -> None:
        response = desk.post(reverse("admin:reports_settle"), {"verb": "publish", "job": keys}, follow=True)
        assert response.status_code == 200

    def test_an_unknown_verb_is_a_bad_request(self, desk: Client) -> None:
        assert desk.post(reverse("admin:reports_settle"), {"verb": "burn", "job": [1]}).status_code == 400

    def test_a_file_that_is_understood_no_longer_is_refused(
        self, hand_in: HandIn, settle: Settle, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        hand_in({"part-1.txt": part(1)})

        def understand(name: str, content: bytes, **keywords: Any) -> ingest.Plan:
            raise ingest.Refusal(name, "Not any more.", "Mend it.", 3)

        monkeypatch.setattr(ingest, "understand", understand)
        assert "Line 3: Not any more. Mend it." in text(settle("publish"))
        assert states() == ["refused"]
        assert SourceFile.objects.exists()


def test_the_upload_page_tells_the_state_of_the_index(desk: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    from reports import search

    said = search.Status(state="broken", reports=0, pairs=0, detail="A file is missing.", built_at=None)
    monkeypatch.setattr(search, "status", lambda: said, raising=False)
    page = text(desk.get(UPLOAD))
    assert "The search index is broken" in page
    assert "A file is missing." in page


def test_a_published_report_is_found(hand_in: HandIn, settle: Settle) -> None:
    from reports import search

    hand_in({"part-1.txt": part(1), "part-2.txt": part(2)})
    settle("publish")
    assert search.find(search.Request(q="新质生产力")).total == 1
    Report.objects.all().delete()
    assert search.find(search.Request(q="新质生产力")).total == 0


class TestWatching:
    """The list of uploads, and what of it is sent while somebody watches."""

    PROGRESS = UPLOAD + "progress/"

    @pytest.fixture
    def waiting(self, archivist: User) -> list[IngestJob]:
        return IngestJob.objects.bulk_create(
            IngestJob(file_name=f"{number}.txt", batch="abc", created_by=archivist) for number in range(4)
        )

    def poll(self, desk: Client, page: str) -> str:
        address = page.split('hx-get="')[1].split('"', maxsplit=1)[0]
        return text(desk.get(address))

    def test_only_what_changed_is_sent(self, desk: Client, waiting: list[IngestJob]) -> None:
        IngestJob.objects.update(created_at=long_ago(), changed_at=long_ago())
        page = text(desk.get(UPLOAD))
        IngestJob.objects.filter(pk=waiting[1].pk).update(
            state="running", stage="header", progress=40, changed_at=timezone.now()
        )
        answer = self.poll(desk, page)
        assert answer.count('hx-swap-oob="true"') == 2, "the file, and the numbers of its upload"
        assert f'id="job-{waiting[1].pk}"' in answer
        assert 'value="40"' in answer
        assert "Reading the header" in answer

    def test_files_out_of_an_archive_come_with_their_upload(self, desk: Client, waiting: list[IngestJob]) -> None:
        IngestJob.objects.update(created_at=long_ago(), changed_at=long_ago())
        page = text(desk.get(UPLOAD))
        IngestJob.objects.create(file_name="new.txt", batch="abc", created_by=waiting[0].created_by)
        answer = self.poll(desk, page)
        assert 'id="upload-abc"' in answer
        assert answer.count('id="job-') == 5

    def test_it_ends_when_nothing_is_under_way(self, desk: Client, waiting: list[IngestJob]) -> None:
        page = text(desk.get(UPLOAD))
        IngestJob.objects.update(state="refused", changed_at=timezone.now())
        assert "hx-get" not in self.poll(desk, page)
        assert "hx-get" not in text(desk.get(UPLOAD))

    def test_it_is_said_at_each_quarter_alone(self, desk: Client, waiting: list[IngestJob]) -> None:
        page = text(desk.get(UPLOAD))
        assert 'id="upload-said"' not in self.poll(desk, page)
        IngestJob.objects.filter(pk=waiting[0].pk).update(state="review", changed_at=timezone.now())
        answer = self.poll(desk, page)
        assert "1 of 4 files read" in answer.split('id="upload-said"')[1]
        assert 'id="upload-said"' not in self.poll(desk, answer)

    def test_a_narrowed_list_is_loaded_anew_at_the_end(self, desk: Client, waiting: list[IngestJob]) -> None:
        address = text(desk.get(UPLOAD, {"show": "waiting"})).split('hx-get="')[1].split('"')[0]
        assert "HX-Refresh" not in desk.get(address).headers
        IngestJob.objects.update(state="refused", changed_at=timezone.now())
        assert desk.get(address).headers["HX-Refresh"] == "true"

    def test_a_contributor_watches_their_own(self, client: Client, waiting: list[IngestJob]) -> None:
        other = User.objects.create_user("other", is_staff=True)
        other.user_permissions.set(Permission.objects.filter(codename="hand_in_report"))
        client.force_login(other)
        assert "job-" not in text(client.get(self.PROGRESS, {"batch": "abc"}))
        assert "1.txt" not in text(client.get(UPLOAD))

    @pytest.mark.parametrize("query", ["since=x", "since=2026-01-01T00:00:00%2B00:00", "show=x&start=-1&batch=%00"])
    def test_odd_questions_are_harmless(self, desk: Client, waiting: list[IngestJob], query: str) -> None:
        assert desk.get(f"{self.PROGRESS}?{query}").status_code == 200

    def test_five_hundred_files_take_few_queries(
        self, desk: Client, archivist: User, django_assert_max_num_queries: DjangoAssertNumQueries
    ) -> None:
        IngestJob.objects.bulk_create(
            IngestJob(file_name=f"{number}.txt", batch="abc", created_by=archivist) for number in range(500)
        )
        with django_assert_max_num_queries(12) as asked:
            page = text(desk.get(UPLOAD))
        assert page.count('id="job-') == 500
        assert not any('"content"' in query["sql"] for query in asked.captured_queries)


class TestOtherForms:
    def test_two_files_are_two_languages(self, desk: Client) -> None:
        zh, en = (SimpleUploadedFile(f"{name}.txt", part(1)[:-number]) for name, number in (("a", 1), ("b", 2)))
        desk.post(UPLOAD, {"kind": "pair", "zh_file": zh, "en_file": en})
        chinese, english = IngestJob.objects.order_by("pk")
        assert english.chinese == chinese

    def test_a_text_can_be_pasted(self, desk: Client) -> None:
        page = text(desk.post(UPLOAD, {"kind": "text", "zh": part(1).decode(), "name": "Beijing"}, follow=True))
        assert "Beijing.txt" in page
        assert states() == ["review"]

    def test_no_text_is_said(self, desk: Client) -> None:
        page = text(desk.post(UPLOAD, {"kind": "text", "zh": " ", "en": ""}))
        assert "Paste some text into one of the boxes." in page
        assert not IngestJob.objects.exists()

    def test_another_kind_is_a_bad_request(self, desk: Client) -> None:
        assert desk.post(UPLOAD, {"kind": "x"}).status_code == 400

    def test_a_script_gets_an_address_or_a_reason(self, desk: Client) -> None:
        by_script = {"X-Requested-With": "XMLHttpRequest"}
        answer = desk.post(UPLOAD, {"file": SimpleUploadedFile("a.txt", part(1))}, headers=by_script).json()
        assert answer["address"] == f"{UPLOAD}?batch={answer['batch']}"
        refused = desk.post(UPLOAD, {}, headers=by_script)
        assert (refused.status_code, refused.json()["error"]) == (400, "Choose one file at least, or drop some here.")

    def test_a_folder_tells_the_jurisdiction(self, desk: Client) -> None:
        content = "---\ntitle: 2015年政府工作报告\n---\n各位代表：\n过去一年，成绩显著。\n".encode()
        path = "../../reports/./浙江省/2015.md"
        desk.post(UPLOAD, {"file": SimpleUploadedFile("2015.md", content), "path": path})
        job = IngestJob.objects.get()
        assert (job.file_name, job.found["place"]) == ("reports/浙江省/2015.md", "浙江省")


class TestContributors:
    @pytest.fixture
    def own_desk(self, client: Client, db: None) -> Client:
        user = User.objects.create_user("contributor", is_staff=True)
        user.user_permissions.set(Permission.objects.filter(codename="hand_in_report"))
        client.force_login(user)
        return client

    def test_they_are_offered_no_more_than_drafts(self, own_desk: Client) -> None:
        own_desk.post(UPLOAD, {"file": SimpleUploadedFile("a.txt", part(1))})
        page = text(own_desk.get(UPLOAD))
        assert 'value="draft"' in page
        assert 'value="publish"' not in page

    @pytest.mark.parametrize("verb", ["publish", "reviewed"])
    def test_what_is_not_offered_is_forbidden(self, own_desk: Client, verb: str) -> None:
        own_desk.post(UPLOAD, {"file": SimpleUploadedFile("a.txt", part(1))})
        key = IngestJob.objects.get().pk
        assert own_desk.post(reverse("admin:reports_settle"), {"verb": verb, "job": [key]}).status_code == 403
        assert states() == ["review"]

    def test_others_files_are_not_there_for_them(self, own_desk: Client, archivist: User) -> None:
        job = IngestJob.objects.create(file_name="a.txt", state="review", created_by=archivist)
        own_desk.post(reverse("admin:reports_settle"), {"verb": "discard", "job": [job.pk]})
        assert states() == ["review"]
        assert own_desk.get(reverse("admin:reports_review", args=[job.pk])).status_code == 404

    def test_nor_in_the_list_of_all_jobs(self, own_desk: Client, archivist: User, desk: Client) -> None:
        user = User.objects.get(username="contributor")
        user.user_permissions.add(Permission.objects.get(codename="view_ingestjob"))
        job = IngestJob.objects.create(file_name="secret.txt", state="review", created_by=archivist)
        changelist = reverse("admin:reports_ingestjob_changelist")
        assert "secret.txt" not in text(own_desk.get(changelist))
        address = reverse("admin:reports_ingestjob_change", args=[job.pk])
        assert "secret.txt" not in text(own_desk.get(address, follow=True)).replace(f"“{job.pk}”", "")
        assert "secret.txt" in text(desk.get(changelist))
