"""A page of results as shown: passages with their place in the report, orders, pages, other searches worth making."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.db import connection
from django.urls import reverse
from django.utils.translation import gettext as _

from reports import search
from reports.models import ParagraphPair, Section
from reports.reading.asked import SORTS, Asked
from reports.reading.excerpts import Excerpt, excerpts
from reports.reading.facets import Option
from reports.reading.marking import spans
from reports.reading.reader import LANGUAGES
from reports.text.fold import has_han


@dataclass(frozen=True, slots=True)
class Passage:
    """One found pair. `path` holds the headings around it, the outermost first."""

    pair: ParagraphPair
    path: list[Section]
    language: str
    zh: Excerpt
    en: Excerpt
    address: str

    @property
    def is_cut(self) -> bool:
        return self.zh.is_cut or self.en.is_cut


@dataclass(frozen=True, slots=True)
class Step:
    """One entry of the list of pages; no address where pages are left out or it's this page."""

    label: str
    address: str = ""
    is_here: bool = False


def passages(hits: list[search.Hit], q: str) -> list[Passage]:
    """Return the hits as passages."""
    sections = _sections_around([hit.pair for hit in hits])
    # Every address is of one form: asking for each of them takes a tenth of the page.
    form, asked = reverse("report", args=["SLUG"]), urlencode({"q": q})
    return [_passage(hit, sections, f"{form.replace('SLUG', hit.pair.report.slug)}?{asked}") for hit in hits]


def _passage(hit: search.Hit, sections: dict[int, Section], report_address: str) -> Passage:
    pair = hit.pair
    path: list[Section] = []
    section = sections.get(pair.section_id or 0)
    while section is not None:
        path.insert(0, section)
        section = sections.get(section.parent_id or 0)
    if pair.kind == ParagraphPair.Kind.HEADING:
        # The heading itself is the passage; what is around it is its path.
        path = path[:-1]
    zh, en = excerpts(
        pair.zh,
        pair.en,
        spans(hit.zh_marks, hit.zh_counterparts),
        spans(hit.en_marks, hit.en_counterparts),
    )
    return Passage(
        pair=pair,
        path=path,
        language=LANGUAGES[pair.script],
        zh=zh,
        en=en,
        address=f"{report_address}#p{pair.position}",
    )


def _sections_around(pairs: list[ParagraphPair]) -> dict[int, Section]:
    """Return the sections that pairs stand in and those around them, by key; in one query, however deep they lie."""
    wanted = sorted({pair.section_id for pair in pairs if pair.section_id})
    if not wanted:
        return {}
    table = connection.ops.quote_name(Section._meta.db_table)
    asked = ", ".join(["%s"] * len(wanted))
    rows = Section.objects.raw(
        f"WITH RECURSIVE around AS (SELECT id, parent_id, heading_zh, heading_en FROM {table} WHERE id IN ({asked})"  # noqa: S608 - a constant and placeholders
        f" UNION SELECT above.id, above.parent_id, above.heading_zh, above.heading_en"
        f" FROM {table} above JOIN around ON above.id = around.parent_id) SELECT * FROM around",
        wanted,
    )
    return {section.pk: section for section in rows}


def sort_options(asked: Asked) -> list[Option]:
    """Return the orders that results can stand in."""
    labels = {"relevance": _("Most relevant"), "newest": _("Newest"), "oldest": _("Oldest")}
    return [
        Option(labels[sort], asked.address(sort=sort), asked.sort == sort, f"sort-{sort}") for sort in SORTS.values()
    ]


def offered(asked: Asked, offers: list[search.Offer]) -> dict[str, list[Option]]:
    """Return the other searches worth making, by why they are offered."""
    found: dict[str, list[Option]] = {}
    for offer in offers:
        label_zh = offer.q if has_han(offer.q) else ""
        # A phrase is searched in quotation marks and read without.
        option = Option(
            offer.q.strip('"'), asked.address(q=offer.q), is_set=False, label_zh=label_zh, count=offer.count
        )
        found.setdefault(offer.kind, []).append(option)
    return found


def steps(asked: Asked, found: search.Page) -> list[Step]:
    """Return the pages around this one and the first and last ones."""
    paginator = Paginator(range(found.pages), 1)
    # Past the last page, none of them is this one.
    here = min(found.page, paginator.num_pages)
    return [
        Step(str(page), asked.address(page=page), is_here=page == found.page)
        if isinstance(page, int)
        else Step(str(page))
        for page in paginator.get_elided_page_range(here, on_each_side=2, on_ends=1)
    ]


def beside(asked: Asked, found: search.Page) -> dict[str, str]:
    """Return the addresses of the pages before and after this one, where there are such."""
    around = {"previous": found.page - 1, "next": found.page + 1}
    return {name: asked.address(page=page) for name, page in around.items() if 1 <= page <= found.pages}
