from __future__ import annotations

import datetime as dt
import re
import socket
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from django.contrib.auth.models import User
from django.core.cache import cache
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries
from pytest_django.fixtures import Settings

from reports import people, revisions
from reports.admin import dashboard, dashboard_state
from reports.models import AuditEntry, Erratum, IngestJob, Report, Revision, WorkerBeat
from tests.factories import report_of

pytestmark = pytest.mark.django_db


class Usage(NamedTuple):
    total: int
    used: int
    free: int


HOME = "/admin/"


@pytest.fixture(autouse=True)
def own_folder(settings: Settings, tmp_path: Path) -> Path:
    """Give each test a data folder of its own, and no sizes that another one measured."""
    cache.delete("dashboard-sizes")
    settings.DATA_DIR = tmp_path
    return tmp_path


def staff(role: people.Role, name: str = "") -> User:
    user = User.objects.create_user(name or role.value, password="x", is_staff=True)
    people.give_role(user, role, by=None)
    AuditEntry.objects.all().delete()
    return user


def page(user: User, **headers: str) -> str:
    client = Client()
    client.force_login(user)
    answer = client.get(HOME, headers=headers)
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.fixture
def editor() -> User:
    return staff(people.Role.EDITOR)


@pytest.fixture
def contributor() -> User:
    return staff(people.Role.CONTRIBUTOR)


@pytest.fixture
def administrator() -> User:
    return staff(people.Role.ADMINISTRATOR)


def job(state: str, by: User | None = None, **fields: Any) -> IngestJob:
    return IngestJob.objects.create(file_name="a.txt", state=state, created_by=by, **fields)


def counts(html: str) -> dict[str, int]:
    return {key: int(n) for key, n in re.findall(r'<a id="dash-([\w-]+)" href="[^"]+"><strong>(\d+)</strong>', html)}


def test_editor_sees_what_waits(editor: User) -> None:
    for state in ("review", "queued", "running", "storing", "refused", "done", "discarded"):
        job(state)
    for number, status in enumerate(["draft", "draft", "reviewed", "published", "archived"]):
        report_of([], slug=f"b-{2000 + number}", year=2000 + number, status=status)
    later = report_of([], slug="b-2010", year=2010, status="reviewed")
    Report.objects.filter(pk=later.pk).update(publish_at=timezone.now() + dt.timedelta(days=1))
    Erratum.objects.create(report=later, about="zh", message="Wrong.")
    Erratum.objects.create(report=later, about="zh", message="Wrong.", state="corrected")
    assert counts(page(editor)) == {
        "review": 1, "under-way": 3, "refused": 1, "drafts": 2, "reviewed": 1, "scheduled": 1, "errata": 1,
    }  # fmt: skip


def test_each_number_leads_to_its_list(editor: User) -> None:
    client = Client()
    client.force_login(editor)
    links = re.findall(r'<a id="dash-[\w-]+" href="([^"]+)"><strong>', page(editor))
    assert len(links) == 7
    for link in links:
        assert client.get(link.replace("&amp;", "&")).status_code == 200, link


def test_contributor_sees_only_what_is_theirs(contributor: User, editor: User) -> None:
    own, other = job("review", contributor, for_editor=True), job("review", editor)
    job("refused", editor)
    own.report, other.report = report_of([], status="draft"), report_of([], slug="b-2000", year=2000, status="draft")
    own.save()
    other.save()
    html = page(contributor)
    assert counts(html) == {"review": 1, "under-way": 0, "refused": 0, "drafts": 1}
    assert "1 with the editors" in html


def test_contributor_is_told_nothing_of_the_machine(contributor: User) -> None:
    html = page(contributor)
    for words in ("How the archive is", "At work:", "sign in, last", "Backup", "dash-errata"):
        assert words not in html


def test_contributor_sees_own_changes_alone(contributor: User, editor: User) -> None:
    report = report_of([])
    for user in (contributor, editor):
        revisions.created(report, revisions.Act(Revision.Kind.CREATED, user))
    assert page(contributor).count('id="dash-change-') == 1
    assert page(editor).count('id="dash-change-') == 2


def test_editor_is_told_nothing_of_sign_ins(editor: User) -> None:
    people.note("sign-in-failed", target="person somebody")
    html = page(editor)
    assert "Failures to sign in" not in html
    assert "<dt>Backup</dt>" not in html


