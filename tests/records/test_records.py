"""Updates are numbered in the order of their commits and told only when they stand."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import psycopg
import pytest
from django.db import connection, transaction

from svizho.records.actions import CHANNEL, KEPT, announce, forget_old
from svizho.records.models import Update, UpdateKind
from svizho.records.queries import last_change_at, updates_after

NOW = datetime(2026, 6, 14, 9, 0, tzinfo=UTC)


@pytest.mark.django_db
def test_updates_come_after_a_number_in_order() -> None:
    first = announce(UpdateKind.STORY_NEW, now=NOW, story_id=1, title="Перша", sections=["world"])
    second = announce(UpdateKind.STORY_GREW, now=NOW, story_id=1)
    assert [update.pk for update in updates_after(0)] == [first.pk, second.pk]
    assert [update.pk for update in updates_after(first.pk)] == [second.pk]
    assert last_change_at() == NOW


@pytest.mark.django_db
def test_old_updates_are_forgotten() -> None:
    announce(UpdateKind.SITE, now=NOW - KEPT - timedelta(minutes=1))
    announce(UpdateKind.SITE, now=NOW)
    assert forget_old(NOW) == 1
    assert Update.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_listener_hears_of_an_update_when_it_commits_and_not_before() -> None:
    listener = psycopg.connect(**connection.get_connection_params(), autocommit=True)
    listener.execute(f"LISTEN {CHANNEL}")
    with transaction.atomic():
        update = announce(UpdateKind.STORY_NEW, now=NOW)
        assert list(listener.notifies(timeout=0.2)) == []
    heard = list(listener.notifies(timeout=5, stop_after=1))
    assert [notice.payload for notice in heard] == [str(update.pk)]
    listener.close()
