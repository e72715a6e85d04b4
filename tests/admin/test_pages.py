from __future__ import annotations

import html
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from pytest_django.fixtures import DjangoCaptureOnCommitCallbacks, Settings

from reports import ingest
from reports.models import IngestJob, ParagraphPair, Report, SourceFile
from tests.admin.conftest import UPLOAD, HandIn, Settle, part

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
    def test_one_file_opens_its_review(self, hand_in: HandIn) -> None:
        response = hand_in({"part-1.txt": part(1)})
        job = IngestJob.objects.get()
        assert response.redirect_chain == [(reverse("admin:reports_review", args=[job.pk]), 302)]
        assert "A new report, 北京市 2025 (beijing-2025), with 6 paragraph pairs." in text(response)

    def test_nothing_is_written_but_bytes_and_job(self, hand_in: HandIn) -> None:
        hand_in({"part-1.txt": part(1)})
        assert not Report.objects.exists()
        source = SourceFile.objects.get()
        assert bytes(source.content) == part(1)
        assert source.report is None
        assert states() == ["review"]

    def test_several_files_are_listed(self, hand_in: HandIn) -> None:
        page = text(hand_in({"part-1.txt": part(1), "part-2.txt": part(2)}))
        assert "北京市 2025: a new report with 6 paragraph pairs." in page
        assert "北京市 2025: a new report with 7 paragraph pairs." in page
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
        assert "1 file was refused." in page
        job = IngestJob.objects.get()
        assert job.state == "refused"
        assert job.messages[0]["remedy"] in page
        assert not SourceFile.objects.exists()

    def test_a_refusal_names_its_line(self, hand_in: HandIn) -> None:
        content = "第一行\n政府工作报告\n全文\n".encode()
        with pytest.raises(ingest.Refusal) as refusal:
            ingest.understand("x.txt", content)
        assert refusal.value.line is not None
        assert f"Line {refusal.value.line}: {refusal.value.reason}" in text(hand_in({"x.txt": content}))

    def test_one_bad_file_does_not_turn_the_others_away(self, hand_in: HandIn) -> None:
        page = text(hand_in({"empty.txt": b"", "part-1.txt": part(1), "photo.png": PHOTOGRAPH}))
        assert states() == ["refused", "review", "refused"]
        assert "1 file was understood." in page
        assert "2 files were refused." in page

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
        assert "40 files were settled: 80 paragraph pairs added." in page
        assert Report.objects.published().count() == 40

    def test_the_same_file_waits_once(self, hand_in: HandIn) -> None:
        hand_in({"one.txt": part(1)})
        page = text(hand_in({"other.txt": part(1), "part-2.txt": part(2)}))
        assert "“other.txt” is the same file, byte for byte, as “one.txt”" in page
        assert states() == ["review", "review"]

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


