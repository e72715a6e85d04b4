"""Names of jurisdictions and reports as the language of the interface has them; the filters are builtins."""

from __future__ import annotations

from django.template import Library
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from reports import ingest
from reports.models import Jurisdiction, Report
from reports.text.scripts import to_traditional

register = Library()
# Where several stand in a sentence, each language parts them in its way.
register.filter("listed", ingest.listed)


@register.filter
def named(place: Jurisdiction) -> str:
    """Return the name of a jurisdiction in the reader's language, to stand in a sentence."""
    language = get_language()
    if language == "zh-hant":
        return to_traditional(place.name_zh)
    return place.name_zh if language == "zh-hans" else place.name_en


@register.filter
def called(report: Report) -> str:
    """Return what a report is called in the reader's language: its place and year."""
    return f"{named(report.jurisdiction)} {report.year}"


@register.filter
def in_chinese(name: str) -> SafeString:
    """Return the Chinese name of a jurisdiction as HTML, in Traditional characters for who reads those."""
    if get_language() == "zh-hant":
        return format_html('<span lang="zh-Hant">{}</span>', to_traditional(name))
    return format_html('<span lang="zh-Hans">{}</span>', name)
