"""Pages in each language: what crawlers are told of, and what a page says of itself."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import override

# How pages name the languages that the site is in; what isn't here is named as it is.
TAGS = {"zh-hans": "zh-Hans", "zh-hant": "zh-Hant"}


def in_each_language(name: str, args: Sequence[Any] = ()) -> dict[str, str]:
    """Return the path of a page in each language of the site, by tag (`en`, `zh-Hans`)."""
    found = {}
    for code, _label in settings.LANGUAGES:
        with override(code):
            found[TAGS.get(code.lower(), code)] = reverse(name, args=args)
    return found
