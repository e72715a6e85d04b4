"""Roles are groups that keep to their permissions, and nobody does more than their role."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser, Group, Permission, User
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from reports import people
from reports.models import AuditEntry
from reports.people.roles import PERMISSIONS

pytestmark = pytest.mark.django_db

ROLES = [people.Role.READER, *people.STAFF]
GUARDS = [people.for_contributors, people.for_editors, people.for_administrators]
QUESTIONS = [people.may_hand_in, people.may_curate, people.may_administer]


def person(role: people.Role, name: str = "li") -> User:
    """Return somebody of a role, as rows have them."""
    user = User.objects.create_user(name)
    people.give_role(user, role, by=None)
    return User.objects.get(pk=user.pk)


def names(group: Group) -> set[str]:
    return {f"{p.content_type.app_label}.{p.codename}" for p in group.permissions.select_related("content_type")}


def test_groups_are_there_after_migrating() -> None:
    for role in people.STAFF:
        assert names(Group.objects.get(name=role.value)) == PERMISSIONS[role]


def test_groups_are_set_right_again() -> None:
    contributors = Group.objects.get(name="Contributors")
    contributors.permissions.add(Permission.objects.get(codename="delete_report"))
    contributors.permissions.remove(Permission.objects.get(codename="hand_in_report"))
    Group.objects.get(name="Editors").delete()
    call_command("migrate", verbosity=0)
    for role in people.STAFF:
        assert names(Group.objects.get(name=role.value)) == PERMISSIONS[role]
    people.set_up_roles()
    assert Group.objects.count() == len(people.STAFF)


@pytest.mark.parametrize(
    ("role", "answers"), list(zip(ROLES, [(0, 0, 0), (1, 0, 0), (1, 1, 0), (1, 1, 1)], strict=True))
)
def test_each_role_may_what_the_one_below_may_and_more(role: people.Role, answers: tuple[int, int, int]) -> None:
    user = person(role)
    assert tuple(int(may(user)) for may in QUESTIONS) == answers
    assert people.role_of(user) == role


def test_superuser_may_all() -> None:
    user = User.objects.create_superuser("root")
    assert all(may(user) for may in QUESTIONS)
    assert people.role_of(user) == people.Role.ADMINISTRATOR


@pytest.mark.parametrize("field", ["is_active", "is_staff"])
def test_who_was_deactivated_or_left_the_staff_may_nothing(field: str) -> None:
    user = person(people.Role.ADMINISTRATOR)
    setattr(user, field, False)
    user.save()
    assert not any(may(User.objects.get(pk=user.pk)) for may in QUESTIONS)


def test_role_replaces_all_that_was_given_before() -> None:
    user = person(people.Role.ADMINISTRATOR)
    user.user_permissions.add(Permission.objects.get(codename="delete_report"))
    people.give_role(user, people.Role.CONTRIBUTOR, by=None)
    assert not people.may_administer(User.objects.get(pk=user.pk))
    assert [group.name for group in user.groups.all()] == ["Contributors"]


def test_role_is_noted() -> None:
    root = User.objects.create_superuser("root")
    user = person(people.Role.READER)
    people.give_role(user, people.Role.EDITOR, by=root)
    people.give_role(user, people.Role.EDITOR, by=root)
    entry = AuditEntry.objects.get(action="role")
    assert (entry.by, entry.target, entry.facts) == (root, "person li", {"before": "", "after": "Editors"})


def let_in(request: HttpRequest) -> HttpResponse:
    return HttpResponse("in")


def request_of(user: User | AnonymousUser) -> HttpRequest:
    request = RequestFactory().get("/admin/somewhere/?page=2")
    request.user = user
    return request


@pytest.mark.parametrize("rank", [0, 1, 2])
def test_guard_lets_those_in_who_may(rank: int) -> None:
    view = GUARDS[rank](let_in)
    for number, role in enumerate(people.STAFF):
        request = request_of(person(role, role.value))
        if number >= rank:
            assert view(request).status_code == 200
        else:
            with pytest.raises(PermissionDenied):
                view(request)


@pytest.mark.parametrize("guard", GUARDS)
def test_guard_leads_others_to_the_sign_in(guard: Callable[[Any], Any]) -> None:
    view = guard(let_in)
    for user in (AnonymousUser(), person(people.Role.READER)):
        answer = view(request_of(user))
        assert answer.status_code == 302
        assert answer["Location"] == "/admin/login/?next=/admin/somewhere/%3Fpage%3D2"
