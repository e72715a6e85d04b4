"""The archive that is measured: a scratch database of so many pairs, made of the reports under REPORT_CORPUS."""

from __future__ import annotations

import random
import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

from django.db.backends.sqlite3._functions import register  # type: ignore[import-untyped]

from reports.text.fold import fold

PAIR, SECTION, REPORT = "reports_paragraphpair", "reports_section", "reports_report"
BELOW_REPORT = (PAIR, SECTION, "reports_reportnote", "reports_sourcefile")
# Round after round, keys are moved on by so many.
STRIDE = 1 << 32
FIGURE = re.compile(r"[0-9]+")


def copied(source: Path, target: Path) -> None:
    """Copy a database, also one that somebody writes in."""
    with closing(sqlite3.connect(f"file:{source}?mode=ro", uri=True)) as old, closing(sqlite3.connect(target)) as new:
        old.backup(new)


def sized(path: Path, pairs: int) -> int:
    """Bring a database to so many published pairs, in whole reports where it must lose some; return the number."""
    with closing(sqlite3.connect(path, isolation_level=None)) as rows:
        rows.execute("PRAGMA synchronous = OFF")
        # The constraints of the tables ask for functions of Django's.
        register(rows)
        rows.execute("BEGIN")
        there = count(rows)
        if there > pairs:
            shrink(rows, pairs)
        rounds = 0
        while there < pairs:
            rounds += 1
            there += repeat(rows, rounds, pairs - there)
        rows.execute("COMMIT")
        if not rounds:
            rows.execute("VACUUM")
        return count(rows)


def count(rows: sqlite3.Connection) -> int:
    of_published = f"report_id IN (SELECT id FROM {REPORT} WHERE status = 'published')"
    return int(rows.execute(f"SELECT count(*) FROM {PAIR} WHERE {of_published}").fetchone()[0])


def counted(path: Path) -> int:
    """Return how many pairs of a database are published."""
    with closing(sqlite3.connect(path)) as rows:
        return count(rows)


def shrink(rows: sqlite3.Connection, pairs: int) -> None:
    """Keep those reports that have English, and others from all over the archive, up to so many pairs."""
    sizes = rows.execute(f"SELECT report_id, count(*), max(en != '') FROM {PAIR} GROUP BY report_id").fetchall()
    random.Random(1).shuffle(sizes)
    sizes.sort(key=lambda size: -size[2])
    kept, total = set(), 0
    for report, size, _english in sizes:
        if total + size <= pairs:
            kept.add(report)
            total += size
    drop(rows, [report for report, _size, _english in sizes if report not in kept])


def drop(rows: sqlite3.Connection, reports: list[int]) -> None:
    """Remove reports with all that hangs on them."""
    rows.execute("CREATE TEMP TABLE dropped (id INTEGER PRIMARY KEY)")
    rows.executemany("INSERT INTO dropped VALUES (?)", [(report,) for report in reports])
    of_dropped = "report_id IN (SELECT id FROM dropped)"
    rows.execute(f"DELETE FROM reports_pairvariant WHERE pair_id IN (SELECT id FROM {PAIR} WHERE {of_dropped})")
    for table in ("reports_ingestjob", *BELOW_REPORT):
        rows.execute(f"DELETE FROM {table} WHERE {of_dropped}")
    rows.execute(f"DELETE FROM {REPORT} WHERE id IN (SELECT id FROM dropped)")
    rows.execute("DROP TABLE dropped")


def repeat(rows: sqlite3.Connection, number: int, most: int) -> int:
    """Write the reports once more, under other places and with other figures; return how many pairs that made."""
    moved = number * STRIDE
    exchange = Exchange(rows, number)
    made = 0
    for report, _size in rows.execute(
        f"SELECT r.id, (SELECT count(*) FROM {PAIR} p WHERE p.report_id = r.id) FROM {REPORT} r"
        " WHERE r.status = 'published' AND r.id < ? ORDER BY r.id", [STRIDE],
    ).fetchall():  # fmt: skip
        if made >= most:
            break
        place = exchange.place_of(report)
        session = f"{number}.{report}"
        changes = {"id": report + moved, "slug": f"again-{number}-{report}", "session_key": session, **place}
        write(rows, REPORT, [row | changes for row in dicts(rows, REPORT, "id = ?", report)])
        write(rows, SECTION, [shifted(row, moved) for row in dicts(rows, SECTION, "report_id = ?", report)])
        pairs = [shifted(row, moved) for row in dicts(rows, PAIR, "report_id = ?", report)]
        for pair in pairs:
            exchange.texts_of(report, pair)
        write(rows, PAIR, pairs)
        made += len(pairs)
    return made


