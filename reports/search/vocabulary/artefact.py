"""The vocabulary of the archive as it was learned, opened for look-ups."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sized
from functools import cached_property
from pathlib import Path

import numpy as np

from reports.search.arrays import Ints
from reports.search.learned import Artefact
from reports.search.vocabulary.learning import HAN_END, HAN_FIRST, ZH_LONGEST, learn
from reports.search.vocabulary.strings import Strings, read_array
from reports.search.vocabulary.syllables import PARTED, plain


class Vocabulary:
    """Terms of both languages with how many pairs have them, and the pinyin of the Chinese ones."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.zh, self.traditional = Strings(folder, "zh"), Strings(folder, "zh-traditional")
        # Counts are of pairs that contain a term; weights say how often it stands as a term of its own, for ranking.
        self.zh_counts, self.zh_weights = read_array(folder, "zh-counts"), read_array(folder, "zh-weights")
        self.pinyin, self.pinyin_terms = Strings(folder, "pinyin"), read_array(folder, "pinyin-terms")
        self.initials, self.initials_terms = Strings(folder, "initials"), read_array(folder, "initials-terms")
        self.characters = Strings(folder, "characters")
        self.by_length = read_array(folder, "by-length")
        self.length_starts = read_array(folder, "length-starts")
        self.length_points = [read_array(folder, f"length-{length}") for length in range(1, ZH_LONGEST + 1)]
        self.en, self.en_counts = Strings(folder, "en"), read_array(folder, "en-counts")
        self.en_weights = read_array(folder, "en-weights")
        self.words, self.word_letters = read_array(folder, "words"), read_array(folder, "word-letters")
        self.word_starts = read_array(folder, "word-starts")
        sizes: list[tuple[Sized, Sized]] = [
            (self.zh, self.zh_counts),
            (self.zh, self.traditional),
            (self.pinyin, self.pinyin_terms),
        ]
        if any(len(one) != len(other) for one, other in [*sizes, (self.en, self.en_counts)]):
            raise ValueError("the parts of the vocabulary don't belong together")

    def readings(self, character: str) -> list[str]:
        """Return the readings of a Chinese character, the commonest first."""
        number = ord(character) - HAN_FIRST
        return self.characters[number].split() if 0 <= number < HAN_END - HAN_FIRST else []

    @cached_property
    def syllables(self) -> frozenset[str]:
        """All syllables that a character can be read as."""
        known = Strings(self.folder, "syllables")
        return frozenset(known[number] for number in range(len(known)))

    def zh_count(self, term: str) -> int:
        """Return how many pairs contain a term, 0 if it is none of the vocabulary's."""
        found = self.zh.equal_to(term)
        return int(self.zh_counts[found[0]]) if found else 0

    def en_count(self, text: str) -> int:
        """Return about how many pairs have an English word or phrase, 0 if it is none of the vocabulary's."""
        found = self.en.equal_to(text)
        return int(self.en_counts[found[0]]) if found else 0

    def first_by_count(self, numbers: Iterable[int] | Ints, limit: int) -> list[int]:
        """Return the commonest of Chinese terms, by number."""
        return commonest(self.zh_weights, numbers, limit)

    def sounding(self, letters: str) -> Iterator[int]:
        """Yield the Chinese terms read so; apostrophes in `letters` must be borders of syllables."""
        for row in self.pinyin.equal_to(plain(letters), plain):
            if borders(letters) <= borders(self.pinyin[row]):
                yield int(self.pinyin_terms[row])

    def with_initials(self, letters: str, limit: int) -> list[str]:
        """Return the commonest Chinese terms whose syllables begin with these letters, one each."""
        rows = self.initials.equal_to(letters)
        numbers = self.first_by_count(np.unique(self.initials_terms[rows.start : rows.stop]), limit)
        return [self.zh[number] for number in numbers]

    def sounding_from(self, letters: str, limit: int) -> list[int]:
        """Return the commonest Chinese terms whose pinyin, or the initials of it, begins with `letters`."""
        rows = self.pinyin.with_prefix(plain(letters), plain)
        asked = borders(letters)
        numbers = np.unique(self.pinyin_terms[rows.start : rows.stop])
        if asked:
            likely = commonest(self.zh_weights[self.pinyin_terms[rows.start : rows.stop]], range(len(rows)), limit * 20)
            fitting = (row for row in (rows[at] for at in likely) if asked <= borders(self.pinyin[row]))
            numbers = np.array(list(dict.fromkeys(int(self.pinyin_terms[row]) for row in fitting)), dtype=np.int64)
        found = self.first_by_count(numbers, limit)
        if len(letters) >= 3 and not asked and len(found) < limit:
            short = self.initials.with_prefix(letters)
            found += self.first_by_count(np.unique(self.initials_terms[short.start : short.stop]), limit)
        return list(dict.fromkeys(found))[:limit]


def borders(letters: str) -> set[int]:
    """Return after how many letters a syllable ends, as apostrophes tell."""
    ends, at = set(), 0
    for part in letters.split(PARTED)[:-1]:
        at += len(part)
        ends.add(at)
    return ends


def commonest(counts: Ints, numbers: Iterable[int] | Ints, limit: int) -> list[int]:
    """Return those of `numbers` that have the highest counts, the highest first."""
    if isinstance(numbers, range):
        numbers = np.arange(numbers.start, numbers.stop)
    chosen = np.asarray(numbers if isinstance(numbers, np.ndarray) else list(numbers), dtype=np.int64)
    if not len(chosen):
        return []
    own = counts[chosen].astype(np.int64)
    if len(chosen) > limit:
        kept = np.flatnonzero(own >= np.partition(own, -limit)[-limit])
        chosen, own = chosen[kept], own[kept]
    found: list[int] = chosen[np.argsort(-own, kind="stable")][:limit].tolist()
    return found


VOCABULARY: Artefact[Vocabulary] = Artefact("vocabulary", 4, learn, Vocabulary, needs_all=True)
