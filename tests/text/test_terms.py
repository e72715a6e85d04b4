"""Renderings of terms: in one bead, and in the table of all beads. The beads are made up."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from numpy.typing import NDArray

from reports.text.terms import Term, TermModel, train

BEADS = [
    ("深化供给侧结构性改革。", "We will deepen supply-side structural reform.", 2016),
    ("供给侧结构性改革取得进展。", "Progress was made in supply-side structural reform.", 2017),
    ("坚持以供给侧结构性改革为主线。", "We will keep to supply-side structural reform as the main task.", 2018),
    ("供给侧结构性改革继续推进。", "Supply-side structural reform continued to advance.", 2020),
    ("发展义务教育。", "We will develop compulsory education.", 2016),
    ("义务教育经费增加。", "Funding for compulsory education grew.", 2017),
    ("农村义务教育得到加强。", "Rural compulsory education was strengthened.", 2018),
    ("义务教育学校全部达标。", "All compulsory education schools met the standards.", 2019),
    ("怀柔科学城加快建设。", "The building of Huairou Science City moved faster.", 2020),
    ("怀柔科学城形成框架。", "Huairou Science City took shape.", 2021),
    ("未来科学城聚集企业。", "The Future Science Park drew enterprises.", 2020),
    ("未来科学城增加投资。", "Investment in the Future Science Park increased.", 2021),
    ("支持怀柔科学城。", "We will support Huairou Science City.", 2022),
    ("建设未来科学城。", "We will build the Future Science Park.", 2022),
    ("粮食生产稳定。", "Grain production was stable.", 2016),
    ("粮食价格平稳。", "The price of grain was steady.", 2017),
    ("国家储备粮食。", "The state stores grain.", 2018),
    ("进口粮食减少。", "Imported grain decreased.", 2018),
    ("粮食产量提高。", "The output of grain rose.", 2019),
]

CITIES = [("怀柔", "Huairou"), ("昌平", "Changping"), ("重庆", "Chongqing"), ("成都", "Chengdu"), ("合肥", "Hefei")]
PARKS = [("上海", "Shanghai"), ("北京", "Beijing"), ("广州", "Guangzhou"), ("深圳", "Shenzhen"), ("南京", "Nanjing")]


@pytest.fixture(scope="module")
def model() -> TermModel:
    return train(BEADS)


@pytest.fixture(scope="module")
def table(model: TermModel) -> list[Term]:
    return model.table(min_count=3)


def rendering(model: TermModel, zh: str, term: str, en: str) -> str | None:
    start = zh.index(term)
    found = model.counterpart(zh, (start, start + len(term)), en)
    return en[slice(*found[0])] if found else None


def original(model: TermModel, zh: str, en: str, phrase: str) -> str | None:
    start = en.index(phrase)
    found = model.counterpart_zh(zh, en, (start, start + len(phrase)))
    return zh[slice(*found[0])] if found else None


@pytest.mark.parametrize(
    ("zh", "term", "en", "expected"),
    [
        ("保护环境，发展农业。", "环境", "We will protect the environment and develop agriculture.", "environment"),
        ("保护环境，发展农业。", "农业", "We will protect the environment and develop agriculture.", "agriculture"),
        ("保护環境，發展農業。", "農業", "We will protect the environment and develop agriculture.", "agriculture"),
        ("昌平建成实验室。", "昌平", "A laboratory was completed in Changping.", "Changping"),
        ("扩大5G网络。", "5G", "We will expand 5G networks.", "5G"),
    ],
)
def test_dictionary_and_sound_find_what_was_never_seen(zh: str, term: str, en: str, expected: str) -> None:
    assert rendering(train([]), zh, term, en) == expected


def test_beads_teach_what_no_dictionary_has(model: TermModel) -> None:
    zh, en = (
        "推进供给侧结构性改革和义务教育。",
        "We will advance supply-side structural reform and compulsory education.",
    )
    assert rendering(model, zh, "供给侧结构性改革", en) == "supply-side structural reform"
    assert rendering(model, zh, "义务教育", en) == "compulsory education"


def test_the_way_back(model: TermModel) -> None:
    zh, en = (
        "推进供给侧结构性改革和义务教育。",
        "We will advance supply-side structural reform and compulsory education.",
    )
    assert original(model, zh, en, "compulsory education") == "义务教育"
    assert original(model, zh, en, "supply-side structural reform") == "供给侧结构性改革"


def test_of_two_places_the_near_one_is_taken() -> None:
    zh, en = "农业是基础，国家强大，必须重视农业。", "Agriculture is the base; a strong country must value agriculture."
    model = train([])
    first, last = (model.counterpart(zh, (at, at + 2), en) for at in (zh.index("农业"), zh.rindex("农业")))
    assert first is not None
    assert last is not None
    assert first[0][0] == en.index("Agriculture")
    assert last[0][0] == en.rindex("agriculture")


def test_a_span_inside_a_word_is_what_is_asked_for() -> None:
    assert rendering(train([]), "保护环境", "环境", "We protect the environment.") == "environment"
    assert rendering(train([]), "保护环境", "保护", "We protect the environment.") == "protect"


def test_a_span_without_counterpart_has_none(model: TermModel) -> None:
    assert model.counterpart("长城很美。", (0, 2), "") is None
    assert model.counterpart("", (0, 0), "The Great Wall is beautiful.") is None
    assert model.counterpart("发展的成果", (2, 3), "The fruits of development") is None
    assert model.counterpart_zh("发展的成果", "The fruits of development", (11, 13)) is None
    assert model.counterpart("葫芦", (0, 2), "Saturday") is None


def test_confidence_is_a_share(model: TermModel) -> None:
    zh, en, _ = BEADS[4]
    found = model.counterpart(zh, (2, 6), en)
    assert found is not None
    assert 0.5 < found[1] <= 1.0


def test_offsets_are_those_of_the_published_text(model: TermModel) -> None:
    zh, en = "\u3000占地５㎡的义务教育学校", "A compulsory education school of 5 ㎡"
    assert rendering(model, zh, "义务教育", en) == "compulsory education"
    assert original(model, zh, en, "compulsory education") == "义务教育"


def test_table_counts_and_dates_renderings(table: list[Term]) -> None:
    (term,) = [term for term in table if term.zh == "义务教育"]
    assert (term.en, term.count, term.first_year, term.last_year) == ("compulsory education", 4, 2016, 2019)


def test_table_has_the_whole_term_and_the_whole_rendering(table: list[Term]) -> None:
    entries = {term.zh: term.en for term in table}
    assert entries["供给侧结构性改革"] == "supply-side structural reform"
    assert not {"供给", "结构性", "供给侧"} & set(entries)


def test_table_writes_names_with_capitals_and_words_without(table: list[Term]) -> None:
    entries = {term.zh: term.en for term in table}
    assert entries["粮食"] == "grain"
    assert entries["怀柔科学城"] == "Huairou Science City"


def test_table_keeps_different_renderings_apart() -> None:
    beads = [(f"建设{place}科学城。", f"We will build {name} Science City.", 2020) for place, name in CITIES]
    beads += [(f"建设{place}科学城。", f"We will build {name} Science Park.", 2022) for place, name in PARKS]
    found = {term.en: term for term in train([*beads, *BEADS]).table(min_count=3) if term.zh == "科学城"}
    assert set(found) == {"Science City", "Science Park"}
    assert found["Science City"].last_year == 2022
    assert found["Science Park"].first_year == 2020


def test_a_term_and_a_rendering_stand_there_once(monkeypatch: pytest.MonkeyPatch) -> None:
    cuts = iter(["义务教育", "义务 教育"] * len(BEADS))

    def cut(text: str) -> list[tuple[str, int]]:
        words = next(cuts).split() if text == "义务教育" else [text]
        return [(word, place) for place, word in enumerate(words)]

    monkeypatch.setattr("reports.text.terms.tokens.segment.cut", cut)
    beads = [("义务教育", "Compulsory education", 2016 + at) for at in range(8)]
    table = train([*beads, *(("粮食", "Grain", 2020) for _ in range(8))]).table(min_count=4)
    assert [(term.en, term.count) for term in table if term.zh == "义务教育"] == [("compulsory education", 8)]


def test_table_is_sorted_by_strength(table: list[Term]) -> None:
    strengths = [term.strength for term in table]
    assert strengths == sorted(strengths, reverse=True)
    assert all(0 < strength <= 1 for strength in strengths)


def test_what_is_too_rare_is_left_out(model: TermModel) -> None:
    assert "未来" not in {term.zh for term in model.table(min_count=4)}
    assert model.table(min_count=len(BEADS)) == []


def test_table_has_no_function_words_and_no_deeds(table: list[Term]) -> None:
    for zh in ("推进", "继续", "我们", "加快", "深化供给侧结构性改革"):
        assert zh not in {term.zh for term in table}


def test_beads_with_one_side_teach_nothing() -> None:
    model = train([("发展农业。", "", 2020), ("", "We will develop agriculture.", 2020), ("。", "!", 2020)])
    assert model.table(min_count=1) == []
    assert model.english == []


def test_texts_too_long_to_compare_are_left_out() -> None:
    assert train([("发展农业。" * 400, "We will develop agriculture. " * 400, 2020)]).english == []
    assert train([]).counterpart("发展农业。" * 2000, (2, 4), "We will develop agriculture. " * 2000) is None


def test_the_same_beads_make_the_same_table(model: TermModel, table: list[Term]) -> None:
    assert train(iter(BEADS)).table(min_count=3) == table


def test_an_encoder_chooses_among_the_likeliest_spans() -> None:
    beads = [("加快发展人工智能产业。", "We will develop the artificial intelligence industry.", 2024)] * 3
    model = train(
        [*beads, ("发展经济。", "Develop the economy.", 2024), ("人工智能。", "Artificial intelligence.", 2024)]
    )
    zh, en, _year = beads[0]

    def likes_one_word(text: str, others: Sequence[str]) -> NDArray[np.float32]:
        assert text == "人工智能"
        return np.array([10.0 * (other == "intelligence") for other in others], dtype=np.float32)

    found = model.counterpart(zh, (4, 8), en, likes_one_word)
    assert found is not None
    assert en[slice(*found[0])] == "intelligence"
