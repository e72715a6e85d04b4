"""The endpoint: one address, six verbs, answers in XML."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from reports.sharing.harvesting import records
from reports.sharing.harvesting.asked import Asked, Fault, read
from reports.sharing.harvesting.metadata import FORMATS, XSI, Format
from reports.sharing.harvesting.records import HEADERS_MOST, Item, Part, Places
from reports.sharing.markup import DECLARATION, element, said

OAI = "http://www.openarchives.org/OAI/2.0/"
NAME = "政府工作报告 Government Work Reports"


# A harvester asks with GET or POST, changes nothing, and has no session.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def endpoint(request: HttpRequest) -> HttpResponse:
    """Answer a request of OAI-PMH 2.0."""
    address = request.build_absolute_uri(reverse("oai"))
    parameters = request.POST if request.method == "POST" else request.GET
    given: dict[str, str] = {}
    try:
        asked = read(parameters)
        given = {"verb": asked.verb, **asked.given}
        content = element(asked.verb, ANSWERS[asked.verb](request, asked))
    except Fault as fault:
        # Of what could not be understood nothing is repeated.
        given = given or ({} if fault.code in {"badVerb", "badArgument"} else _repeated(parameters.dict()))
        content = said("error", str(fault), code=fault.code)
    body = element(
        "OAI-PMH",
        "\n".join(
            [
                "",
                said("responseDate", records.stamp(timezone.now())),
                said("request", address, **given),
                content,
                "",
            ]
        ),
        xmlns=OAI,
        xmlns__xsi=XSI,
        xsi__schemaLocation=f"{OAI} http://www.openarchives.org/OAI/2.0/OAI-PMH.xsd",
    )
    return HttpResponse(f"{DECLARATION}{body}\n", content_type="text/xml; charset=utf-8")


def _repeated(given: dict[str, str]) -> dict[str, str]:
    return {name: value for name, value in given.items() if value}


def _identify(request: HttpRequest, asked: Asked) -> str:
    return "\n".join(
        [
            said("repositoryName", NAME),
            said("baseURL", request.build_absolute_uri(reverse("oai"))),
            said("protocolVersion", "2.0"),
            said("adminEmail", _contact(request)),
            said("earliestDatestamp", records.stamp(records.earliest())),
            said("deletedRecord", "persistent"),
            said("granularity", "YYYY-MM-DDThh:mm:ssZ"),
            said("compression", "gzip"),
        ]
    )


def _contact(request: HttpRequest) -> str:
    """Return where the archive's keeper is reached: the site's webmaster, as RFC 2142 has it, unless one is set."""
    if settings.ADMINS:
        return str(settings.ADMINS[0][1])
    host = request.get_host().partition(":")[0]
    return f"webmaster@{host if '.' in host else f'{host}.localdomain'}"


def _formats(request: HttpRequest, asked: Asked) -> str:
    if asked.identifier:
        records.named(request.get_host(), asked.identifier)
    return "\n".join(
        element(
            "metadataFormat",
            said("metadataPrefix", one.prefix) + said("schema", one.schema) + said("metadataNamespace", one.namespace),
        )
        for one in FORMATS.values()
    )


def _sets(request: HttpRequest, asked: Asked) -> str:
    if asked.after is not None:
        raise Fault("badResumptionToken", "The list of sets is whole; it has no token.")
    return "\n".join(
        element("set", said("setSpec", spec) + said("setName", name)) for spec, name in Places().all_sets()
    )


def _record(request: HttpRequest, asked: Asked) -> str:
    item = records.named(request.get_host(), asked.identifier)
    return "".join(_written(request, [item], _format(asked)))


def _headers(request: HttpRequest, asked: Asked) -> str:
    _format(asked)
    part = records.part(asked, HEADERS_MOST)
    places = Places()
    headers = [_header(request, item, places) for item in part.items]
    return "\n".join([*headers, _token(part)])


def _records(request: HttpRequest, asked: Asked) -> str:
    form = _format(asked)
    part = records.part(asked, form.most)
    return "\n".join([*_written(request, part.items, form), _token(part)])


def _format(asked: Asked) -> Format:
    if asked.prefix not in FORMATS:
        raise Fault("cannotDisseminateFormat", f"Records come in {', '.join(FORMATS)}.")
    return FORMATS[asked.prefix]


def _written(request: HttpRequest, items: Iterable[Item], form: Format) -> Iterator[str]:
    """Yield the records; of what is deleted, a header is all there is."""
    places = Places()
    items = list(items)
    metadata = form.write([item.report for item in items if item.report], request.build_absolute_uri)
    for item in items:
        header = _header(request, item, places)
        yield element("record", f"{header}\n{element('metadata', next(metadata))}" if item.report else header)


def _header(request: HttpRequest, item: Item, places: Places) -> str:
    return element(
        "header",
        said("identifier", records.identifier(request.get_host(), item))
        + said("datestamp", records.stamp(item.moment))
        + "".join(said("setSpec", spec) for spec in places.sets_of(item)),
        status="" if item.report else "deleted",
    )


def _token(part: Part) -> str:
    """Return where to go on; empty behind the last part of several, nothing where one part is all."""
    if part.is_whole:
        return ""
    counted = {"completeListSize": str(part.total), "cursor": str(part.cursor)}
    return said("resumptionToken", part.token, **counted) or element("resumptionToken", **counted)


ANSWERS: dict[str, Callable[[HttpRequest, Asked], str]] = {
    "Identify": _identify,
    "ListMetadataFormats": _formats,
    "ListSets": _sets,
    "GetRecord": _record,
    "ListIdentifiers": _headers,
    "ListRecords": _records,
}
