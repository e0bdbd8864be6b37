"""Pages for what went wrong say so in the reader's language and need nothing that may be broken."""

from __future__ import annotations

from typing import NoReturn

import pytest
from django.db import OperationalError
from django.test import Client

from svizho.web import frame
from svizho.web.views import lists

pytestmark = pytest.mark.django_db


def away(*_: object, **__: object) -> NoReturn:
    raise OperationalError("connection refused: secret-host")


def test_a_page_that_is_not_there(client: Client) -> None:
    response = client.get("/nema/takoi")
    assert response.status_code == 404
    assert "Ця сторінка вже не свіжа" in response.content.decode()
    assert "This page is no longer fresh" in client.get("/en/no/such").content.decode()


def test_a_bug_is_owned_up_to(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lists, "by_day", away)
    response = Client(raise_request_exception=False).get("/latest")
    text = response.content.decode()
    assert response.status_code == 500
    assert "Тут щось зламалося" in text
    assert "secret-host" not in text


def test_errors_are_shown_without_a_database(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(frame, "last_update", away)
    client = Client(raise_request_exception=False)
    response = client.get("/en/latest")
    assert response.status_code == 500
    assert "Something broke here" in response.content.decode()
    response = client.get("/nema/takoi")
    assert response.status_code == 404
    assert "data-after" not in response.content.decode()


def test_a_request_from_a_host_that_is_not_ours(client: Client) -> None:
    response = client.get("/", headers={"host": "evil.example"})
    assert response.status_code == 400
    assert response.content == b"Bad request\n"
