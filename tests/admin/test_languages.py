"""The language of the administration, chosen in its head."""

from __future__ import annotations

from django.conf import settings
from django.test import Client

HERE = "/admin/reports/report/?year=2025"


def test_head_offers_each_language_and_says_which_is_spoken(desk: Client) -> None:
    page = desk.get(HERE).content.decode()
    assert 'value="/admin/reports/report/?year=2025"' in page
    for code, _name in settings.LANGUAGES:
        assert f'name="language" value="{code}"' in page
    assert 'lang="en" aria-current="true"' in page


def test_chosen_language_is_kept_as_the_public_pages_keep_it(desk: Client) -> None:
    answer = desk.post("/admin/language/", {"language": "zh-hant", "next": HERE})
    assert (answer.status_code, answer.headers["Location"]) == (302, HERE)
    kept = answer.cookies[settings.LANGUAGE_COOKIE_NAME]
    assert (kept.value, kept["samesite"], kept["httponly"]) == ("zh-hant", "Lax", True)
    assert '<html lang="zh-hant"' in desk.get(HERE).content.decode()


def test_choice_leads_to_no_other_site(desk: Client) -> None:
    answer = desk.post("/admin/language/", {"language": "zh-hans", "next": "https://example.org/"})
    assert answer.headers["Location"] == "/"


def test_choice_needs_the_token_of_the_page(desk: Client) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = desk.cookies
    assert strict.post("/admin/language/", {"language": "zh-hans", "next": HERE}).status_code == 403


def test_language_that_is_none_is_not_kept(desk: Client) -> None:
    answer = desk.post("/admin/language/", {"language": "tlh", "next": HERE})
    assert settings.LANGUAGE_COOKIE_NAME not in answer.cookies
