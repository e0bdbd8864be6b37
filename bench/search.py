"""Speed of search: what one question costs with few articles and with many, kind by kind.

    python -m bench.search --articles 10000 1000000

Articles are made up: words of a vocabulary of 60,000 by Zipf's law (the word of rank r comes 1/(r + 2.7) as often,
Mandelbrot's form), a title of 8, a lead of 25 and a body of 60 words, 2,740 articles a day (a million in a year). They
are put together in PostgreSQL out of 6,000 titles with leads and 6,000 bodies, so that a million takes minutes; the
lexemes of each are those that the index step would keep. PostgreSQL is one of the bench's own, under --data.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import psycopg

from svizho.engine import postgres
from svizho.searching import Text, index, sound_of

if TYPE_CHECKING:
    from svizho.stories.found import Answer

# By kind of question, in ms: the answer's median, ninth decile and processor time, the page's median and its own.
Figures = dict[str, tuple[float, ...]]

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
VOCABULARY, POOL, SOURCES, A_DAY, REPORTS = 60_000, 6_000, 50, 2740, 3
TITLE, LEAD, BODY = 8, 25, 60
SECTIONS = ("politics", "world", "economy", "society", "science", "culture", "sport")
ONSETS = ("б", "в", "г", "д", "ж", "з", "к", "л", "м", "н", "п", "р", "с", "т", "х", "ч", "ш", "пр", "ст", "кр", "бл")
VOWELS, CODAS = ("а", "е", "и", "і", "о", "у"), ("н", "р", "к", "л", "т", "с", "м", "д")

SQL = """
    SET session_replication_role = replica;
    SET maintenance_work_mem = '1GB';
    DROP INDEX search_words, search_happened;
    INSERT INTO articles_article (id, link, source_id, shard, slug, title, lead, text, text_from, byline, image, paid,
        language, language_confidence, sections, section_reason, not_news, seen_at, published_at, shown_at,
        happened_at, stage, stage_at, tries, trouble, aside_reason, indexed_at, read_at)
    SELECT i, 'https://bench.example/' || i, 1 + i %% {sources}, 0, 'x', t.title, t.lead, t.lead || '. ' || b.body,
        'page', '', '', false, CASE WHEN i %% 3 = 0 THEN 'en' ELSE 'uk' END, 1,
        ARRAY[({sections})[1 + i %% 7]], '{{}}', '', at, at, at, at, 'published', at, 0, '', '', at, at
    FROM generate_series(1, %(count)s) AS i
    CROSS JOIN LATERAL (SELECT %(now)s::timestamptz - (%(count)s - i) * interval '1 day' / {a_day} AS at) AS moment
    JOIN pool_titles AS t ON t.id = (i::bigint * 7919) %% {pool}
    JOIN pool_bodies AS b ON b.id = (i::bigint * 104729 + i / {pool}) %% {pool};
    INSERT INTO articles_searchtext (article_id, happened_at, words, head)
    SELECT a.id, a.happened_at,
        t.words || b.words || array_to_tsvector(ARRAY['@lang:' || a.language, '@source:' || a.source_id,
            '@day:' || (719163 + (a.happened_at AT TIME ZONE 'UTC')::date - '1970-01-01'::date),
            '@section:' || a.sections[1]]), t.words
    FROM articles_article AS a
    JOIN pool_titles AS t ON t.id = (a.id * 7919) %% {pool}
    JOIN pool_bodies AS b ON b.id = (a.id * 104729 + a.id / {pool}) %% {pool};
    INSERT INTO stories_story (id, root_id, lead_id, slug, titles, state, sections, languages, reports, sources,
        near_copies, first_at, last_at, shown_at, changed_at, score, standing, breaking, pin)
    SELECT id, id, id, 'x', jsonb_build_object('uk', jsonb_build_object('title', title, 'article', id)), 'published',
        sections, '{{"uk": 3}}', 3, 3, 0, happened_at, happened_at, happened_at, happened_at, 1, '[]', false, 0
    FROM articles_article WHERE id %% {reports} = 0;
    INSERT INTO stories_placement (article_id, story_id, nearness, reason, since, by, happened_at)
    SELECT id, id - id %% {reports}, 1, '{{}}', happened_at, 'grouping', happened_at
    FROM articles_article WHERE id >= {reports};
    CREATE INDEX search_words ON articles_searchtext USING gin (words) WITH (gin_pending_list_limit = 1024);
    CREATE INDEX search_happened ON articles_searchtext (happened_at);
    SET session_replication_role = DEFAULT;
