"""Pings: a webhook with a token, XML-RPC from anyone; they make a known feed due sooner, and nothing else."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from svizho.errors import SourceError
from svizho.hubs.models import Allowance, PingToken
from svizho.hubs.pings import allowed, make_token, revoke_token, token_known
from svizho.hubs.queries import feeds_at
from svizho.kit import clock
from svizho.sources.actions import NewFeed, add_source, set_paused
from svizho.sources.models import Feed
from tests.parsing.test_pings import a_call

pytestmark = pytest.mark.django_db

URL, HOME = "https://svitlytsia.example/rss", "https://svitlytsia.example/"


@pytest.fixture
def feed() -> Feed:
    now = clock.now()
    source = add_source("Світлиця", [NewFeed(URL)], now=now, home_url="https://www.svitlytsia.example/")
    Feed.objects.update(polled_at=now - timedelta(hours=1), next_poll_at=now + timedelta(hours=2))
    return source.feeds.get()


@pytest.fixture
def token(feed: Feed) -> str:
    return make_token("редакція", now=clock.now())


def ping(client: Client, token: str, url: object = URL, **more: Any) -> Any:
    more = {"content_type": "application/json"} | more
    return client.post("/api/v1/ping", json.dumps({"url": url}), headers={"Authorization": f"Bearer {token}"}, **more)


def due() -> bool:
    return Feed.objects.get().next_poll_at <= clock.now()


def test_a_ping_makes_a_known_feed_due_at_once(client: Client, token: str) -> None:
    answer = ping(client, token)
    assert (answer.status_code, answer.json()["feeds"]) == (202, 1)
    assert due()


def test_a_form_serves_as_well(client: Client, token: str) -> None:
    answer = client.post("/api/v1/ping", {"url": URL}, headers={"Authorization": f"Bearer {token}"})
    assert answer.status_code == 400  # multipart is no form of two words
    form = "url=https%3A%2F%2Fsvitlytsia.example%2Frss"
    kind = "application/x-www-form-urlencoded"
    answer = client.post("/api/v1/ping", form, content_type=kind, headers={"Authorization": f"Bearer {token}"})
    assert answer.status_code == 202


def test_a_home_page_stands_for_the_feeds_of_its_publisher(client: Client, token: str) -> None:
    for url in (HOME, "http://svitlytsia.example", "https://www.svitlytsia.example/"):
        assert ping(client, token, url).status_code == 202


@pytest.mark.parametrize("url", ["https://else.example/rss", "https://svitlytsia.example/other", "http://127.0.0.1/"])
def test_an_address_that_is_not_read_is_unknown_and_is_never_asked(client: Client, token: str, url: str) -> None:
    assert ping(client, token, url).status_code == 404
    assert not due()
    assert Feed.objects.count() == 1


@pytest.mark.parametrize("url", ["", 5, None, ["x"], "javascript:alert(1)", "https://a/\u0000", "x" * 5_000])
def test_what_names_no_address_is_said_so(client: Client, token: str, url: object) -> None:
    assert ping(client, token, url).status_code == 400


def test_huge_and_nested_bodies_are_refused(client: Client, token: str) -> None:
    headers = {"Authorization": f"Bearer {token}"}
    for body in ("[" * 10_000, '{"url": "' + "x" * 1_000_000, "{"):
        answer = client.post("/api/v1/ping", body, content_type="application/json", headers=headers)
        assert answer.status_code == 400


@pytest.mark.parametrize("header", [{}, {"Authorization": "Bearer wrong"}, {"Authorization": "Basic eDp5"}])
def test_without_the_token_nothing_is_done(client: Client, feed: Feed, header: dict[str, str]) -> None:
    answer = client.post("/api/v1/ping", {"url": URL}, headers=header)
    assert answer.status_code == 401
    assert "Bearer" in answer["WWW-Authenticate"]
    assert not due()


def test_guessing_tokens_is_slowed_down(client: Client, feed: Feed) -> None:
    codes = [ping(client, f"guess{number}").status_code for number in range(25)]
    assert codes[:20] == [401] * 20
    assert set(codes[20:]) == {429}


def test_too_many_pings_hear_so_and_are_welcome_a_minute_later(
    client: Client, token: str, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    most = settings.SVIZHO.push.pings_per_minute
    PingToken.objects.get()
    Allowance.objects.create(who=f"token:{PingToken.objects.get().pk}", since=clock.now(), used=most - 1)
    answers = [ping(client, token) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [202, 429]
    assert answers[1]["Retry-After"] == "60"
    later = clock.now() + timedelta(seconds=61)
    assert allowed("token:1", most=1, now=later)
    monkeypatch.setattr(clock, "now", lambda: later)
    assert ping(client, token).status_code == 202


def test_pings_never_make_us_hammer_a_publisher(client: Client, token: str) -> None:
    now = clock.now()
    Feed.objects.update(polled_at=now, next_poll_at=now + timedelta(hours=1), failures=3)
    for _ in range(5):
        ping(client, token)
    assert Feed.objects.get().next_poll_at == now + timedelta(minutes=2)


def test_a_ping_never_makes_a_feed_wait_longer(client: Client, token: str) -> None:
    soon = clock.now() + timedelta(seconds=5)
    Feed.objects.update(polled_at=clock.now(), next_poll_at=soon)
    ping(client, token)
    assert Feed.objects.get().next_poll_at == soon


def test_a_paused_source_is_not_asked(client: Client, token: str, feed: Feed) -> None:
    set_paused(feed.source, paused=True)
    assert ping(client, token).status_code == 404


def test_tokens_are_kept_as_hashes_and_can_be_taken_back(token: str) -> None:
    row = PingToken.objects.get()
    assert token not in (row.digest, row.name)
    assert token_known(token, now=clock.now()) == row
    assert token_known("", now=clock.now()) is None
    assert token_known(row.digest, now=clock.now()) is None
    with pytest.raises(SourceError, match="taken"):
        make_token("редакція", now=clock.now())
    revoke_token("редакція")
    assert token_known(token, now=clock.now()) is None
    with pytest.raises(SourceError, match="no ping token"):
        revoke_token("редакція")


def rpc(client: Client, body: bytes) -> Any:
    return client.post("/rpc", body, content_type="text/xml")


def test_an_xml_rpc_ping_of_a_home_page_is_thanked_for(client: Client, feed: Feed) -> None:
    answer = rpc(client, a_call("weblogUpdates.ping", "Світлиця", HOME))
    assert "<boolean>0</boolean>" in answer.content.decode()
    assert due()


def test_an_extended_ping_goes_by_its_feed(client: Client, feed: Feed) -> None:
    rpc(client, a_call("weblogUpdates.extendedPing", "x", "https://else.example/", "https://else.example/a", URL))
    assert due()


@pytest.mark.parametrize(
    "body",
    [
        a_call("weblogUpdates.ping", "x", "https://else.example/"),
        a_call("system.listMethods"),
        b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>',
        b"not XML <script>",
        b"x" * 1_000_000,
        b"",
    ],
)
def test_other_calls_hear_in_words_what_is_wrong(client: Client, feed: Feed, body: bytes) -> None:
    answer = rpc(client, body)
    assert answer.status_code == 200
    assert "<boolean>1</boolean>" in answer.content.decode()
    assert b"<script>" not in answer.content
    assert not due()


def test_an_address_that_pings_too_often_hears_so(client: Client, feed: Feed, settings: Any) -> None:
    most = settings.SVIZHO.push.pings_per_minute
    Allowance.objects.create(who="rpc:127.0.0.1", since=clock.now(), used=most)
    assert rpc(client, a_call("weblogUpdates.ping", "x", HOME)).status_code == 429
    assert not due()


def test_pings_are_posts(client: Client, token: str) -> None:
    assert client.get("/rpc").status_code == 405
    assert client.get("/api/v1/ping").status_code == 405


def test_an_address_without_a_host_stands_for_no_feed(feed: Feed) -> None:
    add_source("Без дому", [NewFeed("https://b.example/rss")], now=clock.now())
    for url in ("", "http://", "https://", "x"):
        assert feeds_at(url) == []
