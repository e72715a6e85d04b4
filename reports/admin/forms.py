"""The forms of handing in and reviewing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from reports import ingest

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile

    Upload = UploadedFile[bytes]

ENCODINGS = (
    ("", _("Find it out")),
    ("utf-8", "UTF-8"),
    ("gb18030", "GB18030 (GBK, GB2312)"),
    ("big5", "Big5"),
    ("utf-16", "UTF-16"),
)


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


class UploadForm(EncodingForm):
    """Files to hand in."""

    file = FilesField(
        label=_("Files"),
        allow_empty_file=True,
        max_length=255,
        error_messages={"required": _("Choose one file at least, or drop some here.")},
    )
    field_order = ("file", "encoding")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].widget.attrs["accept"] = ",".join(sorted(ingest.SUFFIXES))
