"""One lane with every hostile feed and a few good ones: each ends in words, the good ones come through."""

from __future__ import annotations

import json
import os
import ssl
import subprocess
import sys
from datetime import datetime, timedelta
from pathlib import Path
from urllib.parse import urlencode

import pytest
from django.db import connection

from svizho.articles.models import Article, Entry
from svizho.cli.source_deeds import add_outlines
from svizho.kit import clock
from svizho.parsing import read_opml
from svizho.sources.models import FailureGrade, Feed
from tests.factories import make_feed, make_source
from tests.kit.http.servers import RawServer, always, answer
from tests.steps.hostile_servers import INSIDE, Case, cases, serve

pytestmark = pytest.mark.django_db(transaction=True)

# The issue's own limit, for the polling process and its parsers together.
MOST_MEGABYTES = 600
CERTIFICATE = Path(__file__).parents[1] / "kit" / "http" / "self_signed.pem"


def database_address() -> str:
    """Say where the test database of this run is, for another process."""
    told = connection.settings_dict
    names = {"dbname": "NAME", "user": "USER", "password": "PASSWORD", "host": "HOST", "port": "PORT"}
    return f"postgresql:///?{urlencode({libpq: told[name] for libpq, name in names.items() if told[name]})}"


def poll_in_a_process(*addresses: str) -> dict[str, float]:
    """Poll as a worker does, in a process of its own whose memory is watched."""
    told = os.environ | {"DATABASE_URL": database_address(), "DJANGO_SETTINGS_MODULE": "svizho.settings.django"}
    command = [sys.executable, "-m", "tests.steps.hostile_worker", *addresses]
    done = subprocess.run(command, capture_output=True, text=True, timeout=100, env=told, check=False)
    assert done.returncode == 0, done.stderr[-3000:]
    result: dict[str, float] = json.loads(done.stdout.strip().splitlines()[-1])
    return result


def a_feed(url: str) -> Feed:
    now = clock.now()
    return make_feed(make_source(), url=url, next_poll_at=now - timedelta(minutes=1), polled_at=None, answered_at=None)


def test_hostile_feeds_are_told_in_words_and_the_others_go_on_unharmed() -> None:
    written = cases()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(CERTIFICATE)
    with serve(written) as server, RawServer(always(answer()), tls=context) as sealed:
        wanted = {a_feed(server.url(case.path)).pk: case for case in written}
        wanted |= {a_feed(url).pk: Case(url, cause, "") for url, cause in INSIDE}
        wanted[a_feed(sealed.url("/rss")).pk] = Case("tls", "tls", "signed by itself")
        polled = poll_in_a_process(server.address, sealed.address)
        asked = [each.path for each in server.asked]
    feeds = {feed.pk: feed for feed in Feed.objects.all()}
    assert {wanted[pk].path: feed.failure_cause for pk, feed in feeds.items()} == {
        case.path: case.cause for case in wanted.values()
    }
    for pk, case in wanted.items():
        feed = feeds[pk]
        assert case.word in feed.failure, (case.path, feed.failure)
        assert bool(feed.failure) == bool(case.cause) == bool(feed.setbacks), case.path
        assert (feed.failure_grade != FailureGrade.NONE) == bool(case.cause)
        assert feed.next_poll_at > clock.now(), case.path
    assert polled["feeds"] == len(wanted)
    assert polled["megabytes"] < MOST_MEGABYTES, polled
    check_what_was_stored(asked)


def check_what_was_stored(asked: list[str]) -> None:
    """The good feeds are all there; nothing was grown, read from a file, fetched from inside or dated in the future."""
    stored = {path: Entry.objects.filter(feed__url__endswith=path) for path in ("/good-3", "/good-4", "/good-5")}
    assert [len(entries) for entries in stored.values()] == [3, 3, 3]
    for path in ("/laughs", "/outside-entity", "/nul-inside", "/far-future", "/lying-type", "/lying-charset"):
        entry = Entry.objects.get(feed__url__endswith=path)
        assert "міст через Сулицю" in entry.title, path
        assert len(entry.summary) < 1_000
        assert "root:" not in entry.summary
    assert Entry.objects.get(feed__url__endswith="/far-future").published_at <= clock.now() + timedelta(hours=1)
    assert "Міст відкрили" in Entry.objects.get(feed__url__endswith="/nul-inside").summary
    assert not Article.objects.filter(happened_at__gt=clock.now() + timedelta(hours=1)).exists()
    # A picture's address is kept, never fetched.
    assert Entry.objects.get(feed__url__endswith="/private-picture").image == "http://127.0.0.1:9/i.png"
    assert len([path for path in asked if path.startswith("/redirect/")]) == 11


def test_feeds_that_a_list_brings_are_checked_as_all_others() -> None:
    outlines = "".join(
        f'<outline type="rss" text="Внутрішня {n}" xmlUrl="{url}"/>' for n, (url, _) in enumerate(INSIDE)
    )
    add_outlines(read_opml(f'<opml version="2.0"><body>{outlines}</body></opml>'.encode()))
    Feed.objects.update(next_poll_at=datetime(2026, 1, 1, tzinfo=clock.now().tzinfo))
    poll_in_a_process()
    causes = set(Feed.objects.values_list("failure_cause", flat=True))
    assert Feed.objects.count() >= len(INSIDE) - 3
    assert causes <= {"address", "dns"}
