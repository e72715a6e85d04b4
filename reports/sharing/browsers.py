"""OpenSearch: how a browser makes this archive one of its search engines, and what it suggests meanwhile."""

from __future__ import annotations

from django.http import HttpRequest, JsonResponse
from django.http.response import HttpResponseBase
from django.templatetags.static import static
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from reports import citing, search
from reports.sharing.answering import kept
from reports.sharing.markup import DECLARATION, element, said

OPENSEARCH = "http://a9.com/-/spec/opensearch/1.1/"
SUGGESTIONS_MOST = 8
# The specification allows the short name 16 characters.
SHORT_NAME = "Work Reports"
DESCRIPTION_TYPE = "application/opensearchdescription+xml; charset=utf-8"
SUGGESTIONS_TYPE = "application/x-suggestions+json"


@require_safe
def description(request: HttpRequest) -> HttpResponseBase:
    """Describe the search for browsers."""
    absolute = request.build_absolute_uri
    pages = absolute(citing.permanent(reverse("search")))
    feed = absolute(citing.permanent(reverse("search-feed")))
    suggestions = absolute(reverse("opensearch-suggestions"))
    content = "\n".join(
        [
            said("ShortName", SHORT_NAME),
            said("LongName", "政府工作报告 Government Work Reports"),
            said("Description", _("Search Chinese government work reports in Chinese and English.")),
            element("Url", type="text/html", method="get", template=f"{pages}?q={{searchTerms}}"),
            element("Url", type="application/atom+xml", template=f"{feed}?q={{searchTerms}}"),
            element("Url", type=SUGGESTIONS_TYPE, rel="suggestions", template=f"{suggestions}?q={{searchTerms}}"),
            element(
                "Url",
                type="application/opensearchdescription+xml",
                rel="self",
                template=absolute(reverse("opensearch")),
            ),
            said("Image", absolute(static("img/favicon.svg")), width="16", height="16", type="image/svg+xml"),
            said("Language", "zh-CN"),
            said("Language", "zh-TW"),
            said("Language", "en"),
            said("InputEncoding", "UTF-8"),
            said("OutputEncoding", "UTF-8"),
        ]
    )
    body = element("OpenSearchDescription", f"\n{content}\n", xmlns=OPENSEARCH)
    return kept(request, f"{DECLARATION}{body}\n", DESCRIPTION_TYPE, seconds=86400)


@require_safe
@cache_control(max_age=60, public=True)
def suggestions(request: HttpRequest) -> JsonResponse:
    """Answer what may be meant by what was typed so far: `[q, terms, counts, addresses]`."""
    q = request.GET.get("q", "").strip()
    try:
        found = search.suggest(q, SUGGESTIONS_MOST) if q else []
    except search.Unavailable:
        found = []
    pages = request.build_absolute_uri(citing.permanent(reverse("search")))
    counted = [ngettext("%(n)d paragraph", "%(n)d paragraphs", one.count) % {"n": one.count} for one in found]
    addresses = [f"{pages}?{urlencode({'q': one.q})}" for one in found]
    return JsonResponse(
        [q, [one.q for one in found], counted, addresses],
        safe=False,
        json_dumps_params={"ensure_ascii": False},
        content_type=SUGGESTIONS_TYPE,
    )
