"""Which addresses may be visited: checked on the URL, after each name lookup, and again at the socket."""

from __future__ import annotations

import asyncio
import ipaddress
import re
import socket
from collections.abc import Awaitable, Callable, Iterable, Sequence
from functools import lru_cache
from typing import Any

from aiohttp.abc import AbstractResolver, ResolveResult
from yarl import URL

from svizho.errors import SettingsError
from svizho.kit.http.values import Refused

IPAddress = ipaddress.IPv4Address | ipaddress.IPv6Address
Lookup = Callable[[str, int], Awaitable[Sequence[str]]]

# The ports on which public sites are served; all others lead to mail servers, databases and the like.
WEB_PORTS = frozenset({80, 443, 8080, 8443})
# aiohttp and most servers refuse a request line beyond 8,190 characters.
LONGEST_URL = 8_000

# IANA special-purpose registry for IPv4, and multicast and reserved space.
FORBIDDEN_V4 = tuple(
    ipaddress.IPv4Network(block)
    for block in (
        "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12",
        "192.0.0.0/24", "192.0.2.0/24", "192.31.196.0/24", "192.52.193.0/24", "192.88.99.0/24",
        "192.168.0.0/16", "192.175.48.0/24", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24",
        "224.0.0.0/4", "240.0.0.0/4",
    )
)  # fmt: skip
# Of IPv6 only global unicast is public, without its special-purpose blocks (benchmarking, ORCHID, Teredo,
# documentation). 6to4, NAT64 and mapped addresses are judged by the IPv4 address inside them.
GLOBAL_V6 = ipaddress.IPv6Network("2000::/3")
FORBIDDEN_V6 = tuple(
    ipaddress.IPv6Network(block) for block in ("2001::/23", "2001:db8::/32", "2620:4f:8000::/48", "3fff::/20")
)
MAPPED_V6 = ipaddress.IPv6Network("::ffff:0:0/96")
NAT64_V6 = ipaddress.IPv6Network("64:ff9b::/96")
SIX_TO_FOUR = ipaddress.IPv6Network("2002::/16")

# Hosts that inet_aton would read as a number (decimal, octal, hex, short forms): only the plain dotted quad
# is taken for an address, the others are nobody's honest spelling.
NUMBER_HOST = re.compile(r"(0x[0-9a-f]*|[0-9]+)(\.(0x[0-9a-f]*|[0-9]+))*\.?", re.IGNORECASE)
NAME_HOST = re.compile(r"[a-z0-9_-]{1,63}(\.[a-z0-9_-]{1,63})*\.?", re.IGNORECASE)

FORBIDDEN_WORDS = "leads to a private or reserved network address, and those are not visited."
# Every request judges its address three times over; an address stays what it is, and a pair is some 200 bytes.
ADDRESSES_REMEMBERED = 20_000
# Put into the OSError of the last check, so that the refusal can be told from a firewall's.
SOCKET_MARK = "not a public address"


def _embedded_v4(address: ipaddress.IPv6Address) -> ipaddress.IPv4Address | None:
    number = int(address)
    if address in MAPPED_V6 or address in NAT64_V6:
        return ipaddress.IPv4Address(number & 0xFFFFFFFF)
    if address in SIX_TO_FOUR:
        return ipaddress.IPv4Address((number >> 80) & 0xFFFFFFFF)
    return None


@lru_cache(maxsize=ADDRESSES_REMEMBERED)
def is_public(text: str) -> bool:
    """Say whether an IP address belongs to the public internet; anything that is no address does not."""
    try:
        address: IPAddress = ipaddress.ip_address(text)
    except ValueError:
        return False
    if isinstance(address, ipaddress.IPv4Address):
        return not any(address in block for block in FORBIDDEN_V4)
    if address.scope_id is not None:
        return False
    inner = _embedded_v4(address)
    if inner is not None:
        return is_public(str(inner))
    return address in GLOBAL_V6 and not any(address in block for block in FORBIDDEN_V6)


@lru_cache(maxsize=ADDRESSES_REMEMBERED)
def _as_literal(host: str) -> str | None:
    try:
        return str(ipaddress.ip_address(host))
    except ValueError:
        return None


def _split_open_address(text: str) -> tuple[str, int]:
    match = re.fullmatch(r"(\[[0-9a-fA-F:.]+\]|[^\s:/\[\]]+):(\d{1,5})", text.strip())
    if match is None or not 0 < int(match[2]) < 65536:
        raise SettingsError(f"an open address is written host:port (127.0.0.1:8123), not {text!r}")
    host = match[1].strip("[]").lower()
    return _as_literal(host) or host, int(match[2])


