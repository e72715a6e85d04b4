"""The download of the whole archive."""

from __future__ import annotations

import hashlib
import io
import zipfile
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django.fixtures import Settings

from reports import bundles
from reports.bundles import kept
from reports.models import Report
from tests.factories import report_of

pytestmark = pytest.mark.django_db
FILE = "/download/archive.zip"


@pytest.fixture(autouse=True)
def bundles_folder(settings: Settings, tmp_path: Path) -> None:
    settings.DATA_DIR = tmp_path


@pytest.fixture
def bundle() -> bundles.Bundle:
    report_of()
    return bundles.build("https://a.example/")


def body(answer: object) -> bytes:
    return b"".join(answer.streaming_content)  # type: ignore[attr-defined]


def test_page_says_what_is_in_it(client: Client, bundle: bundles.Bundle) -> None:
    page = client.get(reverse("download")).content.decode()
    assert bundle.sha256 in page
    for name in bundles.NAMES:
        assert name in page
    assert "It holds 1 report." in page
    assert "It has 8 paragraphs." in page


def test_page_before_there_is_one(client: Client) -> None:
    page = client.get(reverse("download"))
    assert page.status_code == 200
    assert "is being made" in page.content.decode()
    for name in ("download-file", "download-manifest", "download-checksums"):
        answer = client.get(reverse(name))
        assert answer.status_code == 503
        assert answer["Retry-After"] == "30"


ADDRESSES = (FILE, "/download/manifest.json", "/download/SHA256SUMS")


@pytest.mark.parametrize("status", ["draft", "reviewed", "archived", "erased"])
def test_report_that_is_taken_back_is_had_no_more(client: Client, bundle: bundles.Bundle, status: str) -> None:
    report = Report.objects.get()
    if status == "erased":
        report.delete()
    else:
        Report.objects.update(status=status)
    known = {"if-none-match": f'"{bundle.sha256}"', "range": "bytes=0-9"}
    for address in ADDRESSES:
        answer = client.get(address, headers=known)
        assert (answer.status_code, answer["Retry-After"]) == (503, "30")
    page = client.get(reverse("download"))
    assert bundle.sha256 not in page.content.decode()
    assert "is being made" in page.content.decode()


def test_report_that_is_public_again_is_had_again(client: Client, bundle: bundles.Bundle) -> None:
    for status, code in (("draft", 503), ("published", 200)):
        Report.objects.update(status=status)
        assert client.head(FILE).status_code == code


def test_without_the_report_that_was_taken_back_it_is_had_again(client: Client, bundle: bundles.Bundle) -> None:
    report_of(slug="shanghai-2020", place="shanghai", year=2020)
    Report.objects.filter(slug="beijing-2025").update(status="draft")
    assert client.get(FILE).status_code == 503
    bundles.build("https://a.example/")
    with zipfile.ZipFile(io.BytesIO(body(client.get(FILE)))) as archive:
        table = archive.read("reports.csv").decode()
    assert "shanghai-2020" in table
    assert "beijing-2025" not in table


def test_whoever_keeps_it_asks_each_time(client: Client, bundle: bundles.Bundle) -> None:
    assert client.head(FILE)["Cache-Control"] == "public, no-cache"


def test_page_says_how_far_the_next_one_is(client: Client, bundle: bundles.Bundle) -> None:
    kept.tell(42)
    with kept.holding():
        assert 'value="42"' in client.get(reverse("download")).content.decode()
    assert "<progress" not in client.get(reverse("download")).content.decode()


def test_file_is_whole(client: Client, bundle: bundles.Bundle) -> None:
    answer = client.get(FILE, headers={"accept-encoding": "gzip"})
    assert hashlib.sha256(body(answer)).hexdigest() == bundle.sha256
    assert answer["Content-Length"] == str(bundle.size)
    assert answer["Content-Type"] == "application/zip"
    assert answer["Accept-Ranges"] == "bytes"
    assert "Content-Encoding" not in answer
    assert "government-work-reports-20" in answer["Content-Disposition"]


@pytest.mark.parametrize(
    ("wanted", "stretch"),
    [
        ("bytes=0-9", slice(0, 10)),
        ("bytes=5-", slice(5, None)),
        ("bytes=-7", slice(-7, None)),
        ("bytes=10-999999999", slice(10, None)),
    ],
)
def test_part_of_the_file(client: Client, bundle: bundles.Bundle, wanted: str, stretch: slice) -> None:
    whole = bundle.path.read_bytes()
    answer = client.get(FILE, headers={"range": wanted, "if-range": f'"{bundle.sha256}"'})
    start, end, _step = stretch.indices(len(whole))
    assert answer.status_code == 206
    assert body(answer) == whole[stretch]
    assert answer["Content-Range"] == f"bytes {start}-{end - 1}/{len(whole)}"
    assert answer["Content-Length"] == str(end - start)


@pytest.mark.parametrize("wanted", ["bytes=999999999-", "bytes=-0"])
def test_part_that_is_not_there(client: Client, bundle: bundles.Bundle, wanted: str) -> None:
    answer = client.get(FILE, headers={"range": wanted})
    assert answer.status_code == 416
    assert answer["Content-Range"] == f"bytes */{bundle.size}"


@pytest.mark.parametrize("wanted", ["bytes=5-2", "bytes=-", "bytes=0-1,3-4", "lines=1-2"])
def test_range_that_is_none_brings_the_whole(client: Client, bundle: bundles.Bundle, wanted: str) -> None:
    answer = client.get(FILE, headers={"range": wanted})
    assert answer.status_code == 200
    assert len(body(answer)) == bundle.size


def test_part_of_another_version_brings_the_whole(client: Client, bundle: bundles.Bundle) -> None:
    answer = client.get(FILE, headers={"range": "bytes=5-", "if-range": '"older"'})
    assert answer.status_code == 200
    assert len(body(answer)) == bundle.size


def test_head_has_the_size_and_no_body(client: Client, bundle: bundles.Bundle) -> None:
    answer = client.head(FILE)
    assert (answer["Content-Length"], answer.content) == (str(bundle.size), b"")


def test_file_that_is_had_already_is_not_sent_again(client: Client, bundle: bundles.Bundle) -> None:
    assert client.get(FILE, headers={"if-none-match": f'"{bundle.sha256}"'}).status_code == 304


def test_manifest_and_checksums_can_be_had_alone(client: Client, bundle: bundles.Bundle) -> None:
    manifest = client.get(reverse("download-manifest"))
    assert manifest["Content-Type"] == "application/json"
    assert manifest.json()["archive"]["sha256"] == bundle.sha256
    assert client.get(reverse("download-checksums")).content.decode() == f"{bundle.sha256}  archive.zip\n"
