"""The table of terms follows a report that the public may read no more, until it is made anew."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reports.models import Report, Term
from reports.text.fold import fold
from reports.text.words import stem, words

if TYPE_CHECKING:
    from collections.abc import Iterator

AT_ONCE = 500


def take_out(report: Report) -> int:
    """Take out of the table of terms what a report had attested, and return how many entries went.

    An entry goes that nothing but this report had, as far as its count tells. Of the others the count falls: by the
    places of the term where the rendering stands across, which are as many as were counted there, or more. Call it in
    the transaction that withdraws the report, while its pairs are there.
    """
    pairs = list(report.pairs.exclude(zh="").exclude(en="").values_list("zh_folded", "en"))
    whole = "\n".join(zh for zh, _en in pairs)
    english = [frozenset(_stems(en)) for _zh, en in pairs]
    left, gone = [], []
    for term in Term.objects.order_by("pk").iterator(chunk_size=AT_ONCE):
        if term.zh not in whole:
            continue
        wanted = frozenset(_stems(term.en))
        had = sum(zh.count(term.zh) for (zh, _en), there in zip(pairs, english, strict=True) if wanted <= there)
        if had >= term.count:
            gone.append(term.pk)
        elif had:
            term.count -= had
            left.append(term)
    Term.objects.bulk_update(left, ["count"], batch_size=AT_ONCE)
    for start in range(0, len(gone), AT_ONCE):
        Term.objects.filter(pk__in=gone[start : start + AT_ONCE]).delete()
    return len(gone)


def _stems(text: str) -> Iterator[str]:
    return (stem(word.text) for word in words(fold(text)))
