"""Names of places in the interface's language, where all that is known of a place is what a file calls it."""

from __future__ import annotations

from django.utils.translation import get_language

from reports.text import places
from reports.text.scripts import to_traditional


def place_named(name_zh: str) -> str:
    """Return the name by which readers of the interface know a place; the Chinese one where no other is known."""
    language = get_language() or ""
    if language == "zh-hant":
        return to_traditional(name_zh)
    known = None if language.startswith("zh") else places.named(name_zh)
    return known.name_en if known else name_zh
