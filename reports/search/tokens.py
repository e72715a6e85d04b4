"""A query cut into terms, phrases and operators."""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import Enum, auto

from django.utils.translation import gettext as _

from reports.text.fold import fold


class Unreadable(Exception):  # noqa: N818
    """The query breaks the rules of its language; the message is the reason, for the person."""


class TokenKind(Enum):
    """What a piece of a query is."""

    TERM = auto()
    PHRASE = auto()
    FIELD = auto()
    NEAR = auto()
    OR = auto()
    AND = auto()
    NOT = auto()
    OPEN = auto()
    CLOSE = auto()


OPERATORS = {"OR": TokenKind.OR, "AND": TokenKind.AND, "NOT": TokenKind.NOT}
PARENTHESES = {"(": TokenKind.OPEN, ")": TokenKind.CLOSE}
# The fields by all their names, folded.
FIELDS = {
    "zh": "zh", "中文": "zh", "en": "en", "英文": "en", "heading": "heading", "标题": "heading",
    "place": "place", "地区": "place", "year": "year", "年份": "year", "speaker": "speaker", "演讲人": "speaker",
}  # fmt: skip
# The same in English, as they are named to a person.
FIELD_NAMES = tuple(dict.fromkeys(FIELDS.values()))

BARE = re.compile(r'[^\s"()]+')
EXCLUDED = re.compile(r"[^\s)]")
FIELD = re.compile(f"({'|'.join(FIELDS)}|標題|地區|演講人):", re.IGNORECASE | re.ASCII)
NEAR = re.compile(r"NEAR(?:/([0-9]+))?")


def tokens(text: str) -> Iterator[tuple[TokenKind, str]]:
    """Yield the pieces of a query whose compatibility characters are replaced; raises `Unreadable`."""
    # After a minus sign or the name of a field, nothing is an operator.
    at, bound = 0, False
    while at < len(text):
        character = text[at]
        if character.isspace():
            at, bound = at + 1, False
        elif character == "-" and not bound and EXCLUDED.match(text, at + 1):
            yield TokenKind.NOT, "-"
            at, bound = at + 1, True
        elif match := FIELD.match(text, at):
            yield TokenKind.FIELD, FIELDS[fold(match[1])]
            at, bound = match.end(), True
            if at == len(text) or text[at].isspace() or text[at] == ")":
                raise Unreadable(_("“%(field)s” needs a term right after it") % {"field": match.group()})
        else:
            kind, piece, at = _piece(text, at, bound=bound)
            yield kind, piece
            bound = False


def _piece(text: str, at: int, *, bound: bool) -> tuple[TokenKind, str, int]:
    """Return the piece that begins at a place, and where it ends."""
    character = text[at]
    if character == '"':
        end = text.find('"', at + 1)
        if end < 0:
            raise Unreadable(_("a quotation mark has no partner"))
        return TokenKind.PHRASE, text[at + 1 : end], end + 1
    if character in PARENTHESES:
        return PARENTHESES[character], character, at + 1
    match = BARE.match(text, at)
    assert match is not None  # noqa: S101 - every other character was dealt with above
    term = match.group()
    near = None if bound else NEAR.fullmatch(term)
    if near is not None:
        return TokenKind.NEAR, near[1] or "", match.end()
    return (TokenKind.TERM if bound else OPERATORS.get(term, TokenKind.TERM)), term, match.end()
