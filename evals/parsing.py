"""Feeds: the share met of what feedparser's and gofeed's own documents expect; crashes; encodings; speed.

Run `python -m evals.parsing` (half a minute; `--missed` lists what is not met; `--speed` measures speed instead).
How it is counted, so that the comparison is fair:

- feedparser's documents say what they expect in a comment (`Expect: entries[0].title == '...'`). Every comparison with
  "==" on a field that a reader of news uses counts once, under that field. Three readers answer: feedparser as it
  is, feedparser as we call it (sanitising and resolving off), and `svizho.parsing`.
- feedparser is held to the exact value. Ours is sanitised by another library and made plain where it is plain text,
  so the expected value goes through the very same functions first: titles and names through `plain` and `person`,
  HTML through `clean_html` (so `style` attributes that feedparser keeps and we never show are not counted against
  us), dates through the clamp, languages to two letters. The column "no sanitiser" leaves out the folder of
  feedparser's sanitiser tests.
- gofeed's documents stand beside a JSON file with the same fields.
"""

from __future__ import annotations

import ast
import io
import json
import os
import pickle
import re
import runpy
import subprocess
import sys
import tempfile
import time
import warnings
from calendar import timegm
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import feedparser

from svizho.errors import SvizhoError
from svizho.parsing import ParsedFeed, decode_feed, parse_feed
from svizho.parsing.caps import check_shape
from svizho.parsing.dates import EARLIEST
from svizho.parsing.fields import person, plain, safe_html
from svizho.parsing.languages import two_letters
from svizho.parsing.mending import mended

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
FIELDS = ("title", "link", "id", "dates", "author", "summary", "content", "language")

# What feedparser's expectations call the fields, for the feed as a whole and for an entry.
_NAMES = {
    "title": "title",
    "title_detail.value": "title",
    "link": "link",
    "id": "id",
    "guid": "id",
    "published_parsed": "dates",
    "issued_parsed": "dates",
    "date_parsed": "dates",
    "updated_parsed": "dates",
    "modified_parsed": "dates",
    "author": "author",
    "author_detail.name": "author",
    "summary": "summary",
    "description": "summary",
    "summary_detail.value": "summary",
    "description_detail.value": "summary",
    "subtitle": "summary",
    "tagline": "summary",
    "subtitle_detail.value": "summary",
    "tagline_detail.value": "summary",
    "content[0].value": "content",
    "content": "content",
    "language": "language",
    "title_detail.language": "language",
    "summary_detail.language": "language",
    "content[0].language": "language",
}
_COMMENT = re.compile(rb"<!--(.*?)-->", re.S)
_EXPECT = re.compile(r"Expect:[ \t]*(.+?)\s*$", re.M | re.S)
_HEADER = re.compile(r"^\s*Header:\s*([^:\s]+):\s*(.+?)\s*$", re.M)


@dataclass(frozen=True, slots=True)
class Expectation:
    """One comparison of one document: whose field (entry number, or None for the feed), which, and the value."""

    path: str
    entry: int | None
    name: str
    value: Any


@dataclass(frozen=True, slots=True)
class Case:
    """A document with what it expects; `url` and `headers` are those its header lines ask for."""

    path: Path
    body: bytes
    url: str
    headers: Mapping[str, str]
    expectations: tuple[Expectation, ...]


@dataclass(slots=True)
class Score:
    """Expectations met and stated, per field; documents that broke the reader."""

    met: Counter[str] = field(default_factory=Counter)
    stated: Counter[str] = field(default_factory=Counter)
    missed: list[tuple[Path, Expectation, Any]] = field(default_factory=list)

    def add(self, case: Case, wanted: Expectation, got: Any, *, right: bool) -> None:
        """Count one expectation."""
        name = _NAMES[wanted.name]
        self.stated[name] += 1
        self.met[name] += right
        if not right:
            self.missed.append((case.path, wanted, got))

    @property
    def share(self) -> float:
        """Say the share met over all fields."""
        return sum(self.met.values()) / max(sum(self.stated.values()), 1)


def cases(folder: Path) -> Iterator[Case]:
    """Read every XML document under feedparser's folder that states expectations, and those that state none."""
    for path in sorted(folder.rglob("*.xml")):
        body = path.read_bytes()
        comment = next((found for found in _comments(body) if "Expect" in found), "")
        told = {name.lower(): value for name, value in _HEADER.findall(comment)}
        url = told.get("content-location") or f"http://127.0.0.1:8097/tests/{path.relative_to(folder).as_posix()}"
        match = _EXPECT.search(comment)
        yield Case(path, body, url, told, tuple(_expectations(match[1])) if match else ())


