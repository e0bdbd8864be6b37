"""The only socket out: fetches addresses of strangers, and comes to no harm by it."""

from svizho.kit.http.addresses import AddressGuard, is_public
from svizho.kit.http.door import Door
from svizho.kit.http.headers import is_forbidden_header, is_header_name, is_safe_value
from svizho.kit.http.limits import parse_retry_after
from svizho.kit.http.loops import LoopThread
from svizho.kit.http.values import Refusal, Request, Response

__all__ = [
    "AddressGuard",
    "Door",
    "LoopThread",
    "Refusal",
    "Request",
    "Response",
    "is_forbidden_header",
    "is_header_name",
    "is_public",
    "is_safe_value",
    "parse_retry_after",
]
