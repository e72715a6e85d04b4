from __future__ import annotations

import re

import pytest
from django.http import QueryDict

from reports import search
from reports.reading import facets
from reports.reading.asked import Asked
from tests.addresses import SEARCH
from tests.factories import report_of

NATION = search.Count("全国", "China", 2, "national", "", 17)
BEIJING = search.Count("北京市", "Beijing", 7, "beijing", "national", 7)
HUNAN = search.Count("湖南省", "Hunan", 3, "hunan", "national", 8)
CHANGSHA = search.Count("长沙市", "Changsha", 4, "changsha", "hunan", 5)
YUELU = search.Count("岳麓区", "Yuelu", 1, "yuelu", "changsha", 1)
PLACES = [NATION, HUNAN, BEIJING, CHANGSHA, YUELU]


def read(address: str) -> Asked:
    return Asked.read(QueryDict(address.partition("?")[2]))


def tops(asked: Asked, counts: list[search.Count]) -> dict[str, facets.Place]:
    return {place.alone.label: place for place in facets.place_tree(asked, counts)}


# Places


def test_what_all_are_part_of_stands_beside_its_parts() -> None:
    assert list(tops(Asked("a"), PLACES)) == ["China", "Hunan", "Beijing"]
    assert tops(Asked("a"), PLACES)["China"].whole is None


def test_nation_without_hits_of_its_own_is_left_out() -> None:
    nation = search.Count("全国", "China", 0, "national", "", 15)
    assert list(tops(Asked("a"), [nation, *PLACES[1:]])) == ["Hunan", "Beijing"]


def test_place_has_its_own_count_and_that_of_all_in_it() -> None:
    hunan = tops(Asked("a"), PLACES)["Hunan"]
    assert hunan.whole is not None
    assert (hunan.alone.count, hunan.whole.count) == (3, 8)
    assert read(hunan.alone.address).places == ("hunan",)
    assert read(hunan.whole.address).within == ("hunan",)


def test_place_without_parts_offers_no_whole() -> None:
    assert tops(Asked("a"), PLACES)["Beijing"].whole is None


def test_parts_stand_below_their_place_as_deep_as_they_are() -> None:
    html = tops(Asked("a"), PLACES)["Hunan"].lines()
    depths = re.findall(r'<li class="deep-(\d)"><a id="place-(\w+)"', html)
    assert depths == [("1", "changsha"), ("2", "yuelu")]
    assert f'href="{SEARCH}?q=a&amp;within=changsha" class="all"><span>All of it</span>' in html


def test_name_of_a_part_is_text() -> None:
    script = search.Count("<script>", '"><script>', 4, "changsha", "hunan", 4)
    html = tops(Asked('"><script>'), [*PLACES[:3], script])["Hunan"].lines()
    assert "<script>" not in html
    assert "&lt;script&gt;" in html


def test_place_whose_superior_is_not_counted_stands_at_the_top() -> None:
    assert list(tops(Asked("a"), [BEIJING, CHANGSHA])) == ["Beijing", "Changsha"]


def test_place_is_added_to_those_that_are_set_and_these_come_first() -> None:
    found = facets.place_tree(Asked("a", places=("beijing",)), PLACES)
    assert (found[0].alone.label, found[0].alone.is_set) == ("Beijing", True)
    assert read(found[1].alone.address).places == ("beijing", "national")


@pytest.mark.parametrize("name", ["beijing", "北京市", "Beijing"])
def test_place_that_is_set_is_taken_away_whatever_it_was_called(name: str) -> None:
    assert read(tops(Asked("a", places=(name,)), PLACES)["Beijing"].alone.address).places == ()


def test_branch_with_something_set_is_open() -> None:
    found = tops(Asked("a", places=("yuelu",)), PLACES)
    assert found["Hunan"].is_open
    assert not found["Beijing"].is_open


# Levels, speakers, kinds


def test_values_are_added_and_taken_away() -> None:
    counts = [search.Count("nation", "", 3), search.Count("province", "", 4)]
    nation, province = facets.value_options(Asked("a", levels=("nation",)), "level", counts)
    assert (nation.is_set, province.is_set) == (True, False)
    assert read(nation.address).levels == ()
    assert read(province.address).levels == ("nation", "province")


def test_speaker_with_an_english_name_has_both() -> None:
    counts = [search.Count("殷勇", "Yin Yong", 3), search.Count("韩正", "韩正", 1)]
    both, chinese = facets.value_options(Asked("a&b"), "speaker", counts)
    assert (both.label_zh, both.label) == ("殷勇", "Yin Yong")
    assert (chinese.label_zh, chinese.label) == ("韩正", "")
    assert read(both.address) == Asked("a&b", speakers=("殷勇",))


# Chips


def test_each_chip_takes_its_own_filter_away() -> None:
    asked = Asked("a", places=("beijing", "北京市"), year_from=2010, levels=("nation",), kinds=("heading",))
    labels = [chip.label for chip in facets.chips(asked, PLACES)]
    assert labels == ["Beijing", "Beijing", "Nation", "Headings", "from 2010"]
    first, *_others, years = facets.chips(asked, PLACES)
    assert read(first.address).places == ("北京市",)
    assert read(years.address).year_from is None


@pytest.mark.django_db
def test_chip_of_a_place_without_hits_has_its_name() -> None:
    chip, unknown = facets.chips(Asked("a", places=("beijing",), within=("atlantis",)), [])
    assert (chip.label_zh, chip.label) == ("北京市", "Beijing")
    assert unknown.label == "atlantis with all in it"


@pytest.mark.parametrize(
    ("years", "words"), [((2010, 2010), "2010"), ((2010, None), "from 2010"), ((None, 2010), "up to 2010")]
)
def test_span_in_words(years: tuple[int | None, int | None], words: str) -> None:
    assert facets.span(Asked("a", year_from=years[0], year_to=years[1])) == words


# Fewer filters


@pytest.mark.django_db
def test_each_filter_that_hides_something_can_be_taken_away() -> None:
    report_of()
    search.catch_up()
    asked = Asked("养老金", places=("shanghai",), year_from=2025, kinds=("heading",))
    assert facets.relaxed(asked) == [
        facets.Option("without any filter", f"{SEARCH}?q=%E5%85%BB%E8%80%81%E9%87%91", False, count=1)
    ]
    (in_all_places,) = facets.relaxed(Asked("养老金", places=("shanghai",)))
    assert (in_all_places.label, in_all_places.count) == ("in all places", 1)
