"""Django's settings follow from ours."""

from __future__ import annotations

import json
import subprocess
import sys

from svizho.settings import load_settings
from svizho.settings.django import allowed_hosts, database


def test_a_database_url_becomes_djangos_settings() -> None:
    told = database("postgresql://me:p%40ss@db.example:6432/news?sslmode=require")
    assert (told["NAME"], told["USER"], told["PASSWORD"], told["HOST"], told["PORT"]) == (
        "news", "me", "p@ss", "db.example", "6432",
    )  # fmt: skip
    assert told["OPTIONS"]["sslmode"] == "require"
    assert told["CONN_HEALTH_CHECKS"] is True


def test_a_socket_folder_becomes_the_host() -> None:
    told = database("postgresql:///svizho?host=%2Ftmp%2Fa%20b&port=5432&user=svizho")
    assert (told["NAME"], told["HOST"], told["USER"]) == ("svizho", "/tmp/a b", "svizho")


def test_hosts_the_site_answers_to() -> None:
    environ = {
        "SVIZHO_SITE_BASE_URL": "https://news.example",
        "SVIZHO_WEB_HOST": "0.0.0.0",
        "SVIZHO_WEB_ALLOWED_HOSTS": ".town.example",
    }
    assert allowed_hosts(load_settings(None, environ)) == [
        ".town.example", "127.0.0.1", "[::1]", "localhost", "news.example",
    ]  # fmt: skip


def test_lines_are_json_where_nobody_looks() -> None:
    code = """
import logging, logging.config, structlog
from svizho.settings.logs import logging_config
logging.config.dictConfig(logging_config(terminal=False))
structlog.get_logger("svizho.steps").info("polled", feeds=3, source="Свіжо")
logging.getLogger("procrastinate").info("chatter")
logging.getLogger("django").warning("слово")
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    first, second = (json.loads(line) for line in done.stderr.splitlines())
    assert (first["event"], first["feeds"], first["source"]) == ("polled", 3, "Свіжо")
    assert (second["event"], second["level"]) == ("слово", "warning")
    assert done.stdout == ""
