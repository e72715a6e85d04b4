"""Archives and the two languages of a report, from the upload's page to what is stored."""

from __future__ import annotations

from django.test import Client

from reports import ingest
from reports.intake import Understood
from reports.models import IngestJob, ParagraphPair, Report, SourceFile
from tests.admin.conftest import UPLOAD, HandIn, Settle, part
from tests.admin.test_pages import states, text
from tests.intake.conftest import job
from tests.intake.material import CHINESE, ENGLISH, zipped

BOTH = {"2015.en.txt": ENGLISH, "2015.zh.txt": CHINESE}


class TestArchives:
    def test_the_page_tells_of_the_archive_and_of_each_file_in_it(self, hand_in: HandIn, settle: Settle) -> None:
        page = text(hand_in({"r.zip": zipped({"one.txt": part(1), "in/two.txt": part(2), "note.txt": b"A note."})}))
        assert dict(IngestJob.objects.values_list("file_name", "state")) == {
            "r.zip": "done",
            "r.zip/one.txt": "review",
            "r.zip/in/two.txt": "review",
            "r.zip/note.txt": "refused",
        }
        assert "3 files were in it." in page
        settle("publish", job("r.zip/one.txt"), job("r.zip/in/two.txt"))
        assert Report.objects.get().pairs.count() == 13
        assert set(SourceFile.objects.filter(report__isnull=False).values_list("name", flat=True)) == {
            "one.txt",
            "two.txt",
        }

    def test_a_broken_one_is_one_refused_job(self, hand_in: HandIn) -> None:
        page = text(hand_in({"r.zip": zipped({"1.txt": part(1), "2.txt": part(2)})[:3000], "a.txt": part(1)}))
        assert "The archive is broken" in page
        assert dict(IngestJob.objects.values_list("file_name", "state")) == {"r.zip": "refused", "a.txt": "review"}


class TestTwoLanguages:
    def test_settled_together_they_are_one_report(self, hand_in: HandIn, settle: Settle) -> None:
        hand_in({"r.zip": zipped(BOTH)})
        settle("publish", *IngestJob.objects.filter(state="review"))
        assert states() == ["done", "done", "done"]
        assert [bool(pair.zh and pair.en) for pair in Report.objects.get().pairs.all()] == [True, True]

    def test_the_english_can_be_settled_after_the_chinese(self, hand_in: HandIn, settle: Settle) -> None:
        hand_in(BOTH)
        assert Understood.of(job("2015.en.txt")).place == "杭州市"
        settle("publish", job("2015.zh.txt"))
        settle("publish", job("2015.en.txt"))
        assert not ParagraphPair.objects.filter(en="").exists()

    def test_the_chosen_encoding_of_a_settled_chinese_is_remembered(self, hand_in: HandIn, settle: Settle) -> None:
        hand_in({"x.zh.txt": CHINESE.decode().encode("gb18030"), "x.en.txt": ENGLISH}, encoding="gb18030")
        settle("publish", job("x.zh.txt"))
        assert job("x.zh.txt").choices["encoding"] == "gb18030"
        settle("publish", job("x.en.txt"))
        assert states() == ["done", "done"]

    def test_a_chinese_that_was_there_already_serves_its_english(self, hand_in: HandIn, settle: Settle) -> None:
        hand_in({"old.txt": CHINESE})
        settle("publish")
        hand_in({"2015.zh.txt": CHINESE + b"\n", "2015.en.txt": ENGLISH})
        settle("publish", job("2015.zh.txt"))
        assert job("2015.zh.txt").state == "unchanged"
        settle("publish", job("2015.en.txt"))
        assert job("2015.en.txt").state == "done"
        assert not ParagraphPair.objects.filter(en="").exists()

    def test_thrown_away_together_they_can_be_taken_up_again(self, hand_in: HandIn, settle: Settle) -> None:
        hand_in(BOTH)
        settle("discard")
        assert states() == ["discarded", "discarded"]
        assert SourceFile.objects.count() == 2


def test_the_file_field_names_all_formats(desk: Client) -> None:
    page = text(desk.get(UPLOAD))
    accept = page.split('accept="')[1].split('"')[0].split(",")
    assert set(accept) == ingest.SUFFIXES