def _comments(body: bytes) -> list[str]:
    for encoding in ("utf-8", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-32-be", "cp037"):
        try:
            found = [part.decode() for part in _COMMENT.findall(body.decode(encoding).encode())]
        except UnicodeError:
            continue
        if found:
            return found
    return [part.decode("latin-1") for part in _COMMENT.findall(body)]


def _expectations(expression: str) -> Iterator[Expectation]:
    """Find the comparisons that concern a reader of news in one expectation; others (bozo, encoding...) are left."""
    try:
        tree = ast.parse(" ".join(expression.split("\n")).strip(), mode="eval").body
    except (SyntaxError, ValueError):
        return
    for part in tree.values if isinstance(tree, ast.BoolOp) and isinstance(tree.op, ast.And) else [tree]:
        if isinstance(part, ast.Compare) and len(part.ops) == 1 and isinstance(part.ops[0], ast.Eq):
            path = _path(part.left)
            match = re.fullmatch(r"(?:entries\[(\d)\]|feed|channel)\.(.+)", path)
            if match and match[2] in _NAMES and not (match[1] is None and match[2] in _FEED_LESS):
                value = _literal(part.comparators[0])
                if value is not None:
                    yield Expectation(path, int(match[1]) if match[1] else None, match[2], value)


# What we keep of entries only: a feed's own dates, id and author are of no use to a reader of news.
_FEED_LESS = frozenset(name for name, ours in _NAMES.items() if ours in ("dates", "id", "author", "content"))


def _path(node: ast.expr) -> str:
    """Write `entries[0]['title_detail']['value']` as `entries[0].title_detail.value`."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        return f"{_path(node.value)}.{node.attr}"
    if isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Constant):
        key = node.slice.value
        if isinstance(key, int | str):
            return f"{_path(node.value)}[{key}]" if isinstance(key, int) else f"{_path(node.value)}.{key}"
    return ""


def _literal(node: ast.expr) -> Any:
    try:
        return ast.literal_eval(node)
    except ValueError:
        return None


def judge_feedparser(case: Case, score: Score, **options: bool) -> None:
    """Hold feedparser to the exact values."""
    headers = {**case.headers, "content-location": case.url}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        found = feedparser.parse(io.BytesIO(case.body), response_headers=headers, **options)
        for wanted in case.expectations:
            got = _looked_up(found, wanted)
            score.add(case, wanted, got, right=got == wanted.value)


def _looked_up(found: Any, wanted: Expectation) -> Any:
    try:
        value = found["entries"][wanted.entry] if wanted.entry is not None else found["feed"]
        for step in re.findall(r"\w+|\[\d\]", wanted.name):
            value = value[int(step[1])] if step[0] == "[" else value[step]
    except (KeyError, IndexError, TypeError, AttributeError):
        return None
    return value


def judge_ours(case: Case, score: Score) -> str:
    """Hold our parsing to the values as we would show them; give the refusal in words, "" when it was read."""
    try:
        feed = parse_feed(case.body, url=case.url, headers=case.headers, now=NOW)
    except SvizhoError as error:
        for wanted in case.expectations:
            score.add(case, wanted, str(error), right=False)
        return str(error)
    for wanted in case.expectations:
        got, want = _ours(feed, wanted), (_shown(wanted, case.url), wanted.value)
        score.add(case, wanted, got, right=any(each in want for each in (got if isinstance(got, tuple) else (got,))))
    return ""


def _ours(feed: ParsedFeed, wanted: Expectation) -> Any:
    """Take our field of that name; a tuple where either of several is the one meant."""
    name = _NAMES[wanted.name]
    if wanted.entry is None:
        values: dict[str, Any] = {
            "title": feed.title,
            "link": feed.home_url,
            "summary": feed.description,
            "language": feed.language,
        }
        return values[name]
    if wanted.entry >= len(feed.entries):
        return None
    entry = feed.entries[wanted.entry]
    dates = entry.updated if wanted.name.startswith(("updated", "modified")) else entry.published
    return {
        "title": entry.title,
        "link": entry.url,
        "id": entry.guid,
        "dates": dates,
        "author": entry.author,
        "summary": entry.summary,
        "content": (entry.content, entry.summary),
        "language": entry.language,
    }[name]


def _shown(wanted: Expectation, url: str) -> Any:
    """Bring an expected value to the form in which we give it."""
    name, value = _NAMES[wanted.name], wanted.value
    if name == "dates":
        moment = datetime.fromtimestamp(timegm(value), UTC)
        return min(max(moment, EARLIEST), NOW + timedelta(hours=1)) if moment.year >= 1991 else None
    if name == "language":
        return two_letters(value)
    if name == "author":
        return person(value)
    if name == "title" or (name == "summary" and wanted.entry is None):
        return plain(value, 500 if name == "title" else 2_000)
    if name in ("summary", "content") and isinstance(value, str):
        return safe_html(value, url)
    return value


def feedparser_table(folder: Path, *, keep: Callable[[Path], bool] = lambda path: True) -> dict[str, Score]:
    """Score the three readers on feedparser's documents; the last row leaves its sanitiser tests out."""
    scores = {name: Score() for name in ("feedparser", "feedparser as called", "svizho", "svizho, no sanitiser tests")}
    for case in cases(folder):
        if not case.expectations or not keep(case.path):
            continue
        judge_feedparser(case, scores["feedparser"])
        judge_feedparser(case, scores["feedparser as called"], sanitize_html=False, resolve_relative_uris=False)
        judge_ours(case, scores["svizho"])
        if "sanitize" not in case.path.parts:
            judge_ours(case, scores["svizho, no sanitiser tests"])
    return scores


# gofeed's names of the same fields, in its translated (universal) and its RSS documents.
_GOFEED = {
    "title": "title",
    "link": "link",
    "guid": "id",
    "publishedParsed": "published_parsed",
    "pubDateParsed": "published_parsed",
    "updatedParsed": "updated_parsed",
    "description": "summary",
    "content": "content",
    "language": "language",
}


def gofeed_table(folder: Path) -> Score:
    """Score ours on the documents of gofeed that stand beside a JSON file in its universal or RSS shape."""
    score = Score()
    for kind in ("translator/rss", "translator/atom", "parser/rss"):
        for path in sorted((folder / kind).glob("*.xml")):
            stated = path.with_suffix(".json")
            if stated.exists():
                wanted = tuple(_gofeed_expectations(json.loads(stated.read_text())))
                judge_ours(Case(path, path.read_bytes(), "https://gofeed.example/feed", {}, wanted), score)
    return score


def _gofeed_expectations(stated: Mapping[str, Any]) -> Iterator[Expectation]:
    for number, each in [(None, stated), *enumerate(stated.get("items") or ())]:
        for theirs, name in _GOFEED.items():
            value = each.get(theirs)
            if isinstance(value, str) and value and not (number is None and name in _FEED_LESS):
                if name.endswith("_parsed"):
                    value = datetime.fromisoformat(value).utctimetuple()
                yield Expectation(f"items[{number}].{theirs}", number, name, value)


@dataclass(slots=True)
class Readings:
    """What became of documents: read, refused (with the words), broken (with the error), and the slowest."""

    read: int = 0
    refused: Counter[str] = field(default_factory=Counter)
    broken: list[str] = field(default_factory=list)
    slowest: tuple[float, str] = (0.0, "")

    def add(self, name: str, body: bytes, url: str, headers: Mapping[str, str]) -> ParsedFeed | None:
        """Parse one document and note what became of it."""
        begun, feed = time.perf_counter(), None
        try:
            feed = parse_feed(body, url=url, headers=headers, now=NOW)
            self.read += 1
        except SvizhoError as error:
            self.refused[re.sub(r"[0-9]+|:.*", "", str(error))] += 1
        except Exception as error:
            self.broken.append(f"{name}: {type(error).__name__}: {error}")
        self.slowest = max(self.slowest, (time.perf_counter() - begun, name))
        return feed


def all_documents(folder: Path, *, every: int = 1) -> dict[str, Readings]:
    """Parse every document (or every n-th) of the three collections and of the malformed cases."""
    found: dict[str, Readings] = {}
    for collection in ("feedparser", "gofeed", "real"):
        readings = found[collection] = Readings()
        paths = sorted(path for path in (folder / collection).rglob("*") if path.is_file())
        for path in paths[::every]:
            readings.add(str(path), path.read_bytes(), "https://feeds.example/feed", {})
    return found


def malformed(folder: Path) -> dict[str, tuple[bytes, dict[str, str]]]:
    """Make the malformed cases by their own script, in a folder that is thrown away."""
    with tempfile.TemporaryDirectory() as place:
        subprocess.run(
            [sys.executable, str(folder / "cases.py")],
            cwd=place,
            env={"PYTHONPATH": str(folder), "PYTHONDONTWRITEBYTECODE": "1"},
            check=True,
            capture_output=True,
        )
        with (Path(place) / "cases.pkl").open("rb") as file:
            made: dict[str, tuple[bytes, dict[str, str]]] = pickle.load(file)
            return made


# The cases of the survey (PARTS.md section 1) whose five items must all keep this title.
ENCODINGS = (
    "ok bom ctrl ws_before_decl junk_before unclosed 1251_declared 1251_decl_hdr_utf8 1251_as_utf8 1251_nodecl_hdr "
    "1251_nothing 1251_nothing_textxml decl1251_isutf8 koi8u_declared text_html_ct gzip"
)
TITLE = "Зеленський підписав закон про бюджет на 2027 рік"
DATES = "date_uk date_EET date_epoch date_isoT date_gmt3 date_ru"
MOMENT = datetime(2026, 11, 2, 8, tzinfo=UTC)


def malformed_table(folder: Path) -> tuple[Readings, int, int]:
    """Parse the malformed cases; also how many of the 16 encodings and the 6 dated ones came out right."""
    made, readings, right = malformed(folder), Readings(), Counter[str]()
    for name, (body, headers) in made.items():
        feed = readings.add(name, body, "https://ex.ua/rss", headers)
        entries = feed.entries if feed else ()
        right["encodings"] += name in ENCODINGS.split() and [entry.title for entry in entries] == [TITLE] * 5
        right["dates"] += name in DATES.split() and {entry.published for entry in entries} == {MOMENT}
    return readings, right["encodings"], right["dates"]


def speed_table(folder: Path, *, rounds: int = 20) -> dict[str, dict[str, float]]:
    """Measure milliseconds per document: each part that we add, feedparser alone both ways, and the whole."""
    documents: dict[str, bytes] = runpy.run_path(str(folder / "mk.py"))["FE"]
    table: dict[str, dict[str, float]] = {}
    for name, body in documents.items():
        text = decode_feed(body).text
        plain_text = mended(text).encode()
        called = {"sanitize_html": False, "resolve_relative_uris": False}
        parts: dict[str, Callable[[], object]] = {
            "decode": partial(decode_feed, body),
            "shape": partial(check_shape, text, most_entries=5_000),
            "mend": partial(mended, text),
            "feedparser": partial(_fed, plain_text),
            "feedparser as called": partial(_fed, plain_text, **called),
            "whole": partial(parse_feed, body, url="https://ex.ua/rss", headers={}, now=NOW),
        }
        table[name] = {part: _milliseconds(work, rounds) for part, work in parts.items()}
        table[name]["entries"] = float(len(parse_feed(body, url="https://ex.ua/", headers={}, now=NOW).entries))
        table[name]["KB"] = len(body) / 1024
    return table


def _fed(body: bytes, **options: bool) -> object:
    return feedparser.parse(io.BytesIO(body), response_headers={"content-type": "application/xml"}, **options)


def _milliseconds(work: Callable[[], object], rounds: int) -> float:
    """Give the best of several rounds, in processor time: other programs on the machine only ever add."""
    best = float("inf")
    for _ in range(rounds):
        begun = time.process_time()
        work()
        best = min(best, time.process_time() - begun)
    return best * 1000


def _print_speed(table: Mapping[str, Mapping[str, float]]) -> None:
    columns = [name for name in next(iter(table.values())) if name not in ("entries", "KB")]
    print(f"{'ms per document':22s}" + "".join(f"{name:>22s}" for name in columns) + f"{'entries/s':>12s}")
    for name, row in table.items():
        cells = "".join(f"{row[column]:22.2f}" for column in columns)
        print(f"{name:22s}{cells}{row['entries'] / row['whole'] * 1000:12.0f}")


def _print_scores(scores: Mapping[str, Score]) -> None:
    print(f"{'':30s}{'all':>14s}" + "".join(f"{name:>12s}" for name in FIELDS))
    for name, score in scores.items():
        whole = f"{score.share:.1%} {sum(score.stated.values()):5d}"
        shares = (f"{score.met[each]}/{score.stated[each]}" for each in FIELDS)
        print(f"{name:30s}{whole:>14s}" + "".join(f"{share:>12s}" for share in shares))


def _print_readings(name: str, readings: Readings) -> None:
    refused = sum(readings.refused.values())
    slow = f"slowest {readings.slowest[0]:.2f} s ({Path(readings.slowest[1]).name})"
    print(f"{name:12s} read {readings.read:5d}  refused {refused:4d}  broken {len(readings.broken):2d}  {slow}")
    for words, count in readings.refused.most_common():
        print(f"{'':12s} {count:5d} {words}")
    for words in readings.broken:
        print(f"{'':12s} BROKEN {words}")


def main() -> None:
    """Print every table."""
    folder = Path(os.environ.get("SVIZHO_SHARED", Path(__file__).resolve().parents[2] / "shared" / "data")) / "feeds"
    if "--speed" in sys.argv:
        _print_speed(speed_table(folder))
        return
    scores = feedparser_table(folder / "feedparser")
    scores["svizho on gofeed's"] = gofeed_table(folder / "gofeed")
    _print_scores(scores)
    for name, readings in all_documents(folder).items():
        _print_readings(name, readings)
    readings, encodings, dates = malformed_table(folder)
    _print_readings("malformed", readings)
    print(f"encodings right: {encodings} of {len(ENCODINGS.split())}; odd dates right: {dates} of {len(DATES.split())}")
    if "--missed" in sys.argv:
        for name in ("svizho", "svizho on gofeed's"):
            for path, wanted, got in scores[name].missed:
                print(f"{path.name}: {wanted.path} should be {wanted.value!r:.100} is {got!r:.100}")


if __name__ == "__main__":
    main()
