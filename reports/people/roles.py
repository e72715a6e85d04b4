"""The roles of the staff: what each may do, and who has which.

A role is a group of Django's. The groups are the archive's own: each migration sets their permissions right again, and
an administrator gives people roles, never permissions.
"""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, Any

from django.contrib.auth import REDIRECT_FIELD_NAME
from django.contrib.auth.models import Group, Permission, User
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from reports.people import second_factor
from reports.people.audit import note
from reports.people.sessions import end_sessions

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

    View = Callable[..., HttpResponseBase]
    Person = AbstractBaseUser | AnonymousUser


class Role(models.TextChoices):
    """What somebody is here; the value is the name of the group, "" for those who only read."""

    READER = "", _("None")
    CONTRIBUTOR = "Contributors", _("Contributor")
    EDITOR = "Editors", _("Editor")
    ADMINISTRATOR = "Administrators", _("Administrator")


STAFF = (Role.CONTRIBUTOR, Role.EDITOR, Role.ADMINISTRATOR)
_LOOK = ("report", "section", "paragraphpair", "sourcefile", "ingestjob", "jurisdiction")
_CONTRIBUTE = {"reports.hand_in_report", *(f"reports.view_{model}" for model in _LOOK)}
_CURATE = {
    "reports.curate_report",
    "reports.add_jurisdiction",
    "reports.change_jurisdiction",
    "reports.change_report",
    "reports.change_paragraphpair",
    "reports.change_erratum",
    "reports.view_erratum",
    "reports.view_revision",
    "reports.view_change",
    "reports.view_term",
    "reports.view_workerbeat",
}
_ADMINISTER = {
    "reports.delete_report",
    "reports.delete_jurisdiction",
    "reports.view_auditentry",
    "auth.add_user",
    "auth.change_user",
    "auth.view_user",
}
PERMISSIONS = {
    Role.CONTRIBUTOR: frozenset(_CONTRIBUTE),
    Role.EDITOR: frozenset(_CONTRIBUTE | _CURATE),
    Role.ADMINISTRATOR: frozenset(_CONTRIBUTE | _CURATE | _ADMINISTER),
}


def _may(user: Person, permission: str) -> bool:
    if not isinstance(user, User) or not (user.is_active and user.is_staff and user.has_perm(permission)):
        return False
    return not is_unverified(user)


def is_unverified(user: Person) -> bool:
    """Say whether somebody is signed in without the second factor that they have or must have."""
    verified = getattr(user, "is_verified", None)
    if verified is None or verified() or not isinstance(user, User):
        return False
    if not hasattr(user, "needs_second_factor"):
        user.needs_second_factor = second_factor.is_on(user) or second_factor.is_required(user)  # type: ignore[attr-defined]
    return bool(user.needs_second_factor)  # type: ignore[attr-defined]


def may_manage(user: Person, other: User) -> bool:
    """Say whether somebody may change another's account: administrators may, those of superusers only superusers."""
    return may_administer(user) and (not other.is_superuser or bool(getattr(user, "is_superuser", False)))


def may_hand_in(user: Person) -> bool:
    """Say whether somebody may hand in files and keep what they hold as drafts."""
    return _may(user, "reports.hand_in_report")


def may_curate(user: Person) -> bool:
    """Say whether somebody may correct, review, publish and archive reports."""
    return _may(user, "reports.curate_report")


def may_administer(user: Person) -> bool:
    """Say whether somebody may delete reports and decide who has which role."""
    return _may(user, "reports.delete_report")


def _guarded(view: View, may: Callable[[Person], bool]) -> View:
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if may(request.user):
            return view(request, *args, **kwargs)
        if request.user.is_authenticated and request.user.is_staff:
            raise PermissionDenied
        return redirect_to_login(request.get_full_path(), reverse("admin:login"), REDIRECT_FIELD_NAME)

    return guarded


def for_contributors(view: View) -> View:
    """Return the view for those who may hand in: 403 for other staff, the sign-in page for everybody else."""
    return _guarded(view, may_hand_in)


def for_editors(view: View) -> View:
    """Return the view for those who may curate: 403 for other staff, the sign-in page for everybody else."""
    return _guarded(view, may_curate)


def for_administrators(view: View) -> View:
    """Return the view for administrators: 403 for other staff, the sign-in page for everybody else."""
    return _guarded(view, may_administer)


def for_staff(view: View) -> View:
    """Return the view for all of the staff, verified or not: their own account is theirs."""
    return _guarded(view, lambda user: isinstance(user, User) and user.is_active and user.is_staff)


def role_of(user: User) -> Role:
    """Return the highest role that somebody has; superusers have all of them."""
    if user.is_superuser and user.is_staff:
        return Role.ADMINISTRATOR
    names = {group.name for group in user.groups.all()} if user.is_staff else set()
    return next((role for role in reversed(STAFF) if role.value in names), Role.READER)


@transaction.atomic
def give_role(user: User, role: Role, *, by: User | None) -> None:
    """Give somebody one role in place of any other, and note it; permissions given one by one go."""
    before = role_of(user)
    user.is_staff = role is not Role.READER
    user.save(update_fields=["is_staff"])
    user.groups.set(Group.objects.filter(name=role.value) if role.value else [])
    user.user_permissions.clear()
    if role is not before:
        # What a session was begun for is not what it may now.
        end_sessions(user)
        note("role", by=by, target=f"person {user.get_username()}", before=before.value, after=role.value)


def set_up_roles(**_signal: Any) -> None:
    """Make the groups, and hold their permissions to PERMISSIONS, whatever was done to them by hand."""
    known = {
        f"{label}.{codename}": key
        for key, label, codename in Permission.objects.values_list("pk", "content_type__app_label", "codename")
    }
    for role, names in PERMISSIONS.items():
        group, _made = Group.objects.get_or_create(name=role.value)
        group.permissions.set([known[name] for name in names if name in known])
