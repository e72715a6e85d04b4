"""Links to hand over, each of which lets one person choose a password, once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.db import transaction
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode

from reports.people.audit import note
from reports.people.sessions import end_sessions

if TYPE_CHECKING:
    from django.contrib.auth.models import User


class InvitationTokens(PasswordResetTokenGenerator):
    """Tokens that end with their use, with a newer one, with the account, and after settings.PASSWORD_RESET_TIMEOUT."""

    key_salt = "reports.people.invitations"

    def _make_hash_value(self, user: Any, timestamp: int) -> str:
        return f"{super()._make_hash_value(user, timestamp)}{user.is_active}"


tokens = InvitationTokens()


@transaction.atomic
def invite(user: User, *, by: User | None) -> dict[str, str]:
    """Return the parts of a new link's address; the password from before and older links work no more."""
    # An unusable password is another each time, and the link's token is made from it.
    user.set_unusable_password()
    user.save(update_fields=["password"])
    end_sessions(user)
    note("invited", by=by, target=f"person {user.get_username()}")
    return {"uidb64": urlsafe_base64_encode(force_bytes(user.pk)), "token": tokens.make_token(user)}
