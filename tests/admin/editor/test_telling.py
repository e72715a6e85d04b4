from django.utils.translation import override

from reports.admin.editor.telling import Told, told
from reports.revisions import RowChange


def one(change: RowChange) -> Told:
    return told([change], {7: 3})[0]


def test_text_is_told_word_by_word() -> None:
    row = one(RowChange(7, {"en": "an old word here"}, {"en": "a new word here"}))
    assert (row.number, row.said) == (3, "")
    assert row.fields[0][:2] == ("English", "en")
    assert "<ins>new</ins>" in row.fields[0][2]


def test_mark_is_told_as_yes_and_no() -> None:
    assert one(RowChange(7, {"checked": False}, {"checked": True})).fields == [("checked", "", "no → yes")]


def test_level_is_told() -> None:
    assert one(RowChange(7, {"level": 0, "section": None}, {"level": 2, "section": 9})).fields == [
        ("Level", "", "0 → 2")
    ]


def test_header_is_told_by_the_names_of_its_fields() -> None:
    row = one(RowChange(None, {"speaker_zh": "殷勇"}, {"speaker_zh": "陈吉宁"}))
    assert (row.key, row.fields[0][:2]) == (None, ("speaker, Chinese", "zh"))


def test_rows_that_came_went_and_moved() -> None:
    gone = RowChange(8, {"zh": "文", "behind": [7, 2]}, None)
    assert one(gone).said == "The pair went."
    assert one(gone).number is None
    assert one(RowChange(8, {"zh": "文", "behind": [7, 2]}, None, became=7)).said.startswith("The pair became")
    assert one(RowChange(7, None, {"zh": "文", "behind": [None, 1]})).said == "The pair came."
    assert one(RowChange(7, {"behind": [8, 2]}, {"behind": [None, 1]})).said == "The pair moved."


def test_what_means_nothing_to_a_person_is_left_out() -> None:
    assert told([RowChange(7, {"confidence": 0.5}, {"confidence": None})], {7: 3}) == []


def test_texts_are_escaped() -> None:
    with override("en"):
        assert "<script>" not in one(RowChange(7, {"en": ""}, {"en": "<script>"})).fields[0][2]


def test_status_is_told_as_it_is_called_on_the_page() -> None:
    with override("zh-hans"):
        told_so = one(RowChange(None, {"status": "draft"}, {"status": "published"})).fields[0][2]
    assert "草稿" in told_so
    assert "已发布" in told_so
    assert "draft" not in told_so
