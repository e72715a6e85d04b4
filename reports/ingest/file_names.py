"""Names of files as rows keep them."""

from __future__ import annotations

from pathlib import PurePath

LONGEST_NAME = 255


def own_name(path: str) -> str:
    """Return the name of a file without its folders, of at most 255 characters: of a longer one the middle is left out.

    Its beginning often says whose report it is, and its end what kind of file.
    """
    name = PurePath(path).name
    if len(name) <= LONGEST_NAME:
        return name
    half = LONGEST_NAME // 2
    return f"{name[:half]}…{name[-half:]}"


def shown_name(path: str) -> str:
    """Return a path of at most 255 characters: of a longer one the end, which says most."""
    if len(path) <= LONGEST_NAME:
        return path
    name = own_name(path)
    return name if len(name) == LONGEST_NAME else f"…{path[1 - LONGEST_NAME :]}"
