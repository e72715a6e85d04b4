"""The catalogues in themselves; whether they have all that the sources say needs GNU gettext: `make check`."""

from __future__ import annotations

import ast
import gettext
import os
import re
import shutil
from pathlib import Path

import polib
import pytest
from django.core.management import CommandError, call_command
from pytest_django.fixtures import Settings

from reports.management import catalogs

ROOT = Path(__file__).parents[2]
PATHS = {catalogs.language(path): path for path in catalogs.paths()}


def catalog(msgid: str, msgstr: str, **more: object) -> polib.POFile:
    found = polib.POFile()
    found.metadata = catalogs.header("zh_Hans")
    found.append(polib.POEntry(msgid=msgid, msgstr=msgstr, **more))
    return found


def test_both_kinds_of_chinese_have_one() -> None:
    assert set(PATHS) == {"zh_Hans", "zh_Hant"}


@pytest.mark.parametrize("name", ["zh_Hans", "zh_Hant"])
def test_catalogue_is_whole(name: str) -> None:
    assert [*catalogs.faults(polib.pofile(str(PATHS[name])))] == []


def test_both_say_the_same_things() -> None:
    one, other = (polib.pofile(str(path)) for path in PATHS.values())
    assert [*catalogs.missing(one, other)] == []


@pytest.mark.parametrize("name", ["zh_Hans", "zh_Hant"])
def test_compiled_catalogue_is_not_older(name: str) -> None:
    assert not catalogs.is_stale(PATHS[name]), "run manage.py compile_catalogs, as make does"


@pytest.mark.parametrize(
    ("msgid", "msgstr"),
    [
        ("%(count)s pairs", "%(cuont)s 个段对"),
        ("%(count)s pairs", "段对"),
        ("{n} lines", "{m} 行"),
        ("For <q>%(q)s</q>", "“%(q)s”"),
        ('<a href="%(url)s">All</a>', '<a href="">全部</a>'),
        ("Reports", ""),
        ("\nA paragraph\n", "一段"),
    ],
)
def test_fault_is_found(msgid: str, msgstr: str) -> None:
    assert len([*catalogs.faults(catalog(msgid, msgstr))]) == 1


def test_every_name_for_gettext_is_one_that_extraction_knows() -> None:
    sources = [
        path.read_text(encoding="utf-8") for top in ("reports", "archive_site") for path in (ROOT / top).rglob("*.py")
    ]
    aliases = {name for source in sources for name in re.findall(r"\bn?p?gettext\w* as (\w+)", source)}
    assert "_" in aliases
    assert aliases <= {"_", catalogs.LAZY}


def test_nothing_is_translated_inside_an_f_string() -> None:
    """Extraction doesn't look into them."""
    hidden = []
    for path in [path for top in ("reports", "archive_site") for path in (ROOT / top).rglob("*.py")]:
        strings = [node for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.JoinedStr)]
        calls = [node for string in strings for node in ast.walk(string) if isinstance(node, ast.Call)]
        names = [(call.func.id, call) for call in calls if isinstance(call.func, ast.Name)]
        hidden += [f"{path}, line {call.lineno}" for name, call in names if name in {"_", "_lazy"} or "gettext" in name]
    assert hidden == []


def test_fuzzy_is_a_fault() -> None:
    assert len([*catalogs.faults(catalog("Reports", "报告", flags=["fuzzy"]))]) == 1


@pytest.mark.parametrize(
    ("msgid", "msgstr"),
    [("Reports", "报告"), ("%(a)s of %(b)s", "%(b)s的%(a)s"), ("%(n)s%% sure", "可信度%(n)s%%"), ("5 < 6", "5小于6")],
)
def test_whole_translation_passes(msgid: str, msgstr: str) -> None:
    assert [*catalogs.faults(catalog(msgid, msgstr))] == []


def test_plural_must_have_what_the_english_plural_has() -> None:
    said = {"msgid_plural": "%(n)s pairs", "msgstr_plural": {0: "段对"}}
    assert len([*catalogs.faults(catalog("One pair", "", **said))]) == 1


def test_what_is_compiled_is_read(settings: Settings, tmp_path: Path) -> None:
    path = tmp_path / "zh_Hans" / "LC_MESSAGES" / "django.po"
    path.parent.mkdir(parents=True)
    settings.LOCALE_PATHS = [tmp_path]
    made = catalog("Reports", "报告")
    made.append(polib.POEntry(msgid="One pair", msgid_plural="%(n)s pairs", msgstr_plural={0: "%(n)s 个段对"}))
    made.save(str(path))
    call_command("compile_catalogs", verbosity=0)
    with catalogs.compiled(path).open("rb") as file:
        read = gettext.GNUTranslations(file)
    assert read.gettext("Reports") == "报告"
    assert read.ngettext("One pair", "%(n)s pairs", 5) == "%(n)s 个段对"


def test_only_what_changed_is_compiled(settings: Settings, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "zh_Hans" / "LC_MESSAGES" / "django.po"
    path.parent.mkdir(parents=True)
    settings.LOCALE_PATHS = [tmp_path]
    catalog("Reports", "报告").save(str(path))
    said = []
    for _time in range(2):
        call_command("compile_catalogs")
        said.append(capsys.readouterr().out)
    os.utime(path, (2e9, 2e9))
    call_command("compile_catalogs")
    assert [*said, capsys.readouterr().out] == ["zh_Hans: 1 strings\n", "", "zh_Hans: 1 strings\n"]


@pytest.mark.skipif(shutil.which("xgettext") is None and "CI" not in os.environ, reason="GNU gettext is not installed")
def test_catalogue_is_held_against_the_sources(
    settings: Settings, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    settings.ROOT, settings.LOCALE_PATHS = tmp_path, [tmp_path / "locale"]
    path = tmp_path / "locale" / "zh_Hans" / "LC_MESSAGES" / "django.po"
    for folder in (path.parent, *(tmp_path / name for name in catalogs.SOURCES)):
        folder.mkdir(parents=True)
    (tmp_path / "reports" / "said.py").write_text('_("Reports")\n_lazy("Late")\n', encoding="utf-8")
    page = "{% load i18n %}{% blocktranslate count n=n %}One pair{% plural %}{{ n }} pairs{% endblocktranslate %}"
    (tmp_path / "templates" / "page.html").write_text(page, encoding="utf-8")
    made = catalog("Reports", "报告")
    made.append(polib.POEntry(msgid="Gone", msgstr="没有了"))
    made.save(str(path))
    with pytest.raises(CommandError, match="4 faults"):
        call_command("check_catalogs")
    said = capsys.readouterr().err
    for fault in (
        "“Late” of reports/said.py is missing",
        "“One pair” of templates/page.html is missing",
        "“Gone” is no",
    ):
        assert fault in said
    assert "compile_catalogs" in said
    with pytest.raises(CommandError, match="2 faults"):
        call_command("check_catalogs", update=True)
    after = {entry.msgid: entry.msgstr for entry in polib.pofile(str(path))}
    assert after == {"Reports": "报告", "Late": "", "One pair": ""}
    assert [*(tmp_path / "templates").iterdir()] == [tmp_path / "templates" / "page.html"]


def test_gettext_that_is_missing_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    with pytest.raises(CommandError, match="apt-get install gettext"):
        call_command("check_catalogs")
