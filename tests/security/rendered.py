"""What of a page would run, or lead where something runs: nothing that a file can bring."""

from __future__ import annotations

import json
from collections.abc import Iterator

from lxml import etree, html

RUNNING = {"script", "iframe", "object", "embed", "injected", "base", "frame", "applet", "portal"}
ADDRESSES = {"href", "src", "action", "formaction", "data", "poster", "background", "content"}


def of_page(content: bytes) -> Iterator[str]:
    """Yield what would run of a page that is none of ours."""
    for element in html.document_fromstring(content.decode()).iter(etree.Element):
        tag = str(element.tag).lower()
        data = element.get("type", "") in {"application/ld+json", "application/json"}
        if tag == "script" and data:
            json.loads(element.text or "")
        elif tag in RUNNING and not (tag == "script" and (element.get("src") or "").startswith("/")):
            yield f"<{tag}> {element.text}"
        for name, value in element.items():
            address = value.strip().lower()
            if name.lower().startswith("on") or name in {"style", "attacked"}:
                yield f"{tag} {name}={value}"
            if name in ADDRESSES and address.startswith(("javascript:", "data:text", "vbscript:")) and tag != "meta":
                yield f"{tag} {name}={value}"
