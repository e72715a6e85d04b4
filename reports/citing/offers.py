"""The citations of a report or pair as a page offers them: the text of each, and where it can be had as a file."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse
from django.utils.http import urlencode

from reports.citing.formats import Form, forms
from reports.citing.rows import cited
from reports.models import ParagraphPair, Report


@dataclass(frozen=True, slots=True)
class Offer:
    """A citation that a page shows, and the address of its file."""

    form: Form
    address: str


def permanent(path: str) -> str:
    """Return the path of a page without the language that it is shown in: what stays, whoever asks."""
    codes = "|".join(re.escape(code.lower()) for code, _name in settings.LANGUAGES)
    return re.sub(rf"^/(?:{codes})(?=/)", "", path)


def offers(
    report: Report,
    pair: ParagraphPair | None = None,
    *,
    absolute: Callable[[str], str],
    accessed: dt.date | None = None,
) -> list[Offer]:
    """Return every citation of a report (fetched with its jurisdiction) or pair; `absolute` makes a path an address."""
    cites = cited(report, pair, address=absolute(permanent((pair or report).get_absolute_url())), accessed=accessed)
    found = []
    for form in forms(cites):
        args = [pair.pk if pair is not None else report.slug, form.format.name]
        query = {"language": form.language} if form.format.by_language and len(cites.languages) > 1 else {}
        if accessed:
            query["accessed"] = accessed.isoformat()
        path = reverse("pair-cite-format" if pair is not None else "cite-format", args=args)
        found.append(Offer(form, f"{path}?{urlencode(query)}" if query else path))
    return found
