"""What it costs to build each index from the rows, and how large it is."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from benchmarks.search import cutting, ours
from benchmarks.search.fts5 import Fts5
from benchmarks.search.tantivy_ import Tantivy
from benchmarks.search.timing import Spent, bytes_in, peak_mib


def built(engine: str, folder: str) -> dict[str, Any]:
    """Build one index, which then stays; return pairs, seconds, bytes, and the most memory on the way."""
    if engine == "ours":
        return of_ours()
    target = Path(folder) / engine
    shutil.rmtree(target, ignore_errors=True)
    cutting_time, documents = Spent(), 0

    def cut() -> Iterator[cutting.Document]:
        nonlocal documents
        source = cutting.documents()
        while True:
            with cutting_time:
                document = next(source, None)
            if document is None:
                return
            documents += 1
            yield document

    with Spent() as spent:
        {"tantivy": Tantivy, "fts5": Fts5}[engine].build(target, cut())  # type: ignore[attr-defined]
    return {
        "pairs": documents,
        "wall": spent.wall,
        "cpu": spent.cpu,
        "cpu, tokens cut before": spent.cpu - cutting_time.cpu,
        "bytes": bytes_in(target),
        "peak MiB": peak_mib(),
    }


def of_ours() -> dict[str, Any]:
    from reports import search

    with Spent() as spent:
        search.rebuild()
    return {
        "pairs": search.status().pairs,
        "wall": spent.wall,
        "cpu": spent.cpu,
        "bytes": bytes_in(ours.folder()),
        "peak MiB": peak_mib(),
    }
