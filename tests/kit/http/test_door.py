"""What the door does for its callers: conditional requests, redirects, batches, manners, robots."""

from __future__ import annotations

import asyncio
import gzip
import os
import pickle
import threading
import time
import zlib
from collections.abc import Callable, Iterator

import brotli
import pytest

from svizho.kit.http import Door, Refusal, Request, Response
from tests.kit.http.conftest import AGENT
from tests.kit.http.servers import Asked, RawServer, always, answer, pages, redirect

Serve = Callable[..., RawServer]
MakeDoor = Callable[..., Door]


def given(result: Response | Refusal) -> Response:
    assert isinstance(result, Response), result
    return result


def test_plain_fetch(serve: Serve, open_door: MakeDoor) -> None:
    server = serve(always(answer(body="новини".encode(), headers=("Content-Type: text/xml",))))
    result = given(open_door(server).fetch(Request(server.url("/feed?a=б"), accept="text/xml", tag=7)))
    assert (result.status, result.body.decode(), result.request.tag) == (200, "новини", 7)
    assert result.headers["content-type"] == "text/xml"
    assert result.url == server.url("/feed?a=%D0%B1")
    assert result.moved_to is None
    assert 0 < result.seconds < 5
    sent = server.asked[0].headers
    assert sent["user-agent"] == AGENT
    assert sent["accept"] == "text/xml"
    assert sent["accept-encoding"] == "gzip, deflate, br"


def test_results_can_travel_to_another_process(serve: Serve, open_door: MakeDoor) -> None:
    server = serve(always(answer(body=b"x")))
    result = open_door(server).fetch(Request(server.url()))
    assert pickle.loads(pickle.dumps(result)) == result


RAW_DEFLATE = zlib.compressobj(wbits=-15)
PACKED = {
    "gzip": gzip.compress(b"a" * 200_000),
    "x-gzip": gzip.compress(b"a" * 100_000) + gzip.compress(b"a" * 100_000) + b"\0\0trailing",
    "deflate": zlib.compress(b"a" * 200_000),
    "DEFLATE": RAW_DEFLATE.compress(b"a" * 200_000) + RAW_DEFLATE.flush(),
    "br": brotli.compress(b"a" * 200_000),
    "identity": b"a" * 200_000,
}


@pytest.mark.parametrize("coding", sorted(PACKED))
def test_packed_bodies_are_unpacked(serve: Serve, open_door: MakeDoor, coding: str) -> None:
    server = serve(always(answer(body=PACKED[coding], headers=(f"Content-Encoding: {coding}",))))
    assert given(open_door(server).fetch(Request(server.url()))).body == b"a" * 200_000


def test_conditional_request_and_304(serve: Serve, open_door: MakeDoor) -> None:
    async def behave(asked: Asked, writer: asyncio.StreamWriter) -> None:
        same = asked.headers.get("if-none-match") == '"a"'
        writer.write(answer("304 Not Modified") if same else answer(body=b"new", headers=('ETag: "a"',)))

    server = serve(behave)
    door = open_door(server)
    first = given(door.fetch(Request(server.url())))
    date = "Mon, 02 Nov 2026 10:00:00 GMT"
    second = given(door.fetch(Request(server.url(), etag=first.headers["etag"], last_modified=date)))
    assert (second.status, second.body) == (304, b"")
    assert server.asked[1].headers["if-modified-since"] == date


def test_a_validator_cannot_smuggle_headers(serve: Serve, open_door: MakeDoor) -> None:
    server = serve(always(answer()))
    door = open_door(server)
    evil = '"a"\r\nX-Evil: 1'
    given(door.fetch(Request(server.url(), etag=evil, last_modified=evil, accept=evil)))
    given(door.fetch(Request(server.url("/a b\r\nX-Evil:%201"))))
    assert all(b"X-Evil: 1" not in asked.raw for asked in server.asked)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("X-A", "1\r\nX-B: 2"),
        ("X-A\r\nX-B", "1"),
        ("Host", "other"),
        ("Content-Length", "5"),
        ("Cookie", "a=b"),
        ("Transfer-Encoding", "chunked"),
        ("Proxy-Authorization", "x"),
        ("", "x"),
        ("X", "\0"),
        ("X", "й"),
    ],
)
def test_extra_headers_that_are_not_sent(serve: Serve, open_door: MakeDoor, name: str, value: str) -> None:
    server = serve(always(answer()))
    result = open_door(server).fetch(Request(server.url(), headers=((name, value),)))
    assert isinstance(result, Refusal)
    assert result.kind == "url"
    assert server.asked == []


