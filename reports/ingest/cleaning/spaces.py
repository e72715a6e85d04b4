"""Characters that show nothing, and white space at the ends of lines."""

import re

from reports.ingest.plan import Line

# Zero-width characters, soft hyphens, marks of direction, a byte order mark inside, controls other than the tab.
UNSEEN = re.compile(
    "[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\ufff9-\ufffb\x00-\x08\x0b-\x1f\x7f-\x84\x86-\x9f]"
)


def clean(lines: list[Line]) -> list[Line]:
    """Return the lines without unseen characters and without white space at their ends."""
    return [Line(line.number, UNSEEN.sub("", line.text).strip()) for line in lines]
