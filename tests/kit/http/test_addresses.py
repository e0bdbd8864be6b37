"""Which addresses the door visits, and which it never does."""

from __future__ import annotations

import asyncio
import socket

import pytest

from svizho.errors import SettingsError
from svizho.kit.http import AddressGuard, is_public
from svizho.kit.http.addresses import GuardedResolver
from svizho.kit.http.values import Refused

split = str.split
PRIVATE = split("""
127.0.0.1 127.255.255.254 0.0.0.0 0.1.2.3 10.0.0.1 172.16.0.1 172.31.255.255 192.168.1.1 100.64.0.1 100.127.0.1
169.254.169.254 192.0.0.8 192.0.2.1 198.18.0.1 198.51.100.7 203.0.113.9 224.0.0.1 239.1.1.1 240.0.0.1
255.255.255.255 192.88.99.1
:: ::1 fe80::1 fe80::1%eth0 fc00::1 fd12:3456::1 ff02::1 2001:db8::1 2001::1 2001:10::1 3fff::1 100::1 fec0::1
::ffff:127.0.0.1 ::ffff:10.0.0.1 ::127.0.0.1 64:ff9b::7f00:1 64:ff9b::a00:1 64:ff9b:1::808:808
2002:7f00:1:: 2002:c0a8:101::1 2002:a9fe:a9fe::1 5f00::1 4000::1
""")
PUBLIC = split("""
8.8.8.8 1.1.1.1 172.15.0.1 172.32.0.1 100.63.0.1 100.128.0.1 193.0.14.129 223.255.255.254
2a00:1450:4001::1 2606:4700::1111 ::ffff:8.8.8.8 64:ff9b::808:808 2002:808:808::1
""")


@pytest.mark.parametrize("address", PRIVATE)
def test_private_and_reserved_addresses_are_not_public(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", PUBLIC)
def test_addresses_of_the_internet_are_public(address: str) -> None:
    assert is_public(address)


def test_what_is_no_address_is_not_public() -> None:
    assert not is_public("example.org")
    assert not is_public("")


@pytest.mark.parametrize(
    ("url", "kind"),
    [
        ("http://127.0.0.1/", "address"),
        ("http://[::1]/", "address"),
        ("http://[::ffff:127.0.0.1]/", "address"),
        ("http://[fe80::1%25eth0]/", "address"),
        ("http://169.254.169.254/latest/meta-data/", "address"),
        ("http://2130706433/", "address"),
        ("http://0x7f000001/", "address"),
        ("http://0x7f.0.0.1/", "address"),
        ("http://0177.0.0.1/", "address"),
        ("http://127.1/", "address"),
        ("http://127.0.0.1./", "address"),
        ("http://１２７.０.０.１/", "address"),
        ("http://134744072/", "address"),
        ("http://example.org:22/", "address"),
        ("http://example.org:6379/", "address"),
        ("http://user:secret@example.org/", "url"),
        ("http://user@127.0.0.1/", "url"),
        ("ftp://example.org/", "url"),
        ("file:///etc/passwd", "url"),
        ("gopher://example.org/", "url"),
        ("//example.org/", "url"),
        ("example.org", "url"),
        ("", "url"),
        ("http://", "url"),
        ("http:///path", "url"),
        ("http://[::1", "url"),
        ("http://example.org:99999/", "url"),
        ("http://exa mple.org/", "url"),
        ("http://a..b/", "url"),
        ("http://" + "a" * 9000, "url"),
        ("http://" + "a" * 300 + ".org/", "url"),
    ],
)
def test_urls_that_are_refused_before_anything_is_looked_up(url: str, kind: str) -> None:
    with pytest.raises(Refused) as caught:
        AddressGuard().url(url)
    assert caught.value.kind == kind
    assert caught.value.lasting


@pytest.mark.parametrize(
    "url", ["http://example.org/", "https://example.org:8443/a?b=1", "http://8.8.8.8/", "https://їжак.укр/"]
)
def test_urls_of_sites_pass(url: str) -> None:
    assert AddressGuard().url(url).scheme in {"http", "https"}


def test_fragment_is_dropped() -> None:
    assert str(AddressGuard().url("http://example.org/a#b")) == "http://example.org/a"


def test_open_address_is_exact() -> None:
    guard = AddressGuard(["127.0.0.1:8123", "[::1]:9000", "localhost:7000"])
    assert str(guard.url("http://127.0.0.1:8123/x")).endswith(":8123/x")
    assert guard.url("http://[0:0:0:0:0:0:0:1]:9000/")
    assert guard.url("http://LOCALHOST:7000/")
    for other in ("http://127.0.0.1:8124/", "http://127.0.0.2:8123/", "http://[::1]:8123/"):
        with pytest.raises(Refused):
            guard.url(other)


@pytest.mark.parametrize(
    "text", ["127.0.0.1", "http://127.0.0.1:80", "127.0.0.1:0", "127.0.0.1:99999", ":80", "a b:80"]
)
def test_open_address_of_another_form_is_a_settings_error(text: str) -> None:
    with pytest.raises(SettingsError, match="host:port"):
        AddressGuard([text])


def test_resolver_hands_on_public_addresses_only() -> None:
    async def lookup(host: str, port: int) -> list[str]:
        return ["10.0.0.1", "8.8.8.8", "::1", "2606:4700::1111", "8.8.8.8"]

    found = asyncio.run(GuardedResolver(AddressGuard(), lookup).resolve("example.org", 443))
    assert [(entry["host"], entry["family"]) for entry in found] == [
        ("8.8.8.8", socket.AF_INET),
        ("2606:4700::1111", socket.AF_INET6),
    ]


def test_rebinding_name_is_judged_at_each_lookup() -> None:
    answers = iter([["8.8.8.8"], ["127.0.0.1"], ["169.254.169.254", "fd00::1"]])

    async def lookup(host: str, port: int) -> list[str]:
        return next(answers)

    resolver = GuardedResolver(AddressGuard(), lookup)
    assert asyncio.run(resolver.resolve("rebind.example", 80))[0]["host"] == "8.8.8.8"
    for _ in range(2):
        with pytest.raises(Refused, match=r"rebind\.example"):
            asyncio.run(resolver.resolve("rebind.example", 80))


def test_socket_is_the_last_check_even_if_a_resolver_lied() -> None:
    guard = AddressGuard(["127.0.0.1:8123"])
    with pytest.raises(OSError, match="not a public address"):
        guard.socket_for((socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", 80)))
    guard.socket_for((socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", 8123))).close()
    guard.socket_for((socket.AF_INET, socket.SOCK_STREAM, 6, "", ("8.8.8.8", 80))).close()
