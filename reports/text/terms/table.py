"""The table of terms: how the reports render each, how often, since when, and how sure that is."""

from __future__ import annotations

import math
from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from reports.text.terms.candidates import Run, candidates, runs
from reports.text.terms.counterpart import Links, links
from reports.text.terms.model import WordModel
from reports.text.terms.packed import Packed
from reports.text.terms.phrases import LONGEST, Phrase, beads_of, completions, phrase_of, usual_writing
from reports.text.terms.small_words import COUNTRY

# About so many places of a term are looked at for its renderings, spread over the beads.
PLACES = 24
# A rendering is kept if it was found so often, and stands in such a share of the term's beads.
FOUND, SHARE = 2, 0.08
MOST_RENDERINGS = 6
# How many words a phrase may be completed by.
EXTENSIONS = 2
# It is completed where the longer one has so many of its beads, and where the new word is so often free for the term.
PART_OF, FREE, TAKEN = 0.75, 0.5, 0.5
# A strength is drawn down by few occurrences as if so many had failed. Below the least, an entry is left out.
DOUBT, WEAKEST = 1.0, 0.1


@dataclass(frozen=True, slots=True)
class Term:
    """A Chinese term, folded, and one of its English renderings.

    `count` is the beads that have both, `first_year` and `last_year` the years of the first and the last of them;
    `strength`, from 0 to 1, is how sure it is that the one renders the other.
    """

    zh: str
    en: str
    count: int
    first_year: int
    last_year: int
    strength: float


@dataclass(slots=True)
class _Rendering:
    """What was found out about a phrase as the rendering of a term."""

    found: int = 0
    # The sums, over the times that it was found, of how far the phrase led back to the term and to nothing else, from 0
    # to 1, and of the confidence.
    back: float = 0.0
    confidence: float = 0.0
    # How often nothing else in the bead explained the next word before it and behind it.
    free_before: int = 0
    free_behind: int = 0

    def add(self, other: _Rendering) -> None:
        self.found += other.found
        self.back += other.back
        self.confidence += other.confidence
        self.free_before += other.free_before
        self.free_behind += other.free_behind


def terms(packed: Packed, texts: Sequence[str], model: WordModel, min_count: int) -> list[Term]:
    """Return the table of these beads, strongest first; `texts` are their English texts."""
    runs_with_beads = candidates(packed.zh, min_count)
    found = _renderings(packed, model, runs_with_beads)
    for _ in range(EXTENSIONS):
        _complete(found, runs_with_beads, packed)
    known = beads_of({phrase for phrases in found.values() for phrase in phrases}, packed.en)
    table: list[Term] = []
    for zh, some in _same(found, packed).items():
        where = {bead for run in some for bead in runs_with_beads[run]}
        table += _terms(packed, texts, zh, where, _together(found[run] for run in some), known)
    return sorted(table, key=lambda term: (-term.strength, -term.count, term.zh, term.en))


def _same(found: Iterable[Run], packed: Packed) -> dict[str, list[Run]]:
    """Return the runs by what they write: jieba cuts 改革开放 here into one word, there into two."""
    written: dict[str, list[Run]] = {}
    for run in found:
        written.setdefault("".join(packed.zh.words[word] for word in run), []).append(run)
    return written


def _together(some: Iterable[Mapping[Phrase, _Rendering]]) -> dict[Phrase, _Rendering]:
    whole: dict[Phrase, _Rendering] = {}
    for renderings in some:
        for phrase, rendering in renderings.items():
            whole.setdefault(phrase, _Rendering()).add(rendering)
    return whole


def _complete(found: dict[Run, dict[Phrase, _Rendering]], where: Mapping[Run, array[int]], packed: Packed) -> None:
    """Put longer phrases for those that stand in them nearly wherever the term stands too."""
    phrases = {phrase for renderings in found.values() for phrase in renderings}
    longer = completions(phrases, packed.en)
    known = beads_of({*longer, *longer.values()}, packed.en)
    for run, renderings in found.items():
        whole: dict[Phrase, _Rendering] = {}
        beads = set(where[run])
        for phrase, rendering in renderings.items():
            better = longer.get(phrase, phrase)
            if better not in renderings and not _is_open(phrase, better, rendering):
                better = phrase
            elif better != phrase:
                both = len(beads.intersection(known[phrase]))
                better = better if len(beads.intersection(known[better])) >= PART_OF * both else phrase
            whole.setdefault(better, _Rendering()).add(rendering)
        found[run] = whole


