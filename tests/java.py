"""The Java run-time that two checkers need."""

from __future__ import annotations

import os
import shutil

import pytest


def java() -> str:
    """Return the program that runs Java; without one, skip the test, or fail it where all must be tested."""
    found = shutil.which("java")
    if found is None:
        reason = "a checker needs a Java run-time, and finds none"
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    return found
