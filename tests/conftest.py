"""What every test may ask for: a PostgreSQL of the run's own, started when a test touches the database."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from svizho.engine import postgres


@pytest.fixture(scope="session")
def database_url() -> Iterator[str]:
    """Give the address of this run's PostgreSQL: SVIZHO_TEST_DATABASE_URL, or one that goes when it ends."""
    if given := os.environ.get("SVIZHO_TEST_DATABASE_URL"):
        yield given
        return
    folder = Path(tempfile.mkdtemp(prefix="svizho-test-"))
    folder.chmod(0o711)
    try:
        yield postgres.start(folder, durable=False).url
    finally:
        postgres.stop(folder)
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(database_url: str) -> None:
    """Lead Django's connection to the run's PostgreSQL before pytest-django makes its test database there."""
    from django.db import connections

    from svizho.settings.django import database

    told = connections["default"].settings_dict
    told.update({key: value for key, value in database(database_url).items() if key != "ENGINE"})
    told["CONN_MAX_AGE"] = 0
