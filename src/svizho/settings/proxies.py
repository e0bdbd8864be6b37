"""Which headers of a reverse proxy are believed: those of the proxies the owner trusts, nobody else's."""

from __future__ import annotations

import ipaddress
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from svizho.settings.site import site_settings

Network = ipaddress.IPv4Network | ipaddress.IPv6Network
FORWARDED = ("HTTP_X_FORWARDED_FOR", "HTTP_X_FORWARDED_PROTO", "HTTP_X_FORWARDED_HOST", "HTTP_X_FORWARDED_PORT")


class TrustedProxies:
    """Middleware: takes the reader's address and scheme from a trusted proxy, and drops what others claim."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Wrap the rest of the site."""
        self.get_response = get_response
        self.trusted = [ipaddress.ip_network(one, strict=False) for one in site_settings().web.trusted_proxies]

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Put the reader's own address into REMOTE_ADDR, then answer."""
        if trusts(self.trusted, request.META.get("REMOTE_ADDR", "")):
            told = request.META.get("HTTP_X_FORWARDED_FOR", "")
            request.META["REMOTE_ADDR"] = reader(self.trusted, told) or request.META["REMOTE_ADDR"]
        else:
            for name in FORWARDED:
                request.META.pop(name, None)
        return self.get_response(request)


def trusts(trusted: list[Network], address: str) -> bool:
    """Say whether an address is a trusted proxy's."""
    try:
        return any(ipaddress.ip_address(address.strip()) in network for network in trusted)
    except ValueError:
        return False


def reader(trusted: list[Network], forwarded: str) -> str:
    """Give the last address of X-Forwarded-For that no trusted proxy has: what stands before it anybody may write."""
    hops = [hop.strip() for hop in forwarded.split(",")]
    last = next((hop for hop in reversed(hops) if not trusts(trusted, hop)), "")
    try:
        return str(ipaddress.ip_address(last))
    except ValueError:
        return ""
