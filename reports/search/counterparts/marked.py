"""The words of a hit that render a term of the query on the other side."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from reports.models import ParagraphPair
from reports.search.answers import Counterpart, Marks
from reports.search.counterparts.attested import Asked, Attested, Rendered, rendered, rendered_in, starts_of
from reports.search.counterparts.learning import MOST_WORDS
from reports.search.counterparts.mapped import Beads, Place, tokens_of
from reports.search.counterparts.taught import spans_of
from reports.text.fold import Folded, fold_with_offsets
from reports.text.terms.tokens import Token, cut_at, english_tokens

# A bead's own words count without being attested if the model is so sure of them, and of the way back.
SURE, SURE_BACK = 0.55, 0.5
# A term that stands in a bead more often than this is marked there so often.
MOST_OF_BEAD = 4

Found = tuple[int, int, float]


class Known(NamedTuple):
    """A term and the renderings that the archive attests, the strongest first; there are some."""

    term: Asked
    renderings: tuple[Attested, ...]


class BeadOfHit:
    """A bead as the hit has it: both texts, where they begin in the pair's, its number if it was learned from."""

    def __init__(self, beads: Beads, pair: ParagraphPair, zh: slice, en: slice, number: int | None) -> None:
        self.beads = beads
        self.zh_start, self.en_start = zh.start, en.start
        self.folded: Folded = fold_with_offsets(pair.zh[zh])
        self.en = pair.en[en]
        self.zh = self.folded.text.replace("\n", " ")
        known = number is not None and beads.zh_text[number] == self.zh
        same = known and number is not None and beads.en_text[number] == self.en.replace("\n", " ")
        self.number = number if same else None
        self._tokens: list[Token] | None = None
        self._forms: list[int] | None = None

    @property
    def tokens(self) -> list[Token]:
        """The English words."""
        if self._tokens is None:
            self._tokens = english_tokens(self.en) if self.number is None else self.beads.en.tokens(self.number)
        return self._tokens

    @property
    def forms(self) -> list[int]:
        """The forms of the English words, -1 for those that the archive's beads don't have."""
        if self._forms is None:
            known = self.beads.en.form_numbers
            self._forms = (
                [known.get(token.key or token.word, -1) for token in self.tokens]
                if self.number is None
                else self.beads.en.forms_of(self.number)
            )
        return self._forms

    def places(self, key: tuple[int, ...] | str) -> list[tuple[int, int]]:
        """Return where a Chinese text or a row of English words stands in the bead, in its own offsets."""
        if isinstance(key, str):
            return list(_occurrences(self.zh, key))
        return [(self.tokens[at].start, self.tokens[at + len(key) - 1].end) for at in starts_of(self.forms, key)]

    def rendered(self, term: Asked, place: tuple[int, int]) -> Rendered | None:
        """Return what renders a term at a place of the bead."""
        if self.number is not None:
            return rendered(self.beads, term, Place(self.number, *place))
        zh = tokens_of(self.beads.zh, self.zh)
        if len(zh) * len(self.tokens) > MOST_WORDS:
            return None
        links = self.beads.links_of(cut_at(zh, *place) if term.zh else zh, self.tokens)
        return rendered_in(links, term, Place(-1, *place))


def _occurrences(text: str, term: str) -> Iterator[tuple[int, int]]:
    at = text.find(term)
    while at >= 0:
        yield at, at + len(term)
        at = text.find(term, at + len(term))


def counterparts(
    beads: Beads, pair: ParagraphPair, known: Sequence[Known], zh_marks: Marks, en_marks: Marks
) -> tuple[list[Counterpart], list[Counterpart]]:
    """Return the counterparts of terms on both sides of a pair, none of them over a mark or another counterpart."""
    zh: list[Found] = []
    en: list[Found] = []
    numbers = {(int(beads.zh_start[at]), int(beads.en_start[at])): at for at in beads.of_pair(pair.pk)}
    for one, other in spans_of(pair.zh, pair.en, pair.beads):
        if not (_marked(one, zh_marks) or _marked(other, en_marks)):
            continue
        bead = BeadOfHit(beads, pair, one, other, numbers.get((one.start, other.start)))
        for term, renderings in known:
            if term.zh:
                found = _in_bead(bead, term, renderings)
                en += [(bead.en_start + start, bead.en_start + end, sure) for start, end, sure in found]
            else:
                for start, end, sure in _in_bead(bead, term, renderings):
                    first, past = bead.folded.span(start, end)
                    zh.append((bead.zh_start + first, bead.zh_start + past, sure))
    return _apart(zh, zh_marks), _apart(en, en_marks)


def _marked(part: slice, marks: Marks) -> bool:
    return any(start < part.stop and part.start < end for start, end in marks)


def _in_bead(bead: BeadOfHit, term: Asked, renderings: Sequence[Attested]) -> list[Found]:
    """Return what renders a term in a bead, in the bead's offsets: as many places as the term has."""
    places = bead.places(term.zh or term.en)[:MOST_OF_BEAD]
    if not places:
        return []
    likely = [(*span, one.strength) for one in renderings for span in bead.places(one.key)]
    likely = _without_parts(likely)
    if len(likely) == len(places):
        return likely
    found: list[Found] = []
    for place in places:
        own = bead.rendered(term, place)
        if own is None:
            continue
        over = [one for one in likely if one[0] < own.span[1] and own.span[0] < one[1]]
        if over:
            found.append(over[0])
        elif own.picked.confidence >= SURE and (back := own.way_back()) >= SURE_BACK:
            found.append((*own.span, own.picked.confidence * back))
    return found


def _without_parts(found: list[Found]) -> list[Found]:
    """Return the places that aren't inside or across a stronger one, or inside a longer one."""
    kept: list[Found] = []
    for start, end, sure in sorted(found, key=lambda one: (one[0] - one[1], -one[2])):
        if all(end <= other[0] or other[1] <= start for other in kept):
            kept.append((start, end, sure))
    return sorted(kept, key=lambda one: -one[2])


def _apart(found: list[Found], marks: Marks) -> list[Counterpart]:
    """Return these in order, the surest first where two meet, without those that meet a mark."""
    kept: list[Found] = []
    for one in sorted(set(found), key=lambda one: (-one[2], one[0])):
        if one[0] < one[1] and all(one[1] <= start or end <= one[0] for start, end, *_ in (*marks, *kept)):
            kept.append(one)
    return [Counterpart(start, end, round(min(max(sure, 0.0), 1.0), 3)) for start, end, sure in sorted(kept)]
