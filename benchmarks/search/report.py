"""What was measured, as tables of docs/benchmarks.md."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from benchmarks.search.timing import median, percentile

PAGE = Path(__file__).resolve().parents[2] / "docs/benchmarks.md"
HEAD = "| | ours | Tantivy | FTS5 | stock | floor | aim |\n| --- | --- | --- | --- | --- | --- | --- |"
ENGINES = ("Tantivy", "FTS5")
Results = dict[str, Any]
Summary = Callable[[list[float]], float]


def written(section: str, results: Results) -> None:
    """Put the tables between the two marks of a section of the page."""
    page = PAGE.read_text(encoding="utf-8")
    start, end = f"<!-- {section} -->\n", f"<!-- end of {section} -->"
    if start not in page or end not in page:
        raise SystemExit(f"{PAGE.name} has no marks for {section}.")
    before, rest = page.split(start, 1)
    PAGE.write_text(f"{before}{start}{tables(results)}{end}{rest.split(end, 1)[1]}", encoding="utf-8")


def tables(results: Results) -> str:
    """Return all tables, with the command, the day and the machine above them."""
    parts = [
        f"`{results['command']}`, {results['date']}, {results['machine']}. {results['pairs']:,} pairs.",
        "\n".join([HEAD, *rows(results)]),
    ]
    if "compared" in results:
        parts += ["Milliseconds for each query, terms seen before, the median:", "\n".join(by_query(results))]
    return "\n\n".join(parts) + "\n\n"


def rows(results: Results) -> Iterator[str]:
    """Yield the lines of the main table, of what was measured."""
    steps = {
        "compared": of_queries, "served": of_server, "building": of_building, "ingest": of_ingest,
        "life": of_life, "stock": of_stock,
    }  # fmt: skip
    for name, step in steps.items():
        if results.get(name):
            yield from step(results)


def line(name: str, own: str, others: dict[str, str] | None = None, floor: str = "", aim: str = "") -> str:
    cells = [(others or {}).get(engine, "") for engine in (*ENGINES, "stock")]
    return f"| {' | '.join([name, own, *cells, floor, aim])} |"


def beside(own: float, other: float, unit: str = "ms") -> str:
    """Return another engine's figure, and how many times of it ours is."""
    return f"{shown(other, unit)} ({own / other:.2g}×)" if other == other and other else "-"  # noqa: PLR0124 - not a number


def shown(value: float, unit: str = "ms") -> str:
    if unit == "s" and value < 1:
        return f"{value:.2f} s"
    return f"{value:,.0f} {unit}" if value >= 100 else f"{value:.3g} {unit}"


def of_queries(results: Results) -> Iterator[str]:
    asked = results["compared"]["queries"]
    p95 = "p95"

    def compared(what: str, times: str, kind: str, summary: Summary, *marks: str) -> str:
        # Only queries that all engines have a like of, so that all medians are of the same queries.
        common = [row for row in asked if all(f"{engine}{kind}" in row[times] for engine in ENGINES)]
        of = {name: summary(listed([row[times][f"{name}{kind}"] for row in common])) for name in ("ours", *ENGINES)}
        others = {name: beside(of["ours"], of[name]) for name in ENGINES}
        if stock := stock_of(results, summary, times):
            others["stock"] = beside(of["ours"], stock)
        return line(what, shown(of["ours"]), others, *marks)

    index = ", index"
    yield compared("whole page, seen: median", "again", "", median, "3× Tantivy", "1× Tantivy")
    yield compared(f"… {p95}", "again", "", of_95, "30 ms", "10 ms")
    yield compared("index alone, seen: median", "again", index, median)
    yield compared(f"… {p95}", "again", index, of_95)
    yield compared(f"whole page, never seen: {p95}", "first", "", of_95, "150 ms", "40 ms")
    yield compared(f"index alone, never seen: {p95}", "first", index, of_95)
    pages = results["compared"]["pages"]
    for number, times in pages.items():
        if isinstance(times, dict):
            others = {name: beside(times["ours"], times[name]) for name in ENGINES}
            yield line(
                f"page {int(number):,} of {pages['name']} ({pages['total']:,} hits)", shown(times["ours"]), others
            )


def stock_of(results: Results, summary: Summary, times: str) -> float | None:
    return (
        summary(listed(list(results["stock"]["again"].values()))) if results.get("stock") and times == "again" else None
    )


def listed(values: list[Any]) -> list[float]:
    return [time for value in values for time in (value if isinstance(value, list) else [value])]


def of_95(values: list[float]) -> float:
    return percentile(values, 95)


