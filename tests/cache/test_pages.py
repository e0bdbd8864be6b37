"""The cache: one rendering for all, fresh after every change, nothing of one reader for another."""

from __future__ import annotations

import asyncio
import gzip
from collections.abc import Awaitable, Callable
from email.utils import formatdate

import brotli
import pytest

from tests.cache.visitor import HTML, KEEP, PUBLIC, Clock, Got, Paper, ask, cache_of

Work = Callable[[], Awaitable[None]]


def run(work: Work) -> None:
    async def whole() -> None:
        await work()

    asyncio.run(whole())


def test_a_page_is_made_once_for_all_readers() -> None:
    async def work() -> None:
        paper = Paper()
        cache = cache_of(paper)
        first, second = await ask(cache), await ask(cache)
        assert (first.how, second.how) == ("miss", "hit")
        assert first.body == second.body
        assert len(paper.asked) == 1
        assert "surrogate-control" not in second.headers
        assert second.headers["cache-control"] == "public, no-cache"
        assert second.headers["content-length"] == str(len(second.body))

    run(work)


def test_each_reader_gets_the_coding_they_read() -> None:
    async def work() -> None:
        paper = Paper()
        cache = cache_of(paper)
        plain = await ask(cache)
        small = await ask(cache, accept_encoding="gzip, deflate, br;q=0.9")
        smaller = await ask(cache, accept_encoding="gzip, br")
        assert len(paper.asked) == 1
        assert "content-encoding" not in plain.headers
        assert gzip.decompress(small.body) == brotli.decompress(smaller.body) == plain.body
        assert (small.headers["content-encoding"], smaller.headers["content-encoding"]) == ("gzip", "br")
        assert len({each.headers["etag"] for each in (plain, small, smaller)}) == 3
        assert {each.headers["vary"] for each in (plain, small, smaller)} == {"Accept-Encoding"}
        for got in (plain, small, smaller):
            assert got.headers["content-length"] == str(len(got.body))

    run(work)


def test_who_has_the_bytes_is_not_sent_them_again() -> None:
    async def work() -> None:
        paper = Paper(headers=[HTML, PUBLIC, KEEP, (b"last-modified", formatdate(1e9, usegmt=True).encode())])
        cache = cache_of(paper)
        etag = (await ask(cache, accept_encoding="br")).headers["etag"]
        assert not etag.startswith("W/")
        for told in (etag, f'"other", {etag}', f"W/{etag}", "*"):
            got = await ask(cache, accept_encoding="br", if_none_match=told)
            assert (got.status, got.body, got.headers["etag"]) == (304, b"", etag)
            assert {"vary", "cache-control", "last-modified"} <= set(got.headers)
            assert "content-length" not in got.headers
        assert (await ask(cache, accept_encoding="gzip", if_none_match=etag)).status == 200
        assert (await ask(cache, if_modified_since=formatdate(1e9, usegmt=True))).status == 304
        assert (await ask(cache, if_modified_since=formatdate(9e8, usegmt=True))).status == 200
        assert (await ask(cache, if_modified_since="yesterday")).status == 200
        # If-None-Match wins over the date (RFC 9110, section 13.2.2).
        both = await ask(cache, if_modified_since=formatdate(1e9, usegmt=True), if_none_match='"other"')
        assert both.status == 200

    run(work)


def test_a_change_ends_the_pages_it_touches_and_no_others() -> None:
    async def work() -> None:
        clock, paper = Clock(), Paper()
        cache = cache_of(paper, clock)

        async def hows() -> dict[str, str]:
            found = {}
            for path, tags in (("/", b"news"), ("/sport/", b"section-sport"), ("/story/5", b"story-5"), ("/card", b"")):
                paper.headers = [HTML, PUBLIC, KEEP, (b"surrogate-key", tags)]
                found[path] = (await ask(cache, path)).how
            return found

        await hows()
        clock.now += 1
        cache.touched(story=6, sections=["sport"], everything=False)
        assert await hows() == {"/": "miss", "/sport/": "miss", "/story/5": "hit", "/card": "hit"}
        clock.now += 1
        cache.touched(story=5, sections=["world"], everything=False)
        assert await hows() == {"/": "miss", "/sport/": "hit", "/story/5": "miss", "/card": "hit"}
        clock.now += 1
        cache.touched(story=7, sections=[], everything=True)
        assert await hows() == {"/": "miss", "/sport/": "miss", "/story/5": "miss", "/card": "hit"}

    run(work)


