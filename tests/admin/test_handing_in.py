"""Archives and the two languages of a report, from the upload to what is stored."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django.fixtures import Settings

from reports import ingest
from reports.admin.telling import Understood
from reports.models import IngestJob, ParagraphPair, Report, SourceFile
from tests.admin.conftest import UPLOAD, HandIn, Settle, part
from tests.admin.test_opening import zipped
from tests.admin.test_pages import states, text

CHINESE = (
    "政府工作报告\n——2015年1月20日在杭州市第十二届人民代表大会第五次会议上\n市长 王某\n"
    "一、2014年工作回顾\n过去一年，全市生产总值增长8.2%，达到9201亿元。\n"
).encode()
# Doesn't say whose it is: alone it would be refused.
ENGLISH = b"I. Review of Work in 2014\nOver the past year, the city's GDP grew by 8.2 percent to 920.1 billion yuan.\n"
BOTH = {"2015.en.txt": ENGLISH, "2015.zh.txt": CHINESE}


def job(name: str) -> IngestJob:
    return IngestJob.objects.get(file_name=name)


def review_of(desk: Client, name: str) -> str:
    return " ".join(text(desk.get(reverse("admin:reports_review", args=[job(name).pk]))).split())


class TestArchives:
    def test_each_file_has_a_job_and_a_refusal_of_its_own(self, hand_in: HandIn, settle: Settle) -> None:
        page = text(hand_in({"r.zip": zipped({"one.txt": part(1), "in/two.txt": part(2), "note.txt": b"A note."})}))
        assert dict(IngestJob.objects.values_list("file_name", "state")) == {
            "r.zip/one.txt": "review",
            "r.zip/in/two.txt": "review",
            "r.zip/note.txt": "refused",
        }
        assert "2 files were understood." in page
        settle("publish", job("r.zip/one.txt"), job("r.zip/in/two.txt"))
        assert Report.objects.get().pairs.count() == 13
        assert set(SourceFile.objects.values_list("name", flat=True)) == {"one.txt", "two.txt"}

    def test_a_broken_one_is_one_refused_job(self, hand_in: HandIn) -> None:
        page = text(hand_in({"r.zip": zipped({"1.txt": part(1), "2.txt": part(2)})[:3000], "a.txt": part(1)}))
        assert "The archive is broken" in page
        assert dict(IngestJob.objects.values_list("file_name", "state")) == {"r.zip": "refused", "a.txt": "review"}

    def test_too_many_files_inside_have_a_page_and_nothing_is_taken(self, hand_in: HandIn, settings: Settings) -> None:
        settings.DATA_UPLOAD_MAX_NUMBER_FILES = 1
        response = hand_in({"r.zip": zipped({"1.txt": part(1), "2.txt": part(2)})})
        assert response.status_code == 413
        assert "There are more than 1 files. Hand in fewer files at a time" in text(response)
        assert not IngestJob.objects.exists()

    def test_one_file_inside_opens_its_review(self, hand_in: HandIn) -> None:
        response = hand_in({"r.zip": zipped({"one.txt": part(1)})})
        assert response.redirect_chain == [(reverse("admin:reports_review", args=[job("r.zip/one.txt").pk]), 302)]

    def test_the_folder_tells_the_jurisdiction(self, hand_in: HandIn) -> None:
        content = "---\ntitle: 2015年政府工作报告\n---\n各位代表：\n过去一年，成绩显著。\n".encode()
        hand_in({"r.zip": zipped({"浙江省/2015.md": content})})
        assert Understood.of(job("r.zip/浙江省/2015.md")).place == "浙江省"

    def test_a_fault_of_ours_in_opening_is_a_refusal(
        self, hand_in: HandIn, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
    ) -> None:
        def members(name: str, content: bytes) -> list[tuple[str, bytes]]:
            raise ZeroDivisionError

        monkeypatch.setattr(ingest, "members", members)
        assert "The fault is its own" in text(hand_in({"r.zip": b"x"}))
        assert "r.zip" in caplog.text


class TestTwoLanguages:
    def test_the_english_is_understood_beside_the_chinese(self, hand_in: HandIn, desk: Client) -> None:
        hand_in(BOTH)
        assert states() == ["review", "review"]
        found = Understood.of(job("2015.en.txt"))
        assert (found.place, found.year, found.chinese_job) == ("杭州市", "2015", job("2015.zh.txt").pk)
        assert Understood.of(job("2015.zh.txt")).chinese_job is None
        page = review_of(desk, "2015.en.txt")
        address = reverse("admin:reports_review", args=[job("2015.zh.txt").pk])
        assert f'Understood as the English of <a href="{address}">2015.zh.txt</a>.' in page
        assert "Settle that one first" in page

    def test_alone_the_english_is_refused(self, hand_in: HandIn) -> None:
        hand_in({"2015.en.txt": ENGLISH})
        assert states() == ["refused"]

    def test_settled_together_they_are_one_report(self, hand_in: HandIn, settle: Settle) -> None:
        hand_in({"r.zip": zipped(BOTH)})
        settle("publish")
        assert states() == ["done", "done"]
        assert [bool(pair.zh and pair.en) for pair in Report.objects.get().pairs.all()] == [True, True]

    def test_the_chinese_is_stored_first_whichever_job_is_older(self, hand_in: HandIn, settle: Settle) -> None:
        hand_in(BOTH)
        older, newer = job("2015.zh.txt"), job("2015.en.txt")
        # The English waited already when the Chinese was handed in once more.
        IngestJob.objects.filter(pk=older.pk).delete()
        older.pk = newer.pk + 1
        older.save(force_insert=True)
        newer.messages[0]["chinese_job"] = older.pk
        newer.save()
        page = text(settle("publish"))
        assert page.index("“2015.zh.txt”:") < page.index("“2015.en.txt”:")
        assert states() == ["done", "done"]

    def test_the_english_can_be_settled_after_the_chinese(self, hand_in: HandIn, settle: Settle, desk: Client) -> None:
        hand_in(BOTH)
        settle("publish", job("2015.zh.txt"))
        page = review_of(desk, "2015.en.txt")
        assert "Settle that one first" not in page
        assert "2 pairs get their missing side." in page
        assert page.count('data-state="filled"') == 2
        assert "过去一年，全市生产总值" in page, "each text is shown beside the one that it joins"
        settle("publish", job("2015.en.txt"))
        assert not ParagraphPair.objects.filter(en="").exists()

    def test_the_chosen_encoding_of_a_settled_chinese_is_remembered(self, hand_in: HandIn, settle: Settle) -> None:
        hand_in({"x.zh.txt": CHINESE.decode().encode("gb18030"), "x.en.txt": ENGLISH}, encoding="gb18030")
        settle("publish", job("x.zh.txt"))
        assert Understood.of(job("x.zh.txt")).chosen_encoding == "gb18030"
        settle("publish", job("x.en.txt"))
        assert states() == ["done", "done"]

    def test_read_in_another_encoding_it_keeps_its_chinese(self, hand_in: HandIn, desk: Client) -> None:
        hand_in(BOTH)
        desk.post(reverse("admin:reports_review", args=[job("2015.en.txt").pk]), {"encoding": "utf-8"})
        found = Understood.of(job("2015.en.txt"))
        assert (found.chosen_encoding, found.chinese_job) == ("utf-8", job("2015.zh.txt").pk)

    def test_a_chinese_that_was_there_already_is_kept_until_its_english_is_settled(
        self, hand_in: HandIn, settle: Settle
    ) -> None:
        hand_in({"old.txt": CHINESE})
        settle("publish")
        hand_in({"2015.zh.txt": CHINESE + b"\n", "2015.en.txt": ENGLISH})
        settle("publish", job("2015.zh.txt"))
        assert job("2015.zh.txt").state == "unchanged"
        settle("publish", job("2015.en.txt"))
        assert job("2015.en.txt").state == "done"
        assert not SourceFile.objects.filter(report=None).exists()

    def test_without_its_chinese_the_english_stands_alone(self, hand_in: HandIn, settle: Settle, desk: Client) -> None:
        hand_in(BOTH)
        settle("discard", job("2015.zh.txt"))
        assert not SourceFile.objects.filter(name="2015.zh.txt").exists()
        page = review_of(desk, "2015.en.txt")
        assert "Understood as the English of" not in page
        assert 'class="errornote"' in page

    def test_thrown_away_together_they_leave_nothing(self, hand_in: HandIn, settle: Settle) -> None:
        hand_in(BOTH)
        settle("discard")
        assert states() == ["discarded", "discarded"]
        assert not SourceFile.objects.exists()

    def test_a_refused_chinese_is_no_companion(self, hand_in: HandIn) -> None:
        hand_in({"2015.zh.txt": "牛奶\n面包\n".encode(), "2015.en.txt": ENGLISH})
        assert states() == ["refused", "refused"]


def test_the_file_field_names_all_formats(desk: Client) -> None:
    page = text(desk.get(UPLOAD))
    accept = page.split('accept="')[1].split('"')[0].split(",")
    assert set(accept) == ingest.SUFFIXES
