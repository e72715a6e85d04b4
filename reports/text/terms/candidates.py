"""Which runs of Chinese words may be terms: they keep together, name something, and are no part of a longer one."""

from __future__ import annotations

import math
from array import array
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from reports.text.fold import has_han
from reports.text.terms.packed import Side
from reports.text.terms.small_words import DEEDS, DENIALS, FUNCTION_WORDS, THINGS

Run = tuple[int, ...]

MOST_WORDS, LONGEST, SHORTEST = 7, 16, 2
# jieba's tags of words that a term can end with: nouns, verbs used as nouns, names, idioms, abbreviations, places.
NAMING = ("n", "vn", "an", "j", "l", "i", "eng", "x", "s")
# A term doesn't begin with adverbs, pronouns, prepositions, numerals, particles; with a verb if it keeps together well.
NO_BEGINNING = ("d", "r", "p", "c", "u", "m", "q", "y", "e", "o", "f", "t")
# How much a run must keep together, and one that begins with a verb.
COHESION, COHESION_OF_VERBS = 0.25, 0.6
# A run that stands in a longer one so often is a part of that one.
PART_OF = 0.7


def candidates(side: Side, min_count: int) -> dict[Run, array[int]]:
    """Return the runs of words that may be terms, each with the beads that have it, in order."""
    tags = _tags_of(side)
    found = _frequent(side, min_count, tags)
    total = len(side.ids)
    beads = {run: len(where) for run, where in found.items()}
    named = {run for run in found if _names(run, side, tags) and _holds(run, beads, total, tags)}
    longer: Counter[Run] = Counter()
    for run in named:
        for size in range(1, len(run)):
            for at in range(len(run) - size + 1):
                part = run[at : at + size]
                longer[part] = max(longer[part], beads[run])
    return {run: where for run, where in found.items() if run in named and longer[run] < PART_OF * beads[run]}


def _tags_of(side: Side) -> list[str]:
    """Return how jieba's dictionary tags each of the side's words; nothing for a word that can't be in a term."""
    import jieba

    known = dict.fromkeys(side.words, "")
    with (Path(jieba.__file__).parent / "dict.txt").open(encoding="utf-8") as dictionary:
        for line in dictionary:
            word, _, rest = line.partition(" ")
            if word in known:
                known[word] = rest.split()[1]
    # A word that the dictionary lacks was put together from its characters: a name or a new term.
    return [
        (known[word] or ("n" if len(word) > 1 else "x")) if side.keys[at] and word not in FUNCTION_WORDS else ""
        for at, word in enumerate(side.words)
    ]


def runs(side: Side, bead: int, size: int) -> Iterator[tuple[Run, int]]:
    """Yield the runs of `size` words in a bead with nothing between them, with the place of their first word."""
    first, past = side.firsts[bead], side.firsts[bead + 1]
    for at in range(first, past - size + 1):
        if all(side.ends[i] == side.starts[i + 1] for i in range(at, at + size - 1)):
            yield tuple(side.ids[at : at + size]), at - first


def _frequent(side: Side, min_count: int, tags: list[str]) -> dict[Run, array[int]]:
    """Return the runs that `min_count` beads have; a run can only be frequent if what it is made of is."""
    found: dict[Run, array[int]] = {}
    before: set[Run] = set()
    for size in range(1, MOST_WORDS + 1):
        where: dict[Run, array[int]] = {}
        for bead in range(len(side)):
            for run, _ in runs(side, bead, size):
                if size == 1:
                    if not tags[run[0]]:
                        continue
                elif run[1:] not in before or run[:-1] not in before:
                    continue
                beads = where.setdefault(run, array("i"))
                if not beads or beads[-1] != bead:
                    beads.append(bead)
        where = {run: beads for run, beads in where.items() if len(beads) >= min_count}
        found |= where
        before = set(where)
    return found


def _names(run: Run, side: Side, tags: list[str]) -> bool:
    """Say whether a run has the shape of a term."""
    text = "".join(side.words[known] for known in run)
    if not SHORTEST <= len(text) <= LONGEST or not has_han(text):
        return False
    opening = side.words[run[0]]
    if (opening in DEEDS and (len(run) > 1 or opening not in THINGS)) or text.endswith("是"):
        return False
    begins = (opening in DENIALS and len(run) > 1) or not tags[run[0]].startswith(NO_BEGINNING)
    return begins and tags[run[-1]].startswith(NAMING)


def _holds(run: Run, beads: dict[Run, int], total: int, tags: list[str]) -> bool:
    """Say whether the words of a run keep together more than chance has it: normalised mutual information, 0 to 1."""
    if len(run) == 1:
        return True
    count = beads[run]
    least = min(
        math.log(count * total / (beads[run[:cut]] * beads[run[cut:]])) / -math.log(count / total)
        for cut in range(1, len(run))
    )
    return least >= (COHESION_OF_VERBS if tags[run[0]] == "v" else COHESION)
