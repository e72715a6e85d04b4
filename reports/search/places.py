"""Jurisdictions by the names that people give them."""

from __future__ import annotations

import re
from collections.abc import Iterable

from reports.models import Jurisdiction
from reports.text.fold import fold

SHORTEST = 2
LEVELS = [str(level) for level in ("nation", "province", "prefecture", "county")]
# What may be left off a name: 省, 市, and 壮族自治区 with the peoples that it names.
RANK = re.compile(r"(?:(?:[^自]{1,9}族|维吾尔|蒙古|柯尔克孜|哈萨克)*自治[区州县旗]|特别行政区|地区|[省市县区盟旗])")


def places_named(names: Iterable[str]) -> tuple[set[int], list[str]]:
    """Return the ids of the jurisdictions that are meant, and the names that mean none.

    A code or full name, in either language and script, goes before a short name; of several with that name the
    highest in rank is meant, and all of them where they are of one rank.
    """
    wanted = [name for name in names if name.strip()]
    known = list(Jurisdiction.objects.all()) if wanted else []
    ids: set[int] = set()
    unknown = []
    for name in wanted:
        meant = _named(fold(name).strip(), known)
        ids.update(meant)
        if not meant:
            unknown.append(name)
    return ids, unknown


def _named(name: str, known: list[Jurisdiction]) -> set[int]:
    for rule in (_is_code, _is_full_name, _is_short_name):
        meant = [place for place in known if rule(name, place)]
        if meant:
            highest = min(LEVELS.index(place.level) for place in meant)
            return {place.pk for place in meant if LEVELS.index(place.level) == highest}
    return set()


def _is_code(name: str, place: Jurisdiction) -> bool:
    return name == place.code.lower()


def _is_full_name(name: str, place: Jurisdiction) -> bool:
    return name in {fold(place.name_zh), fold(place.name_en)}


def _is_short_name(name: str, place: Jurisdiction) -> bool:
    full = fold(place.name_zh)
    return len(name) >= SHORTEST and full.startswith(name) and RANK.fullmatch(full, len(name)) is not None
