"""A site and a browser to look at it with."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser.running import Site, chromium, running_site

CHROMIUM = chromium()


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """Start Debian's Chromium; its sandbox wants rights that containers do not give.

    Not pytest-playwright's own fixture: that one keeps an event loop running in this thread until the whole run
    ends, and no later test could use asyncio or Django's database any more.
    """
    if CHROMIUM is None:
        pytest.skip("no Chromium here: apt-get install chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-quic"])
        yield browser
        browser.close()


@pytest.fixture(scope="package")
def site(database_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Run a site with the demo newswire for all tests of this folder."""
    folder: Path = tmp_path_factory.mktemp("site")
    with running_site(database_url, folder) as site:
        yield site


@pytest.fixture
def visitor(browser: Browser, site: Site) -> Iterator[Page]:
    """Open a page that notes every error of its console and every request that leaves the site."""
    context = browser.new_context(base_url=site.address, viewport={"width": 1280, "height": 900})
    page = context.new_page()
    troubles: list[str] = []
    page.on("console", lambda said: troubles.append(said.text) if said.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: troubles.append(str(error)))
    page.on("request", lambda asked: None if asked.url.startswith(site.address) else troubles.append(asked.url))
    yield page
    context.close()
    assert troubles == []