def test_administrator_sees_failures_of_a_day(administrator: User) -> None:
    for _ in range(7):
        people.note("sign-in-failed", target="person somebody")
    old = people.note("locked-out", target="person of last week")
    AuditEntry.objects.filter(pk=old.pk).update(at=timezone.now() - dt.timedelta(days=7))
    html = page(administrator)
    assert html.count("Wrong password or name") == 5
    assert "of last week" not in html


def test_somebody_without_a_role_has_no_dashboard(db: None) -> None:
    user = User.objects.create_user("nobody", password="x", is_staff=True)
    assert 'id="dashboard"' not in page(user)


def test_newcomer_is_told_what_to_do_first(editor: User) -> None:
    assert "Begin here" in page(editor)
    report_of([])
    assert "Begin here" not in page(editor)


def test_part_that_refreshes_comes_alone(editor: User) -> None:
    html = page(editor, **{"HX-Request": "true"})
    assert "<html" not in html
    assert "dash-review" in html


def test_page_that_asks_by_itself_keeps_no_session_alive(editor: User) -> None:
    client = Client()
    client.force_login(editor)
    session = client.session
    session["renewed"] = long_ago = session["renewed"] - 3600
    session.save()
    client.get(HOME, headers={"HX-Request": "true"})
    assert client.session["renewed"] == long_ago
    client.get(HOME)
    assert client.session["renewed"] > long_ago


def test_every_link_that_is_refreshed_keeps_its_id(editor: User) -> None:
    report = report_of()
    report.pairs.filter(position__lt=4).update(needs_review=True)
    revisions.created(report, revisions.Act(Revision.Kind.CREATED, editor))
    html = page(editor, **{"HX-Request": "true"})
    links = re.findall(r"<a [^>]+>", html)
    ids = [re.search(r'id="([^"]+)"', link) for link in links]
    assert all(ids)
    assert len({found[1] for found in ids if found}) == len(links)


def test_live_worker_says_what_it_does(editor: User) -> None:
    WorkerBeat.objects.create(name="desk-1", doing="beijing-2025.txt")
    WorkerBeat.objects.create(name="desk-2", seen_at=timezone.now() - dt.timedelta(minutes=5))
    WorkerBeat.objects.create(name="desk-3", seen_at=timezone.now() - dt.timedelta(days=2))
    html = page(editor)
    assert re.search(r'title="desk-1">\s*The machine desk-1, since [^<]+: works on beijing-2025.txt', html)
    assert re.search(r'title="desk-2">\s*The machine desk-2, since [^<]+: silent since', html)
    assert "desk-3" not in html


def test_worker_is_told_in_words(editor: User) -> None:
    here, there = f"{socket.gethostname()[:40]}:4711:0a1b2c3d", "other:4712:0a1b2c3e"
    noon = timezone.localtime().replace(hour=0, minute=30)
    WorkerBeat.objects.create(name=here, started_at=noon)
    WorkerBeat.objects.create(name=there, started_at=dt.datetime(2025, 3, 4, 12, 30, tzinfo=dt.UTC))
    html = page(editor)
    assert re.search(rf'title="{re.escape(here)}">\s*This server, since 00:30: waits for work', html)
    assert re.search(rf'title="{there}">\s*The machine other, since 4 Mar 2025, [^<]+: waits for work', html)
    assert "4711" not in html.replace(here, "")


@pytest.mark.parametrize(("days", "is_red"), [(29, True), (31, False)])
def test_refused_files_of_long_ago_are_not_urgent(editor: User, days: int, is_red: bool) -> None:
    old = job("refused")
    IngestJob.objects.filter(pk=old.pk).update(changed_at=timezone.now() - dt.timedelta(days=days))
    html = page(editor)
    assert counts(html)["refused"] == 1
    assert ('class="dash-urgent"' in html.split('id="dash-refused"')[0].rsplit("<li", 1)[1]) is is_red


def test_number_of_errata_leads_to_those_that_wait(editor: User) -> None:
    report = report_of()
    Erratum.objects.create(report=report, pair=report.pairs.first(), about="zh", message="It waits.")
    Erratum.objects.create(report=report, pair=report.pairs.first(), about="zh", message="Done with.", state="declined")
    link = re.search(r'id="dash-errata" href="([^"]+)"', page(editor))
    assert link
    client = Client()
    client.force_login(editor)
    queue = client.get(link[1]).content.decode()
    assert "It waits." in queue
    assert "Done with." not in queue


