"""One measurement in a process of its own: `python -m benchmarks.search.child MODULE FUNCTION JSON`.

The archive is the one that ARCHIVE_DATA_DIR names. What the function returns is written, as JSON, to the file that the
last argument names.
"""

from __future__ import annotations

import json
import sys
from importlib import import_module
from pathlib import Path

import django


def main() -> None:
    module, function, options, target = sys.argv[1:]
    django.setup()
    measured = getattr(import_module(f"benchmarks.search.{module}"), function)(**json.loads(options))
    Path(target).write_text(json.dumps(measured), encoding="utf-8")


if __name__ == "__main__":
    main()
