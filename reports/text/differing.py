"""What of a text changed, word by word; in Chinese, character by character."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher

LETTER = r"[^\W\d_\u2e80-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"
# Chinese has no blanks between words: each character counts. Figures with their marks are one word: 1,234.5 and 3.2%
# change as a whole, and so does well-being.
WORD = re.compile(rf"\d+(?:[.,]\d+)*%?|{LETTER}+(?:['’-]{LETTER}+)*|\s+|.", re.DOTALL)
# Comparing takes time with the product of both lengths: of longer texts only what lies between the first change and the
# last is compared, and where that is longer still, all of it counts as changed.
MOST_WORDS = 1500


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text: `kind` says whether it was taken out (`gone`), put in (`new`), or is there still (`same`)."""

    kind: str
    text: str


def differences(before: str, after: str) -> list[Piece]:
    """Return how one text became another, in order: the pieces `same` and `gone` are the first, those but `gone` the
    second.
    """
    if before == after:
        return [Piece("same", before)] if before else []
    old, new = WORD.findall(before), WORD.findall(after)
    start, end = _alike(old, new) if max(len(old), len(new)) > MOST_WORDS else (0, 0)
    pieces = [Piece("same", "".join(old[:start]))] if start else []
    pieces += _changed(old[start : len(old) - end], new[start : len(new) - end])
    return [*pieces, Piece("same", "".join(old[len(old) - end :]))] if end else pieces


def _alike(old: list[str], new: list[str]) -> tuple[int, int]:
    """Return how many words are the same at the beginning of both, and at the end of what is left."""
    most = min(len(old), len(new))
    start = next((place for place in range(most) if old[place] != new[place]), most)
    end = next((place for place in range(most - start) if old[-1 - place] != new[-1 - place]), most - start)
    return start, end


def _changed(old: list[str], new: list[str]) -> list[Piece]:
    if max(len(old), len(new)) > MOST_WORDS:
        steps = [("replace", 0, len(old), 0, len(new))]
    else:
        steps = list(SequenceMatcher(None, old, new, autojunk=False).get_opcodes())
    pieces = []
    for kind, start, end, to_start, to_end in steps:
        if kind == "equal":
            pieces.append(Piece("same", "".join(old[start:end])))
            continue
        for name, words in (("gone", old[start:end]), ("new", new[to_start:to_end])):
            if words:
                pieces.append(Piece(name, "".join(words)))
    return pieces
