"""Signs that Chinese keyboards write and that a query takes for characters: the query as it may have been meant."""

from __future__ import annotations

import re
from collections.abc import Iterator

from reports.search.query import Contains, Query, read

QUOTED = re.compile(r"[“„«‹「『﹁﹃‘《〈【]([^“”„«»‹›「」『』﹁﹂﹃﹄‘’《》〈〉【】\"]+)[”“»›」』﹂﹄’》〉】]")
LISTED = re.compile(r"[、,，;；/|·•+&]+")
PARTS_MOST = 8


def as_meant(query: Query) -> Iterator[str]:
    """Yield the query with quotation marks that are operators, and a list as its parts: all of them, then any."""
    q = query.understood()
    quoted = QUOTED.sub(lambda match: f' "{match[1].strip()}" ', q) if '"' not in q else q
    if quoted != q:
        yield read(quoted).understood()
    texts = [leaf.text for leaf in query.wanted() if isinstance(leaf, Contains)]
    for text in texts:
        parts = [part.strip("“”「」『』‘’《》") for part in LISTED.split(text)]
        parts = [part for part in parts if part]
        if 1 < len(parts) <= PARTS_MOST and text in q:
            yield read(q.replace(text, " ".join(parts))).understood()
            yield read(q.replace(text, f"({' OR '.join(parts)})")).understood()
