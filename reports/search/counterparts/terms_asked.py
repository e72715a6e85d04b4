"""The terms of a query whose counterparts can be looked for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from reports.search.counterparts.attested import Asked
from reports.search.counterparts.mapped import Beads
from reports.search.query import And, Contains, Phrase, Query, Term, Word
from reports.text.words import stem

# The longest term, and the most of one query.
LONGEST_ZH, LONGEST_EN, TERMS_MOST = 20, 10, 6


def asked_of(beads: Beads, query: Query) -> list[tuple[Asked, ...]]:
    """Return the terms of a query, each with others that say the same in parts: those of a row of English words.

    Words that stand side by side may be one term, `large language models`, or several. Where the archive knows the
    whole, the first of a tuple, the parts have no say.
    """
    found: dict[tuple[Asked, ...], None] = {}
    rows = list(_rows(query.root)) if isinstance(query.root, And) else []
    joined = {word for row in rows for word in row}
    for row in rows:
        whole = _english(beads, [word.text for word in row])
        parts = [part for word in row for part in _of_leaf(beads, word)]
        found[tuple(([whole] if whole else []) + parts)] = None
    for leaf in query.terms():
        if leaf not in joined:
            found |= dict.fromkeys((one,) for one in _of_leaf(beads, leaf))
    return [terms for terms in found if terms][:TERMS_MOST]


def _rows(root: And) -> Iterator[list[Word]]:
    """Yield the words that follow one another in a query, two and more."""
    row: list[Word] = []
    for part in (*root.parts, None):
        if isinstance(part, Word) and part.side != "zh":
            row.append(part)
            continue
        if 1 < len(row) <= LONGEST_EN:
            yield row
        row = []


def _of_leaf(beads: Beads, leaf: Term) -> Iterator[Asked]:
    if isinstance(leaf, Contains):
        if leaf.side != "en" and 1 < len(leaf.text.strip()) <= LONGEST_ZH:
            yield Asked(zh=leaf.text.strip())
        return
    words = leaf.words if isinstance(leaf, Phrase) else (leaf.text,) if isinstance(leaf, Word) else ()
    if not 0 < len(words) <= LONGEST_EN:
        return
    english = _english(beads, words) if leaf.side != "zh" else None
    if english:
        yield english
    # GDP stands in Chinese too.
    if leaf.side != "en" and len(words) == 1 and _is_latin(words[0]) and words[0] in beads.zh.form_numbers:
        yield Asked(zh=words[0])


def _is_latin(word: str) -> bool:
    return len(word) > 1 and not word.isdigit()


def _english(beads: Beads, words: Sequence[str]) -> Asked | None:
    """Return words as a term, None if no bead has one of them or none of them says anything."""
    known = beads.en.form_numbers
    forms = [known.get(stem(word), known.get(word, -1)) for word in words]
    if -1 in forms or not any(beads.en.says_by_form[form] for form in forms):
        return None
    return Asked(en=tuple(forms))
