from __future__ import annotations

import pytest
from django.template import Context, Template
from django.utils import translation

from reports import ingest
from reports.models import Jurisdiction

GUANGDONG = Jurisdiction(code="guangdong", name_zh="广东省", name_en="Guangdong")


@pytest.mark.parametrize(("code", "name"), [("en", "Guangdong"), ("zh-hans", "广东省"), ("zh-hant", "廣東省")])
def test_place_has_its_name_in_the_language_of_the_interface(code: str, name: str) -> None:
    with translation.override(code):
        assert Template("{{ place|named }}").render(Context({"place": GUANGDONG})) == name


@pytest.mark.parametrize(
    ("code", "html"),
    [
        ("en", '<span lang="zh-Hans">广东省</span>'),
        ("zh-hans", '<span lang="zh-Hans">广东省</span>'),
        ("zh-hant", '<span lang="zh-Hant">廣東省</span>'),
    ],
)
def test_chinese_name_is_in_the_script_of_the_interface(code: str, html: str) -> None:
    with translation.override(code):
        assert Template("{{ place.name_zh|in_chinese }}").render(Context({"place": GUANGDONG})) == html


def test_name_is_escaped() -> None:
    place = Jurisdiction(name_zh="<b>")
    assert (
        Template("{{ place.name_zh|in_chinese }}").render(Context({"place": place}))
        == '<span lang="zh-Hans">&lt;b&gt;</span>'
    )


@pytest.mark.parametrize("code", ["en", "zh-hans", "zh-hant"])
def test_several_are_parted_as_the_language_does(code: str) -> None:
    with translation.override(code):
        shown = Template("{{ parts|listed }}").render(Context({"parts": [2, "<b>"]}))
        assert shown == ingest.listed(["2", "&lt;b&gt;"])
