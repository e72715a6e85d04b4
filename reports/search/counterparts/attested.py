"""The renderings of a term that the archive attests: found in a number of its places, and weighed."""

from __future__ import annotations

import math
from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import NamedTuple

from reports.search.counterparts.mapped import OF_PART, PARTS, Beads, Place
from reports.text.terms.counterpart import Links, Picked, Words
from reports.text.terms.phrases import OPENERS
from reports.text.terms.tokens import within

# So many places of a term are looked at, so many of a rendering for the way back.
LOOKED_AT, LOOKED_BACK = 16, 16
# The longest rendering: English words, Chinese characters.
LONGEST_EN, LONGEST_ZH = 10, 16
# A rendering is attested by so many beads, or by one whose words the dictionary has too; and strongly enough.
ATTESTED, LEAST_STRENGTH = 2, 0.3
# A strength is drawn down by few places as if so many had failed.
DOUBT = 1.0
# Found once, a rendering needs words of which the dictionary has so many, or else to be so sure there and back.
EXPECTED, SURE_ONCE, SURE_BACK = 0.6, 0.6, 0.9
MOST_RENDERINGS = 6

# The forms of English words; or the one Chinese text.
Key = tuple[int, ...] | str


@dataclass(frozen=True, slots=True)
class Asked:
    """A term that is asked for: folded Chinese, or the forms of English words."""

    zh: str = ""
    en: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Attested:
    """A rendering of a term: how it is compared and written, how sure it is, in which of the beads looked at it is."""

    key: Key
    text: str
    strength: float
    beads: tuple[int, ...]


@dataclass(slots=True)
class _Found:
    confidence: float = 0.0
    back: float = 0.0
    expected: float = 0.0
    places: list[Place] = field(default_factory=list)


def places_of(beads: Beads, term: Asked, readable: Container[int], most: int = OF_PART) -> list[Place]:
    """Return where a term stands, one place a bead, in those of the reports that are `readable`."""
    found = beads.zh_text.places(term.zh, most) if term.zh else beads.en.places_of(term.en, most * PARTS)
    if term.zh.isascii() and term.zh:
        found = [place for place in found if _is_word(beads.zh_text[place.bead], place)]
    first = list({place.bead: place for place in reversed(found)}.values())[::-1]
    return [place for place in first if int(beads.report[place.bead]) in readable]


def _is_word(text: str, place: Place) -> bool:
    """Say whether no Latin letter or figure stands right beside a place."""
    beside = text[max(place.start - 1, 0) : place.start] + text[place.end : place.end + 1]
    return not any(character.isascii() and character.isalnum() for character in beside)


