"""A report and its outline."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from reports.models.jurisdictions import Jurisdiction


class ReportQuerySet(models.QuerySet["Report"]):
    """Reads on reports."""

    def published(self) -> ReportQuerySet:
        """Return those that the public may read."""
        return self.filter(status=Report.Status.PUBLISHED)

    def newest_first(self) -> ReportQuerySet:
        """Return the same in the order in which the public first could read them, the last one first."""
        return self.order_by(F("published_at").desc(nulls_last=True), "-created_at", "-pk")

    def latest_year_first(self) -> ReportQuerySet:
        """Return the same by year, the last one first; those without a day behind the others of their year."""
        return self.order_by("-year", F("delivered_on").desc(nulls_last=True), "slug")

    def with_places(self) -> ReportQuerySet:
        """Return the same, each with its jurisdiction fetched along."""
        return self.select_related("jurisdiction")

    def with_counts(self) -> ReportQuerySet:
        """Return the same, each with `pair_count`, and `two_sided_count`: pairs with text in both languages."""
        return self.annotate(
            pair_count=models.Count("pairs"),
            two_sided_count=models.Count("pairs", filter=~Q(pairs__zh="") & ~Q(pairs__en="")),
        )


class Report(models.Model):
    """One report: what one body's government delivered to one session on one day."""

    class Status(models.TextChoices):
        DRAFT = "draft", _("Draft")
        REVIEWED = "reviewed", _("Reviewed")
        PUBLISHED = "published", _("Published")
        ARCHIVED = "archived", _("Archived")

    jurisdiction = models.ForeignKey(
        Jurisdiction, verbose_name=_("jurisdiction"), on_delete=models.PROTECT, related_name="reports"
    )
    slug = models.SlugField(_("address"), max_length=100, unique=True, help_text=_("As in beijing-2025."))
    year = models.PositiveSmallIntegerField(
        _("year"), help_text=_("The year whose work it sets out: the next one, for a report delivered in December.")
    )
    delivered_on = models.DateField(_("delivered on"), null=True, blank=True)
    session_key = models.CharField(
        _("session in figures"),
        max_length=12,
        blank=True,
        help_text=_("16.3 for the third session of the sixteenth congress."),
    )
    session_zh = models.CharField(_("session, Chinese"), max_length=200, blank=True)
    session_en = models.CharField(_("session, English"), max_length=300, blank=True)
    title_zh = models.CharField(_("title, Chinese"), max_length=200, blank=True)
    title_en = models.CharField(_("title, English"), max_length=300, blank=True)
    speaker_zh = models.CharField(_("speaker, Chinese"), max_length=80, blank=True)
    speaker_en = models.CharField(_("speaker, English"), max_length=120, blank=True)
    office_zh = models.CharField(_("office, Chinese"), max_length=80, blank=True)
    office_en = models.CharField(_("office, English"), max_length=160, blank=True)
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.DRAFT)
    publish_at = models.DateTimeField(
        _("to be published"), null=True, blank=True, help_text=_("A reviewed report is published by itself then.")
    )
    published_at = models.DateTimeField(_("first published"), null=True, blank=True, editable=False, db_index=True)
    # How each field of the header is known: read, inferred, or entered by a person.
    header_evidence = models.JSONField(_("evidence of the header"), default=dict, blank=True, editable=False)
    staff_note = models.TextField(_("note for the staff"), blank=True)
    created_at = models.DateTimeField(_("added"), auto_now_add=True)
    changed_at = models.DateTimeField(_("changed"), default=timezone.now, db_index=True)

    objects = ReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("report")
        verbose_name_plural = _("reports")
        ordering: ClassVar = ["-year", "jurisdiction__order", "slug"]
        permissions: ClassVar = [
            ("hand_in_report", "Can hand in files, and keep what they hold as drafts"),
            ("curate_report", "Can correct, review, publish and archive reports"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                "jurisdiction", "session_key", "delivered_on", name="report_once_a_session_and_date"
            ),
            models.UniqueConstraint(
                "jurisdiction",
                "session_key",
                "year",
                condition=Q(delivered_on=None),
                name="report_once_a_session_and_year",
            ),
            models.CheckConstraint(condition=Q(year__gte=1949, year__lte=2199), name="report_year_sane"),
            models.CheckConstraint(
                condition=Q(status__in=["draft", "reviewed", "published", "archived"]), name="report_status_known"
            ),
            models.CheckConstraint(
                condition=Q(publish_at=None) | Q(status="reviewed"), name="report_published_later_once_reviewed"
            ),
            models.CheckConstraint(
                condition=Q(delivered_on=None)
                | Q(delivered_on__year=F("year"))
                | Q(delivered_on__year=F("year") - 1, delivered_on__month__gte=11),
                name="report_year_of_its_date",
            ),
        ]

    def __str__(self) -> str:
        """Name it as the interface's language does."""
        place, in_chinese = self.jurisdiction, (get_language() or "").startswith("zh")
        return f"{place.name_zh if in_chinese else place.name_en} {self.year}"

    def get_absolute_url(self) -> str:
        return reverse("report", args=[self.slug])

    @property
    def is_published(self) -> bool:
        """Say whether the public may read it."""
        return self.status == self.Status.PUBLISHED

    def touch(self) -> None:
        """Record that the report's rows changed; call it in the transaction that changes them."""
        self.changed_at = timezone.now()
        self.save(update_fields=["changed_at"])


class Section(models.Model):
    """A heading and what stands below it, in the tree of one report."""

    report = models.ForeignKey(Report, verbose_name=_("report"), on_delete=models.CASCADE, related_name="sections")
    parent = models.ForeignKey(
        "self", verbose_name=_("inside"), null=True, blank=True, on_delete=models.CASCADE, related_name="children"
    )
    level = models.PositiveSmallIntegerField(_("level"), help_text=_("1 for 一、, 2 for （一） and 一是, 3 for 1."))
    ordinal = models.PositiveSmallIntegerField(_("number"), null=True, blank=True)
    position = models.PositiveIntegerField(_("place in the report"))
    heading_zh = models.TextField(_("heading, Chinese"), blank=True)
    heading_en = models.TextField(_("heading, English"), blank=True)

    class Meta:
        verbose_name = _("section")
        verbose_name_plural = _("sections")
        ordering: ClassVar = ["report", "position"]
        constraints: ClassVar = [
            models.UniqueConstraint("report", "position", name="section_position_once"),
            models.CheckConstraint(condition=Q(level__gte=1, level__lte=6), name="section_level_sane"),
            models.CheckConstraint(
                condition=Q(level=1, parent=None) | Q(level__gte=2), name="section_top_level_has_no_parent"
            ),
            models.CheckConstraint(condition=~Q(heading_zh="") | ~Q(heading_en=""), name="section_has_a_heading"),
        ]

    def __str__(self) -> str:
        return self.heading_zh or self.heading_en
