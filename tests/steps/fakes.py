"""A workbench without sockets, processes or waiting: answers are written down, the clock stands still."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import islice
from typing import Any

import numpy as np
from numpy.typing import NDArray

from svizho.errors import SvizhoError
from svizho.kit.http import Refusal, Request, Response
from svizho.settings import Settings
from svizho.steps.workbench import Workbench

NOW = datetime(2026, 6, 14, 9, 0, tzinfo=UTC)

Answer = Response | Refusal


@dataclass
class WrittenDoor:
    """Answers each address as written; what is not written is refused as unreachable."""

    answers: dict[str, Callable[[Request], Answer]] = field(default_factory=dict)
    asked: list[Request] = field(default_factory=list)

    def fetch(self, request: Request) -> Answer:
        self.asked.append(request)
        answer = self.answers.get(request.url)
        return answer(request) if answer else Refusal(request, "connect", "nobody answers", lasting=False)

    def fetch_all(self, requests: Iterable[Request]) -> Iterator[Answer]:
        for request in requests:
            yield self.fetch(request)

    def fetch_some(self, requests: Iterable[Request]) -> Iterator[list[Answer]]:
        yield from ([self.fetch(request) for request in some] for some in batched(requests, 10))

    def close(self) -> None:
        self.asked.clear()


class HereCage:
    """Runs work here and now."""

    def run(self, function: Callable[..., Any], *args: Any) -> Any:
        return function(*args)

    def run_all(self, calls: Sequence[tuple[Callable[..., Any], tuple[Any, ...]]]) -> list[Any]:
        return [self._attempted(function, args) for function, args in calls]

    def _attempted(self, function: Callable[..., Any], args: tuple[Any, ...]) -> Any:
        try:
            return function(*args)
        except SvizhoError as error:
            return error

    def close(self) -> None:
        return


def batched(items: Iterable[Request], size: int) -> Iterator[list[Request]]:
    """Part what is drawn one by one into lists of at most `size`."""
    drawn = iter(items)
    while some := list(islice(drawn, size)):
        yield some


class LetterEncoder:
    """Vectors from letters: equal texts are equal, different ones differ; enough to tell that vectors are used."""

    name = "letters"
    size = 384

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        rows = np.zeros((len(texts), self.size), dtype=np.float32)
        for row, text in zip(rows, texts, strict=True):
            for letter in text.lower():
                row[ord(letter) % self.size] += 1
            row /= max(float(np.linalg.norm(row)), 1e-9)
        return rows


def a_bench(door: WrittenDoor, *, settings: Settings | None = None) -> Workbench:
    """Make a workbench whose clock a test moves by `bench.clock.move(seconds)`."""
    clock = StandingClock()
    bench = Workbench(settings or Settings(), now=clock)
    bench.__dict__.update(door=door, cage=HereCage(), encoder=LetterEncoder(), clock=clock)
    return bench


@dataclass
class StandingClock:
    """A clock that stands until it is moved."""

    moment: datetime = NOW

    def __call__(self) -> datetime:
        return self.moment

    def move(self, **by: float) -> None:
        self.moment += timedelta(**by)


def says(
    body: str | bytes, *, status: int = 200, headers: Mapping[str, str] | None = None, moved_to: str | None = None
) -> Callable[[Request], Answer]:
    """Write an answer."""
    data = body.encode() if isinstance(body, str) else body

    def answer(request: Request) -> Answer:
        return Response(
            request=request,
            url=moved_to or request.url,
            moved_to=moved_to,
            status=status,
            headers={"content-type": "text/html; charset=utf-8", **(headers or {})},
            body=data,
            seconds=0.01,
        )

    return answer


def refuses(words: str, *, lasting: bool = False) -> Callable[[Request], Answer]:
    """Write a refusal."""
    return lambda request: Refusal(request, "connect", words, lasting=lasting)


def a_rss(*items: str, title: str = "Світлиця") -> str:
    """Write a feed of items; an item is its number, with a link to its page."""
    entries = "".join(
        f"<item><guid>g{item}</guid><link>https://svitlytsia.example/{item}</link>"
        f"<title>Новина {item} про міст через Сулицю</title><description>Міст відкрили, рух {item}.</description>"
        f"<pubDate>Sun, 14 Jun 2026 08:0{len(item) % 10}:00 +0000</pubDate></item>"
        for item in items
    )
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"><channel><title>{title}</title>'
        f"<link>https://svitlytsia.example/</link><language>uk</language>{entries}</channel></rss>"
    )


def a_page(title: str, *paragraphs: str) -> str:
    """Write an article page such as news sites have."""
    text = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    return (
        f'<!doctype html><html lang="uk"><head><title>{title} | Світлиця</title>'
        f'<meta property="og:type" content="article"><meta property="og:title" content="{title}"></head>'
        f"<body><nav><a href='/'>Головна</a></nav><article><h1>{title}</h1>{text}</article>"
        f"<footer>© Світлиця</footer></body></html>"
    )
