"""How fast the search is, beside SQLite's FTS5 on the same tokens in the same run.

    python benchmarks/search_speed.py --pairs 20000

Rows are the paragraphs of the files under REPORT_CORPUS, Chinese only where the corpus is, or, without it, made up
from the two samples. They go into a database of their own, which is thrown away. A line of the table is one query. A
page is all of `search.find`: exact total, two facets, 20 rows with marks. The index alone is total, facets and the
order of the first 20; FTS5 beside it gives total and first 20 only, no facets. It has our bigrams, asked as phrases,
and not jieba. "First" is with no term kept in memory, though the files may be in the system's cache; "again" is the
median of nine.
"""

from __future__ import annotations

import argparse
import datetime as dt
import os
import random
import resource
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from functools import partial
from itertools import islice
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TERMS = """
发展 经济 创新 改革 质量 国 脑机接口 新质生产力 高质量发展 大模型 城镇登记失业率 智能 北京 2025 GDP 万亿元 “十四五”
科技创新中心 innovation development sci-tech
"""
QUERIES = [
    *TERMS.split(), "经济 发展", "改革 开放 创新", "发展 -经济", "改革 OR 开放 OR 创新",
    '"new quality productive forces"', "(数字经济 OR 人工智能) 产业 -房地产", '"in the"', "",
]  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pairs", type=int, default=20_000)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="search-speed-") as folder:
        os.environ |= {"ARCHIVE_DATA_DIR": folder, "DJANGO_SETTINGS_MODULE": "archive_site.settings", "SECRET_KEY": "x"}
        os.environ.pop("DATABASE_URL", None)
        sys.path.insert(0, str(ROOT))
        import django
        from django.core.management import call_command

        django.setup()
        call_command("migrate", verbosity=0)
        fill(options.pairs)
        compare(Path(folder))


def texts() -> Iterator[tuple[str, str]]:
    """Yield paragraphs without end."""
    corpus = os.environ.get("REPORT_CORPUS")
    if corpus:
        for path in sorted(Path(corpus).glob("zh/**/*.md")):
            yield from ((line, "") for line in path.read_text(encoding="utf-8").splitlines() if len(line) > 10)
    lines = [
        line
        for part in (1, 2)
        for line in (ROOT / f"fixtures/beijing-2025-part-{part}.txt").read_text(encoding="utf-8").splitlines()[8:]
    ]
    clauses = [clause for line in lines[::2] for clause in line.replace(";", ",").replace("。", ",").split(",")]
    sentences = [sentence for line in lines[1::2] for sentence in line.split(". ")]
    rng = random.Random(1)
    while True:
        figures = f"{rng.randint(1, 9999)}个,增长{rng.randint(1, 99)}%。"
        yield (
            ",".join(rng.choices(clauses, k=14)) + figures,
            ". ".join(rng.choices(sentences, k=5)) + f" {rng.randint(1, 9999)}",
        )


