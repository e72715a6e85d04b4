"""Filters of a `SearchQuerySet`, written in the query language of the archive."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import FieldError
from haystack import inputs

from reports.search.query import read

# What Haystack calls the field that is searched first, under either of its names: here both languages together.
WHOLE = {"content", "text"}
SIDES = {"zh", "en"}
NAMES = {"heading", "place", "speaker"}
FIELDS = sorted({*WHOLE, *SIDES, *NAMES, "year"})
NOTHING_IN_COMMON = "year:1 year:2"
INPUTS = (inputs.AutoQuery, inputs.Raw, inputs.Clean)


def fragment(field: str, filter_type: str, value: Any) -> str:
    """Return one filter as a query; "" if it asks for nothing. Raises `FieldError` for what the language can't say."""
    if isinstance(value, inputs.Not):
        inner = fragment(field, filter_type, value.query_string)
        return f"NOT ({inner})" if inner else ""
    if isinstance(value, inputs.Exact):
        return fragment(field, "exact", value.query_string)
    if isinstance(value, INPUTS):
        value = value.query_string
    if field not in FIELDS:
        raise FieldError(f"There is no field {field!r} to search. Known are: {', '.join(FIELDS)}.")
    if field == "year":
        return _years(filter_type, value)
    if filter_type == "in":
        return _any_of(fragment(field, "exact", one) for one in value)
    return _text(field, filter_type, str(value).replace("\0", " "))


def _text(field: str, filter_type: str, text: str) -> str:
    if filter_type not in {"content", "contains", "exact", "startswith"}:
        raise FieldError(f"{field!r} has no filter {filter_type!r}.")
    bare = text.replace('"', " ").strip()
    prefix = "" if field in WHOLE else f"{field}:"
    if not bare:
        return ""
    if field in NAMES or filter_type == "exact":
        return f'{prefix}"{bare}"'
    if filter_type == "startswith":
        return " ".join(f"{prefix}{word}*" if word.isalnum() else f'{prefix}"{word}"' for word in bare.split())
    if field in SIDES:
        return " ".join(
            f'{prefix}"{word}"' if filter_type == "contains" else f"{prefix}{word}" for word in bare.split()
        )
    # As it was read, and so whole in itself, whatever parentheses or quotation marks it lacks.
    return read(text).understood()


def _years(filter_type: str, value: Any) -> str:
    if filter_type == "in":
        return _any_of(_years("exact", one) for one in value)
    if filter_type == "range":
        first, last = value
        return f"year:{int(first)}..{int(last)}"
    year = int(value)
    spans = {
        "content": f"year:{year}", "contains": f"year:{year}", "exact": f"year:{year}",
        "gte": f"year:{year}..", "gt": f"year:{year + 1}..", "lte": f"year:..{year}", "lt": f"year:..{year - 1}",
    }  # fmt: skip
    if filter_type not in spans:
        raise FieldError(f"'year' has no filter {filter_type!r}.")
    return spans[filter_type]


def _any_of(parts: Iterable[str]) -> str:
    given = [f"({part})" for part in parts if part]
    return " OR ".join(given) if given else NOTHING_IN_COMMON


def joined(parts: Iterable[str], connector: str, *, negated: bool) -> str:
    """Return several queries as one: all of them for AND, any for OR, and what does not match that for a negation."""
    given = [part for part in parts if part]
    if len(given) > 1:
        whole = (" OR " if connector == "OR" else " ").join(f"({part})" for part in given)
    else:
        whole = given[0] if given else ""
    return f"NOT ({whole})" if negated and whole else whole
