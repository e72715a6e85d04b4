"""Reports, sections and searches as files to take away, at addresses that don't change."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from django.core.exceptions import BadRequest
from django.db.models import Count, Max, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.cache import get_conditional_response
from django.utils.http import content_disposition_header, http_date
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from reports import exports, search
from reports.models import Report
from reports.reading import made
from reports.reading.asked import Asked
from reports.reading.downloads import UNNAMEABLE
from reports.text.scripts import FORMS

# So many pairs of a search make one file.
PAIRS_MOST = 10_000
RETRY_SECONDS = 15
# How the reader's addresses say that the Chinese is wanted as it was published.
PUBLISHED = "published"
# Of a search without words. The file is the same in every language of the interface.
EVERYTHING = "全部段落 All paragraphs"

ONLY = {
    "zh": gettext_lazy("Only Chinese has come in: there is no English text, and no translation memory."),
    "en": gettext_lazy("Only English has come in: there is no Chinese text, and no translation memory."),
}


@dataclass(frozen=True, slots=True)
class Wanted:
    """A file as its address asks for it: in which format and script, and what of the format is chosen."""

    form: exports.Format
    choice: str
    script: str

    @classmethod
    def read(cls, request: HttpRequest, form: str) -> Wanted:
        """Return what an address asks for. Raises Http404 for a format, BadRequest for a value, that there is not."""
        if form not in exports.FORMATS:
            raise Http404(_("There is no format “%(name)s”.") % {"name": form})
        found = exports.FORMATS[form]
        parameters = request.GET
        script = parameters.get("script", "").replace(PUBLISHED, "")
        given = {"unit": parameters.get("unit", ""), "layout": parameters.get("layout", "")}
        choice = given.get(found.chosen_by, "") or found.choices[0]
        for value, known in ((script, {"", *FORMS}), (choice, found.choices)):
            if value not in known:
                raise BadRequest(_("There is no choice “%(value)s”.") % {"value": value})
        return cls(found, choice, script)

    def name(self, *parts: str) -> str:
        """Return the name of the file: what it holds, then its languages and what was chosen."""
        suffix, _type, _is_packed = self.form.file(self.choice)
        chosen = self.choice if self.choice not in {self.form.choices[0], "zh", "en"} else ""
        return "_".join(part for part in (*parts, chosen) if part) + f".{suffix}"


@require_safe
def report(request: HttpRequest, slug: str, form: str) -> HttpResponseBase:
    """Send a published report, or with `section` a part of it with all below, as a file."""
    wanted = Wanted.read(request, form)
    found = get_object_or_404(Report.objects.published().with_places(), slug=slug)
    section = None
    if given := request.GET.get("section", ""):
        if not (given.isascii() and given.isdecimal() and len(given) < 8):
            raise Http404(_("There is no section “%(value)s”.") % {"value": given})
        section = get_object_or_404(found.sections, position=int(given))
    only = _only(found)
    if only and (wanted.form.name == "tmx" or wanted.choice in {"zh", "en"} - {only}):
        return HttpResponse(f"{ONLY[only]}\n", status=404, content_type="text/plain; charset=utf-8")
    document = exports.of_report(found, exports.Asked(wanted.script, request.build_absolute_uri), section)
    place = found.jurisdiction
    state = [found.pk, found.changed_at.isoformat(), place.name_zh, place.name_en, place.level, place.code]
    language = {"zh": document.language, "en": "en"}.get(only or wanted.choice, f"{document.language}_en")
    name = wanted.name(slug, f"section-{section.position}" if section else "", language)
    return _sent(request, wanted, document, name, state, modified=int(found.changed_at.timestamp()))


def _only(report: Report) -> str:
    """Return the one language that a report has text in, `zh` or `en`; empty where it has both or none."""
    counts = report.pairs.aggregate(zh=Count("pk", filter=~Q(zh="")), en=Count("pk", filter=~Q(en="")))
    there = [language for language, count in counts.items() if count]
    return there[0] if len(there) == 1 else ""


@require_safe
def found(request: HttpRequest, form: str) -> HttpResponseBase:
    """Send what a search finds as a file, its reports in the order in which they are found."""
    wanted = Wanted.read(request, form)
    asked = Asked.read(request.GET)
    # Read before the pairs: what changes meanwhile makes another file the next time.
    changed = Report.objects.published().aggregate(changed=Max("changed_at"))["changed"]
    try:
        pairs = search.ranked(asked.request()).pairs
    except search.Unavailable as reason:
        answer = HttpResponse(f"{reason}\n", status=503, content_type="text/plain; charset=utf-8")
        answer["Retry-After"] = str(RETRY_SECONDS)
        return answer
    if not len(pairs):
        raise Http404(_("This search finds nothing."))
    keys = pairs[:PAIRS_MOST].tolist()
    how = exports.Asked(wanted.script, request.build_absolute_uri)
    document = exports.of_pairs(keys, how, asked.q or EVERYTHING, how.address(asked.address()), len(pairs))
    state = [hashlib.blake2b(pairs.tobytes()).hexdigest(), str(changed)]
    words = UNNAMEABLE.sub("-", asked.q).strip("-_")[:60]
    cut = f"first-{len(keys)}-of-{len(pairs)}" if len(pairs) > len(keys) else ""
    return _sent(request, wanted, document, wanted.name("search", words, document.language, "en", cut), state)


def _sent(
    request: HttpRequest,
    wanted: Wanted,
    document: exports.Document,
    name: str,
    state: Sequence[object],
    *,
    modified: int | None = None,
) -> HttpResponseBase:
    """Return the file, or that the reader has it already."""
    _suffix, content_type, is_packed = wanted.form.file(wanted.choice)
    chosen = [wanted.form.name, wanted.choice, wanted.script]
    said = [exports.VERSION, *chosen, document.title, document.address, document.site, document.section, *state]
    etag = f'"{hashlib.blake2b(repr(said).encode(), digest_size=16).hexdigest()}"'
    conditional = get_conditional_response(request, etag=etag, last_modified=modified)
    if conditional is not None:
        return conditional
    headers = {
        "Content-Type": content_type,
        "Content-Disposition": content_disposition_header(as_attachment=True, filename=name) or "",
        "ETag": etag,
        "Link": f'<{document.address}>; rel="canonical", <{document.licence}>; rel="license"',
        "Cache-Control": "max-age=300, public",
    }
    if modified is not None:
        headers["Last-Modified"] = http_date(modified)
    return made.sent(
        request, lambda file: file.writelines(wanted.form.write(document, wanted.choice)), headers, is_packed=is_packed
    )
