"""Addresses that the public knows, and that are cited."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from reports.models.report_rows import Report


class KeptAddressQuerySet(models.QuerySet["KeptAddress"]):
    """Reads on kept addresses."""

    def left(self) -> KeptAddressQuerySet:
        """Return those at which the public can read no report now; a report that is there goes before any other."""
        return self.exclude(Exists(Report.objects.published().filter(slug=OuterRef("slug"))))


class KeptAddress(models.Model):
    """An address at which the public could read a report, kept for it from when it first was left.

    A report leaves its address when it gets another one, and when it is withdrawn. `reports.revisions` writes these
    rows. Without `report`, it was deleted; `place` is the code of its jurisdiction then.
    """

    slug = models.SlugField(_("address"), max_length=100, unique=True)
    report = models.ForeignKey(
        Report,
        verbose_name=_("report"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="kept_addresses",
    )
    place = models.CharField(_("jurisdiction"), max_length=80, blank=True)
    left_at = models.DateTimeField(_("left at"), default=timezone.now)

    objects = KeptAddressQuerySet.as_manager()

    class Meta:
        verbose_name = _("kept address")
        verbose_name_plural = _("kept addresses")
        ordering: ClassVar = ["id"]

    def __str__(self) -> str:
        return self.slug
