"""What searches are narrowed and counted by, a value for each report of an opened index."""

from __future__ import annotations

import threading
from collections.abc import Container, Iterable
from functools import cached_property
from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray

from reports.models import Report
from reports.search.arrays import Ints
from reports.search.snapshot import Snapshot
from reports.text.fold import fold, has_han

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
        self.indexed = {report: entry.speaker for report, entry in snapshot.reports.items()}

    @cached_property
    def speakers(self) -> Speakers:
        """Who delivered the reports."""
        published = {
            pk: (zh or en, en)
            for pk, zh, en in Report.objects.published().order_by().values_list("pk", "speaker_zh", "speaker_en")
        }
        return Speakers([published.get(pk) or (self.indexed.get(pk, ""), "") for pk in self.ids.tolist()])

    def slots_of(self, documents: Ints) -> Ints:
        """Return the slots of documents."""
        return self.slots if len(documents) == len(self.slots) else self.slots[documents]

    def among(self, values: Coded, wanted: Container[int]) -> Mask:
        """Return for each row whether its value is one of the wanted."""
        known = np.array([value in wanted for value in values.values], dtype=bool)
        return known[values.codes]


def folded_name(name: str) -> str:
    """Return a person's name as it is compared; spaces that set a Chinese one wide don't count."""
    parts = fold(name).split()
    return ("" if has_han(name) else " ").join(parts)


class Speakers:
    """The speakers of reports by their folded names. A report has one, under the name first given and the English."""

    def __init__(self, named: list[tuple[str, str]]) -> None:
        self.numbers: dict[str, int] = {"": 0}
        self.labels: list[tuple[str, str]] = [("", "")]
        self.first: Ints = np.zeros(len(named), dtype=np.intp)
        self.english: Ints = np.zeros(len(named), dtype=np.intp)
        folds: dict[str, str] = {}
        for row, (name, english) in enumerate(named):
            for text in (name, english):
                if text not in folds:
                    folds[text] = folded_name(text)
            self.first[row] = number = self._number(folds[name], (name, english))
            other = self._number(folds[english], (english, english))
            # A report counts once under a name, also where both are the same.
            self.english[row] = other if other != number else 0
        self.leading = np.zeros(len(self.labels), dtype=bool)
        self.leading[self.first] = True
        self.leading[0] = False

    def _number(self, folded: str, label: tuple[str, str]) -> int:
        number = self.numbers.setdefault(folded, len(self.labels))
        if number == len(self.labels):
            self.labels.append(label)
        elif number and not self.labels[number][1] and label[1]:
            self.labels[number] = self.labels[number][0], label[1]
        return number

    def named(self, names: Iterable[str]) -> tuple[set[int], list[str]]:
        """Return the numbers of the speakers of those names, and the names that nobody has."""
        found: set[int] = set()
        unknown = []
        for name in names:
            folded = folded_name(name)
            if folded and folded in self.numbers:
                found.add(self.numbers[folded])
            elif folded:
                unknown.append(name)
        return found, unknown

    def mask(self, wanted: set[int]) -> Mask:
        """Return for each row whether one of the wanted delivered it."""
        known = np.zeros(len(self.labels), dtype=bool)
        known[list(wanted)] = True
        return known[self.first] | known[self.english]

    def totals(self, by_row: Ints) -> Ints:
        """Return for each number the sum of the counts of the rows that a search for that name would leave."""
        size = len(self.labels)
        sums = np.bincount(self.first, weights=by_row, minlength=size)
        sums += np.bincount(self.english, weights=by_row, minlength=size)
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
