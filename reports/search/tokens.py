"""A query cut into terms, phrases and operators."""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import Enum, auto

from django.utils.translation import gettext as _

BARE = re.compile(r'[^\s"()]+')
EXCLUDED = re.compile(r"[^\s)]")


class Unreadable(Exception):  # noqa: N818
    """The query breaks the rules of its language; the message is the reason, for the person."""


class TokenKind(Enum):
    """What a piece of a query is."""

    TERM = auto()
    PHRASE = auto()
    OR = auto()
    AND = auto()
    NOT = auto()
    OPEN = auto()
    CLOSE = auto()


OPERATORS = {"OR": TokenKind.OR, "AND": TokenKind.AND, "NOT": TokenKind.NOT}
PARENTHESES = {"(": TokenKind.OPEN, ")": TokenKind.CLOSE}


def tokens(text: str) -> Iterator[tuple[TokenKind, str]]:
    """Yield the pieces of a query whose compatibility characters are replaced; raises `Unreadable`."""
    at, excluded = 0, False
    while at < len(text):
        character = text[at]
        if character.isspace():
            at += 1
            continue
        if character == "-" and not excluded and EXCLUDED.match(text, at + 1):
            yield TokenKind.NOT, "-"
            at, excluded = at + 1, True
            continue
        if character == '"':
            end = text.find('"', at + 1)
            if end < 0:
                raise Unreadable(_("a quotation mark has no partner"))
            yield TokenKind.PHRASE, text[at + 1 : end]
            at = end + 1
        elif character in PARENTHESES:
            yield PARENTHESES[character], character
            at += 1
        else:
            match = BARE.match(text, at)
            assert match is not None  # noqa: S101 - every other character was dealt with above
            term = match.group()
            yield (TokenKind.TERM if excluded else OPERATORS.get(term, TokenKind.TERM)), term
            at = match.end()
        excluded = False
