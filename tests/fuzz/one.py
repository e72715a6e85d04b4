"""Fuzzes one reader, in a process of its own: `python -m tests.fuzz.one NAME --inputs 10000`, or one saved INPUT again.

Every input is written down before it is tried, so that one that kills the process or never ends is known. A fault is
saved once for the line it happens at; the fuzzing goes on.
"""

from __future__ import annotations

import argparse
import hashlib
import mmap
import os
import resource
import struct
import sys
import traceback
from collections.abc import Sequence
from contextlib import nullcontext, suppress
from pathlib import Path
from random import Random
from time import process_time
from types import TracebackType
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")

from tests.fuzz.target import Answered, Run, Target
from tests.fuzz.targets import TARGETS

MOST_SECONDS, MOST_MEGABYTES = 10.0, 512
# How many inputs were tried, the longest in seconds, the most memory in megabytes, how many were answered with a no.
# One input in so many is anything at all, the others are made of real files.
SHARE = 5
PROGRESS = struct.Struct("<QddQ")


class Trial:
    """One reader and what was seen of it so far, kept where the parent can read it."""

    def __init__(self, target: Target, run: Run, folder: Path) -> None:
        self.target, self.run, self.folder = target, run, folder
        folder.mkdir(parents=True, exist_ok=True)
        self._input = os.open(folder / "current", os.O_CREAT | os.O_RDWR)
        file = os.open(folder / "progress", os.O_CREAT | os.O_RDWR)
        os.ftruncate(file, PROGRESS.size)
        self._seen = mmap.mmap(file, PROGRESS.size)
        self.count, self.worst, self.peak, self.refused = PROGRESS.unpack(self._seen[:])
        self._parent = os.getppid()

    def __call__(self, data: bytes) -> None:
        os.ftruncate(self._input, 0)
        os.pwrite(self._input, data, 0)
        began = process_time()
        try:
            self.run(data)
        except Answered:
            self.refused += 1
        except Exception as error:  # noqa: BLE001 - it is what is looked for
            self._found(_where(error.__traceback__, error), data, "".join(traceback.format_exception(error)))
        seconds = process_time() - began
        if seconds > MOST_SECONDS:
            self._found("slow", data, f"{seconds:.1f} seconds")
        self.count += 1
        self.worst = max(self.worst, seconds)
        if self.count % 100 == 1:
            self.peak = max(self.peak, peak())
            if os.getppid() != self._parent:
                os._exit(1)  # nobody waits for it any more
        self._seen[:] = PROGRESS.pack(self.count, self.worst, self.peak, self.refused)

    def again(self) -> None:
        """Try what it failed at in runs before; each is gone first, so that one that kills is tried once."""
        for path in sorted(self.folder.glob("again/*.input")):
            data = path.read_bytes()
            path.unlink()
            self(data)

    def _found(self, place: str, data: bytes, said: str) -> None:
        name = hashlib.sha256(place.encode()).hexdigest()[:12]
        if not (self.folder / f"{name}.txt").exists():
            (self.folder / f"{name}.input").write_bytes(data)
            (self.folder / f"{name}.txt").write_text(f"{place}\n\n{said}", encoding="utf-8", errors="replace")


def peak() -> float:
    """Return how much memory this process has had at once, in megabytes."""
    try:
        status = Path("/proc/self/status").read_text(encoding="ascii")
    except OSError:
        # With what whoever started it had, before it became another program.
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return int(status.partition("VmHWM:")[2].split()[0]) / 1024


def _where(trace: TracebackType | None, error: Exception) -> str:
    """Return where of our code a fault happened: two faults at one place are one."""
    ours = [frame for frame in traceback.extract_tb(trace) if "/reports/" in frame.filename]
    place = f"{Path(ours[-1].filename).name}:{ours[-1].lineno}" if ours else "elsewhere"
    return f"{type(error).__name__} at {place}"


def mutated(random: Random, seeds: Sequence[bytes], target: Target) -> bytes:
    """Return a seed, or what became of one or two: pieces changed, doubled, joined, words of the reader's put in."""
    from tests.security.material import garbage, spoiled

    data = random.choice(seeds)
    if target.tags and random.random() < 0.5:
        return f"{target.root[0]}{tree(random, target.tags, random.randint(1, 9))}{target.root[1]}".encode()
    match random.randrange(6):
        case 0:
            other = random.choice(seeds)
            data = data[: random.randint(0, len(data))] + other[random.randint(0, len(other)) :]
        case 1 if target.words:
            data = "".join(
                random.choice((*target.words, garbage(random, 6))) for _ in range(random.randint(1, 40))
            ).encode()
        case 2:
            data = garbage(random).encode()
        case 3:
            piece = data[random.randint(0, len(data)) :][: random.randint(1, 12)]
            data += piece * random.randint(1, 300)
    return spoiled(random, data) if random.random() < 0.6 else data


