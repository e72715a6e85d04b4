"""Jurisdictions by the names that people give them, and the tree that they stand in."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cached_property
from typing import NamedTuple

from django.db import connection

from reports.models import Jurisdiction
from reports.search.unchanged import Reading
from reports.text.fold import fold

SHORTEST = 2
LEVELS = [str(level) for level in Jurisdiction.Level.values]
# What may be left off a name: 省, 市, and 壮族自治区 with the peoples that it names.
RANK = re.compile(r"(?:(?:[^自]{1,9}族|维吾尔|蒙古|柯尔克孜|哈萨克)*自治[区州县旗]|特别行政区|地区|[省市县区盟旗])")


class Place(NamedTuple):
    """The row of a jurisdiction."""

    pk: int
    code: str
    name_zh: str
    name_en: str
    level: str
    parent: int | None


class Gazetteer:
    """All jurisdictions in official order."""

    def __init__(self, rows: list[Place]) -> None:
        self.rows = rows
        self.by_id = {place.pk: place for place in rows}

    @cached_property
    def children(self) -> dict[int | None, list[int]]:
        """The ids of what is directly part of each, None for the top."""
        found: dict[int | None, list[int]] = {}
        for place in self.rows:
            found.setdefault(place.parent, []).append(place.pk)
        return found

    @cached_property
    def folded_names(self) -> dict[int, tuple[str, str]]:
        """The Chinese and the English name of each, folded."""
        return {place.pk: (fold(place.name_zh), fold(place.name_en)) for place in self.rows}

    def parent_code(self, place: Place) -> str:
        """Return the code of what a jurisdiction is directly part of, "" for the top."""
        whole = None if place.parent is None else self.by_id.get(place.parent)
        return "" if whole is None else whole.code

    @cached_property
    def above(self) -> dict[int, tuple[int, ...]]:
        """The ids of all that each jurisdiction is part of, the nearest first."""
        found: dict[int, tuple[int, ...]] = {}
        for place in self.rows:
            chain: list[int] = []
            parent = place.parent
            while parent in self.by_id and parent not in {place.pk, *chain}:
                chain.append(parent)
                parent = self.by_id[parent].parent
            found[place.pk] = tuple(chain)
        return found

    def with_all_below(self, ids: Iterable[int]) -> set[int]:
        """Return jurisdictions with all that is part of them."""
        found: set[int] = set()
        open_ones = list(ids)
        while open_ones:
            pk = open_ones.pop()
            if pk not in found:
                found.add(pk)
                open_ones += self.children.get(pk, [])
        return found

    def named(self, names: Iterable[str]) -> tuple[set[int], list[str]]:
        """Return the ids of the jurisdictions that are meant, and the names that mean none."""
        ids: set[int] = set()
        unknown = []
        for name in names:
            if not name.strip():
                continue
            meant = self._named(fold(name).strip())
            ids.update(meant)
            if not meant:
                unknown.append(name)
        return ids, unknown

    def _named(self, name: str) -> set[int]:
        for rule in (self._is_code, self._is_full_name, self._is_short_name):
            meant = [place for place in self.rows if rule(name, place)]
            if meant:
                highest = min(LEVELS.index(place.level) for place in meant)
                return {place.pk for place in meant if LEVELS.index(place.level) == highest}
        return set()

    def _is_code(self, name: str, place: Place) -> bool:
        return name == place.code.lower()

    def _is_full_name(self, name: str, place: Place) -> bool:
        return name in self.folded_names[place.pk]

    def _is_short_name(self, name: str, place: Place) -> bool:
        full = self.folded_names[place.pk][0]
        return len(name) >= SHORTEST and full.startswith(name) and RANK.fullmatch(full, len(name)) is not None


_last = Gazetteer([])


def gazetteer() -> Gazetteer:
    """Return all jurisdictions as the database has them now.

    It is asked on each search, of a few hundred rows: those are read without the ORM, in a fifth of a millisecond;
    what is made of them is kept from one time to the next.
    """
    return _gazetteer()


def _read() -> Gazetteer:
    global _last  # noqa: PLW0603
    table, order = (connection.ops.quote_name(name) for name in (Jurisdiction._meta.db_table, "order"))
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT id, code, name_zh, name_en, level, parent_id FROM {table} ORDER BY {order}, code"  # noqa: S608
        )
        rows = cursor.fetchall()
    kept = _last
    if rows != kept.rows:
        kept = _last = Gazetteer([Place(*row) for row in rows])
    return kept


_gazetteer = Reading(_read)


def places_named(names: Iterable[str]) -> tuple[set[int], list[str]]:
    """Return the ids of the jurisdictions that are meant, and the names that mean none.

    A code or full name, in either language and script, goes before a short name; of several with that name the
    highest in rank is meant, and all of them where they are of one rank.
    """
    wanted = [name for name in names if name.strip()]
    return gazetteer().named(wanted) if wanted else (set(), [])
