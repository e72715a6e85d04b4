"""Who delivered the reports of an opened index, each person under all the names that the archive has for them.

A report may name its speaker in one language only. Within a jurisdiction, rows that have both names say which belong
together; a Chinese name without an English one there goes by its pinyin.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from typing import NamedTuple
from weakref import WeakKeyDictionary

from reports.models import Report
from reports.search.snapshot import Snapshot
from reports.text.fold import fold, has_han
from reports.text.person_names import latin_names


class Said(NamedTuple):
    """What a report says of its speaker, and where it was delivered."""

    place: int
    zh: str
    en: str


class Person(NamedTuple):
    """The Chinese and the Latin names of a speaker, the published ones first; `romanised` if no Latin one is."""

    zh: tuple[str, ...] = ()
    en: tuple[str, ...] = ()
    romanised: bool = False


def folded_name(name: str) -> str:
    """Return a person's name as it is compared; spaces that set a Chinese one wide don't count."""
    parts = fold(name).split()
    return ("" if has_han(name) else " ").join(parts)


def turned(folded: str) -> str:
    """Return a Latin name of two words with the other one first; "" for any other name."""
    parts = folded.split()
    return " ".join(parts[::-1]) if len(parts) == 2 and not has_han(folded) else ""


def commonest_first(names: Counter[str]) -> list[str]:
    """Return the forms of a name, whatever order they were met in, the commonest first.

    Of as many, Simplified Chinese, which all is folded to, and a Latin name as names are written go first.
    """
    odd = {name: folded_name(name) != name if has_han(name) else name != name.title() for name in names}
    return sorted(names, key=lambda name: (-names[name], odd[name], name))


def people(reports: Iterable[Said]) -> list[Person]:
    """Return the speaker of each report."""
    every = [Said(said.place, said.zh.strip(), said.en.strip()) for said in reports]
    folds = {name: folded_name(name) for said in every for name in said[1:]}
    english: defaultdict[tuple[int, str], Counter[str]] = defaultdict(Counter)
    chinese: defaultdict[tuple[int, str], Counter[str]] = defaultdict(Counter)
    for place, zh, en in every:
        if zh and en:
            english[place, folds[zh]][en] += 1
            chinese[place, folds[en]][zh] += 1
    spelt: dict[str, tuple[str, ...]] = {}
    found = []
    for place, zh, en in every:
        if not zh:
            found.append(Person(tuple(commonest_first(chinese[place, folds[en]])), (en,) if en else ()))
            continue
        published = tuple(dict.fromkeys([*([en] if en else []), *commonest_first(english[place, folds[zh]])]))
        if not published and folds[zh] not in spelt:
            spelt[folds[zh]] = tuple(latin_names(zh))
        found.append(Person((zh,), published or spelt[folds[zh]], romanised=not published))
    return found


_people: WeakKeyDictionary[Snapshot, list[Person]] = WeakKeyDictionary()


def people_of(snapshot: Snapshot) -> list[Person]:
    """Return the speakers of a snapshot's rows of reports; of a report that is gone, what the index knew."""
    found = _people.get(snapshot)
    if found is None:
        rows = Report.objects.published().order_by("pk").values_list("pk", "jurisdiction", "speaker_zh", "speaker_en")
        said = {pk: Said(place, zh, en) for pk, place, zh, en in rows}
        known = dict(zip(said, people(said.values()), strict=True))
        gone = {pk: Person((entry.speaker,)) for pk, entry in snapshot.reports.items() if entry.speaker}
        found = [known.get(pk) or gone.get(pk, Person()) for pk in snapshot.report_ids.tolist()]
        _people[snapshot] = found
    return found
