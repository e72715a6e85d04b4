"""A brute-force search, written from the contract and from nothing of the engine: a scan of all rows.

It takes no query text to read. A query is a tree of tuples, and the text that says the same is written from it.
Only the folding and the cutting of words come from `reports.text`.
"""

from __future__ import annotations

import random
import re
from collections import Counter
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from reports.models import ParagraphPair, Report, Section
from reports.text.fold import fold, has_han
from reports.text.words import stem, words

Tree = tuple[Any, ...]
Spans = list[tuple[int, int]]
# A term that begins so is one of a field, one that is so an operator.
FIELD = re.compile(r"(zh|en|heading|place|year|speaker|中文|英文|标题|地区|年份|演讲人):", re.I)
NEAR = re.compile(r"NEAR(/[0-9]+)?")


@dataclass
class Row:
    """One pair with all that a scan asks of it."""

    pair: ParagraphPair
    zh: str
    zh_words: list[tuple[str, int, int]]
    en_words: list[str]
    # The headings that it stands under, itself among them if it is one.
    headings: list[Row] = field(default_factory=list)

    @property
    def year(self) -> int:
        return self.pair.report.year

    @property
    def place(self) -> str:
        return self.pair.report.jurisdiction.name_zh


def rows() -> list[Row]:
    """Return all pairs of published reports."""
    pairs = ParagraphPair.objects.filter(report__status="published").select_related("report__jurisdiction")
    found = [
        Row(
            pair,
            fold(pair.zh),
            [(word.text, word.start, word.end) for word in words(fold(pair.zh))],
            [word.text for word in words(fold(pair.en))],
        )
        for pair in pairs
    ]
    parents = dict(Section.objects.values_list("pk", "parent"))
    opened = {row.pair.section_id: row for row in found if row.pair.kind == "heading"}
    for row in found:
        section = row.pair.section_id
        while section is not None:
            row.headings += [opened[section]] if section in opened else []
            section = parents[section]
    return found


def matches(tree: Tree, row: Row, side: str = "") -> bool:
    """Say whether a row is found."""
    kind, *rest = tree
    if kind in {"and", "or"}:
        return (all if kind == "and" else any)(matches(part, row, side) for part in rest)
    if kind in {"not", "zh", "en"}:
        return matches(rest[0], row, side) is False if kind == "not" else matches(rest[0], row, kind)
    if kind == "heading":
        return under(rest[0], row, side)
    if kind in {"place", "year", "speaker"}:
        return is_of(tree, row)
    return all(stands(part, row, side) for part in parted(tree))


def parted(tree: Tree) -> list[Tree]:
    """Return the words of a term, each for itself; another tree as it is."""
    if tree[0] == "term" and not has_han(fold(tree[1])):
        return [("word", word.text) for word in words(fold(tree[1]))]
    return [tree]


def under(tree: Tree, row: Row, side: str) -> bool:
    """Say whether a row stands under a heading with this; of a group, each term may have a heading of its own."""
    kind, *rest = tree
    if kind in {"and", "or"}:
        return (all if kind == "and" else any)(under(part, row, side) for part in rest)
    if kind in {"not", "zh", "en"}:
        return under(rest[0], row, side) is False if kind == "not" else under(rest[0], row, kind)
    return all(any(stands(part, heading, side) for heading in row.headings) for part in parted(tree))


def is_of(tree: Tree, row: Row) -> bool:
    report = row.pair.report
    if tree[0] == "place":
        return row.place == str(tree[2])
    if tree[0] == "year":
        return bool((tree[1] or 0) <= row.year <= (tree[2] or 9999))
    return any(is_called(tree[1], name) for name in names_of(report))


def names_of(report: Report) -> set[str]:
    """Return all names of who delivered a report: its own, those that others of its place set beside one, or pinyin."""
    own = {name for name in (report.speaker_zh, report.speaker_en) if name}
    others = Report.objects.filter(status="published", jurisdiction=report.jurisdiction)
    both = [(other.speaker_zh, other.speaker_en) for other in others if other.speaker_zh and other.speaker_en]
    if report.speaker_zh:
        own |= {en for zh, en in both if squeezed(zh) == squeezed(report.speaker_zh)}
    elif report.speaker_en:
        own |= {zh for zh, en in both if squeezed(en) == squeezed(report.speaker_en)}
    return own if any(not has_han(name) for name in own) else own | {PINYIN[squeezed(name)] for name in own}


# Of the names without an English one that tests give to reports.
PINYIN = {"殷勇": "Yin Yong", "龚正": "Gong Zheng", "王凯": "Wang Kai", "李克强": "Li Keqiang"}


def squeezed(name: str) -> str:
    return "".join(fold(name).split())


