"""The page of facts about one report: where its text came from, what is missing, how sure its pairing is."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, F, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from reports import citing, intake
from reports.models import IngestJob, PairVariant, Report, Section, SourceFile
from reports.reading.browsing.gaps import Gap, missing_headings, missing_parts
from reports.reading.browsing.holdings import counts_by_report
from reports.reading.browsing.names import key_of, language_of

# Confidences of pairs in both languages, as the page counts them: from the first on sure, below the second doubtful.
SURE, FAIR = 0.8, 0.5


@dataclass(frozen=True, slots=True)
class Pairing:
    """How sure it is that both sides of the pairs say the same, and how many pairs have one side alone."""

    both: int
    sure: int
    fair: int
    doubtful: int
    unjudged: int
    review: int
    zh_alone: int
    en_alone: int
    versioned: int

    @property
    def bands(self) -> list[tuple[str, int, int]]:
        """Return what the pairs in both languages are counted by: the label, how many, and their share in percent."""
        labelled = (
            (_("sure, from 80% on"), self.sure),
            (_("fairly sure, 50% to 80%"), self.fair),
            (_("doubtful, below 50%"), self.doubtful),
            (_("not judged by the program"), self.unjudged),
        )
        return [(label, count, round(100 * count / self.both)) for label, count in labelled if count]


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened to a report, and what was said then."""

    at: dt.datetime
    what: str
    said: tuple[str, ...] = ()


@require_safe
def facts(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the facts about a published report."""
    report = get_object_or_404(Report.objects.published().with_places(), slug=slug)
    sources = list(
        SourceFile.objects.filter(report=report)
        .defer("content")
        .annotate(pair_count=Count("pairs"))
        .order_by(F("part").asc(nulls_first=True), "uploaded_at", "pk")
    )
    sections = list(Section.objects.filter(report=report).order_by("position"))
    counts = counts_by_report([report])[report.pk]
    there = [name for name, count in (("zh", counts.zh), ("en", counts.en)) if count]
    context = {
        "report": report,
        "language": language_of(report),
        "counts": counts,
        "only": there[0] if len(there) == 1 else "",
        "sources": sources,
        "gaps": gaps(sources, sections),
        "pairing": pairing(report),
        "history": history(report, sources),
        "speaker_key": key_of(report.speaker_zh, report.speaker_en),
        "note_count": report.notes.count(),
        "section_count": len(sections),
        "citations": citing.offers(report, absolute=request.build_absolute_uri, accessed=timezone.localdate()),
        **beside(report),
    }
    return render(request, "reading/browsing/facts.html", context)


def gaps(sources: Sequence[SourceFile], sections: list[Section]) -> tuple[list[int], list[Gap]]:
    """Return the numbers of the parts and of the headings that no file has brought."""
    return missing_parts([source.part for source in sources if source.part]), missing_headings(sections)


def pairing(report: Report) -> Pairing:
    """Return how a report's pairs are counted by their confidence, in two queries."""
    both = ~Q(zh="") & ~Q(en="")
    found = report.pairs.aggregate(
        both=Count("pk", filter=both),
        sure=Count("pk", filter=both & Q(confidence__gte=SURE)),
        fair=Count("pk", filter=both & Q(confidence__gte=FAIR, confidence__lt=SURE)),
        doubtful=Count("pk", filter=both & Q(confidence__lt=FAIR)),
        unjudged=Count("pk", filter=both & Q(confidence=None)),
        review=Count("pk", filter=Q(needs_review=True)),
        zh_alone=Count("pk", filter=Q(en="")),
        en_alone=Count("pk", filter=Q(zh="")),
    )
    versioned = PairVariant.objects.filter(pair__report=report).values("pair").distinct().count()
    return Pairing(**found, versioned=versioned)


def history(report: Report, sources: Sequence[SourceFile]) -> list[Event]:
    """Return what happened to a report, the first event first: made, files taken in, changed."""
    jobs = IngestJob.objects.filter(report=report, state=IngestJob.State.DONE).order_by("created_at", "pk")
    events = [Event(report.created_at, _("The report was added."))]
    told = set()
    for job in jobs:
        told.add(job.source_id)
        said = ngettext(
            "%(file)s was taken in and brought %(n)d paragraph.",
            "%(file)s was taken in and brought %(n)d paragraphs.",
            job.pairs_added,
        )
        if not job.pairs_added:
            said = _("%(file)s was taken in: everything in it was there already.")
        said %= {"file": job.file_name, "n": job.pairs_added}
        events.append(Event(job.created_at, said, tuple(intake.warnings_of(job))))
    events += [
        Event(source.uploaded_at, _("%(file)s was taken in.") % {"file": source.name})
        for source in sources
        if source.pk not in told
    ]
    last = max(event.at for event in events)
    if report.changed_at - last > dt.timedelta(minutes=1):
        events.append(Event(report.changed_at, _("The report was changed last.")))
    return sorted(events, key=lambda event: event.at)


def beside(report: Report) -> dict[str, Report | None]:
    """Return the reports of the same jurisdiction of the years before and after."""
    others = Report.objects.published().filter(jurisdiction=report.jurisdiction)
    later = others.filter(year__gt=report.year).order_by("year", F("delivered_on").asc(nulls_first=True), "slug")
    return {
        "before": others.filter(year__lt=report.year).latest_year_first().first(),
        "after": later.first(),
    }
