"""A query as typed, read into a tree. The language is described in docs/search.md."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from reports.search.tokens import TokenKind, Unreadable, tokens
from reports.text.fold import fold, has_han
from reports.text.words import stem, words

CHARACTERS_MOST = 1000
TERMS_MOST = 64
DEPTH_MOST = 20
HALF_A_PAIR = re.compile(r"[\ud800-\udfff]")
NEEDS_QUOTES = re.compile(r"[\s()]|^-")


@dataclass(frozen=True, slots=True)
class Contains:
    """Pairs whose folded Chinese contains `text`."""

    text: str


@dataclass(frozen=True, slots=True)
class Word:
    """Pairs with an English word of this stem, or the very word in the Chinese."""

    text: str
    stem: str


@dataclass(frozen=True, slots=True)
class Phrase:
    """Pairs with these words, unstemmed, one after the other in either language."""

    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class And:
    """Pairs that match all parts."""

    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Or:
    """Pairs that match at least one part."""

    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """Pairs that don't match."""

    part: Node


Leaf = Contains | Word | Phrase
Node = Leaf | And | Or | Not


@dataclass(frozen=True, slots=True)
class Query:
    """A query that was read: its tree, None if it asks for everything, and what the person should be told."""

    root: Node | None
    notes: tuple[str, ...] = ()

    def understood(self) -> str:
        """Return the query as it was read, in its own language."""
        return "" if self.root is None else written(self.root)

    def wanted(self) -> tuple[Leaf, ...]:
        """Return the terms that a hit may contain, without those that it must not."""
        return tuple(dict.fromkeys(_wanted(self.root, positive=True))) if self.root is not None else ()


def _wanted(node: Node, *, positive: bool) -> Iterator[Leaf]:
    if isinstance(node, Not):
        yield from _wanted(node.part, positive=not positive)
    elif isinstance(node, And | Or):
        for part in node.parts:
            yield from _wanted(part, positive=positive)
    elif positive:
        yield node


def written(node: Node) -> str:
    """Return a tree in the query language."""
    match node:
        case Contains(text):
            return f'"{text}"' if NEEDS_QUOTES.search(text) else text
        case Word(text):
            return text
        case Phrase(parts):
            return f'"{" ".join(parts)}"'
        case Not(part):
            return f"NOT ({written(part)})" if isinstance(part, And | Or | Not) else f"-{written(part)}"
        case And(branches):
            return " ".join(f"({written(part)})" if isinstance(part, Or) else written(part) for part in branches)
        case Or(branches):
            return " OR ".join(written(part) for part in branches)


def read(q: str) -> Query:
    """Return the query that `q` says. One that can't be read comes back as plain words, with a note saying why."""
    text, notes = _bounded(q)
    reader = Reader(text)
    try:
        root = reader.whole()
    except Unreadable as reason:
        notes.append(_("The query could not be read: %(reason)s. It was searched as plain words.") % {"reason": reason})
        reader = Reader(text)
        root = reader.plain()
    return Query(root, (*notes, *reader.notes()))


def printable(text: str) -> str:
    """Return `text` without halves of surrogate pairs, which are no characters and can't be written in an answer."""
    return HALF_A_PAIR.sub("\ufffd", text)


def _bounded(q: str) -> tuple[str, list[str]]:
    whole = printable(q)
    text = unicodedata.normalize("NFKC", whole[: CHARACTERS_MOST + 1])
    if len(text) <= CHARACTERS_MOST and len(whole) <= CHARACTERS_MOST:
        return text, []
    note = _("The query is longer than %(most)d characters; the rest was left out.") % {"most": CHARACTERS_MOST}
    return text[:CHARACTERS_MOST], [note]


