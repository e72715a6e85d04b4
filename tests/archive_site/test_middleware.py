import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory

from archive_site import middleware
from tests.addresses import ABOUT


@pytest.mark.django_db
def test_head_has_the_headers_of_get_and_no_body(client: Client) -> None:
    head, get = client.head(ABOUT), client.get(ABOUT)
    assert head.content == b""
    assert (head.status_code, head["Content-Type"]) == (get.status_code, get["Content-Type"])


@pytest.mark.parametrize(
    ("query", "asked"), [("q=%00", ""), ("q=a%00b", "ab"), ("q=a%0%000b", "ab"), ("q=%2500", "%00"), ("q=%C4%80", "Ā")]
)
def test_no_view_is_asked_for_nul(query: str, asked: str) -> None:
    seen: list[str] = []

    def view(request: HttpRequest) -> HttpResponse:
        seen.append(request.GET["q"])
        return HttpResponse()

    middleware.without_nul(view)(RequestFactory().get(f"/?{query}"))
    assert seen == [asked]


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["q", "place", "places", "speaker", "kind", "level", "year", "years", "sort", "page"])
def test_nul_in_a_search_is_no_fault(client: Client, name: str) -> None:
    # Led on to the address without what says nothing.
    assert client.get(f"/en/search/?{name}=%00x").status_code in {200, 302, 404}
