"""What is handed in, and who works on it."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from reports.models.report_rows import Report
from reports.models.source_files import SourceFile


class IngestJob(models.Model):
    """What became of one file that somebody handed in."""

    class State(models.TextChoices):
        QUEUED = "queued", _("Waiting for its turn")
        RUNNING = "running", _("Being read")
        REVIEW = "review", _("Waiting for review")
        STORING = "storing", _("Being taken in")
        DONE = "done", _("Ingested")
        UNCHANGED = "unchanged", _("Already there")
        REFUSED = "refused", _("Refused")
        DISCARDED = "discarded", _("Discarded")

    class Stage(models.TextChoices):
        OPENING = "opening", _("Opening the archive")
        READING = "reading", _("Reading the file")
        CLEANING = "cleaning", _("Cleaning the text")
        HEADER = "header", _("Reading the header")
        ALIGNING = "aligning", _("Aligning Chinese and English")
        COMPARING = "comparing", _("Comparing with what is there")
        WRITING = "writing", _("Writing the pairs")

    file_name = models.CharField(_("file name"), max_length=255)
    source = models.ForeignKey(
        SourceFile, verbose_name=_("source file"), null=True, blank=True, on_delete=models.SET_NULL, related_name="jobs"
    )
    report = models.ForeignKey(
        Report, verbose_name=_("report"), null=True, blank=True, on_delete=models.SET_NULL, related_name="jobs"
    )
    # What was handed in together.
    batch = models.CharField(_("upload"), max_length=32, blank=True, db_index=True)
    archive = models.ForeignKey(
        "self", verbose_name=_("out of"), null=True, blank=True, on_delete=models.SET_NULL, related_name="members"
    )
    chinese = models.ForeignKey(
        "self",
        verbose_name=_("the English of"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="english",
    )
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.QUEUED)
    stage = models.CharField(_("stage"), max_length=10, choices=Stage, blank=True)
    progress = models.PositiveSmallIntegerField(_("progress"), default=0, help_text=_("Percent."))
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    worker = models.CharField(_("worker"), max_length=80, blank=True)
    # What a person decided about it: the encoding, fields of the header, versions, what to do with the report.
    choices = models.JSONField(_("choices"), default=dict, blank=True)
    # What was understood of it, or why it was refused.
    found = models.JSONField(_("found"), default=dict, blank=True)
    for_editor = models.BooleanField(_("passed on to the editors"), default=False)
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
        verbose_name = _("uploaded file")
        verbose_name_plural = _("uploaded files")
        ordering: ClassVar = ["-created_at", "-id"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(progress__lte=100), name="job_progress_percent"),
            models.CheckConstraint(
                condition=Q(
                    state__in=[
                        "queued",
                        "running",
                        "review",
                        "storing",
                        "done",
                        "unchanged",
                        "refused",
                        "discarded",
                    ]
                ),
                name="job_state_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.file_name}: {self.get_state_display()}"


class WorkerBeat(models.Model):
    """A worker that takes up jobs: where it runs, when it was last alive, what it does."""

    name = models.CharField(_("name"), max_length=80, unique=True)
    started_at = models.DateTimeField(_("started"), default=timezone.now)
    seen_at = models.DateTimeField(_("last seen"), default=timezone.now)
    doing = models.CharField(_("doing"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("worker")
        verbose_name_plural = _("workers")
        ordering: ClassVar = ["name"]

    def __str__(self) -> str:
        return self.name
