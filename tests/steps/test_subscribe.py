"""Asking hubs: what is sent, what their answers mean, leases, distrust, and hubs on private addresses."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs

import pytest

from svizho.hubs.actions import TOLD_WITHIN, Offer, confirm, keep_offer, note_spoken, offer_of
from svizho.hubs.models import HubState, Protocol, Subscription
from svizho.hubs.queries import missed_shares, pushes_of
from svizho.kit.http import Door, Refusal, Request
from svizho.pacing import Rhythm, days_of
from svizho.settings import Settings
from svizho.sources.actions import NewFeed, add_source, remove_source
from svizho.sources.models import Beat, Feed
from svizho.steps.poll import poll_lane
from svizho.steps.subscribe import tend_subscriptions
from svizho.steps.tempo import current_tempo
from svizho.steps.workbench import Workbench
from tests.steps.fakes import NOW, Answer, WrittenDoor, a_bench, a_rss, says

pytestmark = pytest.mark.django_db

HUB, TOPIC = "https://hub.example/", "https://svitlytsia.example/rss"
PUBLIC = replace(Settings(), site=replace(Settings().site, base_url="https://news.example"))
HOUR = timedelta(hours=1)


@dataclass
class PostDoor(WrittenDoor):
    """A door that also writes down what is posted."""

    posted: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    taken: Callable[[Request], Answer] = field(default_factory=lambda: says("", status=202))

    def post(self, request: Request, body: bytes, content_type: str) -> Answer:
        form = {name: values[0] for name, values in parse_qs(body.decode(), keep_blank_values=True).items()}
        self.posted.append((request.url, form))
        return self.taken(request)


def a_feed() -> Feed:
    return add_source("Світлиця", [NewFeed(TOPIC)], now=NOW - HOUR).feeds.get()


def an_offer(hub: str = HUB, protocol: Protocol = Protocol.WEBSUB) -> Subscription:
    keep_offer(a_feed(), Offer(hub, TOPIC, protocol), None, now=NOW)
    return Subscription.objects.get()


def a_public_bench(door: WrittenDoor | None = None) -> Any:
    return a_bench(door or PostDoor(), settings=PUBLIC)


def stand(row: Subscription, *, lease: timedelta = timedelta(days=10), since: timedelta = HOUR) -> None:
    confirm(row, lease=lease, now=NOW - since)


def test_a_hub_is_asked_with_a_callback_and_a_secret_that_nobody_can_guess() -> None:
    row, door = an_offer(), PostDoor()
    assert tend_subscriptions(a_public_bench(door)).taken == 1
    [(url, form)] = door.posted
    assert (url, form["hub.mode"], form["hub.topic"], form["hub.lease_seconds"]) == (HUB, "subscribe", TOPIC, "864000")
    assert form["hub.callback"] == f"https://news.example/push/{row.token}"
    assert len(row.token) >= 43
    assert form["hub.secret"] == row.secret
    assert len(row.secret) >= 64
    row.refresh_from_db()
    assert (row.state, row.asked_at) == (HubState.ASKED, NOW)


def test_a_hub_is_asked_once_until_it_had_time_to_verify() -> None:
    an_offer()
    door = PostDoor()
    bench = a_public_bench(door)
    for _ in range(3):
        tend_subscriptions(bench)
        bench.clock.move(minutes=1)
    assert len(door.posted) == 1
    bench.clock.move(minutes=10)
    tend_subscriptions(bench)
    assert len(door.posted) == 2


@pytest.mark.parametrize(
    ("answer", "state", "words"),
    [
        (says("no such topic", status=400), HubState.REFUSED, "the hub answered 400: no such topic"),
        (says("", status=500), HubState.REFUSED, "the hub answered 500"),
        (says("", status=410), HubState.DENIED, "the hub says that it is gone (410)"),
        (
            lambda request: Refusal(request, "address", "10.0.0.1 leads to a private address.", lasting=True),
            HubState.REFUSED,
            "the hub cannot be asked: 10.0.0.1 leads to a private address.",
        ),
    ],
)
def test_a_hub_that_does_not_take_it_leaves_its_words(answer: Any, state: HubState, words: str) -> None:
    row = an_offer()
    bench = a_public_bench(PostDoor(taken=answer))
    assert tend_subscriptions(bench).refused == 1
    row.refresh_from_db()
    assert (row.state, row.words, row.asked_at) == (state, words, None)
    assert row.act_at is not None
    assert row.act_at > NOW


def test_without_a_public_address_no_hub_is_asked_and_that_is_said() -> None:
    row, door = an_offer(), PostDoor()
    tend_subscriptions(a_bench(door))
    row.refresh_from_db()
    assert door.posted == []
    assert "the site has no public address" in row.words


@pytest.mark.parametrize(
    "base",
    [
        "http://127.0.0.1:8000",
        "http://localhost",
        "http://news",
        "http://10.1.2.3",
        "http://[fd00::1]",
        "http://a.local",
    ],
)
def test_addresses_that_the_world_cannot_reach_are_known(base: str) -> None:
    an_offer()
    door = PostDoor()
    tend_subscriptions(a_bench(door, settings=replace(PUBLIC, site=replace(PUBLIC.site, base_url=base))))
    assert door.posted == []


def test_a_neighbour_that_was_opened_reaches_us_wherever_we_are() -> None:
    an_offer("http://127.0.0.1:8077/hub")
    door = PostDoor()
    opened = replace(Settings(), fetching=replace(Settings().fetching, open_addresses=("127.0.0.1:8077",)))
    tend_subscriptions(a_bench(door, settings=opened))
    assert len(door.posted) == 1


def test_subscriptions_can_be_switched_off() -> None:
    an_offer()
    door = PostDoor()
    tend_subscriptions(a_bench(door, settings=replace(PUBLIC, push=replace(PUBLIC.push, subscribe=False))))
    assert door.posted == []


async def _rebinding(host: str, port: int) -> Sequence[str]:
    return ["127.0.0.1"] if "rebind" in host else ["fd00::1"]


@pytest.mark.parametrize(
    "hub",
    [
        "http://127.0.0.1:80/",
        "http://10.0.0.1/hub",
        "http://[fd00::1]/",
        "http://[::ffff:127.0.0.1]/",
        "http://2130706433/",
        "http://0x7f.1/",
        "http://169.254.169.254/latest/meta-data/",
        "http://rebind.example/",
        "http://inner.example/",
        "http://hub.example:5432/",
    ],
)
def test_hubs_on_private_addresses_are_never_visited(hub: str) -> None:
    """The real door: it looks at the address in the URL, after the lookup, and again at the socket."""
    row = an_offer(hub)
    bench = a_public_bench()
    bench.__dict__["door"] = Door(agent="Svizho-test/1", lookup=_rebinding)
    try:
        assert tend_subscriptions(bench).refused == 1
    finally:
        bench.door.close()
    row.refresh_from_db()
    assert row.state == HubState.REFUSED
    assert row.words.startswith("the hub cannot be asked: ")


def test_a_lease_is_renewed_before_it_ends_and_stands_meanwhile() -> None:
    row, door = an_offer(), PostDoor()
    stand(row, lease=timedelta(days=10), since=timedelta(0))
    bench = a_public_bench(door)
    bench.clock.move(days=6.9)
    tend_subscriptions(bench)
    assert door.posted == []
    bench.clock.move(days=2.2)
    tend_subscriptions(bench)
    row.refresh_from_db()
    assert len(door.posted) == 1
    assert (row.state, row.asked_at) == (HubState.STANDING, bench.now())
    confirm(row, lease=timedelta(days=10), now=bench.now())
    row.refresh_from_db()
    assert row.verified_at == NOW
    assert row.lease_until == bench.now() + timedelta(days=10)


def test_when_a_lease_runs_out_the_feed_is_polled_as_usual_at_once() -> None:
    row = an_offer()
    stand(row, lease=timedelta(days=1), since=timedelta(0))
    Feed.objects.update(next_poll_at=NOW + timedelta(days=2))
    bench = a_public_bench(PostDoor(taken=says("", status=503)))
    bench.clock.move(days=1, minutes=1)
    assert tend_subscriptions(bench).lapsed == 1
    row.refresh_from_db()
    assert row.state == HubState.REFUSED
    assert Feed.objects.get().next_poll_at == bench.now()
    assert missed_shares() == {}


def test_a_feed_that_changes_its_hub_leaves_the_old_one() -> None:
    row, door = an_offer(), PostDoor()
    stand(row)
    feed = Feed.objects.get()
    keep_offer(feed, Offer("https://other.example/", TOPIC), pushes_of([feed.pk])[feed.pk], now=NOW)
    tend_subscriptions(a_public_bench(door))
    assert {(url, form["hub.mode"]) for url, form in door.posted} == {
        (HUB, "unsubscribe"),
        ("https://other.example/", "subscribe"),
    }
    row.refresh_from_db()
    assert row.state == HubState.DROPPED
    tend_subscriptions(a_public_bench(door))
    assert len(door.posted) == 2


def test_a_removed_source_leaves_its_hub() -> None:
    row, door = an_offer(), PostDoor()
    stand(row)
    remove_source(Feed.objects.get().source)
    tend_subscriptions(a_public_bench(door))
    assert [form["hub.mode"] for _, form in door.posted] == ["unsubscribe"]


def test_a_cloud_is_registered_by_form_and_believed_when_it_agrees() -> None:
    row = an_offer("http://rpc.example:80/pleaseNotify", Protocol.RSSCLOUD)
    door = PostDoor(taken=says('<notifyResult success="true" msg="Thanks"/>'))
    tend_subscriptions(a_public_bench(door))
    [(_, form)] = door.posted
    assert form["path"] == f"/push/cloud/{row.token}"
    assert (form["protocol"], form["domain"], form["port"], form["url1"]) == (
        "https-post",
        "news.example",
        "443",
        TOPIC,
    )
    row.refresh_from_db()
    assert row.state == HubState.STANDING
    assert row.lease_until == NOW + timedelta(hours=25)


def test_a_cloud_that_refuses_is_heard() -> None:
    row = an_offer("http://rpc.example:80/pleaseNotify", Protocol.RSSCLOUD)
    tend_subscriptions(a_public_bench(PostDoor(taken=says('<notifyResult success="false" msg="no"/>'))))
    row.refresh_from_db()
    assert row.state == HubState.REFUSED
    assert "refused" in row.words


def poll(bench: Workbench, *items: str, hub: str = HUB) -> None:
    link = f'<{hub}>; rel="hub", <{TOPIC}>; rel="self"'
    bench.door.answers[TOPIC] = says(a_rss(*items), headers={"link": link})  # type: ignore[attr-defined]
    Feed.objects.update(next_poll_at=bench.now())
    poll_lane(0, 1, bench, on_stored=lambda shards: None)


def test_a_poll_finds_the_hub_that_a_feed_names() -> None:
    a_feed()
    poll(a_public_bench(), "1")
    row = Subscription.objects.get()
    assert (row.hub, row.topic, row.state, row.act_at) == (HUB, TOPIC, HubState.OFFERED, NOW)


def test_a_poll_of_a_trusted_feed_is_planned_later_and_says_why() -> None:
    a_feed()
    bench = a_public_bench()
    poll(bench, "1")
    usual = Feed.objects.get().next_poll_at
    stand(Subscription.objects.get(), since=timedelta(0))
    poll(bench, "1", "2")
    feed = Feed.objects.get()
    assert feed.next_poll_at - NOW > 1.5 * (usual - NOW)
    assert "pushed by a hub" in feed.poll_reason


def test_what_pushes_save_is_spent_on_the_other_feeds() -> None:
    feed = a_feed()
    known = Rhythm(days_of(NOW) - 14, days_of(NOW), hours=(10.0,) * 24, week=(240 / 7,) * 7, keeps=50).to_json()
    add_source("Інша", [NewFeed("https://insha.example/rss")], now=NOW)
    Feed.objects.update(rhythm=known)
    bench = a_public_bench()
    without = current_tempo(bench).price
    keep_offer(feed, Offer(HUB, TOPIC), None, now=NOW)
    stand(Subscription.objects.get())
    Beat.objects.all().delete()
    assert current_tempo(bench).price < 0.7 * without


def test_a_hub_that_does_not_tell_what_a_poll_found_is_unwell_until_it_delivers_again() -> None:
    a_feed()
    bench = a_public_bench()
    poll(bench, "1")
    row = Subscription.objects.get()
    stand(row, since=timedelta(0))
    bench.clock.move(hours=1)
    poll(bench, "1", "2")
    bench.clock.move(hours=1)
    poll(bench, "1", "2", "3", "4")
    row.refresh_from_db()
    assert row.trusted
    bench.clock.move(seconds=TOLD_WITHIN.total_seconds() + 1)
    Feed.objects.update(next_poll_at=bench.now() + timedelta(hours=9))
    assert tend_subscriptions(bench).unwell == 1
    row.refresh_from_db()
    assert not row.trusted
    assert "new entries that the hub did not tell of within 5 min" in row.unwell
    assert Feed.objects.get().next_poll_at == bench.now()
    poll(bench, "1", "2", "3", "4", "5")
    assert "pushed by a hub" not in Feed.objects.get().poll_reason
    note_spoken(row, now=bench.now())
    row.refresh_from_db()
    assert row.trusted


def test_a_hub_that_tells_a_little_later_than_a_poll_is_trusted() -> None:
    a_feed()
    bench = a_public_bench()
    poll(bench, "1")
    row = Subscription.objects.get()
    stand(row, since=timedelta(0))
    bench.clock.move(hours=1)
    poll(bench, "1", "2")
    bench.clock.move(minutes=2)
    note_spoken(row, now=bench.now())
    bench.clock.move(minutes=10)
    assert tend_subscriptions(bench).unwell == 0
    row.refresh_from_db()
    assert row.trusted


def test_what_came_before_the_subscription_stood_is_no_fault_of_the_hub() -> None:
    a_feed()
    bench = a_public_bench()
    poll(bench, "1")
    bench.clock.move(hours=1)
    confirm(Subscription.objects.get(), lease=None, now=bench.now())
    poll(bench, "1", "2", "3")
    assert Subscription.objects.get().doubt_at is None


def test_websub_goes_before_rsscloud_and_a_feed_s_own_address_before_ours() -> None:
    assert offer_of(hub=HUB, self_url="https://own.example/", cloud="http://c/", url=TOPIC) == Offer(
        HUB, "https://own.example/"
    )
    assert offer_of(hub="", self_url="", cloud="http://c/", url=TOPIC) == Offer("http://c/", TOPIC, Protocol.RSSCLOUD)
    assert offer_of(hub="", self_url="x", cloud="", url=TOPIC) == Offer()
