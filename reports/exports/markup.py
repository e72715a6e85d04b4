"""XML written piece by piece: escaped, and without what XML has no way to write."""

from __future__ import annotations

import re
from xml.sax.saxutils import escape

UNWRITABLE = re.compile(r"[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n'
QUOTES = {'"': "&quot;", "\n": "&#10;", "\r": "&#13;", "\t": "&#9;"}


def text(value: str) -> str:
    """Return a text as it stands between tags."""
    return escape(UNWRITABLE.sub("", value))


def tag(name: str, content: str | None = None, /, **attributes: object) -> str:
    """Return an element: `content` is markup already, None closes it at once; attributes of None are left out.

    In names of attributes `__` stands for the colon of a prefix and `_` at the end for nothing.
    """
    written = "".join(
        f' {key.rstrip("_").replace("__", ":").replace("_", "-")}="{attribute(value)}"'
        for key, value in attributes.items()
        if value is not None
    )
    return f"<{name}{written}/>" if content is None else f"<{name}{written}>{content}</{name}>"


def attribute(value: object) -> str:
    """Return a value as it stands between double quotes."""
    return escape(UNWRITABLE.sub("", str(value)), QUOTES)
