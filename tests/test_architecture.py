"""docs/architecture.md says what may import what; these tests hold the code to it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
FACES = ("reports.reading", "reports.sharing", "reports.api", "reports.admin", "reports.management")
DOORS = {
    "reports.bundles",
    "reports.citing",
    "reports.editing",
    "reports.errata",
    "reports.exports",
    "reports.ingest",
    "reports.intake",
    "reports.keeping",
    "reports.people",
    "reports.revisions",
    "reports.search",
}
SHARED = {
    "archive_site.addresses",
    "archive_site.languages",
    "archive_site.logs",
    "archive_site.refusals",
    "archive_site.throttles",
}
# Of our own, a part may import itself and these. A door is a package's __init__, none of its modules.
MAY_IMPORT = {
    "reports.text": set(),
    "reports.models": set(),
    "reports.apps": {"reports.people"},
    "reports.ingest": {"reports.text"},
    "reports.ingest.rows": {"reports.text", "reports.models", "reports.revisions"},
    "reports.people": {"reports.models", "archive_site.addresses", "archive_site.logs", "archive_site.throttles"},
    "reports.revisions": {"reports.text", "reports.models", "reports.people"},
    "reports.editing": {"reports.text", "reports.models", "reports.people", "reports.revisions"},
    "reports.errata": {"reports.models", "reports.people", "reports.revisions"},
    "reports.intake": {
        "reports.text",
        "reports.models",
        "reports.ingest",
        "reports.search",
        "reports.people",
        "reports.revisions",
    },
    "reports.keeping": {
        "reports.text",
        "reports.models",
        "reports.ingest",
        "reports.search",
        "reports.people",
        "reports.revisions",
        "reports.intake",
    },
    "reports.search": {"reports.text", "reports.models"},
    "reports.citing": {"reports.text", "reports.models"},
    "reports.exports": {"reports.text", "reports.models"},
    "reports.bundles": {"reports.models", "reports.exports"},
    **{face: {"reports.text", "reports.models", *SHARED, *DOORS} for face in FACES},
    # What faces ask for too: where a request comes from, how often, in which languages, what may stand in a log, and
    # what is said to those who have to come back later.
    "archive_site.throttles": {"archive_site.addresses"},
    "archive_site.addresses": set(),
    "archive_site.logs": set(),
    "archive_site.refusals": set(),
    "archive_site.languages": set(),
    "archive_site": SHARED,
}
# Of other people's packages, these are imported by these parts only, or by all but these.
ONLY_IN = {"haystack": "reports.search", "whoosh": "reports.search"}
NOT_IN = {"django": "reports.text"}


def module_name(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def sources() -> dict[str, Path]:
    paths = [path for top in ("reports", "archive_site") for path in (ROOT / top).rglob("*.py")]
    return {module_name(path): path for path in paths if "migrations" not in path.parts}


MODULES = sources()


def inside(module: str, package: str) -> bool:
    return module == package or module.startswith(f"{package}.")


def imported(module: str, source: str, *, package: bool = False) -> Iterator[str]:
    """Yield the full names of what a module imports, wherever in it; a name from a package only if it's a module."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            if node.level:
                here = module.split(".")
                kept = here[: len(here) - node.level + package]
                base = ".".join([*kept, *([base] if base else [])])
            modules = [f"{base}.{alias.name}" for alias in node.names if f"{base}.{alias.name}" in MODULES]
            yield from modules
            if len(modules) < len(node.names):
                yield base


def part_of(module: str) -> str:
    """Return the part of the project that a module belongs to: the longest name of MAY_IMPORT around it."""
    return max((part for part in MAY_IMPORT if inside(module, part)), key=len, default="")


def faults(module: str, source: str, *, package: bool = False) -> list[str]:
    part = part_of(module)
    home = part if part == "archive_site" else ".".join(module.split(".")[:2])
    found = []
    for name in imported(module, source, package=package):
        top = name.partition(".")[0]
        if (top in ONLY_IN and not inside(module, ONLY_IN[top])) or (top in NOT_IN and inside(module, NOT_IN[top])):
            found.append(f"{module} imports {name}")
        if top not in {"reports", "archive_site"} or name == "reports" or inside(name, home):
            continue
        other = next((door for door in DOORS if inside(name, door)), part_of(name))
        if other not in MAY_IMPORT[part]:
            found.append(f"{module} imports {name}, which {part} may not")
        elif other in DOORS and name != other:
            found.append(f"{module} imports {name} past the door {other}")
    return found


@pytest.mark.parametrize("module", sorted(set(MODULES) - {"reports"}))
def test_module_belongs_to_a_part(module: str) -> None:
    assert part_of(module), f"{module} is in no part that docs/architecture.md names"


@pytest.mark.parametrize("module", sorted(set(MODULES) - {"reports"}))
def test_module_imports_what_its_part_may(module: str) -> None:
    path = MODULES[module]
    assert faults(module, path.read_text(encoding="utf-8"), package=path.name == "__init__.py") == []


def test_reports_itself_is_empty() -> None:
    assert list(imported("reports", MODULES["reports"].read_text(encoding="utf-8"), package=True)) == []


@pytest.mark.parametrize(
    ("module", "source"),
    [
        ("reports.text.fold", "from django.conf import settings"),
        ("reports.text.fold", "def f():\n    import django"),
        ("reports.text.fold", "from reports.models import Report"),
        ("reports.ingest.outline", "from reports import models"),
        ("reports.ingest.outline", "from reports.models import Report"),
        ("reports.ingest.rows", "from reports import search"),
        ("reports.search.engine", "from reports import ingest"),
        ("reports.reading.views", "import whoosh.index"),
        ("reports.reading.views", "from haystack.query import SearchQuerySet"),
        ("reports.reading.views", "from reports.search import engine"),
        ("reports.reading.views", "import reports.search.engine"),
        ("reports.reading.views", "from ..search.engine import PairEngine"),
        ("reports.reading.views", "from reports.ingest.rows import anything"),
        ("reports.reading.views", "from reports.api import urls"),
        ("reports.admin.uploads", "from reports.reading import urls"),
        ("reports.models", "from reports.text.fold import fold"),
        ("archive_site.urls", "from reports.reading.urls import urlpatterns"),
    ],
)
def test_forbidden_import_is_noticed(module: str, source: str) -> None:
    assert len(faults(module, source)) == 1


@pytest.mark.parametrize(
    ("module", "source"),
    [
        ("reports.text.words", "from reports.text.fold import HAN\nimport re"),
        ("reports.ingest.rows", "from reports.models import Report\nfrom django.db import transaction"),
        ("reports.ingest", "from reports.ingest.rows import store"),
        ("reports.reading.views", "from reports import ingest, models, search\nfrom reports.text import fold"),
        ("reports.api.routes", "from reports.search import Page, Request"),
        ("reports.search.engine", "from haystack.backends import BaseEngine\nfrom whoosh import index"),
    ],
)
def test_permitted_import_passes(module: str, source: str) -> None:
    assert faults(module, source) == []
