"""Accounts: an administrator gives roles and hands out links, and nobody gives themselves anything."""

from __future__ import annotations

import re
from functools import partial
from typing import Any

import pytest
from django.contrib.auth.models import Group, Permission, User
from django.test import Client
from django.urls import reverse
from django_otp import DEVICE_ID_SESSION_KEY
from django_otp.plugins.otp_totp.models import TOTPDevice
from pytest_django.fixtures import Settings

from reports import people
from reports.admin.people_forms import state_of
from reports.models import AuditEntry
from tests.at_once import ROUNDS, at_once

pytestmark = pytest.mark.django_db

ADD = "/admin/auth/user/add/"
PASSWORD = "a long walk by the canal"


def person(name: str, role: people.Role, **more: Any) -> User:
    user = User.objects.create_user(name, password=PASSWORD, **more)
    people.give_role(user, role, by=None)
    return User.objects.get(pk=user.pk)


def client_of(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def boss(db: None) -> User:
    return person("boss", people.Role.ADMINISTRATOR)


@pytest.fixture
def office(boss: User) -> Client:
    """Return a client in which an administrator is signed in, who is no superuser."""
    return client_of(boss)


@pytest.fixture
def li(db: None) -> User:
    return person("li", people.Role.CONTRIBUTOR)


def page_of(user: User, act: str = "change") -> str:
    return f"/admin/auth/user/{user.pk}/{act}/"


def change(client: Client, user: User, **given: Any) -> Any:
    """Send the form of an account as it is, but for what is given."""
    fields = {"username": user.username, "first_name": "", "last_name": "", "email": ""}
    seen = state_of(User.objects.get(pk=user.pk))
    fields |= {"role": people.role_of(user).value, "is_active": "on", "seen": seen}
    sent = {name: value for name, value in {**fields, **given}.items() if value is not None}
    return client.post(page_of(user), sent)


def test_account_is_made_with_a_role_and_a_link(office: Client, boss: User) -> None:
    answer = office.post(ADD, {"username": "wang", "role": "Editors"})
    assert answer.status_code == 200
    wang = User.objects.get(username="wang")
    assert people.role_of(wang) == people.Role.EDITOR
    assert not wang.has_usable_password()
    link = re.search(r'value="(http://testserver/admin/invitation/[^"]+)"', answer.content.decode())
    assert link
    form = Client().get(link[1], follow=True)
    assert "wang" in form.content.decode()
    assert AuditEntry.objects.filter(by=boss, target="person wang").count() == 3


def test_new_account_is_a_contributors_unless_said_otherwise(office: Client) -> None:
    assert '<option value="Contributors" selected>' in office.get(ADD).content.decode()


@pytest.mark.parametrize("role", [people.Role.READER, *people.STAFF])
def test_role_is_chosen_in_words(role: people.Role, office: Client, li: User) -> None:
    change(office, li, role=role.value)
    assert people.role_of(User.objects.get(pk=li.pk)) == role


def test_role_that_is_none_is_refused(office: Client, li: User) -> None:
    assert change(office, li, role="Emperors").status_code == 200
    assert people.role_of(User.objects.get(pk=li.pk)) == people.Role.CONTRIBUTOR


FORGED = {
    "is_superuser": "on",
    "is_staff": "on",
    "user_permissions": "1",
    "groups": "1",
    "password": "pbkdf2_sha256$1$x$x",
    "date_joined_0": "1999-01-01",
    "last_login": "1999-01-01",
    "id": "1",
    "pk": "1",
}


def rights(user: User) -> Any:
    user = User.objects.get(pk=user.pk)
    return (
        user.is_superuser, user.is_staff, user.password, user.date_joined, user.last_login,
        [group.name for group in user.groups.all()], list(user.user_permissions.all()),
    )  # fmt: skip


def test_what_the_form_does_not_offer_is_not_taken(office: Client, li: User) -> None:
    before = rights(li)
    permission, group = Permission.objects.first(), Group.objects.get(name="Administrators")
    assert permission
    change(office, li, **{**FORGED, "user_permissions": str(permission.pk), "groups": str(group.pk)})
    assert rights(li) == before


def test_account_is_made_without_what_the_form_does_not_offer(office: Client) -> None:
    office.post(ADD, {"username": "wang", "role": "Contributors", **FORGED})
    wang = User.objects.get(username="wang")
    assert not wang.is_superuser
    assert [group.name for group in wang.groups.all()] == ["Contributors"]
    assert not wang.has_usable_password()
    assert wang.date_joined.year > 1999


@pytest.mark.parametrize("role", [people.Role.CONTRIBUTOR, people.Role.EDITOR])
def test_nobody_below_an_administrator_changes_an_account(role: people.Role, li: User) -> None:
    lower = person("lower", role)
    client = client_of(lower)
    for user in (lower, li):
        before = rights(user)
        assert change(client, user, role="Administrators").status_code == 403
        for act in ("invite", "unlock", "second-factor-off", "sign-out"):
            assert client.post(page_of(user, act)).status_code == 403
        assert rights(user) == before
    assert client.post(ADD, {"username": "wang", "role": "Administrators"}).status_code == 403
    assert not User.objects.filter(username="wang").exists()


def test_nobody_changes_their_own_role_or_closes_their_own_account(office: Client, boss: User) -> None:
    change(office, boss, role="", is_active=None)
    boss.refresh_from_db()
    assert (boss.is_active, people.role_of(boss)) == (True, people.Role.ADMINISTRATOR)


def test_account_of_a_superuser_is_only_looked_at(office: Client) -> None:
    root = User.objects.create_superuser("root", password=PASSWORD)
    before = rights(root)
    assert office.get(page_of(root)).status_code == 200
    assert "Make a link" not in office.get(page_of(root)).content.decode()
    assert change(office, root, username="mine", is_active=None).status_code == 403
    for act in ("invite", "unlock", "second-factor-off", "sign-out"):
        assert office.post(page_of(root, act)).status_code == 403
    assert rights(root) == before
    root.refresh_from_db()
    assert (root.username, root.is_active) == ("root", True)


def test_superuser_may_change_another_but_not_the_role(li: User) -> None:
    client = client_of(User.objects.create_superuser("root"))
    other = User.objects.create_superuser("other")
    change(client, other, role="Contributors", email="other@example.org")
    other.refresh_from_db()
    assert other.is_superuser
    assert other.is_staff
    assert other.email == "other@example.org"


def test_closed_account_is_signed_out_and_kept(office: Client, li: User) -> None:
    there = client_of(li)
    change(office, li, is_active=None)
    li.refresh_from_db()
    assert not li.is_active
    assert there.get("/admin/").status_code == 302
    assert AuditEntry.objects.filter(action="account closed", target="person li").exists()


@pytest.mark.parametrize("name", ["root", "boss"])
def test_nobody_is_deleted(name: str, boss: User, li: User) -> None:
    User.objects.create_superuser("root")
    client = client_of(User.objects.get(username=name))
    assert client.post(page_of(li, "delete"), {"post": "yes"}).status_code == 403
    client.post("/admin/auth/user/", {"action": "delete_selected", "_selected_action": [li.pk], "post": "yes"})
    assert User.objects.filter(pk=li.pk).exists()


def test_account_that_was_closed_is_not_opened_by_an_older_page(office: Client, li: User) -> None:
    page = office.get(page_of(li)).content.decode()
    seen = re.search(r'name="seen" value="(\w+)"', page)
    assert seen
    assert change(office, li, is_active=None).status_code == 302
    answer = change(office, li, first_name="Li", seen=seen[1])
    assert "Somebody else has changed this account meanwhile" in answer.content.decode()
    li.refresh_from_db()
    assert (li.is_active, li.first_name) == (False, "")


@pytest.mark.django_db(transaction=True)
def test_of_two_who_change_an_account_at_once_the_second_is_told(office: Client, li: User) -> None:
    other = client_of(person("second", people.Role.ADMINISTRATOR))
    for number in range(ROUNDS):
        seen = state_of(User.objects.get(pk=li.pk))
        answers = at_once(
            partial(change, office, li, first_name=f"One {number}", seen=seen),
            partial(change, other, li, last_name=f"Two {number}", seen=seen),
        )
        assert sorted(answer.status_code for answer in answers) == [200, 302]


@pytest.mark.parametrize("seen", [None, "", "x"])
def test_form_of_an_account_says_what_was_seen(seen: str | None, office: Client, li: User) -> None:
    assert change(office, li, role="Administrators", seen=seen).status_code == 200
    assert people.role_of(User.objects.get(pk=li.pk)) == people.Role.CONTRIBUTOR


def test_name_from_before_is_kept_in_the_log(office: Client, li: User) -> None:
    change(office, li, username="wang")
    entry = AuditEntry.objects.get(action="account changed")
    assert (entry.target, entry.facts) == ("person wang", {"fields": ["username"], "was": "li"})


def test_another_role_signs_out(office: Client, li: User) -> None:
    theirs = client_of(li)
    change(office, li, role="Editors")
    assert theirs.get("/admin/").status_code == 302


def test_role_taken_away_signs_out(office: Client, li: User) -> None:
    there = client_of(li)
    change(office, li, role="")
    assert there.get("/admin/").status_code == 302


def test_link_ends_the_password_from_before(office: Client, li: User) -> None:
    answer = office.post(page_of(li, "invite"))
    assert "/admin/invitation/" in answer.content.decode()
    li.refresh_from_db()
    assert not li.has_usable_password()
    assert answer["Cache-Control"] == "private, no-store"


def test_link_is_made_by_a_form_alone(office: Client, li: User) -> None:
    assert office.get(page_of(li, "invite")).status_code == 405
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(User.objects.get(username="boss"))
    assert strict.post(page_of(li, "invite")).status_code == 403
    li.refresh_from_db()
    assert li.has_usable_password()


def test_locked_out_person_is_unlocked(office: Client, li: User, settings: Settings) -> None:
    settings.AXES_ENABLED = True
    for _ in range(5):
        Client().post("/admin/login/", {"username": "li", "password": "wrong"})
    assert "Locked out by wrong passwords until" in office.get(page_of(li)).content.decode()
    office.post(page_of(li, "unlock"))
    assert people.lockouts.locked_until("li") is None
    assert AuditEntry.objects.filter(action="unlocked", by__username="boss", target="person li").exists()
    assert Client().post("/admin/login/", {"username": "li", "password": PASSWORD}).status_code == 302


def test_lost_second_factor_is_switched_off(office: Client, li: User) -> None:
    device = people.second_factor.begin(li)
    device.confirmed = True
    device.save()
    assert "the app and the recovery codes are lost" in office.get(page_of(li)).content.decode()
    assert "<strong>li</strong>" in office.get(page_of(li, "second-factor-off")).content.decode()
    assert office.post(page_of(li, "second-factor-off"), {"password": PASSWORD})["Location"] == page_of(li)
    assert not people.second_factor.is_on(li)
    assert AuditEntry.objects.filter(action="second-factor-off", by__username="boss", target="person li").exists()


@pytest.mark.parametrize("given", [{}, {"password": "wrong"}])
def test_lost_second_factor_stays_until_the_administrator_is_proved(
    given: dict[str, str], office: Client, li: User
) -> None:
    people.second_factor.begin(li)
    TOTPDevice.objects.update(confirmed=True)
    assert office.post(page_of(li, "second-factor-off"), given).status_code in {200, 400}
    assert people.second_factor.is_on(li)


def test_administrator_with_a_second_factor_proves_it_by_that_too(boss: User, li: User) -> None:
    for user in (boss, li):
        people.second_factor.begin(user)
    TOTPDevice.objects.update(confirmed=True)
    office = client_of(boss)
    session = office.session
    session[DEVICE_ID_SESSION_KEY] = TOTPDevice.objects.get(user=boss).persistent_id
    session.save()
    code = people.second_factor.new_recovery_codes(boss)[0]
    assert office.post(page_of(li, "second-factor-off"), {"password": PASSWORD}).status_code == 400
    assert people.second_factor.is_on(li)
    assert office.post(page_of(li, "second-factor-off"), {"password": PASSWORD, "code": code}).status_code == 302
    assert not people.second_factor.is_on(li)
    assert people.second_factor.is_on(boss)


@pytest.mark.parametrize("key", ["9" * 5000, "٣٣٣", "x"])
def test_account_that_can_not_be_is_none(key: str, office: Client) -> None:
    assert office.get(f"/admin/auth/user/{key}/change/")["Location"] == "/admin/"


@pytest.mark.parametrize("act", ["invite", "second-factor-off"])
def test_nobody_gets_around_their_own_password_as_an_administrator(act: str, office: Client, boss: User) -> None:
    assert "Make a link" not in office.get(page_of(boss)).content.decode()
    before = boss.password
    assert office.post(page_of(boss, act))["Location"] == "/admin/account/"
    boss.refresh_from_db()
    assert boss.password == before


def test_somebody_is_signed_out_everywhere(office: Client, li: User) -> None:
    one, two = client_of(li), client_of(li)
    office.post(page_of(li, "sign-out"))
    assert [client.get("/admin/").status_code for client in (one, two, office)] == [302, 302, 200]


@pytest.mark.parametrize("name", ["LI", "li\u200b", "li\n", "a\u202eb", "<script>", ""])
def test_name_that_misleads_is_refused(name: str, office: Client, li: User) -> None:
    assert 'class="errorlist"' in office.post(ADD, {"username": name, "role": "Editors"}).content.decode()
    assert User.objects.count() == 2


def test_list_can_t_be_narrowed_by_a_password(office: Client) -> None:
    assert office.get("/admin/auth/user/?password__startswith=md5").status_code == 400


def test_list_tells_role_and_second_factor(office: Client, li: User) -> None:
    page = office.get("/admin/auth/user/?role=Contributors").content.decode()
    assert page_of(li) in page
    assert page_of(User.objects.get(username="boss")) not in page
    assert "Contributor" in page


@pytest.mark.parametrize("path", ["auth/group", "otp_totp/totpdevice", "otp_static/staticdevice", "axes/accessattempt"])
def test_no_page_shows_secrets_or_changes_groups(path: str) -> None:
    client = client_of(User.objects.create_superuser("root"))
    assert client.get(f"/admin/{path}/").status_code == 404


def test_queries_of_the_list_don_t_grow_with_it(office: Client, django_assert_max_num_queries: Any) -> None:
    for number in range(20):
        person(f"person {number}".replace(" ", "-"), people.Role.EDITOR)
    office.get("/admin/auth/user/")
    with django_assert_max_num_queries(14):
        office.get("/admin/auth/user/")


def test_link_on_the_page_is_the_persons_own(office: Client, li: User) -> None:
    other = person("wang", people.Role.EDITOR)
    page = office.get(page_of(li)).content.decode()
    assert reverse("admin:people_invite", args=[li.pk]) in page
    assert reverse("admin:people_invite", args=[other.pk]) not in page