def of_server(results: Results) -> Iterator[str]:
    served = results["served"]
    for name, what in (("alone", "search page, 8 clients"), ("ingesting", "… while reports are ingested")):
        if met := served.get(name):
            three = " / ".join(shown(met[share], "").strip() for share in ("p50", "p95", "p99"))
            faults = f"{len(met['errors'])} errors in {met['requests']:,}"
            yield line(f"{what}: p50 / p95 / p99", f"{three} ms; {faults}", None, "150 ms", "60 ms")
    memory = served["memory"]
    said = f"{memory['USS']:.0f} MiB (share {memory['PSS']:.0f}, no file behind {memory['anonymous']:.0f})"
    yield line("memory of a worker's own after all queries", said, None, "400 MiB", "200 MiB")
    yield line("server start to first answer", shown(served["boot"]), None, "2 s", "0.5 s")


def of_building(results: Results) -> Iterator[str]:
    costs = results["building"]
    own = costs["ours"]
    speed = {name: cost["pairs"] / cost["cpu"] for name, cost in costs.items()}
    size = {name: cost["bytes"] / cost["pairs"] / 1000 for name, cost in costs.items()}
    keys = dict(zip(ENGINES, ("tantivy", "fts5"), strict=True))

    def others(figures: dict[str, float], unit: str) -> dict[str, str]:
        return {name: beside(figures["ours"], figures[key], unit) for name, key in keys.items()}

    yield line("index building, pairs a CPU second", shown(speed["ours"], ""), others(speed, ""), "1,000", "2,000")
    before = {name: costs[key]["pairs"] / costs[key]["cpu, tokens cut before"] for name, key in keys.items()}
    yield line("… tokens cut beforehand", "", {name: shown(value, "") for name, value in before.items()})
    yield line("… seconds by the clock", shown(own["wall"], "s"), others({n: c["wall"] for n, c in costs.items()}, "s"))
    yield line(
        "… most memory", f"{own['peak MiB']:,.0f} MiB", others({n: c["peak MiB"] for n, c in costs.items()}, "MiB")
    )
    yield line("index size, KB a pair", shown(size["ours"], ""), others(size, ""), "2.5", "1.0")


def of_ingest(results: Results) -> Iterator[str]:
    cost = results["ingest"]
    said = f"{cost['wall'] / 60:.1f} min (CPU {cost['cpu'] / 60:.1f} min, {cost['peak MiB']:,.0f} MiB)"
    yield line("ingest, cleaning to rows to index", said, None, "10 min", "4 min")


def of_life(results: Results) -> Iterator[str]:
    life = results["life"]
    more = life["one more"]
    others = {name: beside(more["ours"], more[name]) for name in ENGINES}
    yield line("one more report searchable", shown(more["ours"]), others, "3 s", "1 s")
    start = {name: median([answer["since start"] for answer in answers]) for name, answers in life["start"].items()}
    others = dict(zip(ENGINES, (beside(start["ours"], start[key]) for key in ("tantivy", "fts5")), strict=True))
    yield line("process start to first answer", shown(start["ours"]), others, "2 s", "0.5 s")
    name, longest = max(life["longest"].items(), key=lambda item: item[1])
    yield line(f"longest accepted query ({name})", shown(longest), None, "1 s", "")
    marks = {"suggestions": ("50 ms", ""), "concordance": ("", "")}
    for door, times in life["doors"].items():
        yield line(f"{door}: p95", shown(of_95(times)), None, *marks[door])


def of_stock(results: Results) -> Iterator[str]:
    stock = results["stock"]
    yield line("stock: pairs indexed", "", {"stock": f"{stock['pairs']:,} in {stock['wall'] / 60:.1f} min"})
    yield line("stock: pairs a CPU second; KB a pair", "", {
        "stock": f"{stock['pairs'] / stock['cpu']:.1f}; {stock['bytes'] / stock['pairs'] / 1000:.1f}",
    })  # fmt: skip


def by_query(results: Results) -> Iterator[str]:
    """Yield the lines of the table of queries."""
    columns = ("ours", "Tantivy", "FTS5", "ours, index", "Tantivy, index", "FTS5, index")
    yield "| kind | query | hits | " + " | ".join(columns) + " |"
    yield "| --- | --- " + "| --- " * (len(columns) + 1) + "|"
    for row in results["compared"]["queries"]:
        times = (shown(median(row["again"][name]), "").strip() if name in row["again"] else "-" for name in columns)
        yield f"| {row['kind']} | {re.sub(r'[|]', ' ', row['name'])} | {row['total']:,} | {' | '.join(times)} |"