def fill(count: int) -> None:
    """Write so many pairs, 90 a report."""
    from reports.models import Jurisdiction, ParagraphPair, Report
    from reports.text.fold import fold

    places = list(Jurisdiction.objects.all())
    source = texts()
    for number in range(-(-count // 90)):
        year, place = 1980 + number // len(places) % 46, places[number % len(places)]
        report = Report.objects.create(
            jurisdiction=place, slug=f"r-{number}", session_key=str(number)[:12], year=year,
            delivered_on=dt.date(year, 1, 1 + number % 28), status="published",
        )  # fmt: skip
        pairs = islice(source, min(90, count - number * 90))
        ParagraphPair.objects.bulk_create(
            ParagraphPair(report=report, position=position, zh=zh, en=en, zh_folded=fold(zh))
            for position, (zh, en) in enumerate(pairs, start=1)
        )


def milliseconds(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return (time.perf_counter() - started) * 1000


def compare(folder: Path) -> None:
    from reports import search
    from reports.search import opening

    started = time.process_time()
    search.rebuild()
    seconds = time.process_time() - started
    status = search.status()
    size = sum(path.stat().st_size for path in (folder / "index").rglob("*") if path.is_file())
    print(
        f"{status.pairs:,} pairs: {status.pairs / seconds:,.0f} a CPU second, {size / status.pairs:,.0f} bytes a pair"
    )
    opening.forget()
    print(f"opening: {milliseconds(opening.opened):.0f} ms")
    fts = filled_fts(folder)
    print("   total | page: first, again | index alone: first, again | FTS5, ratio | query  (ms)")
    columns: list[list[float]] = [[], [], [], []]
    search.find(search.Request())
    for q in QUERIES:
        request = search.Request(q)
        opening.opened().kept.entries.clear()
        first = milliseconds(partial(search.find, request))
        again = statistics.median(milliseconds(partial(search.find, request)) for _ in range(9))
        opening.opened().kept.entries.clear()
        index_first = milliseconds(partial(index_alone, q))
        index_again = statistics.median(milliseconds(partial(index_alone, q)) for _ in range(9))
        other = fts_time(fts, q)
        for column, value in zip(columns, (first, again, index_first, index_again), strict=True):
            column.append(value)
        beside = f"{other:8.2f} {other / index_again:7.1f}x" if other is not None else f"{'-':>8} {'-':>8}"
        total = search.find(request).total
        print(f"{total:>8,} {first:8.2f} {again:8.2f} {index_first:8.2f} {index_again:8.2f} {beside}  {q}")
    for name, column in zip(("page first", "page again", "index first", "index again"), columns, strict=True):
        print(
            f"{name}: median {statistics.median(column):.2f} ms, p95 {sorted(column)[int(len(column) * 0.95)]:.2f} ms"
        )
    print(f"memory: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MiB at the most, building included")


def index_alone(q: str) -> None:
    """Ask the index for the total, the facets and the first 20, without rows and marks."""
    from reports.search import finding, opening, query
    from reports.search.answers import Request

    snapshot, read = opening.opened(), query.read(q)
    answer = finding._asked(snapshot, read, finding.Narrowing(None, None, None, frozenset()))  # noqa: SLF001
    finding._turned_to(snapshot, Request(q), read, answer)  # noqa: SLF001


def filled_fts(folder: Path) -> sqlite3.Connection:
    from reports.models import ParagraphPair
    from reports.search import analysis
    from reports.text.fold import fold

    fts = sqlite3.connect(folder / "fts.sqlite3")
    fts.execute("CREATE VIRTUAL TABLE pairs USING fts5(zh, zh_words, en, content='', tokenize='unicode61')")
    rows = ParagraphPair.objects.values_list("pk", "zh_folded", "en").iterator()
    fts.executemany(
        "INSERT INTO pairs (rowid, zh, zh_words, en) VALUES (?, ?, ?, ?)",
        (
            (pk, bigrams(zh), listed(analysis.latin_words(zh)), listed(analysis.english_stems(fold(en))))
            for pk, zh, en in rows
        ),
    )
    fts.commit()
    return fts


def listed(placed: Iterator[tuple[str, int]]) -> str:
    return " ".join(text for text, _place in placed)


def bigrams(text: str) -> str:
    """Return the neighbouring characters of a text as words that FTS5 leaves whole."""
    from reports.search import analysis

    return " ".join(f"x{gram.encode('utf-16-be').hex()}" for gram, _place in analysis.neighbours(text))


def fts_time(fts: sqlite3.Connection, q: str) -> float | None:
    """Return the milliseconds of the same query, None where FTS5 has no like of it."""
    from reports.search import query

    def said(node: query.Node) -> str:
        match node:
            case query.Contains(text) if len(text) > 1:
                return '"' + " ".join(bigrams(text).split()[:-1]) + '"'
            case query.Word(text, stemmed):
                return f'(en: "{stemmed}" OR zh_words: "{text}")'
            case query.And(parts):
                wanted = " AND ".join(said(part) for part in parts if not isinstance(part, query.Not))
                return f"({wanted})" + "".join(f" NOT {said(p.part)}" for p in parts if isinstance(p, query.Not))
            case query.Or(parts):
                return f"({' OR '.join(map(said, parts))})"
        raise LookupError

    root = query.read(q).root
    try:
        match = said(root) if root is not None else None
    except LookupError:
        match = None
    if match is None:
        return None

    def ask() -> None:
        fts.execute("SELECT count(*) FROM pairs WHERE pairs MATCH ?", [match]).fetchone()
        fts.execute("SELECT rowid FROM pairs WHERE pairs MATCH ? ORDER BY rank LIMIT 20", [match]).fetchall()

    return statistics.median(milliseconds(ask) for _ in range(5))


if __name__ == "__main__":
    main()