async def system_lookup(host: str, port: int) -> Sequence[str]:
    """Ask the system for the addresses of a name; raises socket.gaierror."""
    found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return [str(entry[4][0]) for entry in found]


class AddressGuard:
    """Knows which URLs and addresses may be visited.

    `open_addresses` are exact "host:port" strings that are let through whatever they are; nothing else
    that is not public is. Raises SettingsError when one is not of that form.
    """

    def __init__(self, open_addresses: Iterable[str] = ()) -> None:
        self._open = frozenset(_split_open_address(text) for text in open_addresses)
        self._opened: set[tuple[str, int]] = {pair for pair in self._open if _as_literal(pair[0])}

    def permits(self, address: str) -> bool:
        """Say whether an IP address that is not explicitly open may be connected to."""
        return is_public(address)

    def has_web_port(self, port: int) -> bool:
        """Say whether public sites are served on this port."""
        return port in WEB_PORTS

    def is_open(self, host: str, port: int) -> bool:
        """Say whether this very host and port were opened in the settings."""
        return (_as_literal(host) or host.lower(), port) in self._open

    def url(self, text: str) -> URL:
        """Turn text into a URL that may be asked for; raises Refused (url, address)."""
        url = _parsed(text)
        host, port = url.raw_host or "", url.port or 0
        if self.is_open(host, port):
            return url
        if not self.has_web_port(port):
            raise Refused("address", f"{host}:{port} is not a port on which sites are served.", lasting=True)
        literal = _as_literal(host)
        if literal is not None:
            if not self.permits(literal):
                raise Refused("address", f"{host} {FORBIDDEN_WORDS}", lasting=True)
        elif NUMBER_HOST.fullmatch(host):
            raise Refused("address", f"{host} hides an address behind a number.", lasting=True)
        return url

    def choose(self, host: str, port: int, addresses: Iterable[str]) -> list[str]:
        """Keep the addresses of a looked-up name that may be visited; raises Refused when none may."""
        wanted = list(dict.fromkeys(addresses))
        if self.is_open(host, port):
            self._opened.update((address, port) for address in wanted)
            return wanted
        chosen = [address for address in wanted if self.permits(address)]
        if not chosen:
            raise Refused("address", f"{host} {FORBIDDEN_WORDS}", lasting=True)
        return chosen

    def socket_for(self, info: tuple[Any, ...]) -> socket.socket:
        """Make the socket for an address about to be connected to: the last check; raises OSError."""
        family, kind, protocol, _, address = info
        host, port = str(address[0]), int(address[1])
        if not (self.permits(host) or (_as_literal(host) or host, port) in self._opened):
            raise OSError(f"{host} is {SOCKET_MARK}")
        made = socket.socket(family=family, type=kind, proto=protocol)
        made.setblocking(False)
        return made


def _parsed(text: str) -> URL:
    if len(text) > LONGEST_URL:
        raise Refused("url", f"An address of {len(text)} characters is too long.", lasting=True)
    try:
        url = URL(text.strip()).with_fragment(None)
        port = url.port
    except (ValueError, TypeError) as error:
        raise Refused("url", f"{shown(text)} is not a web address: {error}.", lasting=True) from error
    if url.scheme not in {"http", "https"} or not url.raw_host or not port:
        raise Refused("url", f"{shown(text)} is not a web address (http or https).", lasting=True)
    if url.raw_user is not None or url.raw_password is not None:
        raise Refused("url", "An address with a name and password in it is not fetched.", lasting=True)
    if _as_literal(url.raw_host) is None and not NAME_HOST.fullmatch(url.raw_host):
        raise Refused("url", f"{shown(text)} has no proper host name.", lasting=True)
    return url


def shown(text: str) -> str:
    """Make a stranger's text fit to stand inside a sentence: printable and short."""
    return "".join(letter if letter.isprintable() else "?" for letter in text[:100])


class GuardedResolver(AbstractResolver):
    """Looks names up and hands on only what the guard lets through, so the checked address is the visited."""

    def __init__(self, guard: AddressGuard, lookup: Lookup = system_lookup) -> None:
        self._guard = guard
        self._lookup = lookup

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        """Give the visitable addresses of a host; raises OSError (no such name) or Refused."""
        chosen = self._guard.choose(host, port, await self._lookup(host, port))
        return [
            ResolveResult(
                hostname=host,
                host=address,
                port=port,
                family=socket.AF_INET6 if ":" in address else socket.AF_INET,
                proto=socket.IPPROTO_TCP,
                flags=socket.AI_NUMERICHOST,
            )
            for address in chosen
        ]

    async def close(self) -> None:
        """Nothing is held open."""