def test_a_change_during_the_rendering_is_not_missed() -> None:
    async def work() -> None:
        clock, paper = Clock(), Paper(pause=0.02)
        cache = cache_of(paper, clock)
        asking = asyncio.create_task(ask(cache))
        await asyncio.sleep(0.01)
        cache.touched(story=1, sections=[], everything=False)
        await asking
        clock.now += 1
        assert (await ask(cache)).how == "miss"

    run(work)


def test_twenty_at_once_cost_one_rendering() -> None:
    async def work() -> None:
        clock, paper = Clock(), Paper(pause=0.02)
        cache = cache_of(paper, clock)
        cold = await asyncio.gather(*(ask(cache) for _ in range(20)))
        assert len(paper.asked) == 1
        assert {got.how for got in cold} == {"miss"}
        clock.now += 1
        cache.touched(story=1, sections=[], everything=False)
        warm = await asyncio.gather(*(ask(cache) for _ in range(20)))
        assert len(paper.asked) == 2
        assert [got.how for got in warm] == ["miss"] + ["stale"] * 19
        assert warm[0].body != warm[1].body == cold[0].body

    run(work)


def test_a_burst_of_changes_does_not_make_a_page_at_every_one() -> None:
    async def work() -> None:
        clock, paper = Clock(), Paper()
        cache = cache_of(paper, clock)
        for _ in range(100):
            cache.touched(story=1, sections=[], everything=False)
            await ask(cache)
            clock.now += 0.01
        assert len(paper.asked) == 2

    run(work)


def test_an_old_page_is_made_anew_although_nothing_changed() -> None:
    async def work() -> None:
        clock, paper = Clock(), Paper(pause=0.02)
        cache = cache_of(paper, clock)
        await ask(cache)
        clock.now += 59
        assert (await ask(cache)).how == "hit"
        clock.now += 2
        assert [got.how for got in await asyncio.gather(ask(cache), ask(cache))] == ["miss", "stale"]
        # Too old to be shown even for the moment: everybody waits.
        clock.now += 121
        assert [got.how for got in await asyncio.gather(ask(cache), ask(cache))] == ["miss", "miss"]
        assert len(paper.asked) == 3

    run(work)


@pytest.mark.parametrize(
    "headers", [{"cookie": "sessionid=1"}, {"cookie": "a=b; csrftoken=1"}, {"authorization": "Basic x"}]
)
def test_who_is_known_is_asked_for_each_time(headers: dict[str, str]) -> None:
    async def work() -> None:
        paper = Paper()
        cache = cache_of(paper)
        await ask(cache)
        got = await ask(cache, **headers)
        assert got.how == ""
        assert len(paper.asked) == 2
        assert (b"surrogate-control", KEEP[1]) in paper.headers
        assert (await ask(cache)).body.startswith(b"1 ")

    run(work)


def test_a_cookie_of_no_meaning_makes_nobody_known() -> None:
    async def work() -> None:
        cache = cache_of(Paper())
        await ask(cache)
        assert (await ask(cache, cookie="theme=dark; xsessionid=1")).how == "hit"

    run(work)


def test_nothing_of_the_reader_reaches_a_page_that_may_be_kept() -> None:
    async def work() -> None:
        paper = Paper()
        cache = cache_of(paper)
        await ask(
            cache,
            host="127.0.0.1:8000",
            cookie="theme=dark",
            x_forwarded_host="evil.example",
            x_original_url="/desk/",
            accept_language="fr",
            if_none_match='"x"',
            range="bytes=0-3",
            accept_encoding="br",
        )
        assert paper.asked[0]["headers"] == [(b"host", b"news.example")]
        assert paper.asked[0]["method"] == "GET"

    run(work)


def test_a_host_that_is_not_ours_is_for_django_to_refuse() -> None:
    async def work() -> None:
        paper = Paper(status=400)
        cache = cache_of(paper)
        assert (await ask(cache, host="evil.example")).how == ""
        assert (await ask(cache, host="")).how == ""
        assert paper.asked[0]["headers"] == [(b"host", b"evil.example")]
        paper.status = 200
        assert (await ask(cache)).how == "miss"

    run(work)


