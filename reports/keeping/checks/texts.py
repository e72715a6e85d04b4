"""Whether what is kept beside the texts of a report agrees with them: the folded Chinese, the sentences."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial

from django.db import transaction
from django.utils.translation import ngettext

from reports import revisions
from reports.keeping.checks.finding import Finding
from reports.keeping.checks.histories import mending
from reports.models import ParagraphPair, Report, Revision
from reports.text.beads import aligned
from reports.text.fold import fold


def texts(report: Report, pairs: Sequence[ParagraphPair]) -> Iterator[Finding]:
    """Yield what beside the texts of a report's pairs doesn't agree with them."""
    about = f"report {report.slug}"
    if unfolded := [pair for pair in pairs if pair.zh_folded != fold(pair.zh)]:
        problem = ngettext(
            "%(count)d pair of %(about)s is not found by its Chinese text, the first pair %(first)d.",
            "%(count)d pairs of %(about)s are not found by their Chinese text, the first pair %(first)d.",
            len(unfolded),
        )
        remedy = ngettext(
            "The folded text is made anew from the text.",
            "The folded texts are made anew from the texts.",
            len(unfolded),
        )
        yield Finding("folded", about, problem % _told(about, unfolded), remedy, partial(_fold, report, unfolded))
    if astray := [pair for pair in pairs if not within(pair)]:
        problem = ngettext(
            "The sentences of %(count)d pair of %(about)s reach beyond its texts, the first pair %(first)d.",
            "The sentences of %(count)d pairs of %(about)s reach beyond their texts, the first pair %(first)d.",
            len(astray),
        )
        remedy = ngettext("Its sentences are aligned anew.", "Their sentences are aligned anew.", len(astray))
        yield Finding("beads", about, problem % _told(about, astray), remedy, partial(_align, report, astray))


def within(pair: ParagraphPair) -> bool:
    """Say whether a pair's sentence beads are spans of its texts, one behind the other."""
    at_zh = at_en = 0
    for bead in pair.beads:
        if not isinstance(bead, list) or len(bead) != 5:  # two spans and a confidence
            return False
        start_zh, end_zh, start_en, end_en, confidence = bead
        in_zh = at_zh <= start_zh <= end_zh <= len(pair.zh)
        in_en = at_en <= start_en <= end_en <= len(pair.en)
        if not (in_zh and in_en and 0 <= confidence <= 1):
            return False
        at_zh, at_en = end_zh, end_en
    return True


def _told(about: str, pairs: Sequence[ParagraphPair]) -> dict[str, object]:
    return {"about": about, "count": len(pairs), "first": pairs[0].position}


def _fold(report: Report, pairs: Sequence[ParagraphPair]) -> None:
    with transaction.atomic():
        now = revisions.locked(report.pk)
        for pair in ParagraphPair.objects.filter(pk__in=[pair.pk for pair in pairs]):
            ParagraphPair.objects.filter(pk=pair.pk).update(zh_folded=fold(pair.zh))
        now.touch()


def _align(report: Report, pairs: Sequence[ParagraphPair]) -> None:
    with mending(report, Revision.Kind.BEADS):
        for pair in ParagraphPair.objects.filter(pk__in=[pair.pk for pair in pairs]):
            pair.beads = aligned(pair.zh, pair.en)
            pair.save(update_fields=["beads"])
