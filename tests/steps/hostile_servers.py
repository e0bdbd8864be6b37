"""Everything that a server can do to whoever polls it, as paths of one raw server on loopback, and what it comes to."""

from __future__ import annotations

import asyncio
import gzip
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

import brotli

from tests.kit.http.servers import Asked, Behaviour, RawServer, answer, redirect
from tests.parsing.documents import document
from tests.parsing.test_sitemap import an_index
from tests.steps.fakes import a_rss

Pour = Callable[[asyncio.StreamWriter], Awaitable[None]]

XML = "Content-Type: application/rss+xml"
PACKED, LONG = "Content-Type: application/gzip", "Content-Length: 104857600"
BOMB = 60_000_000  # bytes after decompression
WALL = b"<!DOCTYPE html><title>Just a moment...</title><script src='/cdn-cgi/challenge-platform/x'></script>"
LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))


@dataclass(frozen=True, slots=True)
class Case:
    """One feed: where it is, what becomes of it (a cause, or "" when it is read), and a word of what is told."""

    path: str
    cause: str
    word: str
    data: bytes | Pour = b""


def good(*items: str, title: str = "Світлиця") -> bytes:
    return a_rss(*items, title=title).encode()


async def drip(writer: asyncio.StreamWriter) -> None:
    writer.write(answer(headers=(XML, "Content-Length: 100000"), length=False))
    while not writer.is_closing():
        writer.write(b" ")
        await writer.drain()
        await asyncio.sleep(0.05)


async def silence(writer: asyncio.StreamWriter) -> None:
    await asyncio.sleep(4)


async def flood(writer: asyncio.StreamWriter) -> None:
    """A feed of 100 MB, in no hurry to say so."""
    writer.write(answer(headers=(XML,), length=False) + b"<rss><channel>")
    for _ in range(1_000):
        if writer.is_closing():
            return
        writer.write(b"<item><title>x</title></item>" * 3_500)
        await writer.drain()


async def endless_header(writer: asyncio.StreamWriter) -> None:
    writer.write(b"HTTP/1.1 200 OK\r\nX: ")
    for _ in range(200):
        writer.write(b"a" * 10_000)
        await writer.drain()


def cases() -> list[Case]:
    """List the feeds of the server: first what is hostile, then what looks so and can be read."""
    return [*_of_http(), *_of_documents(), *_harmless()]


def _of_http() -> list[Case]:
    gzipped, brotlied = gzip.compress(bytes(BOMB)), brotli.compress(bytes(BOMB), quality=5)
    return [
        Case("/gzip-bomb", "too_large", "MB", answer(body=gzipped, headers=(XML, "Content-Encoding: gzip"))),
        Case("/brotli-bomb", "too_large", "MB", answer(body=brotlied, headers=(XML, "Content-Encoding: br"))),
        Case("/unsaid-gzip-bomb", "too_large", "unpacks", answer(body=gzipped, headers=(PACKED,))),
        Case("/slow-drip", "timeout", "within", drip),
        Case("/silence", "timeout", "within", silence),
        Case("/redirect/0", "redirects", "without end", redirect("/redirect/1")),
        Case("/to-loopback", "address", "port", redirect("http://127.0.0.1:1/")),
        Case("/to-metadata", "address", "private", redirect("http://169.254.169.254/latest/")),
        Case("/to-file", "url", "not a web address", redirect("file:///etc/passwd")),
        Case("/100-mb", "too_large", "MB", flood),
        Case("/100-mb-announced", "too_large", "104.9 MB", answer(headers=(XML, LONG), length=False)),
        Case("/endless-header", "protocol", "HTTP", endless_header),
        Case("/garbage", "protocol", "HTTP", b"SSH-2.0-OpenSSH_9.2\r\n\r\n"),
        Case("/hang-up", "connect", "broke", b"\0"),
        Case("/cut", "protocol", "broke off", answer(headers=(XML, "Content-Length: 5000"), length=False) + b"<rss>"),
        Case("/wall", "bot_wall", "Cloudflare", answer("403 Forbidden", WALL, ("Server: cloudflare",))),
        Case("/wall-that-says-ok", "bot_wall", "Cloudflare", answer("200 OK", WALL, ("Content-Type: text/html",))),
        Case("/too-often", "too_often", "wait 2 hours", answer("429 Too Many Requests", b"", ("Retry-After: 7200",))),
        Case("/never-anything-new", "unchanged", "304", answer("304 Not Modified")),
        Case("/gone", "gone", "for good", answer("410 Gone")),
    ]  # fmt: skip


