"""The page on which a waiting file is looked at, corrected and settled."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.contrib.auth.models import Group, User
from django.test import Client
from django.urls import reverse

from reports import intake, revisions
from reports.models import AuditEntry, IngestJob, ParagraphPair, Report, Revision, SourceFile
from reports.revisions import Act, State
from tests.admin.conftest import HandIn, Settle, part
from tests.admin.test_pages import HOSTILE, report_text, text

pytestmark = pytest.mark.django_db

BODY = "各位代表：\n一、2018年工作回顾\n我们坚持以科技创新引领现代化产业体系建设，全年新增高新技术企业一千二百家，总数达到八千家。\n"
OTHER = BODY.replace("八千家", "九千家")
NOWHERE = f"政府工作报告\n{BODY}".encode()
LATER = "2031-01-02T09:30"


def page_of(response: Any) -> str:
    return " ".join(text(response).split())


def newest() -> IngestJob:
    return IngestJob.objects.order_by("-pk")[0]


def address(job: IngestJob | None = None) -> str:
    return reverse("admin:reports_review", args=[(job or newest()).pk])


def seen_header(response: Any) -> str:
    return json.dumps({field.name: field.value for field in response.context["fields"]})


@pytest.fixture
def look_at(hand_in: HandIn, desk: Client) -> HandIn:
    """Return a function that uploads a file and returns its page, whatever became of it."""

    def upload(files: dict[str, bytes]) -> Any:
        hand_in(files)
        return desk.get(address())

    return upload


@pytest.fixture
def contributor(db: None) -> Client:
    user = User.objects.create_user("contributor", password="x", is_staff=True)
    user.groups.add(Group.objects.get(name="Contributors"))
    client = Client()
    client.force_login(user)
    return client


class TestHeader:
    def test_each_field_tells_the_line_that_it_was_read_in_and_leads_there(self, look_at: HandIn) -> None:
        page = page_of(look_at({"part-1.txt": part(1)}))
        assert 'value="16.3"' in page
        assert '<a href="#line-2">read in line 2</a>' in page
        assert 'id="line-2"' in page
        assert "Speaker, Chinese · Office, Chinese" in page

    def test_a_field_that_no_line_tells_is_missing_in_words(self, look_at: HandIn) -> None:
        response = look_at({"a.txt": report_text(BODY)})
        field = next(field for field in response.context["fields"] if field.name == "speaker_en")
        assert (field.how, field.said) == ("missing", "missing")

    def test_what_a_person_enters_holds_and_is_marked(self, look_at: HandIn, desk: Client) -> None:
        response = look_at({"a.txt": report_text(BODY)})
        sent = {
            "verb": "header",
            "seen": seen_header(response),
            "h-speaker_zh": "陈大某",
            "h-speaker_en": "Chen Moumou",
        }
        page = page_of(desk.post(address(), sent, follow=True))
        assert newest().choices["header"] == {"speaker_zh": "陈大某", "speaker_en": "Chen Moumou"}
        assert page.count("entered by a person") == 2
        assert "the file says 陈某" in page
        assert AuditEntry.objects.get(action="choose").facts["what"] == ["speaker_en", "speaker_zh"]

    def test_it_is_taken_in_with_how_it_is_known(self, look_at: HandIn, desk: Client) -> None:
        response = look_at({"a.txt": report_text(BODY)})
        desk.post(address(), {"verb": "header", "seen": seen_header(response), "h-speaker_en": "Chen Moumou"})
        desk.post(address(), {"verb": "draft"})
        report = Report.objects.get()
        assert report.speaker_en == "Chen Moumou"
        assert report.header_evidence["speaker_en"]["how"] == "given"
        assert report.header_evidence["speaker_zh"]["how"] == "read"
        assert report.header_evidence["speaker_zh"]["line"] == 3

    def test_a_field_is_reset_to_what_was_read(self, look_at: HandIn, desk: Client) -> None:
        response = look_at({"a.txt": report_text(BODY)})
        desk.post(address(), {"verb": "header", "seen": seen_header(response), "h-speaker_zh": "王某"})
        response = desk.get(address())
        sent = {"verb": "header", "seen": seen_header(response), "h-speaker_zh": "王某", "reset": "speaker_zh"}
        desk.post(address(), sent)
        assert "header" not in newest().choices
        assert 'value="陈某"' in page_of(desk.get(address()))

    def test_a_field_can_be_emptied(self, look_at: HandIn, desk: Client) -> None:
        response = look_at({"a.txt": report_text(BODY)})
        desk.post(address(), {"verb": "header", "seen": seen_header(response), "h-office_zh": ""})
        assert newest().choices["header"] == {"office_zh": ""}
        desk.post(address(), {"verb": "draft"})
        assert Report.objects.get().office_zh == ""

    @pytest.mark.parametrize(
        ("field", "value", "said"),
        [
            ("delivered_on", "14.1.2019", "is no date such as"),
            ("year", "20190", "is no year from"),
            ("year", "2015", "can't be that of"),
            ("place", "Narnia", "is no jurisdiction"),
            ("session_key", "third", "is no session such as"),
        ],
    )
    def test_what_cannot_be_is_said_at_the_field_and_kept_in_it(
        self, look_at: HandIn, desk: Client, field: str, value: str, said: str
    ) -> None:
        response = look_at({"a.txt": report_text(BODY)})
        again = desk.post(address(), {"verb": "header", "seen": seen_header(response), f"h-{field}": value})
        page = page_of(again)
        assert said in page
        assert f'value="{value}"' in page
        assert "header" not in newest().choices

    def test_a_code_is_a_jurisdiction_as_good_as_a_name(self, look_at: HandIn, desk: Client) -> None:
        response = look_at({"a.txt": report_text(BODY)})
        desk.post(address(), {"verb": "header", "seen": seen_header(response), "h-place": "tianjin"})
        assert newest().choices["header"] == {"place": "天津市"}
        assert intake.Understood.of(newest()).slug == "tianjin-2019"

    def test_what_two_persons_enter_in_two_fields_is_both_kept(self, look_at: HandIn, desk: Client) -> None:
        seen = seen_header(look_at({"a.txt": report_text(BODY)}))
        desk.post(address(), {"verb": "header", "seen": seen, "h-speaker_en": "Chen Mou"})
        desk.post(address(), {"verb": "header", "seen": seen, "h-office_en": "Mayor"})
        assert newest().choices["header"] == {"speaker_en": "Chen Mou", "office_en": "Mayor"}

    def test_the_later_of_two_is_told_what_the_other_entered(
        self, look_at: HandIn, desk: Client, django_user_model: type[User]
    ) -> None:
        seen = seen_header(look_at({"a.txt": report_text(BODY)}))
        other = Client()
        other.force_login(django_user_model.objects.create_superuser("other"))
        other.post(address(), {"verb": "header", "seen": seen, "h-speaker_en": "Chen Mou"})
        again = desk.post(address(), {"verb": "header", "seen": seen, "h-speaker_en": "Chen X"})
        page = page_of(again)
        assert newest().choices["header"] == {"speaker_en": "Chen Mou"}
        assert "other has entered other values" in page
        assert "entered by somebody else: Chen Mou" in page
        assert 'value="Chen X"' in page
        told = json.loads(again.context["seen_header"])
        desk.post(address(), {"verb": "header", "seen": json.dumps(told), "h-speaker_en": "Chen X"})
        assert newest().choices["header"] == {"speaker_en": "Chen X"}


class TestRefused:
    def test_tells_file_line_reason_remedy_and_the_lines_around(self, look_at: HandIn) -> None:
        page = page_of(look_at({"nowhere.txt": NOWHERE}))
        assert "No line says whose report this is." in page
        assert "enter the jurisdiction on the page of the review" in page
        assert 'class="review-blamed"' in page
        assert "2018年工作回顾" in page

    def test_what_is_missing_can_be_filled_in_and_the_file_is_taken(self, look_at: HandIn, desk: Client) -> None:
        look_at({"nowhere.txt": NOWHERE})
        assert newest().state == "refused"
        desk.post(address(), {"verb": "header", "seen": "{}", "h-place": "北京市", "h-year": "2019"})
        assert newest().state == "review"
        desk.post(address(), {"verb": "publish"})
        assert Report.objects.get().slug == "beijing-2019"

    def test_a_file_without_a_title_is_taken_with_one(self, look_at: HandIn, desk: Client) -> None:
        look_at({"untitled.txt": BODY.encode()})
        sent = {"h-title_zh": "政府工作报告", "h-place": "北京市", "h-year": "2019"}
        desk.post(address(), {"verb": "header", "seen": "{}", **sent})
        assert newest().state == "review"

    def test_another_encoding_may_do(self, look_at: HandIn, desk: Client) -> None:
        look_at({"a.txt": report_text(BODY).decode().encode("gb18030")})
        desk.post(address(), {"verb": "encoding", "encoding": "utf-8"})
        assert newest().state == "refused"
        page = page_of(desk.get(address()))
        assert "The bytes here are not utf-8." in page
        assert "does not fit: the bytes of line 1 are not in it" in page
        desk.post(address(), {"verb": "encoding", "encoding": "gb18030"})
        assert newest().state == "review"
        assert "as a person chose" in page_of(desk.get(address()))

    def test_an_empty_file_has_a_page_too(self, look_at: HandIn, desk: Client) -> None:
        assert "The file is empty." in page_of(look_at({"a.txt": b" "}))

    def test_an_archive_is_refused_on_its_page_as_in_the_list(self, look_at: HandIn) -> None:
        page = page_of(look_at({"reports.zip": b"PK\x03\x04 and nothing that was packed"}))
        assert "The archive is broken: it can't be unpacked." in page
        assert "Pack it again, or hand in the files that are in it." in page

    def test_markup_in_a_refused_file_is_text(self, look_at: HandIn) -> None:
        response = look_at({"a.txt": f"政府工作报告\n{HOSTILE}\n{BODY}".encode()})
        assert b"<script>alert" not in response.content
        assert b"&lt;script&gt;alert" in response.content


class TestPairs:
    def test_shows_sections_and_pairs(self, look_at: HandIn) -> None:
        page = text(look_at({"part-1.txt": part(1)}))
        assert page.count('data-state="new"') == 6
        assert "一、2024年工作回顧" in page

    def test_no_more_than_a_page_of_them(self, look_at: HandIn, desk: Client) -> None:
        body = "\n".join(f"第{number}项工作取得新的进展，全市完成投资{number}亿元。" for number in range(60))
        response = look_at({"a.txt": report_text(body)})
        assert len(response.context["pairs"].page) == 25
        assert "Page 1 of 3" in page_of(response)
        last = desk.get(address() + "?page=3")
        assert len(last.context["pairs"].page) == 10

    @pytest.mark.parametrize("query", ["?page=99", "?page=x", "?show=nothing&sort=nothing", "?page=-1"])
    def test_nonsense_in_the_address_is_no_error(self, look_at: HandIn, desk: Client, query: str) -> None:
        look_at({"a.txt": report_text(BODY)})
        assert desk.get(address() + query).status_code == 200

    def test_those_with_one_language_alone_can_be_asked_for(self, look_at: HandIn, desk: Client) -> None:
        look_at({"part-1.txt": part(1) + "只有中文的一段。\n".encode()})
        rows = desk.get(address() + "?show=single").context["pairs"].page
        assert [row.zh for row in rows] == ["只有中文的一段。"]

    def test_the_least_sure_come_first_where_asked(self, look_at: HandIn, desk: Client) -> None:
        look_at({"part-1.txt": part(1)})
        rows = desk.get(address() + "?sort=confidence").context["pairs"].page
        sure = [row.pair.confidence for row in rows]
        assert sure == sorted(sure)


class TestDifferences:
    def test_what_it_brings_is_said_as_counts(self, look_at: HandIn, settle: Settle) -> None:
        look_at({"part-1.txt": part(1)})
        settle("publish")
        page = page_of(look_at({"part-2.txt": part(2)}))
        assert "Part 2 of Beijing 2025" in page
        assert "7 pairs new" in page
        assert "Add to the published report" in page

    def test_the_very_file_again_is_said_to_be_there(self, look_at: HandIn, settle: Settle) -> None:
        look_at({"part-1.txt": part(1)})
        settle("publish")
        page = page_of(look_at({"part-1.txt": part(1)}))
        assert "byte for byte" in page

    def test_a_difference_is_shown_word_by_word(self, look_at: HandIn, settle: Settle) -> None:
        look_at({"a.txt": report_text(BODY)})
        settle("publish")
        page = page_of(look_at({"b.txt": report_text(OTHER)}))
        assert "总数达到<del>八</del>千家" in page
        assert "总数达到<ins>九</ins>千家" in page

    def test_the_chosen_version_is_shown_and_the_other_kept(
        self, look_at: HandIn, settle: Settle, desk: Client
    ) -> None:
        look_at({"a.txt": report_text(BODY)})
        settle("publish")
        pair = ParagraphPair.objects.get(zh__contains="八千家")
        response = look_at({"b.txt": report_text(OTHER)})
        seen = response.context["seen_choices"]
        desk.post(address(), {"verb": "choices", "seen": seen, f"v-{pair.pk}": "new"})
        assert newest().choices["versions"] == {str(pair.pk): "new"}
        desk.post(address(), {"verb": "publish"})
        pair.refresh_from_db()
        assert "九千家" in pair.zh
        assert "八千家" in pair.variants.get().zh

    def test_one_version_is_chosen_for_all_at_once(self, look_at: HandIn, settle: Settle, desk: Client) -> None:
        more = "足额发放养老金，更加注重民生保障和改善，新建养老家庭照护床位二千张。\n"
        look_at({"a.txt": report_text(BODY + more)})
        settle("publish")
        response = look_at({"b.txt": report_text(OTHER + more.replace("二千", "三千"))})
        assert "Show this file's in all of them" in page_of(response)
        seen = response.context["seen_choices"]
        keys = {str(one.key) for one in response.context["review"].differences}
        desk.post(address(), {"verb": "choices", "seen": seen, "all": "new"})
        assert newest().choices["versions"] == dict.fromkeys(keys, "new")
        assert len(keys) == 2

    def test_a_field_of_the_header_is_chosen_likewise(self, look_at: HandIn, settle: Settle, desk: Client) -> None:
        look_at({"a.txt": report_text(BODY)})
        settle("publish")
        response = look_at({"b.txt": report_text(OTHER).replace("陈某".encode(), "陈大某".encode())})
        assert "as the report has it" in page_of(response)
        desk.post(address(), {"verb": "choices", "seen": response.context["seen_choices"], "f-speaker_zh": "new"})
        desk.post(address(), {"verb": "publish"})
        assert Report.objects.get().speaker_zh == "陈大某"

    def test_a_pair_that_a_person_corrected_stays_unless_another_is_chosen(
        self, look_at: HandIn, settle: Settle, archivist: User
    ) -> None:
        look_at({"a.txt": report_text(BODY.replace("。", "?,。"))})
        settle("publish")
        report = Report.objects.get()
        state = revisions.read(report)
        mended = [line if "八千家" not in line.zh else _with(line, "改正：" + line.zh) for line in state.lines]
        revisions.change(report, State(state.header, tuple(mended)), Act(Revision.Kind.TEXT, archivist))
        response = look_at({"b.txt": report_text(BODY)})
        assert [one.shown for one in response.context["review"].differences] == ["there"]

    def test_the_later_of_two_keeps_what_the_first_chose(
        self, look_at: HandIn, settle: Settle, desk: Client, archivist: User
    ) -> None:
        look_at({"a.txt": report_text(BODY)})
        settle("publish")
        pair = ParagraphPair.objects.get(zh__contains="八千家")
        response = look_at({"b.txt": report_text(OTHER)})
        seen = response.context["seen_choices"]
        desk.post(address(), {"verb": "choices", "seen": seen, f"v-{pair.pk}": "new"})
        desk.post(address(), {"verb": "choices", "seen": seen, f"v-{pair.pk}": "there"})
        assert newest().choices["versions"] == {str(pair.pk): "new"}


def _with(line: revisions.Line, zh: str) -> revisions.Line:
    from dataclasses import replace

    return replace(line, zh=zh)


class TestReplacing:
    def test_what_it_would_do_is_said_and_then_done(self, look_at: HandIn, settle: Settle, desk: Client) -> None:
        look_at({"old.txt": report_text(BODY + "这一段在新的文件里是没有的。\n")})
        settle("publish")
        old = SourceFile.objects.get()
        response = look_at({"new.txt": report_text(OTHER)})
        assert "It replaces old.txt" in page_of(response)
        assert "Add to the published report" in page_of(response)
        desk.post(address(), {"verb": "choices", "seen": response.context["seen_choices"], "replaces": str(old.pk)})
        page = page_of(desk.get(address()))
        assert "1 pair changes" in page
        assert "1 pair goes: the file lacks it" in page
        assert "Replace it in the published report" in page
        assert "Add to the published report" not in page
        assert ParagraphPair.objects.filter(zh__contains="新的文件里是没有").exists()
        desk.post(address(), {"verb": "publish"})
        assert not ParagraphPair.objects.filter(zh__contains="新的文件里是没有").exists()
        assert Report.objects.get().revisions.filter(kind=Revision.Kind.REPLACED).count() == 1
        old.refresh_from_db()
        assert old.replaced_by == SourceFile.objects.get(name="new.txt")
        assert "new.txt</a>" in page_of(desk.get(reverse("admin:reports_sourcefile_change", args=[old.pk])))

    def test_a_file_of_another_report_is_not_offered_and_not_taken(
        self, look_at: HandIn, settle: Settle, desk: Client
    ) -> None:
        look_at({"old.txt": report_text(BODY)})
        settle("publish")
        other = SourceFile.objects.create(name="other.txt", sha256="1" * 64, size=1, content=b"x")
        response = look_at({"new.txt": report_text(OTHER)})
        assert "other.txt" not in page_of(response)
        desk.post(address(), {"verb": "choices", "seen": response.context["seen_choices"], "replaces": str(other.pk)})
        assert not newest().choices.get("replaces")


class TestReplacedMeanwhile:
    def test_a_file_that_cannot_replace_another_any_more_says_so_and_can_be_read_again(
        self, look_at: HandIn, settle: Settle, desk: Client
    ) -> None:
        look_at({"old.txt": report_text(BODY)})
        settle("publish")
        old = SourceFile.objects.get()
        response = look_at({"new.txt": report_text(OTHER)})
        desk.post(address(), {"verb": "choices", "seen": response.context["seen_choices"], "replaces": str(old.pk)})
        SourceFile.objects.filter(pk=old.pk).update(report=None)
        desk.post(address(), {"verb": "publish"})
        assert newest().state == "refused"
        page = page_of(desk.get(address()))
        assert "is not one of this report's" in page
        assert 'value="publish"' not in page
        desk.post(address(), {"verb": "again"})
        assert newest().state == "review"


class TestVerbs:
    @pytest.mark.parametrize(
        ("verb", "status"), [("draft", "draft"), ("reviewed", "reviewed"), ("publish", "published")]
    )
    def test_a_file_becomes_what_was_asked(self, look_at: HandIn, desk: Client, verb: str, status: str) -> None:
        look_at({"a.txt": report_text(BODY)})
        desk.post(address(), {"verb": verb})
        assert Report.objects.get().status == status

    def test_it_is_published_on_a_day(self, look_at: HandIn, desk: Client) -> None:
        look_at({"a.txt": report_text(BODY)})
        desk.post(address(), {"verb": "later", "publish_at": LATER, "note": "After the  embargo"})
        report = Report.objects.get()
        assert report.status == "reviewed"
        assert report.publish_at is not None
        assert (report.publish_at.year, report.publish_at.month) == (2031, 1)
        assert report.revisions.filter(note="After the embargo").exists()

    def test_without_a_day_it_waits(self, look_at: HandIn, desk: Client) -> None:
        look_at({"a.txt": report_text(BODY)})
        assert "Enter a date and a time." in text(desk.post(address(), {"verb": "later"}, follow=True))
        assert newest().state == "review"

    def test_what_is_thrown_away_can_be_taken_up_again(self, look_at: HandIn, desk: Client) -> None:
        look_at({"a.txt": report_text(BODY)})
        page = page_of(desk.post(address(), {"verb": "discard"}, follow=True))
        assert newest().state == "discarded"
        assert "Undo: take it up again" in page
        desk.post(address(), {"verb": "again"})
        assert newest().state == "review"

    def test_a_file_that_was_settled_meanwhile_is_said_to_be(self, look_at: HandIn, desk: Client) -> None:
        look_at({"a.txt": report_text(BODY)})
        desk.post(address(), {"verb": "publish"})
        page = page_of(desk.post(address(), {"verb": "discard"}, follow=True))
        assert "had been settled already" in page
        assert "Ingested." in page
        assert newest().state == "done"

    def test_what_was_decided_since_the_page_was_opened_is_looked_at_first(self, look_at: HandIn, desk: Client) -> None:
        response = look_at({"a.txt": report_text(BODY)})
        stamp = response.context["stamp"]
        desk.post(address(), {"verb": "header", "seen": seen_header(response), "h-speaker_en": "Chen Mou"})
        page = page_of(desk.post(address(), {"verb": "publish", "stamp": stamp}, follow=True))
        assert "has decided something about this file since you opened it" in page
        assert not Report.objects.exists()
        assert (
            desk.post(address(), {"verb": "publish", "stamp": desk.get(address()).context["stamp"]}).status_code == 302
        )
        assert Report.objects.exists()

    @pytest.mark.parametrize("sent", [{"verb": "erase"}, {"verb": "encoding", "encoding": "rot13"}, {"verb": "certain", "wish": "erase"}])  # fmt: skip
    def test_no_other_verb_is_known(self, look_at: HandIn, desk: Client, sent: dict[str, str]) -> None:
        look_at({"a.txt": report_text(BODY)})
        assert desk.post(address(), sent).status_code == 400
        assert newest().state == "review"

    def test_a_broken_form_changes_nothing(self, look_at: HandIn, desk: Client) -> None:
        look_at({"a.txt": report_text(BODY)})
        for seen in ("", "[", "[1]", '{"speaker_zh": 3}'):
            desk.post(address(), {"verb": "header", "seen": seen})
            desk.post(address(), {"verb": "choices", "seen": seen, "replaces": "x", "v-1": "new"})
        assert newest().choices.get("header") is None
        assert newest().state == "review"


class TestContributors:
    def test_see_and_settle_their_own_alone(self, look_at: HandIn, contributor: Client) -> None:
        look_at({"a.txt": report_text(BODY)})
        assert contributor.get(address()).status_code == 404
        assert contributor.post(address(), {"verb": "publish"}).status_code == 404

    def test_keep_drafts_and_publish_nothing(self, look_at: HandIn, contributor: Client) -> None:
        look_at({"a.txt": report_text(BODY)})
        IngestJob.objects.update(created_by=User.objects.get(username="contributor"))
        page = page_of(contributor.get(address()))
        assert 'value="publish"' not in page
        assert contributor.post(address(), {"verb": "publish"}).status_code == 403
        contributor.post(address(), {"verb": "draft"})
        assert Report.objects.get().status == "draft"

    def test_pass_on_what_would_change_a_published_report(
        self, look_at: HandIn, settle: Settle, contributor: Client
    ) -> None:
        look_at({"a.txt": report_text(BODY)})
        settle("publish")
        look_at({"b.txt": report_text(OTHER)})
        IngestJob.objects.update(created_by=User.objects.get(username="contributor"))
        assert "Pass on to the editors" in page_of(contributor.get(address()))
        contributor.post(address(), {"verb": "draft"})
        assert (newest().state, newest().for_editor) == ("review", True)
        assert ParagraphPair.objects.filter(zh__contains="八千家").exists()


class TestBatch:
    def test_the_next_file_of_the_upload_is_a_step_away(self, hand_in: HandIn, desk: Client) -> None:
        hand_in({"part-1.txt": part(1), "part-2.txt": part(2)})
        first, second = IngestJob.objects.order_by("pk")
        page = page_of(desk.get(address(first)))
        assert "File 1 of 2 to be looked at" in page
        assert f'href="{address(second)}" rel="next"' in page
        response = desk.post(address(first), {"verb": "draft"})
        assert response.headers["Location"] == address(second)

    def test_those_without_doubts_are_settled_together(self, hand_in: HandIn, desk: Client) -> None:
        hand_in(
            {
                "part-1.txt": part(1),
                "part-2.txt": part(2),
                "guess.md": "---\ntitle: 2015年政府工作报告\n---\n".encode() + BODY.encode(),
                "no.txt": NOWHERE,
            }
        )
        first = IngestJob.objects.order_by("pk")[0]
        response = desk.get(address(first))
        certain = response.context["batch"].certain
        assert [job.file_name for job in certain] == ["part-1.txt", "part-2.txt"]
        assert "nothing was guessed of their encoding, jurisdiction and year" in page_of(response)
        desk.post(
            address(first),
            {"verb": "certain", "wish": "publish", "job": [str(job.pk) for job in IngestJob.objects.all()]},
        )
        assert sorted(IngestJob.objects.values_list("state", flat=True)) == ["done", "done", "refused", "refused"]
        assert Report.objects.get().pairs.count() == 13


def test_markup_in_a_report_is_text(look_at: HandIn, settle: Settle, desk: Client) -> None:
    response = look_at({"script.txt": report_text(f"一、回顾\n{HOSTILE}")})
    assert b"<script>alert" not in response.content
    assert b"&lt;script&gt;alert" in response.content
    settle("publish")
    pair = ParagraphPair.objects.get(zh=HOSTILE)
    other = look_at({"other.txt": report_text(f"一、回顾\n{HOSTILE}！")})
    assert b"<script>alert" not in other.content
    for place in ("/admin/reports/paragraphpair/", f"/admin/reports/paragraphpair/{pair.pk}/change/"):
        assert b"<script>alert" not in desk.get(place).content


def test_markup_in_a_name_and_a_choice_is_text(look_at: HandIn, desk: Client) -> None:
    name = "<img src=x onerror=alert(1)>"
    response = look_at({f"{name}.txt": report_text(BODY)})
    assert b"<img src=x" not in response.content
    desk.post(address(), {"verb": "header", "seen": seen_header(response), "h-speaker_en": f'"{name}'})
    page = desk.get(address())
    assert b"<img src=x" not in page.content


def test_nothing_is_inline(look_at: HandIn) -> None:
    page = look_at({"part-2.txt": part(2)}).content.decode()
    assert " style=" not in page
    assert " onclick" not in page
    assert "<style" not in page
    assert "<script>" not in page


def test_a_settled_job_tells_what_came_of_it(look_at: HandIn, settle: Settle, desk: Client) -> None:
    look_at({"part-1.txt": part(1)})
    settle("publish")
    page = page_of(desk.get(address()))
    assert "6 paragraph pairs added." in page
    assert "Beijing 2025" in page


def test_a_job_that_is_being_read_looks_for_news_by_itself(look_at: HandIn, desk: Client) -> None:
    look_at({"part-1.txt": part(1)})
    IngestJob.objects.update(state="queued")
    page = page_of(desk.get(address()))
    assert 'hx-trigger="every 1s"' in page
    assert "Look again" in page
