"""What a search can be narrowed to: levels, places in their tree, speakers, kinds; and the filters that are set."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any
from urllib.parse import quote_plus

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from reports import search
from reports.models import Jurisdiction, ParagraphPair
from reports.reading.asked import Asked
from reports.reading.naming import in_chinese
from reports.text.fold import has_han

KINDS = {ParagraphPair.Kind.BODY: gettext_lazy("Paragraphs"), ParagraphPair.Kind.HEADING: gettext_lazy("Headings")}
# The fields of `Asked` by the name of the parameter, where a value stands for itself.
PLAIN = {"level": "levels", "speaker": "speakers", "kind": "kinds"}


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

    @property
    def shown(self) -> str:
        """Return the count as written, in groups of three: filters for templates take ten times as long."""
        return f"{self.count:,}"


@dataclass(slots=True)
class Place:
    """A jurisdiction to narrow down to, alone or with what is part of it."""

    alone: Option
    whole: Option | None
    parts: list[Place] = field(default_factory=list)

    def __iter__(self) -> Iterator[Place]:
        for part in self.parts:
            yield part
            yield from part

    @property
    def is_open(self) -> bool:
        """Say whether something below it is set."""
        return any(part.is_set for part in self)

    @property
    def is_set(self) -> bool:
        return self.alone.is_set or (self.whole is not None and self.whole.is_set)

    def lines(self) -> SafeString:
        """Return its parts as items of a list. There may be hundreds on a page: a template would take too long."""
        return mark_safe("".join(_lines(self, 1, _("All of it"))))  # noqa: S308 - escaped by `_link`


def _lines(place: Place, depth: int, all_of_it: str) -> Iterator[str]:
    for part in place.parts:
        names = _names_html(part.alone.label_zh, part.alone.label)
        whole = _link(part.whole, f"<span>{escape(all_of_it)}</span>", "all") if part.whole else ""
        yield f'<li class="deep-{depth}">{_link(part.alone, names)}{whole}</li>'
        yield from _lines(part, depth + 1, all_of_it)


def _link(option: Option, names: str, kind: str = "") -> str:
    address = option.address.replace("&", "&amp;")  # quoted when it was made: nothing else in it needs escaping
    kinds = f' class="{kind}"' if kind else ""
    current = ' aria-current="true"' if option.is_set else ""
    count = f'<span class="count">{option.shown}</span>'
    return f'<a id="{escape(option.key)}" href="{address}"{kinds}{current}>{names} {count}</a>'


@lru_cache(maxsize=4096)
def _names_html(name_zh: str, name_en: str) -> str:
    return f"<span>{in_chinese(name_zh)} {escape(name_en)}</span>"


def value_options(asked: Asked, parameter: str, counts: list[search.Count]) -> list[Option]:
    """Return the values of a filter: levels from the nation down, kinds in order, speakers as they are counted."""
    name = PLAIN[parameter]
    chosen: tuple[str, ...] = getattr(asked, name)
    adding = f"{asked.address()}&{parameter}="
    return [
        Option(
            label=_label(parameter, count),
            address=_address_without(asked, name, value) if value in chosen else adding + quote_plus(value),
            is_set=value in chosen,
            key=f"{parameter}-{number}" if parameter == "speaker" else f"{parameter}-{value}",
            label_zh=value if parameter == "speaker" and has_han(value) else "",
            count=count.count,
        )
        for number, count in enumerate(counts)
        for value in [str(count.value)]
    ]


def _label(parameter: str, count: search.Count) -> str:
    value = str(count.value)
    if parameter == "level":
        return str(Jurisdiction.Level(value).label)
    if parameter == "kind":
        return str(KINDS[ParagraphPair.Kind(value)])
    return "" if has_han(count.label) else count.label


def _address_without(asked: Asked, name: str, *values: str) -> str:
    left = tuple(value for value in getattr(asked, name) if value not in values)
    return asked.address(**{name: left})


def place_tree(asked: Asked, counts: list[search.Count]) -> list[Place]:
    """Return the places at the top, each with its parts, those that are set first, else as they are counted.

    A place whose superior isn't among the counts stands at the top itself. What all the others are part of, the
    nation, stands beside its parts: narrowing down to all of it would be no narrowing.
    """
    adding = asked.address()
    nodes = {count.code or str(count.value): _place(asked, count, adding) for count in counts}
    tops = []
    for count in counts:
        node, above = nodes[count.code or str(count.value)], nodes.get(count.parent)
        if above is None or above is node:
            tops.append(node)
        else:
            above.parts.append(node)
    if len(tops) == 1 and tops[0].parts:
        root = tops[0]
        tops = [*([Place(root.alone, None)] if root.alone.count or root.is_set else []), *root.parts]
    return sorted(tops, key=lambda top: not (top.is_set or top.is_open))


def _place(asked: Asked, count: search.Count, adding: str) -> Place:
    code = count.code or str(count.value)
    # Codes are slugs; what is none is a name.
    quoted = code if code.isascii() and code.replace("-", "").isalnum() else quote_plus(code)
    names = (code, str(count.value), count.label)
    alone_set = any(name in asked.places for name in names)
    whole_set = any(name in asked.within for name in names)
    address = _address_without(asked, "places", *names) if alone_set else f"{adding}&place={quoted}"
    alone = Option(count.label, address, alone_set, f"place-{code}", str(count.value), count.count)
    if count.within <= count.count and not whole_set:
        return Place(alone, None)
    address = _address_without(asked, "within", *names) if whole_set else f"{adding}&within={quoted}"
    return Place(alone, Option(count.label, address, whole_set, f"within-{code}", str(count.value), count.within))


def chips(asked: Asked, counts: list[search.Count]) -> list[Option]:
    """Return the filters that are set, each with the address that takes it away."""
    named = _names(asked, counts)
    found = []
    for name in ("places", "within"):
        for value in getattr(asked, name):
            label_zh, label = named.get(value, ("", value))
            label = _("%(place)s with all in it") % {"place": label} if name == "within" else label
            found.append(Option(label, _address_without(asked, name, value), is_set=True, label_zh=label_zh))
    for parameter, name in PLAIN.items():
        for value in getattr(asked, name):
            label = _label(parameter, search.Count(value, value, 0))
            label_zh = value if parameter == "speaker" and has_han(value) else ""
            found.append(Option(label, _address_without(asked, name, value), is_set=True, label_zh=label_zh))
    if asked.two_sided:
        found.append(Option(_("In both languages"), asked.address(two_sided=False), is_set=True))
    if asked.year_from or asked.year_to:
        found.append(Option(span(asked), asked.address(year_from=None, year_to=None), is_set=True))
    return found


def two_sided(asked: Asked, count: int) -> list[Option]:
    """Return the filter that leaves what has text in both languages; nothing where there is none of it."""
    if not count and not asked.two_sided:
        return []
    address = asked.address(two_sided=not asked.two_sided)
    return [Option(_("In both languages"), address, asked.two_sided, "both", count=count)]


def _names(asked: Asked, counts: list[search.Count]) -> dict[str, tuple[str, str]]:
    """Return the Chinese and English names of the places that are set, by what they are called in the address."""
    known = {name: (str(one.value), one.label) for one in counts for name in (one.code, str(one.value), one.label)}
    others = [name for name in (*asked.places, *asked.within) if name not in known]
    rows = Jurisdiction.objects.filter(code__in=others).values_list("code", "name_zh", "name_en") if others else ()
    return known | {code: (name_zh, name_en) for code, name_zh, name_en in rows}


def span(asked: Asked) -> str:
    """Return the years of a search in words."""
    if asked.year_from == asked.year_to:
        return str(asked.year_from)
    if not asked.year_to:
        return _("from %(year)s") % {"year": asked.year_from}
    if not asked.year_from:
        return _("up to %(year)s") % {"year": asked.year_to}
    return f"{asked.year_from}–{asked.year_to}"


def relaxed(asked: Asked) -> list[Option]:
    """Return the searches that find something when a filter is taken away, and how much; each is asked for."""
    without: list[tuple[str, dict[str, Any]]] = [
        (_("in all places"), {"places": (), "within": ()}),
        (_("in all years"), {"year_from": None, "year_to": None}),
        (_("at all levels"), {"levels": ()}),
        (_("by all speakers"), {"speakers": ()}),
        (_("in headings and paragraphs"), {"kinds": ()}),
        (_("in one language too"), {"two_sided": False}),
    ]
    changed = [(label, replace(asked, page=1, **changes)) for label, changes in without]
    wider = [(label, other) for label, other in changed if other != replace(asked, page=1)]
    if len(wider) > 1:
        wider.append((_("without any filter"), asked.unfiltered()))
    counted = [(label, other, search.total(other.request())) for label, other in wider]
    return [Option(label, other.address(), is_set=False, count=total) for label, other, total in counted if total]
