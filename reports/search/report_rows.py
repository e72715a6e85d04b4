"""What searches are narrowed and counted by, a value for each report of an opened index."""

from __future__ import annotations

import threading
from collections import Counter, defaultdict
from collections.abc import Container, Iterable
from functools import cached_property
from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray

from reports.search.arrays import Ints
from reports.search.people import Person, commonest_first, folded_name, people_of, turned
from reports.search.snapshot import Snapshot

Mask = NDArray[np.bool_]


class Coded:
    """Values as small numbers: `values` are the distinct ones, `codes` has the place of each row's value in them."""

    def __init__(self, values: Ints) -> None:
        distinct, codes = np.unique(values, return_inverse=True)
        self.values: list[int] = distinct.tolist()
        self.codes: Ints = codes.reshape(-1)

    def totals(self, by_row: Ints) -> dict[int, int]:
        """Return for each value the sum of its rows' counts, where there are any."""
        sums = np.bincount(self.codes, weights=by_row, minlength=len(self.values)).tolist()
        return {value: int(total) for value, total in zip(self.values, sums, strict=True) if total}


class ReportRows:
    """The reports of one snapshot, in the order of its own rows; row 0 stands for what is gone."""

    def __init__(self, snapshot: Snapshot) -> None:
        self.ids: Ints = snapshot.report_ids
        self.size = len(self.ids)
        self.years = Coded(snapshot.years)
        self.jurisdictions = Coded(snapshot.jurisdictions)
        headings = snapshot.column("heading_level") > 0
        # Of each document: twice the row of its report, and one more for a heading.
        self.slots: Ints = snapshot.report_row.astype(np.intp) * 2 + headings
        self.people = people_of(snapshot)

    @cached_property
    def speakers(self) -> Speakers:
        """Who delivered the reports."""
        return Speakers(self.people)

    def slots_of(self, documents: Ints) -> Ints:
        """Return the slots of documents."""
        return self.slots if len(documents) == len(self.slots) else self.slots[documents]

    def among(self, values: Coded, wanted: Container[int]) -> Mask:
        """Return for each row whether its value is one of the wanted."""
        known = np.array([value in wanted for value in values.values], dtype=bool)
        return known[values.codes]


class Speakers:
    """The speakers of reports by their folded names: the first of each report leads, and it counts under all."""

    def __init__(self, people: list[Person]) -> None:
        self.numbers: dict[str, int] = {"": 0}
        folds = {name: folded_name(name) for person in people for name in (*person.zh, *person.en)}
        for folded in sorted(set(folds.values())):
            self.numbers.setdefault(folded, len(self.numbers))
        self.labels = self._labels(people, folds)
        rows: list[list[int]] = []
        for person in people:
            names = (*person.zh, *person.en) or ("",)
            rows.append(list(dict.fromkeys(self.numbers[folds[name]] if name else 0 for name in names)))
        # A column for each of a report's names, filled up with 0.
        width = max(map(len, rows), default=1)
        filled = [row + [0] * (width - len(row)) for row in rows]
        self.columns: Ints = np.array(filled, dtype=np.intp).reshape(-1, width).T.copy()
        self.leading = np.zeros(len(self.labels), dtype=bool)
        self.leading[self.columns[0]] = True
        self.leading[0] = False

    def _labels(self, people: list[Person], folds: dict[str, str]) -> list[tuple[str, str]]:
        """Return of each number the name and the English one, in the form that most reports have, in whatever order."""
        names, english, romanised = (defaultdict[int, Counter[str]](Counter) for _kind in range(3))
        for person in people:
            for name in (*person.zh, *person.en):
                number = self.numbers[folds[name]]
                names[number][name] += 1
                # Published English names label a person before pinyin does.
                latin = person.en[:1] if name in person.zh else (name,)
                (romanised if person.romanised else english)[number].update(latin)

        def called(number: int) -> tuple[str, str]:
            latin = commonest_first(english[number]) or commonest_first(romanised[number])
            return commonest_first(names[number])[0], next(iter(latin), "")

        return [("", ""), *map(called, range(1, len(self.numbers)))]

    def named(self, names: Iterable[str]) -> tuple[set[int], list[str]]:
        """Return the numbers of the speakers of those names, and the names that nobody has."""
        found: set[int] = set()
        unknown = []
        for name in names:
            folded = folded_name(name)
            number = self.numbers.get(folded) or self.numbers.get(turned(folded), 0)
            if number:
                found.add(number)
            elif folded:
                unknown.append(name)
        return found, unknown

    def mask(self, wanted: set[int]) -> Mask:
        """Return for each row whether one of the wanted delivered it."""
        known = np.zeros(len(self.labels), dtype=bool)
        known[list(wanted)] = True
        known[0] = False
        return np.asarray(known[self.columns].any(axis=0))

    def totals(self, by_row: Ints) -> Ints:
        """Return for each number the sum of the counts of the rows that a search for that name would leave."""
        size = len(self.labels)
        sums = np.zeros(size)
        for column in self.columns:
            sums += np.bincount(column, weights=by_row, minlength=size)
        return sums.astype(np.int64)


_rows: WeakKeyDictionary[Snapshot, ReportRows] = WeakKeyDictionary()
_making = threading.Lock()


def rows_of(snapshot: Snapshot) -> ReportRows:
    """Return the reports of a snapshot, made once for each."""
    with _making:
        rows = _rows.get(snapshot)
        if rows is None:
            rows = _rows[snapshot] = ReportRows(snapshot)
        return rows
