"""Where publishers say "I have something new": a webhook with a token, and XML-RPC for programs that ping."""

from __future__ import annotations

import json
from datetime import datetime
from html import escape
from urllib.parse import parse_qs

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.csrf import csrf_exempt

from svizho.api.push import Bells, View, plain, shortest_gap
from svizho.errors import NotAPing
from svizho.hubs.actions import ask_sooner
from svizho.hubs.pings import allowed, token_known
from svizho.hubs.queries import feeds_at
from svizho.kit import clock
from svizho.parsing import MOST_PING_BYTES, read_ping
from svizho.settings import site_settings

# Seconds after which an allowance has begun anew.
AGAIN = "60"
# Wrong tokens that one address may try in a minute, so that nobody guesses at full speed.
WRONG_TOKENS = 20


def webhook(bells: Bells) -> View:
    """Make the view of `POST /api/v1/ping`: `url` in JSON or a form, `Authorization: Bearer TOKEN`."""

    @csrf_exempt
    def view(request: HttpRequest) -> HttpResponse:
        if request.method != "POST":
            return _refused(405, "A ping is a POST.")
        moment = clock.now()
        token = token_known(_bearer(request), now=moment)
        if token is None:
            return _unknown_token(request, moment)
        if not allowed(f"token:{token.pk}", most=site_settings().push.pings_per_minute, now=moment):
            return _refused(429, "That is more than a token may ping in a minute.", retry=True)
        url = _named(request)
        if not url:
            return _refused(400, "`url` is missing: the address of a feed, or of a publisher's home page.")
        asked = _ask_all(url, bells)
        if not asked:
            return _refused(404, "No feed that is read here has this address.")
        return _told({"feeds": len(asked), "asked_at": max(asked).isoformat()}, 202)

    return view


def _unknown_token(request: HttpRequest, moment: datetime) -> HttpResponse:
    if not allowed(f"wrong:{request.META.get('REMOTE_ADDR', '')}", most=WRONG_TOKENS, now=moment):
        return _refused(429, "That is enough of wrong tokens for now.", retry=True)
    response = _refused(401, "A ping needs `Authorization: Bearer TOKEN` with a token of this site.")
    response["WWW-Authenticate"] = 'Bearer realm="ping"'
    return response


def _told(words: dict[str, object], status: int) -> JsonResponse:
    response = JsonResponse(words, status=status, json_dumps_params={"ensure_ascii": False})
    response["Cache-Control"] = "no-store"
    return response


def _refused(status: int, words: str, *, retry: bool = False) -> JsonResponse:
    response = _told({"error": words}, status)
    if retry:
        response["Retry-After"] = AGAIN
    return response


def _bearer(request: HttpRequest) -> str:
    kind, _, token = request.headers.get("Authorization", "").partition(" ")
    return token.strip()[:200] if kind.lower() == "bearer" else ""


def _named(request: HttpRequest) -> str:
    """Read the address that a ping names; "" where it names none."""
    body = request.read(MOST_PING_BYTES + 1)
    if len(body) > MOST_PING_BYTES:
        return ""
    if "json" in request.headers.get("Content-Type", ""):
        try:
            found = json.loads(body)
        except (ValueError, RecursionError):
            return ""
        url = found.get("url") if isinstance(found, dict) else None
        return _clean(url) if isinstance(url, str) else ""
    try:
        return _clean(parse_qs(body.decode(), max_num_fields=20).get("url", [""])[0])
    except ValueError:
        return ""


def _clean(url: str) -> str:
    url = url.strip()
    return url if url.startswith(("http://", "https://")) and len(url) <= 2_000 and url.isprintable() else ""


def _ask_all(url: str, bells: Bells) -> list[datetime]:
    """Make the feeds at an address due sooner; gives when each is asked."""
    moment, asked = clock.now(), []
    for feed in feeds_at(url):
        at = ask_sooner(feed, fastest=shortest_gap(), now=moment)
        asked.append(at)
        if at <= moment:
            bells.poll(feed.shard)
    return asked


def xml_rpc(bells: Bells) -> View:
    """Make the view of `POST /rpc`: weblogUpdates.ping and extendedPing, from anyone, so little is believed."""

    @csrf_exempt
    def view(request: HttpRequest) -> HttpResponse:
        if request.method != "POST":
            return plain("Pings are XML-RPC, by POST.", 405)
        moment = clock.now()
        most = site_settings().push.pings_per_minute
        if not allowed(f"rpc:{request.META.get('REMOTE_ADDR', '')}", most=most, now=moment):
            response = plain("That is more than an address may ping in a minute.", 429)
            response["Retry-After"] = AGAIN
            return response
        try:
            ping = read_ping(request.read(MOST_PING_BYTES + 1))
        except NotAPing as refused:
            return _spoken(str(refused), wrong=True)
        asked = next((asked for url in ping.urls if (asked := _ask_all(_clean(url), bells))), [])
        if not asked:
            return _spoken("No feed that is read here has this address.", wrong=True)
        return _spoken("Thanks for the ping.", wrong=False)

    return view


def _spoken(words: str, *, wrong: bool) -> HttpResponse:
    """Answer as weblogUpdates does: a struct of `flerror` and `message`."""
    body = (
        '<?xml version="1.0" encoding="utf-8"?><methodResponse><params><param><value><struct>'
        f"<member><name>flerror</name><value><boolean>{int(wrong)}</boolean></value></member>"
        f"<member><name>message</name><value><string>{escape(words)}</string></value></member>"
        "</struct></value></param></params></methodResponse>"
    )
    response = HttpResponse(body, content_type="text/xml; charset=utf-8")
    response["Cache-Control"] = "no-store"
    return response
