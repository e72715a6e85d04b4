"""Forms that ask whoever is signed in to prove it again, before what a stranger at their screen must not do."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib.auth.forms import PasswordChangeForm
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.utils.translation import ngettext

from reports import people
from reports.admin.people_signing_in import too_soon

if TYPE_CHECKING:
    from django.contrib.auth.models import User

    Base = forms.Form
else:
    Base = object

# Waits after wrong codes begin with a second; those for passwords are minutes.
A_MINUTE = 60


class Proving(Base):
    """A form with a password, and a code where its person has a second factor: looked at once all else is right."""

    user: User
    password_field: str

    def ask_for_code(self) -> None:
        """Add the field of the code where there is a second factor."""
        if not people.second_factor.is_on(self.user):
            return
        attrs = {"autocomplete": "one-time-code", "autocapitalize": "none", "spellcheck": "false"}
        self.fields["code"] = forms.CharField(
            label=_lazy("Code"),
            help_text=_lazy("The one that your app shows now, or one of your recovery codes."),
            max_length=20,
            widget=forms.TextInput(attrs=attrs),
        )

    def clean(self) -> dict[str, Any] | None:
        given = super().clean()
        if not self.errors:
            try:
                people.prove(self.user, self.cleaned_data[self.password_field], self.cleaned_data.get("code", ""))
            except people.NotProven as failed:
                self.add_error(None if "code" in self.fields else self.password_field, self._why(failed))
        return given

    def _why(self, failed: people.NotProven) -> str:
        if failed.seconds:
            return too_many(failed.seconds)
        if "code" in self.fields:
            return _("The password or the code is not right, or the code was used already.")
        return _("This is not your password.")


class ProofForm(Proving, forms.Form):
    """Nothing but the proof."""

    password_field = "password"  # noqa: S105 - a name
    password = forms.CharField(
        label=_lazy("Your password"),
        strip=False,
        max_length=4096,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )

    def __init__(self, user: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        self.ask_for_code()


class NewPasswordForm(Proving, PasswordChangeForm):
    """The proof, and another password."""

    password_field = "old_password"  # noqa: S105 - a name

    def __init__(self, user: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(user, *args, **kwargs)
        self.ask_for_code()
        self.order_fields(["old_password", "code"])

    def clean_old_password(self) -> str:
        # Not before the new one is fit: that one alone is complained of would tell that this one is right.
        return str(self.cleaned_data["old_password"])


def too_many(seconds: float) -> str:
    """Return what to say where nothing more is looked at for a while."""
    if seconds < A_MINUTE:
        return too_soon(math.ceil(seconds))
    minutes = math.ceil(seconds / A_MINUTE)
    said = ngettext(
        "Too many passwords were tried. Another is looked at in %(minutes)d minute.",
        "Too many passwords were tried. Another is looked at in %(minutes)d minutes.",
        minutes,
    )
    return said % {"minutes": minutes}
