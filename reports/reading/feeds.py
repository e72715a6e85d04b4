"""The feed of a search: what is newest of what it finds, as Atom."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from dataclasses import replace

from django.db.models import Max
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import format_html
from django.utils.http import http_date
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from reports import citing, search
from reports.models import Report
from reports.reading.asked import Asked
from reports.reading.marking import marked
from reports.reading.reader import LANGUAGES

ENTRIES = 50
RETRY_SECONDS = 15
# A feed of nothing was never changed; Atom wants a date all the same.
NEVER = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
# What XML 1.0 has no way to write.
UNWRITABLE = re.compile(r"[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class SearchFeed(Atom1Feed):
    """An Atom feed that was updated when the archive last was, whatever it holds; not when it is asked for."""

    def latest_post_date(self) -> dt.datetime:
        changed: dt.datetime | None = self.feed["changed"]
        return changed or NEVER


@require_safe
def feed(request: HttpRequest) -> HttpResponseBase:
    """Send the newest pairs that a search finds; 304 to a reader who has them already."""
    asked = replace(Asked.read(request.GET), sort="newest", page=1)
    # Read before the pairs: what changes meanwhile is then told once more rather than never.
    changed = Report.objects.published().aggregate(changed=Max("changed_at"))["changed"]
    try:
        found = search.hits(asked.request(), 0, ENTRIES)
        is_current = search.status().state == "ready"
    except search.Unavailable as reason:
        answer = HttpResponse(f"{reason}\n", status=503, content_type="text/plain; charset=utf-8")
        answer["Retry-After"] = str(RETRY_SECONDS)
        return answer
    body = _written(request, asked, found, changed)
    answer = HttpResponse(body, content_type="application/atom+xml; charset=utf-8")
    etag = f'"{hashlib.blake2b(body, digest_size=16).hexdigest()}"'
    answer["ETag"] = etag
    answer["Cache-Control"] = "public, max-age=300"
    # While the index is behind the rows, their date says nothing about what is in here.
    modified = int(changed.timestamp()) if changed is not None and is_current else None
    if modified is not None:
        answer["Last-Modified"] = http_date(modified)
    conditional = get_conditional_response(request, etag=etag, last_modified=modified, response=answer)
    return answer if conditional is None else conditional


def _written(request: HttpRequest, asked: Asked, found: list[search.Hit], changed: dt.datetime | None) -> bytes:
    absolute = request.build_absolute_uri
    title = _("%(q)s · Government Work Reports") % {"q": asked.q or _("All paragraphs")}
    feed = SearchFeed(
        title=_clean(title),
        link=absolute(citing.permanent(asked.address())),
        description=None,
        language=get_language(),
        subtitle=_("The newest paragraphs that this search finds, in Chinese and English"),
        author_name=_("Government Work Reports"),
        feed_url=absolute(asked.at("search-feed")),
        feed_guid=absolute(asked.at("search-feed")),
        changed=changed,
    )
    for hit in found:
        report, address = hit.pair.report, absolute(citing.permanent(hit.pair.get_absolute_url()))
        feed.add_item(
            title=_title(hit),
            link=address,
            description=_clean(_summary(hit)),
            unique_id=address,
            pubdate=report.published_at or report.created_at,
            updateddate=report.changed_at,
            author_name=_clean(report.speaker_zh or report.speaker_en) or None,
            categories=(report.jurisdiction.name_en, str(report.year)),
        )
    return feed.writeString("utf-8").encode()


def _title(hit: search.Hit) -> str:
    place = hit.pair.report.jurisdiction
    return _("%(zh)s %(en)s %(year)s, paragraph %(number)s") % {
        "zh": place.name_zh,
        "en": place.name_en,
        "year": hit.pair.report.year,
        "number": hit.pair.position,
    }


def _summary(hit: search.Hit) -> SafeString:
    """Return both sides of a pair as HTML, the found terms marked."""
    pair = hit.pair
    sides = ((LANGUAGES[pair.script], pair.zh, hit.zh_marks), ("en", pair.en, hit.en_marks))
    parts = [format_html('<p lang="{}">{}</p>', tongue, marked(text, marks)) for tongue, text, marks in sides if text]
    return SafeString("".join(parts))


def _clean(text: str) -> str:
    return UNWRITABLE.sub("", text)
