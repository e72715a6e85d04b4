"""Whole numbers as reports write them: Chinese numerals, Roman ones, English ordinals."""

import re

DIGITS = {character: value for value, character in enumerate("〇一二三四五六七八九")} | {
    "零": 0,
    "○": 0,
    "ο": 0,
    "o": 0,
    "两": 2,
}
DIGITS |= {str(value): value for value in range(10)}
UNITS = {"十": 10, "百": 100, "千": 1000}
CHINESE = r"[〇零○一二三四五六七八九十百千两0-9]+"
ROMAN = re.compile(r"^(?=[IVXL])(XL|L?X{0,3})(IX|IV|V?I{0,3})$")
ROMAN_VALUES = {"I": 1, "V": 5, "X": 10, "L": 50}
ENGLISH = (
    "zeroth first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth "
    "fifteenth sixteenth seventeenth eighteenth nineteenth"
).split()
ENGLISH_TENS = {"twentieth": 20, "thirtieth": 30, "twenty": 20, "thirty": 30}
ORDINAL = r"(?:\d{1,2}(?:st|nd|rd|th)|(?:twenty|thirty)[- ]?[a-z]+|[a-z]+)"


def chinese_number(text: str) -> int | None:
    """Return the number that `text` writes in Chinese numerals or digits (十六, 二〇二五, 16), None if it's none."""
    if text.isascii() and text.isdigit():
        return int(text)
    if not text or any(character not in DIGITS and character not in UNITS for character in text):
        return None
    if not any(character in UNITS for character in text):
        return int("".join(str(DIGITS[character]) for character in text))
    total, digit = 0, None
    for character in text:
        if character in UNITS:
            total += (1 if digit is None else digit) * UNITS[character]
            digit = None
        else:
            digit = DIGITS[character]
    return total + (digit or 0)


def roman_number(text: str) -> int | None:
    """Return the value of a Roman numeral from I to LXXXIX, None if `text` is none."""
    if not ROMAN.match(text):
        return None
    values = [ROMAN_VALUES[letter] for letter in text]
    following = [*values[1:], 0]
    return sum(-value if value < after else value for value, after in zip(values, following, strict=True))


def english_ordinal(text: str) -> int | None:
    """Return the number of an English ordinal below 40 (`Sixteenth`, `16th`, `Twenty-first`), None if it's none."""
    word = text.lower().strip()
    if match := re.fullmatch(r"(\d{1,2})(?:st|nd|rd|th)", word):
        return int(match.group(1))
    if word in ENGLISH:
        return ENGLISH.index(word)
    if word in ENGLISH_TENS and word.endswith("ieth"):
        return ENGLISH_TENS[word]
    tens, _, rest = word.replace("-", " ").partition(" ")
    if tens in ENGLISH_TENS and rest in ENGLISH[1:10]:
        return ENGLISH_TENS[tens] + ENGLISH.index(rest)
    return None


def chinese_numeral(number: int) -> str:
    """Return a number from 1 to 99 as headings write it: 十二 for 12, 二十 for 20."""
    tens, ones = divmod(number, 10)
    figures = " 一二三四五六七八九"
    leading = "" if tens == 0 else f"{figures[tens] if tens > 1 else ''}十"
    return leading + (figures[ones] if ones else "")
