"""What goes through the door: a request out; a response or a refusal back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from svizho.errors import SvizhoError


@dataclass(frozen=True, slots=True)
class Request:
    """One address to ask for, and how much of our time and memory it may cost.

    `max_bytes` counts the body after decompression; `seconds` is everything on the network, redirects
    included (waiting for a turn at the host is not counted). `etag` and `last_modified` make the request
    conditional. `headers` are extra ones of ours; those that steer the connection itself are refused.
    `tag` is the caller's own mark and comes back untouched.
    """

    url: str
    etag: str = ""
    last_modified: str = ""
    accept: str = "*/*"
    max_bytes: int = 5_000_000
    seconds: float = 20
    headers: tuple[tuple[str, str], ...] = ()
    obey_robots: bool = False
    tag: int = 0


@dataclass(frozen=True, slots=True)
class Response:
    """What a server said, whatever its status; `body` is decompressed.

    `url` is the address after redirects; `moved_to` repeats it only when every redirect on the way was
    permanent (301, 308). `headers` has lower-case names, repeated ones joined by ", ", no cookies. The
    body of an error page may be cut short. `seconds` is the time spent on the network.
    """

    request: Request
    url: str
    moved_to: str | None
    status: int
    headers: Mapping[str, str]
    body: bytes
    seconds: float


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why there is no response: a result, not an error.

    `kind` is one of address, dns, tls, timeout, too_large, redirects, robots, connect, protocol, url, wait.
    `words` is a sentence for a person. `lasting` says that asking again soon will not help. `wait` is how
    many seconds the host asked us to stay away (kind "wait"), 0 when it did not say.
    """

    request: Request
    kind: str
    words: str
    lasting: bool
    wait: float = 0.0


class Refused(SvizhoError):
    """Carries a refusal from deep inside up to the door; never leaves this package."""

    def __init__(self, kind: str, words: str, *, lasting: bool, wait: float = 0.0) -> None:
        super().__init__(words)
        self.kind = kind
        self.words = words
        self.lasting = lasting
        self.wait = wait

    def of(self, request: Request) -> Refusal:
        """Make the refusal that the caller of the door gets."""
        return Refusal(request, self.kind, self.words, self.lasting, self.wait)