def _is_open(phrase: Phrase, longer: Phrase, rendering: _Rendering) -> bool:
    """Say whether the word that completes a phrase was mostly free to belong to the term."""
    behind = longer[: len(phrase)] == phrase
    if longer[-1 if behind else 0] in COUNTRY:
        return False
    return (rendering.free_behind if behind else rendering.free_before) >= FREE * rendering.found


def _renderings(
    packed: Packed, model: WordModel, where: Mapping[Run, array[int]]
) -> dict[Run, dict[Phrase, _Rendering]]:
    """Return the phrases that were found to render each run."""
    wanted: dict[int, set[Run]] = {}
    for run, beads in where.items():
        for at in range(0, len(beads), max(1, len(beads) // PLACES)):
            wanted.setdefault(beads[at], set()).add(run)
    found: dict[Run, dict[Phrase, _Rendering]] = {}
    for bead, some in wanted.items():
        found_links = links(model, packed.zh.tokens_of(bead), packed.en.tokens_of(bead), known=True)
        for run, first in _places(packed, bead, some):
            _look(packed, bead, found_links, run, first, found.setdefault(run, {}))
    return found


def _places(packed: Packed, bead: int, some: set[Run]) -> Iterator[tuple[Run, int]]:
    """Yield the runs of `some` with the place where each stands first in a bead."""
    seen: set[Run] = set()
    for size in {len(run) for run in some}:
        for run, first in runs(packed.zh, bead, size):
            if run in some and run not in seen:
                seen.add(run)
                yield run, first


def _look(packed: Packed, bead: int, found_links: Links, run: Run, first: int, found: dict[Phrase, _Rendering]) -> None:
    """Add to `found` what renders the run that begins at word `first` of a bead."""
    zh, en = found_links.zh, found_links.en
    rows = range(first, first + len(run))
    start, end = zh.tokens[first].start, zh.tokens[rows[-1]].end
    picked = found_links.english(rows, start, end)
    if picked is None or picked.past - picked.first > LONGEST:
        return
    rendering = found.setdefault(phrase_of(packed.en, bead, picked.first, picked.past), _Rendering())
    rendering.found += 1
    rendering.confidence += picked.confidence
    rendering.free_before += _is_free(found_links, rows, range(picked.first - 1, -1, -1))
    rendering.free_behind += _is_free(found_links, rows, range(picked.past, len(en.tokens)))
    back = found_links.chinese(range(picked.first, picked.past), *en.span(picked))
    rendering.back += _overlap(zh.span(back), (start, end)) if back else 0.0


def _is_free(found: Links, rows: range, places: range) -> bool:
    """Say whether the first English word with a meaning in `places` isn't explained by words outside `rows`."""
    place = next((place for place in places if found.en.says[place]), None)
    if place is None:
        return False
    explained = found.of_en[:, place]
    return bool(explained.sum() - explained[rows.start : rows.stop].sum() < TAKEN)


def _overlap(one: tuple[int, int], other: tuple[int, int]) -> float:
    """Return what two spans share of what they cover together."""
    shared = min(one[1], other[1]) - max(one[0], other[0])
    return max(shared, 0) / (max(one[1], other[1]) - min(one[0], other[0]))


def _terms(
    packed: Packed,
    texts: Sequence[str],
    zh: str,
    where: set[int],
    found: Mapping[Phrase, _Rendering],
    known: Mapping[Phrase, array[int]],
) -> Iterator[Term]:
    """Yield a term with its renderings: the strongest first, the others by what the stronger ones don't explain."""
    left = set(where)
    rated = {
        phrase: strength
        for phrase, rendering in found.items()
        if rendering.found >= FOUND and (strength := _strength(left, rendering, known[phrase])) >= WEAKEST
    }
    for phrase in sorted(rated, key=lambda phrase: (-rated[phrase], phrase))[:MOST_RENDERINGS]:
        both = left.intersection(known[phrase])
        if len(both) < max(FOUND, SHARE * len(where)):
            continue
        left -= both
        years = [packed.years[bead] for bead in both]
        en = usual_writing(phrase, sorted(both)[:PLACES], packed.en, texts)
        yield Term(zh, en, len(both), min(years), max(years), round(rated[phrase], 4))


def _strength(where: set[int], rendering: _Rendering, known: array[int]) -> float:
    """Return how sure a rendering is, from 0 to 1, drawn down where it was seen seldom.

    It is the geometric mean of Dice's measure over the beads, of the model's confidence, and of how far the way back
    leads to the term.
    """
    both = len(where.intersection(known))
    dice = 2 * both / (len(where) + len(known))
    confidence = rendering.confidence / rendering.found
    back = rendering.back / rendering.found
    return math.pow(dice * confidence * back, 1 / 3) * both / (both + DOUBT)
