"""One's own account: the second factor and the password, each behind a proof, and the end of other sessions."""

from __future__ import annotations

import re
import time
from base64 import b64decode
from typing import Any
from urllib.parse import unquote

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django_otp.oath import TOTP
from django_otp.plugins.otp_totp.models import TOTPDevice
from pytest_django.fixtures import Settings

from reports import people
from reports.models import AuditEntry

pytestmark = pytest.mark.django_db

ACCOUNT = "/admin/account/"
ON = "/admin/account/second-factor/"
OFF = "/admin/account/second-factor/off/"
CODES = "/admin/account/recovery-codes/"
PASSWORD = "a long walk by the canal"


@pytest.fixture
def li() -> User:
    user = User.objects.create_user("li", password=PASSWORD)
    people.give_role(user, people.Role.EDITOR, by=None)
    return User.objects.get(pk=user.pk)


def client_of(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def desk(li: User) -> Client:
    return client_of(li)


def code_of(device: TOTPDevice) -> str:
    totp = TOTP(device.bin_key, device.step, device.t0, device.digits, device.drift)
    totp.time = time.time()
    return f"{totp.token():06d}"


def begin(client: Client) -> str:
    return client.post(ON, {"password": PASSWORD}, follow=True).content.decode()


def switch_on(client: Client) -> list[str]:
    """Switch a second factor on as a person does, and return the recovery codes on the page."""
    begin(client)
    page = client.post(ON, {"code": code_of(TOTPDevice.objects.get(confirmed=False))}).content.decode()
    return re.findall(r"<li><code>([a-z2-7]{4}-[a-z2-7]{4})</code></li>", page)


def test_account_tells_the_role(desk: Client) -> None:
    page = desk.get(ACCOUNT).content.decode()
    assert "Your role: Editor." in page
    assert "Switch the second factor on" in page


def test_head_of_every_page_leads_to_the_account(desk: Client) -> None:
    assert f'href="{ACCOUNT}"' in desk.get("/admin/").content.decode()


def test_secret_comes_after_the_password_as_a_picture_and_as_text(desk: Client, li: User) -> None:
    page = begin(desk)
    device = TOTPDevice.objects.get(user=li, confirmed=False)
    picture = re.search(r'src="data:image/svg\+xml([^"]+)"', page)
    assert picture
    kind, _, content = picture[1].partition(",")
    svg = b64decode(content).decode() if "base64" in kind else unquote(content)
    assert "<svg" in svg.replace("&lt;", "<")
    assert "script" not in svg
    assert people.second_factor.secret(device) in page


def test_secret_is_for_who_gave_the_password_alone(desk: Client, li: User) -> None:
    assert desk.post(ON, {"password": "wrong"}).status_code == 400
    assert not TOTPDevice.objects.exists()
    begin(desk)
    # Another session of the same person sees nothing of it.
    assert client_of(li).get(ON)["Location"] == ACCOUNT


def test_secret_is_shown_for_ten_minutes(desk: Client) -> None:
    begin(desk)
    session = desk.session
    key, since = session["setting_up"]
    session["setting_up"] = [key, since - 601]
    session.save()
    assert desk.get(ON)["Location"] == ACCOUNT


def test_second_factor_counts_once_a_code_was_entered(desk: Client, li: User) -> None:
    begin(desk)
    assert not people.second_factor.is_on(li)
    assert "is not right" in desk.post(ON, {"code": "000000"}).content.decode()
    assert not people.second_factor.is_on(li)


def test_recovery_codes_are_shown_once(desk: Client, li: User) -> None:
    codes = switch_on(desk)
    assert len(set(codes)) == people.second_factor.RECOVERY_CODES
    assert people.second_factor.is_on(li)
    for address in (ACCOUNT, ON, CODES):
        page = desk.get(address).content.decode()
        assert not any(code in page or code.replace("-", "") in page for code in codes)
    assert AuditEntry.objects.filter(action="second-factor-on", by=li).count() == 1
    assert not any(code in str(AuditEntry.objects.values_list()) for code in codes)


def test_who_switched_it_on_stays_signed_in_alone(desk: Client, li: User) -> None:
    other = client_of(li)
    switch_on(desk)
    assert desk.get("/admin/").status_code == 200
    assert other.get("/admin/").status_code == 302


WRONG = [
    {},
    {"password": PASSWORD},
    {"password": "wrong"},
    {"code": "right"},
    {"password": PASSWORD, "code": "aaaa-aaaa"},
    {"password": "wrong", "code": "right"},
]


def given(fields: dict[str, str], code: str) -> dict[str, str]:
    """Return fields with a code of somebody's in the place of `right`."""
    return {name: code if value == "right" else value for name, value in fields.items()}


@pytest.mark.parametrize("fields", WRONG)
def test_switching_off_needs_the_password_and_a_code(fields: dict[str, str], desk: Client, li: User) -> None:
    code = switch_on(desk)[0]
    assert desk.post(OFF, given(fields, code)).status_code == 400
    assert people.second_factor.is_on(li)


def test_switching_off_by_password_and_code(desk: Client, li: User) -> None:
    code = switch_on(desk)[0]
    assert desk.post(OFF, {"password": PASSWORD, "code": code})["Location"] == ACCOUNT
    assert not people.second_factor.is_on(li)
    assert desk.get("/admin/").status_code == 200
    assert AuditEntry.objects.filter(action="second-factor-off", by=li).count() == 1


def test_code_of_the_app_is_one_too(desk: Client, li: User) -> None:
    switch_on(desk)
    device = TOTPDevice.objects.get()
    # As if it were a while later: the code that switched it on was used.
    TOTPDevice.objects.update(last_t=-1)
    assert desk.post(OFF, {"password": PASSWORD, "code": code_of(device)})["Location"] == ACCOUNT


@pytest.mark.parametrize("fields", WRONG)
def test_new_recovery_codes_need_the_password_and_a_code(fields: dict[str, str], desk: Client, li: User) -> None:
    old = switch_on(desk)
    assert desk.post(CODES, given(fields, old[0])).status_code == 400
    assert people.second_factor.codes_left(li) == people.second_factor.RECOVERY_CODES


def test_new_recovery_codes_end_the_old_ones(desk: Client, li: User) -> None:
    old = switch_on(desk)
    page = desk.post(CODES, {"password": PASSWORD, "code": old[0]}).content.decode()
    assert not any(code in page for code in old)
    assert people.second_factor.check(li, old[1]) is None
    assert desk.get("/admin/").status_code == 200


@pytest.mark.parametrize("kind", ["000000", "aaaa-aaaa"])
def test_nothing_tells_which_of_password_and_code_was_wrong(kind: str, desk: Client, li: User) -> None:
    right = switch_on(desk)
    answers, waits, entries = [], [], []
    for password, code in (("wrong", kind), (PASSWORD, kind), ("wrong", right[0] if "-" in kind else kind)):
        page = desk.post(OFF, {"password": password, "code": code}).content.decode()
        answers.append(re.findall(r'<ul class="errorlist[^"]*".*?</ul>', page, re.DOTALL))
        waits.append(people.second_factor.seconds_to_wait(li))
        entries.append(list(AuditEntry.objects.filter(by=li).order_by("-pk").values("action", "target", "facts")[:1]))
        people.second_factor.forget_wrong_codes(li)
    assert answers[0] != []
    assert answers[0] == answers[1] == answers[2]
    assert waits == [1, 1, 1]
    assert entries[0] == entries[1] == entries[2] == [{"action": "own-proof-wrong", "target": "", "facts": {}}]


def test_code_with_a_wrong_password_is_not_used_up(desk: Client, li: User) -> None:
    code = switch_on(desk)[0]
    desk.post(OFF, {"password": "wrong", "code": code})
    people.second_factor.forget_wrong_codes(li)
    assert desk.post(OFF, {"password": PASSWORD, "code": code})["Location"] == ACCOUNT


def test_after_a_wrong_one_the_next_has_to_wait(desk: Client, li: User) -> None:
    code = switch_on(desk)[0]
    desk.post(OFF, {"password": "wrong", "code": "000000"})
    page = desk.post(OFF, {"password": PASSWORD, "code": code}).content.decode()
    assert "After wrong codes, another is looked at in 1 second." in page
    assert people.second_factor.is_on(li)


def test_secret_stays_out_of_the_log_and_of_the_list_of_people(desk: Client, li: User) -> None:
    switch_on(desk)
    key = TOTPDevice.objects.get().key
    root = client_of(User.objects.create_superuser("root"))
    for address in ("/admin/auth/user/", f"/admin/auth/user/{li.pk}/change/", "/admin/reports/auditentry/"):
        assert key not in root.get(address).content.decode()


@pytest.fixture
def required(settings: Settings) -> None:
    settings.REQUIRE_OTP = True


def test_where_it_is_required_nothing_else_opens_first(desk: Client, li: User, required: None) -> None:
    for address in ("/admin/", "/admin/reports/report/", "/admin/reports/ingestjob/upload/"):
        assert desk.get(address)["Location"] == ACCOUNT
    assert "requires a second factor" in desk.get(ACCOUNT).content.decode()
    switch_on(desk)
    assert desk.get("/admin/reports/report/").status_code == 200


def test_where_it_is_required_an_unverified_editor_may_nothing(required: None, li: User) -> None:
    client = client_of(li)
    request = client.get(ACCOUNT).wsgi_request
    assert not people.may_curate(request.user)
    assert not people.may_hand_in(request.user)


def test_contributors_need_none(required: None) -> None:
    user = User.objects.create_user("wang")
    people.give_role(user, people.Role.CONTRIBUTOR, by=None)
    assert client_of(user).get("/admin/").status_code == 200


def test_new_password_needs_the_old_one(desk: Client, li: User) -> None:
    new = {"new_password1": "another long walk", "new_password2": "another long walk"}
    assert desk.post("/admin/password_change/", {"old_password": "wrong", **new}).status_code == 200
    li.refresh_from_db()
    assert li.check_password(PASSWORD)


def test_new_password_ends_all_other_sessions(desk: Client, li: User) -> None:
    other = client_of(li)
    before = desk.session.session_key
    new = {"new_password1": "another long walk", "new_password2": "another long walk"}
    assert desk.post("/admin/password_change/", {"old_password": PASSWORD, **new})["Location"] == ACCOUNT
    assert desk.get("/admin/").status_code == 200
    assert desk.session.session_key != before
    assert other.get("/admin/").status_code == 302
    assert AuditEntry.objects.filter(action="password-changed", by=li).count() == 1


NEW = {"new_password1": "another long walk", "new_password2": "another long walk"}


def test_new_password_needs_a_code_where_there_is_a_second_factor(desk: Client, li: User) -> None:
    code = switch_on(desk)[0]
    for wrong in ({"old_password": PASSWORD}, {"old_password": PASSWORD, "code": "aaaa-aaaa"}):
        assert desk.post("/admin/password_change/", {**NEW, **wrong}).status_code == 200
    li.refresh_from_db()
    assert li.check_password(PASSWORD)
    people.second_factor.forget_wrong_codes(li)
    answer = desk.post("/admin/password_change/", {**NEW, "old_password": PASSWORD, "code": code})
    assert answer["Location"] == ACCOUNT
    assert desk.get("/admin/").status_code == 200


@pytest.mark.parametrize("old", [PASSWORD, "wrong"])
def test_code_is_not_used_up_by_a_new_password_that_will_not_do(old: str, desk: Client, li: User) -> None:
    code = switch_on(desk)[0]
    weak = {"new_password1": "short", "new_password2": "short", "old_password": old, "code": code}
    page = desk.post("/admin/password_change/", weak).content.decode()
    assert "at least 12 characters" in page
    assert "is not right" not in page
    assert people.second_factor.codes_left(li) == people.second_factor.RECOVERY_CODES


def test_new_password_has_twelve_characters(desk: Client, li: User) -> None:
    new = {"new_password1": "canalwalks1", "new_password2": "canalwalks1"}
    page = desk.post("/admin/password_change/", {"old_password": PASSWORD, **new}).content.decode()
    assert "at least 12 characters" in page


def test_signing_out_everywhere_ends_this_session_too(desk: Client, li: User) -> None:
    other, somebody = client_of(li), client_of(User.objects.create_superuser("root"))
    assert desk.post("/admin/account/sign-out/")["Location"] == "/admin/login/"
    assert [client.get("/admin/").status_code for client in (desk, other, somebody)] == [302, 302, 200]


def test_sessions_are_renewed_by_use(desk: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    from reports.people import sessions

    desk.get("/admin/")
    first = desk.session["renewed"]
    assert "sessionid" not in desk.get("/admin/").cookies
    monkeypatch.setattr(sessions, "RENEWED_EVERY", -1)
    assert 12 * 3600 - 60 < desk.get("/admin/").cookies["sessionid"]["max-age"] <= 12 * 3600
    assert desk.session["renewed"] >= first


@pytest.mark.parametrize("address", [OFF, CODES, "/admin/account/sign-out/"])
def test_acts_are_done_by_forms_of_this_site_alone(address: str, li: User) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(li)
    assert strict.get(address).status_code == 405
    assert strict.post(address, {"password": PASSWORD}).status_code == 403


def test_guesses_of_the_password_are_limited(desk: Client, settings: Settings) -> None:
    settings.LIMITS = {"sign-in": (3, 600)}
    answers = [desk.post(OFF, {"password": f"guess {n}"}).status_code for n in range(4)]
    assert answers == [400, 400, 400, 429]


def test_part_of_a_page_leads_the_whole_page_to_the_sign_in(client: Client, li: User) -> None:
    answer: Any = client.get("/admin/reports/report/", headers={"HX-Request": "true"})
    assert answer.status_code == 204
    assert answer["HX-Redirect"].startswith("/admin/login/?next=")
