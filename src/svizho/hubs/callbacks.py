"""Where hubs reach us, and whether they can at all."""

from __future__ import annotations

from urllib.parse import urlsplit

from svizho.kit.http import AddressGuard, is_public
from svizho.settings import Settings

# Names that no hub outside can look up (RFC 6761, RFC 6762, RFC 8375, and what routers give out).
_INWARD = ("localhost", "local", "internal", "lan", "home.arpa", "intranet")


def callback_base(settings: Settings) -> str:
    """Give the address under which hubs reach us, without a slash at the end."""
    return (settings.push.callback_url or settings.site.base_url).rstrip("/")


def callback_url(settings: Settings, token: str, *, cloud: bool = False) -> str:
    """Give the callback of a subscription."""
    return f"{callback_base(settings)}/push/{'cloud/' if cloud else ''}{token}"


def is_outward(url: str) -> bool:
    """Say whether the world can reach an address, as far as the address itself tells."""
    host = (_host_of(url) or "").rstrip(".").lower()
    if (host and host.replace(".", "").isdigit()) or ":" in host:
        return is_public(host)
    return "." in host and not host.endswith(tuple(f".{name}" for name in _INWARD))


def why_unreachable(settings: Settings, hub: str) -> str:
    """Say in words why `hub` could not reach us; "" where it can.

    A hub on an opened address is a neighbour on this machine or network and reaches us wherever we are.
    """
    if not settings.push.subscribe:
        return "subscriptions are switched off (setting push.subscribe)"
    base = callback_base(settings)
    if is_outward(base) or _is_neighbour(settings, hub):
        return ""
    return f"the site has no public address: hubs cannot reach {base} (settings site.base_url, push.callback_url)"


def _is_neighbour(settings: Settings, hub: str) -> bool:
    try:
        parts = urlsplit(hub)
        port = parts.port or (443 if parts.scheme == "https" else 80)
    except ValueError:
        return False
    return AddressGuard(settings.fetching.open_addresses).is_open(parts.hostname or "", port)


def _host_of(url: str) -> str | None:
    try:
        return urlsplit(url).hostname
    except ValueError:
        return None
