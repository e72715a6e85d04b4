"""Lists of reports: what their addresses ask for, and the reports in order, narrowed and cut into pages."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from reports.models import Jurisdiction, Report
from reports.reading.browsing.holdings import BOTH, EN, LABELS, ZH, Counts, counts_by_report
from reports.reading.browsing.names import key_of, language_of
from reports.reading.facets import Option
from reports.reading.results import Step

PAGE_SIZE = 100
YEARS = range(1949, 2200)
SORTS = {
    "newest": gettext_lazy("Newest"),
    "oldest": gettext_lazy("Oldest"),
    "place": gettext_lazy("By jurisdiction"),
    "size": gettext_lazy("Longest"),
}
Line = TypeVar("Line")


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address of a list asks for; what makes no sense is left out."""

    path: str
    q: str = ""
    sort: str = ""
    languages: str = ""
    level: str = ""
    scope: str = ""
    year_from: int | None = None
    year_to: int | None = None
    page: int = 1
    sorts: tuple[str, ...] = field(default=(), compare=False)

    @classmethod
    def read(cls, request: HttpRequest, sorts: Iterable[str]) -> Asked:
        """Return what a request asks of a list that has these orders, the first of them unless it says otherwise."""
        orders = tuple(sorts)
        sort, languages = request.GET.get("sort", ""), request.GET.get("languages", "")
        level, scope = request.GET.get("level", ""), request.GET.get("scope", "")
        first, last = _year(request.GET.get("from", "")), _year(request.GET.get("to", ""))
        if first and last and first > last:
            first, last = last, first
        page = request.GET.get("page", "")
        return cls(
            path=request.path,
            q=request.GET.get("q", "").strip()[:100],
            sort=sort if sort in orders else orders[0],
            languages=languages if languages in (BOTH, ZH, EN) else "",
            level=level if level in Jurisdiction.Level.values else "",
            scope="all" if scope == "all" else "",
            year_from=first,
            year_to=last,
            page=max(1, int(page)) if page.isdecimal() and len(page) < 7 else 1,
            sorts=orders,
        )

    def address(self, **changes: Any) -> str:
        """Return the address of this list with something of it changed; its first page unless `page` is given."""
        asked = replace(self, **({"page": 1} | changes))
        fields = [(name, value) for name, value in (
            ("q", asked.q),
            ("sort", asked.sort if asked.sort != self.sorts[0] else ""),
            ("languages", asked.languages), ("level", asked.level), ("scope", asked.scope),
            ("from", asked.year_from), ("to", asked.year_to), ("page", asked.page if asked.page > 1 else ""),
        ) if value]  # fmt: skip
        return f"{self.path}?{urlencode(fields)}" if fields else self.path

    def options(self, name: str, values: Iterable[tuple[str, Any, int]]) -> list[Option]:
        """Return the values of one field as links: each a value, its label, and how many lines it leaves."""
        return [
            Option(
                label=str(label),
                address=self.address(**{name: value}),
                is_set=getattr(self, name) == value,
                key=f"{name}-{value}",
                count=count,
            )
            for value, label, count in values
        ]


@dataclass(frozen=True, slots=True)
class Listed:
    """One report of a list, and how much of it there is."""

    report: Report
    counts: Counts

    @property
    def languages(self) -> str:
        return str(LABELS[self.counts.languages])

    @property
    def language(self) -> str:
        return language_of(self.report)

    @property
    def speaker_address(self) -> str:
        """Return the address of the page of who delivered it; nothing where the report doesn't say."""
        key = key_of(self.report.speaker_zh, self.report.speaker_en)
        return reverse("speaker", args=[self.report.jurisdiction.code, key]) if key else ""


@dataclass(frozen=True, slots=True)
class Leaf:
    """One page of a list: its lines, how many there are on all pages, and the way to the other pages."""

    lines: Sequence[Any]
    total: int
    steps: list[Step]
    previous: str = ""
    following: str = ""


@dataclass(frozen=True, slots=True)
class Listing:
    """A list of reports as shown, with what it can be narrowed to and how it can be ordered."""

    leaf: Leaf
    sorts: list[Option]
    languages: list[Option]
    levels: list[Option]
    is_narrowed: bool
    everything: str

    @property
    def has_choices(self) -> bool:
        return len(self.sorts) > 1 or bool(self.languages or self.levels)


def listing(reports: QuerySet[Report], asked: Asked) -> Listing:
    """Return the published ones of some reports as the address asks for them, in one query."""
    in_years = reports.published().with_places()  # type: ignore[attr-defined]
    if asked.year_from or asked.year_to:
        in_years = in_years.filter(Q(year__gte=asked.year_from or YEARS[0]), Q(year__lte=asked.year_to or YEARS[-1]))
    rows = list(in_years)
    counts = counts_by_report(rows)
    every = [Listed(report, counts[report.pk]) for report in rows]
    at_level = [line for line in every if asked.level in ("", line.report.jurisdiction.level)]
    in_languages = [line for line in every if asked.languages in ("", line.counts.languages)]
    shown = [line for line in at_level if asked.languages in ("", line.counts.languages)]
    shown.sort(key=_key(asked.sort))
    return Listing(
        leaf=leaf(shown, asked),
        sorts=asked.options("sort", ((name, SORTS[name], 0) for name in asked.sorts)) if len(every) > 1 else [],
        languages=_options(asked, "languages", LABELS, [line.counts.languages for line in at_level]),
        levels=_options(
            asked, "level", dict(Jurisdiction.Level.choices), [line.report.jurisdiction.level for line in in_languages]
        ),
        is_narrowed=bool(asked.languages or asked.level or asked.year_from or asked.year_to),
        everything=asked.address(languages="", level="", year_from=None, year_to=None),
    )


def leaf(lines: Sequence[Any], asked: Asked) -> Leaf:
    """Return one page of lines; the last one where the address asks for a page past it."""
    paginator = Paginator(lines, PAGE_SIZE)
    page = paginator.get_page(asked.page)
    steps = [
        Step(str(number), asked.address(page=number), is_here=number == page.number)
        if isinstance(number, int)
        else Step(str(number))
        for number in paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1)
    ]
    return Leaf(
        lines=list(page.object_list),
        total=paginator.count,
        steps=steps if paginator.num_pages > 1 else [],
        previous=asked.address(page=page.number - 1) if page.has_previous() else "",
        following=asked.address(page=page.number + 1) if page.has_next() else "",
    )


def _options(asked: Asked, name: str, labels: dict[Any, Any], found: list[str]) -> list[Option]:
    """Return what a list can be narrowed to in one way; nothing where all its lines are alike."""
    counted = Counter(found)
    values = [(str(value), label, counted[value]) for value, label in labels.items() if counted[value]]
    if len(values) < 2 and not getattr(asked, name):
        return []
    return asked.options(name, [("", _("All"), len(found)), *values])


def _key(sort: str) -> Callable[[Listed], Any]:
    def place(line: Listed) -> tuple[Any, ...]:
        return line.report.jurisdiction.order, line.report.jurisdiction.code

    return {
        "newest": lambda line: (-line.report.year, *place(line), line.report.slug),
        "oldest": lambda line: (line.report.year, *place(line), line.report.slug),
        "place": lambda line: (*place(line), -line.report.year, line.report.slug),
        "size": lambda line: (-line.counts.pairs, -line.report.year, *place(line)),
    }[sort]


def _year(text: str) -> int | None:
    return int(text) if text.isdecimal() and len(text) < 6 and int(text) in YEARS else None
