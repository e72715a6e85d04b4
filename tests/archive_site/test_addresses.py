"""An address is believed only where it was seen by us or by a proxy of ours."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import RequestFactory
from pytest_django.fixtures import Settings

from archive_site.addresses import address_of, network_of

SEEN = "198.51.100.7"


def address(forwarded: str | None, seen: str = SEEN) -> str | None:
    given: dict[str, Any] = {} if forwarded is None else {"HTTP_X_FORWARDED_FOR": forwarded}
    return address_of(RequestFactory(REMOTE_ADDR=seen).get("/", **given))


@pytest.mark.parametrize("forwarded", [None, "", "192.0.2.1", "192.0.2.1, 192.0.2.2", "127.0.0.1"])
def test_nothing_forwarded_is_believed_without_a_proxy(forwarded: str | None, settings: Settings) -> None:
    settings.PROXIES = 0
    assert address(forwarded) == SEEN


@pytest.mark.parametrize(
    ("proxies", "forwarded", "expected"),
    [
        (1, "192.0.2.1", "192.0.2.1"),
        (1, "6.6.6.6, 192.0.2.1", "192.0.2.1"),
        (1, "6.6.6.6, 7.7.7.7, 192.0.2.1", "192.0.2.1"),
        (2, "192.0.2.1, 10.0.0.1", "192.0.2.1"),
        (2, "6.6.6.6,192.0.2.1,10.0.0.1", "192.0.2.1"),
        (2, "192.0.2.1", SEEN),
        (1, None, SEEN),
        (1, "", SEEN),
        (1, "unknown", SEEN),
        (1, "'; DROP TABLE", SEEN),
        (1, "192.0.2.1:4711", "192.0.2.1"),
        (1, "2001:db8::1", "2001:db8::1"),
        (1, "[2001:db8::1]:4711", "2001:db8::1"),
        (1, "::ffff:192.0.2.1", "192.0.2.1"),
        (1, "fe80::1%eth0", "fe80::1"),
    ],
)
def test_what_our_proxies_saw_is_believed(
    proxies: int, forwarded: str | None, expected: str, settings: Settings
) -> None:
    settings.PROXIES = proxies
    assert address(forwarded) == expected


def test_socket_of_this_machine_has_no_address(settings: Settings) -> None:
    settings.PROXIES = 0
    assert address(None, seen="") is None


@pytest.mark.parametrize(
    ("given", "network"),
    [
        (None, "local"),
        ("192.0.2.1", "192.0.2.1"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::"),
        ("2001:db8:1:2::", "2001:db8:1:2::"),
    ],
)
def test_ipv6_counts_by_network(given: str | None, network: str) -> None:
    assert network_of(given) == network
