"""Which jurisdiction a header, a title or a path names: the gazetteer's, or a county that it does not list.

The best evidence decides: who holds the congress, then whose government it is, then a name in full standing by itself.
Nothing is guessed: two cities named side by side, or a Taizhou that does not say which, give no place.
"""

from __future__ import annotations

from collections.abc import Iterator

from reports.text import places_chinese
from reports.text.fold import fold, has_han
from reports.text.gazetteer import Body, Place, by_code, places
from reports.text.places_english import English

__all__ = ["Place", "by_code", "found_in", "named", "place_above", "places", "unknown_place"]


def _evidence(text: str) -> Iterator[Body | None]:
    folded = fold(text)
    yield from places_chinese.phrases(folded)
    english = English(text)
    yield english.by_congress()
    yield english.by_government()
    yield from places_chinese.names(folded)
    yield Body(english.by_name())


def _read(text: str) -> Body:
    return next(body for body in _evidence(text) if body)


def named(text: str) -> Place | None:
    """Return the place of which `text` is a name: in full or short, either script, English, or its code."""
    if has_han(text):
        body = places_chinese.parse("".join(fold(text).split()))
        return body.place if body else None
    return English(text).whole()


def found_in(text: str) -> Place | None:
    """Return the place that a header, a title or a path names; None if none, several, or a county of its own."""
    return _read(text).place


def unknown_place(text: str) -> str | None:
    """Return the county, district or banner whose congress or government `text` names: 延庆区, Nanshan District."""
    return _read(text).county


def place_above(text: str) -> Place | None:
    """Return the place that holds the body of `unknown_place`, if `text` says: 深圳市 in 深圳市南山区."""
    return _read(text).above