class TestReview:
    def test_shows_each_field_with_its_line(self, hand_in: HandIn) -> None:
        page = " ".join(text(hand_in({"part-1.txt": part(1)})).split())
        assert "Session in figures</th> <td > 16.3" in page.replace("<td >16.3", "<td > 16.3")
        assert "殷勇" in page
        assert "read in line 2" in page

    def test_shows_sections_and_pairs(self, hand_in: HandIn) -> None:
        response = hand_in({"part-1.txt": part(1)})
        page = text(response)
        assert page.count('<tr data-state="new"') == 6
        assert "一、2024年工作回顧" in page
        assert "I A Review of Our Work in 2024" in page

    def test_shows_what_was_cleaned(self, hand_in: HandIn) -> None:
        page = text(hand_in({"part-2.txt": part(2)}))
        assert "Copy-protection pinyin taken out" in page
        assert "統(tǒng)籌教育" in page
        assert "統籌教育" in page

    def test_markup_in_a_report_is_text(self, hand_in: HandIn, settle: Settle, desk: Client) -> None:
        response = hand_in({"script.txt": report_text(f"一、回顾\n{HOSTILE}")})
        assert b"<script>alert" not in response.content
        assert b"&lt;script&gt;alert" in response.content
        settle("publish")
        assert ParagraphPair.objects.filter(zh=HOSTILE).exists()
        pair = ParagraphPair.objects.get(zh=HOSTILE)
        for address in ("/admin/reports/paragraphpair/", f"/admin/reports/paragraphpair/{pair.pk}/change/"):
            assert b"<script>alert" not in desk.get(address).content

    def test_markup_in_a_name_is_text(self, hand_in: HandIn) -> None:
        response = hand_in({"<img src=x onerror=alert(1)>.txt": part(1), "b.txt": b""})
        assert b"<img src=x" not in response.content

    def test_tells_what_is_there_already(self, hand_in: HandIn, settle: Settle) -> None:
        hand_in({"part-1.txt": part(1)})
        settle("publish")
        assert "All 6 paragraph pairs are in 北京市 2025 already" in text(hand_in({"part-1.txt": part(1)}))
        page = text(hand_in({"part-2.txt": part(2)}))
        assert "A part of 北京市 2025 (beijing-2025): 7 new paragraph pairs, 0 there already." in page
        assert "Add to the report" in page

    def test_can_be_read_in_another_encoding(self, hand_in: HandIn, desk: Client) -> None:
        hand_in({"gb.txt": part(1).decode().encode("gb18030")})
        address = reverse("admin:reports_review", args=[IngestJob.objects.get().pk])
        refused = text(desk.post(address, {"encoding": "utf-8"}, follow=True))
        assert "The bytes here are not utf-8." in refused
        assert "北京市 2025" in refused, "what was understood before still stands"
        assert "as you chose" in text(desk.post(address, {"encoding": "gb18030"}, follow=True))

    def test_a_settled_job_has_no_review(self, hand_in: HandIn, settle: Settle, desk: Client) -> None:
        hand_in({"part-1.txt": part(1)})
        settle("discard")
        key = IngestJob.objects.get().pk
        response = desk.get(reverse("admin:reports_review", args=[key]))
        assert response.headers["Location"] == reverse("admin:reports_ingestjob_change", args=[key])

    def test_nothing_is_inline(self, hand_in: HandIn, desk: Client) -> None:
        response = hand_in({"part-2.txt": part(2)})
        for page in (response.content.decode(), desk.get(UPLOAD).content.decode()):
            assert " style=" not in page
            assert " onclick" not in page
            assert "<style" not in page
            assert "<script>" not in page


class TestSettling:
    def test_both_parts_make_one_published_report(self, hand_in: HandIn, settle: Settle, archivist: User) -> None:
        hand_in({"part-2.txt": part(2), "part-1.txt": part(1)})
        page = text(settle("publish"))
        report = Report.objects.get()
        assert (report.slug, report.is_published, report.pairs.count()) == ("beijing-2025", True, 13)
        assert "“part-1.txt”: 6 paragraph pairs added." in page
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

    def test_a_discarded_file_is_forgotten(self, hand_in: HandIn, settle: Settle) -> None:
        hand_in({"part-1.txt": part(1)})
        assert "“part-1.txt” was thrown away." in text(settle("discard"))
        assert states() == ["discarded"]
        assert not SourceFile.objects.exists()
        assert not Report.objects.exists()

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

    def test_the_same_part_in_the_other_script_leaves_no_orphan(self, hand_in: HandIn, settle: Settle) -> None:
        from reports.text.simplified import simplify

        hand_in({"part-1.txt": part(1)})
        settle("publish")
        hand_in({"simplified.txt": simplify(part(1).decode()).encode()})
        settle("publish", *IngestJob.objects.filter(state="review"))
        assert states() == ["done", "unchanged"]
        assert not SourceFile.objects.filter(report=None).exists()

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
        self, hand_in: HandIn, settle: Settle, desk: Client, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        hand_in({"part-1.txt": part(1)})

        def understand(name: str, content: bytes, **keywords: Any) -> ingest.Plan:
            raise ingest.Refusal(name, "Not any more.", "Mend it.", 3)

        monkeypatch.setattr(ingest, "understand", understand)
        job = IngestJob.objects.get()
        assert "Not any more. Mend it." in text(desk.get(reverse("admin:reports_review", args=[job.pk])))
        assert "Line 3: Not any more. Mend it." in text(settle("publish"))
        assert states() == ["refused"]
        assert not SourceFile.objects.exists()


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


def test_page_lists_only_the_latest_settled(desk: Client, archivist: User) -> None:
    IngestJob.objects.bulk_create(
        IngestJob(file_name=f"{number}.txt", state="discarded", created_by=archivist) for number in range(60)
    )
    assert text(desk.get(UPLOAD)).count('data-state="discarded"') == 50
