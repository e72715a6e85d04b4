"""Hostile files of every kind that the threat model names, made from a seed: the same files every time."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import count, islice
from random import Random
from typing import NamedTuple

from tests.security import hostile_archives, hostile_bytes, hostile_office, hostile_pages, hostile_texts

SEED = 6
Made = tuple[str, bytes]
KINDS: dict[str, Callable[[Random], Made]] = {
    f"{module.__name__.rpartition('_')[2]}: {maker.__name__.replace('_', ' ')}": maker
    for module in (hostile_archives, hostile_bytes, hostile_office, hostile_pages, hostile_texts)
    for maker in module.MAKERS
}
# These are large by nature: a few of each say as much as many.
HEAVY = {name for name in KINDS if name.endswith((" huge", " bomb"))}
FEW = 4


class Hostile(NamedTuple):
    """A file: its kind and number, which are enough to make it again, its name and its bytes."""

    label: str
    name: str
    content: bytes


def one(kind: str, number: int) -> Hostile:
    """Return a file of a kind; every number is another one."""
    return Hostile(f"{kind} {number}", *KINDS[kind](Random(f"{SEED} {kind} {number}")))


def files(most: int) -> Iterator[Hostile]:
    """Yield so many files, one of each kind after the other, those of heavy kinds only a few times."""
    rounds = (one(kind, number) for number in count() for kind in sorted(KINDS) if number < FEW or kind not in HEAVY)
    return islice(rounds, most)