class Exchange:
    """Other names and figures for the texts of one round."""

    def __init__(self, rows: sqlite3.Connection, number: int) -> None:
        self.random = random.Random(number)
        found = rows.execute(
            "SELECT r.id, j.id, j.name_zh, j.name_en, j.level FROM reports_report r"
            " JOIN reports_jurisdiction j ON j.id = r.jurisdiction_id"
        ).fetchall()
        self.places = {report: place for report, *place in found if report < STRIDE}
        by_level: dict[str, list[list[Any]]] = {}
        for place in sorted(self.places.values()):
            if place not in by_level.setdefault(place[3], []):
                by_level[place[3]].append(place)
        self.others = {
            place[0]: same[(index + number) % len(same)]
            for same in by_level.values()
            for index, place in enumerate(same)
        }

    def place_of(self, report: int) -> dict[str, Any]:
        return {"jurisdiction_id": self.others[self.places[report][0]][0]}

    def texts_of(self, report: int, pair: dict[str, Any]) -> None:
        """Change the texts of a pair."""
        _key, zh, en, _level = self.places[report]
        _other, other_zh, other_en, _level = self.others[_key]
        lengths = len(pair["zh"]), len(pair["en"])
        pair["zh"] = FIGURE.sub(self.figure, pair["zh"]).replace(zh[:2], other_zh[:2])
        pair["en"] = FIGURE.sub(self.figure, pair["en"]).replace(en, other_en)
        pair["zh_folded"] = fold(pair["zh"])
        if (len(pair["zh"]), len(pair["en"])) != lengths:
            pair["beads"] = "[]"

    def figure(self, found: re.Match[str]) -> str:
        """Return another figure of as many digits; what may be a year stays one."""
        digits = found.group()
        if len(digits) == 4 and digits[:2] in {"19", "20"}:
            return digits
        return "".join(self.random.choice("123456789") for _digit in digits)


def dicts(rows: sqlite3.Connection, table: str, where: str, *values: object) -> Iterator[dict[str, Any]]:
    cursor = rows.execute(f"SELECT * FROM {table} WHERE {where} ORDER BY id", values)
    names = [column[0] for column in cursor.description]
    return (dict(zip(names, row, strict=True)) for row in cursor.fetchall())


def shifted(row: dict[str, Any], moved: int) -> dict[str, Any]:
    keys = [name for name in ("id", "report_id", "section_id", "parent_id") if row.get(name) is not None]
    changed = {name: row[name] + moved for name in keys}
    return row | changed | ({"source_id": None} if "source_id" in row else {})


def write(rows: sqlite3.Connection, table: str, made: list[dict[str, Any]]) -> None:
    if made:
        names = list(made[0])
        marks = ", ".join("?" * len(names))
        values = ([row[name] for name in names] for row in made)
        rows.executemany(f"INSERT INTO {table} ({', '.join(names)}) VALUES ({marks})", values)


def taken_out(path: Path, folder: Path, most: int) -> int:
    """Move up to `most` reports out of a database and into files in `folder`; return how many."""
    with closing(sqlite3.connect(path, isolation_level=None)) as rows:
        register(rows)
        rows.execute("BEGIN")
        found = rows.execute(
            "SELECT s.report_id, j.name_zh, s.name, s.content FROM reports_sourcefile s"
            " JOIN reports_report r ON r.id = s.report_id JOIN reports_jurisdiction j ON j.id = r.jurisdiction_id"
            " GROUP BY s.report_id HAVING count(*) = 1 ORDER BY s.id DESC LIMIT ?", [most],
        ).fetchall()  # fmt: skip
        for report, place, name, content in found:
            # Folders may tell the place, and names the year, where a text doesn't.
            target = folder / str(report) / place
            target.mkdir(parents=True)
            (target / name).write_bytes(content)
        drop(rows, [report for report, *_rest in found])
        rows.execute("COMMIT")
        return len(found)
