"""The forms of handing in, reviewing and settling."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from reports import ingest, intake
from reports.admin.long_names import name_of

if TYPE_CHECKING:
    from django.contrib.auth.models import User
    from django.core.files.uploadedfile import UploadedFile
    from django.http import QueryDict

    Upload = UploadedFile[bytes]

ENCODINGS = (
    ("", _("Detect automatically")),
    ("utf-8", "UTF-8"),
    ("gb18030", "GB18030 (GBK, GB2312)"),
    ("big5", "Big5"),
    ("utf-16", "UTF-16"),
)
# As much as a form may have; a report has a tenth of it.
MOST_PASTED = 1_500_000


class SeveralFiles(forms.ClearableFileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """One or several files, each checked by itself later: an empty one must not turn the others away."""

    widget = SeveralFiles

    def clean(self, data: Any, initial: Any = None) -> list[Upload]:
        files = list(data) if isinstance(data, (list, tuple)) else [data]
        for file in files or [None]:
            super().clean(file, initial)
        return files


class EncodingForm(forms.Form):
    """How a file's bytes are to be read."""

    encoding = forms.ChoiceField(label=_("Encoding"), choices=ENCODINGS, required=False)


@dataclass(frozen=True, slots=True)
class Placed:
    """A file that was handed in, by its whole name: in a folder its path may tell whose report it is."""

    file: Upload
    name: str

    @property
    def size(self) -> int:
        return self.file.size or 0

    def seek(self, offset: int) -> None:
        self.file.seek(offset)

    def read(self) -> bytes:
        return bytes(self.file.read())


class HandInForm(forms.Form):
    """Something to hand in."""

    # The pages have several forms with fields of the same names.
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": f"id_{type(self).__name__.lower()}_%s", **kwargs})
        for field in self.fields.values():
            if isinstance(field, forms.FileField):
                field.widget.attrs["accept"] = ",".join(sorted(ingest.SUFFIXES))

    def hand_in(self, by: User) -> str:
        """Hand in what the form holds and return the key of its upload."""
        raise NotImplementedError


class UploadForm(HandInForm, EncodingForm):
    """Files to hand in."""

    file = FilesField(
        label=_("Files"),
        allow_empty_file=True,
        max_length=255,
        error_messages={"required": _("Choose one file at least, or drop some here.")},
    )
    batch = forms.RegexField(r"^[a-z0-9]{8,32}$", required=False, widget=forms.HiddenInput)
    field_order = ("file", "encoding")

    def hand_in(self, by: User) -> str:
        files = self.cleaned_data["file"]
        paths = cast("QueryDict", self.data).getlist("path")
        if len(paths) != len(files):
            paths = [""] * len(files)
        files = [Placed(file, _path(path) or name_of(file)) for file, path in zip(files, paths, strict=True)]
        return intake.hand_in(files, by, self.cleaned_data["encoding"], self.cleaned_data["batch"])


class PairForm(HandInForm, EncodingForm):
    """Two files that are the two languages of one report."""

    zh_file = forms.FileField(label=_("The Chinese"), allow_empty_file=True, max_length=255)
    en_file = forms.FileField(label=_("The English"), allow_empty_file=True, max_length=255)
    field_order = ("zh_file", "en_file", "encoding")

    def hand_in(self, by: User) -> str:
        found = self.cleaned_data
        zh, en = (Placed(file, name_of(file)) for file in (found["zh_file"], found["en_file"]))
        return intake.hand_in_pair(zh, en, by, found["encoding"])


class TextForm(HandInForm):
    """Text pasted into boxes."""

    zh = forms.CharField(
        label=_("Chinese, or both languages"),
        required=False,
        max_length=MOST_PASTED,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 8, "lang": "zh"}),
    )
    en = forms.CharField(
        label=_("English"),
        required=False,
        max_length=MOST_PASTED,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 8, "lang": "en"}),
    )
    name = forms.CharField(label=_("Name"), required=False, max_length=120)

    def clean(self) -> dict[str, Any]:
        found = super().clean() or self.cleaned_data
        if not (found.get("zh", "").strip() or found.get("en", "").strip()) and not self.errors:
            raise forms.ValidationError(_("Paste some text into one of the boxes."))
        return found

    def hand_in(self, by: User) -> str:
        found = self.cleaned_data
        return intake.hand_in_text(found["zh"], found["en"], found["name"], by)


class MomentField(forms.DateTimeField):
    """A moment to come, at which something is published by itself."""

    default_error_messages = {  # noqa: RUF012 - as Django has it
        "invalid": _("Enter a date and a time."),
        "required": _("Enter a date and a time."),
        "past": _("This moment has passed. Choose one to come, or publish now."),
    }

    def clean(self, value: Any) -> datetime | None:
        moment: datetime | None = super().clean(value)
        if moment is not None and moment <= timezone.now():
            raise forms.ValidationError(self.error_messages["past"], code="past")
        return moment


class SettleForm(forms.Form):
    """Which files are settled, and how."""

    verb = forms.ChoiceField(choices=[(verb, verb) for verb in (*intake.WISHES, "discard", "again")], required=False)
    again = forms.IntegerField(required=False, min_value=1, max_value=2**62)
    publish_at = forms.DateTimeField(required=False, error_messages={"invalid": _("Enter a date and a time.")})

    def clean(self) -> dict[str, Any]:
        found = super().clean() or self.cleaned_data
        keys = [int(key) for key in cast("QueryDict", self.data).getlist("job") if key.isdecimal() and len(key) < 18]
        if found.get("again"):
            found["verb"], keys = "again", [found["again"]]
        if not found.get("verb") and "verb" not in self.errors:
            self.add_error("verb", _("Say what is to be done."))
        if found.get("verb") == "later" and "publish_at" not in self.errors:
            try:
                MomentField().clean(self.data.get("publish_at", ""))
            except forms.ValidationError as error:
                self.add_error("publish_at", error)
        found["keys"] = keys
        return found


def _path(said: str) -> str:
    """Return a path inside a folder without steps upward; "" where there is none."""
    parts = ["".join(filter(str.isprintable, part)) for part in said.replace("\\", "/").split("/")]
    return "/".join(part for part in parts if part.strip() not in {"", ".", ".."})
