"""The rows of the archive: what is kept, and what the database itself enforces.

Rows are the truth. They are written by `reports.ingest.rows` and by the admin, and whoever writes a report's rows
calls `Report.touch` in the same transaction: that is how the search index knows what it has to read again.
"""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Jurisdiction(models.Model):
    """A body that delivers a report each year: the nation, a province, a city, a county."""

    class Level(models.TextChoices):
        NATION = "nation", _("Nation")
        PROVINCE = "province", _("Province")
        PREFECTURE = "prefecture", _("City or prefecture")
        COUNTY = "county", _("County or district")

    code = models.SlugField(_("code"), max_length=80, unique=True, help_text=_("As in addresses: beijing."))
    name_zh = models.CharField(_("Chinese name"), max_length=40, help_text=_("In full: 北京市."))
    name_en = models.CharField(_("English name"), max_length=80)
    level = models.CharField(_("level"), max_length=12, choices=Level)
    parent = models.ForeignKey(
        "self", verbose_name=_("part of"), null=True, blank=True, on_delete=models.PROTECT, related_name="children"
    )
    order = models.PositiveSmallIntegerField(_("order"), default=1000, help_text=_("Its place in official lists."))

    class Meta:
        verbose_name = _("jurisdiction")
        verbose_name_plural = _("jurisdictions")
        ordering: ClassVar = ["order", "code"]
        constraints: ClassVar = [
            models.UniqueConstraint("name_zh", "parent", name="jurisdiction_name_once_in_parent"),
            models.CheckConstraint(
                condition=Q(level__in=["nation", "province", "prefecture", "county"]), name="jurisdiction_level_known"
            ),
            models.CheckConstraint(
                condition=Q(level="nation", parent=None) | ~Q(level="nation"), name="jurisdiction_nation_on_top"
            ),
            models.CheckConstraint(condition=~Q(code="") & ~Q(name_zh="") & ~Q(name_en=""), name="jurisdiction_named"),
        ]

    def __str__(self) -> str:
        return f"{self.name_zh} {self.name_en}"


class ReportQuerySet(models.QuerySet["Report"]):
    """Reads on reports."""

    def published(self) -> ReportQuerySet:
        """Return those that the public may read."""
        return self.filter(status=Report.Status.PUBLISHED)

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
        PUBLISHED = "published", _("Published")

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
    created_at = models.DateTimeField(_("added"), auto_now_add=True)
    changed_at = models.DateTimeField(_("changed"), default=timezone.now, db_index=True)

    objects = ReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("report")
        verbose_name_plural = _("reports")
        ordering: ClassVar = ["-year", "jurisdiction__order", "slug"]
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
            models.CheckConstraint(condition=Q(status__in=["draft", "published"]), name="report_status_known"),
            models.CheckConstraint(
                condition=Q(delivered_on=None)
                | Q(delivered_on__year=F("year"))
                | Q(delivered_on__year=F("year") - 1, delivered_on__month__gte=11),
                name="report_year_of_its_date",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.jurisdiction.name_zh} {self.year}"

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


class SourceFile(models.Model):
    """A file as it came in, byte for byte. Lists leave `content` out with `defer`."""

    report = models.ForeignKey(
        Report, verbose_name=_("report"), null=True, blank=True, on_delete=models.SET_NULL, related_name="sources"
    )
    name = models.CharField(_("file name"), max_length=255)
    sha256 = models.CharField(_("SHA-256"), max_length=64, unique=True)
    size = models.PositiveIntegerField(_("size"), help_text=_("Bytes."))
    encoding = models.CharField(_("encoding"), max_length=40, blank=True)
    part = models.PositiveSmallIntegerField(
        _("part"), null=True, blank=True, help_text=_("Its number among the parts.")
    )
    content = models.BinaryField(_("content"))
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("uploaded by"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    uploaded_at = models.DateTimeField(_("uploaded"), auto_now_add=True)

    class Meta:
        verbose_name = _("source file")
        verbose_name_plural = _("source files")
        ordering: ClassVar = ["-uploaded_at", "-id"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(sha256__regex=r"^[0-9a-f]{64}$"), name="source_sha256_form"),
        ]

    def __str__(self) -> str:
        return self.name


