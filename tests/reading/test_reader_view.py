from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.http import HttpResponse, QueryDict
from django.test import RequestFactory

from reports.reading.reader_view import CHOICES, UNCHOSEN, View, choices, remember, theme, view_of

DOCS = Path(__file__).parents[2] / "docs" / "reading.md"


def view(query: str = "", cookie: str = "") -> View:
    factory = RequestFactory()
    factory.cookies["view"] = cookie
    return view_of(factory.get(f"/?{query}"))


def remembered(query: str, cookie: str = "", site: str = "same-origin") -> str | None:
    factory = RequestFactory()
    factory.cookies["view"] = cookie
    response = HttpResponse()
    remember(factory.get(f"/?{query}", headers={"Sec-Fetch-Site": site}), response)
    return response.cookies["view"].value if "view" in response.cookies else None


def test_view_without_a_choice() -> None:
    assert view() == UNCHOSEN == View("side", "published", "auto", "3", "2")


def test_address_says_how_a_report_is_shown() -> None:
    shown = view("layout=stacked&script=hk&theme=sepia&size=5&measure=1")
    assert shown == View("stacked", "hk", "sepia", "5", "1")


def test_browser_remembers_what_the_address_leaves_open() -> None:
    assert view("size=1", "layout.zh-script.hant") == View(layout="zh", script="hant", size="1")


def test_address_wins_over_what_is_remembered() -> None:
    assert view("script=published", "script.hant").converted_to == ""


@pytest.mark.parametrize("query", ["layout=round", "size=9", "script=klingon", "theme=", "measure=%00"])
def test_what_makes_no_sense_is_left_out(query: str) -> None:
    assert view(query) == UNCHOSEN


@pytest.mark.parametrize("cookie", ["layout", "layout.round-size", "-.-", "x.y", "size.1.2", "é" * 300])
def test_damaged_memory_is_no_memory(cookie: str) -> None:
    assert view(cookie=cookie) == UNCHOSEN


def test_choice_on_the_site_is_remembered_beside_earlier_ones() -> None:
    assert remembered("script=hk", "layout.zh") == "layout.zh-script.hk"


def test_way_back_to_no_choice_is_remembered_too() -> None:
    assert remembered("layout=side", "layout.zh-size.4") == "size.4"


@pytest.mark.parametrize("site", ["cross-site", "none", "same-site"])
def test_address_from_elsewhere_is_not_remembered(site: str) -> None:
    assert remembered("script=hk", site=site) is None


def test_address_without_a_choice_sets_no_cookie() -> None:
    assert remembered("q=x", "layout.zh") is None


def test_choices_keep_the_rest_of_the_address() -> None:
    found = dict(choices(View(layout="zh"), QueryDict("q=改革&layout=zh")))
    assert [choice.value for choice in found["layout"] if choice.current] == ["zh"]
    assert QueryDict(found["layout"][1].address[1:]).dict() == {"q": "改革", "layout": "stacked"}


def test_theme_is_for_every_page() -> None:
    assert theme(RequestFactory().get("/?theme=dark")) == {"theme": "dark"}
    assert theme(RequestFactory().get("/?theme=auto")) == {"theme": ""}


@pytest.mark.parametrize("name", CHOICES)
def test_choices_are_documented(name: str) -> None:
    rows = "\n".join(re.findall(rf"^\|.*`{name}=.*$", DOCS.read_text(encoding="utf-8"), re.M))
    assert [value for value in CHOICES[name] if f"`{name}={value}`" not in rows] == []
