"""Signatures of WebSub: `X-Hub-Signature: method=hex`, an HMAC of the body with the subscription's secret."""

from __future__ import annotations

import hashlib
import hmac

# The methods that W3C WebSub, section 7, allows. SHA-1 is weak for documents, not for an HMAC with a secret of ours.
METHODS = ("sha1", "sha256", "sha384", "sha512")


def signature_of(body: bytes, secret: str, method: str = "sha256") -> str:
    """Sign a body, as the header spells it; raises ValueError for a method that is none of METHODS."""
    if method not in METHODS:
        raise ValueError(f"no such method: {method}")
    return f"{method}={hmac.new(secret.encode(), body, getattr(hashlib, method)).hexdigest()}"


def is_signed(body: bytes, secret: str, header: str) -> bool:
    """Say whether a header is the body's signature; compared in constant time. A missing secret fits nothing."""
    method, _, given = header.strip().partition("=")
    if not secret or method.lower() not in METHODS or not given.isascii():
        return False
    wanted = signature_of(body, secret, method.lower()).partition("=")[2]
    return hmac.compare_digest(wanted.encode(), given.strip().lower().encode())
