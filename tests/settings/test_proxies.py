"""Only trusted proxies speak for others."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from svizho.settings import site_settings
from svizho.settings.proxies import TrustedProxies


def seen(settings: object, trusted: tuple[str, ...], address: str, **headers: str) -> HttpRequest:
    site = site_settings()
    settings.SVIZHO = replace(site, web=replace(site.web, trusted_proxies=trusted))  # type: ignore[attr-defined]
    request = RequestFactory().get("/", REMOTE_ADDR=address, **headers)
    TrustedProxies(lambda request: HttpResponse())(request)
    return request


def test_nobody_is_believed_by_default(settings: object) -> None:
    request = seen(settings, (), "127.0.0.1", HTTP_X_FORWARDED_FOR="203.0.113.9", HTTP_X_FORWARDED_PROTO="https")
    assert request.META["REMOTE_ADDR"] == "127.0.0.1"
    assert "HTTP_X_FORWARDED_PROTO" not in request.META


@pytest.mark.parametrize(
    ("told", "address"),
    [
        ("203.0.113.9", "203.0.113.9"),
        ("6.6.6.6, 203.0.113.9", "203.0.113.9"),  # what stands before the last stranger anybody may have written
        ("6.6.6.6, 203.0.113.9, 10.1.1.1", "203.0.113.9"),
        ("2001:db8::7", "2001:db8::7"),
        ("nonsense", "10.0.0.5"),
        ("", "10.0.0.5"),
        ("10.0.0.9", "10.0.0.5"),
    ],
)
def test_a_trusted_proxy_speaks_for_the_reader(settings: object, told: str, address: str) -> None:
    request = seen(settings, ("10.0.0.0/8",), "10.0.0.5", HTTP_X_FORWARDED_FOR=told, HTTP_X_FORWARDED_PROTO="https")
    assert request.META["REMOTE_ADDR"] == address
    assert request.META["HTTP_X_FORWARDED_PROTO"] == "https"


def test_a_stranger_cannot_pose_as_a_proxy(settings: object) -> None:
    request = seen(settings, ("10.0.0.0/8",), "203.0.113.9", HTTP_X_FORWARDED_FOR="1.1.1.1")
    assert request.META["REMOTE_ADDR"] == "203.0.113.9"
    assert "HTTP_X_FORWARDED_FOR" not in request.META
