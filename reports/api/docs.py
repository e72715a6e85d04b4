"""The API's description: for programs as OpenAPI, for people as a page made from the same document."""

from __future__ import annotations

from functools import cache
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from reports.api.answers import UNESCAPED
from reports.api.routes import api

Document = dict[str, Any]


@cache
def document() -> Document:
    """Return the OpenAPI document."""
    return dict(api.get_openapi_schema(path_prefix=reverse("api:openapi").removesuffix("openapi.json")))


def description(request: HttpRequest) -> HttpResponse:
    """Answer with the OpenAPI document."""
    return JsonResponse(
        document(),
        content_type="application/json; charset=utf-8",
        json_dumps_params={**UNESCAPED, "indent": 1},
    )


@require_safe
def reference(request: HttpRequest) -> HttpResponse:
    """Show the same document as a page."""
    said = document()
    context = {
        "about": said["info"]["description"],
        "operations": [_operation(path, methods["get"]) for path, methods in said["paths"].items()],
        "shapes": [
            _shape(name, schema) for name, schema in sorted(said["components"]["schemas"].items()) if _sent(name)
        ],
        "address": request.build_absolute_uri(reverse("api:openapi")),
    }
    return render(request, "api/docs.html", context)


def kind(schema: Document) -> str:
    """Return what sort of value a schema allows, in words: "list of Pair", "whole number, 1 to 100"."""
    if "$ref" in schema:
        return str(schema["$ref"]).rpartition("/")[2]
    if "anyOf" in schema:
        return " or ".join(kind(option) for option in schema["anyOf"])
    if "enum" in schema:
        return " | ".join(str(value) for value in schema["enum"])
    if schema.get("type") == "array":
        if "prefixItems" in schema:
            return str(schema.get("description", "[start, end)")).partition(":")[0]
        return f"list of {kind(schema['items'])}"
    words = {"integer": "whole number", "string": "text"}.get(schema["type"], str(schema["type"]))
    if "format" in schema:
        words = str(schema["format"])
    if "maximum" in schema:
        words += f", {schema['minimum']} to {schema['maximum']}"
    return words


def _sent(name: str) -> bool:
    """Leave out the shapes of questions: their fields are listed as parameters."""
    return not name.endswith("Query")


def _operation(path: str, operation: Document) -> Document:
    answers = []
    for status, response in operation["responses"].items():
        schema = response.get("content", {}).get("application/json", {}).get("schema")
        answers.append({"status": status, "description": response["description"], "shape": schema and kind(schema)})
    parameters = [
        {
            "name": parameter["name"],
            "in_path": parameter["in"] == "path",
            "kind": kind(parameter["schema"]).removesuffix(" or null"),
            "default": parameter["schema"].get("default") or "",
            "description": parameter.get("description", ""),
        }
        for parameter in operation["parameters"]
    ]
    return {
        "id": operation["operationId"],
        "path": path,
        "summary": operation["summary"],
        "description": operation["description"],
        "parameters": parameters,
        "answers": sorted(answers, key=lambda answer: int(answer["status"])),
    }


def _shape(name: str, schema: Document) -> Document:
    fields = [
        {"name": field, "kind": kind(said), "shape": _target(said), "description": said.get("description", "")}
        for field, said in schema["properties"].items()
    ]
    return {"name": name, "description": schema.get("description", ""), "fields": fields}


def _target(schema: Document) -> str:
    """Return the name of the shape that a field holds, alone or in a list; "" for plain values."""
    held = schema.get("items", schema)
    return str(held.get("$ref", "")).rpartition("/")[2]
