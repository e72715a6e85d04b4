import pytest

from reports.ingest.pairing import pair
from reports.ingest.plan import Line
from reports.ingest.run_in import split

ZH = "一、工作回顾。过去一年，全市经济运行总体平稳，居民收入稳步提高。"
EN = "I. Review of Work. Over the past year the economy of the city ran steadily, and incomes of residents rose."


@pytest.mark.parametrize("texts", [(ZH, EN), (EN, ZH)])
def test_a_heading_is_parted_from_its_paragraph_whichever_language_comes_first(texts: tuple[str, str]) -> None:
    found = split(pair([Line(number, text) for number, text in enumerate(texts, start=1)]))
    assert [(part.zh, part.en) for part in found] == [(ZH[:7], EN[:18]), (ZH[7:], EN[19:])]
