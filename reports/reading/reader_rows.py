"""The rows and the contents of the reader's page as HTML.

A long report has some thousand elements of a dozen kinds; a template would take most of the time a page has.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from html import escape

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from reports.reading.reader import Edition, Entry, Row

# What can stand under the heading of a section: where it leads and how it's called.
Link = tuple[str, str]


def address_of(name: str) -> Callable[[int], str]:
    """Return what gives a pair's page of this name: a report has hundreds, and reversing takes its time."""
    before, after = reverse(name, args=[0]).split("/0/")
    return lambda pk: f"{before}/{pk}/{after}"


def rows_html(edition: Edition, links: Callable[[Row], Sequence[Link]], answered: Collection[int] = ()) -> SafeString:
    """Return all pairs of a report as HTML; `links` says what is offered under a heading.

    `answered` are the keys of the pairs at which readers reported errors and were answered.
    """
    pair, versions, cite, error = (address_of(name) for name in ("pair", "versions", "pair-cite", "pair-error"))
    gaps = _("No Chinese here"), _("No English here")
    label = escape(_("converted"))
    converted = f'<span class="converted">{label}</span>'
    doubtful, versioned, why = (
        escape(text) for text in (_("Paired with little certainty."), _("Other versions"), _("Why?"))
    )
    citing, erring, reported = (escape(text) for text in (_("Cite"), _("Report an error"), _("Reported and answered")))

    def row_html(row: Row) -> Iterator[str]:
        kind = f" heading rank-{row.level}" if row.level else ""
        marked = " marked" if row.marked else ""
        yield f'<div class="pair{kind}{marked}" id="p{row.position}" data-pair="{row.pk}">\n'
        yield f'<a class="number" href="{pair(row.pk)}" aria-describedby="permanent" data-anchor>{row.position}</a>\n'
        yield f'<a class="cite" href="{cite(row.pk)}">{citing}</a>\n'
        yield f'<a class="err" href="{error(row.pk)}" rel="nofollow">{erring}</a>\n'
        yield from _sides(row, edition, gaps)
        if row.converted:
            yield converted
        if row.doubtful or row.versioned:
            said = f"{doubtful} " if row.doubtful else ""
            yield f'<p class="doubt">{said}<a href="{versions(row.pk)}">{versioned if row.versioned else why}</a></p>'
        if row.pk in answered:
            yield f'<p class="doubt"><a href="{versions(row.pk)}#errata">{reported}</a></p>'
        if row.section and (offered := links(row)):
            yield f'<p class="whither">{_links(offered)}</p>'
        yield "</div>\n"

    return SafeString("".join(part for row in edition.rows for part in row_html(row)))  # escaped in each part


def _sides(row: Row, edition: Edition, gaps: tuple[str, str]) -> Iterator[str]:
    """Yield both sides of a pair. A language that the whole report lacks is no gap in each of its pairs."""
    element = "span" if row.level else "p"
    if row.level:
        yield f"<h{row.level}>"
    sides = (("zh", row.zh, row.language, edition.has_zh), ("en", row.en, "en", edition.has_en))
    for (side, text, language, is_there), gap in zip(sides, gaps, strict=True):
        if text:
            yield f'<{element} class="{side}" lang="{language}">{text}</{element}>\n'
        elif is_there:
            yield f'<{element} class="gap no-{side}">{escape(gap)}</{element}>\n'
    if row.level:
        yield f"</h{row.level}>\n"


def _links(links: Iterable[Link]) -> str:
    return " ".join(f'<a href="{escape(address)}">{escape(label)}</a>' for address, label in links)


def contents_html(entries: Sequence[Entry], report: str = "") -> SafeString:
    """Return the contents as lists within lists; `report` is the address of the whole one where this page isn't."""
    return SafeString("".join(_list(entries, escape(report))))  # escaped in each part


def _list(entries: Sequence[Entry], report: str) -> Iterator[str]:
    yield "<ol>"
    for entry in entries:
        zh = f'<span class="zh" lang="{entry.language}">{escape(entry.zh)}</span>' if entry.zh else ""
        en = f'<span class="en" lang="en">{escape(entry.en)}</span>' if entry.en else ""
        yield f'<li><a href="{report}#p{entry.target}">{zh} {en}</a>' if entry.target else f"<li>{zh} {en}"
        if entry.entries:
            yield from _list(entry.entries, report)
        yield "</li>\n"
    yield "</ol>"