@pytest.mark.parametrize(
    ("status", "headers"),
    [
        (404, [HTML, PUBLIC, KEEP]),
        (301, [HTML, PUBLIC, KEEP]),
        (200, [HTML, KEEP]),
        (200, [HTML, PUBLIC]),
        (200, [HTML, (b"cache-control", b"public, no-store"), KEEP]),
        (200, [HTML, (b"cache-control", b"private"), KEEP]),
        (200, [HTML, PUBLIC, KEEP, (b"set-cookie", b"sessionid=1")]),
        (200, [HTML, PUBLIC, KEEP, (b"vary", b"Accept-Encoding, User-Agent")]),
        (200, [HTML, PUBLIC, KEEP, (b"content-encoding", b"gzip")]),
    ],
)
def test_only_what_says_so_is_kept(status: int, headers: list[tuple[bytes, bytes]]) -> None:
    async def work() -> None:
        paper = Paper(status=status, headers=headers)
        cache = cache_of(paper)
        first, second = await ask(cache), await ask(cache)
        assert (first.status, first.how, second.how) == (status, "", "")
        assert len(paper.asked) == 2
        # What was set for the first who asked is not told to those who waited with them.
        many = await asyncio.gather(*(ask(cache, "/other") for _ in range(5)))
        assert len({got.body for got in many}) == 5

    run(work)


def test_other_methods_go_through() -> None:
    async def work() -> None:
        paper = Paper()
        cache = cache_of(paper)
        await ask(cache)
        for method in ("POST", "PUT", "DELETE", "OPTIONS"):
            assert (await ask(cache, method=method)).how == ""
        assert [scope["method"] for scope in paper.asked[1:]] == ["POST", "PUT", "DELETE", "OPTIONS"]

    run(work)


def test_head_is_answered_from_the_same_page_without_its_body() -> None:
    async def work() -> None:
        paper = Paper()
        cache = cache_of(paper)
        head, whole = await ask(cache, method="HEAD"), await ask(cache)
        assert (head.how, whole.how, head.body) == ("miss", "hit", b"")
        assert head.headers["content-length"] == str(len(whole.body))
        paper.status = 404
        lost = await ask(cache, "/lost", method="HEAD")
        assert (lost.status, lost.body) == (404, b"")

    run(work)


def test_a_part_is_answered_with_the_whole() -> None:
    async def work() -> None:
        cache = cache_of(Paper())
        got: Got = await ask(cache, range="bytes=0-3")
        assert (got.status, len(got.body)) == (200, int(got.headers["content-length"]))

    run(work)


def test_the_site_reads_on_while_its_database_is_away() -> None:
    async def work() -> None:
        clock, paper = Clock(), Paper()
        cache = cache_of(paper, clock)
        await ask(cache)
        paper.broken = True
        clock.now += 100
        assert (await ask(cache)).how == "stale"
        # It does not try again at once.
        assert (await ask(cache)).how == "hit"
        assert len(paper.asked) == 2
        clock.now += 6
        paper.broken, paper.status = False, 500
        assert (await ask(cache)).how == "stale"
        clock.now += 6
        paper.status = 200
        assert (await ask(cache)).how == "miss"
        paper.broken = True
        clock.now += 700
        with pytest.raises(ConnectionError):
            await ask(cache)

    run(work)


def test_a_reader_who_leaves_takes_nothing_from_the_others() -> None:
    async def work() -> None:
        paper = Paper(pause=0.03)
        cache = cache_of(paper)
        hasty = asyncio.create_task(ask(cache))
        patient = asyncio.create_task(ask(cache))
        await asyncio.sleep(0.01)
        hasty.cancel()
        assert (await patient).status == 200
        assert len(paper.asked) == 1

    run(work)


def test_memory_is_bounded_and_searches_do_not_push_out_pages() -> None:
    async def work() -> None:
        paper = Paper()
        cache = cache_of(paper, most_bytes=200_000)
        await ask(cache)
        for number in range(200):
            await ask(cache, "/search", f"q={number}")
        assert (await ask(cache)).how == "hit"
        assert (await ask(cache, "/search", "q=199")).how == "hit"
        assert (await ask(cache, "/search", "q=0")).how == "miss"
        assert cache._asked.bytes <= 50_000
        for number in range(200):
            await ask(cache, f"/article/{number}")
        assert cache._plain.bytes <= 150_000
        assert sum(page.size for page in cache._plain._pages.values()) == cache._plain.bytes

    run(work)