def tree(random: Random, tags: Sequence[str], depth: int) -> str:
    """Return elements inside elements, all closed, with text of all kinds in them."""
    from tests.security.material import LINES

    if not depth or random.random() < 0.2:
        return random.choice((*LINES, "", " ", "x", "1", "&#1234;", "\n"))
    parts = (random.choice(tags) for _ in range(random.randint(1, 3)))
    return "".join(f"<{tag}>{tree(random, tags, depth - 1)}</{tag.split()[0]}>" for tag in parts)


def by_hypothesis(trial: Trial, inputs: int, seed: int) -> None:
    """Try so many inputs that hypothesis makes."""
    from hypothesis import HealthCheck, Phase, given, settings
    from hypothesis import seed as seeded
    from hypothesis import strategies as st

    from tests.fuzz.seeds import of

    seeds = of(trial.target) or [b"x"]
    anything = st.one_of(
        st.binary(max_size=300), st.text(max_size=200).map(lambda text: text.encode("utf-8", "replace"))
    )

    @seeded(seed)
    @settings(
        max_examples=max(inputs // SHARE, 1),
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(anything)
    def fuzz(data: bytes) -> None:
        trial(data)
        # What is made of real files gets further than anything at all, and is made more quickly.
        for _ in range(SHARE - 1):
            trial(mutated(Random(trial.count * 7919 + seed), seeds, trial.target))

    for data in seeds:
        trial(data)
    while trial.count < inputs:
        fuzz()


def by_coverage(trial: Trial, inputs: int, seed: int) -> None:
    """Try so many inputs that atheris makes, led by which lines of ours they reach; doesn't come back."""
    import atheris

    from tests.fuzz.seeds import LONGEST, of

    corpus = trial.folder / "corpus"
    corpus.mkdir(exist_ok=True)
    seeds = of(trial.target) or [b"x"]
    for number, data in enumerate(seeds):
        (corpus / f"{number}").write_bytes(data)
    dictionary = trial.folder / "words"
    words = ("".join(f"\\x{byte:02x}" for byte in word.encode()) for word in trial.target.words)
    dictionary.write_text("".join(f'"{word}"\n' for word in words))

    def try_one(data: bytes) -> None:
        trial(data)
        if trial.count >= inputs:
            os._exit(0)

    def mutate(data: bytes, most: int, chance: int) -> bytes:
        """Half of the inputs are made by their structure, and half of what reached new lines before."""
        made = mutated(Random(chance), seeds, trial.target) if chance % 2 else atheris.Mutate(data, most)
        return bytes(made[:most])

    options = (
        f"-seed={seed}",
        f"-max_len={2 * LONGEST}",
        "-rss_limit_mb=0",
        "-timeout=3600",  # what is too slow is told by the clock of the trial
        "-verbosity=0",
    ) + ((f"-dict={dictionary}",) if trial.target.words else ())  # it won't read an empty one
    atheris.Setup([sys.argv[0], *options, "-print_final_stats=0", str(corpus)], try_one, custom_mutator=mutate)
    atheris.Fuzz()


def ready(target: Target, folder: Path, *, coverage: bool) -> Trial:
    """Return a reader that was imported and warmed up, with the memory that it may have."""
    around: Any = nullcontext()
    if coverage:
        import atheris

        around = atheris.instrument_imports(include=["reports"])
    with around:
        django.setup()
        run = target.make()
        # The first input is only to have everything loaded.
        with suppress(Exception):
            run(b"x")
    size = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
    resource.setrlimit(
        resource.RLIMIT_AS, (size + 2 * MOST_MEGABYTES * 2**20, resource.getrlimit(resource.RLIMIT_AS)[1])
    )
    return Trial(target, run, folder)


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("target", choices=sorted(TARGETS))
    parser.add_argument("input", nargs="?", type=Path, help="a saved input to try again, alone")
    parser.add_argument("--inputs", type=int, default=10_000)
    parser.add_argument("--engine", choices=("atheris", "hypothesis"), default="hypothesis")
    parser.add_argument("--folder", type=Path, default=Path("var/fuzz"))
    parser.add_argument("--seed", type=int, default=6)
    chosen: Any = parser.parse_args(arguments)
    target = TARGETS[chosen.target]
    if chosen.input:
        django.setup()
        print(target.make()(chosen.input.read_bytes()))  # noqa: T201
        return
    trial = ready(target, chosen.folder / target.name, coverage=chosen.engine == "atheris")
    trial.again()
    (by_coverage if chosen.engine == "atheris" else by_hypothesis)(trial, chosen.inputs, chosen.seed)


if __name__ == "__main__":
    main()
