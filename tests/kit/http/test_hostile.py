"""One hostile server per test: each ends in a refusal or a harmless response, never in an error."""

from __future__ import annotations

import asyncio
import gzip
import socket
import ssl
import struct
import time
import zlib
from collections.abc import Callable
from pathlib import Path

import brotli
import pytest

from svizho.kit.http import Door, Refusal, Request, Response
from tests.kit.http.conftest import LoopbackGuard
from tests.kit.http.servers import Asked, RawServer, always, answer, pages, redirect

Serve = Callable[..., RawServer]
MakeDoor = Callable[..., Door]
BOMB = 60_000_000  # bytes after decompression


def refused(result: Response | Refusal, kind: str) -> Refusal:
    assert isinstance(result, Refusal), result
    assert result.kind == kind, result
    assert result.words.endswith(".")
    assert "\n" not in result.words
    return result


def given(result: Response | Refusal) -> Response:
    assert isinstance(result, Response), result
    return result


BOMBS = {
    "gzip": gzip.compress(bytes(BOMB)),
    "deflate": zlib.compress(bytes(BOMB)),
    "br": brotli.compress(bytes(BOMB), quality=5),
}


@pytest.mark.parametrize("coding", sorted(BOMBS))
def test_compression_bomb(serve: Serve, open_door: MakeDoor, coding: str) -> None:
    server = serve(always(answer(body=BOMBS[coding], headers=(f"Content-Encoding: {coding}",))))
    result = open_door(server).fetch(Request(server.url(), max_bytes=1_000_000))
    assert refused(result, "too_large").lasting


def test_bomb_of_a_million_empty_gzip_members(serve: Serve, open_door: MakeDoor) -> None:
    body = gzip.compress(b"") * 20_000
    server = serve(always(answer(body=body, headers=("Content-Encoding: gzip",))))
    refused(open_door(server).fetch(Request(server.url())), "too_large")


def test_bomb_in_a_bomb_is_not_unpacked(serve: Serve, open_door: MakeDoor) -> None:
    body = gzip.compress(BOMBS["gzip"])
    server = serve(always(answer(body=body, headers=("Content-Encoding: gzip, gzip",))))
    refused(open_door(server).fetch(Request(server.url())), "protocol")


def test_unknown_coding(serve: Serve, open_door: MakeDoor) -> None:
    server = serve(always(answer(body=b"x", headers=("Content-Encoding: zstd",))))
    refused(open_door(server).fetch(Request(server.url())), "protocol")


@pytest.mark.parametrize("coding", ["gzip", "deflate", "br"])
def test_body_that_is_not_in_its_coding(serve: Serve, open_door: MakeDoor, coding: str) -> None:
    server = serve(always(answer(body=b"\xff\xfe plain text, not packed", headers=(f"Content-Encoding: {coding}",))))
    refused(open_door(server).fetch(Request(server.url())), "protocol")


@pytest.mark.parametrize("coding", ["gzip", "br"])
def test_packed_body_cut_short(serve: Serve, open_door: MakeDoor, coding: str) -> None:
    pack = {"gzip": gzip.compress, "br": brotli.compress}[coding]
    body = pack(bytes(range(256)) * 100)[:-20]
    server = serve(always(answer(body=body, headers=(f"Content-Encoding: {coding}",))))
    refused(open_door(server).fetch(Request(server.url())), "protocol")


def test_announced_size_is_believed_before_reading(serve: Serve, open_door: MakeDoor) -> None:
    server = serve(always(answer(headers=("Content-Length: 104857600",), length=False) + b"x" * 1000))
    result = refused(open_door(server).fetch(Request(server.url())), "too_large")
    assert "104.9 MB" in result.words


def test_endless_body_without_a_length(serve: Serve, open_door: MakeDoor) -> None:
    async def pour(_: Asked, writer: asyncio.StreamWriter) -> None:
        writer.write(answer(length=False))
        while not writer.is_closing():
            writer.write(b"<item>" * 10_000)
            await writer.drain()

    server = serve(pour)
    refused(open_door(server).fetch(Request(server.url(), max_bytes=2_000_000)), "too_large")


def test_slow_drip_of_body(serve: Serve, open_door: MakeDoor) -> None:
    async def drip(_: Asked, writer: asyncio.StreamWriter) -> None:
        writer.write(answer(headers=("Content-Length: 1000",), length=False))
        for _ in range(1000):
            writer.write(b"x")
            await writer.drain()
            await asyncio.sleep(0.05)

    server = serve(drip)
    started = time.monotonic()
    result = refused(open_door(server).fetch(Request(server.url(), seconds=0.4)), "timeout")
    assert time.monotonic() - started < 2
    assert not result.lasting


