"""`svizho sources` with every kind of feed: added by a person's address, shown, changed."""

from __future__ import annotations

import argparse
from typing import Any

import pytest

from svizho.cli import source_deeds, source_manners, sources
from svizho.errors import NotAFeed, SourceError
from svizho.sources.models import Feed, Source
from svizho.steps.poll import poll_lane
from svizho.steps.workbench import Workbench
from tests.parsing.listings import cards, page
from tests.parsing.posts_of import CHANNEL
from tests.steps.fakes import NOW, WrittenDoor, a_bench, a_rss, says

pytestmark = pytest.mark.django_db

SITE = "https://visnyk.example"


@pytest.fixture
def bench(monkeypatch: pytest.MonkeyPatch) -> Workbench:
    """A workbench that answers a channel, a listing page and a feed that is walled off."""
    door = WrittenDoor(
        {
            "https://t.me/s/visnyk_test": says(CHANNEL),
            f"{SITE}/news/": says(page(cards(range(1, 11)))),
            f"{SITE}/rss": says(a_rss("1", title="Вісник")),
        }
    )
    bench = a_bench(door)
    for module in (source_deeds, source_manners):
        monkeypatch.setattr(module, "workbench", lambda: bench)
        monkeypatch.setattr(module, "now", lambda: NOW)
    return bench


def run(*arguments: str) -> int:
    parser = argparse.ArgumentParser()
    sources.add_arguments(parser)
    return sources.main(parser.parse_args(arguments))


def told(capsys: pytest.CaptureFixture[str]) -> str:
    return capsys.readouterr().out


def test_a_channel_is_added_by_the_address_people_have(bench: Workbench, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("add", "https://t.me/visnyk_test") == 0
    assert "https://t.me/s/visnyk_test  telegram, 3 entries, uk" in told(capsys)
    assert Feed.objects.get().kind == "telegram"


def test_a_channel_joins_the_source_it_belongs_to(bench: Workbench) -> None:
    run("add", f"{SITE}/rss", "--name", "Вісник")
    run("add", "t.me/visnyk_test", "--source", "visnyk")
    assert Source.objects.count() == 1
    assert Feed.objects.count() == 2


def test_a_listing_shows_how_it_is_read_and_is_corrected(bench: Workbench, capsys: pytest.CaptureFixture[str]) -> None:
    run("add", f"{SITE}/news/", "--listing", "--name", "Вісник")
    shown = told(capsys)
    assert "links: div.news-card__body > h3 > a" in shown
    assert "Рада громади ухвалила бюджет" in shown
    run("set", "visnyk", "--selector", ".popular-news .item a")
    assert "set: .popular-news .item a" in told(capsys)
    feed = Feed.objects.get()
    assert (feed.kind, feed.selector_set) == ("listing", True)
    poll_lane(0, 1, bench, on_stored=lambda shards: None)
    assert Feed.objects.get().selector == ".popular-news .item a"
    run("set", f"{SITE}/news/", "--selector", "")
    feed.refresh_from_db()
    assert (feed.selector, feed.selector_set) == ("div.news-card__body > h3 > a", False)


@pytest.mark.parametrize(
    ("selector", "words"), [("main >", "no CSS selector"), ("ul.nowhere a", "nothing on the page is found")]
)
def test_a_selector_that_finds_nothing_is_not_kept(bench: Workbench, selector: str, words: str) -> None:
    run("add", f"{SITE}/news/", "--listing", "--name", "Вісник")
    with pytest.raises((SourceError, NotAFeed), match=words):
        run("set", "visnyk", "--selector", selector)
    assert not Feed.objects.get().selector_set


def test_headers_are_set_and_their_keys_not_printed(bench: Workbench, capsys: pytest.CaptureFixture[str]) -> None:
    run("add", f"{SITE}/rss", "--name", "Вісник")
    told(capsys)
    run("set", "visnyk", "--agent", "Reader/1", "--header", "Authorization: Bearer abcdefghij", "--weight", "2")
    shown = told(capsys)
    assert "Reader/1" in shown
    assert "abcdefghij" not in shown
    assert "weight 2" in shown
    assert Source.objects.get().sent_headers()[1] == ("Authorization", "Bearer abcdefghij")


def test_a_known_listing_is_checked_as_it_is_read(bench: Workbench, capsys: pytest.CaptureFixture[str]) -> None:
    run("add", f"{SITE}/news/", "--listing", "--name", "Вісник")
    run("set", "visnyk", "--selector", ".popular-news .item a")
    told(capsys)
    assert run("check", f"{SITE}/news/") == 0
    shown = told(capsys)
    assert "kind: listing, links by .popular-news .item a" in shown
    assert "listing, 7 entries" in shown


def test_what_is_wrong_is_told_with_what_can_be_done(bench: Workbench, capsys: pytest.CaptureFixture[str]) -> None:
    run("add", f"{SITE}/rss", "--name", "Вісник")
    wall = says("<title>Just a moment...</title>", status=403, headers={"server": "cloudflare"})
    bench.door.answers[f"{SITE}/rss"] = wall  # type: ignore[attr-defined]
    poll_lane(0, 1, bench, on_stored=lambda shards: None)
    told(capsys)
    assert run("check") == 1
    shown: Any = told(capsys)
    assert "a wall (Cloudflare) keeps robots out" in shown
    assert "svizho sources set" in shown
