"""Signing in: what is asked, of whom, how often, and where it leads."""

from __future__ import annotations

import datetime as dt
import re
import time
from typing import Any

import pytest
from django.conf import settings as configured
from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django_otp.oath import TOTP
from django_otp.plugins.otp_static.models import StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice
from pytest_django.fixtures import Settings

from reports import people
from reports.models import AuditEntry
from tests.factories import report_of

pytestmark = pytest.mark.django_db

LOGIN = "/admin/login/"
CODE = "/admin/login/code/"
PASSWORD = "a long walk by the canal"


@pytest.fixture
def li() -> User:
    user = User.objects.create_user("li", password=PASSWORD)
    people.give_role(user, people.Role.EDITOR, by=None)
    return user


@pytest.fixture
def lockout(settings: Settings) -> None:
    settings.AXES_ENABLED = True


def sign_in(client: Client, name: str = "li", password: str = PASSWORD, **more: Any) -> Any:
    there = more.pop("there", "")
    return client.post(LOGIN, {"username": name, "password": password, "next": there}, **more)


def signed_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def device_of(user: User) -> TOTPDevice:
    return TOTPDevice.objects.create(user=user, name="app", confirmed=True)


def code_of(device: TOTPDevice, steps: int = 0) -> str:
    totp = TOTP(device.bin_key, device.step, device.t0, device.digits, device.drift)
    totp.time = time.time() + steps * device.step
    return f"{totp.token():06d}"


def test_name_and_password_open_the_administration(client: Client, li: User) -> None:
    answer = sign_in(client)
    assert (answer.status_code, answer["Location"]) == (302, "/admin/")
    assert signed_in(client)
    assert client.get("/admin/").status_code == 200


def test_page_is_the_sites_own_in_each_language(client: Client) -> None:
    for code, tag in (("en", "en"), ("zh-hans", "zh-Hans"), ("zh-hant", "zh-Hant")):
        page = client.get(LOGIN, headers={"Accept-Language": code}).content.decode()
        assert f'<html lang="{tag}"' in page
        assert 'class="masthead"' in page
        assert 'name="password"' in page


def test_language_can_be_chosen_on_the_page(client: Client) -> None:
    answer = client.get(f"{LOGIN}?next=/admin/reports/&language=zh-hans")
    assert answer["Location"] == f"{LOGIN}?next=/admin/reports/"
    assert client.cookies["language"].value == "zh-hans"
    assert '<html lang="zh-Hans"' in client.get(answer["Location"]).content.decode()


@pytest.mark.parametrize("language", ["xx", "//evil.example", "zh-hans%0d%0aSet-Cookie:x=1"])
def test_no_other_language_is_taken(language: str, client: Client) -> None:
    answer = client.get(f"{LOGIN}?language={language}")
    assert answer.status_code == 200
    assert "language" not in client.cookies


@pytest.mark.parametrize(
    "there",
    [
        "https://evil.example/",
        "//evil.example/",
        "///evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "http:evil.example",
        "javascript:alert(1)",
        " https://evil.example",
        "https:///evil.example",
        "\x08//evil.example",
        "/%0d%0aLocation:%20https://evil.example",
    ],
)
def test_nobody_is_led_to_another_site(there: str, client: Client, li: User) -> None:
    for address in (f"{LOGIN}?next={there}", f"{LOGIN}?language=en&next={there}"):
        answer = client.get(address)
        if answer.status_code == 302:
            assert answer["Location"].startswith("/admin/")
    answer = sign_in(client, there=there)
    where = answer["Location"]
    assert where == "/admin/" or (where == there and there.startswith("/%0d"))
    assert "\n" not in where
    # Signed in already, the page leads on at once.
    assert client.get(LOGIN, {"next": there})["Location"] == where


@pytest.mark.parametrize("there", ["https://evil.example/", "//evil.example/", "/\\evil.example"])
def test_second_step_leads_to_no_other_site_either(there: str, client: Client, li: User) -> None:
    device = device_of(li)
    assert sign_in(client, there=there)["Location"] == CODE
    assert client.post(f"{CODE}?next={there}", {"code": code_of(device), "next": there})["Location"] == "/admin/"


