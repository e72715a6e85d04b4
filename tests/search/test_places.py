"""Jurisdictions by name."""

from __future__ import annotations

import pytest

from reports import search
from reports.models import Jurisdiction, Report
from reports.search import places


@pytest.fixture
def towns(db: None) -> None:
    for code, name, parent in (
        ("jilin-city", "吉林市", "jilin"), ("gulou-nanjing", "鼓楼区", "jiangsu"), ("gulou-fuzhou", "鼓楼区", "fujian"),
        ("yanbian", "延边朝鲜族自治州", "jilin"),
    ):  # fmt: skip
        level = "county" if name.endswith("区") else "prefecture"
        parent_row = Jurisdiction.objects.get(code=parent)
        Jurisdiction.objects.create(code=code, name_zh=name, name_en=code, level=level, parent=parent_row)


@pytest.mark.parametrize(
    ("name", "codes"),
    [
        ("beijing", ["beijing"]),
        ("北京市", ["beijing"]),
        ("北京", ["beijing"]),
        ("Beijing", ["beijing"]),
        ("全國", ["national"]),
        ("China", ["national"]),
        ("Inner Mongolia", ["inner-mongolia"]),
        ("内蒙古", ["inner-mongolia"]),
        ("廣西", ["guangxi"]),
        ("新疆", ["xinjiang"]),
        ("吉林", ["jilin"]),
        ("吉林市", ["jilin-city"]),
        ("延边", ["yanbian"]),
        ("鼓楼", ["gulou-fuzhou", "gulou-nanjing"]),
        ("北", []),
        ("内", []),
        ("Narnia", []),
        ("\0", []),
    ],
)
def test_named(name: str, codes: list[str], towns: None) -> None:
    ids, unknown = places.places_named([name])
    assert sorted(Jurisdiction.objects.filter(pk__in=ids).values_list("code", flat=True)) == codes
    assert unknown == ([] if codes else [name])


def test_an_unknown_place_matches_nothing_and_is_said(archive: list[Report]) -> None:
    page = search.find(search.Request(places=("Narnia",)))
    assert (page.total, page.notes) == (0, ["There is no jurisdiction “Narnia”."])


def test_known_and_unknown_places_together(archive: list[Report]) -> None:
    assert search.find(search.Request(places=("上海", "Narnia"))).total == 16
