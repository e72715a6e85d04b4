"""Errors that readers report."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from reports.models.pair_rows import ParagraphPair
from reports.models.report_rows import Report


class Erratum(models.Model):
    """An error that a reader reported at a pair, and what an editor answered."""

    class About(models.TextChoices):
        CHINESE = "zh", _("The Chinese text")
        ENGLISH = "en", _("The English text")
        ALIGNMENT = "alignment", _("The two sides do not match")
        OTHER = "other", _("Something else")

    class State(models.TextChoices):
        OPEN = "open", _("Waiting for an answer")
        CORRECTED = "corrected", _("Corrected")
        DECLINED = "declined", _("Left as it is")
        DISMISSED = "dismissed", _("Dismissed")

    report = models.ForeignKey(Report, verbose_name=_("report"), on_delete=models.CASCADE, related_name="errata")
    # Its key stays when the pair is merged into another, so that the error can follow it there and back.
    pair = models.ForeignKey(
        ParagraphPair,
        verbose_name=_("paragraph pair"),
        null=True,
        blank=True,
        on_delete=models.DO_NOTHING,
        db_constraint=False,
        related_name="errata",
    )
    # The texts that the reader saw: they may have changed since.
    zh = models.TextField(_("Chinese as it was"), blank=True)
    en = models.TextField(_("English as it was"), blank=True)
    about = models.CharField(_("about"), max_length=10, choices=About)
    message = models.TextField(_("message"), max_length=2000)
    name = models.CharField(_("name"), max_length=80, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.OPEN)
    words_hidden = models.BooleanField(
        _("without the reader’s words"), default=False, help_text=_("The answer alone is shown at the pair.")
    )
    answer = models.TextField(
        _("answer"), max_length=2000, blank=True, help_text=_("Everybody can read it at the pair.")
    )
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("answered by"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)
    created_at = models.DateTimeField(_("reported"), auto_now_add=True)

    class Meta:
        verbose_name = _("reported error")
        verbose_name_plural = _("reported errors")
        ordering: ClassVar = ["-created_at", "-id"]
        indexes: ClassVar = [models.Index(fields=["state", "created_at"], name="erratum_queue")]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(message=""), name="erratum_says_something"),
            models.CheckConstraint(
                condition=Q(state__in=["open", "corrected", "declined", "dismissed"]), name="erratum_state_known"
            ),
        ]

    def __str__(self) -> str:
        return self.message[:60]
