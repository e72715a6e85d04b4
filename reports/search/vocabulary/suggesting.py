"""Completing a query while it is typed: terms of either language, Chinese also by its pinyin."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from reports.search import learned
from reports.search.answers import Suggestion
from reports.search.opening import NotReady, opened
from reports.search.query import CHARACTERS_MOST, printable, read
from reports.search.tokens import OPERATORS
from reports.search.tree import Node
from reports.search.vocabulary.artefact import VOCABULARY, Vocabulary, commonest
from reports.search.vocabulary.matching import Mask, matching
from reports.search.vocabulary.syllables import PARTED, typed_pinyin
from reports.text.fold import fold, has_han
from reports.text.simplified import simplify
from reports.text.words import stem, words

# What is being typed: the last piece without a space, or some Latin words one after the other.
LAST = re.compile(r'[^\s"()]*$')
LATIN_WORDS = re.compile(r"""(?:[^\W\d_]['’-]?)+(?:[ ][^\W\d_'’-]+)*[ ]?$""")
LATIN_WORDS_MOST = 6


@dataclass(frozen=True, slots=True)
class Completion:
    """A term that may be meant, the text before it, how many pairs the vocabulary counts for the term."""

    before: str
    term: str
    language: str
    count: int

    @property
    def q(self) -> str:
        """The whole query."""
        return self.before + (f'"{self.term}"' if " " in self.term else self.term)


def suggest(typed: str, limit: int = 8) -> list[Suggestion]:
    """Return queries that what was typed may become, with how many pairs each finds; none where nothing is learned."""
    learned.refresh_soon()
    vocabulary = VOCABULARY.current()
    text = printable(typed)
    if vocabulary is None or limit < 1 or not text.strip() or len(text) > CHARACTERS_MOST:
        return []
    if text.count('"') % 2:
        at = text.rindex('"')
        before, last = text[:at], text[at + 1 :]
    else:
        match = LAST.search(text)
        at = match.start() if match else len(text)
        before, last = text[:at], text[at:]
        if last in OPERATORS:
            return []
        excluded = last[:1] == "-"
        before, last = before + last[:excluded], last[excluded:]
    if has_han(last):
        found = _of_chinese(vocabulary, before, last, limit, traditional=simplify(text) != text)
    else:
        found = _of_latin(vocabulary, text, before, last, limit)
    return _counted(found, limit)


def _of_chinese(vocabulary: Vocabulary, before: str, last: str, limit: int, *, traditional: bool) -> list[Completion]:
    """Return terms that begin with what was typed; where none does, those that its end begins."""
    lead = re.match(r"[\W\s]*", last)
    start = lead.end() if lead else 0
    before, last = before + last[:start], last[start:]
    folded = fold(last)
    for skipped in range(max(len(folded), 1)):
        sought = folded[skipped:]
        if skipped and len(sought) < 2:
            break
        rows = vocabulary.zh.with_prefix(sought)
        found = []
        # What was typed comes first where it is a term itself.
        if not skipped and (own := vocabulary.zh.equal_to(sought)):
            found.append(Completion(before, last, "zh", int(vocabulary.zh_counts[own[0]])))
        for number in commonest(vocabulary.zh_weights, rows, limit + 1):
            term = (vocabulary.traditional if traditional else vocabulary.zh)[number]
            if len(term) > len(sought):
                # What was typed stays as it was typed.
                kept = last if len(last) == len(folded) else folded
                count = int(vocabulary.zh_counts[number]) if not skipped else -1
                found.append(Completion(before, kept + term[len(sought) :], "zh", count))
        if found:
            return found
    return []


def _of_latin(vocabulary: Vocabulary, text: str, before: str, last: str, limit: int) -> list[Completion]:
    """Return words and phrases of the other language, and Chinese terms that the letters may stand for."""
    quoted = len(before) + len(last) < len(text) and text[len(before)] == '"'
    english = list(_english(vocabulary, before, last, limit))
    if not quoted:
        match = LATIN_WORDS.search(text)
        run = match.group() if match else ""
        for start in _starts(run):
            english = [*_english(vocabulary, text[: len(text) - len(run) + start], run[start:], limit), *english]
    unique = list({completion.q: completion for completion in english}.values())
    chinese = list(_sounding(vocabulary, text, before, last, limit))
    half = max(limit // 2, limit - len(chinese))
    return [*unique[:half], *chinese[: limit - min(half, len(unique))]]


def _starts(run: str) -> list[int]:
    """Return where the last four, three, two words of a run begin."""
    starts = [0, *(space.end() for space in re.finditer(" ", run.rstrip(" ")))]
    return starts[-4:-1][::-1]


def _english(vocabulary: Vocabulary, before: str, last: str, limit: int) -> Iterator[Completion]:
    sought = " ".join(word.text for word in words(fold(last)))
    if not sought:
        return
    sought += " " if last[-1:].isspace() else ""
    stems: set[str] = set()
    if vocabulary.en.equal_to(sought) and (" " not in sought or not before.strip(' "(-')):
        stems.add(sought if " " in sought else stem(sought))
        yield Completion(before, sought, "en", -1)
    for number in commonest(vocabulary.en_weights, vocabulary.en.with_prefix(sought), limit * 3):
        term = vocabulary.en[number]
        # A word finds all forms of it; behind other words a phrase stands with those of them that belong to it.
        form = term if " " in term else stem(term)
        if term == sought or form in stems or (" " in term and " " not in sought and before.strip(' "(-')):
            continue
        stems.add(form)
        yield Completion(before, term, "en", -1)
        if len(stems) == limit:
            return


def _sounding(vocabulary: Vocabulary, text: str, before: str, last: str, limit: int) -> Iterator[Completion]:
    match = LATIN_WORDS.search(text)
    run = match.group().rstrip() if match and match.group().count(" ") < LATIN_WORDS_MOST else last
    seen: set[int] = set()
    typed_so_far = text.rstrip()
    wanted = [(typed_so_far[: len(typed_so_far) - len(run)], run)]
    if " " not in run:  # Of several Latin words, the last one alone is no pinyin: high qu.
        wanted.append((before, last))
    for head, typed in dict.fromkeys(wanted):
        runs = typed_pinyin(typed)
        if runs is None or len("".join(runs)) < 2 or not text.startswith(head):
            continue
        for number in vocabulary.sounding_from(PARTED.join(runs), limit):
            if number not in seen:
                seen.add(number)
                yield Completion(head, vocabulary.zh[number], "zh", int(vocabulary.zh_counts[number]))


def _counted(found: list[Completion], limit: int) -> list[Suggestion]:
    """Return the completions that find anything with exact counts, which the vocabulary knows while nothing changed."""
    try:
        snapshot = opened()
        stamp = VOCABULARY.stamp()
        fresh = stamp is not None and learned.state() == (stamp.reports, stamp.pairs, stamp.changed)
    except NotReady:
        return []
    suggestions: dict[str, Suggestion] = {}
    known: dict[Node, Mask] = {}
    alone = not any(completion.before.strip(' "(') for completion in found)
    for completion in found:
        if len(suggestions) == limit:
            break
        q, count = completion.q, completion.count
        if not (fresh and alone and count >= 0):
            # What is still open will be closed behind the term.
            root = read(q + ")" * (q.count("(") - q.count(")"))).root
            count = 0 if root is None else int(matching(snapshot, root, known).sum())
        if count:
            suggestions.setdefault(q, Suggestion(q, completion.language, count))
    return sorted(suggestions.values(), key=lambda suggestion: 0 if alone else -suggestion.count)
