"""`manage.py person`: accounts from the command line, where no administrator can sign in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.auth.models import User
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.core.exceptions import ValidationError
from django.core.management import BaseCommand, CommandError
from django.urls import reverse
from django.utils.timezone import localtime

from archive_site.logs import printable
from reports import people

if TYPE_CHECKING:
    from argparse import ArgumentParser

ROLES = {"none": people.Role.READER, **{str(role.name).lower(): role for role in people.STAFF}}
ACTS = ("list", "add", "role", "link", "close", "open", "unlock", "no-second-factor", "sign-out")


class Command(BaseCommand):
    help = (
        "Look after accounts: list them; add somebody with a role and print the link to choose a password by; change a "
        "role; make a new link; close or open an account; unlock it; switch a lost second factor off; sign out."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("act", choices=ACTS, help="what to do")
        parser.add_argument("name", nargs="?", default="", help="whose account")
        parser.add_argument("--role", choices=ROLES, default="contributor", help="for add and role")

    def handle(self, *args: Any, **options: Any) -> None:
        act, name = options["act"], options["name"]
        if act == "list":
            self._list()
            return
        if not name:
            raise CommandError(f"Say whose account: manage.py person {act} NAME")
        person = self._added(name) if act == "add" else User.objects.filter(username=name).first()
        if person is None:
            raise CommandError(f"There is nobody named {printable(name)}: `manage.py person list` names all.")
        if act in {"add", "role"}:
            self._give(person, ROLES[options["role"]])
        if act in {"add", "link"}:
            self._link(person)
        elif act in {"close", "open"}:
            self._set_active(person, active=act == "open")
        elif act == "unlock":
            self.stdout.write("Unlocked." if people.lockouts.unlock(person, by=None) else "It was not locked.")
        elif act == "no-second-factor":
            self.stdout.write(
                "Switched off." if people.second_factor.switch_off(person, by=None) else "There was none."
            )
        elif act == "sign-out":
            self.stdout.write(f"Ended sessions: {people.end_sessions(person)}")

    def _list(self) -> None:
        for person in User.objects.prefetch_related("groups").order_by("username"):
            role = "superuser" if person.is_superuser else people.role_of(person).name.lower()
            told = [role if role != "reader" else "none"]
            told += ["closed"] if not person.is_active else []
            told += ["second factor"] if people.second_factor.is_on(person) else []
            if until := people.lockouts.locked_until(person.get_username()):
                told.append(f"locked until {localtime(until):%H:%M}")
            self.stdout.write(f"{printable(person.get_username())}: {', '.join(told)}")

    def _added(self, name: str) -> User:
        if User.objects.filter(username__iexact=name).exists():
            raise CommandError(f"There is somebody named {printable(name)}.")
        try:
            UnicodeUsernameValidator()(name)
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        person = User.objects.create_user(name)
        people.note("account made", target=f"person {name}")
        return person

    def _give(self, person: User, role: people.Role) -> None:
        if person.is_superuser:
            raise CommandError("A superuser has all rights, whatever the role.")
        people.give_role(person, role, by=None)
        if role is people.Role.READER:
            people.end_sessions(person)
        self.stdout.write(f"{person.get_username()}: {role.name.lower()}")

    def _set_active(self, person: User, *, active: bool) -> None:
        if person.is_active != active:
            person.is_active = active
            person.save(update_fields=["is_active"])
            people.note("account opened" if active else "account closed", target=f"person {person.get_username()}")
        if not active:
            people.end_sessions(person)
        self.stdout.write("Open." if active else "Closed, and signed out.")

    def _link(self, person: User) -> None:
        where = reverse("people:choose-password", kwargs=people.invite(person, by=None))
        self.stdout.write(f"To choose a password, {person.get_username()} opens this once, behind the archive's name:")
        self.stdout.write(where)
