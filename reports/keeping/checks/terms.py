"""Whether the table of terms is one that `extract_terms` could have made."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from django.db.models import F, Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from reports.keeping.checks.finding import Finding
from reports.models import Term
from reports.text.fold import fold


def terms() -> Iterator[Finding]:
    """Yield the terms that nobody would find, or that were never attested."""
    odd = Q(strength__lt=0) | Q(strength__gt=1) | Q(first_year__gt=F("last_year")) | Q(count=0) | Q(en="")
    keys = set(Term.objects.filter(odd).values_list("pk", flat=True))
    keys |= {pk for pk, zh in Term.objects.values_list("pk", "zh").iterator() if not zh or fold(zh) != zh}
    if keys:
        problem = ngettext(
            "%(count)d term could not have come from the texts.",
            "%(count)d terms could not have come from the texts.",
            len(keys),
        )
        remedy = _("Such rows are removed; manage.py extract_terms makes the whole table anew.")
        yield Finding("term", "terms", problem % {"count": len(keys)}, remedy, partial(_remove, sorted(keys)))


def _remove(keys: list[int]) -> None:
    for start in range(0, len(keys), 500):
        Term.objects.filter(pk__in=keys[start : start + 500]).delete()
