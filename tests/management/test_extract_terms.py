from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

from reports import ingest
from reports.models import Report, Term

FIXTURES = Path(__file__).parents[2] / "fixtures"

pytestmark = pytest.mark.django_db


def extract() -> str:
    out = StringIO()
    call_command("extract_terms", "--min-count", "2", stdout=out)
    return out.getvalue()


@pytest.fixture
def samples() -> None:
    for path in sorted(FIXTURES.glob("*.txt")):
        ingest.store(ingest.understand(path.name, path.read_bytes()), publish=True)


@pytest.mark.usefixtures("samples")
def test_terms_are_found_in_the_samples() -> None:
    extract()
    renderings = dict(Term.objects.values_list("zh", "en"))
    assert "zhongguancun" in renderings["中关村"].lower()
    assert {(term.first_year, term.last_year) for term in Term.objects.all()} == {(2025, 2025)}


@pytest.mark.usefixtures("samples")
def test_the_table_is_made_anew() -> None:
    extract()
    first = list(Term.objects.order_by("zh", "en").values_list("zh", "en", "count"))
    Term.objects.create(zh="旧", en="old", count=9, first_year=2000, last_year=2001, strength=0.5)
    extract()
    assert list(Term.objects.order_by("zh", "en").values_list("zh", "en", "count")) == first


@pytest.mark.usefixtures("samples")
def test_drafts_teach_nothing() -> None:
    Report.objects.update(status=Report.Status.DRAFT)
    extract()
    assert not Term.objects.exists()
