import pytest
from django.test import Client

from reports.models import PairVariant, ParagraphPair, ReportNote
from tests.addresses import BEIJING, pair_page
from tests.factories import report_of

pytestmark = pytest.mark.django_db


def doubtful_pair() -> ParagraphPair:
    pair = report_of().pairs.get(position=2)
    pair.confidence, pair.needs_review, pair.evidence = 0.12, True, {"length": -2.5, "figures": 1.0, "names": 0.0}
    pair.save()
    PairVariant.objects.create(pair=pair, zh=pair.zh, en="Another <b>English</b>.")
    return pair


def test_a_pair_is_shown_with_its_other_versions(client: Client) -> None:
    pair = doubtful_pair()
    answer = client.get(f"{pair_page(pair.pk)}versions/")
    assert "Another &lt;b&gt;English&lt;/b&gt;." in answer.text
    assert "12% sure" in answer.text
    assert "In its favour: the figures." in answer.text
    assert "Against it: how long the two sides are." in answer.text


def test_the_report_leads_there(client: Client) -> None:
    pair = doubtful_pair()
    assert f'href="{pair_page(pair.pk)}versions/"' in client.get(BEIJING).text


def test_versions_of_a_draft_are_not_shown(client: Client) -> None:
    pair = doubtful_pair()
    pair.report.status = "draft"
    pair.report.save()
    assert client.get(f"{pair_page(pair.pk)}versions/").status_code == 404


def test_notes_stand_at_the_end_of_the_report(client: Client) -> None:
    ReportNote.objects.create(report=report_of(), position=1, label="1", text="双减：<i>两种负担</i>。")
    assert "双减：&lt;i&gt;两种负担&lt;/i&gt;。" in client.get(BEIJING).text
