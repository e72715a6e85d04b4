"""Of which files a report is made, and in which order they came."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from reports.ingest.rows.corrections import BY_FILES, standing
from reports.models import Report, Revision, SourceFile


def taken_in(report: Report) -> list[SourceFile]:
    """Return the files that a report is made of now, in the order in which they came, without their content.

    One that took another's place stands where that one stood. What was taken back isn't among them.
    """
    sources = list(report.sources.defer("content").order_by("uploaded_at", "pk"))
    by_digest = {source.sha256: source for source in sources}
    by_key = {source.pk: source for source in sources}
    with_pairs = set(report.pairs.order_by().values_list("source", flat=True).distinct())
    kinds = standing(report)
    found: list[SourceFile] = []
    replaced: set[int] = set()
    told = report.revisions.filter(kind__in=BY_FILES).order_by("id").values_list("pk", "kind", "facts")
    for pk, kind, facts in told:
        source = by_digest.get(str(_fact(facts, "sha256")))
        if source is None or source in found or (pk not in kinds and source.pk not in with_pairs):
            continue
        old = by_key.get(_fact(facts, "replaced")) if kind == Revision.Kind.REPLACED and pk in kinds else None
        if old in found and old is not None:
            found[found.index(old)] = source
            replaced.add(old.pk)
        else:
            found.append(source)
    gone = {source.pk for source in found} | replaced
    # Those of before anything was recorded.
    return [*(source for source in sources if source.pk in with_pairs - gone), *found]


def by_number(files: Sequence[SourceFile], numbers: Mapping[int, int | None]) -> list[SourceFile]:
    """Return files as they ought to have come: those with a number by their numbers, the others where they were."""
    numbered = iter(sorted((file for file in files if numbers.get(file.pk)), key=lambda file: numbers[file.pk] or 0))
    return [next(numbered) if numbers.get(file.pk) else file for file in files]


def _fact(facts: dict[str, Any] | None, name: str) -> Any:
    return (facts or {}).get(name)