def test_way_is_kept_through_both_steps(client: Client, li: User) -> None:
    device = device_of(li)
    answer = sign_in(client, there="/admin/reports/report/")
    assert answer["Location"] == f"{CODE}?next=%2Fadmin%2Freports%2Freport%2F"
    assert client.post(answer["Location"], {"code": code_of(device)})["Location"] == "/admin/reports/report/"


def wrong(name: str, client: Client | None = None) -> str:
    page = sign_in(client or Client(), name, "not the password").content.decode()
    return re.sub(r'value="[^"]*"', "", page)


def test_answer_says_nothing_of_who_there_is(li: User) -> None:
    User.objects.create_user("reader", password=PASSWORD)
    closed = User.objects.create_user("closed", password=PASSWORD, is_staff=True, is_active=False)
    pages = {wrong(name) for name in ("li", "nobody", "reader", closed.username)}
    assert len(pages) == 1
    for name in ("reader", "closed"):
        page = sign_in(Client(), name, PASSWORD).content.decode()
        assert re.sub(r'value="[^"]*"', "", page) in pages


def test_as_much_work_is_done_for_nobody(client: Client, li: User, monkeypatch: pytest.MonkeyPatch) -> None:
    from django.contrib.auth.hashers import MD5PasswordHasher

    done: list[str] = []
    encode = MD5PasswordHasher.encode

    def counted(self: Any, password: str, salt: str, *rest: Any) -> str:
        done.append(password)
        return str(encode(self, password, salt, *rest))

    monkeypatch.setattr(MD5PasswordHasher, "encode", counted)
    User.objects.create_user("reader", password=PASSWORD)
    User.objects.create_user("closed", password=PASSWORD, is_staff=True, is_active=False)
    User.objects.create_user("invited", is_staff=True)
    counts = {}
    for name in ("li", "nobody", "reader", "closed", "invited"):
        done.clear()
        sign_in(client, name, "not the password")
        counts[name] = len(done)
    assert set(counts.values()) == {1}, counts


def test_passwords_are_kept_by_scrypt() -> None:
    from archive_site.settings import PASSWORD_HASHERS

    assert make_password("x", hasher=_named(PASSWORD_HASHERS[0])).startswith("scrypt$")


def _named(path: str) -> Any:
    from django.utils.module_loading import import_string

    return import_string(path)()


def test_fifth_wrong_password_locks_the_name_out_from_the_address(client: Client, li: User, lockout: None) -> None:
    answers = [sign_in(client, password="wrong").status_code for _ in range(5)]
    assert answers == [200, 200, 200, 200, 429]
    locked = sign_in(client)
    assert locked.status_code == 429
    assert not signed_in(client)
    until = people.lockouts.locked_until("li")
    assert until is not None
    assert timezone.localtime(until).strftime("%H:%M") in locked.content.decode()
    assert 0 < int(locked["Retry-After"]) <= 900
    assert [entry.target for entry in AuditEntry.objects.filter(action="locked-out")][:1] == ["person li"]


def test_name_of_nobody_is_locked_out_alike(client: Client, li: User, lockout: None) -> None:
    pages = {}
    for name in ("li", "nobody"):
        for _ in range(5):
            sign_in(client, name, "wrong")
        page = sign_in(client, name, "wrong").content.decode()
        pages[name] = re.sub(r"\d\d:\d\d", "", page)
    assert pages["li"] == pages["nobody"]


def test_others_are_not_locked_out(client: Client, li: User, lockout: None) -> None:
    for _ in range(6):
        sign_in(client, password="wrong")
    assert sign_in(Client(REMOTE_ADDR="192.0.2.9")).status_code == 302
    other = User.objects.create_user("wang", password=PASSWORD)
    people.give_role(other, people.Role.CONTRIBUTOR, by=None)
    assert sign_in(Client(), "wang").status_code == 302


