"""One address is one page, whoever asks."""

from __future__ import annotations

import pytest
from django.test import Client
from pytest_django import Settings

DJANGOS, OURS = "django.middleware.locale.LocaleMiddleware", "svizho.web.middleware.LanguageOfAddress"

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _ours(settings: Settings) -> None:
    settings.MIDDLEWARE = [OURS if name == DJANGOS else name for name in settings.MIDDLEWARE]


@pytest.mark.parametrize(("address", "language"), [("/about", "uk"), ("/en/about", "en"), ("/enough", "uk")])
def test_the_address_alone_names_the_language(client: Client, address: str, language: str) -> None:
    client.cookies["django_language"] = "en"
    response = client.get(address, headers={"accept-language": "en"}, follow=True)
    assert response["Content-Language"] == language
    assert f'<html lang="{language}">' in response.content.decode()


def test_caches_may_keep_one_page_for_all(client: Client) -> None:
    assert "Vary" not in client.get("/about").headers
