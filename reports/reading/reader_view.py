"""How a reader wants a report shown: read from the address, else from what the browser remembers; the address wins."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, replace

from django.conf import settings
from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

COOKIE = "view"
KEPT_SECONDS = 365 * 24 * 3600
# Each part of the view: its values in addresses and how they are called. The first is the one without a choice, except
# for size and measure, which have theirs in the middle.
CHOICES: Mapping[str, Mapping[str, str | Promise]] = {
    "layout": {
        "side": _("Side by side"),
        "stacked": _("Stacked"),
        "zh": _("Chinese"),
        "en": _("English"),
    },
    "script": {
        "published": _("As published"),
        "hans": "简体",
        "hant": "繁體（臺灣）",
        "hk": "繁體（香港）",
        "cn": "繁體（內地）",
    },
    "theme": {"auto": _("As the device"), "light": _("Light"), "sepia": _("Sepia"), "dark": _("Dark")},
    "size": {"1": _("Smallest"), "2": _("Small"), "3": _("Medium"), "4": _("Large"), "5": _("Largest")},
    "measure": {"1": _("Narrow"), "2": _("Medium"), "3": _("Wide")},
}


@dataclass(frozen=True, slots=True)
class View:
    """One way of showing a report; every field holds one of the values in CHOICES."""

    layout: str = "side"
    script: str = "published"
    theme: str = "auto"
    size: str = "3"
    measure: str = "2"

    @property
    def converted_to(self) -> str:
        """Return the script that Chinese is to be converted to; empty where it stands as published."""
        return "" if self.script == "published" else self.script

    def changed(self) -> dict[str, str]:
        """Return what differs from the view without any choice."""
        return {name: value for name, value in asdict(self).items() if value != getattr(UNCHOSEN, name)}


UNCHOSEN = View()


def asked(parameters: Mapping[str, str]) -> dict[str, str]:
    """Return the parts of a view that an address names and that make sense."""
    found = {name: parameters[name] for name in CHOICES if name in parameters}
    return {name: value for name, value in found.items() if value in CHOICES[name]}


def remembered(request: HttpRequest) -> dict[str, str]:
    """Return the parts of a view that the browser remembers, as it keeps them: layout.zh-size.4."""
    parts = (part.partition(".") for part in request.COOKIES.get(COOKIE, "")[:200].split("-"))
    return asked({name: value for name, _dot, value in parts})


def view_of(request: HttpRequest) -> View:
    """Return the view for a request: what its address asks for, then what the browser remembers."""
    return replace(UNCHOSEN, **{**remembered(request), **asked(request.GET.dict())})


def remember(request: HttpRequest, response: HttpResponse) -> None:
    """Have the browser remember what its reader chose on a page of this site.

    Scripts remember by themselves. An address from elsewhere is somebody else's choice: it shows, and is not kept.
    """
    chosen = asked(request.GET.dict())
    if not chosen or request.headers.get("Sec-Fetch-Site") != "same-origin":
        return
    kept = replace(UNCHOSEN, **{**remembered(request), **chosen}).changed()
    response.set_cookie(
        COOKIE,
        "-".join(f"{name}.{value}" for name, value in kept.items()),
        max_age=KEPT_SECONDS,
        secure=settings.SESSION_COOKIE_SECURE,
        samesite="Lax",
    )


@dataclass(frozen=True, slots=True)
class Choice:
    """A value that can be chosen, the address that chooses it, and whether it is chosen now."""

    value: str
    label: str | Promise
    address: str
    current: bool


def choices(view: View, parameters: QueryDict) -> Iterator[tuple[str, list[Choice]]]:
    """Yield each part of the view with its choices; their addresses keep all else that `parameters` say."""
    for name, labels in CHOICES.items():
        found = []
        for value, label in labels.items():
            query = parameters.copy()
            query[name] = value
            found.append(Choice(value, label, f"?{query.urlencode()}", getattr(view, name) == value))
        yield name, found


def theme(request: HttpRequest) -> dict[str, str]:
    """Return the colours that every page is to have, for its template; empty where the device decides."""
    chosen = view_of(request).theme
    return {"theme": "" if chosen == UNCHOSEN.theme else chosen}
