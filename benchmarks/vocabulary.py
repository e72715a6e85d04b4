"""What the vocabulary of an archive costs to learn, how fast it answers, and how often what was meant is among it.

Asks the archive that ARCHIVE_DATA_DIR names, whose index must be ready. Misspelt queries are made from random terms of
it: pinyin, homophones, characters and letters changed, taken out, swapped. `--learn` learns first, in a process of its
own, and says what that took.
"""

from __future__ import annotations

import os
import random
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "archive_site.settings")
os.environ.setdefault("ARCHIVE_HTTPS", "false")

import django

django.setup()

from django.conf import settings

settings.LEARN_IN_BACKGROUND = False

from reports.search import learned
from reports.search.opening import opened
from reports.search.query import read
from reports.search.vocabulary import offers, suggest
from reports.search.vocabulary.artefact import VOCABULARY, Vocabulary
from reports.search.vocabulary.matching import matching
from reports.search.vocabulary.syllables import PARTED, plain

SEED, EACH, SUGGESTIONS, FREQUENT = 4, 12, 200, 20


def learn() -> None:
    """Learn the vocabulary alone, in a child, whose time and memory are its own."""
    code = "import sys; sys.path.insert(0, '.'); import django; django.setup()\n"
    code += "from reports.search import learned\nfrom reports.search.vocabulary.artefact import VOCABULARY\n"
    code += "learned.learn(chosen=[VOCABULARY])"
    before, started = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    print(
        f"learned in {time.perf_counter() - started:.1f} s, {cpu:.1f} s of processor, {after.ru_maxrss >> 10} MiB with"
    )
    print("what of the index is mapped")


def count(q: str) -> int:
    root = read(q).root
    return 0 if root is None else int(matching(opened(), root, {}).sum())


def timed(asked: list[str], answer: Callable[[str], object]) -> str:
    wall, cpu = [], []
    for q in asked:
        start, used = time.perf_counter(), time.process_time()
        answer(q)
        wall.append((time.perf_counter() - start) * 1000)
        cpu.append((time.process_time() - used) * 1000)
    wall.sort()
    cpu.sort()
    at = int(len(asked) * 0.95)
    return (
        f"{len(asked)} asked: median {statistics.median(wall):.1f} ms, 95% {wall[at]:.1f} ms, worst {wall[-1]:.1f} ms; "
        f"of processor {statistics.median(cpu):.1f}, {cpu[at]:.1f}, {cpu[-1]:.1f} ms"
    )


