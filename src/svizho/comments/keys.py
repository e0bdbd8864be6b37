"""Keyed hashes by which people, addresses and texts are known again without being kept."""

from __future__ import annotations

import ipaddress
import secrets

from django.utils.crypto import salted_hmac

from svizho.screening import letters_of

# Hexadecimal digits kept of a hash: 128 bits, far beyond chance meetings.
DIGITS = 32

# One customer has one IPv4 address, or one IPv6 network of 64 bits; a neighbourhood has 24 and 48 of them.
ADDRESS_BITS = {4: 32, 6: 64}
NETWORK_BITS = {4: 24, 6: 48}


def new_person() -> str:
    """Make the key of a person not seen before."""
    return secrets.token_hex(DIGITS // 2)


def address_keys(address: str) -> tuple[str, str]:
    """Give the keyed hashes of an address and of its network; two empty ones where there is no address.

    Without the site's secret nobody can try addresses one by one against them.
    """
    try:
        ip = ipaddress.ip_address(address)
    except ValueError:
        return "", ""
    if isinstance(ip, ipaddress.IPv6Address) and ip.ipv4_mapped:
        ip = ip.ipv4_mapped
    nets = (ipaddress.ip_network((ip, bits[ip.version]), strict=False) for bits in (ADDRESS_BITS, NETWORK_BITS))
    exact, around = (_hash("comments.address", str(net)) for net in nets)
    return exact, around


def text_key(text: str) -> str:
    """Give the hash by which a text is known again, however it is spaced, cased or marked."""
    return _hash("comments.text", "".join(char for char in letters_of(text) if char.isalnum()) or text)


def _hash(salt: str, value: str) -> str:
    return salted_hmac(salt, value, algorithm="sha256").hexdigest()[:DIGITS]
