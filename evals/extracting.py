"""How well pages become articles: 258 real pages of 41 countries, beside plain trafilatura: python -m evals.extracting.

Body: precision, recall and F1 of the bag of words (each letter a word in scripts without blanks) against the
expected summary, headlines and paragraphs. Two sets: the pages as they are, and the same pages cut to their first
two paragraphs, since short articles are where extractors fail. Time: within two minutes (the day, where only a day is
expected). Authors: F1 of names. Title: the same letters.
"""

from __future__ import annotations

import argparse
import gzip
import json
import logging
import os
import re
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import lxml.html
from trafilatura import bare_extraction
from trafilatura.settings import Document

from svizho.extracting import NotAnArticle, extract_page
from svizho.kit.text import tidy

PAGES = Path(os.environ.get("SVIZHO_SHARED", Path(__file__).resolve().parents[2] / "shared" / "data")) / "pages"
NOW = datetime(2026, 11, 22, tzinfo=UTC)

_GROUPS = {
    "uk ru": "ua ru", "de": "de at ch li lu", "en": "uk us ca au za na ls tz ind my",
    "fr es it pt": "fr es it pt mx py be", "north": "dk no se isl gl", "zh ja ko": "cn jp kr tw",
}  # fmt: skip
_GROUP_OF = {country: group for group, countries in _GROUPS.items() for country in countries.split()}
_WIDE = "\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3\u0e00-\u0e7f"
_WORD = re.compile(f"[{_WIDE}]|[^\\W{_WIDE}]+")
_NOT_LETTERS = re.compile(r"[\W_]+")
_DATED = re.compile(r"_\d{4}_\d\d_\d\d\.html\.gz$")


@dataclass(frozen=True, slots=True)
class Expected:
    """One page and what its annotators expect."""

    name: str
    group: str
    url: str
    html: bytes
    title: str
    authors: tuple[str, ...]
    published: datetime | None
    summary: tuple[str, ...]
    paragraphs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Got:
    """What one extractor made of a page; `refused` is the reason, `seconds` of processor it took."""

    title: str
    authors: tuple[str, ...]
    published: datetime | None
    text: str
    refused: str = ""
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class Scores:
    """Means over some pages, each 0 to 1, and milliseconds of processor a page."""

    pages: int
    title: float
    authors: float
    time: float
    day: float
    precision: float
    recall: float
    f1: float
    refused: float
    milliseconds: float


def bare(text: str) -> str:
    """Letters and digits alone, in one case."""
    return _NOT_LETTERS.sub("", tidy(text)).casefold()


def _version(name: str) -> tuple[int, ...]:
    return tuple(int(number) for number in re.findall(r"\d+", name))


def _expected(name: str, country: str, about: dict[str, Any], html: bytes, told: dict[str, Any]) -> Expected:
    when = told.get("publishing_date")
    body = told["body"]
    inner = [text for section in body["sections"] for text in (*section["headline"], *section["paragraphs"])]
    return Expected(
        name=name,
        group=_GROUP_OF.get(country, "other"),
        url=about["url"],
        html=html,
        title=told.get("title") or "",
        authors=tuple(told.get("authors") or ()),
        published=datetime.fromisoformat(when) if when else None,
        summary=tuple(body["summary"]),
        paragraphs=tuple(inner),
    )


def pages(*, every: int = 1) -> Iterator[Expected]:
    """Read every n-th labelled page; a publisher's pages by date are its parser's versions in order."""
    number = 0
    for meta in sorted(PAGES.glob("*/meta.info")):
        about = json.loads(meta.read_text())
        names: dict[str, list[str]] = defaultdict(list)
        for name in sorted(about):
            if (meta.parent / name).exists():
                names[_DATED.sub("", name)].append(name)
        for publisher, files in names.items():
            told = json.loads((meta.parent / f"{publisher}.json").read_text())
            for name, version in zip(files, sorted(told, key=_version), strict=True):
                if number % every == 0:
                    html = gzip.decompress((meta.parent / name).read_bytes())
                    yield _expected(name, meta.parent.name, about[name], html, told[version])
                number += 1


def cut_short(page: Expected, keep: int = 2) -> Expected | None:
    """Cut a page's article to its first `keep` paragraphs, everything around it untouched; None where that fails."""
    kept = [text for text in page.paragraphs if len(bare(text)) >= 40][:keep]
    rest = {bare(text) for text in page.paragraphs if text not in kept} - {""}
    tree: lxml.html.HtmlElement = lxml.html.document_fromstring(
        page.html.decode("utf-8", "replace").encode(), parser=lxml.html.HTMLParser(encoding="utf-8")
    )
    wanted, seen, dropped = {bare(text) for text in kept}, 0, 0
    for element in list(tree.iter("p", "div", "span", "li", "h2", "h3", "h4", "blockquote")):
        text = bare(element.text_content()[:20_000])
        seen += text in wanted
        if text in rest and element.getparent() is not None:
            element.drop_tree()
            dropped += 1
    if len(kept) < keep or not seen or dropped < len(rest) * 0.9:
        return None
    html = re.sub(
        rb'"articleBody"\s*:\s*"(?:[^"\\]|\\.)*"', b'"articleBody":""', lxml.html.tostring(tree, encoding="utf-8")
    )
    return replace(page, html=html, paragraphs=tuple(kept))


