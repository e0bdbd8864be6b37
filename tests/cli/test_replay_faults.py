"""Servers in trouble: what they do, that it is repeatable, and that nothing is lost by it."""

from __future__ import annotations

import io
import json
from collections import Counter
from datetime import timedelta
from itertools import pairwise

import feedparser
import pytest

from svizho.cli.replay import FAULTS, FaultPlan, ReplayServer
from svizho.cli.replay.faults import FEED_DEEDS, LONGEST_SPELL, PAGE_DEEDS
from svizho.cli.replay.troubles import DEEDS
from svizho.errors import ReplayError
from svizho.kit.http import Door, Refusal, Request, Response
from tests.cli.replay_news import Clock, many

SLUGS = [f"source-{number}" for number in range(12)]
SOURCES = [f"Source {number}" for number in range(12)]


def course(plan: FaultPlan, slug: str, requests: int = 40, *, clock: Clock | None = None) -> list[str]:
    clock = clock or Clock()
    return [plan.feed_deed(slug, clock()) for _ in range(requests)]


def test_every_kind_is_dealt_and_some_stay_honest() -> None:
    plan = FaultPlan(SLUGS)
    assert Counter(plan.kind_of(slug) for slug in SLUGS) == dict.fromkeys((*FAULTS, ""), 2)


def test_same_seed_same_trouble() -> None:
    first, second, other = FaultPlan(SLUGS, seed=1), FaultPlan(SLUGS[::-1], seed=1), FaultPlan(SLUGS, seed=2)
    courses = [[course(plan, slug) for slug in SLUGS] for plan in (first, second, other)]
    assert courses[0] == courses[1]
    assert courses[0] != courses[2]


def test_every_feed_recovers_for_good() -> None:
    plan = FaultPlan(SLUGS)
    for slug in SLUGS:
        deeds = course(plan, slug)
        troubled = [deed for deed in deeds if deed]
        assert set(troubled) <= set(FEED_DEEDS.get(plan.kind_of(slug), ()))
        assert bool(troubled) == bool(plan.kind_of(slug))
        assert deeds[0] == ""
        assert not any(deeds[20:])


def test_a_spell_ends_after_a_minute_however_seldom_it_is_asked() -> None:
    clock = Clock()
    plan = FaultPlan(SLUGS)
    slug = next(slug for slug in SLUGS if any(spell.bad == 3 for spell in plan.spells_of(slug)))
    deeds = []
    for _ in range(12):
        deeds.append(plan.feed_deed(slug, clock()))
        clock.time += LONGEST_SPELL + timedelta(seconds=1)
    assert not any(first and second for first, second in pairwise(deeds))


def test_a_page_recovers_after_two_requests_at_most() -> None:
    plan = FaultPlan(SLUGS)
    bad = 0
    for slug in SLUGS:
        for number in range(60):
            deeds = [plan.page_deed(slug, number) for _ in range(4)]
            assert not any(deeds[2:])
            assert set(deeds) - {""} <= set(PAGE_DEEDS.get(plan.kind_of(slug), ()))
            bad += bool(deeds[0])
    assert 60 < bad < 140  # one in six of ten sources with 60 pages each


def test_every_deed_can_be_done() -> None:
    named = {deed for deeds in (*FEED_DEEDS.values(), *PAGE_DEEDS.values()) for deed in deeds}
    assert named == set(DEEDS)


def test_unknown_kind_is_an_error() -> None:
    with pytest.raises(ReplayError, match="no such fault: lazy"):
        FaultPlan(SLUGS, kinds=["lazy"])


def links_in(answer: Response) -> set[str]:
    if answer.body.startswith(b"{"):
        return {item["url"] for item in json.loads(answer.body)["items"]}
    location = {"content-location": answer.url.replace("/moved", "")}
    return {entry.link for entry in feedparser.parse(io.BytesIO(answer.body), response_headers=location).entries}


def test_a_patient_reader_loses_nothing() -> None:
    """Polls with validators, believes honest and lying servers alike, and still gets every article."""
    clock = Clock()
    server = ReplayServer(many(240, SOURCES), speed=60, faults=True, slowness=0.02, newest=5, now=clock)
    with server:
        door = Door(agent="Svizho-test/1", open_addresses=[server.address])
        etags: dict[str, str] = {}
        found: set[str] = set()
        outcomes: Counter[str] = Counter()
        for _ in range(30):
            clock.pass_by(seconds=10)
            polls = [Request(source.feed_url, etag=etags.get(source.feed_url, "")) for source in server.sources()]
            for result in door.fetch_all(polls):
                if isinstance(result, Refusal):
                    outcomes[result.kind] += 1
                    continue
                outcomes[str(result.status)] += 1
                etags[result.request.url] = result.headers.get("etag", etags.get(result.request.url, ""))
                if result.status == 200:
                    outcomes["moved"] += result.moved_to is not None
                    found |= links_in(result)
        pending = found
        for _ in range(3):
            pages = list(door.fetch_all(Request(link, seconds=5) for link in pending))
            pending = {page.request.url for page in pages if not (isinstance(page, Response) and page.status == 200)}
        door.close()
        assert len(found) == 240
        assert not pending
        assert server.progress().articles_read >= 200
        assert server.progress().troubles > 30
        assert {"200", "304", "404", "410", "500", "503", "connect", "protocol", "moved"} <= set(outcomes), outcomes


def test_a_stalled_server_meets_the_time_limit() -> None:
    server = ReplayServer(many(24, SOURCES), speed=0, faults=["slow"], slowness=0.5)
    with server:
        door = Door(agent="Svizho-test/1", open_addresses=[server.address])
        requests = [Request(source.feed_url, seconds=1) for source in server.sources()] * 8
        results = list(door.fetch_all(requests))
        door.close()
    kinds = Counter(result.kind for result in results if isinstance(result, Refusal))
    assert set(kinds) == {"timeout"}
    assert any(isinstance(result, Response) and result.seconds > 0.4 for result in results)
