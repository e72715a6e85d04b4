from datetime import date

import pytest

from reports.text.dates import chinese_date, english_date
from reports.text.fold import fold


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("——2025年1月14日在北京市", date(2025, 1, 14)),
        ("二〇二一年二月五日", date(2021, 2, 5)),
        ("１９８８年３月２５日", date(1988, 3, 25)),
        ("1 9 9 8 年3 月5 日", date(1998, 3, 5)),
        ("二○一○年十二月三十一日", date(2010, 12, 31)),
        ("2025年2月30日", None),
        ("2025年1月", None),
    ],
)
def test_chinese_date(text: str, expected: date | None) -> None:
    found = chinese_date(fold(text))
    assert (found[0] if found else None) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Congress on January 14, 2025", date(2025, 1, 14)),
        ("on February 25th, 2016", date(2016, 2, 25)),
        ("on 5 March 2018", date(2018, 3, 5)),
        ("on May 22, 2020", date(2020, 5, 22)),
        ("Feb. 3, 2011", date(2011, 2, 3)),
        ("on February 30, 2011", None),
        ("in 2025", None),
    ],
)
def test_english_date(text: str, expected: date | None) -> None:
    found = english_date(text)
    assert (found[0] if found else None) == expected
