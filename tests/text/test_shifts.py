import pytest

from reports.text.shifts import slipped


@pytest.mark.parametrize(
    ("alarmed", "expected"),
    [
        ("", set()),
        ("x..x..x", set()),
        ("xx..x", set()),
        (".xxx.", {1, 2, 3}),
        ("x.xx.....x", {0, 2, 3}),
        ("xxxxx", {0, 1, 2, 3, 4}),
    ],
)
def test_slipped(alarmed: str, expected: set[int]) -> None:
    assert slipped([sign == "x" for sign in alarmed]) == expected
