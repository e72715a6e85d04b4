"""The reading of a query's pieces into a tree."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple, TypeVar

from django.utils.translation import gettext as _

from reports.search.hints import hints
from reports.search.tokens import FIELD, NEAR, OPERATORS, TokenKind, Unreadable, tokens
from reports.search.tree import (
    And,
    Contains,
    Heading,
    Leaf,
    Near,
    Node,
    Not,
    Operand,
    Or,
    Phrase,
    Place,
    Prefix,
    Side,
    Speaker,
    Term,
    Word,
    Years,
    joined,
)
from reports.text.fold import fold, has_han
from reports.text.words import stem, words

TERMS_MOST = 64
NEAR_TERMS_MOST = 10
DEPTH_MOST = 20
DISTANCE, DISTANCE_MOST = 10, 500
YEARS = re.compile(r"([0-9]{1,4})?年?(\.{2,3}|[-–—~至])?([0-9]{1,4})?年?")
BESIDE_NEAR = {TokenKind.TERM, TokenKind.PHRASE, TokenKind.FIELD, TokenKind.OPEN}
# A node that can't stand beside NEAR.
NOTHING = And(())
SIDES: dict[str, Side] = {"zh": "zh", "en": "en"}

Some = TypeVar("Some", bound=Leaf | Place | Years | Speaker)


class Scope(NamedTuple):
    """What the fields around a term say of it."""

    side: Side = ""
    heading: bool = False
    # The field whose value the term is: place, year or speaker.
    of: str = ""

    def inside(self, field: str) -> Scope:
        """Return the scope within a further field; the inner one of two sides or two filters counts."""
        if field in SIDES:
            return self._replace(side=SIDES[field])
        return self._replace(heading=True) if field == "heading" else self._replace(of=field)


class Reader:
    """Reads one query, whose compatibility characters are replaced, from left to right."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.tokens: list[tuple[TokenKind, str]] = []
        self.at = 0
        self.terms = self.near_terms = 0
        # What to tell the person, in order, each once.
        self.said: dict[str, None] = {}

    def notes(self) -> Iterator[str]:
        """Yield what was left out, and why."""
        yield from self.said

    def say(self, note: str) -> None:
        """Have the person told something."""
        self.said[note] = None

    def whole(self) -> Node | None:
        """Return the tree of the whole query; raises `Unreadable`."""
        self.tokens = list(tokens(self.text))
        for hint in hints(self.tokens):
            self.say(hint)
        if not self.tokens:
            return None
        root = self.either(Scope(), depth=0)
        if self.at < len(self.tokens):
            raise Unreadable(_("a closing parenthesis has no opening one"))
        return root

    def plain(self) -> Node | None:
        """Return the words of the query, all of them wanted, whatever operators stand between."""
        pieces = [piece.lstrip("-") for piece in re.sub(r'["()]', " ", self.text).split()]
        # Fields and operators are no words anybody looks for, unless there is nothing else.
        words = [piece for piece in pieces if piece not in OPERATORS and not NEAR.fullmatch(piece)]
        kept = list(filter(None, (FIELD.sub("", piece, count=1) for piece in words))) or list(filter(None, pieces))
        return joined(And, [leaf for term in kept for leaf in self.leaves(term, Scope())])

    def peek(self) -> TokenKind | None:
        """Return the kind of the next token."""
        return self.tokens[self.at][0] if self.at < len(self.tokens) else None

    def either(self, scope: Scope, depth: int) -> Node | None:
        """Read parts with OR between them."""
        parts = [self.all(scope, depth)]
        while self.peek() is TokenKind.OR:
            self.at += 1
            parts.append(self.all(scope, depth))
        return joined(Or, parts)

    def all(self, scope: Scope, depth: int) -> Node | None:
        """Read parts that stand side by side."""
        parts: list[Node | None] = []
        while (kind := self.peek()) not in {None, TokenKind.OR, TokenKind.CLOSE}:
            if kind is not TokenKind.AND:
                parts.append(self.factor(scope, depth))
                continue
            self.at += 1
            if not parts or self.peek() in {None, TokenKind.AND, TokenKind.OR, TokenKind.CLOSE}:
                raise Unreadable(_("AND needs a term on either side"))
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
        return _("a closing parenthesis has no opening one")

    def factor(self, scope: Scope, depth: int) -> Node | None:
        """Read one term, phrase or group, or a chain of them with NEAR between, with the exclusions before it."""
        excluded = False
        while self.peek() is TokenKind.NOT:
            self.at += 1
            excluded = not excluded
        if self.peek() in {None, TokenKind.OR, TokenKind.AND, TokenKind.CLOSE}:
            raise Unreadable(_("NOT needs a term after it"))
        node = self.chain(scope, depth)
        return Not(node) if excluded and node is not None else node

    def chain(self, scope: Scope, depth: int) -> Node | None:
        """Read one term, phrase or group, or a chain of them with NEAR between."""
        node = self.atom(scope, depth)
        if self.peek() is not TokenKind.NEAR:
            return node
        operands = [self.operand(node, scope)]
        distances: list[int] = []
        while self.peek() is TokenKind.NEAR:
            distances.append(self.distance())
            operands.append(self.operand(self.atom(scope, depth) if self.peek() in BESIDE_NEAR else NOTHING, scope))
        kept = [number for number, operand in enumerate(operands) if operand]
        chosen = tuple(operands[number] for number in kept)
        self.near_terms += sum(map(len, chosen))
        if self.near_terms > NEAR_TERMS_MOST:
            raise Unreadable(_("more than %(most)d terms stand beside NEAR") % {"most": NEAR_TERMS_MOST})
        if len(kept) > 1:
            near = Near(chosen, tuple(distances[number - 1] for number in kept[1:]))
            return Heading(near) if scope.heading else near
        left = [Heading(term) if scope.heading else term for operand in chosen for term in operand]
        return joined(Or, left)

    def distance(self) -> int:
        """Read NEAR; return how much may stand between."""
        number = self.tokens[self.at][1]
        self.at += 1
        wanted = int(number[:9]) if number else DISTANCE
        if wanted > DISTANCE_MOST:
            self.say(_("NEAR reaches over %(most)d characters or words at most.") % {"most": DISTANCE_MOST})
        return min(wanted, DISTANCE_MOST)

    def operand(self, node: Node | None, scope: Scope) -> Operand:
        """Return what stands beside NEAR: a term, a phrase, or several of them in parentheses with OR between."""
        parts = () if node is None else node.parts if isinstance(node, And | Or) else (node,)
        if scope.heading:
            # The heading around the whole chain is put around it again; one of an operand's own is refused.
            parts = tuple(part.part if isinstance(part, Heading) else part for part in parts)
        terms = tuple(part for part in parts if isinstance(part, Term))
        if len(terms) == len(parts) and not isinstance(node, And):
            return terms
        parted = tuple(part for part in parts if isinstance(part, Word))
        # The parts of a word with a hyphen.
        if len(parted) == len(parts) and self.tokens[self.at - 1][0] is TokenKind.TERM:
            return (Phrase(tuple(word.text for word in parted), parted[0].side),)
        raise Unreadable(_("NEAR needs a term, a phrase or (one OR another) on either side"))

    def atom(self, scope: Scope, depth: int) -> Node | None:
        """Read one term, phrase or group."""
        kind, text = self.tokens[self.at]
        self.at += 1
        if kind is TokenKind.NEAR:
            raise Unreadable(_("NEAR needs a term, a phrase or (one OR another) on either side"))
        if kind is TokenKind.FIELD:
            return self.atom(scope.inside(text), depth)
        if kind is TokenKind.OPEN:
            return self.group(scope, depth)
        if scope.of:
            return joined(And, list(self.counted(self.value(text, scope.of))))
        found = self.phrase(text, scope) if kind is TokenKind.PHRASE else self.leaves(text, scope)
        return joined(And, [Heading(leaf) if scope.heading else leaf for leaf in found])

    def group(self, scope: Scope, depth: int) -> Node | None:
        """Read a group up to its closing parenthesis."""
        if depth == DEPTH_MOST:
            raise Unreadable(_("parentheses stand inside one another more than %(most)d deep") % {"most": DEPTH_MOST})
        inner = self.either(scope, depth + 1)
        if self.peek() is not TokenKind.CLOSE:
            raise Unreadable(_("a parenthesis is not closed"))
        self.at += 1
        return inner

    def value(self, text: str, field: str) -> Place | Years | Speaker:
        """Return what a field that is no text asks for; raises `Unreadable`."""
        name = text.strip()
        if field == "year":
            years = YEARS.fullmatch(name)
            if years is None or not (years[1] or years[3]) or bool(years[1] and years[3]) > bool(years[2]):
                raise Unreadable(_("“year:” needs a year or years, such as 2015 or 2015..2020"))
            first, last = (int(year) if year else None for year in years.group(1, 3))
            if not years[2]:
                first = last = first if last is None else last
            return Years(last, first) if first is not None and last is not None and first > last else Years(first, last)
        if not name or (field == "speaker" and not has_han(fold(name)) and not any(words(fold(name)))):
            raise Unreadable(_("“%(field)s:” needs a name after it") % {"field": field})
        return Place(name) if field == "place" else Speaker(name)

    def phrase(self, text: str, scope: Scope) -> Iterator[Leaf]:
        """Yield what stands between quotation marks, as one leaf."""
        folded = fold(text).strip()
        if has_han(folded):
            yield from self.containing(folded, scope)
        elif parts := tuple(word.text for word in words(folded)):
            if len(parts) > TERMS_MOST:
                self.say_cut()
            yield from self.counted(Phrase(parts[:TERMS_MOST], scope.side))
        else:
            self.say_wordless(f'"{text}"')

    def leaves(self, term: str, scope: Scope) -> Iterator[Leaf]:
        """Yield what a term asks for: its Chinese as it stands, or its words, each for itself."""
        folded = fold(term.rstrip("*"))
        if "*" in folded:
            self.say(_("* stands at the end of a term only; it was left out of “%(term)s”.") % {"term": term})
            folded = folded.replace("*", "")
        if has_han(folded):
            yield from self.containing(folded, scope)
            return
        found = list(words(folded))
        for word in found:
            begins = term.endswith("*") and word.end == len(folded)
            leaf = Prefix(word.text, scope.side) if begins else Word(word.text, stem(word.text), scope.side)
            yield from self.counted(leaf)
        if not found:
            self.say_wordless(term)

    def containing(self, folded: str, scope: Scope) -> Iterator[Leaf]:
        """Yield a text with Chinese in it."""
        if scope.side == "en":
            self.say(_("“%(term)s” is Chinese, and en: looks in the English only.") % {"term": folded})
        yield from self.counted(Contains(folded, scope.side))

    def counted(self, leaf: Some) -> Iterator[Some]:
        """Yield the leaf unless there are too many already."""
        self.terms += 1
        if self.terms <= TERMS_MOST:
            yield leaf
        else:
            self.say_cut()

    def say_cut(self) -> None:
        """Have the person told that terms were left out."""
        self.say(_("The query has more than %(most)d terms; the rest was left out.") % {"most": TERMS_MOST})

    def say_wordless(self, term: str) -> None:
        """Have the person told that a term asks for nothing."""
        self.say(_("“%(term)s” has no letter, figure or Chinese character in it and was left out.") % {"term": term})
