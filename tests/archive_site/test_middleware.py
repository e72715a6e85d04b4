import pytest
from django.test import Client

from tests.addresses import ABOUT


@pytest.mark.django_db
def test_head_has_the_headers_of_get_and_no_body(client: Client) -> None:
    head, get = client.head(ABOUT), client.get(ABOUT)
    assert head.content == b""
    assert (head.status_code, head["Content-Type"]) == (get.status_code, get["Content-Type"])
