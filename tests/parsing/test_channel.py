"""What a feed says of itself: hub, own address, ttl, hours and days to be left alone."""

from __future__ import annotations

from datetime import timedelta

import pytest

from svizho.parsing.channel import links_of_header
from tests.parsing.documents import document, parsed

ATOM_LINKS = '<atom:link xmlns:atom="http://www.w3.org/2005/Atom" rel="{}" href="{}"/>'


def test_hub_and_self_in_the_document() -> None:
    links = ATOM_LINKS.format("hub", "https://hub.example/") + ATOM_LINKS.format("self", "/own.rss")
    feed = parsed(document(channel=links))
    assert (feed.hub, feed.self_url) == ("https://hub.example/", "https://ex.ua/own.rss")
    assert feed.home_url == "https://ex.ua/"
    assert len(feed.entries) == 5


def test_the_header_goes_before_the_document() -> None:
    told = '<https://hub.other/>; rel="hub", </x>; rel=self'
    feed = parsed(document(channel=ATOM_LINKS.format("hub", "https://hub.example/")), link=told)
    assert (feed.hub, feed.self_url) == ("https://hub.other/", "https://ex.ua/x")


@pytest.mark.parametrize(
    ("told", "links"),
    [
        ('<https://a/>; rel="hub"', [("hub", "https://a/")]),
        ("<https://a/>; rel=hub, <https://b/>;rel=self", [("hub", "https://a/"), ("self", "https://b/")]),
        (
            '<https://a/?x=1,2>; title="a, b; c"; rel="hub SELF"',
            [("hub", "https://a/?x=1,2"), ("self", "https://a/?x=1,2")],
        ),
        ("<https://a/>", []),
        ("nonsense; rel=hub", []),
        ("<" * 50_000, []),
    ],
)
def test_the_link_header(told: str, links: list[tuple[str, str]]) -> None:
    assert list(links_of_header({"link": told})) == links


@pytest.mark.parametrize(
    ("attributes", "found"),
    [
        ('domain="rpc.ua" port="80" path="/ask" protocol="http-post"', "http://rpc.ua:80/ask"),
        ('domain="rpc.ua" port="443" path="ask" protocol="https-post"', "https://rpc.ua:443/ask"),
        ('domain="rpc.ua" port="80" path="/RPC2" protocol="xml-rpc"', ""),
        ('domain="" port="80" path="/ask" protocol="http-post"', ""),
        ('domain="rpc.ua" port="eighty" path="/ask" protocol="http-post"', ""),
        ("", ""),
    ],
)
def test_the_cloud(attributes: str, found: str) -> None:
    assert parsed(document(channel=f'<cloud {attributes} registerProcedure=""/>')).cloud == found


@pytest.mark.parametrize(
    ("channel", "ttl"),
    [
        ("<ttl>60</ttl>", timedelta(hours=1)),
        ("<ttl> 5 </ttl>", timedelta(minutes=5)),
        ("<ttl>0</ttl>", None),
        ("<ttl>-5</ttl>", None),
        ("<ttl>soon</ttl>", None),
        ("<ttl>99999999</ttl>", timedelta(days=7)),
        ("<ttl>" + "9" * 5000 + "</ttl>", None),
        ("", None),
    ],
)
def test_ttl(channel: str, ttl: timedelta | None) -> None:
    assert parsed(document(channel=channel)).ttl == ttl


@pytest.mark.parametrize(
    ("period", "frequency", "ttl"),
    [
        ("hourly", "1", timedelta(hours=1)),
        ("hourly", "2", timedelta(minutes=30)),
        ("daily", "", timedelta(days=1)),
        ("yearly", "1", timedelta(days=7)),
        ("never", "1", None),
        ("hourly", "0", timedelta(hours=1)),
    ],
)
def test_the_period_of_the_syndication_module(period: str, frequency: str, ttl: timedelta | None) -> None:
    space = 'xmlns:sy="http://purl.org/rss/1.0/modules/syndication/"'
    times = f"<sy:updateFrequency {space}>{frequency}</sy:updateFrequency>"
    channel = f"<sy:updatePeriod {space}>{period}</sy:updatePeriod>{times}"
    assert parsed(document(channel=channel)).ttl == ttl


def test_hours_and_days_to_skip() -> None:
    feed = parsed(
        document(
            channel="<skipHours><hour>0</hour><hour> 23 </hour><hour>24</hour><hour>77</hour><hour>x</hour></skipHours>"
            "<skipDays><day>Saturday</day><day>sunday</day><day>Someday</day></skipDays>"
        )
    )
    assert (feed.skip_hours, feed.skip_days) == ({0, 23}, {5, 6})


def test_a_feed_that_asks_for_nothing() -> None:
    feed = parsed(document())
    assert (feed.hub, feed.self_url, feed.ttl, feed.skip_hours, feed.skip_days) == (
        "",
        "",
        None,
        frozenset(),
        frozenset(),
    )
