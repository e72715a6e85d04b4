"""The pages of the staff in a browser: the policy keeps nothing of them back, and they can be used by everybody."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from django.contrib.auth.models import User
from django_otp.oath import TOTP
from django_otp.plugins.otp_totp.models import TOTPDevice
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from reports import people
from reports.models import Erratum, IngestJob, Report

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PASSWORD = "a long walk by the canal"
EVERYTHING = {"resultTypes": ["violations"], "rules": {"target-size": {"enabled": True}}}
# Pages of ours, which axe holds to its rules; those of Django's own are its own.
OURS = [
    "/admin/account/",
    "/admin/password_change/",
    "/admin/login/",
    "/admin/invitation/chosen/",
    "/admin/invitation/x/y/",
]
# Answers that are no pages, or that only follow on another.
NO_PAGES = (
    "log.csv",
    "jsi18n",
    "autocomplete",
    "logout",
    "/r/",
    "download",
    "progress",
    "news",
    "rows",
    "act/",
    "nothing",
)


@pytest.fixture
def boss(archive: Report) -> User:
    people.set_up_roles()
    user = User.objects.create_user("boss", password=PASSWORD)
    people.give_role(user, people.Role.ADMINISTRATOR, by=None)
    pair = archive.pairs.all()[1]
    Erratum.objects.create(report=archive, pair=pair, about="text", message="A slip.")
    IngestJob.objects.create(file_name="a.txt", state="refused", created_by=user)
    people.note("role", by=user, target="person li", after="Editors")
    return user


@pytest.fixture
def watched(boss: User, page: Page) -> Iterator[Page]:
    """Return a page whose console must stay empty: what the policy blocks is told there."""
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(f"{page.url}: {error}"))
    page.on("console", lambda said: wrong.append(f"{page.url}: {said.text}") if said.type == "error" else None)
    yield page
    assert wrong == []


def sign_in(page: Page, server: LiveServer, there: str = "/admin/") -> None:
    page.goto(f"{server.url}{there}")
    page.get_by_label("Username").fill("boss")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("main").get_by_role("button", name="Sign in").click()


def faults(page: Page) -> list[str]:
    page.evaluate(AXE_SCRIPT)
    found = page.evaluate(f"axe.run({json.dumps(EVERYTHING)})")["violations"]
    return [f"{page.url} {rule['id']}: {node['html'][:160]}" for rule in found for node in rule["nodes"]]


def test_policy_keeps_nothing_of_any_page_back(watched: Page, boss: User, live_server: LiveServer) -> None:
    sign_in(watched, live_server)
    expect(watched.locator("#user-tools")).to_contain_text("boss")
    seen, waiting = set(), ["/admin/"]
    while waiting:
        path = waiting.pop()
        seen.add(path)
        answer = watched.goto(f"{live_server.url}{path}")
        assert answer is not None
        if answer.status == 404:
            continue
        assert answer.status == 200, path
        assert answer.headers["cache-control"] == "private, no-store"
        links = watched.eval_on_selector_all("a[href]", "all => all.map((link) => new URL(link.href).pathname)")
        new = {link for link in links if link.startswith("/admin/") and not any(no in link for no in NO_PAGES)}
        # Of many rows of one kind, the first shows what their pages are like.
        kinds = {"".join("0" if part.isdigit() else f"{part}/" for part in one.split("/")) for one in (*seen, *waiting)}
        for link in sorted(new - seen - set(waiting)):
            kind = "".join("0" if part.isdigit() else f"{part}/" for part in link.split("/"))
            if kind not in kinds:
                kinds.add(kind)
                waiting.append(link)
    assert len(seen) > 25


@pytest.mark.parametrize(("width", "scheme"), [(390, "dark"), (768, "light"), (1440, "light")])
def test_pages_of_accounts_are_accessible(
    width: int, scheme: str, page: Page, boss: User, live_server: LiveServer
) -> None:
    watched = page  # axe itself sets styles, which the policy tells of
    watched.set_viewport_size({"width": width, "height": 844})
    watched.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    found = []
    for path in OURS[2:]:
        watched.goto(f"{live_server.url}{path}")
        found += faults(watched)
        assert watched.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0, path
    sign_in(watched, live_server)
    for path in (*OURS[:2], f"/admin/auth/user/{boss.pk}/change/", "/admin/auth/user/add/"):
        watched.goto(f"{live_server.url}{path}")
        found += [fault for fault in faults(watched) if "archive-" in fault or path in OURS]
    assert found == []


def test_second_factor_is_switched_on_and_asked_for(watched: Page, boss: User, live_server: LiveServer) -> None:
    sign_in(watched, live_server, "/admin/account/")
    watched.get_by_label("Your password").fill(PASSWORD)
    watched.get_by_role("button", name="Switch the second factor on").click()
    picture = watched.locator("img.archive-qr")
    expect(picture).to_be_visible()
    assert picture.evaluate("image => image.complete && image.naturalWidth") > 100
    assert faults(watched) == []
    device = TOTPDevice.objects.get()

    def code(steps: int = 0) -> str:
        totp = TOTP(device.bin_key, device.step, device.t0, device.digits, device.drift)
        totp.time = time.time() + steps * device.step
        return f"{totp.token():06d}"

    watched.get_by_label("Code").fill(code())
    watched.keyboard.press("Enter")
    expect(watched.locator(".archive-codes li")).to_have_count(people.second_factor.RECOVERY_CODES)
    assert faults(watched) == []
    recovery, another = watched.locator(".archive-codes code").all_inner_texts()[:2]
    watched.get_by_role("button", name="Log out").click()
    sign_in(watched, live_server)
    expect(watched.get_by_role("heading", name="Second factor")).to_be_visible()
    assert faults(watched) == []
    # The field has the keyboard at once.
    watched.keyboard.type(recovery)
    watched.keyboard.press("Enter")
    expect(watched.locator("#user-tools")).to_contain_text("boss")
    watched.goto(f"{live_server.url}/admin/account/")
    assert faults(watched) == []
    watched.get_by_label("Your password").fill(PASSWORD)
    watched.get_by_label("Code").fill(another)
    watched.get_by_role("button", name="Switch the second factor off").click()
    expect(watched.get_by_text("The second factor is switched off.")).to_be_visible()


def test_language_is_changed_at_the_sign_in(watched: Page, live_server: LiveServer) -> None:
    watched.goto(f"{live_server.url}/admin/login/?next=/admin/reports/report/")
    watched.get_by_role("link", name="简体中文").click()
    expect(watched.locator("html")).to_have_attribute("lang", "zh-Hans")
    assert watched.url.endswith("?next=/admin/reports/report/")
    watched.get_by_role("link", name="English").click()
    expect(watched.locator("html")).to_have_attribute("lang", "en")
    sign_in(watched, live_server, "/admin/login/?next=/admin/reports/report/")
    expect(watched.locator("#user-tools")).to_contain_text("boss")
    assert watched.url == f"{live_server.url}/admin/reports/report/"
