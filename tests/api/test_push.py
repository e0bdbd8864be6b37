"""What hubs say to us: verifications asked for and not, deliveries signed and forged, late, huge and repeated."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from svizho.hubs.actions import Offer, drop, keep_offer
from svizho.hubs.models import Delivery, HubState, Protocol, Subscription
from svizho.kit import clock
from svizho.kit.signing import METHODS, signature_of
from svizho.sources.actions import NewFeed, add_source, remove_source
from svizho.sources.models import Feed
from tests.steps.fakes import a_rss

pytestmark = pytest.mark.django_db

TOPIC = "https://svitlytsia.example/rss"
RSS = a_rss("1").encode()


def a_subscription(*, asked: bool = True, protocol: Protocol = Protocol.WEBSUB, **facts: Any) -> Subscription:
    now = clock.now()
    feed = add_source("Світлиця", [NewFeed(TOPIC)], now=now).feeds.get()
    Feed.objects.update(polled_at=now - timedelta(hours=1), next_poll_at=now + timedelta(hours=2))
    keep_offer(feed, Offer("https://hub.example/", TOPIC, protocol), None, now=now)
    Subscription.objects.update(state=HubState.ASKED, asked_at=now if asked else None, **facts)
    return Subscription.objects.get()


def verify(client: Client, row: Subscription, **more: str) -> Any:
    told = {"mode": "subscribe", "topic": TOPIC, "challenge": "говори", "lease_seconds": "864000"} | more
    return client.get(f"/push/{row.token}", {f"hub.{name}": value for name, value in told.items()})


def deliver(client: Client, row: Subscription, body: bytes = RSS, *, signed: str | None = None, **more: Any) -> Any:
    header = signature_of(body, row.secret) if signed is None else signed
    return client.post(
        f"/push/{row.token}", body, content_type="application/rss+xml", headers={"X-Hub-Signature": header}, **more
    )


def queued(like: str) -> int:
    from procrastinate.contrib.django.models import ProcrastinateJob

    return ProcrastinateJob.objects.filter(lock__startswith=like).count()


def test_a_verification_that_we_asked_for_is_confirmed_with_its_challenge(client: Client) -> None:
    row = a_subscription()
    answer = verify(client, row)
    assert (answer.status_code, answer.content.decode()) == (200, "говори")
    assert answer["Content-Type"].startswith("text/plain")
    assert answer["X-Content-Type-Options"] == "nosniff"
    row.refresh_from_db()
    assert row.state == HubState.STANDING
    assert row.lease_until is not None
    assert row.act_at is not None
    left = (row.lease_until - row.act_at) / timedelta(days=10)
    assert 0.1 <= left <= 0.3


@pytest.mark.parametrize(
    "more",
    [
        {"topic": "https://else.example/rss"},
        {"mode": "unsubscribe"},
        {"mode": ""},
        {"challenge": ""},
        {"challenge": "x" * 5_000},
    ],
)
def test_a_verification_of_something_else_is_refused(client: Client, more: dict[str, str]) -> None:
    row = a_subscription()
    assert verify(client, row, **more).status_code == 404
    row.refresh_from_db()
    assert row.state == HubState.ASKED


def test_unsolicited_verifications_are_refused(client: Client) -> None:
    row = a_subscription(asked=False)
    assert verify(client, row).status_code == 404
    Subscription.objects.update(asked_at=clock.now() - timedelta(hours=2))
    assert verify(client, row).status_code == 404
    assert client.get("/push/unknown", {"hub.mode": "subscribe"}).status_code == 404
    row.refresh_from_db()
    assert row.state == HubState.ASKED


def test_a_second_verification_of_one_request_is_unsolicited(client: Client) -> None:
    row = a_subscription()
    assert [verify(client, row).status_code for _ in range(2)] == [200, 404]


@pytest.mark.parametrize(("told", "days"), [("1", 1 / 1440), ("nonsense", 10), ("9" * 9, 90), ("", 10)])
def test_leases_are_believed_within_bounds(client: Client, told: str, days: float) -> None:
    row = a_subscription()
    verify(client, row, lease_seconds=told)
    row.refresh_from_db()
    assert row.lease_until is not None
    assert (row.lease_until - clock.now()) / timedelta(days=days) == pytest.approx(1, abs=0.1)


def test_a_hub_may_deny(client: Client) -> None:
    row = a_subscription()
    assert verify(client, row, mode="denied", reason="not for you").status_code == 200
    row.refresh_from_db()
    assert (row.state, row.words) == (HubState.DENIED, "the hub denied the subscription: not for you")


@pytest.mark.parametrize("method", METHODS)
def test_a_signed_delivery_is_kept_and_acknowledged_and_wakes_a_worker(client: Client, method: str) -> None:
    row = a_subscription(unwell_since=clock.now(), unwell="it missed something")
    assert deliver(client, row, signed=signature_of(RSS, row.secret, method)).status_code == 204
    row.refresh_from_db()
    assert Delivery.objects.filter(read_at=None).count() == 1
    assert queued("push/") == 1
    assert row.delivered_at is not None
    assert (row.unwell_since, row.unwell, row.forged) == (None, "", 0)


@pytest.mark.parametrize("forged", ["", "sha1=00", "md5=x", "sha256=" + "f" * 64, signature_of(b"else", "s")])
def test_a_forged_delivery_hears_the_same_and_is_ignored_and_counted(client: Client, forged: str) -> None:
    row = a_subscription(unwell_since=clock.now())
    assert deliver(client, row, signed=forged).status_code == 204
    row.refresh_from_db()
    assert (row.forged, row.delivered_at) == (1, None)
    assert row.unwell_since is not None
    assert not Delivery.objects.exists()
    assert queued("push/") == 0


def test_a_signature_of_another_body_fits_nothing(client: Client) -> None:
    row = a_subscription()
    deliver(client, row, RSS + b" ", signed=signature_of(RSS, row.secret))
    assert not Delivery.objects.exists()


def test_a_repeated_delivery_is_acknowledged_and_makes_no_hub_well(client: Client) -> None:
    row = a_subscription()
    deliver(client, row)
    Subscription.objects.update(unwell_since=clock.now())
    assert deliver(client, row).status_code == 204
    row.refresh_from_db()
    assert row.unwell_since is not None
    assert Delivery.objects.count() == 1


def test_a_huge_delivery_is_refused(client: Client, settings: Any) -> None:
    row = a_subscription()
    body = b"x" * (settings.SVIZHO.fetching.feed_max_mb * 1_000_000 + 1)
    assert deliver(client, row, body).status_code == 413
    assert not Delivery.objects.exists()


def test_a_thin_delivery_makes_the_feed_due_with_a_floor(client: Client) -> None:
    row = a_subscription()
    assert deliver(client, row, b"").status_code == 204
    assert Feed.objects.get().next_poll_at <= clock.now()
    assert queued("poll/") == 1
    Feed.objects.update(polled_at=clock.now(), next_poll_at=clock.now() + timedelta(hours=1))
    deliver(client, row, b"")
    assert Feed.objects.get().next_poll_at > clock.now() + timedelta(seconds=20)
    deliver(client, row, b"", signed="sha1=0")
    row.refresh_from_db()
    assert row.forged == 1


def test_deliveries_for_what_was_given_up_hear_410(client: Client) -> None:
    row = a_subscription()
    drop(row.pk, "enough", now=clock.now())
    assert deliver(client, row).status_code == 410


def test_deliveries_for_a_source_that_was_removed_hear_410(client: Client) -> None:
    row = a_subscription()
    assert row.feed is not None
    remove_source(row.feed.source)
    assert deliver(client, row).status_code == 410
    assert deliver(client, Subscription(token="x" * 43, secret="s")).status_code == 404


def test_the_end_of_a_subscription_is_confirmed_to_the_hub(client: Client) -> None:
    row = a_subscription()
    drop(row.pk, "enough", now=clock.now())
    assert verify(client, row, mode="unsubscribe").status_code == 404
    Subscription.objects.update(asked_at=clock.now())
    assert verify(client, row, mode="subscribe").status_code == 404
    assert verify(client, row, mode="unsubscribe").status_code == 200


def test_when_too_much_waits_the_hub_is_asked_to_say_it_again(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("svizho.hubs.actions.MOST_WAITING", 1)
    row = a_subscription()
    codes = [deliver(client, row, a_rss(str(number)).encode()).status_code for number in range(2)]
    assert codes == [204, 503]


def test_no_other_method_is_answered(client: Client) -> None:
    assert client.put(f"/push/{a_subscription().token}", b"").status_code == 405


def test_a_cloud_is_answered_while_it_is_asked_and_believed_as_a_ping(client: Client) -> None:
    row = a_subscription(protocol=Protocol.RSSCLOUD)
    path = f"/push/cloud/{row.token}"
    answer = client.get(path, {"url": TOPIC, "challenge": "слово"})
    assert (answer.status_code, answer.content.decode()) == (200, "слово")
    assert client.get(path, {"url": "https://else.example/", "challenge": "x"}).status_code == 404
    Subscription.objects.update(asked_at=None)
    assert client.get(path, {"url": TOPIC, "challenge": "x"}).status_code == 404
    assert client.post(path, {"url": "https://else.example/"}).status_code == 404
    assert client.post(path, {"url": TOPIC, "more": "x" * 20_000}).status_code == 404
    assert client.post(path, {"url": TOPIC}).status_code == 200
    assert Feed.objects.get().next_poll_at <= clock.now()
    drop(row.pk, "enough", now=clock.now())
    assert client.post(path, {"url": TOPIC}).status_code == 410
    assert deliver(client, row).status_code == 404
