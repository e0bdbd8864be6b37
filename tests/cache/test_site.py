"""The cache before the real pages: what Django marks is kept, and a change of the news ends it."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Sequence
from typing import Any

import pytest
from a2wsgi import WSGIMiddleware
from django.conf import settings

from svizho.asgi import is_ours, plain, tell
from svizho.cache import PageCache
from svizho.live import Change
from svizho.wsgi import application
from tests.cache.visitor import Clock, Got, ask
from tests.factories import make_article, make_source, make_story

pytestmark = pytest.mark.django_db(transaction=True)

HOST = "127.0.0.1:8000"


def real(clock: Clock) -> PageCache:
    """Put a cache before Django as `svizho.asgi` does."""
    return PageCache(
        WSGIMiddleware(application, workers=2),
        most_bytes=8_000_000,
        host=HOST,
        is_ours=is_ours,
        private_cookies=(settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME, "messages"),
        clock=clock,
    )


async def visit(cache: PageCache, path: str, **headers: str) -> Got:
    async def app(scope: Any, receive: Any, send: Any) -> None:
        whole = {"http_version": "1.1", "scheme": "http", "server": ("127.0.0.1", 8000), "client": ("127.0.0.1", 9)}
        await cache(plain({**scope, **whole}), receive, send)

    address, _, query = path.partition("?")
    return await ask(app, address, query, **{"host": HOST, **headers})  # type: ignore[arg-type]


def hows(cache: PageCache, paths: Sequence[str]) -> dict[str, str]:
    async def work() -> dict[str, str]:
        return {path: (await visit(cache, path)).how for path in paths}

    return asyncio.run(work())


def change(kind: str, story: int | None, *sections: str) -> Change:
    return Change(1, kind, story, sections, b"")


def test_every_page_of_the_site_is_kept_and_what_is_not_for_all_is_not() -> None:
    story = make_story([make_article(make_source("Хвиля"), sections=["world"])])
    kept = ["/", "/en/", "/latest", "/world/", f"/story/{story.pk}-{story.slug}", "/source/khvylia", "/about", "/map",
            "/search?q=x", "/feed.rss", "/en/world/feed.json", "/sitemap.xml", "/news-sitemap.xml", "/card.png",
            "/manifest.webmanifest", "/sw.js", "/sources.opml", "/offline"]  # fmt: skip
    passed = ["/health", "/metrics", "/nope/", f"/story/{story.pk}", "/robots.txt"]
    cache = real(Clock())
    assert set(hows(cache, [*kept, *passed]).values()) == {"miss", ""}
    again = hows(cache, [*kept, *passed])
    assert {path: again[path] for path in kept} == dict.fromkeys(kept, "hit")
    assert {path: again[path] for path in passed} == dict.fromkeys(passed, "")


def test_a_change_is_seen_at_once_where_it_belongs() -> None:
    clock = Clock()
    cache = real(clock)
    first, second = (make_story([make_article(sections=[section])]) for section in ("world", "sport"))
    paths = ["/", "/world/", "/sport/", *(f"/story/{each.pk}-{each.slug}" for each in (first, second)), "/feed.atom"]
    hows(cache, paths)
    clock.now += 1
    tell(cache, change("story_grew", first.pk, "world"))
    assert list(hows(cache, paths).values()) == ["miss", "miss", "hit", "miss", "hit", "miss"]
    clock.now += 1
    tell(cache, change("story_merged", first.pk, "world"))
    assert set(hows(cache, paths).values()) == {"miss"}


def test_a_member_is_shown_pages_of_their_own_and_strangers_poison_nothing() -> None:
    make_story([make_article(title="Порт працює")])
    cache = real(Clock())

    async def work() -> None:
        member = await visit(cache, "/", cookie=f"{settings.SESSION_COOKIE_NAME}=abc")
        assert member.how == ""
        evil = await visit(cache, "/", host="evil.example", x_forwarded_host="evil.example")
        assert (evil.status, evil.how) == (400, "")
        odd = await visit(cache, "/", x_forwarded_host="evil.example", x_forwarded_proto="gopher", accept_language="fr")
        assert odd.how == "miss"
        assert b"evil.example" not in odd.body
        assert "set-cookie" not in odd.headers
        plain_one = await visit(cache, "/")
        assert (plain_one.how, plain_one.body) == ("hit", odd.body)
        assert "Порт працює" in plain_one.body.decode().replace("\u00a0", " ")
        assert "script-src 'self'" in plain_one.headers["content-security-policy"]

    asyncio.run(work())


def test_weird_addresses_are_answered_and_kept_by_nobody() -> None:
    cache = real(Clock())

    async def work() -> None:
        for path in ("//", "/..", "/\x00", "/%2e%2e/", "/Новини", "/?" + "a=1&" * 40, "/latest?before=💥", "/x" * 400):
            got = await visit(cache, path)
            assert got.status in (200, 301, 400, 404), path
        assert len(cache._plain) + len(cache._asked) <= 2

    asyncio.run(work())


def test_a_feed_has_the_validators_that_readers_ask_by() -> None:
    make_story([make_article()])
    cache = real(Clock())

    async def work() -> None:
        first = await visit(cache, "/feed.json", accept_encoding="gzip")
        assert json.dumps(first.headers["last-modified"])
        by_tag = await visit(cache, "/feed.json", accept_encoding="gzip", if_none_match=first.headers["etag"])
        by_time = await visit(cache, "/feed.json", if_modified_since=first.headers["last-modified"])
        assert (by_tag.status, by_time.status, by_tag.body + by_time.body) == (304, 304, b"")

    asyncio.run(work())
