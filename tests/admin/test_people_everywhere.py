"""Every address of the administration, asked by everybody, held to one table: who may look, and who may send."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from reports import people
from reports.models import Erratum, IngestJob, Report, SourceFile
from tests.factories import report_of

pytestmark = pytest.mark.django_db


class Who(IntEnum):
    """Who is let in: they, and all that come after them."""

    ANYBODY = 0
    READER = 1
    CONTRIBUTOR = 2
    EDITOR = 3
    ADMINISTRATOR = 4
    NOBODY = 6


ASKING = ["anybody", "reader", "contributor", "editor", "administrator", "superuser"]
A, C, E, M, N = Who.ANYBODY, Who.CONTRIBUTOR, Who.EDITOR, Who.ADMINISTRATOR, Who.NOBODY

# Who may look, and who may send. A view that isn't there for a method answers 405 to those whom it would let in.
TABLE: dict[str, tuple[Who, Who]] = {
    "": (C, C),
    "language/": (N, C),
    "login/": (A, A),
    "login/code/": (A, A),
    "logout/": (A, A),
    "invitation/chosen/": (A, A),
    "invitation/<uidb64>/<token>/": (A, A),
    "password_change/": (C, C),
    "password_change/done/": (C, C),
    "account/": (C, C),
    "account/second-factor/": (C, C),
    "account/second-factor/off/": (C, C),
    "account/recovery-codes/": (C, C),
    "account/sign-out/": (C, C),
    "autocomplete/": (N, N),
    "jsi18n/": (C, C),
    "r/<path:content_type_id>/<path:object_id>/": (C, C),
    "^(?P<app_label>reports|auth)/$": (C, C),
    "(?P<url>.*)$": (C, C),
    "auth/user/": (M, M),
    "auth/user/add/": (M, M),
    "auth/user/<path:object_id>/change/": (M, M),
    "auth/user/<path:object_id>/history/": (M, M),
    "auth/user/<path:object_id>/delete/": (N, N),
    "auth/user/<int:key>/invite/": (N, M),
    "auth/user/<int:key>/unlock/": (N, M),
    "auth/user/<int:key>/second-factor-off/": (M, M),
    "auth/user/<int:key>/sign-out/": (N, M),
    "reports/auditentry/": (M, M),
    "reports/auditentry/log.csv": (M, M),
    "reports/auditentry/add/": (N, N),
    "reports/auditentry/<path:object_id>/change/": (M, N),
    "reports/auditentry/<path:object_id>/history/": (M, M),
    "reports/auditentry/<path:object_id>/delete/": (N, N),
    "reports/edit/<slug:slug>/": (E, E),
    "reports/edit/<slug:slug>/act/": (E, E),
    "reports/edit/<slug:slug>/doubts/": (E, E),
    "reports/edit/<slug:slug>/erase/": (M, M),
    "reports/edit/<slug:slug>/history/": (E, E),
    "reports/edit/<slug:slug>/history/compare/": (E, E),
    "reports/edit/<slug:slug>/history/restore/": (E, E),
    "reports/edit/<slug:slug>/news/": (E, E),
    "reports/edit/<slug:slug>/pairs/<int:key>/": (E, E),
    "reports/edit/<slug:slug>/pairs/<int:key>/beads/": (E, E),
    "reports/edit/<slug:slug>/pairs/<int:key>/cut/": (E, E),
    "reports/edit/<slug:slug>/pairs/<int:key>/history/": (E, E),
    "reports/edit/<slug:slug>/pairs/<int:key>/versions/": (E, E),
    "reports/edit/<slug:slug>/parts/": (E, E),
    "reports/edit/<slug:slug>/rows/": (E, E),
    "reports/edit/<slug:slug>/status/": (E, E),
    "reports/edit/<slug:slug>/why/": (E, E),
    "reports/erratum/": (E, E),
    "reports/erratum/<path:object_id>/change/": (E, E),
    "reports/erratum/<path:object_id>/delete/": (N, N),
    "reports/erratum/<path:object_id>/history/": (E, E),
    "reports/erratum/add/": (N, N),
    "reports/ingestjob/": (C, C),
    "reports/ingestjob/<int:key>/review/": (C, C),
    "reports/ingestjob/<path:object_id>/change/": (C, N),
    "reports/ingestjob/<path:object_id>/delete/": (N, N),
    "reports/ingestjob/<path:object_id>/history/": (C, C),
    "reports/ingestjob/add/": (N, N),
    "reports/ingestjob/settle/": (N, C),
    "reports/ingestjob/upload/": (C, C),
    "reports/ingestjob/upload/encoding/": (N, C),
    "reports/ingestjob/upload/progress/": (C, C),
    "reports/ingestjob/upload/purge/": (N, M),
    "reports/jurisdiction/": (C, C),
    "reports/jurisdiction/<path:object_id>/change/": (C, E),
    "reports/jurisdiction/<path:object_id>/delete/": (M, M),
    "reports/jurisdiction/<path:object_id>/history/": (C, C),
    "reports/jurisdiction/add/": (E, E),
    "reports/paragraphpair/": (C, C),
    "reports/paragraphpair/<path:object_id>/change/": (C, E),
    "reports/paragraphpair/<path:object_id>/delete/": (N, N),
    "reports/paragraphpair/<path:object_id>/history/": (C, C),
    "reports/paragraphpair/add/": (N, N),
    "reports/report/": (C, C),
    "reports/report/<path:object_id>/change/": (C, E),
    "reports/report/<path:object_id>/delete/": (N, N),
    "reports/report/<path:object_id>/history/": (C, C),
    "reports/report/add/": (N, N),
    "reports/section/": (C, C),
    "reports/section/<path:object_id>/change/": (C, N),
    "reports/section/<path:object_id>/delete/": (N, N),
    "reports/section/<path:object_id>/history/": (C, C),
    "reports/section/add/": (N, N),
    "reports/sourcefile/": (C, C),
    "reports/sourcefile/<int:key>/download/": (C, C),
    "reports/sourcefile/<int:key>/text/": (C, C),
    "reports/sourcefile/<path:object_id>/change/": (C, N),
    "reports/sourcefile/<path:object_id>/delete/": (N, N),
    "reports/sourcefile/<path:object_id>/history/": (C, C),
    "reports/sourcefile/add/": (N, N),
}


def routes(patterns: list[URLPattern | URLResolver], before: str = "") -> Iterator[str]:
    for pattern in patterns:
        route = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from routes(pattern.url_patterns, route)
        elif route.startswith("admin/"):
            yield route.removeprefix("admin/")


# Old addresses of single rows, which lead to their pages and show nothing.
ROUTES = sorted(
    {route for route in routes(get_resolver().url_patterns) if not re.search(r"/<path:object_id>/$", route)}
    | {"r/<path:content_type_id>/<path:object_id>/"}
)


@dataclass(frozen=True, slots=True)
class Archive:
    """An archive that has something of everything, and somebody of each role."""

    addresses: dict[str, str]
    users: dict[str, User | None]


@pytest.fixture
def archive() -> Archive:
    report = report_of(status="draft")
    root = User.objects.create_superuser("superuser")
    users: dict[str, User | None] = {"anybody": None, "superuser": root}
    roles = dict(zip(ASKING[1:5], [people.Role.READER, *people.STAFF], strict=True))
    for name, role in roles.items():
        user = User.objects.create_user(name)
        people.give_role(user, role, by=None)
        users[name] = User.objects.get(pk=user.pk)
    source = SourceFile.objects.create(
        report=report, name="a.txt", sha256="a" * 64, size=6, encoding="utf-8", part=1, content="政府".encode()
    )
    job = IngestJob.objects.create(
        file_name="a.txt", source=source, state="unchanged", created_by=users["contributor"], report=report
    )
    pair = report.pairs.order_by("position")[1]
    erratum = Erratum.objects.create(report=report, pair=pair, about="text", message="A slip.")
    keys = {
        "reports/ingestjob": job.pk,
        "reports/sourcefile": source.pk,
        "reports/report": report.pk,
        "auth/user": users["reader"].pk if users["reader"] else 0,
        "reports/paragraphpair": pair.pk,
        "reports/edit": pair.pk,
        "reports/section": report.sections.all()[0].pk,
        "reports/auditentry": people.note("x").pk,
        "reports/jurisdiction": report.jurisdiction_id,
        "reports/erratum": erratum.pk,
    }
    return Archive({route: address(route, keys, report) for route in ROUTES}, users)


def address(route: str, keys: dict[str, int], report: Report) -> str:
    """Return where a route leads, with the rows of the archive in it."""
    key = next((str(key) for start, key in keys.items() if route.startswith(f"{start}/")), "1")
    given = {"<path:object_id>": key, "<int:key>": key, "<slug:slug>": report.slug, "<uidb64>": "x", "<token>": "y"}
    given |= {"<path:content_type_id>": "1", "^(?P<app_label>reports|auth)/$": "reports/", "(?P<url>.*)$": "nothing"}
    for name, value in given.items():
        route = route.replace(name, value)
    return f"/admin/{route}"


def was_let_in(answer: Any) -> bool:
    """Say whether an answer is more than the way to the sign-in or a refusal."""
    if answer.status_code == 302:
        return not answer["Location"].startswith("/admin/login/?next=")
    return answer.status_code not in {403, 405}


def test_every_address_is_in_the_table() -> None:
    missing, gone = set(ROUTES) - TABLE.keys(), TABLE.keys() - set(ROUTES)
    assert (missing, gone) == (set(), set()), "say in TABLE who may look at it and who may send something there"


@pytest.mark.parametrize("asking", ASKING)
def test_everybody_is_let_in_where_the_table_says_and_nowhere_else(asking: str, archive: Archive) -> None:
    user, rank = archive.users[asking], ASKING.index(asking)
    faults = []
    for route, who in TABLE.items():
        for method, least in zip(("get", "post"), who, strict=True):
            client = Client(raise_request_exception=False)
            if user:
                client.force_login(user)
            undone = transaction.savepoint()
            answer = getattr(client, method)(archive.addresses[route])
            if answer.streaming:
                b"".join(answer.streaming_content)
            transaction.savepoint_rollback(undone)
            # Who may look may hear that there is nothing to send there, or the other way round.
            told = answer.status_code == 405 and rank >= min(who)
            if answer.status_code >= 500 or (was_let_in(answer) != (rank >= least) and not told):
                faults.append(f"{method} {route}: {answer.status_code}")
    assert faults == []


@pytest.mark.parametrize("asking", ["contributor", "editor"])
def test_front_page_offers_only_what_opens(asking: str, archive: Archive) -> None:
    user = archive.users[asking]
    assert user
    client = Client()
    client.force_login(user)
    pages = client.get("/admin/").content.decode()
    offered = sorted(set(re.findall(r'href="(/admin/[^"?#]*)', pages)))
    assert len(offered) > 4
    assert {where: client.get(where).status_code for where in offered if client.get(where).status_code >= 400} == {}


@pytest.mark.parametrize("model", ["ingestjob", "sourcefile", "report", "paragraphpair", "section", "jurisdiction"])
@pytest.mark.parametrize(
    "lookup",
    [
        "created_by__password__startswith",
        "uploaded_by__password__startswith",
        "report__jobs__created_by__password__startswith",
    ],
)
def test_no_list_can_be_narrowed_by_what_it_does_not_show(model: str, lookup: str, archive: Archive) -> None:
    client = Client()
    user = archive.users["contributor"]
    assert user
    client.force_login(user)
    answers = [client.get(f"/admin/reports/{model}/?{lookup}={letter}") for letter in "mx"]
    assert {answer.status_code for answer in answers} <= {400, 302}
    if answers[0].status_code == 302:
        assert answers[0]["Location"] == answers[1]["Location"]


def test_files_that_wait_are_seen_by_who_handed_them_in_and_by_editors(archive: Archive) -> None:
    waiting = SourceFile.objects.create(
        name="b.txt", sha256="b" * 64, size=6, encoding="utf-8", part=1, content="秘密".encode()
    )
    job = IngestJob.objects.create(
        file_name="b.txt", source=waiting, state="review", created_by=archive.users["editor"]
    )
    contributor, editor = Client(), Client()
    for client, name in ((contributor, "contributor"), (editor, "editor")):
        user = archive.users[name]
        assert user
        client.force_login(user)
    pages = [f"/admin/reports/sourcefile/{waiting.pk}/{act}/" for act in ("download", "text", "change", "history")] + [
        f"/admin/reports/ingestjob/{job.pk}/{act}/" for act in ("change", "history")
    ]
    for page in pages:
        seen = contributor.get(page, follow=True)
        assert seen.status_code in {200, 404}
        assert "秘密" not in seen.content.decode()
        assert editor.get(page).status_code == 200, page
    for name in ("sourcefile", "ingestjob"):
        assert "b.txt" not in contributor.get(f"/admin/reports/{name}/").content.decode()
        assert "b.txt" in editor.get(f"/admin/reports/{name}/").content.decode()
