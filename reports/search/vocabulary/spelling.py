"""Words of the archive that are spelt nearly like one that it hasn't got."""

from __future__ import annotations

import numpy as np

from reports.search.arrays import Ints
from reports.search.vocabulary.artefact import Vocabulary
from reports.search.vocabulary.learning import EN_LONGEST
from reports.text.words import stem

EDITS_MOST = 2
SHORT, SHORTEST = 5, 4
# What an edit, and another first letter, cost beside the logarithm of how often a word stands.
EDIT_COST, FIRST_LETTER_COST = 4.0, 3.0


def nearest(vocabulary: Vocabulary, word: str, limit: int) -> list[str]:
    """Return the words at most two edits away (of a short one, one edit), the likeliest first."""
    if not SHORTEST <= len(word) <= EN_LONGEST - 2 or not (word.isascii() and word.isalpha()):
        return []
    edits = 1 if len(word) <= SHORT else EDITS_MOST
    starts = vocabulary.word_starts
    rows = slice(int(starts[max(len(word) - edits, 0)]), int(starts[min(len(word) + edits, EN_LONGEST) + 1]))
    letters = vocabulary.word_letters[rows]
    if not len(letters):
        return []
    numbers = vocabulary.words[rows]
    distances = edit_distances(word, letters, edits)
    near = np.flatnonzero((distances <= edits) & (distances > 0))
    counts = vocabulary.en_weights[numbers[near]].astype(np.float64)
    other_start = letters[near, 0] != ord(word[0])
    costs = distances[near] * EDIT_COST + other_start * FIRST_LETTER_COST - np.log1p(counts)
    likeliest = [vocabulary.en[int(numbers[near[at]])] for at in np.argsort(costs, kind="stable")[: limit * 4].tolist()]
    # Forms of one word find the same.
    return list({stem(other): other for other in reversed(likeliest)}.values())[::-1][:limit]


def edit_distances(word: str, letters: Ints, edits: int) -> Ints:
    """Return how many letters must be changed, added, taken out or swapped; what exceeds `edits` may be any more.

    `letters` has a row for each word, filled up with zeros.
    """
    typed = np.frombuffer(word.encode("ascii"), dtype=np.uint8)
    many, far = len(letters), np.int8(edits + 1)
    lengths = (letters != 0).sum(axis=1)
    columns = np.ascontiguousarray(letters.T)
    width = min(len(typed) + edits, len(columns))
    rows = np.full((3, width + 1, many), far, dtype=np.int8)
    rows[0] = np.minimum(np.arange(width + 1), far)[:, None]
    for i, letter in enumerate(typed, start=1):
        row, above, before = rows[i % 3], rows[(i - 1) % 3], rows[(i - 2) % 3]
        row[:] = far
        row[0] = min(i, far)
        for j in range(max(1, i - edits), min(width, i + edits) + 1):
            best = above[j - 1] + (columns[j - 1] != letter)
            np.minimum(best, above[j] + 1, out=best)
            np.minimum(best, row[j - 1] + 1, out=best)
            if i > 1 and j > 1:
                swapped = (columns[j - 2] == letter) & (columns[j - 1] == typed[i - 2])
                np.minimum(best, np.where(swapped, before[j - 2] + 1, far), out=best)
            np.minimum(best, far, out=row[j])
    last = rows[len(typed) % 3]
    distances: Ints = np.where(lengths <= width, last[np.minimum(lengths, width), np.arange(many)], far)
    return distances