def test_files_that_nobody_takes_up_are_told(editor: User) -> None:
    html = page(editor)
    assert "No worker runs" in html
    assert not dashboard_state.workers().are_missing
    job("queued")
    job("storing")
    html = page(editor)
    assert "2 files wait for their turn" in html
    assert dashboard_state.workers().are_missing
    WorkerBeat.objects.create(name="desk")
    assert not dashboard_state.workers().are_missing


def test_late_publication_is_urgent(editor: User) -> None:
    report = report_of([], status="reviewed")
    Report.objects.filter(pk=report.pk).update(publish_at=timezone.now() - dt.timedelta(hours=1))
    assert "overdue: does a worker run?" in page(editor)


@pytest.mark.parametrize(("free", "is_low"), [(9, True), (11, False)])
def test_disk_that_fills_up_is_told(editor: User, free: int, is_low: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shutil.disk_usage", lambda _path: Usage(100, 100 - free, free))
    assert dashboard_state.storage().is_low is is_low
    assert ("make room" in page(editor)) is is_low


def test_sizes_are_those_of_the_files(own_folder: Path) -> None:
    (own_folder / "bundles").mkdir()
    (own_folder / "bundles" / "archive.zip").write_bytes(b"x" * 1000)
    (own_folder / "backups" / "deep").mkdir(parents=True)
    (own_folder / "backups" / "deep" / "one.zip").write_bytes(b"x" * 300)
    sizes = dashboard_state.storage()
    assert (sizes.bundles, sizes.backups) == (1000, 300)
    assert sizes.database > 0


def test_missing_backup_is_told_to_administrators(administrator: User) -> None:
    assert "There is no backup yet" in page(administrator)


def test_doubtful_pairs_lead_to_the_first_of_them(editor: User) -> None:
    report = report_of()
    report.pairs.filter(position__in=(2, 4, 6)).update(needs_review=True)
    report.pairs.filter(position=2).update(checked=True)
    html = page(editor)
    assert "2 pairs paired with little certainty" in html
    link = re.search(r'<a id="dash-doubtful-\d+" href="([^"]+)"', html)
    assert link
    assert str(report.pairs.get(position=4).pk) in link[1]


def test_who_is_at_work_is_told(editor: User) -> None:
    people.note("sign-in", by=User.objects.create_user("colleague"))
    left = people.note("sign-in", by=User.objects.create_user("gone"))
    AuditEntry.objects.filter(pk=left.pk).update(at=timezone.now() - dt.timedelta(hours=1))
    html = page(editor)
    assert "colleague" in html
    assert "gone" not in re.sub(r"<[^>]+>", "", html).split("Last changes")[1].split("All lists")[0]


def test_lists_stand_by_subject(administrator: User) -> None:
    html = page(administrator).split("All lists")[1]
    heads = [" ".join(head.split()) for head in re.findall(r"<caption>\s*<a [^>]+>([^<]+)</a>", html)]
    assert heads[:4] == ["Reports", "Files", "Readers", "People"]
    assert html.index("Uploaded files") < html.index("Reported errors") < html.index("Users")


def test_lists_of_no_subject_are_kept() -> None:
    apps = [{"app_label": "other", "name": "Other", "models": [{"object_name": "Thing"}]}]
    assert dashboard.by_subject(apps) == apps


def test_script_in_a_name_is_text(administrator: User) -> None:
    AuditEntry.objects.create(action="sign-in-failed", target="<script>alert(1)</script>")
    WorkerBeat.objects.create(name="<script>alert(2)</script>")
    assert "<script>alert" not in page(administrator)


def test_many_rows_take_no_more_queries(
    administrator: User, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(12):
        report = report_of(slug=f"b-{2000 + number}", year=2000 + number)
        report.pairs.update(needs_review=True)
        revisions.created(report, revisions.Act(Revision.Kind.CREATED, administrator))
        job("review")
    client = Client()
    client.force_login(administrator)
    client.get(HOME)
    with django_assert_max_num_queries(24):
        client.get(HOME, headers={"HX-Request": "true"})
