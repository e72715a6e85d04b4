"""The numbers of a report's files in Chromium: by keys, on a phone, in the dark, with and without scripts."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.auth.models import User
from django.contrib.sessions.backends.db import SessionStore
from playwright.sync_api import Browser, Page, expect
from pytest_django.fixtures import Settings
from pytest_django.live_server_helper import LiveServer

from reports import ingest
from reports.models import Report

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

HEAD = "政府工作报告\n——2019年1月14日在北京市第十五届人民代表大会第二次会议上\n北京市市长 陈某\n"
# The second and the third were numbered the wrong way round.
PARTS = (
    "各位代表：\n过去一年，全市生产总值增长百分之六点六，达到三万亿元，财政收入和居民收入同步提高。\n一、去年的工作\n",
    "两条轨道交通新线开通运营，通勤时间缩短，换乘站全部完成改造，公共交通出行比例上升。\n",
    "新建高标准农田三十万亩，蔬菜和生猪供应充足，价格平稳，市场秩序良好，群众满意度提高。\n二、今年的任务\n",
)


@pytest.fixture
def address(live_server: LiveServer, index_folder: None, jurisdictions: None, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setattr("reports.search.catch_up_soon", lambda: None)
    for number, body in enumerate(PARTS, start=1):
        plan = ingest.understand(f"part-{number}.txt", f"{HEAD}{body}".encode())
        ingest.store(plan, publish=True)
    return f"{live_server.url}/admin/reports/edit/beijing-2019/parts/"


@pytest.fixture(params=[True, False], ids=["scripts", "no scripts"])
def phone(
    address: str, browser: Browser, live_server: LiveServer, settings: Settings, request: pytest.FixtureRequest
) -> Iterator[Page]:
    """Return a dark phone on which an administrator is signed in."""
    user = User.objects.create_superuser("ed")
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[-1]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    size = {"width": 390, "height": 844}
    with browser.new_context(
        viewport=size,  # type: ignore[arg-type]
        color_scheme="dark",
        locale="en",
        java_script_enabled=request.param,
    ) as context:
        context.add_cookies([{"name": "sessionid", "value": str(session.session_key), "url": live_server.url}])
        yield context.new_page()


def test_two_files_swap_their_numbers_by_keys_alone(phone: Page, address: str) -> None:
    phone.goto(address)
    second, third = (phone.get_by_label(f"of part-{number}.txt") for number in (2, 3))
    second.focus()
    phone.keyboard.press("Control+A")
    phone.keyboard.type("3")
    # Past the name of the file, which leads to it.
    phone.keyboard.press("Tab")
    phone.keyboard.press("Tab")
    expect(third).to_be_focused()
    phone.keyboard.type("2")
    phone.keyboard.press("Enter")
    expect(phone.get_by_role("heading", name="What will happen")).to_be_visible()
    outlines = phone.locator(".parts-outline")
    expect(outlines.nth(0)).to_contain_text("part 2 · part-2.txt")
    expect(outlines.nth(1)).to_contain_text("part 3 · part-2.txt")
    assert phone.locator("html").bounding_box()["width"] == 390  # type: ignore[index]
    phone.get_by_role("button", name="Save the numbers").press("Enter")
    expect(phone.locator(".messagelist")).to_contain_text("The numbers are changed")
    shown = Report.objects.get().pairs.order_by("position").values_list("zh", flat=True)
    assert [zh[:2] for zh in shown] == ["各位", "过去", "一、", "新建", "二、", "两条"]


@pytest.mark.parametrize("phone", [True], indirect=True)
def test_axe_finds_nothing_and_nothing_is_cut_off(phone: Page, address: str) -> None:
    phone.goto(address)
    phone.get_by_label("of part-2.txt").fill("3")
    phone.get_by_role("button", name="Look at what it does").click()
    expect(phone.get_by_role("heading", name="After")).to_be_visible()
    assert phone.evaluate("document.documentElement.scrollWidth") <= 390
    found = Axe().run(phone).response["violations"]
    assert [(rule["id"], [node["html"][:100] for node in rule["nodes"]]) for rule in found] == []
