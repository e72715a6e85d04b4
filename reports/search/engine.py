"""The Haystack engine of the archive: `SearchQuerySet` asks the same index in the same language as the pages do.

Haystack's own Whoosh engine takes seconds a query at a few thousand pairs, drops one-character queries and can't
find 新质生产力 where jieba cuts it otherwise; hence one of our own.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import FieldError
from haystack.backends import BaseEngine, BaseSearchBackend, BaseSearchQuery, SearchNode, log_query
from haystack.models import SearchResult

from reports.search.answers import Hit, Page, Sort
from reports.search.fragments import fragment, joined

ALL = "*"
# The order that a field stands for, and the one with a minus before it.
ORDERS: dict[str, tuple[Sort, Sort]] = {
    "year": ("oldest", "newest"), "delivered_on": ("oldest", "newest"), "score": ("relevance", "relevance"),
}  # fmt: skip


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
        """Return what the search finds between two offsets, and the counts that are asked for, as Haystack wants them.

        Without an end that is all of it.
        """
        from reports.models import ParagraphPair
        from reports.search import finding
        from reports.search.answers import Request

        if options.get("models") and ParagraphPair not in options["models"]:
            return {"results": [], "hits": 0}
        narrowed = [query_string, *sorted(options.get("narrow_queries") or ())]
        q = joined((part for part in narrowed if part != ALL), "AND", negated=False)
        request = Request(q, sort=_sort(options.get("sort_by") or ()))
        start, end = options.get("start_offset") or 0, options.get("end_offset")
        result_class = options.get("result_class") or SearchResult
        found = finding.ranked(request)
        hits = finding.hits(found, start, found.total if end is None else end)
        answer: dict[str, Any] = {"results": [_result(hit, result_class) for hit in hits], "hits": found.total}
        if options.get("facets"):
            answer["facets"] = {
                "fields": _counted(finding.find(request), options["facets"]),
                "dates": {},
                "queries": {},
            }
        return answer


def _sort(fields: Iterable[str]) -> Sort:
    """Return the order that the first field to sort by names. Raises `FieldError` for one that there is not."""
    for field in fields:
        if field.lstrip("-") not in ORDERS:
            raise FieldError(f"There is no order by {field!r}. Known are: {', '.join(ORDERS)}.")
        return ORDERS[field.lstrip("-")][field.startswith("-")]
    return "relevance"


def _result(hit: Hit, result_class: type[Any]) -> Any:
    """Return a hit as Haystack's result, its row already fetched."""
    pair, report = hit.pair, hit.pair.report
    result = result_class(
        "reports", "paragraphpair", pair.pk, hit.score, zh=pair.zh, en=pair.en, text=pair.zh, kind=pair.kind,
        position=pair.position, year=report.year, place=report.jurisdiction.name_zh, report=report.slug,
        speaker=report.speaker_zh or report.speaker_en, zh_marks=hit.zh_marks, en_marks=hit.en_marks,
    )  # fmt: skip
    if isinstance(result, SearchResult):
        result._object = pair  # noqa: SLF001 - as Haystack's own simple engine does
    return result


def _counted(page: Page, facets: Iterable[str]) -> dict[str, list[tuple[int | str, int]]]:
    """Return the counts of fields. Raises `FieldError` for a field that is not counted."""
    found = {}
    for field in facets:
        counts = getattr(page.facets, field, None)
        if counts is None:
            raise FieldError(f"There are no counts of {field!r}. Known are: year, place, level, speaker, kind.")
        found[field] = [(count.value, count.count) for count in counts if count.count]
    return found


class PairQuery(BaseSearchQuery):
    """Writes the filters of a `SearchQuerySet` in the query language of the archive."""

    def build_query(self) -> str:
        """Return all filters as one query."""
        return self._written(self.query_filter) or self.matching_all_fragment()

    def _written(self, node: SearchNode) -> str:
        parts = []
        for child in node.children:
            if isinstance(child, SearchNode):
                parts.append(self._written(child))
            else:
                expression, value = child
                field, filter_type = node.split_expression(expression)
                parts.append(self.build_query_fragment(field, filter_type, value))
        return joined(parts, node.connector, negated=node.negated)

    def build_query_fragment(self, field: str, filter_type: str, value: Any) -> str:
        """Return one filter in the language. Raises `FieldError` for what it can't say."""
        return fragment(field, filter_type, value)

    def matching_all_fragment(self) -> str:
        """Return what stands for no filter at all."""
        return ALL

    def build_alt_parser_query(self, _parser_name: str, query_string: str = "", **_options: Any) -> str:
        """Return the query as it is: there is one parser."""
        return query_string

    def get_count(self) -> int:
        """Return how many there are, without fetching any."""
        if self._hit_count is None:
            self._count()
        return int(self._hit_count or 0)

    def get_facet_counts(self) -> dict[str, Any]:
        """Return the counts asked for, without fetching any results."""
        if self._facet_counts is None:
            self._count()
        return dict(self._facet_counts or {})

    def _count(self) -> None:
        options = self.build_params() | {"start_offset": 0, "end_offset": 0}
        found = self.backend.search(self.build_query(), **options)
        self._hit_count = found["hits"]
        self._facet_counts = self.post_process_facets(found)


class PairEngine(BaseEngine):
    """What `HAYSTACK_CONNECTIONS` names."""

    backend = PairBackend
    query = PairQuery
