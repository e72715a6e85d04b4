"""The text of a report: pairs, other versions of them, notes."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from reports.models.report_rows import Report, Section
from reports.models.source_files import SourceFile


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
    checked = models.BooleanField(_("checked"), default=False, help_text=_("A person has compared both sides."))
    note = models.TextField(_("note for the staff"), blank=True)
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
            # Where a person has still to look, counted for the whole archive.
            models.Index(fields=["report"], condition=Q(needs_review=True, checked=False), name="pair_to_be_checked"),
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
