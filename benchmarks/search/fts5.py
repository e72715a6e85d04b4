"""SQLite's FTS5 on the same tokens."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from pathlib import Path

from benchmarks.search import cutting
from benchmarks.search.answered import Answered, NoLike
from benchmarks.search.queries import All, AnyOf, Asked, Chinese, Near, Node, Phrase, Prefix, Without, Word
from reports.search.analysis import EN, EN_EXACT, GRAMS, ZH_WORDS

# Tokens are parted at white space alone.
TOKENIZE = "unicode61 remove_diacritics 0 categories 'L* M* N* P* S* C*'"
TABLES = f"""
CREATE VIRTUAL TABLE texts USING fts5({", ".join(cutting.FIELDS)}, content='', tokenize="{TOKENIZE}");
CREATE TABLE numbers (pair INTEGER PRIMARY KEY, place INTEGER, year INTEGER, day INTEGER);
CREATE INDEX by_day ON numbers (day);
CREATE INDEX by_place ON numbers (place, year);
CREATE INDEX by_year ON numbers (year, place);
"""


class Fts5:
    """One database with an FTS5 table and the numbers beside it."""

    name = "FTS5"

    def __init__(self, folder: Path) -> None:
        self.path = folder / "texts.sqlite3"
        self.open()

    def open(self) -> None:
        """Connect anew, with nothing remembered."""
        self.rows = sqlite3.connect(self.path)

    @staticmethod
    def build(folder: Path, documents: Iterable[cutting.Document]) -> None:
        """Write a database, in one transaction."""
        folder.mkdir(parents=True)
        rows = sqlite3.connect(folder / "texts.sqlite3")
        rows.executescript(TABLES)
        write(rows, documents)
        rows.execute("INSERT INTO texts (texts) VALUES ('optimize')")
        rows.commit()
        rows.execute("ANALYZE")
        rows.close()

    def add(self, documents: Iterable[cutting.Document]) -> None:
        """Add documents and commit, so that they are found."""
        write(self.rows, documents)

    def ask(self, asked: Asked, page: int = 1, size: int = 20) -> Answered:
        """Return total, facets and the first pairs. Raises `NoLike`."""
        match = None if asked.root is None else query(asked.root)
        both, values = narrowed(match, asked.place, asked)
        total = self.rows.execute(f"SELECT count(*) {both}", values).fetchone()[0]
        order = "day DESC" if asked.newest or match is None else "rank"
        pairs = self.rows.execute(
            f"SELECT pair {both} ORDER BY {order} LIMIT ? OFFSET ?", [*values, size, (page - 1) * size]
        )
        found = [int(pair) for (pair,) in pairs]
        years = self.counts("year", *narrowed(match, asked.place, None))
        places = self.counts("place", *narrowed(match, "", asked))
        return Answered(total, found, years, places)

    def counts(self, name: str, source: str, values: list[str | int]) -> dict[int, int]:
        return dict(self.rows.execute(f"SELECT {name}, count(*) {source} GROUP BY {name}", values).fetchall())


def narrowed(match: str | None, place: str, years: Asked | None) -> tuple[str, list[str | int]]:
    """Return what follows SELECT, and its values."""
    tables, wanted, values = "numbers", [], list[str | int]()
    if match is not None:
        tables = "texts CROSS JOIN numbers ON pair = texts.rowid"
        wanted.append("texts MATCH ?")
        values.append(match)
    if place:
        wanted.append("place = ?")
        values.append(cutting.place_number(place))
    if years is not None and years.year_from is not None and years.year_to is not None:
        wanted.append("year BETWEEN ? AND ?")
        values += [years.year_from, years.year_to]
    return f"FROM {tables}" + (f" WHERE {' AND '.join(wanted)}" if wanted else ""), values


def query(node: Node) -> str:  # noqa: PLR0911 - one for each kind
    """Return a tree in the language of FTS5."""
    match node:
        case Chinese(text):
            return f"{GRAMS} : {containing(text)}"
        case Word(text):
            word, stem = cutting.stemmed(text)
            return f'({EN} : "{stem}" OR {ZH_WORDS} : "{word}")'
        case Phrase(text):
            return f'{{{EN_EXACT} {ZH_WORDS}}} : "{" ".join(cutting.words_of(text))}"'
        case Prefix(text):
            return f'{{{EN_EXACT} {ZH_WORDS}}} : "{text}"*'
        case Near(first, second, most):
            # Between the last pair of neighbours of one and the first of the other stands one token more.
            return f"{GRAMS} : NEAR({containing(first)} {containing(second)}, {most + 1})"
        case All(parts):
            wanted = " AND ".join(query(part) for part in parts if not isinstance(part, Without))
            return f"({wanted})" + "".join(f" NOT {query(part.part)}" for part in parts if isinstance(part, Without))
        case AnyOf(parts):
            return f"({' OR '.join(map(query, parts))})"
        case Without():
            raise NoLike


def containing(text: str) -> str:
    grams = cutting.neighbours(text)
    return f'"{" ".join(grams)}"' if grams else f'"{text}"*'


def write(rows: sqlite3.Connection, documents: Iterable[cutting.Document]) -> None:
    columns = ", ".join(("rowid", *cutting.FIELDS))
    marks = ", ".join("?" * (len(cutting.FIELDS) + 1))
    for document in documents:
        rows.execute(f"INSERT INTO texts ({columns}) VALUES ({marks})", (document.pair, *document.texts))
        numbers = document.pair, document.place, document.year, document.day
        rows.execute("INSERT INTO numbers VALUES (?, ?, ?, ?)", numbers)
    rows.commit()
