"""English phrases as renderings: compared by stems, shown as reports write them inside a sentence."""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence

from reports.text.terms.packed import Side

Phrase = tuple[str, ...]

LONGEST = 12
# A phrase that shares so many of its places with a longer one may be a part of that; how far its next word may be,
# small words between them; the places that are enough to say so.
PART_OF, REACH, ENOUGH = 0.5, 2, 4
OPENERS = (".", "!", "?", ":", ";", "-", "–", "—")


def phrase_of(side: Side, bead: int, first: int, past: int) -> Phrase:
    """Return how the words of a bead from `first` up to `past` are compared: stems, and small words as they are."""
    at = side.firsts[bead]
    return tuple(side.forms[known] for known in side.ids[at + first : at + past])


def beads_of(phrases: Iterable[Phrase], side: Side) -> dict[Phrase, array[int]]:
    """Return, for every phrase, the beads that have it, in order."""
    found = {phrase: array("i") for phrase in phrases}
    for bead, _, phrase in _occurrences(found, side, range(len(side))):
        beads = found[phrase]
        if not beads or beads[-1] != bead:
            beads.append(bead)
    return found


def usual_writing(phrase: Phrase, beads: Iterable[int], side: Side, texts: Sequence[str]) -> str:
    """Return how these beads write a phrase inside their sentences, most of them.

    If it only opens sentences, a capital says nothing: the first letter becomes small unless the rest is a name's.
    """
    inside: Counter[str] = Counter()
    opening: Counter[str] = Counter()
    for bead, at, _ in _occurrences({phrase}, side, beads):
        first = side.firsts[bead] + at
        start, end = side.starts[first], side.ends[first + len(phrase) - 1]
        opens = at == 0 or texts[bead][:start].rstrip().endswith(OPENERS)
        (opening if opens else inside)[" ".join(texts[bead][start:end].split())] += 1
    writings = inside or opening
    # Headings have capitals too: small letters win a tie.
    text = max(writings, key=lambda writing: (writings[writing], writing.islower(), writing))
    is_name = text[:2].isupper() or any(word[0].isupper() for word in text.split()[1:])
    return text if inside or is_name else text[0].lower() + text[1:]


def _occurrences(phrases: Collection[Phrase], side: Side, beads: Iterable[int]) -> Iterator[tuple[int, int, Phrase]]:
    """Yield bead, place of the first word and phrase, for all places of these phrases."""
    sizes: dict[str, set[int]] = {}
    for phrase in phrases:
        sizes.setdefault(phrase[0], set()).add(len(phrase))
    for bead in beads:
        words = [side.forms[known] for known in side.ids_of(bead)]
        for at, word in enumerate(words):
            for size in sizes.get(word, ()):
                if len(phrase := tuple(words[at : at + size])) == size and phrase in phrases:
                    yield bead, at, phrase


def completions(phrases: Collection[Phrase], side: Side) -> dict[Phrase, Phrase]:
    """Return, for phrases that mostly stand in one longer phrase, that one."""
    small = {side.forms[known] for known in range(len(side.words)) if not side.keys[known]}
    count: Counter[Phrase] = Counter()
    longer: dict[Phrase, Counter[Phrase]] = {phrase: Counter() for phrase in phrases}
    for bead, at, phrase in _occurrences(longer, side, range(len(side))):
        words = [side.forms[known] for known in side.ids_of(bead)]
        count[phrase] += 1
        past = at + len(phrase)
        before = next((i for i in range(at - 1, max(at - REACH, 0) - 1, -1) if words[i] not in small), None)
        after = next((i for i in range(past, min(past + REACH, len(words))) if words[i] not in small), None)
        if before is not None:
            longer[phrase][tuple(words[before:past])] += 1
        if after is not None:
            longer[phrase][tuple(words[at : after + 1])] += 1
    found = {}
    for phrase, extensions in longer.items():
        if count[phrase] >= ENOUGH and extensions:
            best, times = extensions.most_common(1)[0]
            if times >= PART_OF * count[phrase] and len(best) <= LONGEST:
                found[phrase] = best
    return found
