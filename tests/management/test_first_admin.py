from __future__ import annotations

import re
from io import StringIO

import pytest
from django.contrib.auth import authenticate, get_user_model
from django.core.management import CommandError, call_command

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def no_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", StringIO())
    for name in ("USERNAME", "EMAIL", "PASSWORD"):
        monkeypatch.delenv(f"DJANGO_SUPERUSER_{name}", raising=False)


def first_admin() -> str:
    out = StringIO()
    call_command("first_admin", stdout=out)
    return out.getvalue()


def test_password_is_made_and_printed() -> None:
    made = re.fullmatch(r"Made the administrator admin with the password (\S{20,})\n", first_admin())
    assert made
    user = authenticate(username="admin", password=made[1])
    assert user is not None
    assert user.has_perm("reports.add_report")


def test_password_given_is_not_printed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DJANGO_SUPERUSER_USERNAME", "librarian")
    monkeypatch.setenv("DJANGO_SUPERUSER_EMAIL", "librarian@example.org")
    monkeypatch.setenv("DJANGO_SUPERUSER_PASSWORD", "a long walk by the canal")
    assert first_admin() == "Made the administrator librarian.\n"
    user = authenticate(username="librarian", password="a long walk by the canal")
    assert user is not None
    assert user.get_username() == "librarian"


def test_weak_password_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DJANGO_SUPERUSER_PASSWORD", "12345")
    with pytest.raises(CommandError, match="too short"):
        first_admin()
    assert not get_user_model().objects.exists()


def test_second_call_names_who_is_there() -> None:
    first_admin()
    assert "There is an administrator already: admin." in first_admin()
    assert get_user_model().objects.count() == 1


def test_name_of_somebody_else_is_refused() -> None:
    get_user_model().objects.create_user("admin")
    with pytest.raises(CommandError, match="admin is somebody who is no administrator"):
        first_admin()


def test_terminal_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    monkeypatch.setattr(
        "reports.management.commands.first_admin.call_command", lambda name, **_options: asked.append(name)
    )
    first_admin()
    assert asked == ["createsuperuser"]
