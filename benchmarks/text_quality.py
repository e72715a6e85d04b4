"""All that is measured of texts, in one table: cleaning, headers, headings, pairs, beads, figures, terms, formats.

    REPORT_CORPUS=... python benchmarks/text_quality.py [SUBJECT...]

The subjects are the modules of benchmarks/quality/; the first lines of each tell what it measures, and each runs by
itself too. docs/quality.md keeps what came out. Where a subject can't be measured the others are, and the exit is 1.
"""

from __future__ import annotations

import os
import sys
import time
import traceback
from importlib import import_module
from pathlib import Path
from types import ModuleType

import django

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "archive_site.settings")
django.setup()

ORDER = ("cleaning", "headers", "headings", "paragraphs", "beads", "figures", "terms", "decoding", "formats")


def subjects() -> list[str]:
    """Return the subjects that there are, those that `ORDER` doesn't know behind the others."""
    there = sorted(path.stem for path in Path(__file__).with_name("quality").glob("*.py") if path.stem != "__init__")
    return [name for name in ORDER if name in there] + [name for name in there if name not in ORDER]


def shown(value: object) -> str:
    """Return a share with four places, a count without any, anything else as it stands."""
    if isinstance(value, float) and (value <= 1 or not value.is_integer()):
        return f"{value:.4f}"
    return f"{value:.0f}" if isinstance(value, int | float) else str(value)


def main() -> None:
    chosen = [name for name in sys.argv[1:] if not name.startswith("-")] or subjects()
    if "REPORT_CORPUS" not in os.environ:
        sys.exit("Set REPORT_CORPUS to the folder of the reports to measure on.")
    if unknown := set(chosen) - set(subjects()):
        sys.exit(f"No such subject: {', '.join(sorted(unknown))}. There are: {', '.join(subjects())}.")
    corpus = Path(os.environ["REPORT_CORPUS"])
    failed = [name for name in chosen if not measured(name, corpus)]
    if failed:
        sys.exit(f"Not measured: {', '.join(failed)}.")


def measured(name: str, corpus: Path) -> bool:
    """Print the rows of a subject; say whether it could be measured."""
    begun = time.monotonic()
    try:
        module: ModuleType = import_module(f"benchmarks.quality.{name}")
        rows = module.measure(corpus)
    except Exception:  # noqa: BLE001 - one subject that fails must not take the others with it
        traceback.print_exc()
        return False
    print(f"{name} ({time.monotonic() - begun:.0f} s)")
    for row, value in rows.items():
        print(f"  {row:<84} {shown(value):>10}")
    sys.stdout.flush()
    return True


if __name__ == "__main__":
    main()
