"""The folder that holds the database, the search index and the secret key."""

import os
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured


def data_folder(given: str) -> Path:
    """Return the folder `given` as an absolute path, made if need be; ImproperlyConfigured where it can't be used."""
    folder = Path(given).absolute()
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ImproperlyConfigured(f"ARCHIVE_DATA_DIR: {folder} can't be made ({error.strerror}).") from error
    if not os.access(folder, os.W_OK | os.X_OK):
        raise ImproperlyConfigured(f"ARCHIVE_DATA_DIR: {folder} can't be written to by this user.")
    return folder
