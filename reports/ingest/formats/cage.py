"""Readers written in other languages, run in a process of their own: what they may take of time and memory is bounded.

A file made to crash or to stall such a reader ends that process and is refused; the archive goes on.
"""

from __future__ import annotations

import json
import subprocess
import sys
from types import ModuleType
from typing import Any

SECONDS = 60
BYTES = 1024 * 2**20
# Sets its own bounds, then runs the module alone: Python's isolated mode, no Django, none of our packages.
INSIDE = f"""
import runpy, sys
try:
    import resource
except ImportError:
    pass
else:
    resource.setrlimit(resource.RLIMIT_AS, ({BYTES}, {BYTES}))
    resource.setrlimit(resource.RLIMIT_CPU, ({SECONDS}, {SECONDS}))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
runpy.run_path(sys.argv[1], run_name="__main__")
"""


class Broken(Exception):  # noqa: N818 - the file is, not the program
    """A file that its reader can't read: it says why, or nothing where the reader died of it."""


def run(module: ModuleType, content: bytes) -> Any:
    """Return what a module, run as a program, makes of a file on its standard input; its output is JSON.

    Raises Broken where it fails, crashes, or takes more than its share of time or memory.
    """
    command = [sys.executable, "-I", "-c", INSIDE, str(module.__file__)]
    try:
        done = subprocess.run(command, input=content, capture_output=True, timeout=SECONDS, check=True)  # noqa: S603
        return json.loads(done.stdout)
    except subprocess.CalledProcessError as error:
        lines = error.stderr.decode("utf-8", "replace").strip().splitlines()
        raise Broken(lines[-1] if lines else "") from error
    except (subprocess.TimeoutExpired, ValueError, OSError) as error:
        raise Broken from error
