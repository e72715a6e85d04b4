"""The words of many beads, kept small: numbers and offsets in arrays, each word's letters once."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from reports.text.terms.tokens import Token


@dataclass(slots=True)
class Side:
    """One language's words, bead after bead, by number; what each number's word is compared by."""

    numbers: dict[tuple[str, str], int] = field(default_factory=dict)
    words: list[str] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)
    # The key, or the word itself where it has none.
    forms: list[str] = field(default_factory=list)
    ids: array[int] = field(default_factory=lambda: array("i"))
    starts: array[int] = field(default_factory=lambda: array("i"))
    ends: array[int] = field(default_factory=lambda: array("i"))
    marks: array[int] = field(default_factory=lambda: array("b"))
    firsts: array[int] = field(default_factory=lambda: array("q", [0]))

    def add(self, tokens: Sequence[Token]) -> None:
        for token in tokens:
            known = self.numbers.setdefault((token.word, token.key), len(self.words))
            if known == len(self.words):
                self.words.append(token.word)
                self.keys.append(token.key)
                self.forms.append(token.key or token.word)
            self.ids.append(known)
            self.starts.append(token.start)
            self.ends.append(token.end)
            self.marks.append(token.after_mark)
        self.firsts.append(len(self.ids))

    def __len__(self) -> int:
        return len(self.firsts) - 1

    def ids_of(self, bead: int) -> array[int]:
        return self.ids[self.firsts[bead] : self.firsts[bead + 1]]

    def keys_of(self, bead: int) -> list[str]:
        return [self.keys[known] for known in self.ids_of(bead)]

    def tokens_of(self, bead: int) -> list[Token]:
        return [
            Token(
                self.words[self.ids[at]], self.keys[self.ids[at]], self.starts[at], self.ends[at], bool(self.marks[at])
            )
            for at in range(self.firsts[bead], self.firsts[bead + 1])
        ]


@dataclass(slots=True)
class Packed:
    """All beads: the words of both sides and the years."""

    zh: Side = field(default_factory=Side)
    en: Side = field(default_factory=Side)
    years: array[int] = field(default_factory=lambda: array("h"))

    def add(self, zh: Sequence[Token], en: Sequence[Token], year: int) -> None:
        self.zh.add(zh)
        self.en.add(en)
        self.years.append(year)

    def keys(self) -> Iterable[tuple[list[str], list[str]]]:
        return ((self.zh.keys_of(bead), self.en.keys_of(bead)) for bead in range(len(self.years)))
