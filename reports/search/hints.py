"""What in a query looks like an operator or a field and is none: it is searched as words, and the person is told."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from django.utils.translation import gettext as _

from reports.search.tokens import FIELD_NAMES, TokenKind

Pieces = list[tuple[TokenKind, str]]

NUMBERLESS = re.compile(r"NEAR/(?![0-9]+$).*", re.IGNORECASE)
IN_SMALL_LETTERS = re.compile(r"near/[0-9]+", re.IGNORECASE)
GLUED = re.compile(r"(NEAR/[0-9]+)([^0-9\s].*)", re.IGNORECASE)
# https://… is no field, and 10:30 neither.
FIELD_LIKE = re.compile(r"([^\W\d_]+):(?!//)\S")
OF_LATIN_LETTERS = re.compile(r"[^\W\d_][^\W\d_'’.-]*", re.ASCII)
NAMED = {"speaker", "place"}


def hints(pieces: Pieces) -> Iterator[str]:
    """Yield what the person should be told of the pieces of a query."""
    before: TokenKind | None = None
    for kind, text in pieces:
        if kind is TokenKind.TERM and before is not TokenKind.FIELD:
            yield from _of_term(text)
        before = kind
    yield from _names_without_quotes(pieces)


def _of_term(text: str) -> Iterator[str]:
    if IN_SMALL_LETTERS.fullmatch(text):
        yield _("“%(term)s” was searched as words: as an operator it is %(right)s, in capitals.") % {
            "term": text,
            "right": text.upper(),
        }
    elif glued := GLUED.fullmatch(text):
        right = f"{glued[1].upper()} {glued[2]}"
        yield _("“%(term)s” was searched as it stands: NEAR needs a space behind its number, as in “%(right)s”.") % {
            "term": text,
            "right": right,
        }
    elif NUMBERLESS.fullmatch(text):
        yield _("“%(term)s” was searched as words: NEAR/ needs a number right behind it, such as NEAR/10.") % {
            "term": text
        }
    elif (field := FIELD_LIKE.match(text)) and field[1].isascii():
        yield _("There is no field “%(name)s:”, so it was searched as words. The fields are %(fields)s.") % {
            "name": field[1],
            "fields": ", ".join(f"{name}:" for name in FIELD_NAMES),
        }


def _names_without_quotes(pieces: Pieces) -> Iterator[str]:
    """Yield for each name of one word that another word follows how the two are one name."""
    for at, ((kind, field), (next_kind, first)) in enumerate(pairwise(pieces)):
        if kind is not TokenKind.FIELD or field not in NAMED or next_kind is not TokenKind.TERM:
            continue
        if len(pieces) > at + 2 and pieces[at + 2][0] is TokenKind.TERM:
            second = pieces[at + 2][1]
            if OF_LATIN_LETTERS.fullmatch(first) and OF_LATIN_LETTERS.fullmatch(second):
                yield _(
                    "Only “%(first)s” was taken for the name. A name of several words needs quotation marks: %(right)s"
                ) % {
                    "first": first,
                    "right": f'{field}:"{first} {second}"',
                }
