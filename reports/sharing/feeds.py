"""The feed of new reports, as Atom: all of them, or those of one jurisdiction."""

from __future__ import annotations

import datetime as dt
from http import HTTPStatus

from django.db.models import Count, Q
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import format_html, format_html_join
from django.utils.http import urlencode
from django.utils.safestring import SafeString
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from reports import citing
from reports.models import Jurisdiction, ParagraphPair, Report
from reports.sharing.answering import kept, told
from reports.sharing.markup import UNWRITABLE

ENTRIES = 50
# A feed of nothing was never changed; Atom wants a date all the same.
NEVER = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)


class ReportsFeed(Atom1Feed):
    """An Atom feed that was updated when the newest change of its entries was made; not when it is asked for."""

    def latest_post_date(self) -> dt.datetime:
        changed: dt.datetime | None = self.feed["changed"]
        return changed or NEVER


@require_safe
def feed(request: HttpRequest) -> HttpResponseBase:
    """Send the reports that were published last, of one jurisdiction (code or name) with `place`."""
    wanted = request.GET.get("place", "").strip()
    place = _place(wanted) if wanted else None
    if wanted and place is None:
        return told(_("No jurisdiction is called %(name)s.") % {"name": wanted}, HTTPStatus.NOT_FOUND)
    reports = Report.objects.published().with_places().newest_first()
    if place is not None:
        reports = reports.filter(jurisdiction=place)
    found = list(reports[:ENTRIES])
    changed = max((report.changed_at for report in found), default=None)
    return kept(request, _written(request, place, found, changed), "application/atom+xml; charset=utf-8", changed)


def _place(wanted: str) -> Jurisdiction | None:
    named = Q(code=wanted) | Q(name_zh=wanted) | Q(name_en__iexact=wanted)
    return Jurisdiction.objects.filter(named).order_by("order", "code").first()


def _written(
    request: HttpRequest, place: Jurisdiction | None, found: list[Report], changed: dt.datetime | None
) -> bytes:
    absolute = request.build_absolute_uri
    address = reverse("feed") + (f"?{urlencode({'place': place.code})}" if place else "")
    title = _("New reports · Government Work Reports")
    if place is not None:
        title = _("New reports of %(zh)s %(en)s · Government Work Reports") % {"zh": place.name_zh, "en": place.name_en}
    written = ReportsFeed(
        title=_clean(title),
        link=absolute(citing.permanent(reverse("home"))),
        description=None,
        language=get_language() or "en",
        subtitle=_("Government work reports that came into the archive last"),
        author_name=_("Government Work Reports"),
        feed_url=absolute(address),
        feed_guid=absolute(address),
        changed=changed,
    )
    counts = _counts(found)
    for report in found:
        permanent = absolute(citing.permanent(report.get_absolute_url()))
        where = report.jurisdiction
        written.add_item(
            title=_clean(f"{where.name_zh} {where.name_en} {report.year}"),
            link=permanent,
            description=_clean(_summary(report, *counts.get(report.pk, (0, 0)))),
            unique_id=permanent,
            pubdate=report.published_at or report.created_at,
            updateddate=report.changed_at,
            author_name=_clean(report.speaker_zh or report.speaker_en) or None,
            categories=(where.name_en, str(report.year)),
        )
    return written.writeString("utf-8").encode()


def _counts(reports: list[Report]) -> dict[int, tuple[int, int]]:
    """Return by report how many pairs it has, and how many with text in both languages."""
    pairs = ParagraphPair.objects.filter(report__in=reports).values_list("report_id")
    rows = pairs.annotate(every=Count("pk"), both=Count("pk", filter=~Q(zh="") & ~Q(en="")))
    return {key: (every, both) for key, every, both in rows}


def _summary(report: Report, pairs: int, both: int) -> SafeString:
    """Return title and session in both languages, and how much of it is there, as HTML."""
    cited = citing.cited_in(report, ("zh", "en"), address="")
    chinese = citing.language_tag(cited, "zh")
    lines = [
        (chinese, "：".join(filter(None, (report.title_zh, cited.occasion("zh"))))),
        ("en", ": ".join(filter(None, (report.title_en, cited.occasion("en"))))),
    ]
    said = format_html_join("", '<p lang="{}">{}</p>', [line for line in lines if line[1]])
    told = ngettext(
        "%(pairs)d paragraph, %(both)d of them in both languages.",
        "%(pairs)d paragraphs, %(both)d of them in both languages.",
        pairs,
    )
    return format_html("{}<p>{}</p>", said, told % {"pairs": pairs, "both": both})


def _clean(text: str) -> str:
    return UNWRITABLE.sub("", text)