def spread(places: Sequence[Place], most: int) -> list[Place]:
    """Return at most `most` of these, with even gaps between them."""
    return [places[at * len(places) // most] for at in range(most)] if len(places) > most else list(places)


def attested(beads: Beads, term: Asked, places: Sequence[Place]) -> list[Attested]:
    """Return how a term that stands in these places is rendered, the strongest first."""
    looked = spread(places, LOOKED_AT)
    found: dict[Key, _Found] = {}
    for place in looked:
        _look(beads, term, place, found, alone=len(looked) == 1)
    often = [key for key, rendering in found.items() if len(rendering.places) >= ATTESTED]
    rated = []
    for key, rendering in found.items():
        if len(rendering.places) >= ATTESTED or _is_sure(key, rendering, often):
            strength = _strength(beads, term, key, rendering, looked)
            if strength >= LEAST_STRENGTH:
                rated.append((strength, key, rendering))
    rated.sort(key=lambda row: (-row[0], str(row[1])))
    return [
        Attested(
            key,
            key if isinstance(key, str) else _writing(beads, rendering.places),
            round(strength, 4),
            tuple(place.bead for place in rendering.places),
        )
        for strength, key, rendering in rated[:MOST_RENDERINGS]
    ]


def is_part(one: Key, other: Key) -> bool:
    """Say whether a rendering stands in another."""
    if isinstance(one, str) or isinstance(other, str):
        return isinstance(one, str) and isinstance(other, str) and one in other
    return any(other[at : at + len(one)] == one for at in range(len(other) - len(one) + 1))


def _is_sure(key: Key, rendering: _Found, often: Sequence[Key]) -> bool:
    """Say whether a rendering that was found once is more than chance, and none of the others cut amiss."""
    if any(is_part(key, other) or is_part(other, key) for other in often):
        return False
    if rendering.expected >= EXPECTED:
        return True
    return rendering.confidence >= SURE_ONCE and rendering.back >= SURE_BACK


def _look(beads: Beads, term: Asked, place: Place, found: dict[Key, _Found], *, alone: bool = False) -> None:
    """Add to `found` what renders the term at a place; `alone` says that it stands nowhere else."""
    found_here = rendered(beads, term, place)
    if found_here is None:
        return
    if alone and term.zh:
        found_here = _tightened(beads, found_here)
    links, picked, there = found_here.links, found_here.picked, found_here.span
    key: Key
    zh: Sequence[int]
    en: Sequence[int]
    if term.zh:
        key = tuple(beads.en.forms_of(place.bead)[picked.first : picked.past])
        zh, en = within(links.zh.tokens, place.start, place.end), range(picked.first, picked.past)
    else:
        key = beads.zh_text[place.bead][there[0] : there[1]]
        zh, en = range(picked.first, picked.past), within(links.en.tokens, place.start, place.end)
    if len(key) > (LONGEST_EN if term.zh else LONGEST_ZH):
        return
    rendering = found.setdefault(key, _Found())
    rendering.places.append(Place(place.bead, *there))
    rendering.confidence += picked.confidence
    rendering.back += found_here.way_back()
    if len(rendering.places) == 1:
        says_zh = [links.zh.tokens[at].key for at in zh if links.zh.tokens[at].key]
        says_en = [links.en.tokens[at].key for at in en if links.en.tokens[at].key]
        rendering.expected = beads.dictionary_has(says_zh, says_en)


class Rendered(NamedTuple):
    """The words that render a term at one place of its, and their span."""

    term: Asked
    place: Place
    links: Links
    picked: Picked
    span: tuple[int, int]

    def way_back(self) -> float:
        """Return how far the way back leads to the term, from 0 to 1."""
        words, links = range(self.picked.first, self.picked.past), self.links
        back = links.chinese(words, *self.span) if self.term.zh else links.english(words, *self.span)
        side = links.zh if self.term.zh else links.en
        return _overlap(side.span(back), (self.place.start, self.place.end)) if back else 0.0


def _tightened(beads: Beads, found: Rendered) -> Rendered:
    """Return the longest part of a rendering that leads back to the very term, word for word by the dictionary.

    Where there is none it stays as it is. In the only place that a term has, nothing else tells the words that render
    it from those that stand around them.
    """
    links, place = found.links, found.place
    says = [links.zh.tokens[at].key for at in within(links.zh.tokens, place.start, place.end)]
    first, past = found.picked.first, found.picked.past
    spans = ((start, start + size) for size in range(past - first, 0, -1) for start in range(first, past - size + 1))
    for start, end in spans:
        if not (links.en.says[start] and links.en.says[end - 1]):
            continue
        words = [links.en.tokens[at].key for at in range(start, end)]
        if beads.dictionary_has([key for key in says if key], [key for key in words if key]) < 1:
            continue
        span = links.en.span(Picked(start, end, 0.0))
        back = links.chinese(range(start, end), *span)
        if back and links.zh.span(back) == (place.start, place.end):
            return Rendered(found.term, place, links, Picked(start, end, back.confidence), span)
    return found


def rendered(beads: Beads, term: Asked, place: Place) -> Rendered | None:
    """Return what renders a term at one place of its, None if nothing does."""
    links = beads.links(place.bead, place.start, place.end) if term.zh else beads.links(place.bead)
    return rendered_in(links, term, place)


def rendered_in(links: Links, term: Asked, place: Place) -> Rendered | None:
    """Return the same, by the words of a bead as they go together, the Chinese ones cut where the term ends."""
    span = place.start, place.end
    if term.zh:
        rows = within(links.zh.tokens, *span)
        picked = _without_figures(links.en, links.english(rows, *span), _figures(links.zh, rows))
    else:
        rows = within(links.en.tokens, *span)
        picked = _without_figures(links.zh, links.chinese(rows, *span), _figures(links.en, rows))
    if picked is None:
        return None
    return Rendered(term, place, links, picked, (links.en if term.zh else links.zh).span(picked))


def _figures(side: Words, places: Iterable[int]) -> bool:
    return any(side.tokens[at].word[0].isdigit() for at in places)


def _without_figures(side: Words, picked: Picked | None, asked: bool) -> Picked | None:  # noqa: FBT001
    """Return the longest part of picked words between figures, which no term without figures is rendered by."""
    if picked is None or asked or not _figures(side, range(picked.first, picked.past)):
        return picked
    borders = [at for at in range(picked.first, picked.past) if side.tokens[at].word[0].isdigit()]
    parts = pairwise([picked.first - 1, *borders, picked.past])
    first, past = max(((before + 1, after) for before, after in parts), key=lambda part: part[1] - part[0])
    while past > first and not side.says[past - 1]:
        past -= 1
    while first < past and not side.says[first]:
        first += 1
    return Picked(first, past, picked.confidence) if first < past else None


def _overlap(found: tuple[int, int], term: tuple[int, int]) -> float:
    """Return how well a span found is the term's: the mean of what they share of both together, and of the term."""
    shared = max(min(found[1], term[1]) - max(found[0], term[0]), 0)
    return (shared / (max(found[1], term[1]) - min(found[0], term[0])) + shared / (term[1] - term[0])) / 2


def _strength(beads: Beads, term: Asked, key: Key, found: _Found, looked: Sequence[Place]) -> float:
    """Return how sure a rendering is, from 0 to 1, as in the table of terms.

    It is the geometric mean of how regularly the two go together (Dice's measure), of the model's confidence, and of
    how far the way back leads to the term; drawn down where it was seen seldom.
    """
    times = len(found.places)
    seen = times + found.expected
    there = sum(has(beads, place.bead, key) for place in looked) / len(looked)
    others = beads.zh_text.places(key, 4) if isinstance(key, str) else beads.en.places_of(key)
    others = spread(others, LOOKED_BACK)
    here = sum(has(beads, place.bead, term.zh or term.en) for place in others) / max(len(others), 1)
    dice = 2 * there * here / (there + here) if there + here else 0.0
    return math.pow(dice * found.confidence / times * found.back / times, 1 / 3) * seen / (seen + DOUBT)


def has(beads: Beads, bead: int, key: Key) -> bool:
    """Say whether a bead has a rendering or a term."""
    if isinstance(key, str):
        return key in beads.zh_text[bead]
    return next(starts_of(beads.en.forms_of(bead), key), None) is not None


def starts_of(forms: Sequence[int], phrase: tuple[int, ...]) -> Iterator[int]:
    """Yield the places in a row of words where a phrase begins."""
    size = len(phrase)
    return (
        at for at in range(len(forms) - size + 1) if forms[at] == phrase[0] and tuple(forms[at : at + size]) == phrase
    )


def _writing(beads: Beads, places: Sequence[Place]) -> str:
    """Return how these places write a phrase, most of them; a capital that only opens a sentence is made small."""
    inside: dict[str, int] = {}
    opening: dict[str, int] = {}
    for bead, start, end in places:
        text = beads.en_text[bead]
        before = text[:start].rstrip(" “\"'‘(")
        writings = opening if not before or before.endswith(OPENERS) else inside
        written = " ".join(text[start:end].split())
        writings[written] = writings.get(written, 0) + 1
    writings = inside or opening
    text = max(writings, key=lambda written: (writings[written], written.islower(), written))
    is_name = text[:2].isupper() or any(word[0].isupper() for word in text.split()[1:])
    return text if inside or is_name else text[0].lower() + text[1:]
