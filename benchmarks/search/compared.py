"""The queries, each asked of all engines by turns in one process, so that all of them see the same machine."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from benchmarks.search import ours
from benchmarks.search.answered import Answered, Engine, NoLike, shown
from benchmarks.search.fts5 import Fts5
from benchmarks.search.queries import Asked, queries
from benchmarks.search.tantivy_ import Tantivy
from benchmarks.search.timing import median, milliseconds

SLOW_MS = 200
PAGES_HITS = 50_000


def queried(folder: str, repeats: int = 9) -> dict[str, Any]:
    """Ask every query of every engine; return times in milliseconds, by query, and where totals differ."""
    own = ours.Ours()
    others = opened(Path(folder))
    own.open()
    rows = []
    for asked in queries():
        if ours.unread(asked):
            print(f"left out, our language can't read it: {asked.name}", flush=True)
            continue
        rows.append(one(asked, own, others, repeats))
        print(f"{rows[-1]['total']:>9,}  {asked.name}", flush=True)
    return {"queries": rows, "pages": pages(own, others)}


def opened(folder: Path) -> list[Engine]:
    return [Tantivy(folder / "tantivy"), Fts5(folder / "fts5")]


def one(asked: Asked, own: ours.Ours, others: list[Engine], repeats: int) -> dict[str, Any]:
    page = own.find(asked)
    row: dict[str, Any] = {"kind": asked.kind, "name": asked.name, "total": page.total, "differs": {}}
    works: dict[str, Callable[[], object]] = {"ours": partial(own.find, asked), "ours, index": partial(own.ask, asked)}
    for engine in others:
        try:
            answered = engine.ask(asked)
        except NoLike:
            continue
        if difference := differs(page, answered):
            row["differs"][engine.name] = difference
        works[engine.name] = partial(whole, engine, asked)
        works[f"{engine.name}, index"] = partial(engine.ask, asked)
    row["first"] = {name: first(name, work, own, others) for name, work in works.items()}
    times: dict[str, list[float]] = {name: [] for name in works}
    for _repeat in range(repeats):
        for name, work in works.items():
            if len(times[name]) < 2 or median(times[name]) < SLOW_MS:
                times[name].append(milliseconds(work))
    row["again"] = times
    return row


def whole(engine: Engine, asked: Asked) -> int:
    """Ask an engine and make of its answer what a page shows: rows, and our marks on them."""
    return shown(asked, engine.ask(asked))


def first(name: str, work: Callable[[], object], own: ours.Ours, others: list[Engine]) -> float:
    """Return the time of a query whose terms the engine has not seen since it was opened: the middle of three."""
    engine = next((other for other in others if name.startswith(other.name)), own)
    times = []
    for _turn in range(3):
        engine.open()
        times.append(milliseconds(work))
        if times[-1] > SLOW_MS:
            break
    return median(times)


def differs(page: Any, answered: Answered) -> str:
    """Return in what another engine's answer differs from ours; the order of equally good hits may."""
    years = {count.value: count.count for count in page.facets.year}
    if answered.total != page.total:
        return f"{answered.total} hits instead of {page.total}"
    if answered.years != years:
        return "other counts by year"
    if sorted(answered.places.values()) != sorted(count.count for count in page.facets.place if count.count):
        return "other counts by place"
    return "" if len(answered.pairs) == len(page.results) else "another number of rows"


def pages(own: ours.Ours, others: list[Engine]) -> dict[str, Any]:
    """Return the times of the first page, the fiftieth and the last of the query with the most hits."""
    from reports import search

    found = [(own.find(asked), asked) for asked in queries() if asked.kind == "frequent"]
    page, asked = max(found, key=lambda pair: pair[0].total)
    times: dict[str, Any] = {"name": asked.name, "total": page.total, "enough": page.total >= PAGES_HITS}
    for number in (1, 50, page.pages):
        request = ours.requested(asked, number)
        works: dict[str, Callable[[], object]] = {"ours": partial(search.find, request)}
        works |= {engine.name: partial(engine.ask, asked, number) for engine in others}
        times[str(number)] = {name: median([milliseconds(work) for _turn in range(5)]) for name, work in works.items()}
    return times
