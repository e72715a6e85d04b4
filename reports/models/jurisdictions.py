"""The bodies whose reports the archive keeps."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
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
