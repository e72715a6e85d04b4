"""What the pages of the administration have in common."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from django.contrib import admin
from django.template.response import TemplateResponse

if TYPE_CHECKING:
    from django.contrib.auth.models import User
    from django.http import HttpRequest


def person(request: HttpRequest) -> User:
    """Return who asks; the guard let no anonymous visitor through."""
    return cast("User", request.user)


def page(
    request: HttpRequest, template: str, title: str, context: dict[str, Any], status: int = 200
) -> TemplateResponse:
    return TemplateResponse(
        request, template, {**admin.site.each_context(request), "title": title, **context}, status=status
    )
