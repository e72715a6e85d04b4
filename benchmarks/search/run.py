"""How fast, large and costly the search is, beside Tantivy, SQLite's FTS5 and stock Haystack with Whoosh.

    REPORT_CORPUS=FOLDER python benchmarks/search/run.py                    # the whole corpus, into docs/benchmarks.md
    REPORT_CORPUS=FOLDER python benchmarks/search/run.py --pairs 1000000    # the corpus again and again
    REPORT_CORPUS=FOLDER python benchmarks/search/run.py --pairs 20000 --stock-seconds 60 --only compared

Everything happens in a folder of its own, which is thrown away unless `--folder` names one; a second run there finds
the database and the indexes made. `--database FILE` takes the rows of an archive instead of ingesting the corpus. A
run of other sizes than the two above, or of some of the steps, is printed and not written down. The exit is 1 where
two engines disagree on what a query finds. docs/benchmarks.md tells what is compared.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import os
import platform
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from benchmarks.search import running

STEPS = ("building", "compared", "life", "stock", "served")
MILLION = 1_000_000
FIRST = ("发展", "新质生产力", "脑机接口")
INGESTED = 400
Results = dict[str, Any]


def main() -> None:
    options = parsed()
    with tempfile.TemporaryDirectory(prefix="search-benchmark-") as scratch:
        folder = (options.folder or Path(scratch)).resolve()
        folder.mkdir(parents=True, exist_ok=True)
        # The modules of the project, which are read below, must know which archive this is about.
        os.environ.update(running.environment(folder))
        kept = folder / "results.json"
        results: Results = running.read(kept) if kept.exists() else {}
        results |= {"command": said(options), "date": dt.date.today().isoformat(), "machine": machine()}  # noqa: DTZ011
        prepare(folder, options, results)
        for step in STEPS:
            if step in options.only or (step == "building" and not (folder / "fts5").exists()):
                print(f"{step} …", flush=True)
                results[step] = globals()[step](folder, options)
                kept.write_text(json.dumps(results), encoding="utf-8")
    finish(results, options)


def parsed() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pairs", type=int, help="Of so many pairs instead of all.")
    parser.add_argument("--only", type=lambda names: names.split(","), default=list(STEPS), help=", ".join(STEPS))
    parser.add_argument("--database", type=Path, help="The SQLite file of an archive of the corpus.")
    parser.add_argument("--folder", type=Path, help="Where to work, and leave everything.")
    parser.add_argument("--stock-seconds", type=int, default=600, help="How long stock Haystack may index.")
    parser.add_argument("--load-seconds", type=int, default=30, help="How long the clients ask.")
    parser.add_argument("--repeats", type=int, default=9, help="How often each query is asked.")
    options = parser.parse_args()
    if unknown := set(options.only) - set(STEPS):
        parser.error(f"no such step: {', '.join(sorted(unknown))}")
    if options.database is None and "REPORT_CORPUS" not in os.environ:
        parser.error("set REPORT_CORPUS to the folder of the reports, or name a --database")
    return options


def said(options: argparse.Namespace) -> str:
    """Return the command that a reader may give to see the same."""
    pairs = f" --pairs {options.pairs}" if options.pairs else ""
    return f"REPORT_CORPUS=FOLDER python benchmarks/search/run.py{pairs}"


def machine() -> str:
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return f"{os.cpu_count()} processors, {memory:.0f} GiB, Python {platform.python_version()}"


def prepare(folder: Path, options: argparse.Namespace, results: Results) -> None:
    """Make the database, unless it is there."""
    from benchmarks.search import corpora

    database = folder / "archive.sqlite3"
    if not database.exists():
        if options.database is not None:
            corpora.copied(options.database, database)
            running.managed(folder, "migrate", "--verbosity", "0")
        else:
            running.managed(folder, "migrate", "--verbosity", "0")
            corpus = Path(os.environ["REPORT_CORPUS"])
            print("ingest …", flush=True)
            folders = [str(corpus / name) for name in ("zh", "bilingual") if (corpus / name).exists()]
            results["ingest"] = running.managed(folder, "ingest", *folders)
        if options.pairs:
            started = time.perf_counter()
            corpora.sized(database, options.pairs)
            print(f"brought to size in {time.perf_counter() - started:.0f} s", flush=True)
    results["pairs"] = corpora.counted(database)


def building(folder: Path, _options: argparse.Namespace) -> Results:
    return {
        engine: running.measured(folder, "building.built", options={"engine": engine, "folder": str(folder)})
        for engine in ("ours", "tantivy", "fts5")
    }


def compared(folder: Path, options: argparse.Namespace) -> Results:
    asked = {"folder": str(folder), "repeats": options.repeats}
    found: Results = running.measured(folder, "compared.queried", options=asked)
    return found


def life(folder: Path, _options: argparse.Namespace) -> Results:
    running.managed(folder, "learn")
    start: dict[str, list[Any]] = {}
    for _turn in range(2):
        for q in FIRST:
            for engine in ("ours", "tantivy", "fts5"):
                asked: dict[str, Any] = {"engine": engine, "folder": str(folder), "q": q, "begun": time.time()}
                start.setdefault(engine, []).append(running.measured(folder, "life.first_answer", options=asked))
    return {
        "start": start,
        "longest": running.measured(folder, "life.longest"),
        "doors": running.measured(folder, "life.doors"),
        "memory": running.measured(folder, "life.memory"),
        "one more": running.measured(folder, "life.one_more", options={"folder": str(folder)}),
    }


def stock(folder: Path, options: argparse.Namespace) -> Results:
    settings = "benchmarks.search.stock_settings"
    asked = {"seconds": options.stock_seconds}
    found: Results = running.measured(folder, "stock.indexed", settings=settings, options=asked)
    return found


def served(folder: Path, options: argparse.Namespace) -> Results:
    from benchmarks.search import corpora, load

    running.managed(folder, "collectstatic", "--no-input", "--verbosity", "0")
    files = folder / "taken-out"
    many = 0
    if not files.exists():
        many = corpora.taken_out(folder / "archive.sqlite3", files / "reports", INGESTED)
        running.managed(folder, "update_index")
    return {**load.served(folder, options.load_seconds, files if many else None), "ingested": many}


def finish(results: Results, options: argparse.Namespace) -> None:
    """Print the tables, write them down if they are of a whole run, and end with 1 where engines disagree."""
    from benchmarks.search import report

    print(report.tables(results))
    whole = set(options.only) == set(STEPS)
    if whole and options.pairs in {None, MILLION}:
        report.written("the million" if options.pairs else "the whole corpus", results)
    asked = results.get("compared", {}).get("queries", [])
    wrong = [f"{row['name']}: {name} has {what}" for row in asked for name, what in row["differs"].items()]
    if wrong:
        sys.exit("Engines disagree:\n  " + "\n  ".join(wrong))


if __name__ == "__main__":
    main()
