"""OAI-PMH: every verb, every error, every answer held against the protocol's schema."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core import signing
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from lxml import etree

from reports import editing
from reports.models import Jurisdiction, KeptAddress, Report
from reports.sharing.harvesting import asked, endpoint, metadata
from tests.databases import NUL
from tests.factories import report_of

pytestmark = pytest.mark.django_db
SCHEMAS = Path(__file__).parent.parent / "schemas"
PROTOCOL = etree.XMLSchema(etree.parse(SCHEMAS / "oai-pmh.xsd"))
DUBLIN_CORE = etree.XMLSchema(etree.parse(SCHEMAS / "oai_dc.xsd"))
NAMES = {
    "o": "http://www.openarchives.org/OAI/2.0/",
    "oai_dc": "http://www.openarchives.org/OAI/2.0/oai_dc/",
    "dc": "http://purl.org/dc/elements/1.1/",
    "tei": "http://www.tei-c.org/ns/1.0",
}


class Answer:
    """An answer that the schema of the protocol allows."""

    def __init__(self, content: bytes) -> None:
        self.tree = etree.fromstring(content)
        PROTOCOL.assertValid(self.tree)

    def all(self, path: str) -> list[Any]:
        return list(self.tree.xpath(path, namespaces=NAMES))

    def text(self, path: str) -> list[str]:
        return [one.text for one in self.all(path)]

    @property
    def code(self) -> str:
        return "".join(self.all("o:error/@code"))


@pytest.fixture
def ask(client: Client) -> Any:
    def asked(**arguments: str) -> Answer:
        arguments = {name.rstrip("_"): value for name, value in arguments.items()}
        answer = client.get(reverse("oai"), arguments)
        assert answer.status_code == 200
        assert answer["Content-Type"] == "text/xml; charset=utf-8"
        return Answer(answer.content)

    return asked


@pytest.fixture
def three(db: None) -> list[Report]:
    above = Jurisdiction.objects.get(code="guangdong")
    Jurisdiction.objects.create(
        code="shenzhen", name_zh="深圳市", name_en="Shenzhen", level="prefecture", parent=above, order=999
    )
    reports = [
        report_of(),
        report_of(slug="guangdong-2024", place="guangdong", year=2024),
        report_of(slug="shenzhen-2023", place="shenzhen", year=2023),
    ]
    for day, report in enumerate(reports, start=1):
        Report.objects.filter(pk=report.pk).update(changed_at=dt.datetime(2026, 1, day, 12, tzinfo=dt.UTC))
    report_of(slug="draft-2022", year=2022, status="draft")
    return reports


def test_identify(ask: Any, three: list[Report]) -> None:
    found = ask(verb="Identify")
    assert found.text("o:Identify/o:protocolVersion") == ["2.0"]
    assert found.text("o:Identify/o:earliestDatestamp") == ["2026-01-01T12:00:00Z"]
    assert found.text("o:Identify/o:deletedRecord") == ["persistent"]
    assert found.text("o:request") == ["http://testserver/oai/"]


def test_identify_of_an_empty_archive(ask: Any) -> None:
    assert ask(verb="Identify").text("o:Identify/o:earliestDatestamp") == ["1970-01-01T00:00:00Z"]


def test_formats(ask: Any, three: list[Report]) -> None:
    for arguments in ({}, {"identifier": "oai:testserver:beijing-2025"}):
        found = ask(verb="ListMetadataFormats", **arguments)
        assert found.text("//o:metadataPrefix") == ["oai_dc", "tei"]


def test_sets_are_levels_and_places_with_those_above(ask: Any, three: list[Report]) -> None:
    found = ask(verb="ListSets").text("//o:setSpec")
    assert {"level-province", "beijing", "guangdong", "guangdong:shenzhen"} <= set(found)


def test_record_in_dublin_core(ask: Any, three: list[Report]) -> None:
    found = ask(verb="GetRecord", identifier="oai:testserver:beijing-2025", metadataPrefix="oai_dc")
    [record] = found.all("//oai_dc:dc")
    DUBLIN_CORE.assertValid(etree.fromstring(etree.tostring(record)))
    assert found.text("//dc:title") == ["政府工作报告", "Report on the Work of the Government"]
    assert found.text("//dc:creator") == ["殷勇", "Yin, Yong"]
    assert found.text("//dc:language") == ["zh-Hans", "en"]
    assert found.text("//dc:identifier") == ["http://testserver/reports/beijing-2025/"]
    assert found.text("//o:setSpec") == ["beijing", "level-province"]


def test_record_in_tei_holds_the_text(ask: Any, three: list[Report]) -> None:
    found = ask(verb="GetRecord", identifier="oai:testserver:beijing-2025", metadataPrefix="tei")
    [record] = found.all("//o:metadata/tei:TEI")
    assert "人工智能核心产业规模突破3000亿元。" in "".join(record.itertext())
    etree.RelaxNG(etree.parse(SCHEMAS / "tei.rng")).assertValid(etree.fromstring(etree.tostring(record)))


def test_records_stand_in_the_order_they_changed_in(ask: Any, three: list[Report]) -> None:
    found = ask(verb="ListIdentifiers", metadataPrefix="oai_dc")
    assert found.text("//o:datestamp") == [f"2026-01-0{day}T12:00:00Z" for day in (1, 2, 3)]
    assert found.all("//o:resumptionToken") == []


@pytest.mark.parametrize(
    ("spec", "slugs"),
    [
        ("guangdong", ["guangdong-2024", "shenzhen-2023"]),
        ("guangdong:shenzhen", ["shenzhen-2023"]),
        ("level-prefecture", ["shenzhen-2023"]),
        ("beijing", ["beijing-2025"]),
    ],
)
def test_set_has_all_below_it(ask: Any, three: list[Report], spec: str, slugs: list[str]) -> None:
    found = ask(verb="ListIdentifiers", metadataPrefix="oai_dc", set=spec).text("//o:identifier")
    assert found == [f"oai:testserver:{slug}" for slug in slugs]


@pytest.mark.parametrize(
    ("span", "days"),
    [
        ({"from_": "2026-01-02"}, [2, 3]),
        ({"until": "2026-01-02"}, [1, 2]),
        ({"from_": "2026-01-02", "until": "2026-01-02"}, [2]),
        ({"from_": "2026-01-02T12:00:00Z", "until": "2026-01-02T12:00:00Z"}, [2]),
        ({"from_": "2026-01-02T12:00:01Z"}, [3]),
        ({"until": "2026-01-02T11:59:59Z"}, [1]),
        ({"until": "9999-12-31"}, [1, 2, 3]),
    ],
)
def test_span_of_dates_takes_in_both_ends(ask: Any, three: list[Report], span: dict[str, str], days: list[int]) -> None:
    found = ask(verb="ListIdentifiers", metadataPrefix="oai_dc", **span)
    assert found.text("//o:datestamp") == [f"2026-01-0{day}T12:00:00Z" for day in days]


def harvested(ask: Any, verb: str) -> list[list[str]]:
    parts = []
    answer = ask(verb=verb, metadataPrefix="oai_dc")
    while True:
        parts.append(answer.text("//o:header/o:identifier"))
        [token] = answer.all("//o:resumptionToken")
        assert token.get("completeListSize") == "3"
        assert token.get("cursor") == str(sum(map(len, parts[:-1])))
        if not token.text:
            return parts
        answer = ask(verb=verb, resumptionToken=token.text)


@pytest.mark.parametrize("verb", ["ListIdentifiers", "ListRecords"])
def test_list_in_parts_is_whole(ask: Any, three: list[Report], monkeypatch: pytest.MonkeyPatch, verb: str) -> None:
    monkeypatch.setattr(endpoint, "HEADERS_MOST", 2)
    form = metadata.FORMATS["oai_dc"]
    small = metadata.Format(form.prefix, form.schema, form.namespace, 2, form.write)
    monkeypatch.setitem(metadata.FORMATS, "oai_dc", small)
    parts = harvested(ask, verb)
    assert [len(part) for part in parts] == [2, 1]
    assert [one.rpartition(":")[2] for part in parts for one in part] == [report.slug for report in three]


@pytest.fixture
def gone(three: list[Report], admin_user: User) -> list[str]:
    """Return the addresses of reports that were public: one is archived, one deleted. A draft is deleted, too."""
    for day, report in enumerate(three[:2], start=4):
        Report.objects.filter(pk=report.pk).update(published_at=timezone.now())
        editing.set_status(report, "archived", admin_user)
        left_at = dt.datetime(2026, 1, day, 12, tzinfo=dt.UTC)
        KeptAddress.objects.filter(slug=report.slug).update(left_at=left_at)
    editing.erase(three[1], three[1].slug, admin_user)
    draft = Report.objects.get(slug="draft-2022")
    editing.erase(draft, draft.slug, admin_user)
    return [report.slug for report in three[:2]]


@pytest.mark.parametrize("verb", ["ListIdentifiers", "ListRecords"])
def test_harvesters_are_told_of_what_is_gone(ask: Any, gone: list[str], verb: str) -> None:
    found = ask(verb=verb, metadataPrefix="oai_dc", from_="2026-01-04")
    assert found.text("//o:header[@status='deleted']/o:identifier") == [f"oai:testserver:{slug}" for slug in gone]
    assert found.text("//o:header/o:datestamp") == ["2026-01-04T12:00:00Z", "2026-01-05T12:00:00Z"]
    assert found.all("//o:metadata") == []


@pytest.mark.parametrize(
    ("span", "which"),
    [
        ({"from_": "2026-01-05"}, [1]),
        ({"from_": "2026-01-04", "until": "2026-01-04"}, [0]),
        ({"until": "2026-01-03"}, []),
    ],
)
def test_what_is_gone_is_told_of_in_the_time_in_which_it_went(
    ask: Any, gone: list[str], span: dict[str, str], which: list[int]
) -> None:
    found = ask(verb="ListIdentifiers", metadataPrefix="oai_dc", **span)
    assert found.text("//o:header[@status]/o:identifier") == [f"oai:testserver:{gone[at]}" for at in which]


def test_what_is_gone_stands_among_what_is_there(ask: Any, gone: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(endpoint, "HEADERS_MOST", 1)
    parts = harvested(ask, "ListIdentifiers")
    assert [one.rpartition(":")[2] for part in parts for one in part] == ["shenzhen-2023", *gone]


@pytest.mark.parametrize(("spec", "slugs"), [("guangdong", ["guangdong-2024"]), ("beijing", ["beijing-2025"])])
def test_what_is_gone_stays_in_its_sets(ask: Any, gone: list[str], spec: str, slugs: list[str]) -> None:
    found = ask(verb="ListIdentifiers", metadataPrefix="tei", set=spec)
    assert found.text("//o:header[@status]/o:identifier") == [f"oai:testserver:{slug}" for slug in slugs]
    assert spec in ask(verb="ListSets").text("//o:setSpec")


def test_record_that_is_gone_is_a_header_alone(ask: Any, gone: list[str]) -> None:
    for slug in gone:
        found = ask(verb="GetRecord", identifier=f"oai:testserver:{slug}", metadataPrefix="tei")
        assert found.all("//o:header/@status") == ["deleted"]
        assert found.all("//o:metadata") == []


def test_a_report_with_another_address_is_another_record(ask: Any, three: list[Report], admin_user: User) -> None:
    report = three[0]
    editing.edit_header(report, {"slug": "peking-2025"}, admin_user, 0)
    listed = ask(verb="ListIdentifiers", metadataPrefix="oai_dc", from_="2026-02-01")
    assert listed.text("//o:header[@status='deleted']/o:identifier") == ["oai:testserver:beijing-2025"]
    assert listed.text("//o:header[not(@status)]/o:identifier") == ["oai:testserver:peking-2025"]
    old = ask(verb="GetRecord", identifier="oai:testserver:beijing-2025", metadataPrefix="oai_dc")
    assert (old.all("//o:header/@status"), old.all("//o:metadata")) == (["deleted"], [])


def test_nobody_is_told_of_what_never_was_public(ask: Any, gone: list[str]) -> None:
    assert "draft-2022" not in "".join(ask(verb="ListIdentifiers", metadataPrefix="oai_dc").text("//o:identifier"))
    found = ask(verb="GetRecord", identifier="oai:testserver:draft-2022", metadataPrefix="oai_dc")
    assert found.code == "idDoesNotExist"


def test_record_that_changes_meanwhile_comes_again(
    ask: Any, three: list[Report], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(endpoint, "HEADERS_MOST", 2)
    [token] = ask(verb="ListIdentifiers", metadataPrefix="oai_dc").text("//o:resumptionToken")
    Report.objects.filter(pk=three[0].pk).update(changed_at=timezone.now())
    rest = ask(verb="ListIdentifiers", resumptionToken=token).text("//o:identifier")
    assert [one.rpartition(":")[2] for one in rest] == ["shenzhen-2023", "beijing-2025"]


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        ({}, "badVerb"),
        ({"verb": "Identity"}, "badVerb"),
        ({"verb": "Identify", "set": "beijing"}, "badArgument"),
        ({"verb": "GetRecord", "metadataPrefix": "oai_dc"}, "badArgument"),
        ({"verb": "ListRecords"}, "badArgument"),
        ({"verb": "ListRecords", "metadataPrefix": "oai_dc", "from_": "yesterday"}, "badArgument"),
        ({"verb": "ListRecords", "metadataPrefix": "oai_dc", "from_": "2026-02-30"}, "badArgument"),
        (
            {"verb": "ListRecords", "metadataPrefix": "oai_dc", "from_": "2026-01-02", "until": "2026-01-01"},
            "badArgument",
        ),
        (
            {"verb": "ListRecords", "metadataPrefix": "oai_dc", "from_": "2026-01-01", "until": "2026-01-02T00:00:00Z"},
            "badArgument",
        ),
        ({"verb": "ListRecords", "metadataPrefix": "oai dc"}, "badArgument"),
        ({"verb": "ListRecords", "metadataPrefix": "oai_dc", "set": "a::b"}, "badArgument"),
        ({"verb": "ListRecords", "metadataPrefix": "oai_dc", "resumptionToken": "x"}, "badArgument"),
        ({"verb": "ListRecords", "resumptionToken": "x"}, "badResumptionToken"),
        ({"verb": "ListRecords", "resumptionToken": "x" * 5000}, "badResumptionToken"),
        ({"verb": "ListSets", "resumptionToken": "x"}, "badResumptionToken"),
        ({"verb": "ListRecords", "metadataPrefix": "marc"}, "cannotDisseminateFormat"),
        (
            {"verb": "GetRecord", "identifier": "oai:testserver:beijing-2025", "metadataPrefix": "marc"},
            "cannotDisseminateFormat",
        ),
        ({"verb": "GetRecord", "identifier": "oai:testserver:none", "metadataPrefix": "oai_dc"}, "idDoesNotExist"),
        (
            {"verb": "GetRecord", "identifier": "oai:testserver:draft-2022", "metadataPrefix": "oai_dc"},
            "idDoesNotExist",
        ),
        ({"verb": "GetRecord", "identifier": "beijing-2025", "metadataPrefix": "oai_dc"}, "idDoesNotExist"),
        ({"verb": "ListMetadataFormats", "identifier": "oai:testserver:none"}, "idDoesNotExist"),
        ({"verb": "ListRecords", "metadataPrefix": "oai_dc", "from_": "2026-01-04"}, "noRecordsMatch"),
        ({"verb": "ListRecords", "metadataPrefix": "oai_dc", "set": "tianjin"}, "noRecordsMatch"),
        ({"verb": "ListRecords", "metadataPrefix": "oai_dc", "set": "nowhere"}, "noRecordsMatch"),
        ({"verb": "ListRecords", "metadataPrefix": "oai_dc", "set": "level-moon"}, "noRecordsMatch"),
    ],
)
def test_error_has_its_code(ask: Any, three: list[Report], arguments: dict[str, str], code: str) -> None:
    found = ask(**arguments)
    assert found.code == code
    if code in {"badVerb", "badArgument"}:
        assert dict(found.tree.find("o:request", NAMES).attrib) == {}


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("verb=Identify&verb=Identify", "badVerb"),
        ("verb=ListRecords&metadataPrefix=oai_dc&metadataPrefix=tei", "badArgument"),
        ("verb=ListRecords&metadataPrefix=%00", "badArgument"),
        ("verb=GetRecord&metadataPrefix=oai_dc&identifier=%01%3C", "idDoesNotExist"),
    ],
)
def test_error_of_a_query(client: Client, query: str, code: str) -> None:
    assert Answer(client.get(f"{reverse('oai')}?{query}").content).code == code


def test_token_of_another_verb_or_hand_is_refused(ask: Any, three: list[Report]) -> None:
    held = {"v": "ListRecords", "p": "oai_dc", "s": "", "a": ["2026-01-01T00:00:00+00:00", 0], "c": 0}
    ours = signing.dumps(held, salt=asked.SALT)
    assert ask(verb="ListRecords", resumptionToken=ours).code == ""
    assert ask(verb="ListIdentifiers", resumptionToken=ours).code == "badResumptionToken"
    assert ask(verb="ListRecords", resumptionToken=f"{ours}x").code == "badResumptionToken"
    assert ask(verb="ListRecords", resumptionToken=signing.dumps(held, salt="other")).code == "badResumptionToken"


def test_post_is_answered_as_get(client: Client, three: list[Report]) -> None:
    client.handler.enforce_csrf_checks = True
    found = Answer(client.post(reverse("oai"), {"verb": "ListRecords", "metadataPrefix": "oai_dc"}).content)
    assert len(found.all("//o:record")) == 3
    assert client.put(reverse("oai")).status_code == 405


def test_texts_that_xml_cannot_hold_are_written(ask: Any, three: list[Report]) -> None:
    Report.objects.filter(slug="beijing-2025").update(title_zh="a\x08<b>&", session_en=f'"c"{NUL}')
    found = ask(verb="GetRecord", identifier="oai:testserver:beijing-2025", metadataPrefix="oai_dc")
    assert found.text("//dc:title")[0] == "a<b>&"


def test_list_takes_few_queries(client: Client, three: list[Report]) -> None:
    with CaptureQueriesContext(connection) as queries:
        client.get(reverse("oai"), {"verb": "ListRecords", "metadataPrefix": "oai_dc"})
    assert len(queries) == 6