def test_lock_opens_by_itself(client: Client, li: User, lockout: None, settings: Settings) -> None:
    for _ in range(6):
        sign_in(client, password="wrong")
    from axes.models import AccessAttempt

    AccessAttempt.objects.update(attempt_time=timezone.now() - settings.AXES_COOLOFF_TIME)
    assert sign_in(client).status_code == 302
    assert people.lockouts.locked_until("li") is None


def test_tries_while_locked_don_t_prolong_the_lock(client: Client, li: User, lockout: None) -> None:
    for _ in range(5):
        sign_in(client, password="wrong")
    until = people.lockouts.locked_until("li")
    sign_in(client, password="wrong")
    assert people.lockouts.locked_until("li") == until


def test_forwarded_address_is_not_believed_without_a_proxy(client: Client, li: User, lockout: None) -> None:
    answers = [
        sign_in(client, password="wrong", headers={"X-Forwarded-For": f"192.0.2.{n}"}).status_code for n in range(6)
    ]
    assert answers[-1] == 429
    assert set(AuditEntry.objects.filter(action="sign-in-failed").values_list("address", flat=True)) == {"127.0.0.1"}


def test_forwarded_address_is_believed_behind_a_proxy(
    client: Client, li: User, lockout: None, settings: Settings
) -> None:
    settings.PROXIES = 1
    for _ in range(5):
        sign_in(client, password="wrong", headers={"X-Forwarded-For": "6.6.6.6, 192.0.2.1"})
    assert sign_in(client, headers={"X-Forwarded-For": "7.7.7.7, 192.0.2.1"}).status_code == 429
    assert sign_in(client, headers={"X-Forwarded-For": "192.0.2.2"}).status_code == 302
    assert AuditEntry.objects.get(action="sign-in").address == "192.0.2.2"


def test_right_password_forgives_the_wrong_ones(client: Client, li: User, lockout: None) -> None:
    for _ in range(2):
        for _ in range(4):
            sign_in(client, password="wrong")
        assert sign_in(client).status_code == 302
        client.logout()


def test_limit_of_an_address_holds_for_all_names(client: Client, settings: Settings) -> None:
    settings.LIMITS = {"sign-in": (3, 600)}
    answers = [sign_in(client, f"name {n}", "x") for n in range(4)]
    assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
    assert int(answers[-1]["Retry-After"]) > 0
    assert client.get(LOGIN).status_code == 200


def test_session_gets_another_key_at_sign_in(client: Client, li: User) -> None:
    session = client.session
    session["planted"] = "by somebody else"
    session.save()
    before = str(session.session_key)
    client.cookies[configured.SESSION_COOKIE_NAME] = before
    sign_in(client)
    assert client.session.session_key != before


def test_cookie_is_out_of_reach_of_scripts_and_of_other_sites(client: Client, li: User) -> None:
    sign_in(client)
    cookie = client.cookies[configured.SESSION_COOKIE_NAME]
    assert (cookie["httponly"], cookie["samesite"]) == (True, "Lax")
    assert 12 * 3600 - 60 < cookie["max-age"] <= 12 * 3600


def test_second_factor_is_asked_for_before_anything_opens(client: Client, li: User) -> None:
    device = device_of(li)
    assert sign_in(client)["Location"] == CODE
    assert not signed_in(client)
    assert client.get("/admin/")["Location"].startswith(LOGIN)
    key = client.session.session_key
    assert client.post(CODE, {"code": code_of(device)})["Location"] == "/admin/"
    assert client.session.session_key != key
    assert client.get("/admin/").status_code == 200
    assert AuditEntry.objects.filter(action="sign-in", by=li).count() == 1


def test_code_works_once(client: Client, li: User) -> None:
    device = device_of(li)
    code = code_of(device)
    sign_in(client)
    client.post(CODE, {"code": code})
    other = Client()
    sign_in(other)
    assert other.post(CODE, {"code": code}).status_code == 200
    assert not signed_in(other)


