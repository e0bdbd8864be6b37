"""A thousand publishers on loopback: a cheap server of feeds with validators, in a process of its own.

`python -m bench.polls.server` prints its port and serves until its input is closed. Feed number n is
`http://<address of n>:<port>/<n>/feed.xml`; each has an address of its own (127.1.x.y), as publishers have hosts
of their own, so limits per host hold as they do on the web. Whoever is not on loopback is not answered.
"""

from __future__ import annotations

import asyncio
import random
import sys
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

ENTRIES = 20
# Feeds whose text differs; others are the same but for numbers (guids, links and titles are every feed's own).
SHAPES = 20
NUMBER = b"@@@"
BEGAN = datetime(2026, 6, 14, 9, 0, tzinfo=UTC)

WORDS = (  # noqa: SIM905 - text
    "рада ухвалила закон про бюджет громади на наступний рік після довгих суперечок депутатів з міністерством "
    "енергетики повідомили що ремонт мережі триватиме до кінця тижня мешканців просять ощадити воду у школах "
    "відновили навчання нові автобуси вийшли на маршрут міст через річку закрили для вантажівок лікарня отримала "
    "обладнання від партнерів суд відклав розгляд справи команда виграла матч із рахунком виставка триватиме "
    "президент зустрівся з послами курс гривні майже не змінився врожай цього року більший ніж торік"
).split()


def address_of(feed: int) -> str:
    """Give the address on which a feed's publisher lives."""
    return f"127.{1 + feed // 62_500}.{feed // 250 % 250}.{1 + feed % 250}"


def url_of(feed: int, port: int) -> str:
    """Give the address of a feed."""
    return f"http://{address_of(feed)}:{port}/{feed}/feed.xml"


def template(shape: int) -> bytes:
    """Write a feed of 20 entries in about 26 KB, the number left open: of ten, six slim RSS, one full, three Atom."""
    rng = random.Random(shape)
    kind = ("rss", "rss", "atom", "rss", "full", "rss", "atom", "rss", "atom", "rss")[shape % 10]
    entries = "".join(_entry(kind, shape, number, rng) for number in range(ENTRIES))
    write = _atom if kind == "atom" else _rss
    return write(f"Видання {NUMBER.decode()}", entries).encode()


def _text(rng: random.Random, words: int) -> str:
    return " ".join(rng.choice(WORDS) for _ in range(words)).capitalize() + "."


def _entry(kind: str, shape: int, number: int, rng: random.Random) -> str:
    moment = BEGAN - timedelta(minutes=37 * number + shape)
    feed = NUMBER.decode()
    link = f"https://vydannia{feed}.example/news/2026/{number}-{rng.randrange(10**6)}.html"
    title = f"{_text(rng, 8)[:-1]} {feed} {number}"
    picture = f"https://vydannia{feed}.example/img/{number}.jpg"
    body = (
        f'<p><img src="{picture}" alt="{_text(rng, 3)}" /> {_text(rng, 30)}</p>'
        f'<p>{_text(rng, 12)} <a href="{link}">Далі</a></p>'
    )
    if kind == "atom":
        stamp = moment.isoformat()
        return (
            f'<entry><id>tag:vydannia{feed}.example,2026:{number}</id><title type="html">{title}</title>'
            f'<link rel="alternate" type="text/html" href="{link}"/>'
            f"<published>{stamp}</published><updated>{stamp}</updated>"
            f'<author><name>Олена Коваль</name></author><category term="Новини"/>'
            f'<summary type="html"><![CDATA[{body}]]></summary></entry>\n'
        )
    more = f"<content:encoded><![CDATA[{body}<p>{_text(rng, 24)}</p>]]></content:encoded>" if kind == "full" else ""
    teaser = _text(rng, 15) if kind == "full" else body
    return (
        f'<item><title>{title}</title><link>{link}</link><guid isPermaLink="false">{feed}-{number}</guid>'
        f"<description><![CDATA[{teaser}]]></description>{more}<dc:creator>Олена Коваль</dc:creator>"
        f"<category>Новини</category><category><![CDATA[Місто & область]]></category>"
        f'<enclosure url="{picture}" length="48211" type="image/jpeg"/>'
        f"<pubDate>{format_datetime(moment)}</pubDate></item>\n"
    )


def _rss(title: str, entries: str) -> str:
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/" '
        'xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:atom="http://www.w3.org/2005/Atom"><channel>'
        f"<title>{title}</title><link>https://vydannia{NUMBER.decode()}.example/</link><description>Новини</description>"
        f"<language>uk</language><ttl>15</ttl><lastBuildDate>{format_datetime(BEGAN)}</lastBuildDate>\n"
        f"{entries}</channel></rss>"
    )


def _atom(title: str, entries: str) -> str:
    site = f"https://vydannia{NUMBER.decode()}.example"
    return (
        f'<?xml version="1.0" encoding="utf-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="uk">'
        f"<id>{site}/</id>"
        f'<title>{title}</title><link href="{site}/"/><link rel="self" href="{site}/feed.xml"/>'
        f"<updated>{BEGAN.isoformat()}</updated>\n{entries}</feed>"
    )


class Publisher(asyncio.Protocol):
    """Answers requests of one connection: 304 to whoever knows the feed, the feed to others."""

    templates = tuple(template(shape) for shape in range(SHAPES))

    def __init__(self) -> None:
        self._head = b""
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Take on a connection from loopback, end any other."""
        if not str(transport.get_extra_info("peername")[0]).startswith("127."):
            transport.abort()  # type: ignore[attr-defined]
        self._transport = transport  # type: ignore[assignment]

    def data_received(self, data: bytes) -> None:
        """Answer each whole request."""
        self._head += data
        while b"\r\n\r\n" in self._head:
            head, _, self._head = self._head.partition(b"\r\n\r\n")
            assert self._transport is not None
            self._transport.write(self._answer(head))

    def _answer(self, head: bytes) -> bytes:
        number = head.split(b" ", 2)[1].split(b"/")[1]
        if not number.isdigit():
            return b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"
        etag = b'"v1-%s"' % number
        if etag in head:
            return b"HTTP/1.1 304 Not Modified\r\nETag: %s\r\n\r\n" % etag
        body = self.templates[int(number) % SHAPES].replace(NUMBER, number)
        return (
            b"HTTP/1.1 200 OK\r\nContent-Type: application/xml; charset=utf-8\r\n"
            b"ETag: %s\r\nContent-Length: %d\r\n\r\n%s" % (etag, len(body), body)
        )


async def serve() -> None:
    """Listen on a free port, say which, and serve until the input ends."""
    loop = asyncio.get_running_loop()
    server = await loop.create_server(Publisher, "0.0.0.0", 0, backlog=4096)  # see connection_made
    sys.stdout.write(f"{server.sockets[0].getsockname()[1]}\n")
    sys.stdout.flush()
    await loop.run_in_executor(None, sys.stdin.read)


if __name__ == "__main__":
    asyncio.run(serve())
