"""What `svizho sources` says of pushes and pings."""

from __future__ import annotations

import argparse
import json
from datetime import timedelta
from typing import Any

import pytest

from svizho.cli.source_deeds import list_command
from svizho.cli.source_pushes import ping_token_command, push_lines, push_words
from svizho.errors import SourceError
from svizho.hubs.actions import Offer, confirm, keep_offer, note_forged, note_spoken
from svizho.hubs.models import PingToken, Subscription
from svizho.hubs.pings import token_known
from svizho.kit.clock import now
from svizho.sources.actions import NewFeed, add_source

pytestmark = pytest.mark.django_db


def a_subscription() -> Subscription:
    feed = add_source("Світлиця", [NewFeed("https://svitlytsia.example/rss")], now=now()).feeds.get()
    keep_offer(feed, Offer("https://hub.example/", feed.url), None, now=now())
    return Subscription.objects.get()


def told(row: Subscription) -> dict[str, str]:
    row.refresh_from_db()
    return dict(push_lines(row, now()))


def test_a_feed_without_a_hub_says_so() -> None:
    assert push_words(None) == "–"
    assert push_lines(None, now()) == [("push", "the feed names no hub, so it is polled")]


def test_hub_lease_trust_and_forgeries_are_told() -> None:
    row = a_subscription()
    assert push_words(row) == "offered"
    assert told(row)["push"] == "WebSub at https://hub.example/, offered"
    confirm(row, lease=timedelta(days=10), now=now())
    note_spoken(row, now=now())
    note_forged(row, now=now())
    lines = told(row)
    assert push_words(row) == "pushed"
    assert "asked for anew" in lines["push lease"]
    assert "believed to miss 0.2" in lines["push trust"]
    assert lines["forged deliveries"].startswith("1, ")
    Subscription.objects.update(unwell_since=now(), unwell="a poll found 3 new entries")
    assert told(row)["push trust"] == "a poll found 3 new entries"
    assert push_words(row) == "unwell"


def test_the_list_shows_it_to_people_and_programs(capsys: Any) -> None:
    row = a_subscription()
    list_command(argparse.Namespace(json=True))
    facts = json.loads(capsys.readouterr().out)["push"]
    assert (facts["hub"], facts["state"]) == ("https://hub.example/", "offered")
    assert row.secret not in str(facts)
    assert row.token not in str(facts)


def test_a_ping_token_is_shown_once_and_can_be_taken_back(capsys: Any) -> None:
    ping_token_command(argparse.Namespace(name="редакція", revoke=False))
    token = capsys.readouterr().out.splitlines()[1].strip()
    assert token_known(token, now=now()) == PingToken.objects.get()
    ping_token_command(argparse.Namespace(name="", revoke=False))
    assert token not in capsys.readouterr().out
    ping_token_command(argparse.Namespace(name="редакція", revoke=True))
    assert token_known(token, now=now()) is None
    with pytest.raises(SourceError):
        ping_token_command(argparse.Namespace(name="редакція", revoke=True))