def ours(page: Expected) -> Got:
    """What Svizho makes of a page; of a refused one, the facts."""
    refused = ""
    began = time.process_time()
    try:
        found = extract_page(page.html, url=page.url, now=NOW)
    except NotAnArticle as refusal:
        refused = refusal.reason
        if refusal.facts is None:
            return Got("", (), None, "", refused, time.process_time() - began)
        found = refusal.facts
    seconds = time.process_time() - began
    names = tuple(name for name in found.byline.split(", ") if name)
    return Got(found.title, names, found.published, found.text, refused, seconds)


def plain(page: Expected) -> Got:
    """What trafilatura makes of a page by itself, fast and with its metadata."""
    began = time.process_time()
    found = bare_extraction(page.html, url=page.url, fast=True, include_comments=False, with_metadata=True)
    seconds = time.process_time() - began
    if not isinstance(found, Document):
        return Got("", (), None, "", "refused", seconds)
    names = tuple(name.strip() for name in (found.author or "").split(";") if name.strip())
    when = datetime.fromisoformat(found.date) if found.date else None
    return Got(found.title or "", names, when, found.text or "", "", seconds)


def overlap(got: Counter[str], wanted: Counter[str]) -> tuple[float, float, float]:
    """Precision, recall and F1 of two bags."""
    if not got and not wanted:
        return 1.0, 1.0, 1.0
    shared = (got & wanted).total()
    precision, recall = shared / max(1, got.total()), shared / max(1, wanted.total())
    return precision, recall, 2 * precision * recall / (precision + recall) if shared else 0.0


def _bag(text: str) -> Counter[str]:
    return Counter(_WORD.findall(tidy(text).lower()))


def _same_day(got: datetime | None, wanted: datetime | None) -> bool:
    if got is None or wanted is None:
        return got is wanted
    here = got.astimezone(wanted.tzinfo) if wanted.tzinfo and got.tzinfo else got
    return here.date() == wanted.date()


def _same_time(got: datetime | None, wanted: datetime | None) -> bool:
    if got is None or wanted is None:
        return got is wanted
    if wanted.tzinfo is None:
        # Expected times without a zone are the publisher's own clock, or UTC; midnight stands for a day alone.
        clocks = {got.replace(tzinfo=None), got.astimezone(UTC).replace(tzinfo=None)}
        return wanted in clocks or (wanted.hour == wanted.minute == 0 and got.date() == wanted.date())
    aware = got if got.tzinfo else got.replace(tzinfo=wanted.tzinfo)
    return abs(aware - wanted) < timedelta(minutes=2)


def _row(page: Expected, got: Got) -> tuple[float, ...]:
    body = overlap(_bag(got.text), _bag("\n".join((*page.summary, *page.paragraphs))))
    names = overlap(Counter(set(map(bare, got.authors))), Counter(set(map(bare, page.authors))))[2]
    times = float(_same_time(got.published, page.published)), float(_same_day(got.published, page.published))
    return (
        float(bare(got.title) == bare(page.title)),
        names,
        *times,
        *body,
        float(bool(got.refused)),
        got.seconds * 1000,
    )


def score(expected: Iterable[Expected], extractor: Callable[[Expected], Got]) -> dict[str, Scores]:
    """Run an extractor over pages; means by language group, and of all under "all"."""
    rows: dict[str, list[tuple[float, ...]]] = defaultdict(list)
    for page in expected:
        row = _row(page, extractor(page))
        rows[page.group].append(row)
        rows["all"].append(row)
    return {
        group: Scores(len(found), *(sum(column) / len(found) for column in zip(*found, strict=True)))
        for group, found in rows.items()
    }


def _print_table(heading: str, pages_of_set: list[Expected]) -> None:
    print(f"\n{heading}\n")
    print("| pages of | n | by | title | authors | time | day | body P | R | F1 | refused | ms |")
    print("|---|---|---|---|---|---|---|---|---|---|---|---|")
    found = {name: score(pages_of_set, extractor) for name, extractor in (("svizho", ours), ("trafilatura", plain))}
    for group in [*_GROUPS, "other", "all"]:
        for name, scores in found.items():
            if row := scores.get(group):
                shares = (row.title, row.authors, row.time, row.day, row.precision, row.recall, row.f1)
                cells = " | ".join(f"{share:.3f}" for share in shares)
                print(f"| {group} | {row.pages} | {name} | {cells} | {row.refused:.3f} | {row.milliseconds:.0f} |")


def main() -> None:
    """Print both tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--every", type=int, default=1, help="take every n-th page only")
    every = parser.parse_args().every
    logging.disable(logging.CRITICAL)
    whole = list(pages(every=every))
    _print_table("Real pages", whole)
    _print_table("The same pages, cut to two paragraphs", [short for page in whole if (short := cut_short(page))])


if __name__ == "__main__":
    main()
