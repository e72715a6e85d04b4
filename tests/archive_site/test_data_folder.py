from __future__ import annotations

from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from archive_site.data_folder import data_folder


def test_folder_is_made(tmp_path: Path) -> None:
    assert data_folder(str(tmp_path / "one" / "two")) == tmp_path / "one" / "two"
    assert (tmp_path / "one" / "two").is_dir()


def test_relative_folder_comes_back_absolute(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert data_folder("kept") == tmp_path / "kept"


def test_file_in_its_place_is_named(tmp_path: Path) -> None:
    (tmp_path / "taken").touch()
    with pytest.raises(ImproperlyConfigured, match=r"ARCHIVE_DATA_DIR: .*taken"):
        data_folder(str(tmp_path / "taken"))


def test_folder_without_rights_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # As root, permissions alone would not keep the test out.
    monkeypatch.setattr("os.access", lambda _path, _mode: False)
    with pytest.raises(ImproperlyConfigured, match="can't be written to"):
        data_folder(str(tmp_path))
