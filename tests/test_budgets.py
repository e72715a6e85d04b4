"""What the pages may cost: scripts and style sheets of the whole site, queries of its longest page."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from tests.addresses import BEIJING
from tests.factories import report_of
from tests.pages import BEADS, SENTENCES

KIB = 1024


def compressed(paths: list[Path]) -> int:
    """Return how many bytes the files take on the way, each compressed alone, as they are sent."""
    return sum(len(gzip.compress(path.read_bytes(), 9, mtime=0)) for path in paths)


def files(suffix: str) -> list[Path]:
    found = sorted(path for folder in settings.STATICFILES_DIRS for path in Path(folder).rglob(f"*.{suffix}"))
    # The admin's are no reader's.
    return [path for path in found if "admin_archive" not in path.parts]


def test_scripts_are_light() -> None:
    htmx = finders.find("django_htmx/htmx-2.min.js")
    assert isinstance(htmx, str)
    assert 0 < compressed([*files("js"), Path(htmx)]) <= 60 * KIB


def test_style_sheets_are_light() -> None:
    assert 0 < compressed(files("css")) <= 25 * KIB


@pytest.mark.django_db
@pytest.mark.parametrize("view", ["", "?q=改革&script=hant&layout=stacked", "?section=41"])
def test_report_of_400_pairs_among_others_takes_few_queries(
    view: str, client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    section = [(1, ("一、回顾", "I. Review")), *[(0, SENTENCES)] * 39]
    for year in (2024, 2025, 2026):
        report = report_of(section * 10, slug=f"beijing-{year}", year=year)
        report.pairs.filter(kind="body").update(beads=BEADS, confidence=0.9)
    with django_assert_max_num_queries(4):
        answer = client.get(BEIJING + view)
    assert answer.content.count(b'class="number"') == (40 if "section" in view else 400)
