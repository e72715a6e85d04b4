"""The page at hand in each language that the archive speaks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import get_script_prefix
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language, get_language_from_path, to_locale


@dataclass(frozen=True, slots=True)
class Offered:
    """A language in its own name, with the tag that HTML knows it by, and the address of this page in it."""

    tag: str
    name: str
    address: str
    is_current: bool


def tag(code: str) -> str:
    """Return a language's code as BCP 47 writes it: zh-Hans for zh-hans."""
    return to_locale(code).replace("_", "-")


def offered(request: HttpRequest) -> list[Offered]:
    """Return this very page in every language; nothing where the address has no language in it."""
    here = get_language_from_path(request.path_info)
    if here is None:
        return []
    root = get_script_prefix()
    rest = request.get_full_path().removeprefix(f"{root}{here}/")
    return [Offered(tag(code), name, f"{root}{code}/{rest}", code == here) for code, name in settings.LANGUAGES]


def in_templates(request: HttpRequest) -> dict[str, Any]:
    """Return what every template may say of languages."""
    return {
        "language_tag": tag(get_language() or settings.LANGUAGE_CODE),
        "languages": SimpleLazyObject(lambda: offered(request)),
    }
