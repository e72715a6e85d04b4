import pytest

from reports.text.romanised import code_of, english_of


@pytest.mark.parametrize(
    ("name", "code", "english"),
    [
        ("延庆区", "yanqingqu", "Yanqing District"),
        ("昆山市", "kunshanshi", "Kunshan"),
        ("和县", "hexian", "Hexian"),
        ("Nanshan District", "nanshan-district", "Nanshan District"),
    ],
)
def test_codes_and_english_names(name: str, code: str, english: str) -> None:
    assert (code_of(name), english_of(name)) == (code, english)
