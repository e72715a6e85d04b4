"""Learning from beads: the words of both sides and how they go together, written as arrays that readers map."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from reports.search.counterparts.taught import Taught, beads, chosen_pairs
from reports.text.fold import fold
from reports.text.terms.model import WordModel, train_words
from reports.text.terms.packed import Packed, Side
from reports.text.terms.tokens import chinese_tokens, english_tokens

# A longer bead is an alignment that failed.
MOST_WORDS = 250_000
# The pairs of words that training goes through, each round; it holds four bytes for each.
SLOTS_MOST = 60_000_000
SEPARATOR = "\n"


def learn(folder: Path) -> None:
    """Write into a folder what the published pairs of the archive teach."""
    write(folder, beads(chosen_pairs()))


def write(folder: Path, taught: Iterable[Taught]) -> None:
    """Write what these beads teach; those of one year should follow one another."""
    packed = Packed()
    rows: list[tuple[int, int, int, int, int]] = []
    zh_texts, en_texts = [], []
    for bead in taught:
        # Terms are looked for in folded text, and so the words' places are those in it.
        zh = fold(bead.zh).replace(SEPARATOR, " ")
        tokens_zh, tokens_en = chinese_tokens(zh), english_tokens(bead.en)
        if not 0 < len(tokens_zh) * len(tokens_en) <= MOST_WORDS:
            continue
        packed.add(tokens_zh, tokens_en, bead.year)
        rows.append((bead.pair, bead.report, bead.year, bead.zh_start, bead.en_start))
        zh_texts.append(zh)
        en_texts.append(bead.en)
    table = np.array(rows, dtype=np.int64).reshape(-1, 5)
    for name, column in zip(("pair", "report", "year", "zh_start", "en_start"), table.T, strict=True):
        np.save(folder / f"{name}.npy", column)
    np.save(folder / "by_pair.npy", np.argsort(table[:, 0], kind="stable"))
    write_strings(folder, "zh_text", zh_texts)
    write_strings(folder, "en_text", en_texts)
    words = train_words(_taught(packed))
    _write_model(folder, words)
    _write_side(folder, "zh", packed.zh, words.zh)
    _write_side(folder, "en", packed.en, words.en)


def _taught(packed: Packed) -> list[tuple[list[str], list[str]]]:
    """Return the words of the beads that training can go through in its bounds, evenly from all of them."""
    says = [np.array([bool(key) for key in side.keys], dtype=np.int64) for side in (packed.zh, packed.en)]
    sizes = [
        np.add.reduceat(says[at][np.frombuffer(side.ids, np.int32)], np.array(side.firsts[:-1], np.int64))
        if len(side)
        else np.zeros(0, np.int64)
        for at, side in enumerate((packed.zh, packed.en))
    ]
    slots = int((sizes[0] * sizes[1]).sum())
    step = max(slots / SLOTS_MOST, 1.0)
    chosen = dict.fromkeys(int(at * step) for at in range(int(len(packed.years) / step)))
    return [(packed.zh.keys_of(bead), packed.en.keys_of(bead)) for bead in chosen]


def _write_model(folder: Path, words: WordModel) -> None:
    np.save(folder / "pairs.npy", words.pairs)
    np.save(folder / "en_of_zh.npy", words.en_of_zh)
    np.save(folder / "zh_of_en.npy", words.zh_of_en)
    np.save(folder / "expected.npy", words.expected())
    np.save(folder / "many_en.npy", np.array([len(words.en)], dtype=np.int64))


def _write_side(folder: Path, name: str, side: Side, known: dict[str, int]) -> None:
    """Write one side's words: by number what each is; bead after bead which stand there, and where."""
    forms: dict[str, int] = {}
    form_of = np.array([forms.setdefault(form, len(forms)) for form in side.forms], dtype=np.int32)
    ids = np.frombuffer(side.ids, np.int32) if side.ids else np.zeros(0, np.int32)
    columns: dict[str, NDArray[np.generic]] = {
        "ids": ids,
        "starts": np.array(side.starts, np.int32),
        "ends": np.array(side.ends, np.int32),
        "marks": np.array(side.marks, np.bool_),
        "firsts": np.array(side.firsts, np.int64),
        "form": form_of,
        "says": np.array([bool(key) for key in side.keys], np.bool_),
        "model": np.array([known.get(key, -1) if key else -1 for key in side.keys], np.int64),
    }
    # Where each form stands: the places of all words in the order of their forms.
    order = np.argsort(form_of[ids], kind="stable").astype(np.int32)
    columns["places"] = order
    columns["places_firsts"] = np.searchsorted(form_of[ids][order], np.arange(len(forms) + 1))
    for column, values in columns.items():
        np.save(folder / f"{name}_{column}.npy", values)
    write_strings(folder, f"{name}_words", side.words)
    write_strings(folder, f"{name}_forms", list(forms))


def write_strings(folder: Path, name: str, strings: list[str]) -> None:
    """Write strings one after another, each followed by a line's end, and where each begins, in bytes."""
    encoded = [string.replace(SEPARATOR, " ").encode("utf-8", "surrogatepass") for string in strings]
    (folder / f"{name}.txt").write_bytes(b"".join(part + b"\n" for part in encoded))
    sizes = np.array([0, *(len(part) + 1 for part in encoded)], dtype=np.int64)
    np.save(folder / f"{name}_firsts.npy", np.cumsum(sizes))
