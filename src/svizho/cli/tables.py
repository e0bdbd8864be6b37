"""Django on the site's database: set up, with tables in order."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator

import django
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from svizho.cli.ground import Say, database_up, read_settings, say
from svizho.settings import Settings

# Any number will do, as long as everybody who makes tables asks for the same one.
TABLES_LOCK = 7_904_150_511


def set_up_django() -> None:
    """Set Django up with our settings."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "svizho.settings.django"
    django.setup()


@contextlib.contextmanager
def site_open(say: Say = say) -> Iterator[Settings]:
    """Give a command everything it may stand on: settings, PostgreSQL, Django, tables in order."""
    settings = read_settings()
    with database_up(settings, say):
        set_up_django()
        renew_tables(say)
        try:
            yield settings
        finally:
            connection.close()


def waiting_migrations() -> int:
    """Count the migrations that have not been applied."""
    executor = MigrationExecutor(connection)
    return len(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def renew_tables(say: Say = say) -> None:
    """Apply the migrations that wait. Of several processes that want to, one does it and the others wait."""
    if not waiting_migrations():
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [TABLES_LOCK])
        try:
            if count := waiting_migrations():
                say(f"preparing tables ({count} steps)")
                call_command("migrate", interactive=False, verbosity=0)
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [TABLES_LOCK])


def anything_to_begin_with() -> bool:
    """Say whether there is no source yet, or a job that a former run began and did not end."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT NOT EXISTS (SELECT FROM sources_source)"
            " OR EXISTS (SELECT FROM procrastinate_jobs WHERE status = 'doing')"
        )
        return bool(cursor.fetchone()[0])
