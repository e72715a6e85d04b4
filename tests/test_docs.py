"""The documentation names all that there is, and nothing that there isn't."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import get_commands, load_command_class
from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.resolvers import LocalePrefixPattern

from reports import exports
from reports.text.scripts import FORMS

ROOT = Path(__file__).parent.parent
PAGES = {
    str(path.relative_to(ROOT)): path.read_text(encoding="utf-8")
    for path in [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "benchmarks").rglob("*.md")]
}
EVERYTHING = "\n".join(PAGES.values())
OURS = {name: app for name, app in get_commands().items() if str(app).startswith(("reports", "haystack"))}
# Haystack brings these for its stock engine; the archive has no use for them.
UNUSED = {"build_solr_schema", "haystack_info"}
# Options of every Django command.
COMMON = {
    *("--help", "--version", "--verbosity", "--settings", "--pythonpath", "--traceback", "--no-color"),
    *("--force-color", "--skip-checks"),
}
LINK = re.compile(r"(?<!`)\[[^\]]*\]\(([^)\s]+)\)")
HEADING = re.compile(r"^#{1,6} (.+)$", re.M)


def page(name: str) -> str:
    assert name in PAGES, f"{name} is missing"
    return PAGES[name]


def anchors(text: str) -> set[str]:
    return {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in HEADING.findall(text)}


def test_pages_are_found() -> None:
    assert {"README.md", "CHANGELOG.md", "docs/index.md", "docs/architecture.md"} <= set(PAGES)


@pytest.mark.parametrize("name", sorted(PAGES))
def test_relative_links_lead_somewhere(name: str) -> None:
    dead = []
    for target in LINK.findall(PAGES[name]):
        if re.match(r"[a-z]+:", target):
            continue
        address, _, anchor = target.partition("#")
        path = ((ROOT / name).parent / address).resolve() if address else ROOT / name
        inside = path.is_relative_to(ROOT) and path.exists()
        if not inside or (anchor and anchor not in anchors(path.read_text(encoding="utf-8"))):
            dead.append(target)
    assert dead == []


@pytest.mark.parametrize("name", sorted(name for name in PAGES if name.startswith("docs/") and name != "docs/index.md"))
def test_index_lists_every_page(name: str) -> None:
    assert f"]({name.removeprefix('docs/')})" in page("docs/index.md")


@pytest.mark.parametrize("name", sorted(OURS.keys() - UNUSED))
def test_command_and_its_options_are_documented(name: str) -> None:
    row = re.search(rf"^\| `{name}[ `].*$", page("docs/commands.md"), re.M)
    assert row, f"docs/commands.md has no line for {name}"
    if str(OURS[name]).startswith("reports"):
        parser = load_command_class(str(OURS[name]), name).create_parser("manage.py", name)
        options = {max(action.option_strings, key=len) for action in parser._actions if action.option_strings}
        assert {option for option in options - COMMON if f"`{option}" not in row.group()} == set()


def test_documented_commands_exist() -> None:
    named = set(re.findall(r"manage\.py ([a-z][a-z_]+)", EVERYTHING))
    named |= set(re.findall(r"^\| `([a-z_]+)[ `]", page("docs/commands.md"), re.M))
    assert named - set(get_commands()) - {"help"} == set()


def test_make_targets_in_the_docs_exist() -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.M))
    named = set(re.findall(r"(?:^|`)make ([a-z]+)", EVERYTHING, re.M))
    assert {"run", "test", "admin"} <= named
    assert named - targets == set()


def test_every_make_target_tells_what_it_does() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    declared = set(re.search(r"^\.PHONY: (.+)$", makefile, re.M)[1].split())  # type: ignore[index]
    assert set(re.findall(r"^([a-z]+):.*## \S", makefile, re.M)) == declared


def test_variables_in_the_docs_exist() -> None:
    documented = set(re.findall(r"^\| `([A-Z_]+)` \|", page("docs/settings.md"), re.M))
    assert set(re.findall(r"\bARCHIVE_[A-Z_]+\b", EVERYTHING)) - documented == set()


def addresses(prefix: str = "/", patterns: list[URLPattern | URLResolver] | None = None) -> list[str]:
    """Return the addresses of our own pages and of the API, parameters as <name>."""
    found = []
    for entry in get_resolver().url_patterns if patterns is None else patterns:
        # The language in front of a page is documented once for all.
        own = "" if isinstance(entry.pattern, LocalePrefixPattern) else str(entry.pattern)
        route = prefix + re.sub(r"<(?:\w+:)?(\w+)>", r"<\1>", own)
        if isinstance(entry, URLResolver):
            found += [] if route == "/admin/" else addresses(route, entry.url_patterns)
        else:
            found.append(route)
    return found


ADDRESSES = addresses()


def test_addresses_are_found() -> None:
    assert {"/", "/search/", "/reports/<slug>/", "/health/"} <= set(ADDRESSES)
    assert any(address.startswith("/api/v1/search") for address in ADDRESSES)


@pytest.mark.parametrize("address", sorted(set(ADDRESSES)))
def test_address_is_documented(address: str) -> None:
    # A parameter is written as a placeholder (SLUG, ID) or as an example (beijing-2025, 12), the last slash or not.
    parts = re.split(r"<\w+>", re.sub(r"[$^?]", "", address).rstrip("/"))
    pattern = r"[\w{}-]+".join(map(re.escape, parts)) + "/?"
    assert re.search(rf"`(?:https?://[\w.:]+)?{pattern}[`?#]", EVERYTHING), f"no page of docs/ names {address}"


def parameters_read(folder: str) -> set[str]:
    """Return the names that the modules of a face read from an address: `request.GET.get("q")` and the like."""
    names = set()
    for path in (ROOT / folder).rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.args):
                continue
            called = ast.unparse(node.func)
            if called.endswith(("GET.get", "GET.getlist", "parameters.get", "parameters.getlist")):
                names.add(str(ast.literal_eval(node.args[0])))
    return names


PARAMETERS = parameters_read("reports/reading")


def test_parameters_are_found() -> None:
    assert {"q", "place", "from", "to", "sort", "page", "script"} <= PARAMETERS


@pytest.mark.parametrize("name", sorted(PARAMETERS))
def test_parameter_of_a_page_is_documented(name: str) -> None:
    assert f"`{name}" in page("docs/reading.md") + page("docs/studying.md")


@pytest.mark.parametrize("operator", ['`"', "`OR`", "`AND`", "`NOT`", "`-", "`("])
def test_query_operator_is_documented(operator: str) -> None:
    text = page("docs/search.md").replace("``", "`").replace("` ", "`")
    assert operator in text


def test_operators_in_the_docs_are_all_there_are() -> None:
    from reports.search.tokens import OPERATORS

    assert set(OPERATORS) == {"OR", "AND", "NOT"}


@pytest.mark.parametrize("name", sorted(exports.FORMATS))
def test_export_format_and_its_choices_are_documented(name: str) -> None:
    text, known = page("docs/exports.md"), exports.FORMATS[name]
    row = re.search(rf"^\| `{name}` \| (.+?) \|", text, re.M)
    assert row, f"docs/exports.md has no line for {name}"
    assert {f"`.{known.file(choice)[0]}`" for choice in known.choices} == set(row[1].split(", "))
    assert {choice for choice in known.choices if choice and not re.search(rf"[`=]{choice}`", text)} == set()


def test_export_formats_in_the_docs_exist() -> None:
    table = page("docs/exports.md").partition("## The formats")[2].partition("\n\nFor PDF")[0]
    assert set(re.findall(r"^\| `(\w+)` \|", table, re.M)) == set(exports.FORMATS)


def test_columns_of_exported_tables_are_documented() -> None:
    from reports.exports.tables import COLUMNS

    table = page("docs/exports.md").partition("### CSV and XLSX")[2].partition("### JSON Lines")[0]
    named = [name for row in re.findall(r"^\| (`.+?) \|", table, re.M) for name in re.findall(r"`(\w+)`", row)]
    assert named == list(COLUMNS)


def test_scripts_of_exports_are_documented() -> None:
    row = re.search(r"^\| `script` \|.*$", page("docs/exports.md"), re.M)
    assert row
    assert {name for name in FORMS if f"`{name}`" not in row.group()} == set()


def test_changelog_is_newest_first() -> None:
    days = re.findall(r"^## .*?(\d{4}-\d\d-\d\d)", page("CHANGELOG.md"), re.M)
    assert days
    assert days == sorted(days, reverse=True)


def test_docs_name_no_folder_of_a_developer() -> None:
    assert re.findall(r"(?:/home/|/root/|/Users/|/[a-z]+/main/)\S*", EVERYTHING) == []


def test_limit_in_the_docs_is_the_setting() -> None:
    row = re.search(r"^\| `ARCHIVE_MAX_FILE_MB` \| `(\d+)`", page("docs/settings.md"), re.M)
    assert row
    assert int(row[1]) * 2**20 == settings.MAX_SOURCE_BYTES
