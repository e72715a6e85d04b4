"""Page numbers and running heads that stay behind when a paged document becomes text."""

import re
from collections import Counter
from itertools import pairwise

from reports.ingest.plan import Line

NUMBER = re.compile(
    r"(?:[-—–－·~]\s*)?\d{1,3}(?:\s*[-—–－·~])?"
    r"|第\s*\d{1,3}\s*页(?:\s*[,，/]?\s*共\s*\d{1,3}\s*页)?"
    r"|\d{1,3}\s*/\s*\d{1,3}|Page \d{1,3}(?: of \d{1,3})?",
    re.I,
)
# A running head stands on many pages and says little; an address to the deputies does so too.
OFTEN, LONGEST = 4, 40
ADDRESS = re.compile(r"各位|同志们|[:：!！。.,，;；]$|fellow|deputies", re.I)


def clean(lines: list[Line]) -> list[Line]:
    """Return the lines without those that are a page's number or its running head.

    Numbers go only where several rise from page to page, heads only where numbers went.
    """
    numbered = [line for line in lines if NUMBER.fullmatch(line.text)]
    values = [int(re.search(r"\d+", line.text).group()) for line in numbered]  # type: ignore[union-attr]
    rising = sum(after == before + 1 for before, after in pairwise(values))
    if rising < 2:
        return lines
    gone = {line.number for line in numbered}
    counts = Counter(line.text for line in lines)
    seen: set[str] = set()
    for line in lines:
        often = counts[line.text] >= OFTEN and 0 < len(line.text) <= LONGEST and not ADDRESS.search(line.text)
        if often and line.text in seen:
            gone.add(line.number)
        seen.add(line.text)
    return [line for line in lines if line.number not in gone]
