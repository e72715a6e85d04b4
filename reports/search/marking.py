"""Where the terms of a query stand in the published text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from reports.search.answers import Marks
from reports.search.query import Contains, Leaf, Phrase, Word
from reports.text.fold import HAS_HAN, Folded, fold_with_offsets
from reports.text.words import Word as TextWord
from reports.text.words import stem, words


def marked(leaves: Iterable[Leaf], zh: str, en: str) -> tuple[Marks, Marks]:
    """Return the marks on a pair's two sides: code points [start, end), sorted; those that overlap are one."""
    terms = tuple(leaves)
    if not terms:
        return [], []
    chinese = fold_with_offsets(zh)
    zh_marks = _united(chinese, _in_chinese(terms, chinese.text))
    if all(isinstance(term, Contains) for term in terms):
        return zh_marks, []
    english = fold_with_offsets(en)
    return zh_marks, _united(english, _in_english(terms, english.text))


def _united(folded: Folded, spans: Iterable[tuple[int, int]]) -> Marks:
    united: Marks = []
    for start, end in sorted(folded.span(*span) for span in set(spans)):
        if united and start < united[-1][1]:
            united[-1] = united[-1][0], max(end, united[-1][1])
        else:
            united.append((start, end))
    return united


def _in_chinese(leaves: tuple[Leaf, ...], text: str) -> Iterator[tuple[int, int]]:
    found: list[TextWord] | None = None
    for leaf in leaves:
        if isinstance(leaf, Contains):
            yield from _occurrences(leaf.text, text)
            continue
        found = list(words(text)) if found is None else found
        if isinstance(leaf, Word):
            yield from ((word.start, word.end) for word in found if word.text == leaf.text)
        else:
            yield from (
                (run[0].start, run[-1].end)
                for run in _rows(leaf, found)
                if HAS_HAN.search(text, run[0].start, run[-1].end) is None
            )


def _in_english(leaves: tuple[Leaf, ...], text: str) -> Iterator[tuple[int, int]]:
    found = list(words(text))
    for leaf in leaves:
        if isinstance(leaf, Word):
            yield from ((word.start, word.end) for word in found if stem(word.text) == leaf.stem)
        elif isinstance(leaf, Phrase):
            yield from ((run[0].start, run[-1].end) for run in _rows(leaf, found))


def _occurrences(term: str, text: str) -> Iterator[tuple[int, int]]:
    at = text.find(term)
    while at >= 0:
        yield at, at + len(term)
        at = text.find(term, at + 1)


def _rows(phrase: Phrase, found: list[TextWord]) -> Iterator[list[TextWord]]:
    texts = tuple(word.text for word in found)
    length = len(phrase.words)
    for at in range(len(texts) - length + 1):
        if texts[at] == phrase.words[0] and texts[at : at + length] == phrase.words:
            yield found[at : at + length]
