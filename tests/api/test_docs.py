from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from ninja import Schema

from reports.api import findings, shapes
from reports.api.docs import document, kind

PAGE = (Path(__file__).parents[2] / "docs" / "api.md").read_text(encoding="utf-8")


def operations() -> list[tuple[str, dict[str, Any]]]:
    return [(path, methods["get"]) for path, methods in document()["paths"].items()]


def references(part: Any) -> set[str]:
    if isinstance(part, dict):
        own = {part["$ref"]} if "$ref" in part else set()
        return own.union(*(references(inner) for inner in part.values()))
    if isinstance(part, list):
        return set().union(*(references(inner) for inner in part))
    return set()


def test_document_is_served(client: Client) -> None:
    response = client.get("/api/v1/openapi.json")
    assert response.headers["Content-Type"].startswith("application/json")
    assert response.json() == json.loads(json.dumps(document()))
    assert response.json()["openapi"].startswith("3.1")


def test_all_addresses_are_described() -> None:
    assert {path for path, _operation in operations()} == {
        "/api/v1/reports", "/api/v1/reports/{slug}", "/api/v1/search", "/api/v1/concordance",
        "/api/v1/suggestions", "/api/v1/places",
    }  # fmt: skip


def test_every_reference_leads_somewhere() -> None:
    said = document()
    defined = {f"#/components/schemas/{name}" for name in said["components"]["schemas"]}
    assert references(said) <= defined


def test_everything_is_explained() -> None:
    for path, operation in operations():
        assert operation["summary"], path
        assert operation["description"], path
        for parameter in operation["parameters"]:
            assert parameter["description"], (path, parameter["name"])
            assert not isinstance(parameter.get("examples"), list), "OpenAPI wants examples by name"
    assert len({operation["operationId"] for _path, operation in operations()}) == len(operations())


def test_failures_are_described() -> None:
    answers = {path: set(operation["responses"]) for path, operation in operations()}
    assert {200, 422, 503} <= answers["/api/v1/search"]
    assert {200, 304, 404} <= answers["/api/v1/reports/{slug}"]


@pytest.mark.django_db
def test_page_shows_all_of_the_document(client: Client) -> None:
    response = client.get("/api/v1/docs")
    page = response.content.decode()
    assert "<script>" not in page
    assert "style=" not in page
    for path, operation in operations():
        assert f"GET {path}" in page
        for parameter in operation["parameters"]:
            assert f"<code>{parameter['name']}</code>" in page
    for shape in ("WholeReport", "Result", "Facets", "BadParameters"):
        assert f'id="{shape}"' in page


def test_docs_name_every_parameter_and_field() -> None:
    described: list[type[Schema]] = [
        findings.Result, shapes.Pair, shapes.SectionOfReport, findings.PlaceCount, findings.Facets, findings.Offer,
        findings.Suggestion, findings.Line, findings.CounterpartSentence, findings.Concordance, findings.SearchResults, shapes.Source, shapes.Header,
    ]  # fmt: skip
    fields = {name for shape in described for name in shape.model_fields}
    for _path, operation in operations():
        fields |= {parameter["name"] for parameter in operation["parameters"]} - {"slug"}
    assert {name for name in fields if f"`{name}`" not in PAGE} == set()


@pytest.mark.parametrize(
    ("schema", "words"),
    [
        ({"type": "integer", "minimum": 1, "maximum": 100}, "whole number, 1 to 100"),
        ({"anyOf": [{"type": "string", "format": "date"}, {"type": "null"}]}, "date or null"),
        ({"type": "array", "items": {"$ref": "#/components/schemas/Pair"}}, "list of Pair"),
        ({"enum": ["newest", "oldest"], "type": "string"}, "newest | oldest"),
        ({"type": "array", "items": {"type": "array", "prefixItems": [{"type": "integer"}]}}, "list of [start, end)"),
        ({"type": "array", "prefixItems": [], "description": "[a, b, c]: of three."}, "[a, b, c]"),
    ],
)
def test_kind_is_in_words(schema: dict[str, Any], words: str) -> None:
    assert kind(schema) == words
