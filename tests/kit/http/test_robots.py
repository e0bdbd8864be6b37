"""robots.txt through the door, and the patience of the book of rules."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import pytest
from yarl import URL

from svizho.kit.http import Door, Refusal, Request, Response
from svizho.kit.http.robots import PATIENCE, RETRY_AFTER, RobotsBook
from svizho.kit.http.values import Refused
from tests.kit.http.servers import Asked, RawServer, answer, pages, redirect

Serve = Callable[..., RawServer]
MakeDoor = Callable[..., Door]
RULES = b"User-agent: *\nDisallow: /private\n\nUser-agent: Svizho-test\nDisallow: /not-us\nCrawl-delay: 0.2\n"


def page(server: RawServer, path: str) -> Request:
    return Request(server.url(path), obey_robots=True)


def test_robots_is_read_once_and_obeyed(serve: Serve, open_door: MakeDoor) -> None:
    server = serve(pages({"/robots.txt": answer(body=RULES), "/private": answer(body=b"x"), "/a": answer()}))
    door = open_door(server)
    results = list(door.fetch_all([page(server, path) for path in ("/a", "/private", "/not-us/x")]))
    kinds = {result.request.url.split("/", 3)[3]: getattr(result, "kind", "") for result in results}
    assert kinds == {"a": "", "private": "", "not-us/x": "robots"}
    assert [asked.path for asked in server.asked].count("/robots.txt") == 1


def test_robots_is_not_asked_for_when_it_need_not_be_obeyed(serve: Serve, open_door: MakeDoor) -> None:
    server = serve(pages({"/robots.txt": answer(body=RULES), "/not-us": answer(body=b"feed")}))
    assert isinstance(open_door(server).fetch(Request(server.url("/not-us"))), Response)
    assert len(server.asked) == 1


def test_every_hop_obeys_the_rules_of_where_it_leads(serve: Serve, open_door: MakeDoor) -> None:
    far = serve(pages({"/robots.txt": answer(body=b"User-agent: *\nDisallow: /")}))
    near = serve(pages({"/": redirect(far.url("/page"))}))
    result = open_door(near, far).fetch(page(near, "/"))
    assert isinstance(result, Refusal)
    assert result.kind == "robots"
    assert [asked.path for asked in far.asked] == ["/robots.txt"]


@pytest.mark.parametrize("status", ["404 Not Found", "403 Forbidden", "410 Gone"])
def test_no_robots_allows_everything(serve: Serve, open_door: MakeDoor, status: str) -> None:
    server = serve(pages({"/robots.txt": answer(status), "/a": answer(body=b"x")}))
    assert isinstance(open_door(server).fetch(page(server, "/a")), Response)


@pytest.mark.parametrize("status", ["500 Broken", "503 Busy", "429 Too Many Requests"])
def test_unreachable_robots_refuses_for_now(serve: Serve, open_door: MakeDoor, status: str) -> None:
    server = serve(pages({"/robots.txt": answer(status), "/a": answer(body=b"x")}))
    result = open_door(server).fetch(page(server, "/a"))
    assert isinstance(result, Refusal)
    assert (result.kind, result.lasting) == ("robots", False)


def test_huge_robots_is_cut_and_still_obeyed(serve: Serve, open_door: MakeDoor) -> None:
    rules = b"User-agent: *\nDisallow: /secret\n" + b"Disallow: /*a*b*c*d$\n" * 100_000
    server = serve(pages({"/robots.txt": answer(body=rules), "/a": answer(body=b"x")}))
    door = open_door(server)
    assert isinstance(door.fetch(page(server, "/a")), Response)
    assert isinstance(door.fetch(page(server, "/secret")), Refusal)


@pytest.mark.parametrize("body", [b"\xff\xfe\x00garbage", b"<html>not found</html>", b"", b"Disallow: /\n"])
def test_what_is_no_robots_file_allows(serve: Serve, open_door: MakeDoor, body: bytes) -> None:
    server = serve(pages({"/robots.txt": answer(body=body), "/a": answer(body=b"x")}))
    assert isinstance(open_door(server).fetch(page(server, "/a")), Response)


@pytest.mark.parametrize("target", ["/robots.txt", "http://127.0.0.1:1/robots.txt", "ftp://x/"])
def test_robots_that_leads_astray_is_none(serve: Serve, open_door: MakeDoor, target: str) -> None:
    server = serve(pages({"/robots.txt": redirect(target), "/a": answer(body=b"x")}))
    assert isinstance(open_door(server).fetch(page(server, "/a")), Response)


def test_refusal_of_an_unreachable_site_says_why(serve: Serve, open_door: MakeDoor) -> None:
    async def behave(asked: Asked, writer: asyncio.StreamWriter) -> None:
        writer.write(b"")

    door = open_door(server := serve(behave))
    for path in ("/a", "/b"):
        result = door.fetch(page(server, path))
        assert isinstance(result, Refusal)
        assert (result.kind, result.request.url) == ("connect", server.url(path))
        assert result.words.startswith("Its robots.txt could not be read: ")
    assert [asked.path for asked in server.asked] == ["/robots.txt"] * 2  # tried again once by the connection


def test_robots_behind_a_redirect(serve: Serve, open_door: MakeDoor) -> None:
    server = serve(pages({"/robots.txt": redirect("/r.txt"), "/r.txt": answer(body=b"User-agent: *\nDisallow: /")}))
    assert isinstance(open_door(server).fetch(page(server, "/a")), Refusal)


class Site:
    """A site whose robots.txt answers as told, at a time as told."""

    def __init__(self) -> None:
        self.now = 0.0
        self.status = 200
        self.body = b""
        self.asked = 0

    async def fetch(self, request: Request) -> Response | Refusal:
        self.asked += 1
        await asyncio.sleep(0)
        return Response(request, request.url, None, self.status, {}, self.body, 0.0)

    def book(self) -> RobotsBook:
        return RobotsBook(self.fetch, agent="Svizho", clock=lambda: self.now)


def test_patience_with_an_unreachable_file_ends_after_a_day() -> None:
    site = Site()
    site.status = 500
    url = URL("http://example.org/a")

    async def story() -> None:
        book = site.book()
        with pytest.raises(Refused):
            await book.check(url)
        site.now = RETRY_AFTER + 1
        with pytest.raises(Refused):
            await book.check(url)
        assert site.asked == 2
        site.now = PATIENCE + RETRY_AFTER
        await book.check(url)

    asyncio.run(story())


def test_old_rules_stand_while_the_file_is_unreachable() -> None:
    site = Site()
    site.body = b"User-agent: *\nDisallow: /private\n"

    async def story() -> None:
        book = site.book()
        await book.check(URL("http://example.org/a"))
        site.now, site.status = 90_000.0, 500
        await book.check(URL("http://example.org/a"))
        with pytest.raises(Refused, match=r"robots\.txt"):
            await book.check(URL("http://example.org/private"))

    asyncio.run(story())


def test_crawl_delay_is_told_but_capped() -> None:
    site = Site()
    site.body = b"User-agent: *\nCrawl-delay: 3600\n"
    assert asyncio.run(site.book().check(URL("http://example.org/"))) == 10.0


def test_many_pages_share_one_question() -> None:
    site = Site()

    async def story() -> None:
        book = site.book()
        await asyncio.gather(*(book.check(URL(f"http://example.org/{n}")) for n in range(50)))

    asyncio.run(story())
    assert site.asked == 1


def test_a_page_given_up_leaves_the_question_to_the_others(serve: Serve, open_door: MakeDoor) -> None:
    async def behave(asked: Asked, writer: asyncio.StreamWriter) -> None:
        await asyncio.sleep(0.3 if asked.path == "/robots.txt" else 0)
        writer.write(answer(body=b""))

    server = serve(behave)
    door = open_door(server)
    batch = door.fetch_all([page(server, "/a"), Request(server.url("/quick"))])
    next(batch)
    batch.close()
    assert isinstance(door.fetch(page(server, "/b")), Response)
    assert [asked.path for asked in server.asked].count("/robots.txt") == 1
