import pytest

from reports.admin.editor.differences import compared


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("same", "same", "same"),
        ("增长5.2%。", "增长5.3%。", "增长<del>5.2%</del><ins>5.3%</ins>。"),
        ("the old text", "the new text", "the <del>old</del><ins>new</ins> text"),
        ("", "<b>", "<ins>&lt;b&gt;</ins>"),
        ("gone", "", "<del>gone</del>"),
        ("改革", "改进改革", "<ins>改进</ins>改革"),
    ],
)
def test_compared(before: str, after: str, expected: str) -> None:
    assert compared(before, after) == expected


def test_very_long_texts_are_shown_whole() -> None:
    assert compared("长" * 4000, "短" * 4000) == f"<del>{'长' * 4000}</del><ins>{'短' * 4000}</ins>"
