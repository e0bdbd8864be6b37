"""What an HTTP status that is no success means for a feed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from svizho.diagnosing.values import Diagnosis, wait_words
from svizho.diagnosing.walls import wall_of

_OTHER_AGENT = (
    "Some sites let only known readers in: ask the publisher to admit yours, look for another feed of theirs, or try "
    "`svizho sources set SOURCE --agent ...`"
)
_LOOK_AGAIN = "Look on the publisher's site for the new address; `svizho sources add` finds it if the site names it."

# RFC 9110 section 15, and 429 of RFC 6585, 451 of RFC 7725: (cause, grade, words, advice).
_KNOWN = {
    401: ("password", "hard", "the server asks for a password (401)",
          "If you have a key for this feed, give it: `svizho sources set SOURCE --header 'Authorization: ...'`."),
    402: ("payment", "hard", "the server asks for payment (402)", "Only a subscription of yours can open this feed."),
    403: ("forbidden", "soft", "the server refuses programs like ours (403)", _OTHER_AGENT),
    404: ("missing", "soft", "there is nothing at this address any more (404)", _LOOK_AGAIN),
    406: ("forbidden", "soft", "the server refuses programs like ours (406)", _OTHER_AGENT),
    407: ("password", "hard", "a proxy on the way asks for a password (407)", "Look at this machine's network."),
    410: ("gone", "hard", "the publisher says that this feed is gone for good (410)", _LOOK_AGAIN),
    451: ("legal", "hard", "the server may not show this for legal reasons (451)", ""),
}  # fmt: skip


def of_status(status: int, headers: Mapping[str, str], body: bytes, *, wait: timedelta) -> Diagnosis:
    """Diagnose an answer that is no success; `wait` is what the server asked for, `headers` have lower-case names."""
    if status == 429:
        return _too_often(wait)
    wall = wall_of(headers, body, status=status)
    if wall:
        return behind(wall, status)
    if status in _KNOWN:
        return Diagnosis(*_KNOWN[status])
    if status >= 500:
        return Diagnosis("trouble", "temporary", f"the server is in trouble ({status}){_until(wait)}")
    return Diagnosis("status", "soft", f"the server answered {status}", "")


def behind(wall: str, status: int) -> Diagnosis:
    """Say that a wall against robots stands before the feed."""
    name = wall if wall.startswith("a ") else f"a wall ({wall})"
    return Diagnosis("bot_wall", "soft", f"{name} keeps robots out of this feed ({status})", _OTHER_AGENT)


def _too_often(wait: timedelta) -> Diagnosis:
    advice = "It is asked less often by itself; if it lasts, raise pacing.fastest_minutes."
    return Diagnosis("too_often", "temporary", f"the server finds that we ask too often (429){_until(wait)}", advice)


def _until(wait: timedelta) -> str:
    return f" and asks us to wait {wait_words(wait)}" if wait > timedelta(0) else ""
