"""Tantivy, the compiled engine that ours is held against, on the same tokens."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import tantivy
from tantivy import FieldType, Occur

from benchmarks.search import cutting
from benchmarks.search.answered import Answered, NoLike
from benchmarks.search.queries import All, AnyOf, Asked, Chinese, Near, Node, Phrase, Prefix, Without, Word
from reports.search.analysis import EN, EN_EXACT, GRAMS, ZH_WORDS

NUMBERS = ("place", "year", "day")
HEAP_BYTES = 128_000_000
FACET_MOST = 10_000


def schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_unsigned_field("pair", fast=True)
    for name in NUMBERS:
        builder.add_unsigned_field(name, fast=True, indexed=True)
    for name in cutting.FIELDS:
        builder.add_text_field(name, tokenizer_name="whitespace", index_option="position")
    return builder.build()


class Tantivy:
    """One index of Tantivy's, opened."""

    name = "Tantivy"

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.open()

    def open(self) -> None:
        """Open the index anew, with nothing remembered."""
        self.index = tantivy.Index.open(str(self.folder))
        self.searcher = self.index.searcher()
        self.schema = self.index.schema

    @staticmethod
    def build(folder: Path, documents: Iterable[cutting.Document]) -> None:
        """Write an index with one thread."""
        folder.mkdir(parents=True)
        write(tantivy.Index(schema(), path=str(folder)), documents)

    def add(self, documents: Iterable[cutting.Document]) -> None:
        """Add documents and commit, so that they are found."""
        write(self.index, documents)
        self.index.reload()
        self.searcher = self.index.searcher()

    def ask(self, asked: Asked, page: int = 1, size: int = 20) -> Answered:
        """Return total, facets and the first pairs. Raises `NoLike`."""
        root = tantivy.Query.all_query() if asked.root is None else self.query(asked.root)
        both = self.narrowed(root, asked.place, asked)
        order = {"order_by_field": "day"} if asked.newest or asked.root is None else {}
        found = self.searcher.search(both, limit=size, count=True, offset=(page - 1) * size, **order)  # type: ignore[arg-type]
        pairs = self.searcher.fast_field_values("pair", [address for _score, address in found.hits])
        years = self.counts("year", self.narrowed(root, asked.place, None))
        places = self.counts("place", self.narrowed(root, "", asked))
        return Answered(found.count or 0, [int(pair) for pair in pairs if pair is not None], years, places)  # type: ignore[attr-defined]

    def counts(self, name: str, query: tantivy.Query) -> dict[int, int]:
        said = self.searcher.aggregate(query, {"it": {"terms": {"field": name, "size": FACET_MOST}}})
        return {int(bucket["key"]): bucket["doc_count"] for bucket in said["it"]["buckets"]}

    def narrowed(self, root: tantivy.Query, place: str, years: Asked | None) -> tantivy.Query:
        wanted: list[Any] = [(Occur.Must, root)]
        if place:
            number = cutting.place_number(place)
            wanted.append(
                (Occur.Must, tantivy.Query.range_query(self.schema, "place", FieldType.Unsigned, number, number))
            )
        if years is not None and years.year_from is not None:
            bounds = years.year_from, years.year_to
            wanted.append((Occur.Must, tantivy.Query.range_query(self.schema, "year", FieldType.Unsigned, *bounds)))
        return root if len(wanted) == 1 else tantivy.Query.boolean_query(wanted)

    def query(self, node: Node) -> tantivy.Query:
        """Return a tree in Tantivy's own queries."""
        match node:
            case Chinese(text):
                return self.containing(text)
            case Word(text):
                word, stem = cutting.stemmed(text)
                return self.any([self.term(EN, stem), self.term(ZH_WORDS, word)])
            case Phrase(text):
                words: list[Any] = cutting.words_of(text)
                return self.any([tantivy.Query.phrase_query(self.schema, name, words) for name in (EN_EXACT, ZH_WORDS)])
            case Prefix(text):
                return self.any(
                    [tantivy.Query.regex_query(self.schema, name, f"{text}.*") for name in (EN_EXACT, ZH_WORDS)]
                )
            case All(parts):
                return tantivy.Query.boolean_query(
                    [
                        (Occur.MustNot, self.query(part.part))
                        if isinstance(part, Without)
                        else (Occur.Must, self.query(part))
                        for part in parts
                    ]
                )
            case AnyOf(parts):
                return self.any([self.query(part) for part in parts])
            case Near() | Without():
                raise NoLike

    def any(self, parts: list[tantivy.Query]) -> tantivy.Query:
        return tantivy.Query.boolean_query([(Occur.Should, part) for part in parts])

    def term(self, field: str, text: str) -> tantivy.Query:
        return tantivy.Query.term_query(self.schema, field, text)

    def containing(self, text: str) -> tantivy.Query:
        """Return the query for a text in the Chinese: every second pair of neighbours, in their places."""
        grams = cutting.neighbours(text)
        if not grams:
            return tantivy.Query.regex_query(self.schema, GRAMS, f"{text}.*")
        if len(grams) == 1:
            return self.term(GRAMS, grams[0])
        places = dict.fromkeys([*range(0, len(grams), 2), len(grams) - 1])
        return tantivy.Query.phrase_query(self.schema, GRAMS, [(place, grams[place]) for place in places])


def write(index: tantivy.Index, documents: Iterable[cutting.Document]) -> None:
    writer = index.writer(heap_size=HEAP_BYTES, num_threads=1)
    for document in documents:
        made = tantivy.Document()
        for name, text in zip(cutting.FIELDS, document.texts, strict=True):
            made.add_text(name, text)
        for name in ("pair", *NUMBERS):
            made.add_unsigned(name, getattr(document, name))
        writer.add_document(made)
    writer.commit()
    writer.wait_merging_threads()