def test_extra_headers_stay_on_their_own_site(serve: Serve, open_door: MakeDoor) -> None:
    far = serve(always(answer()))
    near = serve(always(redirect(far.url("/far"))))
    headers = (("Authorization", "Bearer secret"), ("user-agent", "Other/1"))
    given(open_door(near, far).fetch(Request(near.url(), headers=headers)))
    assert near.asked[0].headers["authorization"] == "Bearer secret"
    assert "authorization" not in far.asked[0].headers
    assert far.asked[0].headers["user-agent"] == "Other/1"


def test_moved_to_needs_every_redirect_to_be_permanent(serve: Serve, open_door: MakeDoor) -> None:
    server = serve(
        pages(
            {
                "/old": redirect("/older", "301 Moved"),
                "/older": redirect("/new", "308 Moved"),
                "/mixed": redirect("/soft", "301 Moved"),
                "/soft": redirect("/new", "302 Found"),
                "/new": answer(body=b"here"),
            }
        )
    )
    door = open_door(server)
    moved = given(door.fetch(Request(server.url("/old"))))
    assert (moved.url, moved.moved_to, moved.body) == (server.url("/new"), server.url("/new"), b"here")
    mixed = given(door.fetch(Request(server.url("/mixed"))))
    assert (mixed.url, mixed.moved_to) == (server.url("/new"), None)


def test_redirect_without_a_target_is_an_answer(serve: Serve, open_door: MakeDoor) -> None:
    server = serve(always(answer("302 Found", b"?")))
    assert given(open_door(server).fetch(Request(server.url()))).status == 302


def test_post(serve: Serve, open_door: MakeDoor) -> None:
    server = serve(
        pages({"/": redirect("/new", "308 Moved"), "/new": answer("202 Accepted"), "/got": redirect("/new", "303 See")})
    )
    door = open_door(server)
    result = given(door.post(Request(server.url("/")), b"hub.mode=subscribe", "application/x-www-form-urlencoded"))
    assert result.status == 202
    last = server.asked[-1]
    assert (last.method, last.body) == ("POST", b"hub.mode=subscribe")
    assert last.headers["content-type"] == "application/x-www-form-urlencoded"
    assert given(door.post(Request(server.url("/got")), b"", "text/plain")).status == 303
    assert isinstance(door.post(Request("http://127.0.0.1:9/"), b"", "text/plain"), Refusal)
    assert isinstance(door.post(Request(server.url("/")), b"", "text/plain\r\nX: 1"), Refusal)


def test_fetch_all_answers_each_request_once(serve: Serve, open_door: MakeDoor) -> None:
    async def behave(asked: Asked, writer: asyncio.StreamWriter) -> None:
        await asyncio.sleep(0.02)
        writer.write(answer(body=asked.path.encode()))

    server = serve(behave)
    requests = [Request(server.url(f"/{n}"), tag=n) for n in range(300)]
    results = list(open_door(server, total=20).fetch_all(iter(requests)))
    assert sorted(result.request.tag for result in results) == list(range(300))
    assert all(given(result).body == f"/{result.request.tag}".encode() for result in results)
    assert server.busiest > 2  # an open address knows no limit per host


def test_one_slow_host_does_not_hold_up_the_others(serve: Serve, polite_door: MakeDoor) -> None:
    async def behave(asked: Asked, writer: asyncio.StreamWriter) -> None:
        if asked.headers["host"].startswith("slow"):
            await asyncio.sleep(5)
        writer.write(answer())

    server = serve(behave)
    slow = [Request(f"http://slow.example:{server.port}/{n}", seconds=0.8) for n in range(6)]
    fast = [Request(f"http://fast{n}.example:{server.port}/") for n in range(20)]
    order = list(polite_door(total=4).fetch_all(slow + fast))
    assert len(order) == 26
    assert all(isinstance(result, Response) for result in order[:19])
    assert sum(isinstance(result, Refusal) and result.kind == "timeout" for result in order) == 6


