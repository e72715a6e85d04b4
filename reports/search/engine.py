"""The Haystack engine of the archive: `SearchQuerySet` asks the same index in the same language as the pages do.

Haystack's own Whoosh engine takes seconds a query at a few thousand pairs, drops one-character queries and can't
find 新质生产力 where jieba cuts it otherwise; hence one of our own.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from haystack.backends import BaseEngine, BaseSearchBackend, BaseSearchQuery, log_query
from haystack.models import SearchResult

from reports.search.answers import PAGE_SIZE_MOST


class PairBackend(BaseSearchBackend):
    """Reads and writes the index. Rows are the truth: each write compares the whole index with them."""

    def setup(self) -> None:
        """Make the index if there is none."""
        self.update(None, ())

    def build_schema(self, _fields: dict[str, Any]) -> tuple[str, Any]:
        """Return the name of the field that is searched first, and the schema of the index."""
        from reports.search import analysis

        return analysis.ZH, analysis.schema()

    def update(self, _index: object, _iterable: Iterable[object], commit: bool = True) -> None:  # noqa: FBT001, FBT002
        """Bring the index up to the rows, whichever of them Haystack believes to have changed."""
        from reports.search import upkeep

        upkeep.catch_up()

    def remove(self, _obj_or_string: object, commit: bool = True) -> None:  # noqa: FBT001, FBT002
        """Drop what has no row any more."""
        self.update(None, ())

    def clear(self, models: object = None, commit: bool = True) -> None:  # noqa: FBT001, FBT002
        """Throw the index away; the next search builds it anew."""
        from reports.search import upkeep

        upkeep.clear()

    @log_query  # type: ignore[untyped-decorator]
    def search(self, query_string: str, **options: Any) -> dict[str, Any]:
        """Return what `reports.search.find` finds between two offsets, as Haystack's results."""
        from reports.search.answers import Request
        from reports.search.finding import find

        start = options.get("start_offset") or 0
        end = options.get("end_offset")
        end = start + PAGE_SIZE_MOST if end is None else end
        result_class = options.get("result_class") or SearchResult
        size = PAGE_SIZE_MOST
        found: list[Any] = []
        total = 0
        for number in range(start // size + 1, -(-end // size) + 1):
            page = find(Request("" if query_string == "*" else query_string, page=number, page_size=size))
            total = page.total
            first = (number - 1) * size
            found += page.results[max(start - first, 0) : max(end - first, 0)]
        results = [
            result_class(
                "reports", "paragraphpair", hit.pair.pk, hit.score, zh_marks=hit.zh_marks, en_marks=hit.en_marks
            )
            for hit in found
        ]
        return {"results": results, "hits": total}


class PairQuery(BaseSearchQuery):
    """Writes the filters of a `SearchQuerySet` in the query language of the archive."""

    def build_query_fragment(self, _field: str, _filter_type: str, value: Any) -> str:
        """Return one filter; the language has no fields, so that a value is searched wherever it stands."""
        prepared = value.prepare(self) if hasattr(value, "prepare") else value
        return str(prepared)

    def build_alt_parser_query(self, _parser_name: str, query_string: str = "", **_options: Any) -> str:
        """Return the query as it is: there is one parser."""
        return query_string


class PairEngine(BaseEngine):
    """What `HAYSTACK_CONNECTIONS` names."""

    backend = PairBackend
    query = PairQuery
