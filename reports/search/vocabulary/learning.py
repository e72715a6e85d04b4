"""The words and terms of the archive, learned from the arrays of its index and written as arrays.

Of Chinese: what jieba cut, and neighbours that belong together, with the pairs that contain each, its Traditional
form and its pinyin. Of English, and of Latin words in the Chinese: the words and phrases as they stand.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from reports.search.analysis import EN, EN_EXACT, ZH_WORDS
from reports.search.arrays import Ints, SegmentArrays
from reports.search.opening import opened
from reports.search.snapshot import Snapshot
from reports.search.vocabulary.counting import pair_counts
from reports.search.vocabulary.rows_of_terms import Edges, terms
from reports.search.vocabulary.rows_of_words import Texts, Words, pieces, terms_of, texts_of, words_in_order
from reports.search.vocabulary.strings import write_array, write_strings
from reports.search.vocabulary.syllables import PARTED, initials, plain, readings_of_characters, readings_of_terms
from reports.text.scripts import to_traditional
from reports.text.words import stem

TERMS_MOST = 200_000
ZH_WORDS_MOST, ZH_LONGEST, EN_WORDS_MOST = 8, 16, 4
EN_LONGEST = 24
# Rows of words must stand so often: twice in an archive of a few reports, more often in a large one.
FEW_PAIRS, PAIRS_FOR_ONE_MORE = 2_000, 25_000
CHINESE_EDGES = set(
    "的了和与及在是为等对将以从到把被其这那个也都要又还并就不或之于而则各每我你他们一二三四五六七八九十年月日"
)
ENGLISH_EDGES = set(
    "a s t an and are as at be been but by can for from had has have he her his i in into is it its may must not of on "
    "or our over should so such than that the their them these they this those to up upon was we were which while who "
    "will with would you your".split()
)
# A word with figures in it, such as 5g, must stand in so many pairs to be no number of a document.
FIGURED_LEAST = 5
# Words that make a clause of what stands around them: no term has one inside.
CHINESE_CLAUSES = frozenset(
    "是 了 在 将 把 被 使 让 就 都 也 又 但 而 并 要 必须 应 应当 可以 能 能够 已 已经 正在".split()
)
ENGLISH_CLAUSES = frozenset(
    "which that who whom whose where when while was were is are be been being has have had will would should must may "
    "can could we our they their it its this these those not".split()
)
LETTERS = re.compile(r"[a-z]+")
HAN_FIRST, HAN_END = 0x4E00, 0xA000


def least_count(pairs: int) -> int:
    """Return how often a row of words must stand to be a term."""
    return 2 if pairs < FEW_PAIRS else max(3, pairs // PAIRS_FOR_ONE_MORE)


def learn(folder: Path) -> None:
    """Write the vocabulary of the index into a folder. Raises `NotReady`, `OSError`."""
    snapshot = opened()
    _write_chinese(folder, snapshot)
    _write_english(folder, snapshot)


def _chinese(snapshot: Snapshot, texts: list[Texts]) -> dict[str, tuple[int, tuple[str, ...]]]:
    """Return the candidates: how often each stands as such, and the words of which it is made."""
    numbers: dict[str, int] = {}
    segments = [
        words
        for part, own in zip(snapshot.segments, texts, strict=True)
        for words in words_in_order(part, own, numbers)
    ]
    vocabulary = list(numbers)
    least = least_count(snapshot.pair_count)
    allowed = np.array([word[0] not in CHINESE_EDGES for word in vocabulary], dtype=bool)
    ending = np.array([word[-1] not in CHINESE_EDGES for word in vocabulary], dtype=bool)
    singles = sum((np.bincount(part.numbers, minlength=len(vocabulary)) for part in segments), np.zeros(1, np.int64))
    found: dict[str, tuple[int, tuple[str, ...]]] = {
        vocabulary[number]: (int(singles[number]), (vocabulary[number],))
        for number in np.flatnonzero(singles >= max(least // 2, 1)).tolist()
        if 2 <= len(vocabulary[number]) <= ZH_LONGEST
    }
    for term, count in terms(segments, vocabulary, Edges(allowed, ending), least, ZH_WORDS_MOST).items():
        text = "".join(term)
        if CHINESE_CLAUSES.intersection(term[1:-1]):
            continue
        if len(text) <= ZH_LONGEST and count > found.get(text, (0,))[0]:
            found[text] = count, term
    chosen = sorted(found, key=lambda text: -found[text][0])[:TERMS_MOST]
    return {text: found[text] for text in sorted(chosen)}


def _write_chinese(folder: Path, snapshot: Snapshot) -> None:
    read = [texts_of(part) for part in snapshot.segments]
    found = _chinese(snapshot, read)
    texts = list(found)
    parts = {text: words for text, (_count, words) in found.items()}
    words = sorted({word for text in texts for word in parts[text]})
    traditional = {word: to_traditional(word) for word in words}
    counts = pair_counts(texts, (some for own in read for some in own.characters()))
    write_strings(folder, "zh", texts)
    write_array(folder, "zh-counts", counts.astype(np.uint32))
    write_array(folder, "zh-weights", np.array([count for count, _words in found.values()], dtype=np.uint32))
    write_strings(folder, "zh-traditional", ["".join(map(traditional.__getitem__, parts[text])) for text in texts])
    _write_readings(folder, texts, words, parts)
    _write_by_length(folder, texts)
    readings = readings_of_characters(HAN_FIRST, HAN_END)
    write_strings(folder, "characters", [" ".join(each) for each in readings])
    write_strings(folder, "syllables", sorted({syllable for each in readings for syllable in each}))


def _write_readings(
    folder: Path, texts: Sequence[str], words: Sequence[str], found: dict[str, tuple[str, ...]]
) -> None:
    """Write the pinyin of the terms, in order, and its initials; all readings of words, the likeliest of terms."""
    of_words = dict(readings_of_terms(words))
    rows: list[tuple[str, str, int]] = []
    for number, text in enumerate(texts):
        parts = [of_words.get(word) for word in found[text]]
        if not all(parts):
            continue
        likeliest = PARTED.join(part[0] for part in parts if part)
        every = (parts[0] or []) if len(parts) == 1 else [likeliest]
        rows += [(plain(letters), letters, number) for letters in every]
    rows.sort()
    write_strings(folder, "pinyin", [letters for _plain, letters, _number in rows])
    write_array(folder, "pinyin-terms", np.array([number for _plain, _letters, number in rows], dtype=np.uint32))
    short = sorted({(initials(letters), number) for _plain, letters, number in rows})
    write_strings(folder, "initials", [letters for letters, _number in short])
    write_array(folder, "initials-terms", np.array([number for _letters, number in short], dtype=np.uint32))


def _write_by_length(folder: Path, texts: Sequence[str]) -> None:
    """Write the code points of the terms, those of one length together, to be compared all at once."""
    lengths = np.array([len(text) for text in texts], dtype=np.int64)
    order = np.argsort(lengths, kind="stable")
    starts = np.searchsorted(lengths[order], np.arange(ZH_LONGEST + 2)).astype(np.int64)
    write_array(folder, "by-length", order.astype(np.uint32))
    write_array(folder, "length-starts", starts)
    for length in range(1, ZH_LONGEST + 1):
        chosen = order[starts[length] : starts[length + 1]].tolist()
        points = np.array([[ord(character) for character in texts[number]] for number in chosen], dtype=np.uint32)
        # First all first characters, then all second ones.
        write_array(folder, f"length-{length}", points.reshape(-1, length).T)


def _occurrences(part: SegmentArrays, name: str) -> tuple[Ints, Ints]:
    """Return the occurrences of a field's terms: the terms by number, and keys of document and place."""
    found = [(numbers, (documents << 32) | places) for numbers, documents, places in pieces(part, part.field(name))]
    if not found:
        return np.zeros(0, dtype=np.uint32), np.zeros(0, dtype=np.int64)
    return np.concatenate([numbers for numbers, _keys in found]), np.concatenate([keys for _numbers, keys in found])


