from __future__ import annotations

from io import StringIO

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.test import Client

from reports import people
from reports.models import AuditEntry

pytestmark = pytest.mark.django_db


def person(*arguments: str) -> str:
    out = StringIO()
    call_command("person", *arguments, stdout=out)
    return out.getvalue()


@pytest.fixture
def li() -> User:
    user = User.objects.create_user("li", password="a long walk by the canal")
    people.give_role(user, people.Role.EDITOR, by=None)
    return User.objects.get(pk=user.pk)


def test_somebody_is_added_with_a_role_and_a_link(client: Client) -> None:
    said = person("add", "wang", "--role", "editor")
    wang = User.objects.get(username="wang")
    assert people.role_of(wang) == people.Role.EDITOR
    link = said.splitlines()[-1]
    assert "wang" in client.get(link, follow=True).content.decode()


@pytest.mark.parametrize("name", ["li", "LI", "a b", "<script>", "x\x1b[2J"])
def test_name_that_is_taken_or_misleads_is_refused(name: str, li: User) -> None:
    with pytest.raises(CommandError):
        person("add", name)
    assert User.objects.count() == 1


def test_role_is_changed(li: User) -> None:
    assert person("role", "li", "--role", "administrator") == "li: administrator\n"
    assert people.may_administer(User.objects.get(pk=li.pk))
    client = Client()
    client.force_login(li)
    person("role", "li", "--role", "none")
    assert client.get("/admin/").status_code == 302


def test_role_of_a_superuser_stays() -> None:
    User.objects.create_superuser("root")
    with pytest.raises(CommandError, match="all rights"):
        person("role", "root", "--role", "contributor")


def test_account_is_closed_and_opened(li: User) -> None:
    client = Client()
    client.force_login(li)
    person("close", "li")
    assert client.get("/admin/").status_code == 302
    assert "li: editor, closed\n" in person("list")
    person("open", "li")
    li.refresh_from_db()
    assert li.is_active
    assert list(AuditEntry.objects.order_by("pk").values_list("action", flat=True))[-2:] == [
        "account closed",
        "account opened",
    ]


def test_list_tells_of_everybody(li: User) -> None:
    User.objects.create_superuser("root")
    User.objects.create_user("reader")
    device = people.second_factor.begin(li)
    device.confirmed = True
    device.save()
    assert person("list") == "li: editor, second factor\nreader: none\nroot: superuser\n"
    assert person("no-second-factor", "li") == "Switched off.\n"
    assert person("no-second-factor", "li") == "There was none.\n"


def test_lock_is_opened(li: User, settings: pytest.FixtureRequest) -> None:
    settings.AXES_ENABLED = True  # type: ignore[attr-defined]
    for _ in range(5):
        Client().post("/admin/login/", {"username": "li", "password": "wrong"})
    assert "locked until" in person("list")
    assert person("unlock", "li") == "Unlocked.\n"
    assert "locked" not in person("list")
    assert person("unlock", "li") == "It was not locked.\n"


def test_sessions_are_ended(li: User) -> None:
    client = Client()
    client.force_login(li)
    assert person("sign-out", "li") == "Ended sessions: 1\n"
    assert client.get("/admin/").status_code == 302


@pytest.mark.parametrize("arguments", [("link",), ("link", "nobody"), ("role", "nobody")])
def test_nobody_is_nobody(arguments: tuple[str, ...]) -> None:
    with pytest.raises(CommandError):
        person(*arguments)