class Reader:
    """Reads one query, whose compatibility characters are replaced, from left to right."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.tokens: list[tuple[TokenKind, str]] = []
        self.at = 0
        self.terms = 0
        self.cut = False
        self.wordless: list[str] = []

    def notes(self) -> Iterator[str]:
        """Yield what was left out, and why."""
        for term in dict.fromkeys(self.wordless):
            yield _("“%(term)s” has no letter, figure or Chinese character in it and was left out.") % {"term": term}
        if self.cut:
            yield _("The query has more than %(most)d terms; the rest was left out.") % {"most": TERMS_MOST}

    def whole(self) -> Node | None:
        """Return the tree of the whole query; raises `Unreadable`."""
        self.tokens = list(tokens(self.text))
        if not self.tokens:
            return None
        root = self.either(depth=0)
        if self.at < len(self.tokens):
            raise Unreadable(_("a closing parenthesis has no opening one"))
        return root

    def plain(self) -> Node | None:
        """Return the words of the query, all of them wanted, whatever operators stand between."""
        pieces = re.sub(r'["()]', " ", self.text).split()
        terms = (piece.lstrip("-") for piece in pieces)
        return joined(And, [leaf for term in terms if term for leaf in self.leaves(term)])

    def peek(self) -> TokenKind | None:
        """Return the kind of the next token."""
        return self.tokens[self.at][0] if self.at < len(self.tokens) else None

    def either(self, depth: int) -> Node | None:
        """Read parts with OR between them."""
        parts = [self.all(depth)]
        while self.peek() is TokenKind.OR:
            self.at += 1
            parts.append(self.all(depth))
        return joined(Or, parts)

    def all(self, depth: int) -> Node | None:
        """Read parts that stand side by side."""
        parts: list[Node | None] = []
        while (kind := self.peek()) not in {None, TokenKind.OR, TokenKind.CLOSE}:
            if kind is TokenKind.AND:
                self.at += 1
            else:
                parts.append(self.factor(depth))
        if not parts:
            raise Unreadable(self.missing())
        return joined(And, parts)

    def missing(self) -> str:
        """Return why there is no term where one was expected."""
        kinds = [kind for kind, _text in self.tokens]
        before = kinds[self.at - 1] if self.at else None
        if TokenKind.OR in {before, self.peek()}:
            return _("OR needs a term on either side")
        if before is TokenKind.OPEN:
            return _("there is nothing between the parentheses") if self.peek() else _("a parenthesis is not closed")
        if before is TokenKind.AND:
            return _("AND needs a term on either side")
        return _("a closing parenthesis has no opening one")

    def factor(self, depth: int) -> Node | None:
        """Read one term, phrase or group with the exclusions before it."""
        excluded = False
        while self.peek() is TokenKind.NOT:
            self.at += 1
            excluded = not excluded
        if self.peek() in {None, TokenKind.OR, TokenKind.AND, TokenKind.CLOSE}:
            raise Unreadable(_("NOT needs a term after it"))
        node = self.atom(depth)
        return Not(node) if excluded and node is not None else node

    def atom(self, depth: int) -> Node | None:
        """Read one term, phrase or group."""
        kind, text = self.tokens[self.at]
        self.at += 1
        if kind is TokenKind.PHRASE:
            return joined(And, list(self.phrase(text)))
        if kind is TokenKind.TERM:
            return joined(And, list(self.leaves(text)))
        if depth == DEPTH_MOST:
            raise Unreadable(_("parentheses stand inside one another more than %(most)d deep") % {"most": DEPTH_MOST})
        inner = self.either(depth + 1)
        if self.peek() is not TokenKind.CLOSE:
            raise Unreadable(_("a parenthesis is not closed"))
        self.at += 1
        return inner

    def phrase(self, text: str) -> Iterator[Leaf]:
        """Yield what stands between quotation marks, as one leaf."""
        folded = fold(text).strip()
        if has_han(folded):
            yield from self.counted(Contains(folded))
        elif parts := tuple(word.text for word in words(folded)):
            self.cut |= len(parts) > TERMS_MOST
            yield from self.counted(Phrase(parts[:TERMS_MOST]))
        else:
            self.wordless.append(f'"{text}"')

    def leaves(self, term: str) -> Iterator[Leaf]:
        """Yield what a term asks for: its Chinese as it stands, or its words, each for itself."""
        folded = fold(term)
        if has_han(folded):
            yield from self.counted(Contains(folded))
            return
        found = False
        for word in words(folded):
            found = True
            yield from self.counted(Word(word.text, stem(word.text)))
        if not found:
            self.wordless.append(term)

    def counted(self, leaf: Leaf) -> Iterator[Leaf]:
        """Yield the leaf unless there are too many already."""
        self.terms += 1
        if self.terms <= TERMS_MOST:
            yield leaf
        else:
            self.cut = True


def joined(kind: type[And | Or], parts: list[Node | None]) -> Node | None:
    """Return the parts as one node, without those that say nothing."""
    flat = (inner for part in parts for inner in (part.parts if isinstance(part, kind) else (part,)))
    kept = tuple(dict.fromkeys(part for part in flat if part is not None))
    if len(kept) < 2:
        return kept[0] if kept else None
    return kind(kept)
