"""`manage.py first_admin`: somebody who may upload reports."""

from __future__ import annotations

import os
import secrets
import sys
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management import BaseCommand, CommandError, call_command

from reports import people


class Command(BaseCommand):
    help = (
        "Make the first administrator: asks at a terminal; elsewhere takes DJANGO_SUPERUSER_USERNAME (default: admin), "
        "DJANGO_SUPERUSER_EMAIL and DJANGO_SUPERUSER_PASSWORD (default: one is made and printed)."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        there = get_user_model().objects.filter(is_superuser=True, is_active=True).order_by("pk").first()
        if there is not None:
            self.stdout.write(
                f"There is an administrator already: {there.get_username()}. "
                f"`manage.py changepassword {there.get_username()}` sets a new password, "
                "`manage.py createsuperuser` makes another administrator."
            )
        elif sys.stdin.isatty() and "DJANGO_SUPERUSER_PASSWORD" not in os.environ:
            call_command("createsuperuser", stdout=self.stdout, stderr=self.stderr)
        else:
            self._make_unasked()

    def _make_unasked(self) -> None:
        name = os.environ.get("DJANGO_SUPERUSER_USERNAME") or "admin"
        given = os.environ.get("DJANGO_SUPERUSER_PASSWORD")
        password = given or secrets.token_urlsafe(15)
        users = get_user_model().objects
        if users.filter(username=name).exists():
            raise CommandError(f"{name} is somebody who is no administrator: set DJANGO_SUPERUSER_USERNAME to another.")
        try:
            validate_password(password)
        except ValidationError as error:
            raise CommandError(f"DJANGO_SUPERUSER_PASSWORD: {' '.join(error.messages)}") from error
        users.create_superuser(name, os.environ.get("DJANGO_SUPERUSER_EMAIL", ""), password)
        people.note("account made", target=f"person {name}", superuser=True)
        self.stdout.write(f"Made the administrator {name}" + ("." if given else f" with the password {password}"))
