"""What is learned of terms."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


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
