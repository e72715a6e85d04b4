"""The arrays of the index as a Whoosh codec, so that Whoosh's own searcher can read them too."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
from whoosh.codec import base
from whoosh.matching import ListMatcher
from whoosh.reading import TermInfo, TermNotFound

from reports.search.arrays import SegmentArrays, length_column
from reports.search.segments import ArraySegment, Ints


class ArrayCodec(base.Codec):
    """The reading side of Whoosh's codec interface; segments are written in bulk by `reports.search.build`."""

    def new_segment(self, _storage: object, indexname: str) -> ArraySegment:
        return ArraySegment(indexname)

    def terms_reader(self, storage: Any, segment: ArraySegment) -> ArrayTerms:
        return ArrayTerms(SegmentArrays(Path(storage.folder), segment))

    def per_document_reader(self, storage: Any, segment: ArraySegment) -> ArrayDocuments:
        return ArrayDocuments(SegmentArrays(Path(storage.folder), segment))


class ArrayTerms(base.TermsReader):
    """The terms of a segment for Whoosh's own searcher."""

    def __init__(self, arrays: SegmentArrays) -> None:
        self.arrays = arrays
        self.names = sorted(name.removesuffix(".terms") for name in arrays.segment.sections if name.endswith(".terms"))

    def __contains__(self, term: tuple[str, bytes]) -> bool:
        return term[0] in self.names and self.arrays.field(term[0]).has(term[1])

    def indexed_field_names(self) -> list[str]:
        return self.names

    def terms(self) -> Iterator[tuple[str, bytes]]:
        return (term for name in self.names for term in self.terms_from(name, b""))

    def terms_from(self, fieldname: str, prefix: bytes) -> Iterator[tuple[str, bytes]]:
        field = self.arrays.field(fieldname)
        return ((fieldname, field.term(number)) for number in range(field.find(prefix), field.count))

    def items(self) -> Iterator[tuple[tuple[str, bytes], TermInfo]]:
        return ((term, self.term_info(*term)) for term in self.terms())

    def items_from(self, fieldname: str, prefix: bytes) -> Iterator[tuple[tuple[str, bytes], TermInfo]]:
        return ((term, self.term_info(*term)) for term in self.terms_from(fieldname, prefix))

    def cursor(self, fieldname: str, fieldobj: object) -> Any:
        raise NotImplementedError("this codec has no cursor over terms: use terms_from")

    def term_info(self, fieldname: str, text: bytes) -> TermInfo:
        documents, counts = self.arrays.counted(self.arrays.field(fieldname).keys_of(text))
        if not len(documents):
            raise TermNotFound(f"{fieldname}:{text!r}")
        lengths = ArrayDocuments(self.arrays).lengths(fieldname)[documents]
        return TermInfo(
            weight=float(counts.sum()), df=len(documents), minlength=int(lengths.min()), maxlength=int(lengths.max()),
            maxweight=float(counts.max()), minid=int(documents[0]), maxid=int(documents[-1]),
        )  # fmt: skip

    def matcher(self, fieldname: str, text: bytes, format_: Any, scorer: object = None) -> ListMatcher:
        keys = self.arrays.field(fieldname).keys_of(text)
        documents, counts = self.arrays.counted(keys)
        places = np.split((keys & ((1 << self.arrays.shift) - 1)).astype(np.int64), np.cumsum(counts)[:-1])
        return ListMatcher(
            documents.tolist(), counts.astype(float).tolist(), [format_.encode(some.tolist()) for some in places],
            format=format_, scorer=scorer, term=(fieldname, text), terminfo=self.term_info(fieldname, text),
        )  # fmt: skip


class ArrayDocuments(base.PerDocumentReader):
    """The documents of a segment for Whoosh's own searcher."""

    def __init__(self, arrays: SegmentArrays) -> None:
        self.arrays = arrays
        self.segment = arrays.segment

    def doc_count(self) -> int:
        return self.segment.doc_count()

    def doc_count_all(self) -> int:
        return self.segment.documents

    def has_deletions(self) -> bool:
        return self.segment.has_deletions()

    def is_deleted(self, docnum: int) -> bool:
        return self.segment.is_deleted(docnum)

    def deleted_docs(self) -> list[int]:
        return self.segment.deleted_docs()

    def stored_fields(self, docnum: int) -> dict[str, int]:
        return {"pair": int(self.arrays.array("pair")[docnum])}

    def lengths(self, fieldname: str) -> Ints:
        """Return the length of each document: characters of the Chinese, words of the English."""
        return self.arrays.array(length_column(fieldname))

    def doc_field_length(self, docnum: int, fieldname: str, default: int = 0) -> int:
        return int(self.lengths(fieldname)[docnum]) or default

    def field_length(self, fieldname: str) -> int:
        return int(self.lengths(fieldname).sum())

    def min_field_length(self, fieldname: str) -> int:
        return int(self.lengths(fieldname).min(initial=0))

    def max_field_length(self, fieldname: str) -> int:
        return int(self.lengths(fieldname).max(initial=0))
