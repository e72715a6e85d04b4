"""How soon the pages of a running archive stand: the server's time, and the first paint in a throttled Chromium.

    python benchmarks/pages.py http://127.0.0.1:8000 /en/ /en/reports/national-2020/ "/en/search/?q=发展"

For each page the middle of nine requests by one client, warm, and the middle of five loads with the processor slowed
down four times: first contentful paint, and the sum of all shifts of the layout. Needs Chromium at /usr/bin/chromium.
"""

from __future__ import annotations

import argparse
import statistics
import time
import urllib.request
from pathlib import Path
from urllib.parse import quote

from playwright.sync_api import Browser, sync_playwright

CHROMIUM = "/usr/bin/chromium"
QUIET = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking"
    " --disable-component-update --disable-sync"
)
THROTTLED = 4
REQUESTS, LOADS = 9, 5
WATCH = """
window.shifted = 0;
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.shifted += entry.value;
}).observe({ type: "layout-shift", buffered: true });
"""
PAINT = "performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? NaN"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("address", help="Where the archive is served.")
    parser.add_argument("pages", nargs="+", help="Addresses of pages, from the first slash on.")
    options = parser.parse_args()
    print("| page | server, ms | first contentful paint, 4x slower, ms | shift |\n| --- | --- | --- | --- |")
    with sync_playwright() as playwright:
        path = CHROMIUM if Path(CHROMIUM).exists() else None
        browser = playwright.chromium.launch(executable_path=path, args=QUIET.split())
        for page in options.pages:
            whole = options.address + quote(page, safe="/?&=%")
            paint, shift = painted(browser, whole)
            print(f"| `{page}` | {served(whole):.0f} | {paint:.0f} | {shift:.3f} |", flush=True)
        browser.close()


def served(address: str) -> float:
    """Return the milliseconds from the request to the last byte, compressed as browsers ask for it."""
    times = []
    for _turn in range(REQUESTS + 1):
        request = urllib.request.Request(address, headers={"Accept-Encoding": "gzip", "Accept-Language": "en"})
        started = time.perf_counter()
        with urllib.request.urlopen(request) as answer:
            answer.read()
        times.append((time.perf_counter() - started) * 1000)
    return statistics.median(times[1:])


def painted(browser: Browser, address: str) -> tuple[float, float]:
    """Return the milliseconds to the first contentful paint and the shift of the layout, each load in a new context."""
    paints, shifts = [], []
    for _turn in range(LOADS):
        context = browser.new_context(viewport={"width": 1440, "height": 900})
        context.add_init_script(WATCH)
        page = context.new_page()
        context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": THROTTLED})
        page.goto(address, wait_until="load")
        page.wait_for_function("performance.getEntriesByName('first-contentful-paint').length > 0")
        paints.append(float(page.evaluate(PAINT)))
        shifts.append(float(page.evaluate("window.shifted")))
        context.close()
    return statistics.median(paints), max(shifts)


if __name__ == "__main__":
    main()
