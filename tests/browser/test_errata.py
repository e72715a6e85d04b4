"""An error's way: reported by a reader, answered by an editor, read by all. And the first page of the administration."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from django.conf import settings
from django.contrib.auth.models import User
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize, expect
from pytest_django.live_server_helper import LiveServer

from archive_site import throttles
from reports import errata, people, revisions
from reports.models import Erratum, IngestJob, ParagraphPair, Report, Revision

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PHONE: ViewportSize = {"width": 390, "height": 844}
EVERYTHING = {"resultTypes": ["violations"], "rules": {"target-size": {"enabled": True}}}


@pytest.fixture(autouse=True)
def whole_allowances() -> None:
    throttles.forget()


@pytest.fixture
def editor(archive: Report) -> User:
    people.set_up_roles()
    user = User.objects.create_user("editor", password="x", is_staff=True)
    people.give_role(user, people.Role.ADMINISTRATOR, by=None)
    return user


def sign_in(context: BrowserContext, server: LiveServer, user: User) -> None:
    client = Client()
    client.force_login(user)
    value = client.cookies[settings.SESSION_COOKIE_NAME].value
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": value, "url": server.url}])


@pytest.fixture
def desk(browser: Browser, live_server: LiveServer, editor: User) -> Iterator[Page]:
    """Return a page of a browser in which an editor is signed in; any error in its console fails the test."""
    wrong: list[str] = []
    with browser.new_context(locale="en") as context:
        sign_in(context, live_server, editor)
        page = context.new_page()
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on("console", lambda message: wrong.append(message.text) if message.type == "error" else None)
        yield page
    assert wrong == []


def violations(page: Page) -> list[str]:
    page.evaluate("document.querySelectorAll('details').forEach((part) => { part.open = true; })")
    page.evaluate(AXE_SCRIPT)
    found = page.evaluate(f"axe.run('#content, main', {json.dumps(EVERYTHING)})")["violations"]
    return [f"{rule['id']}: {node['target']} {node['html'][:120]}" for rule in found for node in rule["nodes"]]


def test_error_is_reported_on_a_phone_answered_and_read(
    browser: Browser, live_server: LiveServer, archive: Report, desk: Page
) -> None:
    pair = archive.pairs.get(position=2)
    with browser.new_context(java_script_enabled=False, viewport=PHONE, has_touch=True, locale="en") as context:
        phone = context.new_page()
        phone.goto(f"{live_server.url}/en/reports/{archive.slug}/#p2")
        phone.locator("#p2").get_by_role("link", name="Report an error").click()
        expect(phone.get_by_role("main")).to_contain_text(pair.zh)
        phone.get_by_label("The English text").check()
        phone.get_by_label("What should be there instead").fill("Twenty-eight, not twenty-nine.")
        phone.get_by_label("Your name").fill("Li Bai")
        phone.get_by_role("button", name="Send the report").click()
        expect(phone.get_by_role("heading", level=1)).to_have_text("Thank you")

        desk.goto(f"{live_server.url}/admin/")
        desk.locator("#dash-errata").click()
        expect(desk.get_by_text("Twenty-eight, not twenty-nine.")).to_be_visible()
        desk.get_by_label("Corrected").check()
        desk.get_by_label("Beginning").select_option(label="Thank you. The two sides have been aligned anew.")
        desk.get_by_role("button", name="Answer", exact=True).click()
        expect(desk.get_by_text("Nothing waits for an answer.")).to_be_visible()

        phone.goto(f"{live_server.url}/en/reports/{archive.slug}/")
        phone.locator("#p2").get_by_role("link", name="Reported and answered").click()
        expect(phone.get_by_role("main")).to_contain_text("Twenty-eight, not twenty-nine.")
        expect(phone.get_by_role("main")).to_contain_text("The two sides have been aligned anew.")


def test_answer_is_taken_back(live_server: LiveServer, archive: Report, desk: Page) -> None:
    errata.report_error(archive.pairs.get(position=2), about=Erratum.About.ENGLISH, message="Wrong.")
    desk.goto(f"{live_server.url}/admin/reports/erratum/")
    desk.get_by_label("Dismissed").check()
    desk.get_by_role("button", name="Answer", exact=True).click()
    desk.get_by_role("link", name="Look at it or take it back").click()
    desk.get_by_role("button", name="Reopen").click()
    expect(desk.get_by_text("It waits again")).to_be_visible()
    assert Erratum.objects.get().state == "open"


@pytest.mark.parametrize("width", [390, 1440])
def test_link_shows_where_the_paragraph_is_pointed_at(site: Page, live_server: LiveServer, width: int) -> None:
    site.set_viewport_size({"width": width, "height": 844})
    site.goto(f"{live_server.url}/en/reports/beijing-2025/#p2")
    link = site.locator("#p2").get_by_role("link", name="Report an error")
    cite = site.locator("#p2").get_by_role("link", name="Cite")
    own, other = link.bounding_box(), cite.bounding_box()
    assert own
    assert other
    apart = own["x"] + own["width"] <= other["x"] or other["x"] + other["width"] <= own["x"]
    assert apart or own["y"] >= other["y"] + other["height"] or other["y"] >= own["y"] + own["height"]
    link.click()
    expect(site).to_have_url(
        f"{live_server.url}/en/pairs/{ParagraphPair.objects.get(report__slug='beijing-2025', position=2).pk}/error/"
    )


def filled(archive: Report, editor: User) -> None:
    """Give the queue and the dashboard some of everything to show."""
    pairs = list(archive.pairs.order_by("position"))
    for pair in pairs[1:4]:
        errata.report_error(pair, about=Erratum.About.ENGLISH, message=f"Number {pair.position} is wrong.", name="Li")
    ParagraphPair.objects.filter(pk=pairs[1].pk).update(en="Twenty-eight were activated.", needs_review=True)
    first = Erratum.objects.first()
    assert first
    errata.answer(first.pk, Erratum.State.DECLINED, "It reads so.", by=editor, seen="open")
    for state in ("review", "queued", "refused"):
        IngestJob.objects.create(file_name="a.txt", state=state, created_by=editor)
    revisions.created(archive, revisions.Act(Revision.Kind.CREATED, editor))
    people.note("sign-in-failed", target="person somebody")


@pytest.mark.parametrize("width", [390, 768, 1440])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_pages_of_the_editors_fit_and_axe_finds_nothing(
    desk: Page, live_server: LiveServer, archive: Report, editor: User, width: int, scheme: str
) -> None:
    filled(archive, editor)
    last = Erratum.objects.filter(state="declined").get()
    desk.set_viewport_size({"width": width, "height": 844})
    desk.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    faults = []
    for address in ("/admin/", "/admin/reports/erratum/?state=all", f"/admin/reports/erratum/{last.pk}/change/"):
        desk.goto(live_server.url + address)
        faults += [f"{address}: {fault}" for fault in violations(desk)]
        sideways = desk.evaluate("document.documentElement.scrollWidth - innerWidth")
        if sideways > 0:
            faults.append(f"{address} is {sideways} px wider than the window")
    assert faults == [], "\n".join(faults)


def test_dashboard_asks_anew_and_leaves_the_focus(desk: Page, live_server: LiveServer, archive: Report) -> None:
    desk.clock.install()
    desk.goto(f"{live_server.url}/admin/")
    number = desk.locator("#dash-errata strong")
    expect(number).to_have_text("0")
    desk.locator("#dash-errata").focus()
    errata.report_error(archive.pairs.get(position=2), about=Erratum.About.ENGLISH, message="Wrong.")
    desk.clock.run_for(16_000)
    expect(number).to_have_text("1")
    expect(desk.locator("#dash-errata")).to_be_focused()


def test_error_is_reported_by_keyboard(site: Page, live_server: LiveServer, archive: Report) -> None:
    site.goto(f"{live_server.url}/en/reports/{archive.slug}/")
    site.locator("#p2 .number").focus()
    site.keyboard.press("e")
    expect(site).to_have_url(f"{live_server.url}/en/pairs/{archive.pairs.get(position=2).pk}/error/")
