from __future__ import annotations

import pytest
from django.contrib.auth.models import User

from reports import editing
from reports.models import Report, Term
from tests.factories import report_of

pytestmark = pytest.mark.django_db
TEXTS = ("饕餮纹饰工程已经竣工，饕餮纹饰工程继续。", "The taotie pattern projects were completed.")


def term(zh: str, en: str, count: int) -> Term:
    return Term.objects.create(zh=zh, en=en, count=count, first_year=2024, last_year=2025, strength=0.9)


@pytest.fixture
def report() -> Report:
    """Return a report that has a term twice in each of its three pairs."""
    return report_of([(0, TEXTS)] * 3)


@pytest.fixture
def editor() -> User:
    return User.objects.create_user("li")


def left() -> dict[str, int]:
    return dict(Term.objects.values_list("en", "count"))


@pytest.mark.parametrize("count", [3, 6])
@pytest.mark.parametrize("status", ["draft", "reviewed", "archived"])
def test_what_a_report_alone_attested_goes_with_it(report: Report, editor: User, status: str, count: int) -> None:
    term("饕餮纹饰工程", "taotie pattern project", count)
    editing.set_status(report, status, editor)
    assert left() == {}


def test_it_goes_with_a_report_that_is_deleted(report: Report, editor: User) -> None:
    term("饕餮纹饰工程", "taotie pattern project", 3)
    editing.erase(report, report.slug, editor)
    assert left() == {}


def test_what_others_attest_too_stays_with_the_rest_of_its_count(report: Report, editor: User) -> None:
    term("工程", "project", 20)
    editing.set_status(report, "draft", editor)
    assert left() == {"project": 14}


def test_what_two_reports_alone_attested_goes_with_the_second(report: Report, editor: User) -> None:
    other = report_of([(0, TEXTS)] * 3, slug="shanghai-2024", place="shanghai", year=2024)
    term("饕餮纹饰工程", "taotie pattern project", 8)
    editing.set_status(report, "draft", editor)
    assert left() == {"taotie pattern project": 2}
    editing.set_status(other, "draft", editor)
    assert left() == {}


def test_other_renderings_and_terms_stay_as_they_are(report: Report, editor: User) -> None:
    term("饕餮纹饰工程", "gluttonous ornament", 3)
    term("改革", "project", 3)
    editing.set_status(report, "draft", editor)
    assert left() == {"gluttonous ornament": 3, "project": 3}


def test_draft_that_is_archived_takes_nothing_out(editor: User) -> None:
    draft = report_of([(0, TEXTS)] * 3, status="draft")
    term("饕餮纹饰工程", "taotie pattern project", 3)
    editing.set_status(draft, "archived", editor)
    assert left() == {"taotie pattern project": 3}