def is_called(wanted: str, name: str) -> bool:
    """Say whether somebody of that name is meant: by a part of the Chinese, by words of the Latin or these turned."""
    if has_han(fold(wanted)):
        return squeezed(wanted) in squeezed(name)
    asked, has = ([word.text for word in words(fold(text))] for text in (wanted, name))
    return f" {' '.join(asked)} " in f" {' '.join(has)} " or (len(has) == 2 and asked == has[::-1])


def stands(leaf: Tree, row: Row, side: str) -> bool:
    found = is_near if leaf[0] == "near" else spans
    return any(found(leaf, row, language, side) for language in ("zh", "en"))


def spans(term: Tree, row: Row, language: str, side: str) -> Spans:
    """Return where a term stands in one language: characters of the Chinese, words of the English."""
    kind, text = term
    if kind in {"zh", "en"}:
        return spans(text, row, language, kind)
    if side not in {"", language}:
        return []
    text = fold(text)
    if has_han(text):
        text = text.strip() if kind == "phrase" else text
        starts = range(len(row.zh)) if language == "zh" else []
        return [(start, start + len(text)) for start in starts if row.zh.startswith(text, start)]
    wanted = [word.text for word in words(text)]
    stemmed = language == "en" and kind in {"term", "word"} and len(wanted) == 1
    found = row.en_words if language == "en" else [word for word, _start, _end in row.zh_words]
    rows = []
    for at in range(len(found) - len(wanted) + 1):
        run = found[at : at + len(wanted)]
        same = list(map(stem, run)) == list(map(stem, wanted)) if stemmed else run == wanted
        if same or (kind == "prefix" and run[0].startswith(wanted[0])):
            rows.append((at, at + len(wanted)))
    if language == "en":
        return rows
    unbroken = [(first, end) for first, end in rows if not has_chinese_between(row, first, end)]
    return [(row.zh_words[first][1], row.zh_words[end - 1][2]) for first, end in unbroken]


def has_chinese_between(row: Row, first: int, end: int) -> bool:
    return any(has_han(row.zh[left[2] : right[1]]) for left, right in pairwise(row.zh_words[first:end]))


def is_near(tree: Tree, row: Row, language: str, side: str) -> Spans:
    """Return where the last operand stands, one of each before it in reach of the next."""
    _kind, operands, distances = tree
    reached = [span for term in operands[0] for span in spans(term, row, language, side)]
    for operand, distance in zip(operands[1:], distances, strict=True):
        here = [span for term in operand for span in spans(term, row, language, side)]
        reached = [span for span in here if any(between(span, other) in range(distance + 1) for other in reached)]
    return reached


def between(one: tuple[int, int], other: tuple[int, int]) -> int:
    """Return how much stands between two spans, less than 0 where they overlap."""
    return max(one[0] - other[1], other[0] - one[1])


def written(tree: Tree, *, inside: bool = False) -> str:
    """Return the query text of a tree."""
    kind, *rest = tree
    if kind == "and":
        text = " ".join(written(part, inside=True) for part in rest)
    elif kind == "or":
        text = " OR ".join(written(part, inside=True) for part in rest)
    elif kind == "not":
        inner = written(rest[0], inside=True)
        return f"-({inner})" if inner.startswith("-") else f"-{inner}"
    elif kind in {"zh", "en", "heading"}:
        alone = rest[0][0] in {"term", "phrase", "prefix", "zh", "en"}
        return f"{kind}:{written(rest[0])}" if alone else f"{kind}:({written(rest[0])})"
    elif kind == "near":
        first, *others = (f"({' OR '.join(map(written, part))})" if part[1:] else written(part[0]) for part in rest[0])
        text = first + "".join(f" NEAR/{far} {part}" for far, part in zip(rest[1], others, strict=True))
    elif kind in {"place", "speaker"}:
        return f'{kind}:"{rest[0]}"'
    elif kind == "year":
        return f"year:{rest[0] or ''}..{rest[1] or ''}"
    else:
        return f'"{rest[0]}"' if kind == "phrase" else f"{rest[0]}*" if kind == "prefix" else str(rest[0])
    return f"({text})" if inside else text


def facets(found: list[Row]) -> tuple[Counter[int], Counter[str]]:
    """Return the counts by year and by place."""
    return Counter(row.year for row in found), Counter(row.place for row in found)


