"""What is done at every start before the first page: jobs of a former run are let go; a new site gets its sources."""

from __future__ import annotations

from svizho.cli.ground import say
from svizho.cli.source_deeds import add_outlines, starter_outlines
from svizho.engine.queue import let_go_of_jobs
from svizho.settings import site_settings
from svizho.sources.models import Source


def prepare() -> None:
    """Take up the work of a former run; add the starter sources to a site that has none."""
    settings = site_settings()
    if not settings.database.url and (count := let_go_of_jobs()):
        say(f"taking up the work of {count} unfinished jobs")
    if settings.sources.starter and not Source.objects.exists():
        added, _ = add_outlines(starter_outlines())
        say(f"added {added} feeds of the starter list; they are read as soon as the worker is up")
