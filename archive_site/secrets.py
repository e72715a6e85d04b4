"""The secret key: from the environment, or one made for this installation alone."""

import os
from pathlib import Path

from django.core.management.utils import get_random_secret_key


def secret_key(given: str, folder: Path) -> str:
    """Return `given`, or else the key kept in `folder`, made there (readable by its owner only) on first use.

    Two processes that start together agree on one key: the file is linked into place whole, by the first.
    """
    if given:
        return given
    kept = folder / "secret-key"
    if not kept.exists():
        folder.mkdir(parents=True, exist_ok=True)
        draft = folder / f"secret-key.{os.getpid()}"
        draft.touch(mode=0o600)
        draft.write_text(get_random_secret_key(), encoding="ascii")
        try:
            os.link(draft, kept)
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    return kept.read_text(encoding="ascii")