"""


def vocabulary(random: np.random.Generator) -> list[str]:
    """Make up the words, shortest for the most frequent ranks as in a language."""
    words: dict[str, None] = {}
    while len(words) < VOCABULARY:
        length = 2 + int(len(words) > 400) + int(len(words) > 12_000)
        parts = [str(random.choice(ONSETS)) + str(random.choice(VOWELS)) for _ in range(length)]
        words["".join(parts) + str(random.choice(CODAS))] = None
    return list(words)


class Writer:
    """Writes texts of words by Zipf's law, always the same for a seed."""

    def __init__(self, seed: int = 1) -> None:
        self.random = np.random.default_rng(seed)
        self.words = vocabulary(self.random)
        weights = 1 / (np.arange(VOCABULARY) + 2.7)
        self._chances = weights / weights.sum()

    def texts(self, count: int, length: int) -> Iterator[str]:
        """Write `count` texts of `length` words."""
        ranks = self.random.choice(VOCABULARY, (count, length), p=self._chances)
        for row in ranks:
            yield " ".join(self.words[rank] for rank in row)


def lexemes(title: str, text: str) -> str:
    """Give what the index step keeps of a text, but its properties."""
    return index(Text(title, text, "uk", 0, (), NOW.date())).all.partition(" '@")[0]