def test_recovery_code_works_once_in_any_spelling(client: Client, li: User) -> None:
    device_of(li)
    code = people.second_factor.new_recovery_codes(li)[0]
    sign_in(client)
    assert client.post(CODE, {"code": f" {code.upper()} "})["Location"] == "/admin/"
    assert client.get("/admin/").status_code == 200
    assert StaticToken.objects.count() == people.second_factor.RECOVERY_CODES - 1
    other = Client()
    sign_in(other)
    assert other.post(CODE, {"code": code}).status_code == 200
    assert not signed_in(other)


def test_recovery_code_of_figures_alone_is_one(client: Client, li: User) -> None:
    device_of(li)
    people.second_factor.new_recovery_codes(li)
    StaticToken.objects.filter(pk=StaticToken.objects.all()[0].pk).update(token="23456723")
    sign_in(client)
    assert client.post(CODE, {"code": "2345-6723"})["Location"] == "/admin/"


def test_new_recovery_codes_end_the_old(client: Client, li: User) -> None:
    device_of(li)
    old = people.second_factor.new_recovery_codes(li)[0]
    people.second_factor.new_recovery_codes(li)
    sign_in(client)
    assert client.post(CODE, {"code": old}).status_code == 200
    assert not signed_in(client)


def test_wrong_codes_have_to_wait_ever_longer(client: Client, li: User) -> None:
    device = device_of(li)
    sign_in(client)
    assert "is not right" in client.post(CODE, {"code": "000000"}).content.decode()
    page = client.post(CODE, {"code": code_of(device)}).content.decode()
    assert "another is looked at in" in page
    assert not signed_in(client)
    assert AuditEntry.objects.filter(action="second-factor-failed", target="person li").count() == 1


def test_after_five_wrong_codes_the_password_is_asked_for_again(client: Client, li: User) -> None:
    device = device_of(li)
    sign_in(client)
    for _ in range(5):
        TOTPDevice.objects.update(throttling_failure_timestamp=None, throttling_failure_count=0)
        answer = client.post(CODE, {"code": "000000"})
    assert answer["Location"] == LOGIN
    TOTPDevice.objects.update(throttling_failure_timestamp=None, throttling_failure_count=0)
    assert client.post(CODE, {"code": code_of(device)})["Location"] == LOGIN
    assert not signed_in(client)


def test_second_step_is_over_after_five_minutes(client: Client, li: User) -> None:
    device = device_of(li)
    sign_in(client)
    session = client.session
    session["half_signed_in"] = {**session["half_signed_in"], "since": int(time.time()) - 301}
    session.save()
    assert client.post(CODE, {"code": code_of(device)})["Location"] == LOGIN


@pytest.mark.parametrize("change", ["password", "account"])
def test_second_step_is_over_when_the_account_changes(change: str, client: Client, li: User) -> None:
    device = device_of(li)
    sign_in(client)
    if change == "password":
        li.set_password("another long walk")
    li.is_active = change == "password"
    li.save()
    assert client.post(CODE, {"code": code_of(device)})["Location"] == LOGIN
    assert not signed_in(client)


def test_second_step_without_the_first_leads_back(client: Client) -> None:
    assert client.get(CODE)["Location"] == LOGIN
    assert client.post(CODE, {"code": "123456"})["Location"] == LOGIN


def test_link_doesn_t_replace_the_second_factor(client: Client, li: User) -> None:
    device = device_of(li)
    assert choose(client, link_for(li))["Location"] == "/admin/invitation/chosen/"
    assert not signed_in(client)
    assert sign_in(client, password="another long walk")["Location"] == CODE
    assert not signed_in(client)
    assert client.post(CODE, {"code": code_of(device)})["Location"] == "/admin/"


