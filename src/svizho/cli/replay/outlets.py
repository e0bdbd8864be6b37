"""The publishers of a recording: each with its habits (kind of feed, layout, charset) and its line of articles."""

from __future__ import annotations

import hashlib
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone

from svizho.cli.replay.clock import Moment
from svizho.cli.replay.recorded import Recorded
from svizho.kit.text import paragraphs, shorten, slug_of, tidy

# How long an article stays in its feed whatever comes after it, so that a slow poller misses nothing.
STAYS = timedelta(minutes=30)
# What one feed document holds at most; more waits for the next poll. Readers cap feeds too (ours at 5,000).
MOST_IN_FEED = 4_000
# The longest teaser a feed carries; news feeds have one to three sentences.
TEASER = 300
# Publishers without a name are made from the language; more than this of them go to a further one, since no
# real newsroom writes thousands of articles that fit one feed.
MOST_UNNAMED = 1_000

# Of ten publishers: what real news feeds are, roughly (RSS rules; Atom and JSON Feed are met).
KINDS = ("rss", "rss", "rss", "rss-full", "rss-opaque", "rss", "atom", "atom-full", "json", "rdf")
# Some publishers in Ukrainian and Russian still write windows-1251.
CYRILLIC_1251 = frozenset({"uk", "ru"})


def number_from(*parts: object) -> int:
    """Make a number that is always the same for the same parts: choices that survive a restart."""
    return int.from_bytes(hashlib.sha256("\0".join(map(str, parts)).encode()).digest()[:8], "big")


@dataclass(frozen=True, slots=True)
class Shown:
    """A recorded article as its publisher shows it; `number` is its place in the recording, from 1."""

    number: int
    record: Recorded
    appears: datetime
    dated: datetime

    @property
    def paragraphs(self) -> tuple[str, ...]:
        """The text in paragraphs."""
        return paragraphs(self.record.text)

    @property
    def teaser(self) -> str:
        """What the feed says under the title: the recorded summary or the beginning of the text."""
        text = tidy(self.record.summary) or next(iter(self.paragraphs), "")
        return shorten(text, TEASER)

    @property
    def categories(self) -> tuple[str, ...]:
        """The publisher's own labels: the recorded ones, else the section."""
        return self.record.categories or ((self.record.section,) if self.record.section else ())


@dataclass(slots=True)
class Outlet:
    """One publisher. `line` is in order of appearance; `served` is how much of it a poller has had."""

    name: str
    slug: str
    language: str
    line: tuple[Shown, ...]
    served: int = 0
    _appears: list[datetime] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._appears = [shown.appears for shown in self.line]

    @property
    def habit(self) -> int:
        """A number that stands for the publisher's habits."""
        return number_from("habit", self.slug)

    @property
    def kind(self) -> str:
        """The kind of its feed: one of KINDS."""
        return KINDS[self.habit % len(KINDS)]

    @property
    def charset(self) -> str:
        """The charset of its feed and pages."""
        old = self.language in CYRILLIC_1251 and self.kind.startswith("rss") and self.habit // 10 % 4 == 0
        return "windows-1251" if old else "utf-8"

    @property
    def zone(self) -> timezone:
        """The time zone its dates are written in: any of three fixed ones, the first for most."""
        return timezone(timedelta(hours=(0, 0, 2, -5)[self.habit // 100 % 4]))

    def appeared(self, now: datetime) -> int:
        """How many articles are out."""
        return bisect_right(self._appears, now)

    def window(self, now: datetime, *, newest: int) -> tuple[int, int]:
        """Say which part of the line the feed holds: [start, end).

        The `newest` ones, and further back whatever came out in the last half hour or has not been served
        yet, so that nothing falls out unseen; at most MOST_IN_FEED.
        """
        out = self.appeared(now)
        recent = bisect_left(self._appears, now - STAYS)
        start = max(min(out - newest, recent, self.served), 0)
        end = min(out, max(start, self.served) + MOST_IN_FEED)
        return max(start, end - MOST_IN_FEED), end


def make_outlets(records: Sequence[Recorded], when: Sequence[Moment]) -> tuple[Outlet, ...]:
    """Group records (in time order, with their moments) by publisher, in order of first appearance."""
    lines: dict[str, list[Shown]] = {}
    unnamed: Counter[str] = Counter()
    for number, (record, moment) in enumerate(zip(records, when, strict=True), 1):
        name = record.source
        if name.startswith("unknown ("):
            unnamed[name] += 1
            part = (unnamed[name] - 1) // MOST_UNNAMED
            name = f"{name} {part + 1}" if part else name
        lines.setdefault(name, []).append(Shown(number, record, moment.appears, moment.dated))
    taken: set[str] = set()
    return tuple(_outlet(name, tuple(line), taken) for name, line in lines.items())


def _outlet(name: str, line: tuple[Shown, ...], taken: set[str]) -> Outlet:
    wanted = slug = slug_of(name)
    number = 1
    while slug in taken:
        number += 1
        slug = f"{wanted}-{number}"
    taken.add(slug)
    language = Counter(shown.record.language for shown in line).most_common(1)[0][0]
    return Outlet(name, slug, language, line)
