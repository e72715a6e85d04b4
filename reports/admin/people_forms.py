"""The form of an account: what an administrator may say of somebody, and nothing that isn't in it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib.auth.forms import UsernameField
from django.contrib.auth.models import User
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from archive_site.logs import printable
from reports import people

if TYPE_CHECKING:
    PersonModelForm = forms.ModelForm[User]
else:
    PersonModelForm = forms.ModelForm


class PersonForm(PersonModelForm):
    """Name, role, and whether the account is open; nobody changes their own role, nor that of a superuser."""

    role = forms.ChoiceField(label=_lazy("Role"), choices=people.Role.choices, required=False)
    # What the account was when the form was made: who closes one must not have it opened again by another's old page.
    seen = forms.CharField(required=False, widget=forms.HiddenInput)
    # Who fills the form in; the administration makes a class of its own for each request.
    editor: User

    class Meta:
        model = User
        fields = ("username", "first_name", "last_name", "email", "is_active")
        field_classes = {"username": UsernameField}  # noqa: RUF012 - Django's own way
        labels = {"is_active": _lazy("May sign in")}  # noqa: RUF012
        help_texts = {  # noqa: RUF012
            "is_active": _lazy("Accounts are never deleted: the history of the reports names them."),
            "email": _lazy("For the administrators; the archive sends no mail."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        person = self.instance
        self.now = state_of(person) if person.pk else ""
        self.initial["seen"] = self.now
        if not person.pk:
            self.initial["role"] = people.Role.CONTRIBUTOR.value
            return
        if "role" not in self.fields:
            return
        self.initial["role"] = people.role_of(person).value
        if person.is_superuser:
            self.fields["role"].disabled = True
            self.fields["role"].help_text = _("Made at the command line, with all rights; changed there alone.")
        if person.pk == self.editor.pk:
            self.fields["role"].disabled = self.fields["is_active"].disabled = True
            self.fields["role"].help_text = _("Another administrator can change your role.")

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if self.now and given.get("seen") != self.now:
            raise forms.ValidationError(_("Somebody else has changed this account meanwhile: load the page again."))
        return given

    def clean_username(self) -> str:
        name = str(self.cleaned_data["username"])
        if printable(name) != name:
            raise forms.ValidationError(_("The name holds a character that can't be seen."))
        same = User.objects.filter(username__iexact=name).exclude(pk=self.instance.pk)
        if same.exists():
            raise forms.ValidationError(_("This name is taken."))
        return name


def state_of(person: User) -> str:
    """Return a mark of what an account is, another one as soon as anything in its form changes."""
    names = [person.username, person.first_name, person.last_name, person.email]
    return salted_hmac(__name__, repr([*names, person.is_active, people.role_of(person).value])).hexdigest()[:20]
