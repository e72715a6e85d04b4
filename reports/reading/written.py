"""The long lists of a page of results, written without templates, which take ten times as long for the same.

A page of results has some hundred options and twenty passages; each filter here takes the values that a template has at
hand and returns their HTML.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django import template
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from reports.models import ParagraphPair
from reports.reading.naming import in_chinese

if TYPE_CHECKING:
    from reports.reading.excerpts import Excerpt
    from reports.reading.facets import Option, Place
    from reports.reading.histogram import Bar
    from reports.reading.results import Passage

register = template.Library()


def _current(is_set: bool) -> str:  # noqa: FBT001
    return ' aria-current="true"' if is_set else ""


def _count(shown: str) -> str:
    return f'<span class="count">{shown}</span>'


def _address(address: str) -> str:
    # Quoted when it was made: nothing else in it needs escaping.
    return address.replace("&", "&amp;")


@register.filter
def as_options(options: Iterable[Option]) -> SafeString:
    """Return options as the items of a list, each a link with its count."""
    return mark_safe("".join(f"<li>{_option(option)}</li>" for option in options))  # noqa: S308 - escaped by `_option`


def _option(option: Option) -> str:
    label_zh = f"{in_chinese(option.label_zh)} " if option.label_zh else ""
    label = f"<span>{label_zh}{escape(option.label)}</span>"
    attributes = f'id="{escape(option.key)}" href="{_address(option.address)}"{_current(option.is_set)}'
    return f"<a {attributes}>{label} {_count(option.shown)}</a>"


@register.filter
def as_places(places: Iterable[Place]) -> SafeString:
    """Return places as the items of a list, each with what is part of it folded in."""
    all_of_it = escape(_("All of it"))
    return mark_safe("".join(f"<li>{_option(place.alone)}{_parts(place, all_of_it)}</li>" for place in places))  # noqa: S308


def _parts(place: Place, all_of_it: str) -> str:
    if not (place.whole or place.parts):
        return ""
    whole = place.whole
    many = len(place.parts)
    said = ngettext("with %(n)s place in it", "with %(n)s places in it", many) % {"n": many}
    opened = " open" if place.is_open or (whole is not None and whole.is_set) else ""
    first = ""
    if whole is not None:
        attributes = f'id="{escape(whole.key)}" href="{_address(whole.address)}"{_current(whole.is_set)}'
        first = f"<li><a {attributes}><span>{all_of_it}</span> {_count(whole.shown)}</a></li>"
    summary = f"<summary>{escape(said)} {_count(whole.shown if whole else '')}</summary>"
    return f'<details id="in-{escape(place.alone.key)}"{opened}>{summary}<ul>{first}{place.lines()}</ul></details>'


@register.filter
def as_bars(bars: Iterable[Bar]) -> SafeString:
    """Return the bars of a histogram as links around their paths."""
    return mark_safe("".join(map(_bar, bars)))  # noqa: S308 - figures and addresses


def _bar(bar: Bar) -> str:
    chosen = ' class="in"' if bar.is_chosen else ""
    return (
        f'<a href="{_address(bar.address)}" tabindex="-1" data-year="{bar.year}" data-count="{bar.count}"{chosen}>'
        f'<title>{bar.year}: {bar.shown}</title><path d="{bar.room}"/><path d="{bar.shape}"/></a>'
    )


@register.filter
def as_years(bars: Iterable[Bar]) -> SafeString:
    """Return the years of a histogram as the items of a list."""
    return mark_safe(  # noqa: S308 - figures and addresses
        "".join(
            f'<li><a id="year-{bar.year}" href="{_address(bar.address)}"{_current(bar.is_set)}>{bar.year} '
            f"{_count(bar.shown)}</a></li>"
            for bar in bars
        )
    )


@register.filter
def as_passage(passage: Passage) -> SafeString:
    """Return a found pair with its place in the report, its sides cut to what was found, and the whole of them."""
    pair = passage.pair
    heading = " heading" if pair.kind == ParagraphPair.Kind.HEADING else ""
    at = escape(_("paragraph %(n)s") % {"n": pair.position})
    name = f'{_place(passage)} <span class="at">{at}</span>'
    parts = [
        f'<article class="passage{heading}"><h2><a href="{escape(passage.address)}">{name}</a></h2>',
        _path(passage),
        _sides(passage, "sides short", passage.zh.short, passage.en.short),
    ]
    if passage.is_cut:
        whole = _sides(passage, "sides", passage.zh.whole, passage.en.whole)
        summary = escape(_("The whole paragraph"))
        parts.append(f'<details class="whole"><summary>{summary}</summary>{whole}</details>')
    parts.append("</article>")
    return mark_safe("".join(parts))  # noqa: S308 - each part escapes what it takes


def _place(passage: Passage) -> str:
    report = passage.pair.report
    place = report.jurisdiction
    return f"{in_chinese(place.name_zh)} {escape(place.name_en)} {report.year}"


def _path(passage: Passage) -> str:
    if not passage.path:
        return ""
    parts = []
    for section in passage.path:
        zh = f'<span lang="{passage.language}">{escape(section.heading_zh)}</span>' if section.heading_zh else ""
        en = f'<span lang="en">{escape(section.heading_en)}</span>' if section.heading_en else ""
        parts.append(f"<span>{zh} {en}</span>")
    return f'<p class="path">{"".join(parts)}</p>'


def _sides(passage: Passage, kind: str, zh: SafeString, en: SafeString) -> str:
    no_chinese, no_english = escape(_("No Chinese here")), escape(_("No English here"))
    chinese = _side(passage.zh, zh, "zh", passage.language) or f'<p class="gap">{no_chinese}</p>'
    english = _side(passage.en, en, "en", "en") or f'<p class="gap">{no_english}</p>'
    return f'<div class="{kind}">{chinese}{english}</div>'


def _side(excerpt: Excerpt, shown: SafeString, side: str, language: str) -> str:
    return f'<p class="{side}" lang="{language}">{shown}</p>' if excerpt.whole else ""
