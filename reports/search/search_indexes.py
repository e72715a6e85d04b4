"""What Haystack is told of the index; `reports.search.build` fills it."""

from __future__ import annotations

from django.db.models import QuerySet
from haystack import indexes

from reports.models import ParagraphPair, Report


class ParagraphPairIndex(indexes.SearchIndex, indexes.Indexable):
    """The pairs of published reports: Chinese cut by jieba after folding, English stemmed."""

    text = indexes.CharField(document=True, model_attr="zh_folded")
    en = indexes.CharField(model_attr="en")

    def get_model(self) -> type[ParagraphPair]:
        return ParagraphPair

    def index_queryset(self, using: str | None = None) -> QuerySet[ParagraphPair]:
        return ParagraphPair.objects.filter(report__status=Report.Status.PUBLISHED)
