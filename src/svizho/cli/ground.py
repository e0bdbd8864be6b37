"""What every command stands on before Django: words to the terminal, settings, a PostgreSQL that answers."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Callable, Iterator

import psycopg

from svizho.engine import postgres
from svizho.errors import DatabaseError
from svizho.settings import Settings, find_file, load_settings

Say = Callable[[str], None]


def say(words: str) -> None:
    """Tell the person at the terminal what is being done."""
    print(f"· {words}", file=sys.stderr, flush=True)


def read_settings() -> Settings:
    """Read the settings as the environment says, and leave no doubt about the data folder to our children."""
    settings = load_settings(find_file(os.environ), os.environ)
    os.environ["SVIZHO_DATA"] = str(settings.data.folder)
    return settings


@contextlib.contextmanager
def database_up(settings: Settings, say: Say = say) -> Iterator[str]:
    """See that PostgreSQL runs, ours or the owner's, and put its address into DATABASE_URL for Django and children.

    Raises DatabaseError when it cannot be started or does not answer.
    """
    if settings.database.url:
        answers(settings.database.url)
        yield settings.database.url
        return
    with postgres.borrowed(settings.data.folder, say) as server:
        os.environ["DATABASE_URL"] = server.url
        try:
            yield server.url
        finally:
            os.environ.pop("DATABASE_URL", None)


def answers(url: str) -> None:
    """Raise DatabaseError unless a PostgreSQL answers at `url`; its password is never repeated."""
    try:
        psycopg.connect(url, connect_timeout=10).close()
    except psycopg.Error as error:
        first = str(error).strip().splitlines()[0]
        raise DatabaseError(f"DATABASE_URL: PostgreSQL cannot be reached: {first}") from error