def fill(url: str, count: int, writer: Writer) -> None:
    """Make `count` articles, placed, published and indexed."""
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(
            "CREATE UNLOGGED TABLE pool_titles (id int PRIMARY KEY, title text, lead text, words tsvector)"
        )
        connection.execute("CREATE UNLOGGED TABLE pool_bodies (id int PRIMARY KEY, body text, words tsvector)")
        with connection.cursor() as cursor:
            pairs = zip(writer.texts(POOL, TITLE), writer.texts(POOL, LEAD), strict=True)
            with cursor.copy("COPY pool_titles FROM STDIN") as copy:
                for number, (title, lead) in enumerate(pairs):
                    copy.write_row((number, title.capitalize(), lead, lexemes(title, lead)))
            with cursor.copy("COPY pool_bodies FROM STDIN") as copy:
                for number, body in enumerate(writer.texts(POOL, BODY)):
                    # Beyond the lead, so without its weight.
                    copy.write_row((number, body, lexemes("", body).replace("B", "")))
            with cursor.copy("COPY articles_searchword FROM STDIN") as copy:
                bases = {lexemes(word, "").split("'")[1]: word for word in writer.words}
                for rank, (base, word) in enumerate(bases.items()):
                    copy.write_row((base, word, sound_of(base), 1 + 1000 // (rank + 1)))
        names = ", ".join(f"'{slug}'" for slug in SECTIONS)
        sql = SQL.format(sources=SOURCES, sections=f"ARRAY[{names}]", a_day=A_DAY, pool=POOL, reports=REPORTS)
        for statement in sql.split(";\n"):
            if statement.strip():
                values = {"count": count, "now": NOW} if "%(" in statement else None
                connection.execute(statement if values else statement.replace("%%", "%"), values)
        connection.execute("ANALYZE")


def questions(writer: Writer, count: int) -> dict[str, list[str]]:
    """Ask for each kind of thing in ways of which none repeats; `count` of each."""
    word, random = writer.words, np.random.default_rng(7)
    titles = list(Writer().texts(count, TITLE))
    middle = [word[rank] for rank in random.integers(500, 3000, count)]
    rare = [word[rank] for rank in random.integers(20_000, VOCABULARY, count)]
    month_ago = (NOW - timedelta(days=2)).date()
    return {
        "common word": word[:count],
        "middling word": middle,
        "rare word": rare,
        "two words": [f"{one} {two}" for one, two in zip(word[:count], middle, strict=True)],
        "three words": [
            f"{one} {two} {three}" for one, two, three in zip(word[:count], word[20:], middle, strict=False)
        ],
        "phrase": ['"' + " ".join(title.split()[:2]) + '"' for title in titles],
        "either": [f"{one} OR {two}" for one, two in zip(middle, rare, strict=True)],
        "without": [f"{one} -{two}" for one, two in zip(middle, word, strict=False)],
        "source:": [f"source:bench-{1 + number} {one}" for number, one in enumerate(word[:count])],
        "lang: section:": [f"lang:en section:{SECTIONS[number % 7]} {one}" for number, one in enumerate(middle)],
        "before:": [f"{one} before:{month_ago}" for one in middle],
        "after:": [f"{one} after:{month_ago}" for one in middle],
        "mistyped": [one[0] + one[2] + one[1] + one[3:] for one in rare],
    }


def prepare(url: str, count: int, writer: Writer) -> None:
    """Make tables and articles; they stay for the next run."""
    import django
    from django.core.management import call_command

    os.environ["DATABASE_URL"] = url
    os.environ["DJANGO_SETTINGS_MODULE"] = "svizho.settings.django"
    django.setup()
    call_command("migrate", verbosity=0)
    from svizho.sources.models import Source

    if Source.objects.exists():
        return
    Source.objects.bulk_create(
        Source(pk=n, name=f"Bench {n}", slug=f"bench-{n}", added_at=NOW) for n in range(1, SOURCES + 1)
    )
    start = time.monotonic()
    fill(url, count, writer)
    print(f"{count:,} articles made in {time.monotonic() - start:.0f} s", flush=True)


class Meter:
    """Measures what questions cost: time on the clock, and processor time of this process and of its PostgreSQL's.

    On a busy machine the clock measures the neighbours; processor time does not.
    """

    def __init__(self) -> None:
        from django.db import connection

        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_backend_pid()")
            self._backend = Path(f"/proc/{cursor.fetchone()[0]}/schedstat")

    def spent(self) -> float:
        """Give the milliseconds of processor time so far (Linux; elsewhere PostgreSQL's are left out)."""
        backend = int(self._backend.read_text().split()[0]) / 1e6 if self._backend.exists() else 0.0
        return time.process_time() * 1000 + backend

    def measure(self, work: Callable[[str], object], asked: list[str]) -> tuple[float, float, float]:
        """Do the work for each question: median of the clock, ninth decile, and mean of the processor time, in ms."""
        clocks, spent = [], self.spent()
        for question in asked:
            start = time.perf_counter()
            work(question)
            clocks.append((time.perf_counter() - start) * 1000)
        used = (self.spent() - spent) / len(asked)
        return statistics.median(clocks), statistics.quantiles(clocks, n=10)[-1], used


def ask(question: str) -> Answer:
    """Answer a question as the page does, help with typing too."""
    from svizho.stories.found import answer, better_words, understand

    found = answer(understand(question, now=NOW), now=NOW)
    better_words(found)
    return found


def measure(count: int, each: int, writer: Writer) -> Figures:
    """Measure in the database of `count` articles."""
    from django.test import Client

    from svizho.kit import clock

    clock.now = lambda: NOW
    client, meter = Client(HTTP_HOST="127.0.0.1"), Meter()
    found: Figures = {}
    for kind, asked in questions(writer, each).items():
        for question in asked:
            told = ask(question)
        median, ninth, used = meter.measure(ask, asked)
        page, _, page_used = meter.measure(lambda question: client.get("/search", {"q": question}), asked)
        found[kind] = (median, ninth, used, page, page_used)
        print(
            f"{count:>9,} {kind:<15} answer {median:7.1f} ms, 9 of 10 under {ninth:7.1f}, processor {used:6.1f};"
            f" page {page:7.1f} ms, processor {page_used:6.1f}; {told.articles}{'' if told.complete else '+'} found",
            flush=True,
        )
    return found


def run_one(count: int, folder: Path, each: int) -> Figures:
    """Start PostgreSQL on a folder of its own, make the articles unless they are there, and measure."""
    writer = Writer()
    server = postgres.start(folder, durable=False)
    try:
        prepare(server.url, count, writer)
        return measure(count, each, writer)
    finally:
        postgres.stop(folder)


def in_a_process_of_its_own(count: int, data: Path, each: int) -> Figures:
    """Measure one size; Django knows one database in its life."""
    data.mkdir(parents=True, exist_ok=True)
    data.chmod(0o711)
    out = data / f"{count}.json"
    command = [sys.executable, "-m", "bench.search", "--one", str(count), "--each", str(each), "--data", str(data)]
    subprocess.run(command, check=True, env={**os.environ, "SVIZHO_DATA": str(data / "files")})
    return {kind: tuple(figures) for kind, figures in json.loads(out.read_text()).items()}


def main() -> None:
    """Measure each size in turn and print how the medians compare with the first."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, nargs="+", default=[10_000])
    parser.add_argument("--each", type=int, default=12, help="questions of each kind")
    parser.add_argument("--data", type=Path, default=Path("/tmp/svizho-bench-search"))
    parser.add_argument("--one", type=int, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.one:
        figures = run_one(options.one, options.data / str(options.one), options.each)
        (options.data / f"{options.one}.json").write_text(json.dumps(figures))
        return
    found = {count: in_a_process_of_its_own(count, options.data, options.each) for count in options.articles}
    print_ratios(found)


def print_ratios(found: Mapping[int, Figures]) -> None:
    """Print the median over kinds of each figure, and how many times the first size's it is."""
    first = next(iter(found.values()))
    names = ("answer", "9 of 10", "answer's processor", "page", "page's processor")
    for count, figures in found.items():
        print(f"{count:,}:", end=" ")
        for place, name in enumerate(names):
            here, there = (statistics.median(told[place] for told in each.values()) for each in (figures, first))
            print(f"{name} {here:.1f} ms (x {here / there:.2f})", end="; ")
        print()


if __name__ == "__main__":
    main()
