"""What a reader is asked who reports an error."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from reports import errata
from reports.models import Erratum


class ErrorForm(forms.Form):
    """What is wrong, and who says so; `website` is a field that people don't see and programs fill in."""

    about = forms.ChoiceField(
        label=_("What is wrong?"),
        choices=Erratum.About.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what is wrong."), "invalid_choice": _("Choose what is wrong.")},
    )
    message = forms.CharField(
        label=_("What should be there instead, and how do you know?"),
        # Each line break that a form sends has two characters.
        max_length=2 * errata.LONGEST,
        widget=forms.Textarea(attrs={"rows": 5, "maxlength": errata.LONGEST}),
        error_messages={"required": _("Say in a few words what is wrong.")},
    )
    name = forms.CharField(
        label=_("Your name, if you like"),
        max_length=errata.LONGEST_NAME,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    website = forms.CharField(required=False, widget=forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"}))
    # The texts that the reader was shown: by the time of sending there may be others.
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"label_suffix": "", **kwargs})

    def clean_message(self) -> str:
        message = errata.tidy(self.cleaned_data["message"])
        if len(message) < errata.SHORTEST:
            raise forms.ValidationError(_("Say in a few words what is wrong."))
        if len(message) > errata.LONGEST:
            raise forms.ValidationError(_("That is longer than %s characters.") % errata.LONGEST)
        return message

    @property
    def is_of_a_program(self) -> bool:
        """Say whether the field is filled in that nobody sees."""
        return bool(self.data.get("website"))
