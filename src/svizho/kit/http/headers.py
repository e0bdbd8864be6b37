"""Headers both ways: ours made safe, theirs made small."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from svizho.kit.http.bodies import ACCEPT_ENCODING
from svizho.kit.http.values import Refused, Request

# RFC 9110 section 5.6.2 (token) and 5.5 (field value: visible characters, space, tab; no control characters).
TOKEN = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]{1,100}")
VALUE = re.compile(r"[\t\x20-\x7e\x80-\xff]{0,4000}")
# These steer the connection or the coding of the body, or carry what we do not keep.
NOT_OURS = frozenset(
    (
        *("host", "connection", "content-length", "transfer-encoding", "te", "trailer", "upgrade"),
        *("expect", "accept-encoding", "cookie", "keep-alive"),
    )
)
# A validator longer than this is no validator; real ETags are under a hundred characters.
LONGEST_VALIDATOR = 1_000
# What is kept of an answer's headers; a news site sends 20 to 60 of them, 5 KB in all.
MOST_HEADERS = 128
HEADER_BYTES = 65_536


def is_safe_value(value: str) -> bool:
    """Say whether text can stand as a header value and nothing more: no line breaks or control characters."""
    return VALUE.fullmatch(value) is not None


def is_header_name(name: str) -> bool:
    """Say whether text can be the name of a header."""
    return TOKEN.fullmatch(name) is not None


def is_forbidden_header(name: str) -> bool:
    """Say whether a header steers the connection or the coding of the body, so that no caller may set it."""
    return name.lower() in NOT_OURS or name.lower().startswith("proxy-")


def request_headers(request: Request, *, agent: str, same_site: bool = True) -> dict[str, str]:
    """Build the headers to send; raises Refused (url) for extra headers that are not safe.

    On another site than the one first asked (`same_site` false) extra headers stay at home, since they may
    carry a key; only User-Agent and Accept-Language go along. Unsafe validators are left out: they came
    from a server, and without them we merely get the whole body.
    """
    headers = {"User-Agent": agent, "Accept-Encoding": ACCEPT_ENCODING}
    if is_safe_value(request.accept):
        headers["Accept"] = request.accept
    for name, value in (("If-None-Match", request.etag), ("If-Modified-Since", request.last_modified)):
        if value and len(value) <= LONGEST_VALIDATOR and is_safe_value(value):
            headers[name] = value
    for name, value in request.headers:
        _check_extra(name, value)
        if same_site or name.lower() in {"user-agent", "accept-language"}:
            _put(headers, name, value)
    return headers


def _check_extra(name: str, value: str) -> None:
    if not is_header_name(name) or is_forbidden_header(name):
        raise Refused("url", f"The extra header {name[:100]!a} cannot be sent.", lasting=True)
    if not is_safe_value(value):
        raise Refused("url", f"The extra header {name} holds characters no header may hold.", lasting=True)


def _put(headers: dict[str, str], name: str, value: str) -> None:
    for known in [known for known in headers if known.lower() == name.lower()]:
        del headers[known]
    headers[name] = value


def kept_headers(pairs: Iterable[tuple[str, str]]) -> Mapping[str, str]:
    """Keep an answer's headers: lower-case names, repeated ones joined by ", ", no cookies, 64 KB at most."""
    kept: dict[str, str] = {}
    size = 0
    for count, (name, value) in enumerate(pairs):
        size += len(name) + len(value)
        if count >= MOST_HEADERS or size > HEADER_BYTES:
            break
        name, value = name.lower(), _printable(value)
        if name != "set-cookie":
            kept[name] = f"{kept[name]}, {value}" if name in kept else value
    return kept


def _printable(value: str) -> str:
    # aiohttp hands bytes that are not UTF-8 on as surrogates, which no database takes.
    return value.encode("utf-8", "surrogateescape").decode("utf-8", "replace").replace("\0", "")
