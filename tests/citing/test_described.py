"""What the head of a report's page tells programs."""

from __future__ import annotations

import json
import re
from dataclasses import replace

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from reports import citing
from reports.models import Report
from tests.factories import report_of

pytestmark = pytest.mark.django_db
ADDRESS, SITE = "https://a.example/reports/beijing-2025/", "https://a.example/"


def of(report: Report, *languages: str) -> citing.Description:
    return citing.described(report, languages, address=ADDRESS, site=SITE)


def test_report_is_a_work_with_its_translation() -> None:
    report_of()
    report = Report.objects.with_places().get()
    with CaptureQueriesContext(connection) as queries:
        data = of(report, "zh", "en").data
    assert len(queries) == 0
    assert (data["@type"], data["@id"], data["inLanguage"]) == ("Report", ADDRESS, "zh-Hans")
    assert data["author"] == {"@type": "Person", "name": "殷勇", "alternateName": "Yin Yong"}
    assert data["workTranslation"]["translationOfWork"] == {"@id": ADDRESS}
    assert data["isPartOf"]["@id"] == SITE


def test_report_in_one_language_has_no_translation() -> None:
    assert "workTranslation" not in of(report_of(), "zh").data
    assert of(report_of(slug="b-2024", year=2024), "en").data["inLanguage"] == "en"


def test_what_is_not_known_is_not_said() -> None:
    report = report_of([])
    for name in ("title_zh", "title_en", "speaker_zh", "speaker_en", "session_zh", "session_en"):
        setattr(report, name, "")
    description = of(report)
    assert {"author", "recordedAt", "alternateName"}.isdisjoint(description.data)
    assert all(content for _name, content in [*description.tags, *description.graph])


def test_nothing_ends_the_script_that_holds_the_data() -> None:
    report = report_of()
    report.title_zh = "</script><script>alert(1)</script><!--"
    description = of(report, "zh")
    assert "<" not in description.json_ld
    assert json.loads(description.json_ld)["name"] == report.title_zh
    assert replace(description, data={}).json_ld == "{}"


def test_page_of_a_report_holds_all_of_it(client: Client) -> None:
    report_of()
    page = client.get(reverse("report", args=["beijing-2025"])).content.decode()
    [data] = re.findall(r'<script type="application/ld\+json">(.+?)</script>', page)
    assert json.loads(data)["@id"] == "http://testserver/reports/" + "beijing-2025/"
    for tag in ('name="citation_author" content="殷勇"', 'property="og:type" content="article"', 'rel="canonical"'):
        assert tag in page
    assert f'href="{reverse("opensearch")}"' in page
    assert f'href="{reverse("feed")}"' in page