def _of_documents() -> list[Case]:
    keywords = ",".join(f"слово{number}" for number in range(200_000))
    slow = document(f"<item><media:keywords>{keywords}</media:keywords></item>").replace(
        "<rss ", '<rss xmlns:media="http://search.yahoo.com/mrss/" '
    )
    million = "<rss><channel>" + "<item/>" * 1_000_000
    short = "<rss><channel>" + "<item><title>a</title></item>" * 150_000
    attributes = "<rss><channel " + " ".join(f'a{n}="1"' for n in range(50_000)) + "/></rss>"
    listed = "".join(f"<url><loc>https://a.example/{n}</loc></url>" for n in range(60_000))
    texts = {
        "/million-entries": (million, "too_large", "MB"),
        "/many-entries": (short, "too_large", "entries"),
        "/flood-of-attributes": (attributes, "too_large", "attributes"),
        "/deep": ("<rss><channel>" + "<a>" * 400_000, "too_large", "deep"),
        "/quadratic": (slow, "hostile", "time or memory"),
        "/html": ("<!doctype html><html><body>Вхід</body></html>", "not_a_feed", "web page"),
        "/words": ("Too many requests, come back later", "not_a_feed", "plain text"),
        "/nothing": ("", "not_a_feed", "empty"),
        "/nul": ("\0" * 100_000, "not_a_feed", "empty"),
        "/json-depth": ("{" * 1_000_000, "not_a_feed", "JSON"),
        "/many-pages": (f"<urlset>{listed}</urlset>", "too_large", "50000"),
        "/index-to-private": (an_index(("http://169.254.169.254/map.xml", "")), "address", "none can be read"),
        "/index-to-loopback": (an_index(("http://127.0.0.1:5432/", "")), "address", "none can be read"),
    }
    return [
        Case(path, cause, word, answer(body=text.encode(), headers=(XML,)))
        for path, (text, cause, word) in texts.items()
    ]


def _harmless() -> list[Case]:
    """Feeds that look hostile, and are read without harm."""
    laughs = f'<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY l0 "ха">{LAUGHS}]>'
    outside = '<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
    declared = '<?xml version="1.0" encoding="UTF-8"?>'
    future = a_rss("1").replace("14 Jun 2026", "14 Jun 2036")
    texts = {
        "/laughs": a_rss("1", title="Лихо").replace(declared, laughs).replace("Міст відкрили", "&l11;"),
        "/outside-entity": a_rss("1", title="Чужий").replace(declared, outside).replace("Міст відкрили", "&x;"),
        "/nul-inside": a_rss("1").replace("Міст", "Мі\0ст"),
        "/far-future": future,
        "/private-picture": a_rss("1").replace(
            "<guid>", '<enclosure type="image/png" url="http://127.0.0.1:9/i.png"/><guid>'
        ),
    }
    found = [Case(path, "", "", answer(body=text.encode(), headers=(XML,))) for path, text in texts.items()]
    lying = (("/lying-type", "image/png", "utf-8"), ("/lying-charset", "text/xml; charset=koi8-r", "cp1251"))
    found += [
        Case(
            path,
            "",
            "",
            answer(body=a_rss("1").replace("UTF-8", charset).encode(charset), headers=(f"Content-Type: {kind}",)),
        )
        for path, kind, charset in lying
    ]
    return [
        *found,
        *(Case(f"/good-{n}", "", "", answer(body=good("1", "2", str(n)), headers=(XML,))) for n in range(3, 6)),
    ]


def behaviour(written: list[Case]) -> Behaviour:
    """Answer each path as its case says."""
    by_path = {case.path: case.data for case in written}

    async def behave(asked: Asked, writer: asyncio.StreamWriter) -> None:
        # Each step of the redirects without end leads to the next.
        if asked.path.startswith("/redirect/"):
            writer.write(redirect(f"/redirect/{int(asked.path.rpartition('/')[2]) + 1}"))
            return
        data = by_path.get(asked.path, answer("404 Not Found"))
        if asked.path == "/hang-up":
            return
        if isinstance(data, bytes):
            writer.write(data)
        else:
            await data(writer)

    return behave


# Addresses that lead into a network of ours, however they are written, and what they come to: (address, cause).
INSIDE = (
    ("http://127.0.0.1/rss", "address"),
    ("http://localhost/rss", "address"),
    ("http://[::1]/rss", "address"),
    ("http://10.0.0.7/rss", "address"),
    ("http://172.16.5.4/rss", "address"),
    ("http://192.168.1.1/rss", "address"),
    ("http://100.64.0.1/rss", "address"),
    ("http://[fd12:3456::1]/rss", "address"),
    ("http://169.254.169.254/latest/meta-data/", "address"),
    ("http://[fe80::1]/rss", "address"),
    ("http://[::ffff:127.0.0.1]/rss", "address"),
    ("http://[64:ff9b::7f00:1]/rss", "address"),
    ("http://2130706433/rss", "address"),
    ("http://0177.0.0.1/rss", "address"),
    ("http://0x7f.1/rss", "address"),
    ("http://inside.example/rss", "address"),
    ("http://nowhere.example/rss", "dns"),
)


def serve(written: list[Case]) -> RawServer:
    """Make the server."""
    return RawServer(behaviour(written))