@pytest.mark.parametrize("half", [True, False])
def test_without_the_second_factor_no_address_shows_more_than_to_strangers(
    half: bool, client: Client, li: User
) -> None:
    report_of(status="draft")
    public = report_of(slug="shanghai-2024", place="shanghai", year=2024)
    device_of(li)
    sign_in(client) if half else client.force_login(li)
    for address in ("/en/reports/beijing-2025/", "/api/v1/reports/beijing-2025", "/reports/beijing-2025/export/tmx/"):
        assert client.get(address).status_code == 404
    assert "/admin/reports/edit/" not in client.get(public.get_absolute_url()).content.decode()
    for address in ("/admin/", "/admin/account/", "/admin/reports/edit/beijing-2025/", "/admin/jsi18n/", "/admin/x/"):
        sign_in(client) if half else client.force_login(li)
        seen = client.get(address)
        allowed = not half and address in {"/admin/account/", "/admin/jsi18n/"}
        assert seen.status_code == (200 if allowed else 302), address
    for act in ("second-factor/off/", "recovery-codes/"):
        sign_in(client) if half else client.force_login(li)
        client.post(f"/admin/account/{act}", {"password": PASSWORD})
    assert people.second_factor.is_on(li)
    assert StaticToken.objects.count() == 0


def test_session_without_the_second_factor_opens_nothing(client: Client, li: User) -> None:
    device_of(li)
    client.force_login(li)
    assert client.get("/admin/reports/report/")["Location"] == f"{LOGIN}?next=/admin/reports/report/"
    assert not signed_in(client)


def test_pages_hold_no_password(client: Client, li: User) -> None:
    page = sign_in(client, password="not the password").content.decode()
    assert "not the password" not in page


def test_forged_form_is_refused(li: User) -> None:
    strict = Client(enforce_csrf_checks=True)
    assert sign_in(strict).status_code == 403


def link_for(user: User) -> str:
    return reverse("people:choose-password", kwargs=people.invite(user, by=None))


def choose(client: Client, link: str, password: str = "another long walk") -> Any:
    form = client.get(link)
    if form.status_code != 302:
        return form
    return client.post(form["Location"], {"new_password1": password, "new_password2": password})


def test_link_lets_a_password_be_chosen_once(client: Client, li: User) -> None:
    link = link_for(li)
    assert choose(client, link)["Location"] == "/admin/invitation/chosen/"
    assert client.get("/admin/invitation/chosen/").status_code == 200
    assert sign_in(Client(), password="another long walk").status_code == 302
    assert "no longer works" in choose(Client(), link).content.decode()


def test_password_from_before_works_no_more_once_a_link_was_made(li: User) -> None:
    there = Client()
    sign_in(there)
    link_for(li)
    assert sign_in(Client()).status_code == 200
    assert there.get("/admin/").status_code == 302


def test_newer_link_takes_the_place_of_the_older(client: Client, li: User) -> None:
    older, newer = link_for(li), link_for(li)
    assert "no longer works" in choose(client, older).content.decode()
    assert choose(client, newer).status_code == 302


def test_link_of_a_closed_account_works_no_more(client: Client, li: User) -> None:
    link = link_for(li)
    li.refresh_from_db()
    li.is_active = False
    li.save()
    assert "no longer works" in choose(client, link).content.decode()


def test_link_is_of_one_person(client: Client, li: User) -> None:
    parts = people.invite(li, by=None)
    root = User.objects.create_superuser("root")
    other = people.invite(root, by=None)
    link = reverse("people:choose-password", kwargs={"uidb64": other["uidb64"], "token": parts["token"]})
    assert "no longer works" in choose(client, link).content.decode()


def test_link_ends_after_three_days(client: Client, li: User, monkeypatch: pytest.MonkeyPatch) -> None:
    link = link_for(li)
    later = dt.datetime.now() + dt.timedelta(days=3, seconds=5)  # noqa: DTZ005 - as Django compares them
    monkeypatch.setattr(people.tokens, "_now", lambda: later)
    assert "no longer works" in choose(client, link).content.decode()


@pytest.mark.parametrize("password", ["short", "123456789012345", "password12345", "li" * 8])
def test_weak_password_is_refused(password: str, client: Client, li: User) -> None:
    if password == "li" * 8:
        li.username = password
        li.save()
    answer = choose(client, link_for(li), password)
    assert answer.status_code == 200
    assert 'class="wrong"' in answer.content.decode()