def _english_rows(snapshot: Snapshot, numbers: dict[str, int]) -> list[Words]:
    segments = []
    for part in snapshot.segments:
        own, keys = _occurrences(part, EN_EXACT)
        order = np.argsort(keys)
        own, keys = own[order], keys[order]
        touches = np.zeros(len(keys), dtype=bool)
        touches[:-1] = keys[1:] == keys[:-1] + 1
        terms = terms_of(part.field(EN_EXACT))
        table = np.array([numbers.setdefault(term, len(numbers)) for term in terms], dtype=np.uint32)
        segments.append(Words(table[own] if len(table) else own, touches))
    return segments


def _document_counts(snapshot: Snapshot, name: str) -> dict[str, int]:
    """Return the terms of a field and how many documents have each."""
    found: dict[str, int] = {}
    for part in snapshot.segments:
        terms = terms_of(part.field(name))
        counts = np.zeros(len(terms), dtype=np.int64)
        for numbers, documents, _places in pieces(part, part.field(name)):
            keys = np.sort((numbers.astype(np.int64) << 32) | documents)
            once = keys[np.concatenate((np.ones(min(len(keys), 1), bool), keys[1:] != keys[:-1]))]
            counts += np.bincount(once >> 32, minlength=len(terms))
        for term, count in zip(terms, counts.tolist(), strict=True):
            if count:
                found[term] = found.get(term, 0) + count
    return found


