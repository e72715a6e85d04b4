"""Reports are called in the administration what the language of its reader calls them."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils.translation import override

from reports import editing, errata, people
from reports.admin.naming import place_named
from reports.models import Erratum, Report
from tests.factories import report_of

LANGUAGES = [("en", "Guangdong 2025"), ("zh-hans", "广东省 2025"), ("zh-hant", "廣東省 2025")]


@pytest.fixture
def report(db: None) -> Report:
    return report_of(slug="guangdong-2025", place="guangdong")


@pytest.fixture
def editor(db: None) -> User:
    user = User.objects.create_user("li")
    people.give_role(user, people.Role.EDITOR, by=None)
    return user


@pytest.mark.parametrize(("language", "name"), LANGUAGES)
def test_pages_of_the_staff_call_a_report_as_their_language_does(
    report: Report, editor: User, client: Client, language: str, name: str
) -> None:
    pair: Any = report.pairs.first()
    errata.report_error(pair, about=Erratum.About.ENGLISH, message="The English is wrong.")
    editing.perform(report, editor, {"do": "check", "pair": pair.pk, "checked": True}, 0)
    client.force_login(editor)
    client.cookies["language"] = language
    edit = f"/admin/reports/edit/{report.slug}/"
    for address in (
        "/admin/", edit, f"{edit}history/", f"{edit}status/", f"{edit}pairs/{pair.pk}/", "/admin/reports/erratum/",
    ):  # fmt: skip
        page = client.get(address).content.decode()
        main = page.split("<main")[1]
        assert name in page, address
        assert not [other for _language, other in LANGUAGES if other != name and other in main], address


@pytest.mark.parametrize(("language", "name"), [("en", "Guangdong 2025"), ("zh-hans", "广东省 2025")])
def test_lists_call_it_so(report: Report, editor: User, client: Client, language: str, name: str) -> None:
    client.force_login(editor)
    client.cookies["language"] = language
    page = client.get("/admin/reports/paragraphpair/").content.decode()
    assert f">{name}<" in page


@pytest.mark.parametrize(("language", "name"), [("en", "Guangdong"), ("zh-hans", "广东省"), ("zh-hant", "廣東省")])
def test_place_of_a_file(language: str, name: str) -> None:
    with override(language):
        assert place_named("广东省") == name
        assert place_named("") == ""


def test_place_that_nobody_knows_keeps_its_name() -> None:
    assert place_named("某某县") == "某某县"
