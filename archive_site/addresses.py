"""Where a request comes from, as far as that can be known."""

from __future__ import annotations

import ipaddress
from typing import TYPE_CHECKING

from django.conf import settings

if TYPE_CHECKING:
    from django.http import HttpRequest

# A household or an office has a network of so many bits, and as many addresses in it as it likes.
NETWORK_BITS = 64


def address_of(request: HttpRequest) -> str | None:
    """Return the address that a request comes from, None where there is none, as through a socket of this machine.

    X-Forwarded-For is what its sender likes, except for what our own proxies added at its end: settings.PROXIES of
    them did, and the first of these saw the visitor. With fewer entries than proxies nothing in it is believed.
    """
    seen = request.META.get("REMOTE_ADDR") or ""
    if settings.PROXIES:
        entries = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")
        if len(entries) >= settings.PROXIES:
            return _plain(entries[-settings.PROXIES]) or _plain(seen)
    return _plain(seen)


def network_of(address: str | None) -> str:
    """Return what is counted as one visitor: an address, for IPv6 the network around it; "local" for no address."""
    if not address:
        return "local"
    known = ipaddress.ip_address(address)
    if known.version == 4:
        return address
    return str(ipaddress.ip_network((known, NETWORK_BITS), strict=False).network_address)


def _plain(text: str) -> str | None:
    """Return an address without its port and zone, an IPv4 address in IPv6's clothes as itself; None for no address."""
    text = text.strip()
    if text.startswith("["):
        text = text[1:].partition("]")[0]
    elif text.count(":") == 1:
        text = text.partition(":")[0]
    try:
        known = ipaddress.ip_address(text.partition("%")[0])
    except ValueError:
        return None
    return str(getattr(known, "ipv4_mapped", None) or known)
