"""A page that is kept: its bytes in each coding, how long it is fresh, and which changes it has to know of."""

from __future__ import annotations

import re
from collections import OrderedDict
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from hashlib import blake2b

from svizho.cache.asgi import Answer
from svizho.cache.encodings import UNPACK, packed, worth_packing
from svizho.cache.keys import Key
from svizho.kit.asgi import Headers

# A surrogate's own instructions (W3C Edge Architecture) are for us and go no further; the rest we write anew.
OURS = frozenset(
    (b"surrogate-control", b"surrogate-key", b"content-length", b"etag", b"vary", b"transfer-encoding", b"connection")
)

# Files under names that hold their hash never change; an hour here only bounds how long a dropped one lies.
LASTING = 3600.0

# Memory that a kept page takes besides its bytes: headers, names, tables (measured: 2.1 to 2.9 KB).
OVERHEAD = 3000

# What a page may differ by, besides what we see to: anything else is not kept.
VARIES = frozenset(("accept-encoding", "cookie", ""))

_SECONDS = {
    name: re.compile(rf"(?:^|[\s,]){name}=(\d{{1,9}})(?:$|[\s,])") for name in ("max-age", "stale-while-revalidate")
}


@dataclass(frozen=True, slots=True)
class Terms:
    """How a page may be kept: seconds fresh, seconds more while a fresh one is made, the changes that end it."""

    fresh: float
    stale: float
    tags: tuple[str, ...]


def terms_of(answer: Answer) -> Terms | None:
    """Read from an answer how it may be kept; None when it may not: only what says so itself is kept.

    That takes 200, `Cache-Control: public`, no cookie set, and `Surrogate-Control` or `immutable`.
    """
    control = answer.header(b"cache-control").lower()
    if answer.status != 200 or "public" not in control or "private" in control or "no-store" in control:
        return None
    if answer.header(b"set-cookie") or answer.header(b"content-encoding"):
        return None
    if not {name.strip() for name in answer.header(b"vary").lower().split(",")} <= VARIES:
        return None
    if told := answer.header(b"surrogate-control").lower():
        tags = tuple(answer.header(b"surrogate-key").split())
        return Terms(_seconds(told, "max-age"), _seconds(told, "stale-while-revalidate"), tags)
    return Terms(LASTING, 0.0, ()) if "immutable" in control else None


def _seconds(control: str, name: str) -> float:
    found = _SECONDS[name].search(control)
    return float(found[1]) if found else 0.0


@dataclass(frozen=True, slots=True)
class Face:
    """A page in one coding: its validator, its headers whole and short (for 304), its bytes."""

    etag: bytes
    headers: Headers
    brief: Headers
    body: bytes


class Kept:
    """A kept page. Its largest form is not stored: whoever reads no brotli is given what is unpacked for them."""

    __slots__ = ("changed_at", "excused_until", "faces", "headers", "made_at", "seen", "size", "stem", "terms")

    def __init__(self, answer: Answer, terms: Terms, *, made_at: float, seen: int) -> None:
        """Keep an answer made at `made_at` (monotonic) that knows of all changes up to number `seen`."""
        kind = answer.header(b"content-type")
        self.terms = terms
        self.made_at = made_at
        # Until then it counts as fresh because making it anew failed.
        self.excused_until = 0.0
        self.seen = seen
        self.headers = [(name, value) for name, value in answer.headers if name not in OURS]
        self.stem = blake2b(answer.body + kind.encode(), digest_size=12).hexdigest()
        self.changed_at = _moment(answer.header(b"last-modified"))
        self.size = OVERHEAD
        self.faces: dict[str, Face] = {}
        coding = "br" if worth_packing(kind, len(answer.body)) else ""
        self._wear(coding, packed(answer.body, coding) if coding else answer.body)

    def face(self, coding: str) -> Face:
        """Give the page in a coding, made when it is first asked for; as it is where compressing gains nothing."""
        if found := self.faces.get(coding):
            return found
        if "br" not in self.faces:
            return self.faces[""]
        plain = UNPACK["br"](self.faces["br"].body)
        return self._wear(coding, packed(plain, coding) if coding else plain)

    def _wear(self, coding: str, body: bytes) -> Face:
        etag = f'"{self.stem}-{coding}"' if coding else f'"{self.stem}"'
        told: Headers = [(b"etag", etag.encode()), (b"vary", b"Accept-Encoding")]
        brief = told + [each for each in self.headers if each[0] in (b"cache-control", b"last-modified", b"expires")]
        written = [(b"content-encoding", coding.encode())] if coding else []
        length = (b"content-length", b"%d" % len(body))
        face = Face(etag.encode(), [*self.headers, *told, *written, length], brief, body)
        self.faces[coding] = face
        self.size += len(body)
        return face


def _moment(text: str) -> float:
    """Read an HTTP date as seconds since 1970; 0 for none."""
    try:
        return parsedate_to_datetime(text).timestamp() if text else 0.0
    except ValueError:
        return 0.0


def unchanged(kept: Kept, face: Face, matches: bytes | None, since: bytes | None) -> bool:
    """Say whether the reader has these bytes already: by If-None-Match, else by If-Modified-Since."""
    if matches is not None:
        told = {each.strip().removeprefix(b"W/") for each in matches.split(b",")}
        return face.etag in told or b"*" in told
    if since is None or not kept.changed_at:
        return False
    return kept.changed_at <= _moment(since.decode("latin-1"))


class Shelf:
    """Kept pages up to a number of bytes; the one not asked for longest goes first."""

    def __init__(self, most: int) -> None:
        """Hold at most `most` bytes."""
        self.most = most
        self.bytes = 0
        self._pages: OrderedDict[Key, Kept] = OrderedDict()

    def __len__(self) -> int:
        return len(self._pages)

    def get(self, key: Key) -> Kept | None:
        """Give a page, if it is kept."""
        if found := self._pages.get(key):
            self._pages.move_to_end(key)
        return found

    def put(self, key: Key, page: Kept) -> None:
        """Keep a page in place of the former; what is larger than a tenth of the shelf is not kept."""
        self.drop(key)
        if page.size > self.most // 10:
            return
        self._pages[key] = page
        self.bytes += page.size
        self._make_room()

    def grew(self, key: Key, page: Kept, by: int) -> None:
        """Count what a page took on since it was put here."""
        if by and self._pages.get(key) is page:
            self.bytes += by
            self._make_room()

    def drop(self, key: Key) -> None:
        """Forget a page."""
        if former := self._pages.pop(key, None):
            self.bytes -= former.size

    def _make_room(self) -> None:
        while self.bytes > self.most:
            _, gone = self._pages.popitem(last=False)
            self.bytes -= gone.size
