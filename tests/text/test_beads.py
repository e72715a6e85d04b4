import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reports.text.beads import beads, work


def texts(zh: str, en: str) -> list[tuple[str, str]]:
    return [(zh[bead.zh.start : bead.zh.end], en[bead.en.start : bead.en.end].strip()) for bead in beads(zh, en)]


EDUCATION = "优先发展教育事业，办好农村学校。", "We will give priority to education and run rural schools well."
HEALTH = "深化医药卫生体制改革。", "We will deepen reform of the medical and health care system."
TAX = "全年减税1.5万亿元，支持中小企业。", "Taxes were cut by 1.5 trillion yuan to support small enterprises."
PPP = "推广PPP模式。", "We will extend the use of PPP models."


def test_sentences_go_one_to_one() -> None:
    pairs = [EDUCATION, HEALTH, TAX, PPP]
    assert texts("".join(zh for zh, _ in pairs), " ".join(en for _, en in pairs)) == pairs


def test_one_chinese_sentence_can_be_two_english_ones() -> None:
    split = "We will give priority to education. Rural schools will be run well."
    assert texts(EDUCATION[0] + HEALTH[0], f"{split} {HEALTH[1]}") == [(EDUCATION[0], split), HEALTH]


def test_a_chinese_sentence_that_fills_a_paragraph_can_be_many_english_ones() -> None:
    pairs = [EDUCATION, HEALTH, TAX, PPP] * 2
    zh, en = "，".join(zh.rstrip("。") for zh, _ in pairs) + "。", " ".join(en for _, en in pairs)
    assert texts(zh, en) == [(zh, en)]


def test_two_chinese_sentences_can_be_one_english_one() -> None:
    joint = "We will deepen reform of the medical and health care system and extend the use of PPP models."
    assert texts(TAX[0] + HEALTH[0] + PPP[0], f"{TAX[1]} {joint}") == [TAX, (HEALTH[0] + PPP[0], joint)]


@pytest.mark.parametrize("missing", range(4))
def test_a_sentence_without_its_english_stands_alone(missing: int) -> None:
    pairs = [EDUCATION, TAX, HEALTH, PPP]
    en = " ".join(text for at, (_, text) in enumerate(pairs) if at != missing)
    assert texts("".join(zh for zh, _ in pairs), en) == [
        (zh, "" if at == missing else text) for at, (zh, text) in enumerate(pairs)
    ]


def test_a_bead_without_english_says_where_it_would_stand() -> None:
    zh, en = EDUCATION[0] + TAX[0] + HEALTH[0], f"{EDUCATION[1]} {HEALTH[1]}"
    assert beads(zh, en)[1].en == (len(EDUCATION[1]) + 1, len(EDUCATION[1]) + 1)


def test_traditional_is_aligned_as_simplified_is() -> None:
    zh, en = "優先發展教育事業。深化醫藥衛生體制改革。", f"{EDUCATION[1]} {HEALTH[1]}"
    assert [bead.zh for bead in beads(zh, en)] == [(0, 9), (9, 20)]


def test_confidence_is_low_where_nothing_agrees() -> None:
    zh = EDUCATION[0] + TAX[0]
    assert beads(zh, EDUCATION[1])[0].confidence > 0.8 > beads(zh, "Thank you for coming to Paris.")[0].confidence


@pytest.mark.parametrize(
    ("zh", "en", "count"), [("", "", 0), ("教育。卫生。", "", 2), ("", "Education.", 1), (" ", "A.", 1)]
)
def test_an_empty_side_leaves_the_other_alone(zh: str, en: str, count: int) -> None:
    found = beads(zh, en)
    assert len(found) == count
    assert not any(bead.zh.start < bead.zh.end and bead.en.start < bead.en.end for bead in found)


@settings(deadline=None)  # the first case reads the dictionary
@given(
    st.text(alphabet="经济发展。；“”\n 1", min_size=1, max_size=40),
    st.text(alphabet="We. grow;\n 1", min_size=1, max_size=60),
)
def test_beads_cover_both_texts_in_order(zh: str, en: str) -> None:
    found = beads(zh, en)
    for text, spans in ((zh, [bead.zh for bead in found]), (en, [bead.en for bead in found])):
        at = 0
        for span in spans:
            assert span.start == at
            at = span.end
        assert at == len(text) or not text.strip()
    assert all(0.0 <= bead.confidence <= 1.0 for bead in found)


def test_more_sentences_than_any_paragraph_has_are_one_bead() -> None:
    zh, en = "改革。" * 3000, "Reform it. " * 3000
    assert [(bead.zh, bead.en, bead.confidence) for bead in beads(zh, en)] == [((0, len(zh)), (0, len(en)), 0.0)]


def test_work_grows_with_the_square_of_the_sentences_up_to_those_that_are_aligned() -> None:
    assert work("改革。开放。", "Reform.") == 4
    assert work("", "Reform it. " * 3000) == work("改革。" * 300, "") == 90_000