class ParagraphPair(models.Model):
    """One line of a report in both languages, as published; a heading is a pair too.

    The primary key never changes and is the pair's permanent address (`/pairs/ID/`). `position` numbers the pairs
    of a report from 1 in reading order and moves when an earlier part of the report arrives later.
    """

    class Kind(models.TextChoices):
        HEADING = "heading", _("Heading")
        BODY = "body", _("Body")

    class Script(models.TextChoices):
        SIMPLIFIED = "hans", _("Simplified")
        TRADITIONAL = "hant", _("Traditional")

    report = models.ForeignKey(Report, verbose_name=_("report"), on_delete=models.CASCADE, related_name="pairs")
    section = models.ForeignKey(
        Section, verbose_name=_("section"), null=True, blank=True, on_delete=models.CASCADE, related_name="pairs"
    )
    position = models.PositiveIntegerField(_("number"))
    kind = models.CharField(_("kind"), max_length=8, choices=Kind, default=Kind.BODY)
    zh = models.TextField(_("Chinese"), blank=True)
    en = models.TextField(_("English"), blank=True)
    zh_folded = models.TextField(_("Chinese, folded"), blank=True, editable=False)
    script = models.CharField(_("script"), max_length=4, choices=Script, default=Script.SIMPLIFIED)
    source = models.ForeignKey(
        SourceFile,
        verbose_name=_("source file"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="pairs",
    )
    source_line = models.PositiveIntegerField(_("line in the source file"), null=True, blank=True)
    confidence = models.FloatField(
        _("confidence"), null=True, blank=True, help_text=_("How sure it is that both sides say the same, from 0 to 1.")
    )
    evidence = models.JSONField(_("evidence"), default=dict, blank=True)
    needs_review = models.BooleanField(_("needs review"), default=False)
    # Aligned sentence groups: [zh start, zh end, en start, en end, confidence], offsets into the published texts.
    beads = models.JSONField(_("beads"), default=list, blank=True, editable=False)

    class Meta:
        verbose_name = _("paragraph pair")
        verbose_name_plural = _("paragraph pairs")
        ordering: ClassVar = ["report", "position"]
        # Which languages a report has is counted in these alone, without reading any text.
        indexes: ClassVar = [
            models.Index(fields=["report"], condition=~Q(en=""), name="pair_with_english"),
            models.Index(fields=["report"], condition=~Q(zh="") & ~Q(en=""), name="pair_in_both_languages"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint("report", "position", name="pair_position_once"),
            models.CheckConstraint(condition=Q(position__gte=1), name="pair_position_from_one"),
            models.CheckConstraint(condition=Q(kind__in=["heading", "body"]), name="pair_kind_known"),
            models.CheckConstraint(condition=Q(script__in=["hans", "hant"]), name="pair_script_known"),
            models.CheckConstraint(condition=~Q(zh="") | ~Q(en=""), name="pair_has_text"),
            models.CheckConstraint(
                condition=Q(zh="", zh_folded="") | (~Q(zh="") & ~Q(zh_folded="")), name="pair_folded_with_chinese"
            ),
            models.CheckConstraint(
                condition=Q(confidence=None) | Q(confidence__gte=0, confidence__lte=1), name="pair_confidence_a_share"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.report_id}#{self.position}"

    def get_absolute_url(self) -> str:
        return reverse("pair", args=[self.pk])


class PairVariant(models.Model):
    """Another version of a pair, from another file; the better one is shown, this one is kept."""

    pair = models.ForeignKey(
        ParagraphPair, verbose_name=_("paragraph pair"), on_delete=models.CASCADE, related_name="variants"
    )
    zh = models.TextField(_("Chinese"), blank=True)
    en = models.TextField(_("English"), blank=True)
    source = models.ForeignKey(
        SourceFile, verbose_name=_("source file"), null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    source_line = models.PositiveIntegerField(_("line in the source file"), null=True, blank=True)

    class Meta:
        verbose_name = _("variant")
        verbose_name_plural = _("variants")
        ordering: ClassVar = ["pair", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint("pair", "zh", "en", name="variant_once_a_pair"),
            models.CheckConstraint(condition=~Q(zh="") | ~Q(en=""), name="variant_has_text"),
        ]

    def __str__(self) -> str:
        return f"{self.pair_id}: {self.zh or self.en}"


class ReportNote(models.Model):
    """A footnote of a report, or a term that its appendix explains."""

    report = models.ForeignKey(Report, verbose_name=_("report"), on_delete=models.CASCADE, related_name="notes")
    position = models.PositiveIntegerField(_("number"))
    label = models.CharField(_("mark"), max_length=12, blank=True)
    text = models.TextField(_("text"))
    source = models.ForeignKey(
        SourceFile, verbose_name=_("source file"), null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    source_line = models.PositiveIntegerField(_("line in the source file"), null=True, blank=True)

    class Meta:
        verbose_name = _("note")
        verbose_name_plural = _("notes")
        ordering: ClassVar = ["report", "position"]
        constraints: ClassVar = [
            models.UniqueConstraint("report", "position", name="note_position_once"),
            models.CheckConstraint(condition=~Q(text=""), name="note_has_text"),
        ]

    def __str__(self) -> str:
        return f"[{self.label}] {self.text[:40]}"


class Term(models.Model):
    """A Chinese term and one rendering of it that the archive attests; `manage.py extract_terms` makes the table."""

    zh = models.CharField(_("Chinese"), max_length=40, help_text=_("Folded."))
    en = models.CharField(_("rendering"), max_length=200)
    count = models.PositiveIntegerField(_("occurrences"))
    first_year = models.PositiveSmallIntegerField(_("first used"))
    last_year = models.PositiveSmallIntegerField(_("last used"))
    strength = models.FloatField(_("strength"), help_text=_("How surely the one renders the other, from 0 to 1."))

    class Meta:
        verbose_name = _("term")
        verbose_name_plural = _("terms")
        ordering: ClassVar = ["-strength", "zh", "en"]
        constraints: ClassVar = [
            models.UniqueConstraint("zh", "en", name="term_rendering_once"),
            models.CheckConstraint(condition=Q(strength__gte=0, strength__lte=1), name="term_strength_a_share"),
            models.CheckConstraint(condition=Q(first_year__lte=F("last_year")), name="term_years_in_order"),
        ]

    def __str__(self) -> str:
        return f"{self.zh}: {self.en}"


class IngestJob(models.Model):
    """What became of one file that somebody handed in."""

    class State(models.TextChoices):
        RUNNING = "running", _("Being read")
        REVIEW = "review", _("Waiting for review")
        DONE = "done", _("Ingested")
        UNCHANGED = "unchanged", _("Already there")
        REFUSED = "refused", _("Refused")
        DISCARDED = "discarded", _("Discarded")

    file_name = models.CharField(_("file name"), max_length=255)
    source = models.ForeignKey(
        SourceFile, verbose_name=_("source file"), null=True, blank=True, on_delete=models.SET_NULL, related_name="jobs"
    )
    report = models.ForeignKey(
        Report, verbose_name=_("report"), null=True, blank=True, on_delete=models.SET_NULL, related_name="jobs"
    )
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.RUNNING)
    progress = models.PositiveSmallIntegerField(_("progress"), default=0, help_text=_("Percent."))
    messages = models.JSONField(_("messages"), default=list, blank=True)
    pairs_added = models.PositiveIntegerField(_("pairs added"), default=0)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("by"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    created_at = models.DateTimeField(_("handed in"), auto_now_add=True)
    changed_at = models.DateTimeField(_("changed"), auto_now=True)

    class Meta:
        verbose_name = _("ingest job")
        verbose_name_plural = _("ingest jobs")
        ordering: ClassVar = ["-created_at", "-id"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(progress__lte=100), name="job_progress_percent"),
            models.CheckConstraint(
                condition=Q(state__in=["running", "review", "done", "unchanged", "refused", "discarded"]),
                name="job_state_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.file_name}: {self.get_state_display()}"
