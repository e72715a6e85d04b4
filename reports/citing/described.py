"""A report as search engines, catalogues and reference managers read it from the head of its page."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.safestring import SafeString, mark_safe

from reports.citing.bibtex import institution
from reports.citing.exchange import GENRE, language_tag
from reports.citing.rows import cited_in
from reports.citing.work import ARCHIVE_EN, ARCHIVE_ZH, Cited, one_line
from reports.models import Report

# Inside a script element these could end it, or begin a comment.
ESCAPES = {ord(mark): f"\\u{ord(mark):04X}" for mark in "<>&\u2028\u2029"}


@dataclass(frozen=True, slots=True)
class Description:
    """What stands in the head of a report's page: tags as pairs of name and content, and linked data as JSON."""

    address: str
    title: str
    tags: list[tuple[str, str]]
    graph: list[tuple[str, str]]
    data: dict[str, Any]

    @property
    def json_ld(self) -> SafeString:
        """Return the linked data as the content of a script element, which nothing in it can end."""
        written = json.dumps(self.data, ensure_ascii=False).translate(ESCAPES)
        return mark_safe(written)  # noqa: S308 - nothing in it is left that HTML would read


def described(report: Report, languages: Iterable[str], *, address: str, site: str) -> Description:
    """Return the description of a report, fetched with its jurisdiction; `site` is the address of the archive.

    `languages` are those that it has text in, `zh` and `en`. This costs no query.
    """
    cited = cited_in(report, languages, address=address)
    both = "zh" in cited.languages and "en" in cited.languages
    first = cited.choice()
    title = f"{cited.place_zh} {cited.place_en} {cited.year} · {cited.title(first)}"
    tags = [
        *(("DC.title", cited.title(language)) for language in cited.languages),
        ("DC.creator", cited.author_zh),
        ("DC.creator", cited.author_en.inverted if cited.author_en else ""),
        ("DC.date", cited.date),
        ("DC.type", "Text"),
        ("DC.identifier", address),
        ("DC.coverage", cited.place_zh),
        ("DC.coverage", cited.place_en),
        *(("DC.language", language_tag(cited, language)) for language in cited.languages),
        # As Google Scholar and Zotero read them.
        ("citation_title", cited.title(first)),
        ("citation_author", _author(cited, first)),
        ("citation_publication_date", cited.date.replace("-", "/")),
        ("citation_technical_report_institution", institution(cited, first)),
        ("citation_language", language_tag(cited, first)),
        ("citation_public_url", address),
    ]
    graph = [
        ("og:type", "article"),
        ("og:title", title),
        ("og:url", address),
        ("og:site_name", f"{ARCHIVE_ZH} {ARCHIVE_EN}"),
        ("article:published_time", cited.date if cited.delivered_on else ""),
        ("article:modified_time", report.changed_at.isoformat()),
    ]
    data = _work(report, cited, site) | (_translation(cited) if both else {})
    return Description(address, title, [tag for tag in tags if tag[1]], [tag for tag in graph if tag[1]], data)


def _author(cited: Cited, language: str) -> str:
    if language == "zh" and cited.author_zh:
        return cited.author_zh
    return cited.author_en.inverted if cited.author_en else ""


def _work(report: Report, cited: Cited, site: str) -> dict[str, Any]:
    """Return the report as schema.org has it."""
    first = cited.choice()
    session = {"zh": one_line(cited.session_zh), "en": cited.session_in_english()}
    held = {
        "@type": "Event",
        "name": session["zh"] or session["en"],
        "alternateName": session["en"] if session["zh"] else "",
        "startDate": cited.delivered_on.isoformat() if cited.delivered_on else "",
    }
    return _filled(
        {
            "@context": "https://schema.org",
            "@type": "Report",
            "@id": cited.address,
            "url": cited.address,
            "name": cited.title(first),
            "alternateName": cited.title("en") if first == "zh" and cited.title_en else "",
            "genre": list(GENRE.values()),
            "inLanguage": language_tag(cited, first),
            "datePublished": cited.date,
            "dateModified": report.changed_at.isoformat(),
            "isAccessibleForFree": True,
            "author": _person(report, cited),
            "sourceOrganization": _named("GovernmentOrganization", institution(cited, "zh"), institution(cited, "en")),
            "spatialCoverage": _named("AdministrativeArea", cited.place_zh, cited.place_en),
            "temporalCoverage": str(cited.year),
            "recordedAt": _filled(held) if held["name"] else None,
            "isPartOf": {**_named("Collection", ARCHIVE_ZH, ARCHIVE_EN), "@id": site, "url": site},
        }
    )


def _named(kind: str, chinese: str, english: str) -> dict[str, Any]:
    return {"@type": kind, "name": chinese, "alternateName": english}


def _person(report: Report, cited: Cited) -> dict[str, Any] | None:
    latin = cited.author_en.family_first if cited.author_en else ""
    if not latin:
        return None
    name = cited.author_zh or latin
    return _filled(
        {
            "@type": "Person",
            "name": name,
            "alternateName": latin if latin != name else "",
            "jobTitle": [office for office in (report.office_zh, report.office_en) if office],
        }
    )


def _translation(cited: Cited) -> dict[str, Any]:
    """Return the English text as a work of its own, a translation of the Chinese."""
    return {
        "workTranslation": {
            "@type": "Report",
            "@id": f"{cited.address}#en",
            "name": cited.title("en"),
            "inLanguage": "en",
            "translationOfWork": {"@id": cited.address},
        }
    }


def _filled(values: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value not in ("", None, [])}
