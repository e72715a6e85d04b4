"""Whatever is asked is answered, for no more work than its length allows. Work is counted, not timed."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings

from reports import search
from reports.models import Report
from reports.search.arrays import FieldArrays
from reports.search.query import CHARACTERS_MOST, TERMS_MOST
from tests.search.strategies import QUERIES, SOUPS

COMMON = "的和展发建设年推业进一新全加强大经国社会实化改民市农区产技文力项动生成人科工质高体创服务增长制提地行政在以有资重点城开"
LONGEST = [
    "的" * CHARACTERS_MOST,
    "发展" * (CHARACTERS_MOST // 2),
    f'"{"发展 " * CHARACTERS_MOST}"'[:CHARACTERS_MOST],
    " ".join(COMMON)[:CHARACTERS_MOST],
    " OR ".join(COMMON),
    " ".join(f"-{character}" for character in COMMON),
    " OR ".join(f"{letter}*" for letter in "abcdefghijklmnopqrstuvwxyz0123456789αβγδεζηθικλμνξοπρστυφχψωéàèùâêîô"),
    " NEAR/500 ".join(COMMON[:10]),
    f"({' OR '.join(COMMON[:5])}) NEAR/500 ({' OR '.join(COMMON[5:10])}) OR {' OR '.join(COMMON[10:])}",
    " NEAR ".join("0123456789*"),
    " ".join(f"heading:{character}" for character in COMMON),
    " OR ".join(f"place:{place}" for place in ["北京", "nowhere"] * TERMS_MOST),
    " OR ".join(f"speaker:{letter}" for letter in COMMON),
    " OR ".join(f"year:{year}.." for year in range(1950, 2025)),
    "(" * 20 + "改革 OR 的" + ")" * 20,
    "(" * CHARACTERS_MOST,
    "zh:" * 300 + "改革",
    "-(" * 20 + "改革 NEAR/500 (的 OR 和)" + ")" * 20,
    "NOT " * 240 + "改革",
    '"' * CHARACTERS_MOST,
]


@pytest.fixture
def reads(monkeypatch: pytest.MonkeyPatch) -> list[bytes]:
    """Return the terms whose postings are read from now on."""
    read: list[bytes] = []
    keys_of, keys_with_prefix = FieldArrays.keys_of, FieldArrays.keys_with_prefix

    def counted(self: FieldArrays, term: bytes) -> object:
        read.append(term)
        return keys_of(self, term)

    def counted_prefix(self: FieldArrays, prefix: bytes) -> object:
        read.append(prefix)
        return keys_with_prefix(self, prefix)

    monkeypatch.setattr(FieldArrays, "keys_of", counted)
    monkeypatch.setattr(FieldArrays, "keys_with_prefix", counted_prefix)
    return read


def check(q: str, reads: list[bytes]) -> None:
    reads.clear()
    page = search.find(search.Request(q))
    assert page.total >= len(page.results)
    # Half a term for each character, some for each word; all in the one segment.
    assert len(reads) <= CHARACTERS_MOST + 20 * TERMS_MOST
    for hit in page.results:
        for marks, published in ((hit.zh_marks, hit.pair.zh), (hit.en_marks, hit.pair.en)):
            assert all(0 <= start < end <= len(published) for start, end in marks)


@pytest.mark.parametrize("q", LONGEST, ids=range(len(LONGEST)))
def test_the_longest_queries_are_answered(q: str, archive: list[Report], reads: list[bytes]) -> None:
    search.find(search.Request())
    check(q, reads)


@given(q=SOUPS | QUERIES)
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_query_is_answered(q: str, archive: list[Report], reads: list[bytes]) -> None:
    search.find(search.Request())
    check(q, reads)
