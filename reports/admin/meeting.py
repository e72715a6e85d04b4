"""Forms of what others may change while somebody fills them in: what was typed stays, beside what they made of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from django import forms
from django.db.models import Model
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.translation import gettext as _

from reports import editing, revisions
from reports.admin.editor.differences import compared
from reports.admin.editor.sentences import who

if TYPE_CHECKING:
    from reports.models import Report, Revision
    from reports.revisions import State

    Base = forms.ModelForm[Any]
else:
    Base = forms.ModelForm

Refusal = editing.Impossible | editing.Conflict
# The names of the fields whose present value a person prefers to their own.
THEIRS = "theirs"


@dataclass(frozen=True, slots=True)
class Then:
    """The fields, as the form sends them, at three times: as it was opened, as it was last shown, and now."""

    opened: Mapping[str, str]
    shown: Mapping[str, str]
    now: Mapping[str, str]


class MeetingForm(Base):
    """A row of a report, with the revision in which it was opened, and the newest that its person has been shown.

    Once saving it was `refused`, it is not valid any more, and tells why.
    """

    seen = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0)
    opened = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0)
    refused: Refusal | None = None

    class Media:
        css = {"all": ["admin_archive/meeting.css"]}  # noqa: RUF012 - Django's own way

    def __init__(self, data: Any = None, files: Any = None, **named: Any) -> None:
        row: Any = named.get("instance")
        there = row is not None and row.pk
        latest = None
        if there and data is None:
            latest = editing.latest_revision(self.report_of(row))
            # Only now: a row that is older than its revision would put back what others changed in between.
            row.refresh_from_db()
        super().__init__(None if data is None else data.copy(), files, **named)
        if latest is not None:
            self.initial["seen"] = self.initial["opened"] = latest
        if there and data is not None and (chosen := self._chosen()):
            self._send({name: value for name, value in self._at(self._number("seen")).items() if name in chosen})

    def report_of(self, row: Any) -> Report:
        """Return the report of a row."""
        raise NotImplementedError

    def values_of(self, state: State) -> dict[str, Any]:
        """Return the fields' values in a state of the report."""
        raise NotImplementedError

    def changed_by(self, name: str, since: int) -> Revision | None:
        """Return the newest revision since one that gave a field another value."""
        raise NotImplementedError

    def full_clean(self) -> None:
        super().full_clean()
        if not self.is_bound or not self.instance.pk:
            return
        if isinstance(self.refused, editing.Impossible):
            self.add_error(None, str(self.refused))
        told_before = bool(self.errors) and self._number("opened") < self._number("seen")
        if isinstance(self.refused, editing.Conflict) or told_before:
            self._meet()

    def _meet(self) -> None:
        """Show at each field that others changed since the form was opened what they made of it."""
        refused = self.refused if isinstance(self.refused, editing.Conflict) else None
        opened, seen = self._number("opened"), self._number("seen")
        latest = refused.latest if refused else seen
        then = Then(self._at(opened), self._at(seen), self._at(latest))
        theirs = [name for name, value in then.now.items() if value != then.opened[name]]
        mine = {name: self._typed(name) for name in theirs}
        contested = [name for name in theirs if mine[name] not in {then.shown[name], then.now[name]}]
        if refused:
            self._send({"opened": str(opened), "seen": str(latest)})
            # What one left alone isn't one's own: sent again, it would undo what others did.
            self._send({name: then.now[name] for name in theirs if name not in contested})
            self._tell(contested)
        for name in theirs:
            self._show(name, then, opened, mine[name] if name in contested else None, first=name in contested[:1])

    def _tell(self, contested: list[str]) -> None:
        if contested:
            self.add_error(
                None,
                _(
                    "Others changed what you changed, too. Nothing was saved, and what you typed is still here. "
                    "Saving again puts it in place of theirs."
                ),
            )
        else:
            self.add_error(
                None,
                _("Others changed this meanwhile. Nothing was saved: see what they changed, and save again."),
            )
        for name in contested:
            self.add_error(name, _("Somebody else changed this, too: see below."))

    def _show(self, name: str, then: Then, since: int, mine: str | None, *, first: bool) -> None:
        """Put what others made of a field below it, and what one's own would make of that, if there is any."""
        bound, revision = self[name], self.changed_by(name, since)
        is_text = isinstance(self.fields[name].widget, forms.TextInput | forms.Textarea)
        if first and is_text:
            self.fields[name].widget.attrs["autofocus"] = True
        context = {
            "name": name,
            "revision": revision,
            "who": who(revision) if revision else "",
            "lang": {"zh": "zh", "en": "en"}.get(name[-2:], ""),
            "theirs": compared(self._said(name, then.opened[name]), self._said(name, then.now[name])),
            "mine": None if mine is None else compared(self._said(name, then.now[name]), self._said(name, mine)),
            "choice": THEIRS,
            "autofocus": first and not is_text,
        }
        bound.help_text = format_html("{}{}", bound.help_text, render_to_string("admin/reports/_met.html", context))

    def _at(self, revision: int) -> dict[str, str]:
        """Return the fields as the form sends them, as they were after a revision."""
        state = revisions.as_seen(self.report_of(self.instance), revision)
        return {name: _sent(value) for name, value in self.values_of(state).items()}

    def _send(self, fields: Mapping[str, str]) -> None:
        """Let the form be as if a person had sent other values."""
        given: Any = self.data
        for name, value in fields.items():
            given[name] = value

    def _typed(self, name: str) -> str:
        return _sent(self.cleaned_data[name] if name in self.cleaned_data else self[name].data)

    def _said(self, name: str, value: str) -> str:
        """Return a value as a person knows it."""
        field = self.fields[name]
        if not isinstance(field, forms.ModelChoiceField) or field.queryset is None:
            return value
        row = field.queryset.filter(pk=value).first() if value.isdecimal() else None
        return str(row or value)

    def _chosen(self) -> set[str]:
        given: Any = self.data
        return set(given.getlist(THEIRS))

    def _number(self, name: str) -> int:
        """Return the revision that a hidden field names, 0 for none; without `opened`, a form was opened as seen."""
        text = str(self.data.get(name) or (self.data.get("seen") if name == "opened" else "") or "")
        return int(text) if text.isascii() and text.isdecimal() and len(text) < 19 else 0


def _sent(value: Any) -> str:
    """Return a value as a form sends it."""
    if isinstance(value, Model):
        return str(value.pk)
    if isinstance(value, date):
        return value.isoformat()
    return "" if value is None else str(value).replace("\r\n", "\n")
