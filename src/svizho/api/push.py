"""Where hubs speak to us: WebSub's callback, rssCloud's, each at an address that nobody can guess."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.views.decorators.csrf import csrf_exempt

from svizho.hubs.actions import (
    Kept,
    ask_sooner,
    confirm,
    confirm_dropped,
    deny,
    expects_verification,
    keep_delivery,
    note_forged,
    note_spoken,
)
from svizho.hubs.models import HubState, Protocol, Subscription
from svizho.hubs.queries import by_token
from svizho.kit import clock
from svizho.kit.signing import is_signed
from svizho.settings import site_settings
from svizho.sources.models import Feed

# Challenges of known hubs have 32 to 128 characters.
LONGEST_CHALLENGE = 1_000
# A form of rssCloud names one address.
LARGEST_FORM = 8_192

View = Callable[..., HttpResponseBase]


@dataclass(frozen=True, slots=True)
class Bells:
    """What wakes workers, by a feed's shard: for deliveries to read, for feeds that have become due."""

    push: Callable[[int], None]
    poll: Callable[[int], None]


def plain(words: str, status: int) -> HttpResponse:
    """Answer a machine in a few words."""
    response = HttpResponse(f"{words}\n" if words else "", status=status, content_type="text/plain; charset=utf-8")
    response["Cache-Control"] = "no-store"
    # Django would log the address of what was refused, and in it the token that nobody else may know.
    response._has_been_logged = True  # type: ignore[attr-defined]  # noqa: SLF001 - Django offers no other way
    return response


def shortest_gap() -> timedelta:
    """Give the shortest time between two polls that the owner allows."""
    return timedelta(minutes=site_settings().pacing.fastest_minutes)


def ask(feed: Feed, bells: Bells) -> None:
    """Make a feed due sooner, and wake who asks it."""
    moment = clock.now()
    if ask_sooner(feed, fastest=shortest_gap(), now=moment) <= moment:
        bells.poll(feed.shard)


def websub(bells: Bells) -> View:
    """Make the view for WebSub: verification by GET, delivery by POST (W3C WebSub, sections 5.3 and 7)."""

    @csrf_exempt
    def view(request: HttpRequest, token: str) -> HttpResponse:
        row = by_token(token)
        if row is None or row.protocol != Protocol.WEBSUB:
            return plain("There is no such subscription.", 404)
        if request.method == "GET":
            return _verify(request, row)
        if request.method == "POST":
            return _receive(request, row, bells)
        return plain("Hubs verify by GET and deliver by POST.", 405)

    return view


def _verify(request: HttpRequest, row: Subscription) -> HttpResponse:
    """Confirm what we asked for; refuse with 404 what we did not."""
    told = {name: request.GET.get(f"hub.{name}", "") for name in ("mode", "topic", "challenge", "reason")}
    moment = clock.now()
    if told["topic"] != row.topic:
        return plain("That is not the topic of this subscription.", 404)
    if told["mode"] == "denied":
        deny(row, told["reason"][:300], now=moment)
        return plain("", 200)
    wanted = "unsubscribe" if row.state == HubState.DROPPED else "subscribe"
    challenge = told["challenge"]
    expected = expects_verification(row, now=moment) and bool(challenge) and len(challenge) <= LONGEST_CHALLENGE
    if told["mode"] != wanted or not expected:
        return plain("Nobody here asked for that.", 404)
    if row.state == HubState.DROPPED:
        confirm_dropped(row)
    else:
        confirm(row, lease=_lease(request.GET.get("hub.lease_seconds", "")), now=moment)
    return _echo(challenge)


def _echo(challenge: str) -> HttpResponse:
    """Say a challenge again: as plain text that no browser takes for a page (SecurityMiddleware forbids sniffing)."""
    response = plain("", 200)
    response.content = challenge.encode()
    return response


def _lease(seconds: str) -> timedelta | None:
    sound = seconds.isascii() and seconds.isdigit() and len(seconds) < 10
    return timedelta(seconds=int(seconds)) if sound else None


def _gone(row: Subscription) -> bool:
    return row.state == HubState.DROPPED or row.feed is None


def _receive(request: HttpRequest, row: Subscription, bells: Bells) -> HttpResponse:
    """Keep a delivery and acknowledge it; whoever cannot sign it hears the same and is ignored (section 7.1)."""
    if _gone(row) or row.feed is None:
        return plain("This subscription was given up.", 410)
    most = site_settings().fetching.feed_max_mb * 1_000_000
    body = request.read(most + 1)
    if len(body) > most:
        return plain(f"At most {most // 1_000_000} MB are taken.", 413)
    moment = clock.now()
    if not is_signed(body, row.secret, request.headers.get("X-Hub-Signature", "")):
        note_forged(row, now=moment)
        return plain("", 204)
    if not body.strip():
        note_spoken(row, now=moment)
        ask(row.feed, bells)
        return plain("", 204)
    with transaction.atomic():
        headers = {name.lower(): value for name, value in request.headers.items()}
        kept = keep_delivery(row, body, headers, now=moment)
        if kept == Kept.NEW:
            note_spoken(row, now=moment)
            bells.push(row.feed.shard)
    if kept == Kept.FULL:
        response = plain("Too much waits to be read; please say it again.", 503)
        response["Retry-After"] = "60"
        return response
    return plain("", 204)


def cloud(bells: Bells) -> View:
    """Make the view for rssCloud: challenge by GET, notification by POST (rssCloud walkthrough, rsscloud.co)."""

    @csrf_exempt
    def view(request: HttpRequest, token: str) -> HttpResponse:
        row = by_token(token)
        if row is None or row.protocol != Protocol.RSSCLOUD:
            return plain("There is no such registration.", 404)
        if _gone(row) or row.feed is None:
            return plain("This registration was given up.", 410)
        told = request.GET if request.method == "GET" else _form(request)
        if told.get("url", "") != row.topic:
            return plain("That is not the feed of this registration.", 404)
        if request.method == "GET":
            return _answer_challenge(told.get("challenge", ""), row)
        note_spoken(row, now=clock.now())
        ask(row.feed, bells)
        return plain("Thanks.", 200)

    return view


def _form(request: HttpRequest) -> dict[str, str]:
    size = request.headers.get("Content-Length", "0")
    if request.method != "POST" or not size.isdigit() or int(size) > LARGEST_FORM:
        return {}
    return {name: str(value) for name, value in request.POST.items()}


def _answer_challenge(challenge: str, row: Subscription) -> HttpResponse:
    """Repeat the challenge of a cloud that we have asked for a registration just now."""
    if not challenge or len(challenge) > LONGEST_CHALLENGE or not expects_verification(row, now=clock.now()):
        return plain("Nobody here asked for that.", 404)
    return _echo(challenge)
