"""What was learned, as readers open it: arrays and texts that stay on the disk until they are asked for."""

from __future__ import annotations

import mmap
from collections.abc import Iterator
from functools import cached_property, lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from reports.text.terms.counterpart import Links, linked
from reports.text.terms.model import likely
from reports.text.terms.tokens import MARK, WORD_OF_EITHER, Token, cut_at

Array = NDArray[Any]
# Smaller files are read at once.
SMALL = 1 << 16
# What is looked through for a term is parted so often, and each part gives so many places: they come from all years.
PARTS, OF_PART = 24, 60
LINKS_KEPT = 256
LONGEST_WORD = 8


class Place(NamedTuple):
    """Where a term stands: a bead, and the span in its text, folded if it is the Chinese one."""

    bead: int
    start: int
    end: int


class Strings:
    """Strings by number, kept as bytes."""

    def __init__(self, folder: Path, name: str) -> None:
        self.firsts: Array = array(folder, f"{name}_firsts")
        with (folder / f"{name}.txt").open("rb") as file:
            size = file.seek(0, 2)
            self.bytes: mmap.mmap | bytes = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) if size else b""
        if size != int(self.firsts[-1]):
            raise ValueError(f"{name}.txt has {size} bytes of {int(self.firsts[-1])}")

    def __len__(self) -> int:
        return len(self.firsts) - 1

    def __getitem__(self, number: int) -> str:
        return self.bytes[int(self.firsts[number]) : int(self.firsts[number + 1]) - 1].decode("utf-8", "surrogatepass")

    def __iter__(self) -> Iterator[str]:
        return iter(self.bytes[:].decode("utf-8", "surrogatepass").split("\n")[:-1])

    def places(self, term: str, most: int = OF_PART) -> list[Place]:
        """Return where a text stands in these, at most `most` places from each of 24 parts of all strings."""
        wanted = term.encode("utf-8", "surrogatepass")
        found: list[Place] = []
        if not wanted or b"\n" in wanted:
            return found
        starts: list[int] = []
        for start, end in pairwise(int(self.firsts[len(self) * part // PARTS]) for part in range(PARTS + 1)):
            at = self.bytes.find(wanted, start, end)
            for _ in range(most):
                if at < 0:
                    break
                starts.append(at)
                at = self.bytes.find(wanted, at + len(wanted), end)
        strings = np.searchsorted(self.firsts, starts, side="right") - 1
        for at, string, first in zip(starts, strings.tolist(), self.firsts[strings].tolist(), strict=True):
            start = len(self.bytes[first:at].decode("utf-8", "surrogatepass"))
            found.append(Place(string, start, start + len(term)))
        return found


class Side:
    """One language's words of all beads."""

    def __init__(self, folder: Path, name: str) -> None:
        columns = ("ids", "starts", "ends", "marks", "firsts", "form", "says", "model", "places", "places_firsts")
        self.ids, self.starts, self.ends, self.marks, self.firsts, self.form, self.says, self.model, *rest = (
            array(folder, f"{name}_{column}") for column in columns
        )
        self.places, self.places_firsts = rest
        self.words = list(Strings(folder, f"{name}_words"))
        self.forms = list(Strings(folder, f"{name}_forms"))

    @cached_property
    def form_numbers(self) -> dict[str, int]:
        """The numbers of forms: stems, or words as they are where those say nothing."""
        return {form: number for number, form in enumerate(self.forms)}

    @cached_property
    def says_by_form(self) -> list[bool]:
        """Whether each form says anything by itself."""
        says = np.zeros(len(self.forms), dtype=bool)
        says[self.form[self.says]] = True
        return says.tolist()

    @cached_property
    def numbers(self) -> dict[str, int]:
        """The numbers of forms in the model."""
        by_form = np.full(len(self.forms), -1, dtype=np.int64)
        by_form[self.form[self.says]] = self.model[self.says]
        return dict(zip(self.forms, by_form.tolist(), strict=True))

    def forms_of(self, bead: int) -> list[int]:
        """Return the forms of a bead's words."""
        forms: list[int] = self.form[self.ids[self.firsts[bead] : self.firsts[bead + 1]]].tolist()
        return forms

    def tokens(self, bead: int) -> list[Token]:
        """Return the words of a bead."""
        part = slice(int(self.firsts[bead]), int(self.firsts[bead + 1]))
        ids = self.ids[part]
        rows = zip(ids.tolist(), self.form[ids].tolist(), self.says[ids].tolist(), strict=True)
        where = zip(self.starts[part].tolist(), self.ends[part].tolist(), self.marks[part].tolist(), strict=True)
        return [
            Token(self.words[word], self.forms[form] if says else "", start, end, mark)
            for (word, form, says), (start, end, mark) in zip(rows, where, strict=True)
        ]

    def places_of(self, phrase: tuple[int, ...], most: int = PARTS * OF_PART) -> list[Place]:
        """Return where words of these forms follow one another: `most` places at most, spread over all."""
        if not phrase:
            return []
        sizes = [int(self.places_firsts[form + 1] - self.places_firsts[form]) for form in phrase]
        rarest = int(np.argmin(sizes))
        first = int(self.places_firsts[phrase[rarest]])
        starts = self.places[first : first + sizes[rarest]].astype(np.int64) - rarest
        starts = starts[(starts >= 0) & (starts + len(phrase) <= len(self.ids))]
        for step, form in enumerate(phrase):
            starts = starts[self.form[self.ids[starts + step]] == form]
        beads = np.searchsorted(self.firsts, starts, side="right") - 1
        inside = starts + len(phrase) <= self.firsts[beads + 1]
        starts, beads = starts[inside], beads[inside]
        if len(starts) > most:
            kept = np.arange(most) * len(starts) // most
            starts, beads = starts[kept], beads[kept]
        ends = self.ends[starts + len(phrase) - 1]
        return [Place(*row) for row in zip(beads.tolist(), self.starts[starts].tolist(), ends.tolist(), strict=True)]


def tokens_of(side: Side, folded: str) -> list[Token]:
    """Return the words of a folded Chinese text, the longest at each place that the side's beads have.

    They stand in for those of jieba, whose dictionary readers thus need not load.
    """
    found: list[Token] = []
    for match in WORD_OF_EITHER.finditer(folded):
        at, end = match.span()
        mark = MARK.search(folded, found[-1].end if found else 0, at) is not None
        while at < end:
            lengths = range(min(LONGEST_WORD, end - at), 1, -1) if match.group(1) else (end - at,)
            length = next((length for length in lengths if folded[at : at + length] in side.numbers), 1)
            length = length if match.group(1) else end - at
            word = folded[at : at + length]
            known = side.form_numbers.get(word)
            key = word if known is not None and side.says_by_form[known] else ""
            found.append(Token(word, key, at, at + length, mark))
            at, mark = at + length, False
    return found


class Beads:
    """The beads that were learned from, with what they taught. Threads may share one."""

    def __init__(self, folder: Path) -> None:
        self.pair, self.report, self.year, self.zh_start, self.en_start, self.by_pair = (
            array(folder, name) for name in ("pair", "report", "year", "zh_start", "en_start", "by_pair")
        )
        self.zh_text, self.en_text = Strings(folder, "zh_text"), Strings(folder, "en_text")
        self.zh, self.en = Side(folder, "zh"), Side(folder, "en")
        self.pairs, self.en_of_zh, self.zh_of_en, self.expected = (
            array(folder, name) for name in ("pairs", "en_of_zh", "zh_of_en", "expected")
        )
        self.many_en = int(array(folder, "many_en")[0])
        self.pairs_in_order = self.pair[self.by_pair]
        self.links = lru_cache(maxsize=LINKS_KEPT)(self._links)

    def __len__(self) -> int:
        return len(self.pair)

    def of_pair(self, pair: int) -> list[int]:
        """Return the beads of a pair."""
        first, last = np.searchsorted(self.pairs_in_order, [pair, pair + 1])
        beads: list[int] = self.by_pair[first:last].tolist()
        return beads

    def _links(self, bead: int, start: int = 0, end: int = 0) -> Links:
        """Return how the words of a bead go together, its Chinese ones cut at the borders of a term."""
        return self.links_of(cut_at(self.zh.tokens(bead), start, end), self.en.tokens(bead))

    def links_of(self, zh: list[Token], en: list[Token]) -> Links:
        """Return how words go together by what the beads taught."""
        rows, columns = self._numbers(self.zh, zh), self._numbers(self.en, en)
        return linked(zh, en, *likely(self.pairs, self.en_of_zh, self.zh_of_en, self.many_en, rows, columns))

    def _numbers(self, side: Side, tokens: list[Token]) -> Array:
        return np.array([side.numbers.get(token.key, -1) if token.key else -1 for token in tokens], dtype=np.int64)

    def dictionary_has(self, zh: list[str], en: list[str]) -> float:
        """Return for how many of these words the dictionary has one of the other side: the share of the poorer side."""
        rows = np.array([self.zh.numbers.get(key, -1) for key in zh], dtype=np.int64)
        columns = np.array([self.en.numbers.get(key, -1) for key in en], dtype=np.int64)
        if not len(rows) or not len(columns) or not len(self.pairs):
            return 0.0
        keys = rows[:, None] * self.many_en + columns[None, :]
        at = np.minimum(np.searchsorted(self.pairs, keys), len(self.pairs) - 1)
        met = (self.pairs[at] == keys) & self.expected[at] & (rows[:, None] >= 0) & (columns[None, :] >= 0)
        return float(min(met.any(axis=0).mean(), met.any(axis=1).mean()))


def array(folder: Path, name: str) -> Array:
    """Return an array of the folder. Raises `OSError` or `ValueError`."""
    path = folder / f"{name}.npy"
    small = path.stat().st_size < SMALL
    found = np.load(path, mmap_mode=None if small else "r", allow_pickle=False)
    whole: Array = found if small else found.view(np.ndarray)
    return whole