class Maker:
    """Makes trees from the texts of rows."""

    def __init__(self, seed: int, texts: list[Row]) -> None:
        self.random = random.Random(seed)
        self.rows = texts

    def piece(self, text: str, longest: int) -> str:
        start = self.random.randrange(len(text))
        return text[start : start + self.random.randint(1, longest)]

    def term(self) -> Tree | None:
        """Return a term or phrase that stands in some row, or None where chance cut none."""
        pair = self.random.choice(self.rows).pair
        chance = self.random.random()
        text = pair.zh if (chance < 0.6 and pair.zh) or not pair.en else pair.en
        if self.random.random() < 0.3:
            text = self.piece(text, 24).strip().replace('"', "")
            return ("phrase", text) if is_phrase(text) else None
        text = self.piece(text, self.random.choice([1, 2, 4, 8])) if has_han(text) else self.random.choice(text.split())
        return ("term", text) if is_term(text) else None

    def tree(self, depth: int = 2) -> Tree:
        """Return a query."""
        chance = self.random.random()
        if depth == 0 or chance < 0.45:
            return next(term for _ in iter(int, 1) if (term := self.term()) is not None)
        if chance < 0.6:
            return ("not", self.tree(depth - 1))
        parts = [self.tree(depth - 1) for _ in range(self.random.randint(2, 3))]
        return ("or" if chance < 0.8 else "and", *parts)

    def certain_term(self) -> Tree:
        """Return a term or phrase."""
        return next(term for _ in iter(int, 1) if (term := self.term()) is not None)

    def near_term(self) -> Tree:
        """Return what can stand beside NEAR within parentheses."""
        term = self.certain_term()
        text = fold(term[1])
        found = list(words(text))
        if term[0] == "term" and not has_han(text):
            word = found[0].text
            term = ("prefix", word[: self.random.randint(1, 4)]) if self.random.random() < 0.3 else ("term", word)
        return (self.random.choice(["zh", "en"]), term) if self.random.random() < 0.1 else term

    def near(self) -> Tree:
        """Return a chain of terms that are near one another, mostly of one row."""
        rows = self.rows
        if self.random.random() < 0.8:
            self.rows = [self.random.choice(rows)]
        chances = [self.random.random() for _ in range(self.random.choice([2, 2, 2, 3, 4]))]
        operands = [[self.near_term() for _ in range(1 if chance < 0.8 else 2)] for chance in chances]
        self.rows = rows
        return ("near", operands, [self.random.choice([0, 1, 2, 5, 10, 40, 500]) for _ in operands[1:]])

    def leaf(self, filters: list[Tree]) -> Tree:
        """Return one of all that the language has, any of the filters among them."""
        kind = self.random.choice(["term", "near", "near", "prefix", "zh", "en", "heading", "filter", "of a group"])
        if kind == "near":
            return self.near()
        if kind == "prefix":
            return ("prefix", self.word()[: self.random.randint(1, 5)])
        if kind in {"zh", "en", "heading"}:
            return (kind, self.random.choice([self.certain_term, self.near, self.near_term])())
        if kind == "filter":
            return self.random.choice(filters)
        if kind == "of a group":
            return (self.random.choice(["zh", "en", "heading"]), self.tree(1))
        return self.certain_term()

    def word(self) -> str:
        """Return an English word, or a Latin word or figure of the Chinese."""
        row = self.random.choice([row for row in self.rows if row.en_words or row.zh_words])
        return self.random.choice([*row.en_words, *(word for word, _start, _end in row.zh_words)])

    def anything(self, filters: list[Tree]) -> Tree:
        """Return a query of all that the language has, with no more terms beside NEAR than are accepted."""
        queries = (self.something(filters) for _ in iter(int, 1))
        return next(tree for tree in queries if beside_near(tree) <= 10)

    def something(self, filters: list[Tree]) -> Tree:
        parts = [self.leaf(filters) for _ in range(self.random.choice([1, 1, 2, 3]))]
        parts = [("not", part) if self.random.random() < 0.2 else part for part in parts]
        return (self.random.choice(["and", "or"]), *parts) if parts[1:] else parts[0]


def beside_near(tree: Tree) -> int:
    """Return how many terms stand beside NEAR."""
    if tree[0] == "near":
        return sum(map(len, tree[1]))
    return sum(beside_near(part) for part in tree[1:] if isinstance(part, tuple))


def is_term(text: str) -> bool:
    """Say whether a text is one term, and none that is left out or an operator."""
    folded = fold(text)
    whole = len(folded.split()) == 1 and folded.split()[0] == folded and not set('"()*') & set(folded)
    asks = has_han(folded) or bool(list(words(folded)))
    operator = text in {"OR", "AND", "NOT"} or NEAR.fullmatch(text) or FIELD.match(folded)
    return whole and asks and not folded.startswith("-") and not operator


def is_phrase(text: str) -> bool:
    """Say whether a text between quotation marks asks for something."""
    return '"' not in fold(text) and (has_han(fold(text)) or bool(list(words(fold(text)))))
