"""Whoever is signed in shows that it is they: by the password, and by a code where they have a second factor."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reports.people import lockouts, second_factor
from reports.people.audit import note

if TYPE_CHECKING:
    from django.contrib.auth.models import User


class NotProven(Exception):  # noqa: N818 - an answer to a person
    """Password or code was wrong, or none is looked at for `seconds` after too many wrong ones."""

    def __init__(self, seconds: float = 0) -> None:
        super().__init__(f"{seconds:.0f} s")
        self.seconds = seconds


def prove(user: User, password: str, code: str = "") -> None:
    """Raise NotProven unless the password is somebody's own, and the code too where they have a second factor.

    Which of both was wrong can be told neither by the answer, nor by the log, nor by the wait that follows. A code
    works once: ask last, when all else is right.
    """
    asks_code = second_factor.is_on(user)
    waiting = (asks_code and second_factor.seconds_to_wait(user)) or lockouts.own_password_wait(user)
    if waiting:
        raise NotProven(waiting)
    is_right = user.check_password(password)
    if asks_code:
        is_right = second_factor.check(user, code, counts=is_right) is not None
    if not is_right:
        note("own-proof-wrong" if asks_code else "own-password-wrong", by=user)
        raise NotProven
