"""Names of places that no list has, in Latin letters: for addresses and as a first English name."""

import re

from reports.text.fold import HAS_HAN, fold

KINDS = {
    "自治县": "Autonomous County",
    "自治旗": "Autonomous Banner",
    "县": "County",
    "区": "District",
    "旗": "Banner",
    "市": "",
}


def _parts(name_zh: str) -> tuple[str, str]:
    folded = fold(name_zh)
    for suffix, kind in KINDS.items():
        # 和县 keeps its 县: nothing would be left but one syllable.
        if folded.endswith(suffix) and len(folded) - len(suffix) >= 2:
            return folded.removesuffix(suffix), kind
    return folded, ""


def _pinyin(name_zh: str, errors: str = "default") -> str:
    # Its dictionary takes a third of a second to load, and few files ask for it.
    from pypinyin import Style, lazy_pinyin

    return "".join(lazy_pinyin(name_zh, style=Style.NORMAL, errors=errors))


def code_of(name_zh: str) -> str:
    """Return a code for a place: its Chinese name in pinyin (yanqingqu), or its English one (nanshan-district)."""
    if not HAS_HAN.search(name_zh):
        return re.sub(r"[^a-z0-9]+", "-", fold(name_zh)).strip("-")
    letters = _pinyin(fold(name_zh), errors="ignore")
    return "".join(letter for letter in letters.replace("ü", "v") if letter.isascii() and letter.isalnum())


def english_of(name_zh: str) -> str:
    """Return an English name for a place, as in Yanqing District."""
    if not HAS_HAN.search(name_zh):
        return name_zh
    stem, kind = _parts(name_zh)
    name = _pinyin(stem).replace("ü", "v").capitalize()
    return f"{name} {kind}".strip()
