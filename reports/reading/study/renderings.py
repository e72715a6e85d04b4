"""How a term is rendered: what the archive learned of it, or else what the table of terms has."""

from __future__ import annotations

import time
from functools import lru_cache

from django.db.models import Count, Max, QuerySet

from reports import search
from reports.models import ParagraphPair, Report, Term
from reports.reading.study.terms_asked import AskedTerm
from reports.text.fold import fold

RENDERINGS_MOST = 12
# Pairs of a term are looked through for some with both languages, so many at a time, so many times.
AT_A_TIME, TIMES = 400, 12
# Lookups are kept so many, so long (in seconds), and until a report changes.
LOOKUPS_KEPT, KEPT_SECONDS = 2000, 60

Looked = tuple[tuple[search.Rendering, ...], int | None]


def renderings(asked: AskedTerm, most: int = RENDERINGS_MOST) -> list[search.Rendering]:
    """Return the renderings of a term, the commonest first; those of the table of terms have no years between."""
    if not asked.text:
        return []
    return search.renderings(asked.query, most) or [_of_row(row, asked) for row in rows(asked)[:most]]


def looked_up(asked: AskedTerm, most: int) -> Looked:
    """Return the renderings of a term and `total`; of terms that were asked for just now, as they were then."""
    state = Report.objects.published().aggregate(Max("changed_at"), Count("pk"))
    found = _looked_up(asked, most, (*state.values(), int(time.monotonic() / KEPT_SECONDS)))
    # The index may answer by now.
    return found if found[1] is not None else (found[0], total(asked))


@lru_cache(maxsize=LOOKUPS_KEPT)
def _looked_up(asked: AskedTerm, most: int, _state: tuple[object, ...]) -> Looked:
    return tuple(renderings(asked, most)), total(asked)


def rows(asked: AskedTerm) -> QuerySet[Term]:
    """Return the rows of the table of terms for a term of either language, the commonest rendering first."""
    wanted = {"zh": fold(asked.text)} if asked.language == "zh" else {"en__iexact": asked.text}
    return Term.objects.filter(**wanted).order_by("-count", "-strength", "zh", "en")


def _of_row(row: Term, asked: AskedTerm) -> search.Rendering:
    text, language = (row.en, "en") if asked.language == "zh" else (row.zh, "zh")
    return search.Rendering(
        text=text,
        language=language,
        q=AskedTerm.read(text).query,
        pairs=row.count,
        first_year=row.first_year,
        last_year=row.last_year,
        by_year=(),
        confidence=row.strength,
        pair=0,
        first_pair=0,
    )


def total(asked: AskedTerm) -> int | None:
    """Return how many pairs of the archive have the term, None while no index can tell."""
    try:
        return search.total(search.Request(q=asked.query)) if asked.text else 0
    except search.Unavailable:
        return None


def two_sided(asked: AskedTerm, most: int) -> list[ParagraphPair]:
    """Return some of the newest pairs with the term that have both languages. Raises `search.Unavailable`."""
    found = search.ranked(search.Request(q=asked.query, sort="newest")).pairs
    kept: list[ParagraphPair] = []
    for first in range(0, min(len(found), AT_A_TIME * TIMES), AT_A_TIME):
        some = found[first : first + AT_A_TIME].tolist()
        pairs = ParagraphPair.objects.filter(pk__in=some, report__status="published").exclude(zh="").exclude(en="")
        by_key = pairs.select_related("report__jurisdiction").in_bulk()
        kept += [by_key[key] for key in some if key in by_key]
        if len(kept) >= most:
            break
    return kept[:most]
