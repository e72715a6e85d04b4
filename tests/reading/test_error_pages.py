from __future__ import annotations

import pytest
from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation
from pytest_django import DjangoAssertNumQueries


@pytest.mark.parametrize("language", [code for code, _name in settings.LANGUAGES])
def test_page_of_a_failure_says_its_language(language: str) -> None:
    with translation.override(language):
        assert f'<html lang="{language}">' in render_to_string("500.html")


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["400.html", "403.html", "403_csrf.html", "404.html", "500.html", "503.html"])
def test_error_page_asks_the_database_for_nothing(name: str, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    with django_assert_num_queries(0):
        html = render_to_string(name)
    assert "<h1>" in html
