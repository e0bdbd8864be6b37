"""Telling our own hub: which feeds, how often, and what happens when it does not listen."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.test import Client

from svizho.hubs.models import Telling
from svizho.hubs.telling import MOST_TRIES, own_topics
from svizho.kit.http import Refusal
from svizho.records.actions import announce
from svizho.records.models import UpdateKind
from svizho.settings import Settings
from svizho.steps.tell import tell_hub
from tests.steps.fakes import NOW, a_bench, says
from tests.steps.test_subscribe import PUBLIC, PostDoor

pytestmark = pytest.mark.django_db

HUB = "https://hub.example/"
TELLING = replace(PUBLIC, push=replace(PUBLIC.push, hub_url=HUB))


def a_telling_bench(**more: Any) -> tuple[Any, PostDoor]:
    door = PostDoor(**more)
    bench = a_bench(door, settings=TELLING)
    tell_hub(bench)
    return bench, door


def change(*sections: str) -> None:
    announce(UpdateKind.STORY_NEW, now=NOW, sections=sections)


def told(door: PostDoor) -> list[str]:
    return [form["hub.url"].removeprefix("https://news.example") for _, form in door.posted]


def test_without_a_hub_nobody_is_told() -> None:
    door = PostDoor()
    change("politics")
    assert tell_hub(a_bench(door)) == 0
    assert door.posted == []


def test_the_hub_is_told_of_the_site_s_feeds_and_those_of_the_sections() -> None:
    bench, door = a_telling_bench()
    change("politics", "unknown")
    assert tell_hub(bench) == len(door.posted) == 12
    assert {url for url, _ in door.posted} == {HUB}
    assert {form["hub.mode"] for _, form in door.posted} == {"publish"}
    assert {"/feed.rss", "/en/feed.atom", "/politics/feed.json", "/en/politics/feed.rss"} <= set(told(door))
    assert tell_hub(bench) == 0


def test_what_was_before_the_hub_was_set_is_old_news() -> None:
    change("politics")
    bench, door = a_telling_bench()
    tell_hub(bench)
    assert door.posted == []


@pytest.mark.parametrize("kind", [UpdateKind.STORY_TALK, UpdateKind.STORY_PHOTO])
def test_what_no_feed_shows_is_told_to_no_hub(kind: UpdateKind) -> None:
    bench, door = a_telling_bench()
    announce(kind, now=NOW, story_id=1, sections=["politics"])
    assert tell_hub(bench) == 0
    assert door.posted == []


def test_changes_within_seconds_are_told_together() -> None:
    bench, door = a_telling_bench()
    for _ in range(20):
        change()
        tell_hub(bench)
        bench.clock.move(seconds=1)
    assert told(door).count("/feed.rss") == 4


def test_a_hub_that_does_not_listen_is_told_again_but_not_for_ever() -> None:
    bench, door = a_telling_bench(taken=lambda request: Refusal(request, "connect", "nobody there", lasting=False))
    change()
    for _ in range(MOST_TRIES * 2):
        tell_hub(bench)
        bench.clock.move(seconds=31)
    assert told(door).count("/feed.rss") == MOST_TRIES
    assert Telling.objects.filter(words="nobody there").count() == 6


def test_what_changed_meanwhile_is_told_when_it_listens_again() -> None:
    bench, door = a_telling_bench(taken=says("", status=503))
    change()
    assert tell_hub(bench) == 0
    door.taken = says("", status=204)
    bench.clock.move(seconds=31)
    assert tell_hub(bench) == 6
    assert not Telling.objects.exclude(words="", tries=0).exists()


def test_every_feed_that_the_hub_hears_of_is_there_and_names_it(client: Client, settings: Any) -> None:
    settings.SVIZHO = TELLING
    settings.ALLOWED_HOSTS = ["*"]
    for topic in own_topics(TELLING, ["politics"]):
        answer = client.get(urlsplit(topic).path)
        assert answer.status_code == 200, topic
        assert f'<{HUB}>; rel="hub"' in answer["Link"]
        assert f'<{topic}>; rel="self"' in answer["Link"]
        assert HUB in answer.content.decode()


def test_feeds_that_the_hub_does_not_hear_of_do_not_name_it(client: Client, settings: Any) -> None:
    settings.SVIZHO = TELLING
    assert "hub" not in client.get("/search/feed.rss", {"q": "міст"}).get("Link", "")
    settings.SVIZHO = Settings()
    assert "hub" not in client.get("/feed.rss").get("Link", "")


def test_times_are_what_the_documentation_says() -> None:
    from svizho.hubs import telling

    assert (timedelta(seconds=5), 20) == (telling.TOLD_EVERY, telling.MOST_TRIES)
