"""A page of results as shown: passages with their place in the report, filters, and what is set among them."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.utils.translation import gettext as _

from reports import search
from reports.models import ParagraphPair, Section
from reports.reading.asked import SORTS, Asked
from reports.reading.excerpts import Excerpt, excerpts
from reports.reading.reader import LANGUAGES


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
class Option:
    """One value that a filter or an order can take, and the address that sets it (or takes it away).

    `key` is its id on the page, so that the focus stays on it while the page changes around it.
    """

    label: str
    address: str
    is_set: bool
    key: str = ""
    label_zh: str = ""
    count: int = 0


@dataclass(frozen=True, slots=True)
class Step:
    """One entry of the list of pages; no address where pages are left out or it's this page."""

    label: str
    address: str = ""
    is_here: bool = False


def passages(hits: list[search.Hit], q: str) -> list[Passage]:
    """Return the hits as passages; a query for each depth of headings, not for each hit."""
    sections = _sections_around([hit.pair for hit in hits])
    return [_passage(hit, sections, q) for hit in hits]


def _passage(hit: search.Hit, sections: dict[int, Section], q: str) -> Passage:
    pair = hit.pair
    path: list[Section] = []
    section = sections.get(pair.section_id or 0)
    while section is not None:
        path.insert(0, section)
        section = sections.get(section.parent_id or 0)
    if pair.kind == ParagraphPair.Kind.HEADING:
        # The heading itself is the passage; what is around it is its path.
        path = path[:-1]
    zh, en = excerpts(pair.zh, pair.en, hit.zh_marks, hit.en_marks)
    return Passage(
        pair=pair,
        path=path,
        language=LANGUAGES[pair.script],
        zh=zh,
        en=en,
        address=f"{pair.report.get_absolute_url()}?{urlencode({'q': q})}#p{pair.position}",
    )


def _sections_around(pairs: list[ParagraphPair]) -> dict[int, Section]:
    found: dict[int, Section] = {}
    wanted = {pair.section_id for pair in pairs if pair.section_id}
    while wanted:
        found |= Section.objects.only("parent", "heading_zh", "heading_en").in_bulk(wanted)
        wanted = {section.parent_id for section in found.values() if section.parent_id} - found.keys()
    return found


def place_options(asked: Asked, counts: list[search.Count]) -> list[Option]:
    """Return the jurisdictions to filter by, those that are set first."""
    options = []
    for count in counts:
        names = {count.code, str(count.value), count.label}
        others = tuple(place for place in asked.places if place not in names)
        is_set = len(others) < len(asked.places)
        places = others if is_set else (*asked.places, count.code or str(count.value))
        options.append(
            Option(
                label=count.label,
                address=asked.address(places=places),
                is_set=is_set,
                key=f"place-{count.code}",
                label_zh=str(count.value),
                count=count.count,
            )
        )
    return sorted(options, key=lambda option: not option.is_set)


def year_options(asked: Asked, counts: list[search.Count]) -> list[Option]:
    """Return the years to filter by, newest first."""
    options = []
    for count in sorted(counts, key=lambda count: int(count.value), reverse=True):
        year = int(count.value)
        is_set = asked.year_from == asked.year_to == year
        span = None if is_set else year
        address = asked.address(year_from=span, year_to=span)
        options.append(Option(str(year), address, is_set, f"year-{year}", count=count.count))
    return options


def sort_options(asked: Asked) -> list[Option]:
    """Return the orders that results can stand in."""
    labels = {"relevance": _("Most relevant"), "newest": _("Newest"), "oldest": _("Oldest")}
    return [
        Option(labels[sort], asked.address(sort=sort), asked.sort == sort, f"sort-{sort}") for sort in SORTS.values()
    ]


def chips(asked: Asked, counts: list[search.Count]) -> list[Option]:
    """Return the filters that are set, each with the address that takes it away."""
    known = {name: count for count in counts for name in (count.code, str(count.value), count.label)}
    found = [
        Option(
            known[place].label if place in known else place,
            asked.address(places=tuple(other for other in asked.places if other != place)),
            is_set=True,
            label_zh=str(known[place].value) if place in known else "",
        )
        for place in asked.places
    ]
    if asked.year_from or asked.year_to:
        found.append(Option(_span(asked), asked.address(year_from=None, year_to=None), is_set=True))
    return found


def _span(asked: Asked) -> str:
    if asked.year_from == asked.year_to:
        return str(asked.year_from)
    if not asked.year_to:
        return _("from %(year)s") % {"year": asked.year_from}
    if not asked.year_from:
        return _("up to %(year)s") % {"year": asked.year_to}
    return f"{asked.year_from}–{asked.year_to}"


def steps(asked: Asked, found: search.Page) -> list[Step]:
    """Return the pages around this one and the first and last ones."""
    paginator = Paginator(range(found.pages), 1)
    here = min(max(found.page, 1), paginator.num_pages)
    return [
        Step(str(page), asked.address(page=page), is_here=page == here) if isinstance(page, int) else Step(str(page))
        for page in paginator.get_elided_page_range(here, on_each_side=2, on_ends=1)
    ]


def beside(asked: Asked, found: search.Page) -> dict[str, str]:
    """Return the addresses of the pages before and after this one, where there are such."""
    around = {"previous": found.page - 1, "next": found.page + 1}
    return {name: asked.address(page=page) for name, page in around.items() if 1 <= page <= found.pages}
