"""What was changed in a report, by whom, when and why: enough to take any of it back."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from reports.models.report_rows import Report


class Revision(models.Model):
    """One act on a report: all that it changed is taken back together. `reports.revisions` writes these rows."""

    class Kind(models.TextChoices):
        CREATED = "created", _("Taken in")
        MERGED = "merged", _("A file was added")
        REPLACED = "replaced", _("A source file was replaced")
        HEADER = "header", _("The header was corrected")
        STATUS = "status", _("The status was changed")
        TEXT = "text", _("Text was edited")
        SPLIT = "split", _("A pair was split")
        MERGE = "merge", _("Pairs were merged")
        SWAP = "swap", _("The sides were swapped")
        SHIFT = "shift", _("One language was shifted")
        MOVE = "move", _("Pairs were moved")
        LEVEL = "level", _("A heading's level was changed")
        INSERT = "insert", _("A pair was inserted")
        REMOVE = "remove", _("Pairs were taken out")
        CHECK = "check", _("Pairs were marked")
        NOTE = "note", _("A note was written")
        BEADS = "beads", _("Sentences were aligned")
        VERSION = "version", _("Another version was chosen")
        UNDONE = "undone", _("Undone")
        REDONE = "redone", _("Redone")
        RESTORED = "restored", _("Restored")

    report = models.ForeignKey(Report, verbose_name=_("report"), on_delete=models.CASCADE, related_name="revisions")
    kind = models.CharField(_("what"), max_length=10, choices=Kind)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("by"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    # Who it was stays known when the account is gone.
    by_name = models.CharField(_("name"), max_length=150, blank=True)
    at = models.DateTimeField(_("when"), default=timezone.now, db_index=True)
    note = models.CharField(_("why"), max_length=500, blank=True)
    undoes = models.ForeignKey(
        "self", verbose_name=_("takes back"), null=True, blank=True, on_delete=models.SET_NULL, related_name="undone_by"
    )
    facts = models.JSONField(_("facts"), default=dict, blank=True)

    class Meta:
        verbose_name = _("revision")
        verbose_name_plural = _("revisions")
        ordering: ClassVar = ["-id"]

    def __str__(self) -> str:
        return f"{self.report_id} {self.kind} {self.at:%Y-%m-%d %H:%M}"


class Change(models.Model):
    """What one revision did to one row: the fields that changed, before and after; null where the row was not there.

    `behind` among the fields is the key of the pair before it and its number, where the pair came, went or moved.
    """

    class Row(models.TextChoices):
        REPORT = "report", _("Report")
        PAIR = "pair", _("Paragraph pair")

    revision = models.ForeignKey(Revision, verbose_name=_("revision"), on_delete=models.CASCADE, related_name="changes")
    row = models.CharField(_("row"), max_length=6, choices=Row)
    key = models.BigIntegerField(_("key"))
    before = models.JSONField(_("before"), null=True, blank=True)
    after = models.JSONField(_("after"), null=True, blank=True)
    # The pair that a pair which is gone became a part of: its address leads there.
    became = models.BigIntegerField(_("became"), null=True, blank=True)

    class Meta:
        verbose_name = _("change")
        verbose_name_plural = _("changes")
        ordering: ClassVar = ["revision_id", "id"]
        indexes: ClassVar = [models.Index(fields=["row", "key"], name="change_of_row")]
        constraints: ClassVar = [
            models.UniqueConstraint("revision", "row", "key", name="change_once_a_revision"),
            models.CheckConstraint(condition=Q(row__in=["report", "pair"]), name="change_row_known"),
        ]

    def __str__(self) -> str:
        return f"{self.row} {self.key}"
