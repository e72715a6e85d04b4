"""Things to try that are known to be in the archive."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypedDict

from django.db.models import F

from reports import search
from reports.models import ParagraphPair, Report
from reports.reading.asked import Asked

# Terms of many reports, the most telling first; one that the archive doesn't have is never offered.
CHINESE_TERMS = ("新质生产力", "人工智能", "高质量发展", "营商环境", "民生", "就业", "改革", "发展", "工作")
ENGLISH_TERMS = (
    "large language models",
    "artificial intelligence",
    '"green development"',
    "innovation",
    "employment",
    "reform",
    "development",
    "work",
)


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A search, how many pairs it finds, and the newest of them."""

    q: str
    language: str
    count: int
    address: str
    newest: ParagraphPair


class Starts(TypedDict):
    """Searches to try and a place to start reading at."""

    suggestions: list[Suggestion]
    opening: ParagraphPair | None


def suggestions() -> list[Suggestion]:
    """Return one search in each language that finds something; none while the index can't answer."""
    try:
        found = [_first(CHINESE_TERMS, "zh-Hans"), _first(ENGLISH_TERMS, "en")]
    except search.Unavailable:
        return []
    return [suggestion for suggestion in found if suggestion]


def starts() -> Starts:
    """Return searches to try, and a pair to start reading at: one in both languages where a search came upon one."""
    found = suggestions()
    two_sided = [suggestion.newest for suggestion in found if suggestion.newest.zh and suggestion.newest.en]
    return {"suggestions": found, "opening": two_sided[-1] if two_sided else _newest()}


def _newest() -> ParagraphPair | None:
    newest = F("delivered_on").desc(nulls_last=True)
    report = Report.objects.published().order_by("-year", newest, "jurisdiction__order").first()
    pairs = ParagraphPair.objects.filter(report=report).select_related("report__jurisdiction")
    return pairs.order_by("position").first() if report else None


def _first(terms: Sequence[str], language: str) -> Suggestion | None:
    for term in terms:
        found = search.find(search.Request(q=term, sort="newest", page_size=1))
        if found.results:
            return Suggestion(term, language, found.total, Asked(q=term).address(), found.results[0].pair)
    return None
