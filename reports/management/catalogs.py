"""The catalogues: what they hold, whether it is whole, and their compiled form."""

from __future__ import annotations

import re
import shutil
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import chdir
from pathlib import Path

import polib
from django.conf import settings
from django.core.management import call_command
from django.core.management.commands import makemessages

# Where strings to translate stand.
SOURCES = ("archive_site", "reports", "templates")
WIDTH = 120
# Where `_` is gettext itself, this is what the sources call gettext_lazy.
LAZY = "_lazy"
# %(name)s and %s of Python, {name} of str.format, a tag of HTML with its attributes.
PLACE = re.compile(r"%\(\w+\)[sdf]|%[sdf]|\{\w*\}|</?[a-z][^<>]*>")


class Extraction(makemessages.Command):
    """Django's command, but a new string is never given the translation of one that looks like it."""

    xgettext_options = [*makemessages.Command.xgettext_options, f"--keyword={LAZY}"]  # noqa: RUF012
    msgmerge_options = [*makemessages.Command.msgmerge_options, "--no-fuzzy-matching"]  # noqa: RUF012


def paths() -> list[Path]:
    """Return the catalogues in the order of their languages."""
    return sorted(path for folder in settings.LOCALE_PATHS for path in Path(folder).glob("*/LC_MESSAGES/django.po"))


def language(path: Path) -> str:
    """Return the locale of a catalogue: zh_Hans."""
    return path.parent.parent.name


def compiled(path: Path) -> Path:
    """Return where the compiled form of a catalogue lies, or would."""
    return path.with_suffix(".mo")


def is_stale(path: Path) -> bool:
    """Say whether a catalogue must be compiled: it never was, or has changed since."""
    there = compiled(path)
    return not there.exists() or there.stat().st_mtime < path.stat().st_mtime


def compile_catalog(path: Path) -> int:
    """Write the compiled form of a catalogue in place of the old one; return how many strings it holds."""
    catalog = polib.pofile(str(path))
    with tempfile.NamedTemporaryFile(dir=path.parent, prefix=".", suffix=".mo", delete=False) as file:
        file.write(catalog.to_binary())
    made = Path(file.name)
    made.chmod(0o644)
    made.replace(compiled(path))
    return len(catalog.translated_entries())


def extracted(path: Path) -> polib.POFile:
    """Return a catalogue as it must be now: every string of the sources, with the translation that it has so far.

    The sources are read in a copy, since Django's command writes beside the templates. Needs GNU gettext.
    """
    with tempfile.TemporaryDirectory() as folder:
        for name in SOURCES:
            shutil.copytree(settings.ROOT / name, Path(folder, name), ignore=shutil.ignore_patterns("__pycache__"))
        there = Path(folder, "locale", language(path), "LC_MESSAGES", "django.po")
        there.parent.mkdir(parents=True)
        if path.exists():
            shutil.copy(path, there)
        with chdir(folder):
            call_command(
                Extraction(), locale=[language(path)], add_location="file", no_obsolete=True, no_wrap=True, verbosity=0
            )
        return polib.pofile(str(there))


def update(path: Path) -> int:
    """Bring a catalogue up to the sources; return how many strings want a translation."""
    catalog = extracted(path)
    catalog.metadata = header(language(path))
    catalog.metadata_is_fuzzy = False
    catalog.header = ""
    catalog.wrapwidth = WIDTH
    text = str(catalog)
    if path.read_text(encoding="utf-8") != text:  # else what is compiled of it stays current
        path.write_text(text, encoding="utf-8")
    return len(catalog.untranslated_entries())


def header(locale: str) -> dict[str, str]:
    """Return what a catalogue says of itself."""
    return {
        "Project-Id-Version": "report-archive",
        "Language": locale,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": "nplurals=1; plural=0;",
    }


def faults(catalog: polib.POFile) -> Iterator[str]:
    """Yield what is wrong with a catalogue in itself, one sentence a string."""
    for entry in catalog:
        said = f"“{_short(entry.msgid)}”"
        texts = list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]
        if entry.obsolete:
            yield f"{said} is no longer said anywhere."
        elif entry.fuzzy:
            yield f"{said} is marked as fuzzy."
        elif not texts or not all(texts):
            yield f"{said} is not translated."
        elif any(_places(text) != _places(entry.msgid_plural or entry.msgid) for text in texts):
            yield f"{said} has other placeholders or tags in its translation."
        elif any(_edges(text) != _edges(entry.msgid) for text in texts):
            yield f"{said} has other space at its ends in its translation."


def missing(catalog: polib.POFile, wanted: polib.POFile) -> Iterator[str]:
    """Yield where a catalogue and the sources differ, one sentence a string."""
    have, want = ({_key(entry): entry for entry in one if not entry.obsolete} for one in (catalog, wanted))
    for key in want.keys() - have.keys():
        yield f"“{_short(want[key].msgid)}” of {want[key].occurrences[0][0]} is missing."
    for key in have.keys() - want.keys():
        yield f"“{_short(have[key].msgid)}” is no longer said anywhere."


def _key(entry: polib.POEntry) -> tuple[str | None, str, str]:
    return entry.msgctxt, entry.msgid, entry.msgid_plural


def _places(text: str) -> Counter[str]:
    return Counter(PLACE.findall(text.replace("%%", "")))


def _edges(text: str) -> tuple[bool, bool]:
    return text.startswith("\n"), text.endswith("\n")


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= 80 else f"{line[:79]}…"
