import pytest

from reports.text.han_names import can_be_name, looks_like_name


@pytest.mark.parametrize(
    "text", ["王某", "欧阳某某", "向巴平措", "乌云其木格", "热孜万·艾拜", "李 强", "劉某某", "宁波"]
)
def test_names(text: str) -> None:
    assert looks_like_name(text)


@pytest.mark.parametrize(
    "text", ["市长", "代市長", "合肥市", "在宁波市", "李强同志", "主席团", "王", "目录", "Li Qiang"]
)
def test_words_places_and_fragments(text: str) -> None:
    assert not can_be_name(text)


def test_a_rare_beginning_is_no_name_by_its_looks_but_can_be_one() -> None:
    assert can_be_name("质某某")
    assert not looks_like_name("质某某")
