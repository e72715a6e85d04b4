"""Getting the pages, by their names."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

from django.test import Client
from django.urls import reverse


def page(client: Client, name: str, *args: Any, **asked: Any) -> str:
    """Return the HTML of a page that is called by the name of its address; `status` is the one expected."""
    status = asked.pop("status", 200)
    response = client.get(reverse(name, args=args), asked)
    assert response.status_code == status
    return str(response.content.decode())


def text(html: str) -> str:
    """Return what a page says, without its markup."""
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", html)))


def listed(html: str) -> list[str]:
    """Return the names of the lines of a page's list."""
    lines = re.findall(
        r"<li>\s*<a href[^>]*>(.*?)</a>", html.partition('class="reports"')[2].partition("</ol>")[0], re.S
    )
    return [text(line).strip() for line in lines]
