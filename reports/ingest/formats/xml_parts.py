"""The XML parts of Office documents: parsed without entities, names without their namespaces."""

from __future__ import annotations

from xml.etree.ElementTree import Element
from zipfile import ZipFile

from defusedxml.ElementTree import fromstring

from reports.ingest.formats import archive


def read_part(name: str, opened: ZipFile, part: str) -> Element | None:
    """Return the outermost element of a part, None where the document has no such part.

    Raises what defusedxml raises for XML that is broken or declares anything.
    """
    if part not in opened.namelist():
        return None
    root: Element = fromstring(archive.read_member(name, opened, part), forbid_dtd=True)
    return root


def local(tag: str) -> str:
    """Return an element's name without its namespace: there are two, the usual one and the strict."""
    return tag.rpartition("}")[2]


def attribute(element: Element, name: str) -> str:
    """Return an attribute by its name without namespace, "" where it is not there."""
    return next((value for key, value in element.items() if local(key) == name), "")


def child(element: Element | None, name: str) -> Element | None:
    """Return the first child of that name, None if there is none."""
    return None if element is None else next((found for found in element if local(found.tag) == name), None)


def value(element: Element | None, *path: str) -> str:
    """Return the `val` of the element at the end of a path of names, "" where there is none."""
    for name in path:
        element = child(element, name)
    return "" if element is None else attribute(element, "val")
