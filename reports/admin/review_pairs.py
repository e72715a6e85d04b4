"""The pairs of a file on its review page: what each does to the report, how sure it is, some at a time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from reports import ingest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.core.paginator import Page
    from django.http import QueryDict

PAGE = 25
# Below this confidence a person should look at a pair.
SURE = 0.5
SHOWN = {
    "all": _lazy("All"),
    "unsure": _lazy("Unsure"),
    "new": _lazy("New"),
    "variant": _lazy("Differing"),
    "filled": _lazy("Changing"),
    "single": _lazy("One language alone"),
}
SORTS = {"order": _lazy("In reading order"), "confidence": _lazy("Least sure first")}
EVIDENCE = {
    "length": _lazy("lengths"),
    "lexicon": _lazy("words"),
    "figures": _lazy("figures"),
    "names": _lazy("names"),
    "heading": _lazy("headings"),
}


@dataclass(frozen=True, slots=True)
class Row:
    """A pair as the page shows it, and whether the archive has it already."""

    pair: ingest.PlannedPair
    zh: str
    en: str
    state: str
    state_label: str

    @property
    def is_unsure(self) -> bool:
        """Whether the two sides may not say the same."""
        return self.pair.confidence is not None and self.pair.confidence < SURE

    @property
    def is_single(self) -> bool:
        return not (self.zh and self.en)

    @property
    def confidence(self) -> int | None:
        """How sure it is that both sides say the same, in percent; None for one side alone."""
        return None if self.pair.confidence is None or self.is_single else round(100 * self.pair.confidence)

    @property
    def speaks_against(self) -> str:
        """What speaks against the two sides saying the same, "" for nothing."""
        return ingest.listed(EVIDENCE.get(name, name) for name, value in self.pair.evidence.items() if value < 0)


@dataclass(frozen=True, slots=True)
class Asked:
    """Which pairs the page is asked for."""

    show: str = "all"
    sort: str = "order"
    page: int = 1

    @classmethod
    def of(cls, query: QueryDict) -> Asked:
        """Return what an address asks for; what it can't mean is as if it weren't said."""
        page = query.get("page", "")
        return cls(
            show=show if (show := query.get("show", "")) in SHOWN else "all",
            sort=sort if (sort := query.get("sort", "")) in SORTS else "order",
            page=int(page) if page.isdecimal() and len(page) < 6 else 1,
        )

    def query(self, **other: object) -> str:
        """Return it as an address's query, with this or that otherwise."""
        named = {"show": self.show, "sort": self.sort, "page": self.page, **other}
        said = {name: value for name, value in named.items() if value not in {"all", "order", 1}}
        return f"?{urlencode(said)}"


@dataclass(frozen=True, slots=True)
class Link:
    """A way to see other pairs, or these in another order."""

    label: str
    query: str
    count: int | None = None
    is_chosen: bool = False


@dataclass(frozen=True, slots=True)
class PairList:
    """A page of a file's pairs, and the ways to the others."""

    page: Page[Row]
    filters: list[Link]
    sorts: list[Link]
    before: str
    after: str


def rows_of(plan: ingest.Plan, preview: ingest.Preview) -> list[Row]:
    """Return what the file brings in the file's order, cut and joined as what is there asks for it."""
    order: dict[int, int] = {}
    of_line: dict[int, int] = {}
    for index, pair in enumerate(plan.root.pairs()):
        order[id(pair)] = index
        of_line.setdefault(pair.line, index)
    rows = list(_replacing(plan, preview.replacement) if preview.replacement else _adding(preview))
    return sorted(rows, key=lambda row: order.get(id(row.pair), of_line.get(row.pair.line, len(order))))


def pair_list(rows: list[Row], asked: Asked) -> PairList:
    """Return the rows that are asked for."""
    groups = {name: [row for row in rows if _is_shown(row, name)] for name in SHOWN}
    chosen = groups[asked.show]
    if asked.sort == "confidence":
        chosen = sorted(chosen, key=lambda row: (row.pair.confidence is None, row.pair.confidence or 0))
    page = Paginator(chosen, PAGE).get_page(asked.page)
    return PairList(
        page=page,
        filters=[
            Link(str(label), asked.query(show=name, page=1), len(groups[name]), name == asked.show)
            for name, label in SHOWN.items()
            if groups[name] or name == asked.show
        ],
        sorts=[
            Link(str(label), asked.query(sort=name, page=1), None, name == asked.sort) for name, label in SORTS.items()
        ],
        before=asked.query(page=page.previous_page_number()) if page.has_previous() else "",
        after=asked.query(page=page.next_page_number()) if page.has_next() else "",
    )


def _is_shown(row: Row, show: str) -> bool:
    return {"all": True, "unsure": row.is_unsure, "single": row.is_single}.get(show, row.state == show)


def _adding(preview: ingest.Preview) -> Iterator[Row]:
    merged = preview.merged
    for leaf in merged.added:
        if leaf.planned:
            yield Row(leaf.planned, leaf.zh, leaf.en, "new", _("new"))
    for leaf in merged.filled:
        if leaf.planned:
            yield Row(leaf.planned, leaf.zh, leaf.en, "filled", _("fills an empty side"))
    differing = {id(leaf.planned) for versions in merged.variants for leaf in versions if leaf.planned}
    for pair in merged.known:
        if id(pair) in differing:
            yield Row(pair, pair.zh, pair.en, "variant", _("differs from what is there"))
        else:
            yield Row(pair, pair.zh, pair.en, "known", _("there already"))


def _replacing(plan: ingest.Plan, replacement: ingest.Replacement) -> Iterator[Row]:
    """Yield the file's pairs, each with what becomes of it where the file takes another's place."""
    new = {(new.planned.line, new.text.zh) for new in replacement.added}
    kept = {met.source_line for met in replacement.kept}
    changed = {met.source_line for met in replacement.changed}
    out = {met.source_line for met in replacement.kept_out}
    for pair in plan.root.pairs():
        if (pair.line, pair.zh) in new:
            yield Row(pair, pair.zh, pair.en, "new", _("new"))
        elif pair.line in kept:
            yield Row(pair, pair.zh, pair.en, "variant", _("kept beside what is there"))
        elif pair.line in out:
            yield Row(pair, pair.zh, pair.en, "known", _("stays out"))
        elif pair.line in changed:
            yield Row(pair, pair.zh, pair.en, "filled", _("in the place of the old text"))
        else:
            yield Row(pair, pair.zh, pair.en, "known", _("there already"))