def _write_english(folder: Path, snapshot: Snapshot) -> None:
    """Write words and phrases in order. A word is counted as it is searched: by its stem, and in the Chinese."""
    numbers: dict[str, int] = {}
    segments = _english_rows(snapshot, numbers)
    vocabulary = list(numbers)
    fits = np.array([word not in ENGLISH_EDGES and LETTERS.fullmatch(word) is not None for word in vocabulary], bool)
    least = least_count(sum(len(part.numbers) for part in segments) // 40)
    phrases = terms(segments, vocabulary, Edges(fits, fits), least, EN_WORDS_MOST)
    stems, latin = _document_counts(snapshot, EN), _document_counts(snapshot, ZH_WORDS)
    spelt = {word for word in [*vocabulary, *latin] if any(letter.isalpha() for letter in word)}
    counts = {word: stems.get(stem(word), 0) + latin.get(word, 0) for word in spelt}
    counts = {word: count for word, count in counts.items() if word.isalpha() or count >= FIGURED_LEAST}
    counts |= {" ".join(term): count for term, count in phrases.items() if not ENGLISH_CLAUSES.intersection(term[1:-1])}
    exact = _document_counts(snapshot, EN_EXACT)
    kept = sorted(sorted(counts.items(), key=lambda item: -item[1])[:TERMS_MOST])
    write_strings(folder, "en", [text for text, _count in kept])
    write_array(folder, "en-counts", np.array([count for _text, count in kept], dtype=np.uint32))
    weights = [exact.get(text, 0) + latin.get(text, 0) if text in spelt else count for text, count in kept]
    write_array(folder, "en-weights", np.array(weights, dtype=np.uint32))
    words = [(len(text), number) for number, (text, _count) in enumerate(kept) if LETTERS.fullmatch(text)]
    words = sorted(word for word in words if 3 <= word[0] <= EN_LONGEST)
    matrix = np.zeros((len(words), EN_LONGEST), dtype=np.uint8)
    for row, (length, number) in enumerate(words):
        matrix[row, :length] = np.frombuffer(kept[number][0].encode(), dtype=np.uint8)
    lengths: Ints = np.array([length for length, _number in words], dtype=np.int64)
    write_array(folder, "words", np.array([number for _length, number in words], dtype=np.uint32))
    write_array(folder, "word-letters", matrix)
    write_array(folder, "word-starts", np.searchsorted(lengths, np.arange(EN_LONGEST + 2)).astype(np.int64))
