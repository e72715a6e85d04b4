"""Which pairs of one text are which of another, both in order, however damaged one of them is.

Told by what two pairs share of their Chinese and of their English; the best way through both texts as wholes decides,
so that lines such as 各位代表！ find their own among many alike. Pure, and quick for texts of a thousand pairs.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from reports.text.fold import fold

# Two that share less (1.0: all) are different paragraphs: in Chinese official prose any two share some words.
ALIKE = 0.4
# What a pair counts for on the way, by its length: short lines follow the long ones.
LEAST, FULL_LENGTH = 0.2, 60
Grams = Counter[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Text:
    """A pair's text in both languages, ready to be compared."""

    zh: str
    en: str
    is_heading: bool = False
    zh_key: str = field(init=False)
    en_key: str = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "zh_key", "".join(fold(self.zh).split()))
        object.__setattr__(self, "en_key", " ".join(fold(self.en).split()))

    @property
    def key(self) -> tuple[str, str]:
        """Return what two texts share that are the same but for script, spaces and widths."""
        return self.zh_key, self.en_key

    @property
    def weight(self) -> float:
        """Return how much it tells that two have this text."""
        return LEAST + min(len(self.zh_key) + len(self.en_key) / 3, FULL_LENGTH) / FULL_LENGTH


def matched(
    there: Sequence[Sequence[Text]], new: Sequence[Text], loose: Collection[int] = (), alike: float = ALIKE
) -> dict[int, int]:
    """Return for places among `new` the place among `there` that is the same pair, each once.

    Each of `there` has one or more texts that count as it. Those whose places are in `loose` are also matched where
    they are all that is left between two matches, as many as are left of the new, whatever their texts are.
    """
    found = _best_way(_likeness(there, new, alike), len(there), len(new))
    _elsewhere(there, new, found)
    _left_between(there, new, found, loose)
    return found


def _likeness(there: Sequence[Sequence[Text]], new: Sequence[Text], alike: float) -> list[dict[int, float]]:
    """Return for each of the new what each of those there that is like it counts for."""
    found: list[dict[int, float]] = [{} for _ in new]
    for of_zh in (True, False):
        index: defaultdict[tuple[str, str], list[tuple[int, int, int]]] = defaultdict(list)
        lengths: list[list[int]] = []
        for place, texts in enumerate(there):
            grams_of = [_grams(text, of_zh=of_zh) for text in texts]
            lengths.append([grams.total() for grams in grams_of])
            for version, grams in enumerate(grams_of):
                for gram, count in grams.items():
                    index[gram].append((place, version, count))
        for at, text in enumerate(new):
            shared: Counter[tuple[int, int]] = Counter()
            grams = _grams(text, of_zh=of_zh)
            total = grams.total()
            for gram, count in grams.items():
                for place, version, other in index[gram]:
                    shared[place, version] += min(count, other)
            for (place, version), common in shared.items():
                likeness = 2 * common / (total + lengths[place][version])
                if likeness >= alike:
                    # A heading and the paragraph below it may begin with the same words.
                    kind = 1.0 if there[place][version].is_heading == text.is_heading else 0.7
                    found[at][place] = max(found[at].get(place, 0.0), likeness * kind * text.weight)
    return found


def _grams(text: Text, *, of_zh: bool) -> Grams:
    parts: Iterable[str] = f"^{text.zh_key}$" if of_zh else ["^", *text.en_key.split(), "$"]
    if not (text.zh_key if of_zh else text.en_key):
        return Counter()
    return Counter(pairwise(parts))


def _best_way(likeness: Sequence[dict[int, float]], rows: int, columns: int) -> dict[int, int]:
    """Return the matches, in order on both sides, that count for most together."""
    above = [0.0] * (rows + 1)
    steps: list[bytearray] = []
    for at in range(columns):
        row, step = [0.0] * (rows + 1), bytearray(rows + 1)
        alike = likeness[at]
        for place in range(1, rows + 1):
            best, how = above[place], 1
            if row[place - 1] > best:
                best, how = row[place - 1], 2
            if place - 1 in alike and above[place - 1] + alike[place - 1] > best:
                best, how = above[place - 1] + alike[place - 1], 3
            row[place], step[place] = best, how
        above = row
        steps.append(step)
    found: dict[int, int] = {}
    at, place = columns, rows
    while at and place:
        how = steps[at - 1][place]
        if how == 3:
            found[at - 1] = place - 1
        at, place = at - (how != 2), place - (how != 1)
    return found


def _elsewhere(there: Sequence[Sequence[Text]], new: Sequence[Text], found: dict[int, int]) -> None:
    """Match what is left with the very same text in another place."""
    taken = set(found.values())
    left: dict[tuple[str, str], list[int]] = defaultdict(list)
    for place, texts in enumerate(there):
        if place not in taken:
            for key in {text.key for text in texts}:
                left[key].append(place)
    for at, text in enumerate(new):
        if at not in found:
            free = [place for place in left.get(text.key, ()) if place not in taken]
            if free:
                found[at] = free[0]
                taken.add(free[0])


def _left_between(
    there: Sequence[Sequence[Text]], new: Sequence[Text], found: dict[int, int], loose: Collection[int]
) -> None:
    """Match what is left between two matches where as many are left on both sides, each heading with a heading."""
    taken = set(found.values())
    before_new, before_there = -1, -1
    for at in [*sorted(found), len(new)]:
        place = found.get(at, len(there))
        gap = [index for index in range(before_new + 1, at) if index not in found]
        others = [index for index in range(before_there + 1, place) if index not in taken]
        if len(gap) == len(others) and place > before_there:
            both = zip(gap, others, strict=True)
            found |= {
                at: place for at, place in both if place in loose and there[place][0].is_heading == new[at].is_heading
            }
        before_new, before_there = at, max(place, before_there)
