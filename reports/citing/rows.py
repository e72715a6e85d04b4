"""From rows to what is cited."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from reports.citing.work import Cited
from reports.models import Jurisdiction, ParagraphPair, Report
from reports.text.simplified import is_traditional


def cited(report: Report, pair: ParagraphPair | None = None, *, address: str, accessed: dt.date | None = None) -> Cited:
    """Return a report, fetched with its jurisdiction, or a pair of it, as citations need it.

    `address` is the permanent one of the pair or report, in full. A report costs two queries: is there any Chinese,
    any English? A pair costs none.
    """
    languages = _of_pair(pair) if pair is not None else _of_report(report)
    return _cited(report, pair, address, accessed, languages)


def cited_in(report: Report, languages: Iterable[str], *, address: str) -> Cited:
    """Return a report, fetched with its jurisdiction, whose languages are known: this costs no query."""
    return _cited(report, None, address, None, tuple(languages) or _of_titles(report))


def _cited(
    report: Report, pair: ParagraphPair | None, address: str, accessed: dt.date | None, languages: tuple[str, ...]
) -> Cited:
    place = report.jurisdiction
    spoken = f"{report.title_zh}{report.session_zh}{report.speaker_zh}"
    is_hant = pair.script == ParagraphPair.Script.TRADITIONAL if pair is not None else is_traditional(spoken)
    return Cited(
        key=report.slug,
        address=address,
        year=report.year,
        place_zh=place.name_zh,
        place_en=place.name_en,
        title_zh=report.title_zh,
        title_en=report.title_en,
        speaker_zh=report.speaker_zh,
        speaker_en=report.speaker_en,
        session_zh=report.session_zh,
        session_en=report.session_en,
        delivered_on=report.delivered_on,
        number=pair.position if pair is not None else None,
        accessed=accessed,
        is_national=place.level == Jurisdiction.Level.NATION,
        is_traditional=is_hant,
        languages=languages,
    )


def _of_pair(pair: ParagraphPair) -> tuple[str, ...]:
    return tuple(name for name, text in (("zh", pair.zh), ("en", pair.en)) if text)


def _of_report(report: Report) -> tuple[str, ...]:
    pairs = ParagraphPair.objects.filter(report=report)
    found = tuple(name for name in ("zh", "en") if pairs.exclude(**{name: ""}).exists())
    return found or _of_titles(report)


def _of_titles(report: Report) -> tuple[str, ...]:
    # A report without paragraphs can be cited by its title.
    return ("zh",) if report.title_zh or not report.title_en else ("en",)
