"""Whether every row is one that the database would take: its rules kept, and what it points to there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import Any

from django.apps import apps
from django.db import DEFAULT_DB_ALIAS, connections, models, transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from reports.keeping import sequences, tables
from reports.keeping.checks.finding import Finding, listed
from reports.keeping.checks.histories import mending
from reports.keeping.checks.reopening import reopen
from reports.keeping.tables import Table
from reports.models import ParagraphPair, Report, Revision, Section, SourceFile

# What is written where a rule is broken; where a rule isn't named here, only a person can tell what is right.
VALUES: dict[str, Mapping[str, Any]] = {
    "report_status_known": {"status": Report.Status.DRAFT, "publish_at": None},
    "report_published_later_once_reviewed": {"publish_at": None},
    "pair_confidence_a_share": {"confidence": None},
    "pair_script_known": {"script": ParagraphPair.Script.SIMPLIFIED},
    "job_progress_percent": {"progress": 100},
    "erratum_state_known": {"state": "open"},
}
# The checks of outlines and texts find and mend these with more knowledge.
ELSEWHERE = {
    "pair_folded_with_chinese",
    "pair_position_from_one",
    "section_top_level_has_no_parent",
    "section_has_a_heading",
    "term_strength_a_share",
    "term_years_in_order",
}


def rules() -> Iterator[Finding]:
    """Yield the rules of the database that rows break, as after somebody wrote past them."""
    for model in _ours():
        for rule in model._meta.constraints:
            if isinstance(rule, models.CheckConstraint) and rule.name not in ELSEWHERE:
                broken = tables.rows(model).exclude(rule.condition)
                if keys := list(broken.order_by("pk").values_list("pk", flat=True)):
                    yield _broken(model, rule.name, keys)


def _broken(model: Table, rule: str, keys: list[Any]) -> Finding:
    problem = ngettext(
        "%(count)d row of %(table)s breaks the rule %(rule)s: %(keys)s.",
        "%(count)d rows of %(table)s break the rule %(rule)s: %(keys)s.",
        len(keys),
    )
    told = {"count": len(keys), "table": tables.label(model), "rule": rule, "keys": listed(keys)}
    about = f"table {tables.label(model)}"
    if rule not in VALUES:
        remedy = _("Only a person can tell what is right; a backup may have it.")
        return Finding("rule", about, problem % told, remedy)
    names = ", ".join(f"{name} = {value or '-'}" for name, value in VALUES[rule].items())
    remedy = _("What is safe is written: %(values)s.") % {"values": names}
    return Finding("rule", about, problem % told, remedy, partial(_write, model, keys, VALUES[rule]))


def publications() -> Iterator[Finding]:
    """Yield the published reports of which nobody knows since when: feeds and harvesters would pass them over."""
    since = list(Report.objects.published().filter(published_at=None).order_by("pk").values_list("pk", "slug"))
    if since:
        problem = ngettext(
            "%(count)d published report has no day of publication: %(names)s.",
            "%(count)d published reports have no day of publication: %(names)s.",
            len(since),
        )
        told = {"count": len(since), "names": listed([slug for _pk, slug in since])}
        remedy = _("The day on which it came into the archive is taken for it.")
        yield Finding("published", "reports", problem % told, remedy, partial(_date, [pk for pk, _slug in since]))


def _date(keys: list[int]) -> None:
    for report in Report.objects.filter(pk__in=keys):
        with mending(report, Revision.Kind.HEADER):
            Report.objects.filter(pk=report.pk).update(published_at=report.created_at)


def pointers(from_backup: Path | None = None) -> Iterator[Finding]:
    """Yield rows that point to rows which are not there.

    Those that point to an original that is gone go on doing so until a backup was asked for it.
    """
    for model in tables.kept():
        for field in model._meta.concrete_fields:
            to = field.related_model
            if not isinstance(to, type):
                continue
            there = tables.rows(to).filter(pk=models.OuterRef(field.attname))
            lost = tables.rows(model).filter(**{f"{field.attname}__isnull": False}).exclude(models.Exists(there))
            if keys := list(lost.order_by("pk").values_list("pk", flat=True)):
                yield _lost(model, field, keys, is_final=to is not SourceFile or from_backup is not None)


def _lost(model: Table, field: models.Field[Any, Any], keys: list[Any], *, is_final: bool) -> Finding:
    problem = ngettext(
        "%(count)d row of %(table)s points to a %(field)s that is not there: %(keys)s.",
        "%(count)d rows of %(table)s point to a %(field)s that is not there: %(keys)s.",
        len(keys),
    )
    told = {"count": len(keys), "table": tables.label(model), "field": field.name, "keys": listed(keys)}
    about = f"table {tables.label(model)}"
    if not is_final:
        remedy = _("A backup may have the file: --from-backup FILE puts it back, or lets them point to nothing.")
        return Finding("pointer", about, problem % told, remedy)
    if field.related_model is Section and field.null:
        remedy = _(
            "A section whose heading is there is opened by it again; what else points to one, points to nothing."
        )
        return Finding("pointer", about, problem % told, remedy, partial(_hang_anew, model, field, keys))
    if field.null:
        remedy = _("They point to nothing instead.")
        return Finding("pointer", about, problem % told, remedy, partial(_write, model, keys, {field.attname: None}))
    remedy = _("They are removed, as the database would have done with what they belonged to.")
    return Finding("pointer", about, problem % told, remedy, partial(_remove, model, keys))


def numbers() -> Iterator[Finding]:
    """Yield tables that would give a number to a new row which an old one has."""
    here = connections[DEFAULT_DB_ALIAS]
    for model in tables.kept():
        if not sequences.is_numbered(model):
            continue
        last = tables.rows(model).order_by("-pk").values_list("pk", flat=True).first()
        if last and sequences.highest(here, model) < last:
            problem = _("The next row of %(table)s would get a number that is taken.") % {"table": tables.label(model)}
            remedy = _("Numbers go on behind the last one.")
            mend = partial(sequences.set_highest, here, model, last)
            yield Finding("sequence", f"table {tables.label(model)}", problem, remedy, mend)


def _write(model: Table, keys: list[Any], values: Mapping[str, Any]) -> None:
    rows = tables.rows(model).filter(pk__in=keys)
    if model not in {Report, ParagraphPair}:
        rows.update(**values)
        return
    name = "pk__in" if model is Report else "pairs__in"
    with transaction.atomic():
        for report in Report.objects.filter(**{name: keys}).distinct():
            with mending(report, Revision.Kind.HEADER):
                mine = rows.filter(pk=report.pk) if model is Report else rows.filter(report_id=report.pk)
                mine.update(**values)


def _hang_anew(model: Table, field: models.Field[Any, Any], keys: list[Any]) -> None:
    name = field.attname
    reopen(set(tables.rows(model).filter(pk__in=keys).values_list(name, flat=True)) - {None})
    there = set(Section.objects.values_list("pk", flat=True))
    lost = [key for key, to in tables.rows(model).filter(pk__in=keys).values_list("pk", name) if to not in there]
    if lost:
        _write(model, lost, {name: None})


def _remove(model: Table, keys: list[Any]) -> None:
    tables.rows(model).filter(pk__in=keys).delete()


def _ours() -> list[Table]:
    return list(apps.get_app_config("reports").get_models())
