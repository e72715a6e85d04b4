"""How the archive's own index does at a million pairs: `run.py --pairs 1000000` without the other engines.

    REPORT_CORPUS=FOLDER python benchmarks/search/million.py --folder FOLDER [--database FILE] [--pairs N]

The corpus is taken again and again, with other figures and names of places, until there are so many pairs; building,
size, memory, first and later answers are measured and printed as the lines of docs/benchmarks.md.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from benchmarks.search import running

MILLION = 1_000_000
REPEATS = 5


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--folder", type=Path, required=True, help="Where to work, and leave everything.")
    parser.add_argument("--database", type=Path, help="The SQLite file of an archive of the corpus.")
    parser.add_argument("--pairs", type=int, default=MILLION, help="Of so many pairs.")
    options = parser.parse_args()
    folder = options.folder.resolve()
    folder.mkdir(parents=True, exist_ok=True)
    os.environ.update(running.environment(folder))
    prepare(folder, options)
    built: dict[str, Any] = running.measured(
        folder, "building.built", options={"engine": "ours", "folder": str(folder)}
    )
    asked: dict[str, Any] = running.measured(folder, "million.asked")
    more: dict[str, Any] = running.measured(folder, "million.one_more")
    told(built, asked, more)


def prepare(folder: Path, options: argparse.Namespace) -> None:
    from benchmarks.search import corpora

    database = folder / "archive.sqlite3"
    if database.exists():
        return
    if options.database is not None:
        corpora.copied(options.database, database)
        running.managed(folder, "migrate", "--verbosity", "0")
    else:
        running.managed(folder, "migrate", "--verbosity", "0")
        corpus = Path(os.environ["REPORT_CORPUS"])
        running.managed(folder, "ingest", *(str(corpus / name) for name in ("zh", "bilingual")))
    corpora.sized(database, options.pairs)


def asked() -> dict[str, Any]:
    """Ask every query, first with nothing remembered and then again; return milliseconds, and MiB at the end."""
    from benchmarks.search.ours import Ours, unread
    from benchmarks.search.queries import queries
    from benchmarks.search.timing import memory_mib, milliseconds
    from reports.search import opening

    own = Ours()
    started = time.perf_counter()
    opening.opened()
    opened = (time.perf_counter() - started) * 1000
    first, again = [], []
    for one in [one for one in queries() if not unread(one)]:
        own.open()
        first.append(milliseconds(lambda one=one: own.find(one)))  # type: ignore[misc]
        again += [milliseconds(lambda one=one: own.find(one)) for _turn in range(REPEATS)]  # type: ignore[misc]
    return {"opened": opened, "first": first, "again": again, "memory": memory_mib()}


def one_more() -> dict[str, Any]:
    """Return the milliseconds until a report whose rows changed is found again as it is now."""
    from benchmarks.search.timing import milliseconds
    from reports import search
    from reports.models import Report

    search.find(search.Request("发展"))
    report = Report.objects.published().order_by("-pk").first()
    assert report is not None
    report.touch()
    return {"ms": milliseconds(lambda: search.find(search.Request("发展")))}


def told(built: dict[str, Any], found: dict[str, Any], more: dict[str, Any]) -> None:
    from benchmarks.search.timing import median, percentile

    memory = found["memory"]
    lines = {
        "pairs": f"{built['pairs']:,}",
        "index building, pairs a CPU second": f"{built['pairs'] / built['cpu']:,.0f}",
        "… most memory": f"{built['peak MiB']:,.0f} MiB",
        "index size, KB a pair": f"{built['bytes'] / built['pairs'] / 1000:.2f}",
        "opening": f"{found['opened']:.0f} ms",
        "whole page, seen: median / p95": f"{median(found['again']):.1f} / {percentile(found['again'], 95):.1f} ms",
        "whole page, never seen: median / p95": (
            f"{median(found['first']):.1f} / {percentile(found['first'], 95):.1f} ms"
        ),
        "memory of a process that has answered all queries": f"{memory['USS']:.0f} MiB of its own",
        "one changed report searchable": f"{more['ms']:.0f} ms",
    }
    print("| | measured |\n| --- | --- |")
    for name, figure in lines.items():
        print(f"| {name} | {figure} |")


if __name__ == "__main__":
    main()
