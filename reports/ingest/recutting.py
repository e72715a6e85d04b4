"""One text cut in two ways: a file's pairs cut anew where those of the report that is there are cut.

A translation memory has sentences where the report has paragraphs; a heading runs into its paragraph in one file and
stands alone in the other. Told by the Chinese, folded and without spaces; the English follows through the beads.
"""

from __future__ import annotations

from bisect import bisect
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import accumulate

from reports.ingest.plan import PlannedPair
from reports.text.beads import beads
from reports.text.fold import fold
from reports.text.headings import chinese_heading

# Shorter texts stand in many places.
LONG_ENOUGH = 12
# Another wording of what stands between two pieces of a paragraph can be so many times longer.
LEEWAY = 1.5


def key(zh: str) -> str:
    """Return a Chinese text as it is compared: folded, without white space."""
    return "".join(fold(zh).split())


class Cuts:
    """The Chinese of a report as one string, with the places where it is cut into pairs.

    `known` are the keys of the texts, where they have been made already.
    """

    def __init__(self, texts: Sequence[str], known: Sequence[str] | None = None) -> None:
        self.texts = [text for text in texts if text]
        # Lines of the file whose pieces were left out of the last recut.
        self.left_out: list[int] = []
        keys = [key(text) for text in self.texts] if known is None else [one for one in known if one]
        self.known = set(keys)
        self.whole = "".join(keys)
        ends = list(accumulate(map(len, keys)))
        self.cuts = [0, *ends]
        self.starts = {start: index for index, start in enumerate([0, *ends[:-1]])}
        self.ends = {end: index for index, end in enumerate(ends)}

    def recut(self, pairs: list[PlannedPair]) -> list[PlannedPair]:
        """Return the pairs, those that are the report's text in other portions cut as the report is.

        Pieces that lie inside one paragraph of the report but don't make it up are left out: it is there already.
        """
        found: list[PlannedPair] = []
        self.left_out = []
        at, index = 0, 0
        unmatched = 0  # characters since the last piece that the report has
        while index < len(pairs):
            pair = pairs[index]
            start = self._start(key(pair.zh), at)
            if start < 0:
                unmatched += len(key(pair.zh))
                if self._is_inside(pairs, index, at, unmatched):
                    self.left_out.append(pair.line)
                else:
                    found.append(pair)
                index += 1
                continue
            used, end = self._run(pairs, index, start)
            if used == 1 and self._is_heading_of_its_own(pair, start, end):
                found.append(pair)
                index += 1
                continue
            found += self._as_there(pairs[index : index + used], start, end)
            at, index, unmatched = end, index + used, 0
        return found

    def _start(self, wanted: str, at: int) -> int:
        """Return where a text stands in the report's in other portions, looking onward from `at`; -1 if nowhere."""
        if not wanted or wanted in self.known:
            return -1
        if len(wanted) < LONG_ENOUGH:
            return at if self.whole.startswith(wanted, at) else -1
        start = self.whole.find(wanted, at)
        return start if start >= 0 else self.whole.find(wanted)

    def _is_inside(self, pairs: list[PlannedPair], index: int, at: int, unmatched: int) -> bool:
        """Say whether a text that the report has otherwise stands between pieces of one of its paragraphs.

        `unmatched` is its length with that of all since the last piece: what doesn't fit into the paragraph is new.
        """
        wanted = key(pairs[index].zh)
        if wanted in self.known:
            return False
        if at > 0 and at not in self.ends and unmatched <= LEEWAY * (self._cut_behind(at) - at):
            return True
        after = self._start(key(pairs[index + 1].zh), at) if index + 1 < len(pairs) else -1
        return after >= 0 and after not in self.starts and len(wanted) <= LEEWAY * (after - self._cut_before(after))

    def _cut_behind(self, place: int) -> int:
        return self.cuts[bisect(self.cuts, place)]

    def _cut_before(self, place: int) -> int:
        return self.cuts[bisect(self.cuts, place) - 1]

    def _is_heading_of_its_own(self, pair: PlannedPair, start: int, end: int) -> bool:
        """Say whether a heading without a number has its words only by chance in one of the report's paragraphs.

        Left out, it would leave what stands below it without a section.
        """
        is_whole = start in self.starts and end in self.ends
        return pair.heading and not is_whole and chinese_heading(pair.zh) is None

    def _run(self, pairs: list[PlannedPair], index: int, start: int) -> tuple[int, int]:
        """Return how many pairs follow one another in the report's text up to one of its cuts, and where they end."""
        used, end = 0, start
        while index + used < len(pairs):
            wanted = key(pairs[index + used].zh)
            if not wanted or not self.whole.startswith(wanted, end):
                break
            end += len(wanted)
            used += 1
            if end in self.ends:
                break
        return max(used, 1), end

    def _as_there(self, pairs: list[PlannedPair], start: int, end: int) -> Iterator[PlannedPair]:
        """Yield the pairs cut as the report is; nothing where they don't begin and end with its paragraphs."""
        if start not in self.starts or end not in self.ends:
            self.left_out += [pair.line for pair in pairs]
            return
        first, last = self.starts[start], self.ends[end]
        whole = replace(
            pairs[0], zh="".join(self.texts[first : last + 1]), en=" ".join(pair.en for pair in pairs if pair.en)
        )
        yield from parted(whole, self.texts[first : last + 1])


def parted(whole: PlannedPair, texts: Sequence[str]) -> Iterator[PlannedPair]:
    """Yield a pair for each of the Chinese texts that make up the whole, with the English of their sentences."""
    if len(texts) == 1:
        yield replace(whole, zh=texts[0])
        return
    ends = list(accumulate(map(len, texts)))
    cuts = {bead.zh.end: bead.en.end for bead in beads(whole.zh, whole.en)} if whole.en else {}
    cuts[ends[-1]] = len(whole.en)
    before = 0
    for text, end in zip(texts, ends, strict=True):
        # Where no bead ends with the paragraph, its English stands with the next one's.
        cut = max(cuts.get(end, before), before)
        yield replace(whole, zh=text, en=whole.en[before:cut].strip())
        before = cut
