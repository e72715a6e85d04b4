"""Sentences that are kept and read later, by people of other languages: each knows how it was made.

`say` and `nsay` stand for gettext and ngettext where a sentence may be kept: import them as `_` and `ngettext`, so that
the catalogues have what is in them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Self

from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext, pgettext

PERCENT, BRACES = "%", "{}"


class Said(str):  # noqa: SLOT000 - it has attributes
    """A sentence in the language of the moment; `made` tells what it was made of, so that it can be said in others.

    A list among the values of a sentence is told as each language tells one.
    """

    made: dict[str, Any]

    def __new__(cls, text: str, made: dict[str, Any] | None = None) -> Self:
        said = super().__new__(cls, text)
        said.made = made or {}
        return said

    def __mod__(self, values: Any) -> Said:
        return Said(str(self) % _told(values), {**self.made, "how": PERCENT, "with": _plain(values)})

    def format(self, *_none: Any, **values: Any) -> Said:
        return Said(str(self).format(**_told(values)), {**self.made, "how": BRACES, "with": _plain(values)})


def say(message: str) -> Said:
    """Return a message in the language of the moment."""
    return Said(gettext(message), {"id": message})


def nsay(singular: str, plural: str, number: int) -> Said:
    """Return a message that tells a number, in the language of the moment."""
    return Said(ngettext(singular, plural, number), {"id": singular, "plural": plural, "number": number})


def kept(text: str) -> str | dict[str, Any]:
    """Return a sentence as it can be kept in JSON: with what it was made of where it knows that."""
    return {"text": str(text), **text.made} if isinstance(text, Said) and text.made else str(text)


def said_again(kept: Any) -> str:
    """Return a kept sentence in the language of the moment; as it was said where nothing tells how it was made."""
    if not isinstance(kept, Mapping):
        return str(kept)
    message = str(kept.get("id", ""))
    if not message:
        return str(kept.get("text", ""))
    said = ngettext(message, kept["plural"], kept.get("number", 0)) if "plural" in kept else gettext(message)
    if "how" not in kept:
        return said
    values = _again(kept.get("with"))
    try:
        return said.format(**_told(values)) if kept["how"] == BRACES else said % _told(values)
    except (KeyError, IndexError, TypeError, ValueError):
        # A catalogue of another version names other values.
        return str(kept.get("text", ""))


def listed(items: Iterable[object]) -> str:
    """Return things one after the other, as the language of the moment parts them."""
    return pgettext("between the things of a list", ", ").join(map(str, items))


def _told(values: Any) -> Any:
    if not isinstance(values, Mapping):
        return values
    return {name: listed(value) if isinstance(value, (list, tuple)) else value for name, value in values.items()}


def _plain(value: Any) -> Any:
    """Return a value as JSON can have it; a tuple is a list there."""
    match value:
        case str():
            return kept(value)
        case Promise():
            return str(value)
        case None | bool() | int() | float():
            return value
        case Mapping():
            return {str(name): _plain(one) for name, one in value.items()}
        case tuple() | list():
            return [_plain(one) for one in value]
    return str(value)


def _again(value: Any) -> Any:
    match value:
        case {"text": str(), "id": str()}:
            return said_again(value)
        case dict():
            return {name: _again(one) for name, one in value.items()}
        case list():
            return tuple(_again(one) for one in value)
    return value
