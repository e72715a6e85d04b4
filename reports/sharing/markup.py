"""XML as text: elements with escaped content, and nothing in it that XML 1.0 can't hold."""

from __future__ import annotations

import re
from xml.sax.saxutils import escape, quoteattr

DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n'
# What XML 1.0 has no way to write.
UNWRITABLE = re.compile(r"[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def text(content: str) -> str:
    """Return a text as the content of an element."""
    return escape(UNWRITABLE.sub("", content))


def element(name: str, content: str = "", **attributes: str) -> str:
    """Return an element; `content` is markup. In names of attributes two underscores are a colon; empty ones go."""
    kept = {key.replace("__", ":"): UNWRITABLE.sub("", value) for key, value in attributes.items() if value}
    given = "".join(f" {key}={quoteattr(value)}" for key, value in kept.items())
    return f"<{name}{given}>{content}</{name}>" if content else f"<{name}{given}/>"


def said(name: str, content: str, **attributes: str) -> str:
    """Return an element of text, nothing where there is none."""
    return element(name, text(content), **attributes) if content else ""
