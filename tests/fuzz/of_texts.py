"""The readers of texts, of queries and of what addresses ask, as functions of bytes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from tests.fuzz.target import Answered, Run, any_text, legal, lines, refusing


def cleaning() -> Run:
    from reports.ingest.cleaning import clean

    return lambda data: clean(lines(data))


def header() -> Run:
    from reports.ingest import header, header_chinese

    def run(data: bytes) -> object:
        header_chinese.mentions(legal(data))
        return header.read(lines(data))

    return run


def given() -> Run:
    from reports.ingest.given import FIELDS, place_named, wrong_in

    def run(data: bytes) -> object:
        values = any_text(data).split("\n")
        place_named(values[0])
        return wrong_in(dict(zip([*FIELDS, "x"], values, strict=False)))

    return run


def pairs() -> Run:
    from reports.ingest import outline, pairing, run_in

    return lambda data: outline.outline(run_in.split(pairing.pair(lines(data))))


def merging() -> Run:
    from reports.ingest.merging import Branch, merge
    from reports.ingest.outline import outline
    from reports.ingest.plan import PlannedPair
    from reports.ingest.recutting import Cuts

    def run(data: bytes) -> object:
        root: Branch[object, object] = Branch(0)
        for half in legal(data).split("\0"):
            pairs = [
                PlannedPair(*(line.partition("|")[::2]), number)
                for number, line in enumerate(half.splitlines(), start=1)
            ]
            Cuts([leaf.zh for leaf, _branch in root.leaves()]).recut(pairs)
            merge(root, outline(pairs), len(half) % 3 or None)
        return root

    return run


def understand() -> Run:
    from reports import ingest

    return refusing(lambda data: ingest.understand("beijing-2025.txt", data))


def each(*paths: str) -> Callable[[], Run]:
    """Several functions of a text, one after the other."""

    def make() -> Run:
        from importlib import import_module

        functions = [getattr(import_module(path.rpartition(".")[0]), path.rpartition(".")[2]) for path in paths]

        def run(data: bytes) -> object:
            text = any_text(data)
            return [list(found) if hasattr(found := function(text), "__next__") else found for function in functions]

        return run

    return make


def two_sides(path: str) -> Callable[[], Run]:
    """A function of a Chinese text and an English one, parted by the first zero."""

    def make() -> Run:
        from importlib import import_module

        function = getattr(import_module(path.rpartition(".")[0]), path.rpartition(".")[2])

        def run(data: bytes) -> object:
            zh, _, en = any_text(data).partition("\0")
            return function(zh, en)

        return run

    return make


def aloud() -> Run:
    from reports.text.figures.aloud import aloud, aloud_zh
    from reports.text.figures.chinese import figures_zh
    from reports.text.figures.english import figures_en

    def run(data: bytes) -> object:
        text = any_text(data)
        return [*map(aloud, figures_zh(text)), *map(aloud_zh, figures_en(text))]

    return run


def pinyin() -> Run:
    from reports.text.pinyin import annotations, is_copy_protection, without

    def run(data: bytes) -> object:
        lines = any_text(data).splitlines()
        found = [annotations(line) for line in lines]
        return is_copy_protection(found), [without(line, notes) for line, notes in zip(lines, found, strict=True)]

    return run


def scripts() -> Run:
    from reports.text.scripts import FORMS, displayed

    def run(data: bytes) -> object:
        text = any_text(data)
        for form in FORMS:
            assert len(displayed(text, form, "hans")) == len(text), form
        return None

    return run


def query() -> Run:
    from reports.search import query

    def run(data: bytes) -> object:
        found = query.read(any_text(data))
        found.terms()
        again = found.understood()
        again.encode()
        return query.read(again)

    return run


def parameters() -> Run:
    from django.http import QueryDict

    from reports.reading import asked

    def run(data: bytes) -> object:
        parameters = QueryDict(data[:3000])
        found = asked.Asked.read(parameters)
        asked.without_empty(parameters)
        found.request()
        return found.address(), found.query

    return run


def api() -> Run:
    from django.http import QueryDict
    from pydantic import ValidationError

    from reports.api import questions

    def run(data: bytes) -> object:
        parameters = QueryDict(data[:3000])
        several = {"place", "within", "level", "speaker", "kind"}
        given = {name: values if name in several else values[-1] for name, values in parameters.lists()}
        for model in (
            questions.SearchQuery,
            questions.ReportQuery,
            questions.ConcordanceQuery,
            questions.SuggestionQuery,
        ):
            try:
                model.model_validate(given)
            except ValidationError as error:
                error.errors()
        return None

    return run


def harvesting() -> Run:
    from django.http import QueryDict

    from reports.sharing.harvesting import asked

    def run(data: bytes) -> object:
        try:
            return asked.read(QueryDict(data[:3000]))
        except asked.Fault as fault:
            raise Answered from fault

    return run


def citing() -> Run:
    from reports.citing import FORMATS, Cited, apa_in_text, forms, latin_name, short

    def run(data: bytes) -> object:
        names = (legal(data).split("\n") + [""] * 8)[:8]
        latin_name(names[0], names[1])
        fields: Any = dict(
            zip(("title_zh", "title_en", "speaker_zh", "speaker_en", "session_zh", "session_en"), names, strict=False)
        )
        cited = Cited(
            "k-2025", "https://a.example/", 2025, names[6], names[7], delivered_on=dt.date(2025, 1, 14), **fields
        )
        for language in ("zh", "en"):
            short(cited, language), apa_in_text(cited, language), forms(cited)
            for form in FORMATS.values():
                assert form.write(cited, language) is not None
        return None

    return run


def people() -> Run:
    from reports.citing.names import latin_name
    from reports.text import han_names, person_names, romanised

    def run(data: bytes) -> object:
        zh, _, en = any_text(data).partition("\n")
        if "" not in (zh.strip(), en.strip()):
            romanised.code_of(zh), romanised.english_of(zh)
        person_names.latin_names(zh), han_names.can_be_name(zh), han_names.looks_like_name(zh)
        return latin_name(zh, en)

    return run