def prefixes(vocabulary: Vocabulary, chance: random.Random) -> Iterator[str]:
    for _ in range(SUGGESTIONS // 4):
        term = vocabulary.zh[chance.randrange(len(vocabulary.zh))]
        yield term[: chance.randint(1, len(term) - 1)]
        yield f"改革 {term[:1]}"
        letters = plain(vocabulary.pinyin[chance.randrange(len(vocabulary.pinyin))])
        yield letters[: chance.randint(1, 8)]
        word = vocabulary.en[chance.randrange(len(vocabulary.en))]
        yield word[: chance.randint(1, len(word))]


def mistyped(term: str, chance: random.Random, letters: str) -> str:
    at = chance.randrange(len(term))
    kind = chance.choice(["other", "missing", "swapped"])
    if kind == "other":
        return term[:at] + chance.choice(letters) + term[at + 1 :]
    if kind == "missing":
        return term[:at] + term[at + 1 :]
    at = min(at, len(term) - 2)
    return term[:at] + term[at + 1] + term[at] + term[at + 2 :]


def homophone(vocabulary: Vocabulary, term: str, chance: random.Random) -> str:
    at = chance.randrange(len(term))
    same = vocabulary.readings(term[at])[:1]
    common = [chr(point) for point in range(0x4E00, 0x9FA6)]
    others = [one for one in common if vocabulary.readings(one)[:1] == same and one != term[at]]
    return term[:at] + chance.choice(others or [term[at]]) + term[at + 1 :]


def queries(vocabulary: Vocabulary, chance: random.Random) -> Iterator[tuple[str, str, str]]:
    """Yield kinds of misspelt queries, each with what was meant; those that find much as they are are no faults."""
    rows = [
        row for row in range(len(vocabulary.pinyin)) if vocabulary.zh_counts[vocabulary.pinyin_terms[row]] >= FREQUENT
    ]
    terms = [number for number in range(len(vocabulary.zh)) if vocabulary.zh_counts[number] >= FREQUENT]
    words = [vocabulary.en[int(number)] for number in vocabulary.words if vocabulary.en_weights[int(number)] >= 3]

    def long(most: int = 4) -> str:
        while len(term := vocabulary.zh[chance.choice(terms)]) < most:
            pass
        return term

    def some(kind: str, make: Callable[[], tuple[str, str]]) -> Iterator[tuple[str, str, str]]:
        made = 0
        while made < EACH:
            typed, meant = make()
            if typed != meant and count(typed) == 0:
                made += 1
                yield kind, typed, meant

    def spelt(between: str) -> tuple[str, str]:
        row = chance.choice(rows)
        return vocabulary.pinyin[row].replace(PARTED, between), vocabulary.zh[int(vocabulary.pinyin_terms[row])]

    def changed(term: str, change: Callable[[str], str]) -> tuple[str, str]:
        return change(term), term

    characters = "".join(vocabulary.zh[number] for number in chance.sample(terms, 500))
    yield from some("pinyin, run together", lambda: spelt(""))
    yield from some("pinyin, parted", lambda: spelt(" "))
    yield from some("homophone", lambda: changed(long(), lambda term: homophone(vocabulary, term, chance)))
    yield from some("Chinese mistyped", lambda: changed(long(), lambda term: mistyped(term, chance, characters)))
    letters = "abcdefghijklmnopqrstuvwxyz"
    long_words = [word for word in words if len(word) >= 6]
    yield from some(
        "English mistyped", lambda: changed(chance.choice(long_words), lambda term: mistyped(term, chance, letters))
    )


def same(offered: str, meant: str) -> bool:
    """Say whether two queries are one: forms of a word find the same."""
    return read(offered).root == read(meant).root or getattr(read(offered).root, "stem", 0) == getattr(
        read(meant).root, "stem", 1
    )


def main() -> None:
    if "--learn" in sys.argv:
        learn()
    vocabulary, chance = VOCABULARY.current(), random.Random(SEED)
    if vocabulary is None:
        raise SystemExit("Nothing was learned yet: use --learn.")
    size = sum(path.stat().st_size for path in vocabulary.folder.iterdir())
    print(f"{learned.state()[1]:,} pairs; {len(vocabulary.zh):,} Chinese terms, {len(vocabulary.en):,} English ones,")
    print(f"{len(vocabulary.pinyin):,} readings; {size / 2**20:.1f} MiB on disk")
    started = time.perf_counter()
    suggest("改")
    offers(read("gaige"), 0, count)
    print(f"first answers of a process: {(time.perf_counter() - started) * 1000:.0f} ms")
    print("suggestions:", timed(list(prefixes(vocabulary, chance)), suggest))
    made = list(queries(vocabulary, chance))
    print("offers:", timed([typed for _kind, typed, _meant in made], lambda q: offers(read(q), 0, count)))
    for kind in dict.fromkeys(kind for kind, _typed, _meant in made):
        mine = [(typed, meant) for other, typed, meant in made if other == kind]
        missed = [
            (typed, meant)
            for typed, meant in mine
            if not any(same(offer.q, meant) for offer in offers(read(typed), 0, count)[:3])
        ]
        print(f"{kind}: {len(mine) - len(missed)} of {len(mine)} among the first three; missed: {missed}")


if __name__ == "__main__":
    main()
