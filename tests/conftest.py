"""What every test may ask for: a PostgreSQL of the run's own, started when a test touches the database."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings as hypothesis_settings

from svizho.engine import postgres
from tests.shared_data import SHARED

# The same examples in every run of CI: what chance finds belongs to whoever looks for it, not to whoever lands next.
hypothesis_settings.register_profile("ci", derandomize=True)
if os.environ.get("CI"):
    hypothesis_settings.load_profile("ci")


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


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder for a Svizho of the test's own; unlike `tmp_path`, root's PostgreSQL user may pass through it."""
    folder = Path(tempfile.mkdtemp(prefix="svizho-site-"))
    folder.chmod(0o711)
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(database_url: str) -> None:
    """Lead Django's connection to the run's PostgreSQL before pytest-django makes its test database there."""
    from django.db import connections

    from svizho.settings.django import database

    told = connections["default"].settings_dict
    told.update({key: value for key, value in database(database_url).items() if key != "ENGINE"})
    told["CONN_MAX_AGE"] = 0


# Skips that are right wherever they happen: the test is about another system, or about being root.
FAIR_SKIPS = ("only root", "reads /proc", "no fork here")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Name the tests that were skipped though they should have run (with SVIZHO_SKIPS_FAIL=1)."""
    for line in unfair_skips(terminalreporter):
        terminalreporter.write_line(f"must not be skipped here: {line}", red=True)


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """Fail the run when such a test was skipped."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if reporter is not None and unfair_skips(reporter) and session.exitstatus == pytest.ExitCode.OK:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def unfair_skips(reporter: pytest.TerminalReporter) -> list[str]:
    """List the skipped tests that could have run: CI has the browser, and the labelled news where they lie there."""
    if not os.environ.get("SVIZHO_SKIPS_FAIL"):
        return []
    fair = FAIR_SKIPS if SHARED.is_dir() else (*FAIR_SKIPS, "labelled news")
    skipped = [(report.nodeid, str(report.longrepr)) for report in reporter.stats.get("skipped", [])]
    return [f"{test}: {why}" for test, why in skipped if not any(words in why for words in fair)]