def test_batch_reads_no_further_ahead_than_it_needs(serve: Serve, open_door: MakeDoor) -> None:
    server = serve(always(answer()))
    pulled: list[int] = []

    def requests() -> Iterator[Request]:
        for n in range(1000):
            pulled.append(n)
            yield Request(server.url(f"/{n}"))

    batch = open_door(server, total=5).fetch_all(requests())
    next(batch)
    assert len(pulled) <= 6
    batch.close()
    time.sleep(0.2)
    assert len(server.asked) <= 6


def test_limits_per_host_are_shared_by_all_callers(serve: Serve, polite_door: MakeDoor) -> None:
    async def behave(asked: Asked, writer: asyncio.StreamWriter) -> None:
        await asyncio.sleep(0.05)
        writer.write(answer())

    server = serve(behave)
    door = polite_door(per_host=2)
    request = Request(f"http://one.example:{server.port}/")
    threads = [threading.Thread(target=door.fetch, args=(request,)) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(server.asked) == 8
    assert server.busiest == 2


def test_pause_between_requests_to_a_host(serve: Serve, polite_door: MakeDoor) -> None:
    server = serve(always(answer()))
    door = polite_door(host_pause=0.2)
    list(door.fetch_all([Request(f"http://one.example:{server.port}/{n}") for n in range(4)]))
    gaps = [later - earlier for earlier, later in zip(server.times, server.times[1:], strict=False)]
    assert min(gaps) > 0.15


def test_waiting_in_line_does_not_use_up_the_time(serve: Serve, polite_door: MakeDoor) -> None:
    server = serve(always(answer()))
    requests = [Request(f"http://one.example:{server.port}/{n}", seconds=0.3) for n in range(6)]
    assert all(isinstance(result, Response) for result in polite_door(host_pause=0.15).fetch_all(requests))


@pytest.mark.parametrize("status", ["429 Too Many Requests", "503 Busy"])
def test_retry_after_is_remembered_for_the_host(serve: Serve, polite_door: MakeDoor, status: str) -> None:
    server = serve(always(answer(status, headers=("Retry-After: 600",))))
    door = polite_door()
    assert given(door.fetch(Request(f"http://busy.example:{server.port}/a"))).headers["retry-after"] == "600"
    second = door.fetch(Request(f"http://busy.example:{server.port}/b"))
    assert isinstance(second, Refusal)
    assert second.kind == "wait"
    assert 590 < second.wait <= 600
    assert not second.lasting
    assert len(server.asked) == 1
    given(door.fetch(Request(f"http://other.example:{server.port}/")))


def test_close_ends_what_is_under_way(serve: Serve, open_door: MakeDoor) -> None:
    async def wait(_: Asked, writer: asyncio.StreamWriter) -> None:
        await asyncio.sleep(20)

    server = serve(wait)
    door = open_door(server)
    results: list[Response | Refusal] = []
    thread = threading.Thread(target=lambda: results.extend(door.fetch_all([Request(server.url())] * 3)))
    thread.start()
    time.sleep(0.3)
    door.close()
    door.close()
    thread.join(5)
    assert [result.kind for result in results if isinstance(result, Refusal)] == ["connect"] * 3
    assert isinstance(door.fetch(Request(server.url())), Refusal)
    assert not [t for t in threading.enumerate() if t.name == "svizho-http"]


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork here")
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_door_works_in_a_forked_child(serve: Serve, open_door: MakeDoor) -> None:
    server = serve(always(answer(body=b"x")))
    door = open_door(server)
    given(door.fetch(Request(server.url())))
    child = os.fork()
    if not child:
        os._exit(0 if isinstance(door.fetch(Request(server.url(), seconds=5)), Response) else 1)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0


def test_the_agent_must_be_one_line() -> None:
    with pytest.raises(ValueError, match="one line"):
        Door(agent="Svizho\r\nX: 1")
