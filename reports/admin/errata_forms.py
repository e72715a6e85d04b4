"""What an editor answers a reader."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from reports import errata
from reports.models import Erratum

NOTHING = ("", _("Begin with my own words"))
# Everybody can read them at the pair, in the language of the editor who chose one.
OF_STATE = {
    Erratum.State.CORRECTED: ("corrected", "aligned", "scan"),
    Erratum.State.DECLINED: ("published", "free", "unclear"),
}
BEGINNINGS = (
    ("corrected", _("Thank you. The text has been corrected after the file that it came from.")),
    ("aligned", _("Thank you. The two sides have been aligned anew.")),
    ("scan", _("Thank you. The error came in when the file was made; the published text is as you say.")),
    ("published", _("Thank you. The published text itself reads so, and the archive keeps what was published.")),
    ("free", _("Thank you. The translation is free here, but it is the published translation of this paragraph.")),
    ("unclear", _("Thank you. What is wrong could not be found: please say which words you mean.")),
)


class AnswerForm(forms.Form):
    """An answer; its beginning can be chosen, and is put before what is written."""

    state = forms.ChoiceField(
        label=_("What became of it"),
        choices=[(state.value, state.label) for state in errata.ANSWERS],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what became of it.")},
    )
    # The style sheet leaves out those of another state than is chosen.
    beginning = forms.ChoiceField(
        label=_("Beginning"),
        choices=[
            NOTHING,
            *(
                (state.label, [(name, said) for name, said in BEGINNINGS if name in names])
                for state, names in OF_STATE.items()
            ),
        ],
        required=False,
    )
    answer = forms.CharField(
        label=_("What readers are told"),
        required=False,
        max_length=2 * errata.LONGEST,
        widget=forms.Textarea(attrs={"rows": 3, "maxlength": errata.LONGEST}),
    )
    without_words = forms.BooleanField(label=_("Leave the reader’s words and name out"), required=False)
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"label_suffix": "", **kwargs})

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        state, beginning = given.get("state"), given.get("beginning")
        if state and beginning and beginning not in OF_STATE.get(Erratum.State(state), ()):
            self.add_error("beginning", _("This beginning says something else than what became of it: choose another."))
        begun = str(dict(BEGINNINGS).get(given.get("beginning", ""), ""))
        said = "\n".join(part for part in (begun, errata.tidy(given.get("answer", ""))) if part)
        given["answer"] = said
        if not said and given.get("state") not in {None, Erratum.State.DISMISSED}:
            self.add_error("answer", _("Tell readers why: choose a beginning, or write a few words."))
        if len(said) > errata.LONGEST:
            self.add_error("answer", _("That is longer than %s characters.") % errata.LONGEST)
        return given


def answer_form(erratum: Erratum, data: Any = None) -> AnswerForm:
    """Return the form for an answer to one report, or for another answer than it has."""
    answered = erratum.state != Erratum.State.OPEN
    initial = {
        "state": erratum.state if answered else None,
        "answer": erratum.answer,
        "without_words": erratum.words_hidden,
        "seen": errata.stamp(erratum),
    }
    return AnswerForm(data, initial=initial, auto_id=f"e{erratum.pk}_%s")
