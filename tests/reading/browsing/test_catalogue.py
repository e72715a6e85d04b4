from __future__ import annotations

import pytest

from reports.models import Jurisdiction
from reports.reading.browsing.catalogue import Catalogue, missing_years, short_zh, spans
from tests.factories import report_of


@pytest.mark.parametrize(
    ("years", "missing"),
    [([], []), ([2020], []), ([2020, 2021], []), ([2024, 2020, 2021], [2022, 2023])],
)
def test_missing_years_lie_between_others(years: list[int], missing: list[int]) -> None:
    assert missing_years(years) == missing


def test_spans_join_years_in_a_row() -> None:
    assert spans([2006, 2003, 2005]) == [(2003, 2003), (2005, 2006)]
    assert spans([]) == []


def test_short_name_is_that_of_the_gazetteer() -> None:
    assert short_zh(Jurisdiction(code="hunan", name_zh="湖南省")) == "湖南"
    assert short_zh(Jurisdiction(code="somewhere-county", name_zh="某某县")) == "某某县"


@pytest.mark.django_db
def test_what_is_inside_stands_in_order_with_its_own_parts(changsha: Jurisdiction) -> None:
    county = Jurisdiction.objects.create(
        code="changsha-county", name_zh="长沙县", name_en="Changsha County", level="county", parent=changsha
    )
    other = Jurisdiction.objects.create(
        code="zhuzhou", name_zh="株洲市", name_en="Zhuzhou", level="prefecture", parent=changsha.parent
    )
    report_of(slug="c-2025", place="changsha-county")
    catalogue = Catalogue.read()
    assert changsha.parent
    assert catalogue.inside(changsha.parent) == [changsha, county, other]
    assert [report.slug for report in catalogue.held_inside(changsha.parent)] == ["c-2025"]
