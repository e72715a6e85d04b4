"""Two people in one plain form: the second is told, shown the difference, and loses nothing of what they typed."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from reports import editing, people
from reports.models import Jurisdiction, Report
from tests.factories import report_of

pytestmark = pytest.mark.django_db

MINE, THEIRS = "<p>Mine", "Theirs & others"
CONTESTED = "Others changed what you changed, too."


@pytest.fixture(autouse=True)
def no_search(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("reports.search.catch_up_soon", lambda: None)


@pytest.fixture
def report() -> Report:
    return report_of()


class Desk:
    """Somebody with a form open."""

    def __init__(self, name: str, row: Any) -> None:
        user = User.objects.create_user(name)
        people.give_role(user, people.Role.EDITOR, by=None)
        self.client = Client()
        self.client.force_login(user)
        self.address = reverse(f"admin:reports_{row._meta.model_name}_change", args=[row.pk])
        self.fields = self.shown(self.client.get(self.address))

    def shown(self, answer: Any) -> dict[str, Any]:
        """Return what the form of an answer would send."""
        form = answer.context["adminform"].form
        fields = {name: form[name].value() for name in form.fields}
        return {name: "" if value is None else value for name, value in fields.items()}

    def save(self, **typed: Any) -> Any:
        sections = {"sections-TOTAL_FORMS": 0, "sections-INITIAL_FORMS": 0}
        answer = self.client.post(self.address, {**self.fields, **sections, **typed})
        if answer.status_code != 302:
            self.fields = self.shown(answer)
        return answer


@pytest.fixture
def desks(report: Report) -> tuple[Desk, Desk]:
    """Return two people who have the header of a report open."""
    return Desk("wang", report), Desk("li", report)


def row_of(page: str, field: str) -> str:
    """Return what a page has of a field."""
    found = re.search(rf'<div class="form-row[^"]* field-{field}">.*?(?=<div class="form-row|</fieldset>)', page, re.S)
    assert found
    return found[0]


def test_second_is_told_and_what_they_typed_stays(desks: tuple[Desk, Desk], report: Report) -> None:
    wang, li = desks
    assert wang.save(speaker_en=THEIRS).status_code == 302
    entries = LogEntry.objects.count()
    answer = li.save(speaker_en=MINE)
    assert answer.status_code == 409
    page = answer.content.decode()
    assert CONTESTED in page
    assert "was changed successfully" not in page
    assert li.fields["speaker_en"] == MINE
    assert Report.objects.get().speaker_en == THEIRS
    assert LogEntry.objects.count() == entries


def test_difference_stands_at_the_field_with_who_and_when(desks: tuple[Desk, Desk], report: Report) -> None:
    wang, li = desks
    wang.save(speaker_en="Yin Yong, Mayor")
    row = row_of(li.save(speaker_en="Yin Yong, mayor of Beijing").content.decode(), "speaker_en")
    assert "<strong>wang</strong>" in row
    changed = report.revisions.latest("pk").at
    assert f'<time datetime="{changed.astimezone().isoformat()[:10]}' in row
    assert "Yin Yong<ins>, Mayor</ins>" in row
    assert "<del>" in row


def test_markup_that_was_typed_is_text(desks: tuple[Desk, Desk]) -> None:
    wang, li = desks
    wang.save(speaker_en=THEIRS)
    row = row_of(li.save(speaker_en=MINE).content.decode(), "speaker_en")
    assert "<p>Mine" not in row
    assert "&lt;p&gt;Mine" in row


def test_saving_again_puts_mine_over_theirs(desks: tuple[Desk, Desk]) -> None:
    wang, li = desks
    wang.save(speaker_en=THEIRS)
    li.save(speaker_en="Mine")
    assert li.save().status_code == 302
    assert Report.objects.get().speaker_en == "Mine"


def test_theirs_are_kept_field_by_field(desks: tuple[Desk, Desk]) -> None:
    wang, li = desks
    wang.save(speaker_en=THEIRS, title_en="Their title", session_key="1-1")
    page = li.save(speaker_en="Mine", title_en="My title", session_key="2-2").content.decode()
    assert re.findall('name="theirs" value="([a-z_]+)"', page) == ["session_key", "title_en", "speaker_en"]
    assert li.save(theirs=["speaker_en", "session_key"]).status_code == 302
    report = Report.objects.get()
    assert (report.speaker_en, report.title_en, report.session_key) == (THEIRS, "My title", "1-1")


def test_only_fields_of_the_form_are_taken_from_theirs(desks: tuple[Desk, Desk], report: Report) -> None:
    wang, li = desks
    wang.save(speaker_en=THEIRS)
    assert li.save(theirs=["seen", "status", "no field"], title_en="My title").status_code == 302
    assert Report.objects.get().title_en == "My title"


def test_what_only_others_changed_is_taken_over_and_said(desks: tuple[Desk, Desk]) -> None:
    wang, li = desks
    wang.save(speaker_en=THEIRS, title_en="Their title")
    page = li.save(speaker_en="Mine").content.decode()
    assert li.fields["title_en"] == "Their title"
    assert "Above, it is as they left it." in row_of(page, "title_en")
    assert 'name="theirs" value="title_en"' not in page
    assert "archive-met" not in row_of(page, "office_en")
    li.save()
    assert Report.objects.get().title_en == "Their title"


def test_other_fields_are_no_hindrance(desks: tuple[Desk, Desk]) -> None:
    wang, li = desks
    wang.save(speaker_en=THEIRS)
    assert li.save(title_en="My title").status_code == 302
    report = Report.objects.get()
    assert (report.speaker_en, report.title_en) == (THEIRS, "My title")


def test_third_change_is_told_again(desks: tuple[Desk, Desk]) -> None:
    wang, li = desks
    wang.save(speaker_en=THEIRS)
    li.save(speaker_en="Mine")
    assert Desk("zhao", Report.objects.get()).save(speaker_en="A third one's").status_code == 302
    answer = li.save()
    assert answer.status_code == 409
    assert "<strong>zhao</strong>" in answer.content.decode()
    assert Report.objects.get().speaker_en == "A third one's"
    assert li.save().status_code == 302
    assert Report.objects.get().speaker_en == "Mine"


def test_difference_stays_while_something_else_is_mended(desks: tuple[Desk, Desk]) -> None:
    wang, li = desks
    wang.save(speaker_en=THEIRS)
    li.save(speaker_en="Mine", title_en="My title")
    answer = li.save(year="")
    assert answer.status_code == 200
    assert 'name="theirs" value="speaker_en"' in row_of(answer.content.decode(), "speaker_en")
    assert li.save(year=Report.objects.get().year, theirs=["speaker_en"]).status_code == 302
    report = Report.objects.get()
    assert (report.speaker_en, report.title_en) == (THEIRS, "My title")


def test_first_contested_field_has_the_focus(desks: tuple[Desk, Desk]) -> None:
    wang, li = desks
    wang.save(speaker_en=THEIRS, title_en="Their title")
    page = li.save(speaker_en="Mine", title_en="My title").content.decode()
    assert page.count("autofocus") == 1
    assert "autofocus" in row_of(page, "title_en")


def test_body_and_date_are_told_as_people_know_them(desks: tuple[Desk, Desk], report: Report) -> None:
    wang, li = desks
    shanghai, tianjin = (Jurisdiction.objects.get(code=code) for code in ("shanghai", "tianjin"))
    wang.save(jurisdiction=shanghai.pk, delivered_on=f"{report.year}-02-03")
    page = li.save(jurisdiction=tianjin.pk, delivered_on=f"{report.year}-02-04").content.decode()
    row = row_of(page, "jurisdiction")
    assert str(shanghai) in row
    assert str(tianjin) in row
    assert "autofocus" in row
    assert f"{report.year}-02-0" in row_of(page, "delivered_on")
    assert li.save(theirs=["jurisdiction", "delivered_on"]).status_code == 302
    report.refresh_from_db()
    assert (report.jurisdiction, str(report.delivered_on)) == (shanghai, f"{report.year}-02-03")


@pytest.mark.parametrize("language", ["en", "zh-hans", "zh-hant"])
def test_dates_are_taken_over_in_every_language(language: str, desks: tuple[Desk, Desk], report: Report) -> None:
    wang, li = desks
    li.client.cookies["django_language"] = language
    li.fields = li.shown(li.client.get(li.address))
    wang.save(delivered_on=f"{report.year}-02-03", speaker_en=THEIRS)
    assert li.save(speaker_en="Mine").status_code == 409
    assert li.save().status_code == 302
    assert str(Report.objects.get().delivered_on) == f"{report.year}-02-03"


def test_what_was_typed_stays_where_saving_is_refused(report: Report, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_given: Any) -> None:
        raise editing.Impossible("Another report has this body.")

    li = Desk("li", report)
    with monkeypatch.context() as stood_in:
        stood_in.setattr("reports.editing.edit_header", refuse)
        answer = li.save(speaker_en=MINE)
    assert answer.status_code == 409
    assert "Another report has this body." in answer.content.decode()
    assert li.fields["speaker_en"] == MINE
    assert li.save().status_code == 302
    assert Report.objects.get().speaker_en == MINE


def test_pair_is_met_side_by_side(report: Report) -> None:
    pair = report.pairs.order_by("position")[1]
    wang, li = Desk("wang", pair), Desk("li", pair)
    wang.save(zh="他们的", en="Theirs")
    answer = li.save(en="Mine")
    assert answer.status_code == 409
    page = answer.content.decode()
    assert (li.fields["zh"], li.fields["en"]) == ("他们的", "Mine")
    assert re.findall('name="theirs" value="([a-z_]+)"', page) == ["en"]
    assert "<strong>wang</strong>" in row_of(page, "zh")
    assert li.save().status_code == 302
    pair.refresh_from_db()
    assert (pair.zh, pair.en) == ("他们的", "Mine")


def test_who_changed_each_side_of_a_pair_is_told(report: Report) -> None:
    pair = report.pairs.order_by("position")[1]
    li, wang = Desk("li", pair), Desk("wang", pair)
    wang.save(zh="他们的")
    Desk("zhao", pair).save(en="Theirs")
    page = li.save(zh="我的", en="Mine").content.decode()
    assert "<strong>wang</strong>" in row_of(page, "zh")
    assert "<strong>zhao</strong>" in row_of(page, "en")


def test_other_side_of_a_pair_is_shown_before_it_is_saved(report: Report) -> None:
    pair = report.pairs.order_by("position")[1]
    wang, li = Desk("wang", pair), Desk("li", pair)
    wang.save(zh="他们的")
    page = li.save(en="Mine").content.decode()
    assert "Others changed this meanwhile." in page
    assert li.save().status_code == 302
    pair.refresh_from_db()
    assert (pair.zh, pair.en) == ("他们的", "Mine")


def test_pair_that_is_gone_gives_back_what_was_typed(report: Report) -> None:
    first, second = report.pairs.order_by("position")[5:7]
    li, wang = Desk("li", second), User.objects.create_user("wang")
    editing.perform(report, wang, {"do": "merge", "pair": first.pk, "with": "next"}, 0)
    answer = li.client.post(li.address, {**li.fields, "en": MINE})
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "&lt;p&gt;Mine</textarea>" in page
    assert reverse("admin:reports_paragraphpair_change", args=[first.pk]) in page


@pytest.mark.parametrize("key", ["0", "x", "9" * 5000])
def test_pair_that_never_was_is_gone_too(key: str, report: Report) -> None:
    li = Desk("li", report.pairs.all()[0])
    assert li.client.post(f"/admin/reports/paragraphpair/{key}/change/", {"zh": "新"}).status_code == 409


def test_who_only_looks_is_shown_no_revisions(report: Report) -> None:
    user = User.objects.create_user("zhou")
    people.give_role(user, people.Role.CONTRIBUTOR, by=None)
    client = Client()
    client.force_login(user)
    for row in (report, report.pairs.all()[0]):
        page = client.get(reverse(f"admin:reports_{row._meta.model_name}_change", args=[row.pk])).content.decode()
        assert "field-seen" not in page
        assert "field-opened" not in page