def test_slow_drip_of_headers(serve: Serve, open_door: MakeDoor) -> None:
    async def drip(_: Asked, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\n")
        for number in range(100):
            writer.write(f"X-{number}: 1\r\n".encode())
            await writer.drain()
            await asyncio.sleep(0.05)

    server = serve(drip)
    refused(open_door(server).fetch(Request(server.url(), seconds=0.4)), "timeout")


def test_server_that_never_answers(serve: Serve, open_door: MakeDoor) -> None:
    async def wait(_: Asked, writer: asyncio.StreamWriter) -> None:
        await asyncio.sleep(30)

    server = serve(wait)
    refused(open_door(server).fetch(Request(server.url(), seconds=0.3)), "timeout")


def test_endless_interim_answers(serve: Serve, open_door: MakeDoor) -> None:
    async def stall(_: Asked, writer: asyncio.StreamWriter) -> None:
        for _ in range(1000):
            writer.write(b"HTTP/1.1 103 Early Hints\r\n\r\n")
            await writer.drain()
            await asyncio.sleep(0.02)

    server = serve(stall)
    assert isinstance(open_door(server).fetch(Request(server.url(), seconds=0.5)), Refusal)


def test_switching_protocols_unasked(serve: Serve, open_door: MakeDoor) -> None:
    server = serve(always(b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n"))
    refused(open_door(server).fetch(Request(server.url(), seconds=2)), "protocol")


def test_endless_redirects(serve: Serve, open_door: MakeDoor) -> None:
    async def onward(asked: Asked, writer: asyncio.StreamWriter) -> None:
        writer.write(redirect(f"/{int(asked.path.strip('/') or 0) + 1}"))

    server = serve(onward)
    refused(open_door(server).fetch(Request(server.url())), "redirects")
    assert len(server.asked) == 11


def test_redirect_loop_is_left_at_once(serve: Serve, open_door: MakeDoor) -> None:
    server = serve(pages({"/": redirect("/b"), "/b": redirect("/")}))
    refused(open_door(server).fetch(Request(server.url())), "redirects")
    assert len(server.asked) == 2


@pytest.mark.parametrize(
    "target",
    [
        "http://127.0.0.1:1/",
        "http://localhost/",
        "http://169.254.169.254/latest/",
        "http://[::1]:80/",
        "http://2130706433/",
        "//127.0.0.1/",
        "http://user:pw@192.168.0.1/",
    ],
)
def test_redirect_into_the_private_network(serve: Serve, open_door: MakeDoor, target: str) -> None:
    server = serve(always(redirect(target)))
    assert refused(open_door(server).fetch(Request(server.url())), "address").lasting
    assert len(server.asked) == 1


@pytest.mark.parametrize("target", ["file:///etc/passwd", "javascript:alert(1)", "http://[", "http://a b/", "ftp://x/"])
def test_redirect_to_no_web_address(serve: Serve, open_door: MakeDoor, target: str) -> None:
    server = serve(always(redirect(target)))
    result = open_door(server).fetch(Request(server.url()))
    assert isinstance(result, Refusal)
    assert result.kind in {"url", "redirects"}


def test_redirect_target_in_raw_bytes(serve: Serve, open_door: MakeDoor) -> None:
    raw = answer("302 Found", headers=("Location: /X",)).replace(b"/X", b"/\xff\xfe\xe4")
    server = serve(always(raw))
    assert isinstance(open_door(server).fetch(Request(server.url())), Response | Refusal)


def test_loopback_is_refused_unless_open(serve: Serve, open_door: MakeDoor) -> None:
    server = serve(always(answer()))
    refused(open_door().fetch(Request(server.url())), "address")
    refused(open_door().fetch(Request(f"http://localhost:{server.port}/")), "address")
    assert server.asked == []


def test_name_that_points_into_the_private_network(serve: Serve, open_door: MakeDoor) -> None:
    async def lookup(host: str, port: int) -> list[str]:
        return ["127.0.0.1", "10.0.0.7"]

    result = open_door(lookup=lookup).fetch(Request("http://intranet.example/"))
    assert "intranet.example" in refused(result, "address").words


def test_rebinding_between_two_requests(serve: Serve, open_door: MakeDoor) -> None:
    class Guard(LoopbackGuard):
        PUBLIC = frozenset({"127.0.0.2"})

    outer = serve(always(answer(body=b"outside")), host="127.0.0.2")
    answers = iter([["127.0.0.2"], ["127.0.0.1"], ["127.0.0.1"]])

    async def lookup(host: str, port: int) -> list[str]:
        return next(answers)

    door = open_door(guard=Guard(), lookup=lookup, host_pause=0.0)
    request = Request(f"http://rebind.example:{outer.port}/")
    assert given(door.fetch(request)).body == b"outside"
    refused(door.fetch(request), "address")
    refused(door.fetch(request), "address")
    assert len(outer.asked) == 1


def test_unknown_name(open_door: MakeDoor) -> None:
    async def lookup(host: str, port: int) -> list[str]:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    assert refused(open_door(lookup=lookup).fetch(Request("http://nowhere.example/")), "dns").lasting


def test_lookup_that_fails_for_now(open_door: MakeDoor) -> None:
    async def lookup(host: str, port: int) -> list[str]:
        raise socket.gaierror(socket.EAI_AGAIN, "Temporary failure in name resolution")

    assert not refused(open_door(lookup=lookup).fetch(Request("http://later.example/")), "dns").lasting


def test_lookup_that_hangs(open_door: MakeDoor) -> None:
    async def lookup(host: str, port: int) -> list[str]:
        await asyncio.sleep(30)
        return []

    refused(open_door(lookup=lookup).fetch(Request("http://slow.example/", seconds=0.3)), "timeout")


def test_nobody_listens(open_door: MakeDoor) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{free.getsockname()[1]}"
    result = open_door(guard=None, total=2).fetch(Request(f"http://{address}/"))
    refused(result, "address")
    door = Door(agent="Svizho-test/1", open_addresses=[address])
    assert not refused(door.fetch(Request(f"http://{address}/")), "connect").lasting
    door.close()


def test_reset_instead_of_an_answer(serve: Serve, open_door: MakeDoor) -> None:
    async def reset(_: Asked, writer: asyncio.StreamWriter) -> None:
        raw = writer.get_extra_info("socket")
        raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        writer.transport.abort()

    server = serve(reset)
    refused(open_door(server).fetch(Request(server.url())), "connect")


def test_connection_closed_without_a_word(serve: Serve, open_door: MakeDoor) -> None:
    server = serve(always(b""))
    refused(open_door(server).fetch(Request(server.url())), "connect")


@pytest.mark.parametrize(
    "data",
    [
        b"\x00\x01\x02\x03garbage\r\n\r\n",
        b"SSH-2.0-OpenSSH_9.2\r\n",
        b"HTTP/9.9 abc\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nno colon here\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: minus one\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\nhello",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nZZZ\r\nhello\r\n",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhel",
        b"HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\nonly this",
        b"HTTP/1.1 200 OK\r\nX: \x00\r\n\r\n",
    ],
)
def test_answers_that_are_not_proper_http(serve: Serve, open_door: MakeDoor, data: bytes) -> None:
    server = serve(always(data))
    result = open_door(server).fetch(Request(server.url(), seconds=3))
    assert isinstance(result, Refusal), result
    assert result.kind in {"protocol", "connect"}


def test_too_many_headers(serve: Serve, open_door: MakeDoor) -> None:
    server = serve(always(answer(headers=tuple(f"X-{n}: {n}" for n in range(5000)))))
    refused(open_door(server).fetch(Request(server.url())), "protocol")


def test_header_without_end(serve: Serve, open_door: MakeDoor) -> None:
    async def pour(_: Asked, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\nX: ")
        for _ in range(500):
            writer.write(b"a" * 10_000)
            await writer.drain()

    server = serve(pour)
    refused(open_door(server).fetch(Request(server.url(), seconds=5)), "protocol")


def test_headers_are_kept_small_and_clean(serve: Serve, open_door: MakeDoor) -> None:
    headers = ("Set-Cookie: a=b", "Link: <a>; rel=hub", "link: <b>; rel=self", "X-Raw: \xff", "Server: x" + "y" * 9000)
    raw = answer(body=b"ok", headers=headers).replace("\xff".encode(), b"\xff\xfe")
    server = serve(always(raw))
    result = given(open_door(server).fetch(Request(server.url())))
    assert result.headers["link"] == "<a>; rel=hub, <b>; rel=self"
    assert "set-cookie" not in result.headers
    assert result.headers["x-raw"].encode("utf-8")
    assert sum(len(name) + len(value) for name, value in result.headers.items()) < 65_536


def test_plain_http_where_tls_was_expected(serve: Serve, open_door: MakeDoor) -> None:
    server = serve(always(answer()))
    result = open_door(server).fetch(Request(server.url().replace("http:", "https:"), seconds=3))
    refused(result, "tls")


def test_certificate_signed_by_itself(serve: Serve, open_door: MakeDoor) -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(Path(__file__).with_name("self_signed.pem"))
    server = serve(always(answer()), tls=context)
    result = refused(open_door(server).fetch(Request(server.url(), seconds=5)), "tls")
    assert result.lasting
    assert "signed by itself" in result.words


def test_error_page_is_cut_not_refused(serve: Serve, open_door: MakeDoor) -> None:
    server = serve(always(answer("503 Busy", b"sorry " * 100_000)))
    result = given(open_door(server).fetch(Request(server.url(), max_bytes=100_000)))
    assert result.status == 503
    assert len(result.body) == 65_536


def test_broken_error_page_keeps_its_status(serve: Serve, open_door: MakeDoor) -> None:
    server = serve(always(answer("404 Gone", b"not packed", headers=("Content-Encoding: gzip",))))
    assert given(open_door(server).fetch(Request(server.url()))).status == 404


def test_cookies_are_never_sent_back(serve: Serve, open_door: MakeDoor) -> None:
    server = serve(always(answer(headers=("Set-Cookie: spy=1; Path=/",))))
    door = open_door(server)
    for _ in range(2):
        given(door.fetch(Request(server.url())))
    assert all("cookie" not in asked.headers for asked in server.asked)
